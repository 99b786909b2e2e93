import {
  absolute,
  add,
  fromMinorText,
  isNegative,
  type Money,
  negate,
  subtract,
  sum,
  toMinorText,
} from '#money/money.ts';
import { type Account, itemKey, paymentAt } from '../account.ts';
import { isAgreementFact } from '../agreement-facts.ts';
import { assertNever } from '../assert-never.ts';
import type { EventData, Fact, FactOf } from '../events.ts';
import { isLedgerFact } from '../ledger-facts.ts';
import { isPlanFact } from '../plans/plan-facts.ts';
import { isReceiptFact, isReceiptPartFact, type ReceiptPartFact } from '../receipts/receipt-events.ts';
import { standingRefunds } from '../refunds/standing-refunds.ts';
import type { Moved } from '../transfers/transfer-events.ts';
import { type BaseBook, baseIn, itemIn, known, partKey, sourceIn, sourceKey } from './base-book.ts';
import { splitOverItems, taxOfBase } from './base-parts.ts';
import { atItsRate, type Carried, exactPartOf, lessBy, partOf } from './carried.ts';
import { appliedInBase, refundedInBase, releasedInBase } from './priced-allocations.ts';

/**
 * A fact with the base values of what it moves, from the account as it stands where the fact is recorded: the one place in
 * which they are made. On an account in the base currency the fact as it is. What comes in brings its base value along.
 */
export function priced(account: Account, fact: Fact): Fact {
  return account.base === undefined ? fact : pricedIn(account.base, account, fact);
}

function pricedIn(book: BaseBook, account: Account, fact: Fact): Fact {
  if (isLedgerFact(fact) || isReceiptFact(fact) || isAgreementFact(fact)) return fact;
  if (isPlanFact(fact)) return fact.type === 'PaymentPlanCompleted' ? fact : withMovesInBase(book, fact);
  if (isReceiptPartFact(fact)) return partPriced(book, fact);
  switch (fact.type) {
    case 'AccountOpened':
    case 'AccountClosed':
    case 'AccountReopened':
    case 'LateFeesRun':
    case 'PaymentPended':
    case 'PaymentFailed':
    case 'PaymentReceived':
    case 'PaymentSettled':
    case 'CreditIssued':
    case 'LateFeeAssessed':
    case 'BadDebtRecovered':
    case 'ReceivablesRevalued':
    case 'BalanceTransferredIn':
    case 'BalanceTransferReturned':
    case 'BalanceTransferCompleted':
    case 'BalanceTransferRefused':
      return fact;
    case 'BalanceTransferredOut':
      return { ...fact, data: transferredOut(book, fact.data) };
    case 'ChargePosted':
      return { ...fact, data: chargePosted(book, account, fact.data) };
    case 'ChargeAdjusted':
      return { ...fact, data: chargeAdjusted(book, fact.data) };
    case 'ChargeVoided':
      return { ...fact, data: chargeVoided(book, fact.data) };
    case 'PaymentApplied':
    case 'CreditApplied':
      return appliedInBase(book, fact);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
    case 'CreditUnapplied':
    case 'CreditReleased':
      return releasedInBase(book, fact);
    case 'PaymentRefunded':
      return { ...fact, data: refundedInBase(book, fact) };
    case 'PaymentReversed':
    case 'PaymentReinstated':
    case 'CreditVoided':
    case 'CreditRefunded':
    case 'RefundReversed':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      return withBaseAmount(book, fact);
    case 'ResponsibilityTransferred':
      return { ...fact, data: { ...fact.data, moves: partsOfItems(book, fact.data, fact.data.moves) } };
    case 'LateFeeWaived':
    case 'WrittenOff':
      return itemsGivenUp(book, fact);
    case 'LateFeeReinstated':
    case 'WriteOffReversed':
      return itemsOwedAgain(book, fact);
    default:
      return assertNever(fact);
  }
}

/** The stated value, split over the items; of a recharge the base of the money that had been refunded. */
function chargePosted(book: BaseBook, account: Account, data: EventData<'ChargePosted'>): EventData<'ChargePosted'> {
  const base =
    data.rechargeOf === undefined ? baseIn(book, data.baseAmount) : refundedOf(book, account, data.rechargeOf);
  const parts = splitOverItems(base, data);
  return {
    ...data,
    baseAmount: toMinorText(base),
    baseTax: data.origin === 'OPENING' ? undefined : taxOfBase(base, data),
    items: data.items.map((item, index) => ({ ...item, base: toMinorText(known(parts[index], 'item')) })),
  };
}

