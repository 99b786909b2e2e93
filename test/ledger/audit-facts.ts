import type { Fact, FactOf } from '#ledger/events.ts';
import { found, must, type Papers } from './audit-papers.ts';
import { badDebt, type ItemChange } from './audit-write-offs.ts';
import { addOn, sumsOf } from './dated-sums.ts';
import { partyText } from './fact-summary.ts';

/** What a fact says by its own words, written into the papers; and whether what it points at is there. */
export interface Touched {
  readonly items: readonly string[];
  readonly payments: readonly string[];
}

export function read(papers: Papers, fact: Fact, ofCommand: readonly Fact[]): Touched {
  switch (fact.type) {
    case 'LedgerOpened':
    case 'ReasonListPublished':
    case 'AccountOpened':
      return { items: [], payments: [] };
    case 'ChargePosted':
      return posted(papers, fact);
    case 'LateFeeAssessed': {
      const { chargeId, amount, party } = fact.data;
      must(papers.items.has(`${fact.data.feeOn.chargeId}#${fact.data.feeOn.item}`), 'INV-14 a fee on nothing');
      return begun(papers, fact.effectiveDate, chargeId, [
        { item: 1, party: partyText(party), amount: BigInt(amount) },
      ]);
    }
    case 'ChargeAdjusted':
      return adjusted(papers, fact);
    case 'LateFeeWaived': {
      const items = fact.data.items.map(({ item, amount }) => ({ item, amount: -BigInt(amount) }));
      return revalued(papers, fact.effectiveDate, fact.data.chargeId, -BigInt(fact.data.amount), items);
    }
    case 'WrittenOff':
    case 'WriteOffReversed': {
      const amount = BigInt(fact.data.amount);
      const items = badDebt(papers, fact);
      const change = fact.type === 'WrittenOff' ? -amount : amount;
      return revalued(papers, fact.effectiveDate, fact.data.chargeId, change, items);
    }
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      badDebt(papers, fact);
      return { items: [], payments: [] };
    case 'PaymentReceived':
    case 'PaymentReversed':
    case 'PaymentReinstated':
      return settled(papers, fact);
    case 'PaymentApplied':
      return applied(papers, fact);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
      return released(papers, fact, ofCommand);
    case 'ResponsibilityTransferred':
      return transferred(papers, fact);
  }
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
  const sum = items.reduce((total, { amount }) => total + amount, 0n);
  must(sum === BigInt(fact.data.amount), 'INV-37 the items of a charge do not add up');
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
  return { items: items.map(({ item }) => `${chargeId}#${item}`), payments: [] };
}

function revalued(
  papers: Papers,
  date: string,
  chargeId: string,
  amount: bigint,
  items: readonly ItemChange[],
): Touched {
  must(items.reduce((sum, item) => sum + item.amount, 0n) === amount, 'INV-37 the items of a change do not add up');
  addOn(sumsOf(papers.chargeOpen, chargeId), date, amount);
  for (const change of items) {
    const key = `${chargeId}#${change.item}`;
    must(change.amount !== 0n, `INV-37 ${key} is changed by nothing`);
    must(date >= found(papers.items.get(key), `INV-14 no ${key}`).start, `INV-17 ${key} changes before it begins`);
    addOn(sumsOf(papers.open, key), date, change.amount);
  }
  return { items: items.map(({ item }) => `${chargeId}#${item}`), payments: [] };
}

