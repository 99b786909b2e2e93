import type { Fact, FactOf } from '#ledger/events.ts';
import type { PlanMove } from '#ledger/plans/plan-events.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { found, must, sourceKeyOf } from './audit-papers.ts';

import { type BasePapers, give, type Rated, rated, take } from './base-papers.ts';

/**
 * Base values as an outside auditor works them out: from the text of ledger-rules 8, in plain bigint, fact by fact in the
 * order of recording. What stands in a fact has to be what comes out here, to the last cent.
 */
const stated = (text: string | undefined): bigint => BigInt(found(text, 'INV-06 a base value is missing'));

function same(text: string | undefined, worked: bigint, what: string): void {
  must(stated(text) === worked, `the base of ${what} is stated as ${text} and worked out as ${worked}`);
}

const itemOf = (papers: BasePapers, key: string) => found(papers.items.get(key), `INV-14 no ${key}`);
const sourceOf = (papers: BasePapers, key: string) => found(papers.sources.get(key), 'INV-14 no such money');

export function auditBase(papers: BasePapers, fact: Fact): void {
  const amount = 'amount' in fact.data ? BigInt(fact.data.amount) : 0n;
  switch (fact.type) {
    case 'ChargePosted':
      posted(papers, fact);
      break;
    case 'LateFeeAssessed':
      papers.items.set(`${fact.data.chargeId}#1`, rated(amount, stated(fact.data.baseAmount)));
      break;
    case 'ChargeAdjusted':
      adjusted(papers, fact);
      break;
    case 'ChargeVoided':
      voided(papers, fact);
      break;
    case 'PaymentReceived':
    case 'PaymentSettled':
    case 'PaymentIdentified':
    case 'CreditIssued':
      papers.sources.set(sourceKeyOf(fact.data), rated(amount, stated(fact.data.baseAmount)));
      break;
    case 'PaymentApplied':
    case 'CreditApplied':
      applied(papers, fact);
      break;
    case 'PaymentUnapplied':
    case 'AllocationReleased':
    case 'CreditUnapplied':
    case 'CreditReleased':
      for (const line of fact.data.releases) {
        give(sourceOf(papers, sourceKeyOf(fact.data)), BigInt(line.amount), reopened(papers, line));
      }
      break;
    case 'PaymentRefunded':
      refunded(papers, fact);
      break;
    case 'ResponsibilityTransferred':
      for (const { item, toItem, amount: moved, base } of fact.data.moves) {
        const part = take(itemOf(papers, `${fact.data.chargeId}#${item}`), BigInt(moved));
        same(base, part, 'a move');
        papers.items.set(`${fact.data.chargeId}#${toItem}`, rated(BigInt(moved), part));
      }
      break;
    case 'BalanceTransferredOut':
    case 'BalanceTransferredIn':
    case 'BalanceTransferReturned':
      transferredBase(papers, fact);
      break;
    case 'PaymentPlanAgreed':
    case 'PaymentPlanRevised':
    case 'PaymentPlanBroken':
      planned(papers, fact.data.moves);
      break;
    default:
      undone(papers, fact);
  }
  checkPosted(papers, fact);
}

type Transferred = FactOf<'BalanceTransferredOut' | 'BalanceTransferredIn' | 'BalanceTransferReturned'>;

/** It leaves with its part of what is carried, and is there, or back, with just that. */
function transferredBase(papers: BasePapers, { type, data }: Transferred): void {
  const { what } = data;
  const isNew = type === 'BalanceTransferredIn' && data.returns === undefined;
  const parts =
    what.kind === 'CHARGE'
      ? what.items.map((one) => ({ ...one, all: papers.items, key: `${what.chargeId}#${one.item}` }))
      : [{ amount: data.amount, base: data.baseAmount, all: papers.sources, key: sourceKeyOf(what) }];
  let whole = 0n;
  for (const { all, key, amount, base } of parts) {
    const own = stated(base);
    whole += own;
    if (isNew) all.set(key, rated(BigInt(amount), own));
    else if (type === 'BalanceTransferredOut')
      same(base, take(found(all.get(key), key), BigInt(amount)), 'what leaves');
    else give(found(all.get(key), key), BigInt(amount), own);
  }
  same(data.baseAmount, whole, 'a transfer');
}