function refundedOf(book: BaseBook, account: Account, paymentId: string): Money {
  const refunds = standingRefunds(account, paymentAt(account, paymentId));
  return sum(
    book.currency,
    refunds.map(({ refundId }) => known(book.refunds.get(refundId), 'refund')),
  );
}

/** Down: a part of what is carried; up: at the rate of the item. What takes an adjustment back takes exactly its parts back. */
function chargeAdjusted(book: BaseBook, data: EventData<'ChargeAdjusted'>): EventData<'ChargeAdjusted'> {
  const { chargeId, currency, undoes } = data;
  const undone = undoes === undefined ? undefined : known(book.adjustments.get(undoes), 'adjustment');
  const changes = data.items.map((line) => {
    const item = itemIn(book, itemKey(chargeId, line.item));
    const amount = fromMinorText(line.amount, currency);
    const stored = undone === undefined ? undefined : known(undone.items.get(line.item), 'adjustment');
    if (!isNegative(amount)) return stored === undefined ? atItsRate(item, amount) : negate(stored);
    const lost = absolute(amount);
    return negate(stored === undefined ? partOf(item, lost) : exactPartOf(item, lost, stored));
  });
  const total = sum(book.currency, changes);
  const items = data.items.map((line, index) => ({ ...line, base: toMinorText(known(changes[index], 'item')) }));
  return { ...data, items, baseTax: taxOfBase(total, data) };
}

/** What leaves takes along the part of the base that belongs to it. */
function transferredOut(book: BaseBook, data: Moved): Moved {
  const { what, currency, amount } = data;
  if (what.kind !== 'CHARGE') return { ...data, baseAmount: leaving(book, { ...what, currency, amount }) };
  const items = partsOfItems(book, { chargeId: what.chargeId, currency }, what.items);
  const base = items.reduce((all, item) => add(all, baseIn(book, item.base)), baseIn(book, '0'));
  return { ...data, baseAmount: toMinorText(base), what: { ...what, items } };
}

/** All that is carried goes. What the adjustments had changed goes back to where they had it from, the rest is the charge. */
function chargeVoided(book: BaseBook, data: EventData<'ChargeVoided'>): EventData<'ChargeVoided'> {
  const adjustments = data.adjustments.map((one) => {
    const { total, tax } = known(book.adjustments.get(one.adjustmentId), 'adjustment');
    const baseTax = one.taxAmount === undefined ? undefined : toMinorText(tax);
    return { ...one, baseAmount: toMinorText(total), baseTax };
  });
  const items = partsOfItems(book, data, data.items);
  const carried = items.reduce((all, { base }) => add(all, baseIn(book, base)), baseIn(book, '0'));
  const base = adjustments.reduce((left, { baseAmount }) => subtract(left, baseIn(book, baseAmount)), carried);
  const baseTax = data.origin === 'OPENING' ? undefined : taxOfBase(base, data);
  return { ...data, baseAmount: toMinorText(base), baseTax, adjustments, items };
}

/** An item may give to several instalments: each takes its part of what those before it have left. */
function withMovesInBase(
  book: BaseBook,
  fact: FactOf<'PaymentPlanAgreed' | 'PaymentPlanRevised' | 'PaymentPlanBroken'>,
): Fact {
  const left = new Map<string, Carried>();
  const moves = fact.data.moves.map((move) => {
    const key = itemKey(move.chargeId, move.item);
    const carried = left.get(key) ?? itemIn(book, key);
    const amount = fromMinorText(move.amount, fact.data.currency);
    const base = partOf(carried, amount);
    left.set(key, lessBy(carried, amount, base));
    return { ...move, base: toMinorText(base) };
  });
  switch (fact.type) {
    case 'PaymentPlanAgreed':
      return { ...fact, data: { ...fact.data, moves } };
    case 'PaymentPlanRevised':
      return { ...fact, data: { ...fact.data, moves } };
    case 'PaymentPlanBroken':
      return { ...fact, data: { ...fact.data, moves } };
    default:
      return assertNever(fact);
  }
}

