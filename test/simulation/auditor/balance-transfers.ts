import { cross, refusedThere } from './arrivals.ts';
import { itemLeavesInBase, sourceLeavesInBase } from './base-transfers.ts';
import { smallestFrom, sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  earlierThan,
  notArrived,
  type Rule,
  shapeAndAccount,
  startOf,
  there,
  unknownLines,
  unknownPayment,
} from './desk.ts';
import { openOf, type Papers, type SourcePaper } from './papers.ts';
import { itemRequired, itemsOfLine } from './placing.ts';
import { wrongReason } from './reasons.ts';
import { type Loss, partsOf } from './releasing.ts';
import { centsOf } from './shape.ts';
import type { Input, Told } from './told.ts';
import type { TransitPaper } from './transit-papers.ts';
import { firstObjection, refuse } from './verdict.ts';
import { voided } from './void-charge.ts';

/**
 * Money and debts that go from account to account (ledger-rules 5, decisions/0017). The command is about the account that something
 * leaves; what becomes of it is the ledger's own doing, step by step, and is judged when it stands in the journal (`own-steps.ts`).
 */
export const transferBalance: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const line = { chargeId: input.chargeId ?? '', item: input.item };
  const lines = input.chargeId === undefined ? [] : [line];
  const refused = firstObjection(
    () => [isNotOneThing(input) && 'INPUT_INVALID'],
    ...shapeAndAccount(desk, told),
    () => [
      ...unknownLines(papers, lines),
      input.paymentId !== undefined && unknownPayment(papers, input.paymentId),
      input.creditId !== undefined && !papers.credits.has(input.creditId) && 'CREDIT_UNKNOWN',
      papers.transfersOut.has(input.transferId ?? '') && 'DUPLICATE_ID',
    ],
    currency(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [
      input.accountId === input.toAccountId && 'SAME_ACCOUNT',
      ...(input.chargeId === undefined ? sourceUnfit(papers, input, dayOf(desk, input)) : []),
      voided(
        papers,
        lines.map(({ chargeId }) => chargeId),
      ),
      itemRequired(papers, lines),
      lines.length > 0 && earlierThan(dayOf(desk, input), startOf(papers, input)),
    ],
  );
  return refused ?? (input.chargeId === undefined ? sourceLeaves(desk, input) : itemsLeave(desk, input));
};

function isNotOneThing({ chargeId, paymentId, creditId, item, dueDate }: Input): boolean {
  const named = [chargeId, paymentId, creditId].filter((id) => id !== undefined);
  return named.length !== 1 || (chargeId === undefined && (item !== undefined || dueDate !== undefined));
}

function sourceOf(papers: Papers, { paymentId, creditId = '' }: Input): SourcePaper | undefined {
  return paymentId === undefined ? papers.credits.get(creditId) : papers.sources.get(paymentId);
}

function sourceUnfit(papers: Papers, input: Input, day: string): readonly (string | false)[] {
  const source = sourceOf(papers, input);
  return [
    input.paymentId !== undefined && notArrived(papers, input.paymentId),
    source?.reversedOn !== undefined && 'ALREADY_REVERSED',
    earlierThan(day, source?.from),
  ];
}

function sourceLeaves(desk: Desk, input: Input): ReturnType<Rule> {
  const { papers } = desk;
  const day = dayOf(desk, input);
  const source = there(sourceOf(papers, input));
  const cents = centsOf(input.amount);
  if (smallestFrom(source.unapplied, day) < cents) {
    return refuse([source.kind === 'CREDIT' ? 'INSUFFICIENT_CREDIT' : 'INSUFFICIENT_FUNDS']);
  }
  const returns = returnsOf(papers, input, day);
  const record = (known: number): void => {
    const at = { day, known };
    source.unapplied.push({ ...at, cents: -cents });
    source.away += cents;
    const base = sourceLeavesInBase(papers, source, cents, at);
    const kind = source.kind;
    cross(papers, leaving(papers, input, { day, cents, base, kind, thing: source, parts: [], returns }), at, -cents);
  };
  const situation = source.kind === 'CREDIT' ? 'a credit goes to another account' : 'money goes to another account';
  return { kind: 'ACCEPT', reached: [situation, ...reachedByReturn(returns)], record };
}