function posted(papers: BasePapers, { data }: FactOf<'ChargePosted'>): void {
  const whole = rated(BigInt(data.amount), stated(data.baseAmount));
  let left = whole.base;
  for (const { item, amount, base } of data.items) {
    const nothing = { ...whole, left: 0n, carried: 0n };
    const own = stated(base);
    left -= own;
    // Split by amount, and no part is off by a whole cent.
    const exact = whole.face === 0n ? 0n : (whole.base * BigInt(amount)) / whole.face;
    must(own === exact || own === exact + 1n, 'INV-37 an item gets another part of the base of its charge');
    papers.items.set(`${data.chargeId}#${item}`, amount === '0' ? nothing : rated(BigInt(amount), own));
  }
  must(left === 0n, 'INV-37 the items do not add up in base');
  if (data.rechargeOf === undefined) return;
  const standing = [...papers.refunded].filter(([key]) => key.startsWith(`${data.rechargeOf}/`));
  same(
    data.baseAmount,
    standing.reduce((sum, [, base]) => sum + base, 0n),
    'a recharge',
  );
}

function adjusted(papers: BasePapers, { data }: FactOf<'ChargeAdjusted'>): void {
  for (const line of data.items) {
    const item = itemOf(papers, `${data.chargeId}#${line.item}`);
    const amount = BigInt(line.amount);
    const undone = data.undoes === undefined ? undefined : papers.adjusted.get(`${data.undoes}/${line.item}`);
    let change = 0n;
    if (amount < 0n) {
      change = -take(item, -amount, undone);
    } else {
      change = undone === undefined ? (2n * item.base * amount + item.face) / (2n * item.face) : -undone;
      give(item, amount, change);
    }
    same(line.base, change, 'an adjustment');
    papers.adjusted.set(`${data.adjustmentId}/${line.item}`, change);
  }
}

function voided(papers: BasePapers, { data }: FactOf<'ChargeVoided'>): void {
  let left = 0n;
  for (const { item, amount, base } of data.items) {
    const part = take(itemOf(papers, `${data.chargeId}#${item}`), BigInt(amount));
    same(base, part, 'a void');
    left += part;
  }
  for (const { adjustmentId, baseAmount } of data.adjustments) {
    const parts = [...papers.adjusted].filter(([key]) => key.startsWith(`${adjustmentId}/`));
    const total = parts.reduce((sum, [, base]) => sum + base, 0n);
    same(baseAmount, total, 'a voided adjustment');
    left -= total;
  }
  same(data.baseAmount, left, 'a voided charge');
}

function applied(papers: BasePapers, { data }: FactOf<'PaymentApplied' | 'CreditApplied'>): void {
  for (const line of data.allocations) {
    const amount = BigInt(line.amount);
    const back = line.restores === undefined ? undefined : papers.allocations.get(line.restores)?.takenBack;
    const exactly = back?.amount === amount ? back : undefined;
    const settled = take(itemOf(papers, `${line.chargeId}#${line.item}`), amount, exactly?.settled);
    const used = take(sourceOf(papers, sourceKeyOf(data)), amount, exactly?.used);
    same(line.baseSettled, settled, 'what is settled');
    same(line.baseUsed, used, 'what is used');
    papers.allocations.set(line.allocation, {
      settled: rated(amount, settled),
      used: rated(amount, used),
      takenBack: undefined,
    });
  }
}

interface ReleaseLine {
  readonly allocation: number;
  readonly chargeId: string;
  readonly item: number;
  readonly amount: string;
  readonly baseSettled?: string | undefined;
  readonly baseUsed?: string | undefined;
}

/** The item is open again; the money that had been used is given back. */
function reopened(papers: BasePapers, line: ReleaseLine): bigint {
  const amount = BigInt(line.amount);
  const allocation = found(papers.allocations.get(line.allocation), 'INV-14 nothing to take back');
  const settled = take(allocation.settled, amount);
  const used = take(allocation.used, amount);
  same(line.baseSettled, settled, 'what was settled');
  same(line.baseUsed, used, 'what was used');
  allocation.takenBack = { amount, settled, used };
  give(itemOf(papers, `${line.chargeId}#${line.item}`), amount, settled);
  return used;
}

function refunded(papers: BasePapers, { data }: FactOf<'PaymentRefunded'>): void {
  const free = take(sourceOf(papers, sourceKeyOf(data)), BigInt(data.fromUnapplied));
  same(data.baseFromUnapplied, free, 'a refund of what was unapplied');
  const total = data.reopened.reduce((sum, line) => sum + reopened(papers, line), free);
  same(data.baseAmount, total, 'a refund');
  papers.refunded.set(`${data.paymentId}/${data.refundId}`, total);
}

