import type { FactOf } from '#ledger/events.ts';
import { found, must, type Papers } from './audit-papers.ts';
import { addOn, negativeDays, sumsOf } from './dated-sums.ts';

type BadDebtFact = FactOf<
  'WrittenOff' | 'WriteOffReversed' | 'BadDebtRecovered' | 'RecoveryReversed' | 'RecoveryReinstated'
>;

export type ItemChange = { readonly item: number; readonly amount: bigint };

/** Bad debt in the auditor's papers; answers what the fact changes of the items of the charge. */
export function badDebt(papers: Papers, fact: BadDebtFact): readonly ItemChange[] {
  const changes = fact.type === 'WrittenOff' || fact.type === 'WriteOffReversed' ? partsOf(papers, fact) : [];
  if (fact.type !== 'WrittenOff' && fact.type !== 'WriteOffReversed') recovered(papers, fact);
  const { writeOffId } = fact.data;
  const days = negativeDays(sumsOf(papers.recoverable, writeOffId));
  must(days.length === 0, `INV-26 more of ${writeOffId} comes back than was written off, on ${days.join()}`);
  return changes;
}

function partsOf(papers: Papers, fact: FactOf<'WrittenOff' | 'WriteOffReversed'>): readonly ItemChange[] {
  const { writeOffId, chargeId, items } = fact.data;
  const isNew = fact.type === 'WrittenOff';
  const known = papers.writeOffs.get(writeOffId);
  must((known === undefined) === isNew, 'INV-14 a write-off twice, or a reversal of none');
  const writeOff = known ?? { chargeId, date: fact.effectiveDate, items: new Map<number, bigint>() };
  papers.writeOffs.set(writeOffId, writeOff);
  must(writeOff.chargeId === chargeId, 'INV-14 a reversal on another charge');
  must(fact.effectiveDate >= writeOff.date, 'INV-14 a write-off is reversed before it was made');
  addOn(
    sumsOf(papers.recoverable, writeOffId),
    fact.effectiveDate,
    isNew ? BigInt(fact.data.amount) : -BigInt(fact.data.amount),
  );
  return items.map((line) => {
    const amount = isNew ? BigInt(line.amount) : -BigInt(line.amount);
    const left = (writeOff.items.get(line.item) ?? 0n) + amount;
    must(left >= 0n, 'INV-26 more of an item is reversed than was written off of it');
    writeOff.items.set(line.item, left);
    return { item: line.item, amount: -amount };
  });
}

function recovered(papers: Papers, fact: FactOf<'BadDebtRecovered' | 'RecoveryReversed' | 'RecoveryReinstated'>): void {
  const { paymentId, writeOffId } = fact.data;
  const date = fact.effectiveDate;
  const amount = BigInt(fact.data.amount);
  const known = papers.recoveries.get(paymentId);
  if (fact.type === 'BadDebtRecovered') {
    must(known === undefined && !papers.sources.has(paymentId), 'INV-14 a payment is received twice');
    const { date: since } = found(papers.writeOffs.get(writeOffId), 'INV-14 a recovery of nothing');
    must(date >= since, 'INV-14 a recovery before its write-off');
    papers.recoveries.set(paymentId, { writeOffId, amount, date, isReversed: false });
  } else {
    const recovery = found(known, 'INV-14 an unknown recovery');
    must(recovery.isReversed === (fact.type === 'RecoveryReinstated'), 'INV-15 undone twice');
    must(date >= recovery.date, 'INV-14 undone before it was done');
    must(amount === recovery.amount && writeOffId === recovery.writeOffId, 'INV-16 undone with another amount');
    papers.recoveries.set(paymentId, { ...recovery, date, isReversed: !recovery.isReversed });
  }
  addOn(sumsOf(papers.recoverable, writeOffId), date, fact.type === 'RecoveryReversed' ? amount : -amount);
}