interface OfCharge {
  readonly chargeId: string;
  readonly currency: string;
}

interface Part {
  readonly item: number;
  readonly amount: string;
}

/** Each part leaves its item with the base that belongs to it. */
function partsOfItems<Line extends Part>(book: BaseBook, { chargeId, currency }: OfCharge, lines: readonly Line[]) {
  return lines.map((line) => {
    const item = itemIn(book, itemKey(chargeId, line.item));
    return { ...line, base: toMinorText(partOf(item, fromMinorText(line.amount, currency))) };
  });
}

function itemsGivenUp(book: BaseBook, fact: FactOf<'LateFeeWaived' | 'WrittenOff'>): Fact {
  return fact.type === 'LateFeeWaived'
    ? { ...fact, data: { ...fact.data, items: partsOfItems(book, fact.data, fact.data.items) } }
    : { ...fact, data: { ...fact.data, items: partsOfItems(book, fact.data, fact.data.items) } };
}

/** What was given up comes back as it went; of a part of a write-off the part of that. */
function itemsOwedAgain(book: BaseBook, fact: FactOf<'LateFeeReinstated' | 'WriteOffReversed'>): Fact {
  if (fact.type === 'LateFeeReinstated') {
    const waived = known(book.waivers.get(fact.data.waiverId), 'waiver');
    const items = fact.data.items.map((line) => {
      return { ...line, base: toMinorText(known(waived.get(line.item), 'waiver')) };
    });
    return { ...fact, data: { ...fact.data, items } };
  }
  const { writeOffId, currency } = fact.data;
  const items = fact.data.items.map((line) => {
    const writtenOff = known(book.writeOffs.get(partKey(writeOffId, line.item)), 'write-off');
    return { ...line, base: toMinorText(partOf(writtenOff, fromMinorText(line.amount, currency))) };
  });
  return { ...fact, data: { ...fact.data, items } };
}

type OfOneAmount = FactOf<
  | ('PaymentReversed' | 'PaymentReinstated' | 'CreditVoided' | 'CreditRefunded' | 'RefundReversed')
  | ('RecoveryReversed' | 'RecoveryReinstated')
>;

function withBaseAmount(book: BaseBook, fact: OfOneAmount): Fact {
  switch (fact.type) {
    case 'PaymentReversed':
      return { ...fact, data: { ...fact.data, baseAmount: leaving(book, fact.data) } };
    case 'CreditVoided':
      return { ...fact, data: { ...fact.data, baseAmount: leaving(book, fact.data) } };
    case 'CreditRefunded':
      return { ...fact, data: { ...fact.data, baseAmount: leaving(book, fact.data) } };
    case 'PaymentReinstated':
      return { ...fact, data: { ...fact.data, baseAmount: stored(book.reversed.get(sourceKey(fact.data))) } };
    case 'RefundReversed':
      return { ...fact, data: { ...fact.data, baseAmount: stored(book.refunds.get(fact.data.refundId)) } };
    case 'RecoveryReversed':
      return { ...fact, data: { ...fact.data, baseAmount: stored(book.recoveries.get(fact.data.paymentId)) } };
    case 'RecoveryReinstated':
      return { ...fact, data: { ...fact.data, baseAmount: stored(book.recoveries.get(fact.data.paymentId)) } };
    default:
      return assertNever(fact);
  }
}

/** Money that leaves unapplied leaves at its carried base. */
function leaving(
  book: BaseBook,
  data: {
    readonly paymentId?: string | undefined;
    readonly creditId?: string | undefined;
    readonly currency: string;
    readonly amount: string;
  },
): string {
  return toMinorText(partOf(sourceIn(book, sourceKey(data)), fromMinorText(data.amount, data.currency)));
}

/** A part of a receipt brings its value along; what goes back to it takes what is carried of it. */
function partPriced(book: BaseBook, fact: ReceiptPartFact): Fact {
  if (fact.type !== 'PaymentUnidentified') return fact;
  return { ...fact, data: { ...fact.data, baseAmount: leaving(book, fact.data) } };
}

function stored(base: Money | undefined): string {
  return toMinorText(known(base, 'original'));
}