/** What gives up or takes back one amount, or parts of items. */
function undone(papers: BasePapers, fact: Fact): void {
  switch (fact.type) {
    case 'LateFeeWaived':
    case 'WrittenOff':
      for (const { item, amount, base } of fact.data.items) {
        const part = take(itemOf(papers, `${fact.data.chargeId}#${item}`), BigInt(amount));
        same(base, part, 'what is given up');
        if (fact.type === 'LateFeeWaived') papers.waived.set(`${fact.data.waiverId}/${item}`, part);
        else papers.writtenOff.set(`${fact.data.writeOffId}/${item}`, rated(BigInt(amount), part));
      }
      break;
    case 'LateFeeReinstated':
    case 'WriteOffReversed':
      for (const { item, amount, base } of fact.data.items) {
        const part =
          fact.type === 'LateFeeReinstated'
            ? found(papers.waived.get(`${fact.data.waiverId}/${item}`), 'INV-14 no waiver')
            : take(found(papers.writtenOff.get(`${fact.data.writeOffId}/${item}`), 'INV-14'), BigInt(amount));
        same(base, part, 'what is owed again');
        give(itemOf(papers, `${fact.data.chargeId}#${item}`), BigInt(amount), part);
      }
      break;
    case 'PaymentUnidentified':
    case 'PaymentReversed':
    case 'CreditVoided':
    case 'CreditRefunded': {
      const key = sourceKeyOf(fact.data);
      const part = take(sourceOf(papers, key), BigInt(fact.data.amount));
      same(fact.data.baseAmount, part, 'what leaves');
      if (fact.type === 'CreditRefunded') papers.refunded.set(`${key}/${fact.data.refundId}`, part);
      else papers.reversed.set(key, part);
      break;
    }
    case 'PaymentReinstated':
    case 'RefundReversed':
      cameBack(papers, fact);
      break;
    case 'BadDebtRecovered':
      papers.recovered.set(fact.data.paymentId, stated(fact.data.baseAmount));
      break;
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      same(fact.data.baseAmount, papers.recovered.get(fact.data.paymentId) ?? -1n, 'a recovery');
      break;
    default:
  }
}

function cameBack(papers: BasePapers, fact: FactOf<'PaymentReinstated' | 'RefundReversed'>): void {
  const key = sourceKeyOf(fact.data);
  const kept = fact.type === 'PaymentReinstated' ? papers.reversed : papers.refunded;
  const name = fact.type === 'PaymentReinstated' ? key : `${key}/${fact.data.refundId}`;
  const part = found(kept.get(name), 'INV-14 nothing to come back');
  same(fact.data.baseAmount, part, 'what comes back');
  give(sourceOf(papers, key), BigInt(fact.data.amount), part);
  kept.delete(name);
}

/** INV-08 in base: what is posted on an item, a payment or a credit is what is carried of it; nothing where nothing is left. */
function checkPosted(papers: BasePapers, fact: Fact): void {
  for (const { side, base, amount, item, paymentId, creditId } of postingsOf(fact)) {
    must(base !== undefined, `INV-06 a ${fact.type} posts ${amount} without its base`);
    const key = item === undefined ? undefined : `${item.chargeId}#${item.item}`;
    const source = paymentId === undefined && creditId === undefined ? undefined : sourceKeyOf({ paymentId, creditId });
    const subject = key ?? source;
    if (subject === undefined) continue;
    const signed = side === 'DEBIT' ? stated(base) : -stated(base);
    papers.posted.set(subject, (papers.posted.get(subject) ?? 0n) + signed);
  }
  for (const [key, item] of papers.items) agrees(item, papers.posted.get(key) ?? 0n, key);
  for (const [key, source] of papers.sources) agrees(source, -(papers.posted.get(key) ?? 0n), key);
}

function agrees({ left, carried }: Rated, postedBase: bigint, key: string): void {
  must(postedBase === carried, `INV-08 ${key} is posted at ${postedBase} and carried at ${carried}`);
  must(carried >= 0n && (left !== 0n || carried === 0n), `INV-08 ${key} carries ${carried} on ${left}`);
}

/** Each instalment takes its part of what those before it have left of the item. */
function planned(papers: BasePapers, moves: readonly PlanMove[]): void {
  for (const { chargeId, item, toItem, amount: moved, base } of moves) {
    const part = take(itemOf(papers, `${chargeId}#${item}`), BigInt(moved));
    same(base, part, 'a move of a plan');
    papers.items.set(`${chargeId}#${toItem}`, rated(BigInt(moved), part));
  }
}
