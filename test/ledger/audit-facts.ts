import { isAgreementFact } from '#ledger/agreement-facts.ts';
import type { Fact, FactOf } from '#ledger/events.ts';
import { isLedgerFact } from '#ledger/ledger-facts.ts';
import { isPlanFact } from '#ledger/plans/plan-facts.ts';
import { isReceiptFact, isReceiptPartFact } from '#ledger/receipts/receipt-events.ts';
import { isTransferFact } from '#ledger/transfers/transfer-events.ts';
import { agreed, noneStandsFrom, notProtected } from './audit-agreements.ts';
import { transferred } from './audit-moves.ts';
import { found, must, type Papers, sourceKeyOf, type Touched } from './audit-papers.ts';
import { settled } from './audit-payments.ts';
import { pended } from './audit-pending.ts';
import { planned } from './audit-plans.ts';
import { partOfReceipt } from './audit-receipts.ts';
import { refunded, refundReversed } from './audit-refunds.ts';
import { shortfallOf } from './audit-shortfalls.ts';
import { transferFact } from './audit-transfers.ts';
import { nothingLeft, voidedItems } from './audit-voids.ts';
import { badDebt, type ItemChange } from './audit-write-offs.ts';
import { addOn, sumsOf, upTo } from './dated-sums.ts';
import { partyText } from './summary-parts.ts';

type Still = FactOf<'AccountOpened' | 'LateFeesRun' | 'ReceivablesRevalued'>;

/** It moves nothing. */
function isStill(fact: Fact): fact is Still {
  return fact.type === 'AccountOpened' || fact.type === 'LateFeesRun' || fact.type === 'ReceivablesRevalued';
}

const nothing: Touched = { items: [], sources: [] };

export function read(papers: Papers, fact: Fact, ofCommand: readonly Fact[]): Touched {
  if (isLedgerFact(fact) || isReceiptFact(fact) || isStill(fact)) return nothing;
  if (isReceiptPartFact(fact)) return partOfReceipt(papers, fact);
  if (isAgreementFact(fact)) return agreed(papers, fact);
  if (isPlanFact(fact)) return planned(papers, fact);
  if (isTransferFact(fact)) return transferFact(papers, fact);
  switch (fact.type) {
    case 'AccountClosed':
      return closed(papers, fact.effectiveDate);
    case 'AccountReopened':
      return reopened(papers, fact.effectiveDate);
    case 'ChargePosted':
      return posted(papers, fact);
    case 'LateFeeAssessed':
      return feeAssessed(papers, fact);
    case 'ChargeVoided':
      return voided(papers, fact);
    case 'ChargeAdjusted':
      return adjusted(papers, fact, ofCommand);
    case 'LateFeeWaived':
    case 'LateFeeReinstated':
      return waived(papers, fact);
    case 'WrittenOff':
    case 'WriteOffReversed':
      return writtenOff(papers, fact);
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      badDebt(papers, fact);
      return nothing;
    case 'PaymentReceived':
    case 'PaymentReversed':
    case 'PaymentReinstated':
      return settled(papers, fact);
    case 'PaymentPended':
    case 'PaymentSettled':
    case 'PaymentFailed':
      return pended(papers, fact);
    case 'CreditIssued':
    case 'CreditVoided':
      return granted(papers, fact);
    case 'PaymentApplied':
    case 'CreditApplied':
      return applied(papers, fact);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
    case 'CreditUnapplied':
    case 'CreditReleased':
      return released(papers, fact, ofCommand);
    case 'PaymentRefunded':
    case 'CreditRefunded':
      return refunded(papers, fact);
    case 'RefundReversed':
      return refundReversed(papers, fact);
    case 'ResponsibilityTransferred':
      return transferred(papers, fact);
  }
}

function closed(papers: Papers, date: string): Touched {
  for (const [what, sums] of [...papers.open, ...papers.unapplied, ...papers.pending]) {
    for (const day of [date, ...[...sums.keys()].filter((one) => one > date)]) {
      must(upTo(sums, day) === 0n, `an account is closed while something is left of ${what} on ${day}`);
    }
  }
  noneStandsFrom(papers, date);
  papers.closedOn = date;
  return { items: [], sources: [] };
}

function reopened(papers: Papers, date: string): Touched {
  must(papers.closedOn !== undefined && date >= papers.closedOn, 'INV-14 reopened before it was closed');
  papers.closedOn = undefined;
  return { items: [], sources: [] };
}