function itemsLeave(desk: Desk, input: Input): ReturnType<Rule> {
  const { papers } = desk;
  const day = dayOf(desk, input);
  const charge = there(papers.charges.get(input.chargeId ?? ''));
  const cents = centsOf(input.amount);
  const moves = movesOf(papers, input, day);
  if (sumOf(moves.map((move) => move.cents)) < cents) return refuse(['EXCEEDS_OPEN']);
  const returns = returnsOf(papers, input, day);
  const record = (known: number): void => {
    const at = { day, known };
    const parts = moves.map(({ item, cents: part }) => {
      item.worth.push({ ...at, cents: -part });
      return {
        item,
        due: input.dueDate ?? item.due,
        cents: part,
        base: itemLeavesInBase(papers, item, part, at),
      };
    });
    charge.away += cents;
    const base = papers.base === undefined ? undefined : sumOf(parts.map((part) => part.base ?? 0n));
    cross(
      papers,
      leaving(papers, input, { day, cents, base, kind: 'CHARGE', thing: charge, parts, returns }),
      at,
      cents,
    );
  };
  const isBeyond = charge.cameFrom?.accountId === input.toAccountId && returns === undefined;
  const reached = [
    'a debt goes to another account',
    ...reachedByReturn(returns),
    ...(moves.length > 1 ? ['a debt of several items goes to another account'] : []),
    ...(isBeyond ? ['what had not come goes to where the rest came from'] : []),
  ];
  return { kind: 'ACCEPT', reached, record };
}

/** As far as the items that are meant are open. */
function movesOf(papers: Papers, { chargeId = '', item, amount }: Input, day: string): readonly Loss[] {
  const items = itemsOfLine(papers, { chargeId, item });
  const rooms = items.map((one) => smallestFrom(openOf(one), day));
  return partsOf(items, rooms, centsOf(amount));
}

/** The transfer by which it had come from where it goes to: money is always what had come, items as far as they had. */
function returnsOf(papers: Papers, input: Input, day: string): string | undefined {
  const { chargeId, toAccountId } = input;
  const cameFrom = (chargeId === undefined ? sourceOf(papers, input) : papers.charges.get(chargeId))?.cameFrom;
  if (cameFrom?.accountId !== toAccountId) return undefined;
  const isBack = chargeId === undefined || movesOf(papers, input, day).every((move) => hasCome(papers, move));
  return isBack ? cameFrom?.transferId : undefined;
}

function reachedByReturn(returns: string | undefined): readonly string[] {
  return returns === undefined ? [] : ['something goes back to the account that it came from'];
}

/** It came with the charge, and no more of it goes back than had come. */
function hasCome({ transfersOut }: Papers, { item, cents }: Loss): boolean {
  if (item.number > item.charge.itemsPosted) return false;
  const back = [...transfersOut.values()]
    .filter(({ returns, state }) => returns === item.charge.cameFrom?.transferId && state !== 'RETURNED')
    .flatMap(({ parts }) => parts.filter((part) => part.item === item));
  return cents + sumOf(back.map((part) => part.cents)) <= item.posted;
}

type Leaving = Pick<TransitPaper, 'day' | 'cents' | 'base' | 'kind' | 'thing' | 'parts' | 'returns'>;

function leaving(papers: Papers, { transferId = '', toAccountId: to = '' }: Input, leaves: Leaving): TransitPaper {
  const { accountId: from } = papers;
  const ends = { key: `account-${from}/${transferId}`, transferId, from, to };
  const transit: TransitPaper = { ...ends, ...leaves, clearing: [], state: 'LEFT', refusedAs: undefined };
  papers.transfersOut.set(transferId, transit);
  return transit;
}

/** What the other account would say to a transfer, whatever the one says that it leaves. */
export function refusalThere(
  papersOf: (accountId: string) => Papers,
  { name, input }: Told,
  today: string,
): string | undefined {
  if (name !== 'TransferBalance') return undefined;
  const { accountId = '', toAccountId = '', transferId = '', chargeId, paymentId } = input;
  const papers = papersOf(accountId);
  const kind = chargeId !== undefined ? 'CHARGE' : paymentId !== undefined ? 'PAYMENT' : 'CREDIT';
  const returns = returnsOf(papers, input, input.effectiveDate ?? today);
  return refusedThere(papersOf(toAccountId), { kind, transferId, returns }, papers.currency);
}
