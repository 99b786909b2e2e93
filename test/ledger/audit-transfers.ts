import type { FactOf } from '#ledger/events.ts';
import type { Moved, TransferFact } from '#ledger/transfers/transfer-events.ts';
import { found, must, type Papers, sourceKeyOf, type Touched } from './audit-papers.ts';
import { addOn, sumsOf } from './dated-sums.ts';
import { partyText } from './summary-parts.ts';

/** What moves between accounts, as the auditor of one of them writes it down. */
export interface AuditedTransfer {
  readonly date: string;
  readonly amount: bigint;
  readonly isResolved: boolean;
}

/** What of a payment or credit is on other accounts. */
export function transferredOf(papers: Papers, source: string): bigint {
  return papers.away.get(source) ?? 0n;
}

export function transferFact(papers: Papers, fact: TransferFact): Touched {
  switch (fact.type) {
    case 'BalanceTransferredOut':
      must(!papers.transfersOut.has(fact.data.transferId), 'INV-14 a transfer id is used twice');
      papers.transfersOut.set(fact.data.transferId, {
        date: fact.effectiveDate,
        amount: BigInt(fact.data.amount),
        isResolved: false,
      });
      return moved(papers, fact, BigInt(-1));
    case 'BalanceTransferredIn':
      return fact.data.returns === undefined ? begun(papers, fact) : returned(papers, fact, fact.data.returns);
    case 'BalanceTransferReturned':
      resolved(papers, fact.data.transferId, fact.effectiveDate, BigInt(fact.data.amount));
      return moved(papers, fact, 1n);
    case 'BalanceTransferCompleted':
      resolved(papers, fact.data.transferId, fact.effectiveDate);
      return { items: [], sources: [] };
    case 'BalanceTransferRefused':
      return { items: [], sources: [] };
  }
}

function resolved(papers: Papers, transferId: string, date: string, amount?: bigint): void {
  const transfer = found(papers.transfersOut.get(transferId), 'INV-14 a transfer of nothing ends');
  must(!transfer.isResolved, 'INV-15 a transfer ends twice');
  must(date >= transfer.date, 'INV-14 a transfer ends before it began');
  must(amount === undefined || amount === transfer.amount, 'INV-16 a transfer comes back with another amount');
  papers.transfersOut.set(transferId, { ...transfer, isResolved: true });
}

function returned(papers: Papers, fact: FactOf<'BalanceTransferredIn'>, returns: string): Touched {
  const original = found(papers.transfersOut.get(returns), 'INV-14 what comes back had not left');
  must(fact.effectiveDate >= original.date, 'INV-14 it comes back before it left');
  return moved(papers, fact, 1n);
}

/** `sign`: 1n for what arrives. */
function moved(
  papers: Papers,
  {
    data,
    effectiveDate: date,
  }: FactOf<'BalanceTransferredOut'> | FactOf<'BalanceTransferredIn'> | FactOf<'BalanceTransferReturned'>,
  sign: bigint,
): Touched {
  const { what } = data;
  if (what.kind !== 'CHARGE') {
    const key = sourceKeyOf(what);
    const source = found(papers.sources.get(key), 'INV-14 a transfer of an unknown payment or credit');
    must(source.goneOn === undefined, 'INV-14 what was reversed or voided is transferred');
    must(date >= source.begun, 'INV-17 it is transferred before it was there');
    const amount = BigInt(data.amount) * sign;
    papers.away.set(key, transferredOf(papers, key) - amount);
    must(transferredOf(papers, key) >= 0n, 'INV-02 more comes back than had left');
    addOn(sumsOf(papers.unapplied, key), date, amount);
    return { items: [], sources: [key] };
  }
  requireSum(data);
  for (const { item, amount } of what.items) {
    const key = `${what.chargeId}#${item}`;
    must(date >= found(papers.items.get(key), `INV-14 no ${key}`).start, `INV-17 ${key} moves before it begins`);
    addOn(sumsOf(papers.open, key), date, BigInt(amount) * sign);
    addOn(sumsOf(papers.chargeOpen, what.chargeId), date, BigInt(amount) * sign);
  }
  return { items: what.items.map(({ item }) => `${what.chargeId}#${item}`), sources: [] };
}

function requireSum({ what, amount }: Moved): void {
  const parts = what.kind === 'CHARGE' ? what.items.reduce((sum, item) => sum + BigInt(item.amount), 0n) : 0n;
  must(parts === BigInt(amount), 'INV-37 the items of a transfer do not add up');
}

function begun(papers: Papers, { data, effectiveDate: date }: FactOf<'BalanceTransferredIn'>): Touched {
  const { what } = data;
  const amount = BigInt(data.amount);
  if (what.kind !== 'CHARGE') {
    const key = sourceKeyOf(what);
    const isTaken = papers.sources.has(key) || papers.recoveries.has(key) || papers.announced.has(key);
    must(!isTaken, 'INV-14 what arrives is there already');
    papers.sources.set(key, { amount, begun: date, since: date, goneOn: undefined });
    addOn(sumsOf(papers.unapplied, key), date, amount);
    return { items: [], sources: [key] };
  }
  requireSum(data);
  for (const { item, party, amount: part } of what.items) {
    const key = `${what.chargeId}#${item}`;
    must(!papers.items.has(key), `INV-14 ${key} begins twice`);
    papers.items.set(key, { chargeId: what.chargeId, start: date, party: partyText(party) });
    addOn(sumsOf(papers.open, key), date, BigInt(part));
    addOn(sumsOf(papers.chargeOpen, what.chargeId), date, BigInt(part));
  }
  return { items: what.items.map(({ item }) => `${what.chargeId}#${item}`), sources: [] };
}