function feeAssessed(papers: Papers, fact: FactOf<'LateFeeAssessed'>): Touched {
  const { chargeId, amount, party, feeOn } = fact.data;
  const on = `${feeOn.chargeId}#${feeOn.item}`;
  must(papers.items.has(on), 'INV-14 a fee on nothing');
  notProtected(papers, on, fact.effectiveDate);
  papers.fees.set(chargeId, { on, date: fact.effectiveDate });
  return begun(papers, fact.effectiveDate, chargeId, [{ item: 1, party: partyText(party), amount: BigInt(amount) }]);
}

interface Begun {
  readonly item: number;
  readonly party: string;
  readonly amount: bigint;
}

function posted(papers: Papers, fact: FactOf<'ChargePosted'>): Touched {
  const items = fact.data.items.map(({ item, party, amount }) => ({
    item,
    party: partyText(party),
    amount: BigInt(amount),
  }));
  must(totalOf(items) === BigInt(fact.data.amount), 'INV-37 the items of a charge do not add up');
  return begun(papers, fact.effectiveDate, fact.data.chargeId, items);
}

function begun(papers: Papers, date: string, chargeId: string, items: readonly Begun[]): Touched {
  for (const { item, party, amount } of items) {
    const key = `${chargeId}#${item}`;
    must(!papers.items.has(key), `INV-14 ${key} begins twice`);
    papers.items.set(key, { chargeId, start: date, party });
    addOn(sumsOf(papers.open, key), date, amount);
    addOn(sumsOf(papers.chargeOpen, chargeId), date, amount);
  }
  return { items: items.map(({ item }) => `${chargeId}#${item}`), sources: [] };
}

const totalOf = (parts: readonly { readonly amount: bigint }[]) => parts.reduce((sum, { amount }) => sum + amount, 0n);

function revalued(
  papers: Papers,
  date: string,
  chargeId: string,
  amount: bigint,
  items: readonly ItemChange[],
): Touched {
  must(totalOf(items) === amount, 'INV-37 the items of a change do not add up');
  addOn(sumsOf(papers.chargeOpen, chargeId), date, amount);
  for (const change of items) {
    const key = `${chargeId}#${change.item}`;
    must(change.amount !== 0n, `INV-37 ${key} is changed by nothing`);
    must(date >= found(papers.items.get(key), `INV-14 no ${key}`).start, `INV-17 ${key} changes before it begins`);
    addOn(sumsOf(papers.open, key), date, change.amount);
  }
  return { items: items.map(({ item }) => `${chargeId}#${item}`), sources: [] };
}

function voided(papers: Papers, fact: FactOf<'ChargeVoided'>): Touched {
  const items = voidedItems(papers, fact);
  const touched = revalued(papers, fact.effectiveDate, fact.data.chargeId, totalOf(items), items);
  nothingLeft(papers, fact);
  return touched;
}

function adjusted(papers: Papers, fact: FactOf<'ChargeAdjusted'>, ofCommand: readonly Fact[]): Touched {
  shortfallOf(papers, fact, ofCommand);
  const { adjustmentId, undoes, chargeId } = fact.data;
  const amount = BigInt(fact.data.amount);
  if (undoes !== undefined) {
    const original = found(papers.adjustments.get(undoes), 'INV-14 an adjustment of nothing is undone');
    must(original.date <= fact.effectiveDate, 'INV-14 an adjustment is undone before it was made');
    must(!original.undone, 'INV-15 an adjustment is undone twice');
    must(original.amount === -amount, 'INV-16 the opposite of an adjustment has another amount');
    original.undone = true;
  }
  papers.adjustments.set(adjustmentId, { date: fact.effectiveDate, amount, undone: false });
  const items = fact.data.items.map((item) => ({ item: item.item, amount: BigInt(item.amount) }));
  return revalued(papers, fact.effectiveDate, chargeId, amount, items);
}

function writtenOff(papers: Papers, fact: FactOf<'WrittenOff' | 'WriteOffReversed'>): Touched {
  const amount = BigInt(fact.data.amount);
  const items = badDebt(papers, fact);
  return revalued(papers, fact.effectiveDate, fact.data.chargeId, fact.type === 'WrittenOff' ? -amount : amount, items);
}

function waived(papers: Papers, fact: FactOf<'LateFeeWaived' | 'LateFeeReinstated'>): Touched {
  const { waiverId, chargeId } = fact.data;
  const date = fact.effectiveDate;
  const isWaiver = fact.type === 'LateFeeWaived';
  const amount = BigInt(fact.data.amount);
  const known = papers.waivers.get(waiverId);
  if (isWaiver) {
    must(known === undefined, 'INV-14 a waiver twice');
    papers.waivers.set(waiverId, { date, amount, undone: false });
  } else {
    const waiver = found(known, 'INV-14 a waiver of nothing is taken back');
    must(!waiver.undone && date >= waiver.date, 'INV-15 a waiver is taken back twice, or before it was made');
    must(waiver.amount === amount, 'INV-16 a waiver is taken back in part');
    waiver.undone = true;
  }
  const signed = (text: string): bigint => (isWaiver ? -BigInt(text) : BigInt(text));
  const items = fact.data.items.map((part) => ({ item: part.item, amount: signed(part.amount) }));
  return revalued(papers, date, chargeId, signed(fact.data.amount), items);
}