function adjusted(papers: Papers, fact: FactOf<'ChargeAdjusted'>): Touched {
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

function settled(papers: Papers, fact: FactOf<'PaymentReceived' | 'PaymentReversed' | 'PaymentReinstated'>): Touched {
  const { paymentId } = fact.data;
  const amount = BigInt(fact.data.amount);
  const date = fact.effectiveDate;
  const known = papers.payments.get(paymentId);
  if (fact.type === 'PaymentReceived') {
    must(known === undefined && !papers.recoveries.has(paymentId), 'INV-14 a payment is received twice');
    papers.payments.set(paymentId, { amount, received: date, since: date, reversedOn: undefined });
  } else {
    const payment = found(known, 'INV-14 an unknown payment');
    const isReversal = fact.type === 'PaymentReversed';
    must((payment.reversedOn === undefined) === isReversal, 'INV-15 undone twice');
    must(date >= (payment.reversedOn ?? payment.since), 'INV-14 undone before it was done');
    must(amount === payment.amount, 'INV-16 undone with another amount');
    papers.payments.set(
      paymentId,
      isReversal ? { ...payment, reversedOn: date } : { ...payment, since: date, reversedOn: undefined },
    );
  }
  addOn(sumsOf(papers.unapplied, paymentId), date, fact.type === 'PaymentReversed' ? -amount : amount);
  return { items: [], payments: [paymentId] };
}

function cross(papers: Papers, date: string, paymentId: string, key: string, amount: bigint): void {
  // INV-12 by construction here; that the postings do the same is what INV-05 compares.
  addOn(sumsOf(papers.open, key), date, -amount);
  addOn(sumsOf(papers.chargeOpen, found(papers.items.get(key), `INV-14 no ${key}`).chargeId), date, -amount);
  addOn(sumsOf(papers.unapplied, paymentId), date, -amount);
}

function applied(papers: Papers, fact: FactOf<'PaymentApplied'>): Touched {
  const { paymentId, allocations } = fact.data;
  const date = fact.effectiveDate;
  const payment = found(papers.payments.get(paymentId), 'INV-14 an unknown payment');
  must(payment.reversedOn === undefined, 'INV-14 a reversed payment is applied');
  must(date >= payment.received, 'INV-17 an allocation before its payment');
  for (const line of allocations) {
    const itemKey = `${line.chargeId}#${line.item}`;
    must(!papers.allocations.has(line.allocation), 'INV-14 an allocation number is used twice');
    must(
      date >= found(papers.items.get(itemKey), `INV-14 no ${itemKey}`).start,
      'INV-17 an allocation before its item',
    );
    if (line.restores !== undefined) {
      const original = found(papers.allocations.get(line.restores), 'INV-14 nothing to restore');
      must(original.paymentId === paymentId && original.itemKey === itemKey, 'INV-14 restored elsewhere');
      must(original.live === 0n && date >= original.date, 'INV-16 restored before it was made');
    }
    papers.allocations.set(line.allocation, { paymentId, itemKey, date, live: BigInt(line.amount) });
    cross(papers, date, paymentId, itemKey, BigInt(line.amount));
  }
  return { items: allocations.map((line) => `${line.chargeId}#${line.item}`), payments: [paymentId] };
}

function released(
  papers: Papers,
  fact: FactOf<'PaymentUnapplied' | 'AllocationReleased'>,
  ofCommand: readonly Fact[],
): Touched {
  const { paymentId, releases } = fact.data;
  const date = fact.effectiveDate;
  if (fact.type === 'AllocationReleased') {
    const cause = ofCommand.at(-1);
    must(cause !== undefined && cause.type !== 'AllocationReleased', 'INV-17 a release without a cause');
    must(cause !== undefined && date >= cause.effectiveDate, 'INV-17 a release before its cause');
  }
  for (const line of releases) {
    const allocation = found(papers.allocations.get(line.allocation), 'INV-14 nothing to release');
    must(allocation.paymentId === paymentId, 'INV-14 a release of another payment');
    must(allocation.itemKey === `${line.chargeId}#${line.item}`, 'INV-14 a release from another item');
    must(date >= allocation.date, 'INV-17 a release before its allocation');
    allocation.live -= BigInt(line.amount);
    must(allocation.live >= 0n, 'INV-02 more released than applied');
    cross(papers, date, paymentId, allocation.itemKey, -BigInt(line.amount));
  }
  return { items: releases.map((line) => `${line.chargeId}#${line.item}`), payments: [paymentId] };
}

function transferred(papers: Papers, fact: FactOf<'ResponsibilityTransferred'>): Touched {
  const { chargeId, moves, toParty, amount } = fact.data;
  const date = fact.effectiveDate;
  must(moves.reduce((sum, move) => sum + BigInt(move.amount), 0n) === BigInt(amount), 'INV-37 moves do not add up');
  for (const move of moves) {
    const [from, to] = [`${chargeId}#${move.item}`, `${chargeId}#${move.toItem}`];
    const source = found(papers.items.get(from), `INV-14 no ${from}`);
    must(date >= source.start, 'INV-17 a transfer before its item');
    must(source.party !== partyText(toParty), 'INV-27 a transfer to the same party');
    must(!papers.items.has(to), `INV-14 ${to} begins twice`);
    papers.items.set(to, { chargeId, start: date, party: partyText(toParty) });
    addOn(sumsOf(papers.open, from), date, -BigInt(move.amount));
    addOn(sumsOf(papers.open, to), date, BigInt(move.amount));
  }
  return { items: moves.flatMap((move) => [`${chargeId}#${move.item}`, `${chargeId}#${move.toItem}`]), payments: [] };
}
