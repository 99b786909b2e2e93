import { arrivedInBase, backInBase } from './base-transfers.ts';
import { addItem, newCharge } from './charges.ts';
import type { At } from './dated.ts';
import { isTakenPayment, there } from './desk.ts';
import { type ChargePaper, type ItemPaper, type Papers, post, type SourcePaper, unappliedAccounts } from './papers.ts';
import type { TransitPaper } from './transit-papers.ts';
import { firstObjection } from './verdict.ts';

/** How what has left an account comes to be on the other one, or again where it was. */

/** Debits of clearing are positive: what is owed to the ledger as a whole while it is on no account. */
export function cross(papers: Papers, transit: TransitPaper, at: At, cents: bigint): void {
  const other = transit.kind === 'CHARGE' ? 'AccountsReceivable' : unappliedAccounts[transit.kind];
  const worth = transit.base ?? transit.cents;
  transit.clearing.push({ ...at, cents, base: cents < 0n ? -worth : worth });
  post(papers, at, [
    ['TransferClearing', cents],
    [other, -cents],
  ]);
}

type Arriving = Pick<TransitPaper, 'kind' | 'transferId' | 'returns'>;

/** What the other account says to it; what is new there has the id of the transfer. */
export function refusedThere(
  to: Papers,
  { kind, transferId, returns }: Arriving,
  inCurrency: string,
): string | undefined {
  const isTaken = {
    CHARGE: () => to.charges.has(transferId),
    PAYMENT: () => isTakenPayment(to, transferId),
    CREDIT: () => to.credits.has(transferId),
  }[kind];
  const refused = firstObjection(
    () => [to.openedOn === undefined && 'ACCOUNT_UNKNOWN'],
    () => [returns === undefined && isTaken() && 'DUPLICATE_ID'],
    () => [to.currency !== inCurrency && 'CURRENCY_MISMATCH'],
    () => [to.closedOn !== undefined && 'ACCOUNT_CLOSED'],
  );
  return refused?.codes[0];
}

/** It is there: new, or again a part of what it was before it had left. */
export function arrive(to: Papers, transit: TransitPaper, at: At): void {
  transit.state = 'ARRIVED';
  if (transit.returns === undefined) {
    arrivedInBase(to, transit, begun(to, transit, at), at);
  } else {
    const original = there(to.transfersOut.get(transit.returns));
    putBack(
      to,
      transit,
      original,
      transit.parts.map(({ item }) => there(original.parts[item.number - 1]).item),
      at,
    );
  }
  cross(to, transit, at, transit.kind === 'CHARGE' ? -transit.cents : transit.cents);
}

/** The other account did not take it: everything is where it was. */
export function comeBack(from: Papers, transit: TransitPaper, at: At): void {
  transit.state = 'RETURNED';
  putBack(
    from,
    transit,
    transit,
    transit.parts.map(({ item }) => item),
    at,
  );
  cross(from, transit, at, transit.kind === 'CHARGE' ? -transit.cents : transit.cents);
}

function begun(to: Papers, transit: TransitPaper, at: At) {
  const { thing, transferId: id, cents, parts, from: accountId } = transit;
  const cameFrom = { accountId, transferId: id };
  if (isCharge(thing)) {
    const { category, serviceDate } = thing;
    const fields = { chargeId: id, category, serviceDate, origin: 'TRANSFER', from: at.day, cents, tax: 0n, cameFrom };
    const charge = newCharge(to, fields);
    const items = parts.map(({ item, due, cents: part }) =>
      addItem(to, charge, { party: item.party, due, from: at.day, cents: part }, at.known, false),
    );
    charge.itemsPosted = items.length;
    return { items };
  }
  to.order += 1;
  const { kind, party, method } = thing;
  const unapplied = [{ ...at, cents }];
  const times = { from: at.day, settledOn: at.day, reversedOn: undefined, order: to.order };
  const rest = { cameFrom, away: 0n, dropped: [], recharge: undefined };
  const source: SourcePaper = { kind, id, party, method, cents, unapplied, ...times, ...rest };
  (kind === 'CREDIT' ? to.credits : to.sources).set(id, source);
  return { source };
}

function isCharge(thing: TransitPaper['thing']): thing is ChargePaper {
  return 'chargeId' in thing;
}

function putBack(
  papers: Papers,
  transit: TransitPaper,
  { thing }: TransitPaper,
  items: readonly ItemPaper[],
  at: At,
): void {
  thing.away -= transit.cents;
  if (thing.away < 0n) throw new Error('the auditor itself has more come back than had left');
  if (!isCharge(thing)) thing.unapplied.push({ ...at, cents: transit.cents });
  for (const [index, item] of items.entries()) {
    item.worth.push({ ...at, cents: there(transit.parts[index]).cents });
  }
  backInBase(papers, transit, isCharge(thing) ? { items } : { source: thing }, at);
}