function granted(papers: Papers, fact: FactOf<'CreditIssued' | 'CreditVoided'>): Touched {
  const key = sourceKeyOf(fact.data);
  const amount = BigInt(fact.data.amount);
  const date = fact.effectiveDate;
  const known = papers.sources.get(key);
  if (fact.type === 'CreditIssued') {
    must(known === undefined, 'INV-14 a credit is issued twice');
    papers.sources.set(key, { amount, begun: date, since: date, goneOn: undefined });
  } else {
    const credit = found(known, 'INV-14 an unknown credit');
    must(credit.goneOn === undefined, 'INV-15 a credit is voided twice');
    must(date >= credit.begun, 'INV-14 a credit is voided before it was issued');
    papers.sources.set(key, { ...credit, goneOn: date });
  }
  addOn(sumsOf(papers.unapplied, key), date, fact.type === 'CreditVoided' ? -amount : amount);
  return { items: [], sources: [key] };
}

function cross(papers: Papers, date: string, source: string, key: string, amount: bigint): void {
  // INV-12 by construction here; that the postings do the same is what INV-05 compares.
  addOn(sumsOf(papers.open, key), date, -amount);
  addOn(sumsOf(papers.chargeOpen, found(papers.items.get(key), `INV-14 no ${key}`).chargeId), date, -amount);
  addOn(sumsOf(papers.unapplied, source), date, -amount);
}

function applied(papers: Papers, fact: FactOf<'PaymentApplied' | 'CreditApplied'>): Touched {
  const { allocations } = fact.data;
  const date = fact.effectiveDate;
  const key = sourceKeyOf(fact.data);
  const source = found(papers.sources.get(key), 'INV-14 an unknown payment or credit');
  must(source.goneOn === undefined, 'INV-14 a reversed payment or voided credit is applied');
  must(date >= source.begun, 'INV-17 an allocation before its payment or credit');
  for (const line of allocations) {
    const itemKey = `${line.chargeId}#${line.item}`;
    must(!papers.allocations.has(line.allocation), 'INV-14 an allocation number is used twice');
    must(
      date >= found(papers.items.get(itemKey), `INV-14 no ${itemKey}`).start,
      'INV-17 an allocation before its item',
    );
    if (line.restores !== undefined) {
      const original = found(papers.allocations.get(line.restores), 'INV-14 nothing to restore');
      must(original.source === key && original.itemKey === itemKey, 'INV-14 restored elsewhere');
      must(date >= original.date, 'INV-16 restored before it was made');
    }
    papers.allocations.set(line.allocation, { source: key, itemKey, date, live: BigInt(line.amount) });
    cross(papers, date, key, itemKey, BigInt(line.amount));
  }
  return { items: allocations.map((line) => `${line.chargeId}#${line.item}`), sources: [key] };
}

type Released = FactOf<'PaymentUnapplied' | 'AllocationReleased' | 'CreditUnapplied' | 'CreditReleased'>;

function released(papers: Papers, fact: Released, ofCommand: readonly Fact[]): Touched {
  const { releases } = fact.data;
  const date = fact.effectiveDate;
  const key = sourceKeyOf(fact.data);
  if (fact.type === 'AllocationReleased' || fact.type === 'CreditReleased') {
    const after = ofCommand.slice(ofCommand.indexOf(fact));
    const cause = after.find(({ type }) => !type.endsWith('Released'));
    must(cause !== undefined, 'INV-17 a release without a cause');
    must(cause !== undefined && date >= cause.effectiveDate, 'INV-17 a release before its cause');
  }
  for (const line of releases) {
    const allocation = found(papers.allocations.get(line.allocation), 'INV-14 nothing to release');
    must(allocation.source === key, 'INV-14 a release of another payment or credit');
    must(allocation.itemKey === `${line.chargeId}#${line.item}`, 'INV-14 a release from another item');
    must(date >= allocation.date, 'INV-17 a release before its allocation');
    allocation.live -= BigInt(line.amount);
    must(allocation.live >= 0n, 'INV-02 more released than applied');
    cross(papers, date, key, allocation.itemKey, -BigInt(line.amount));
  }
  return { items: releases.map((line) => `${line.chargeId}#${line.item}`), sources: [key] };
}
