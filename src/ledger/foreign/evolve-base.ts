import { fromMinorText, isPositive, isZero, negate, sum, zero } from '#money/money.ts';
import { itemKey } from '../account.ts';
import { isAgreementFact } from '../agreement-facts.ts';
import { assertNever } from '../assert-never.ts';
import type { EventData, Fact, FactOf } from '../events.ts';
import { isLedgerFact } from '../ledger-facts.ts';
import { isReceiptFact, isReceiptPartFact } from '../receipts/receipt-events.ts';
import { changeOn } from '../timeline.ts';
import { isTransferFact } from '../transfers/transfer-events.ts';
import {
  allocationIn,
  type BaseBook,
  baseIn,
  known,
  partKey,
  sourceKey,
  withBaseTurnover,
  withItemMoved,
  withNewItem,
  withNewSource,
  withSourceMoved,
} from './base-book.ts';
import { carry, lessBy } from './carried.ts';
import { partInBase } from './part-base.ts';
import { transferredInBase } from './transferred-base.ts';

/** The base values of an account after one more fact, by what stands in it. Throws where it lacks what it has to carry. */
export function evolveBase(book: BaseBook, fact: Fact): BaseBook {
  if (isLedgerFact(fact) || isReceiptFact(fact) || isAgreementFact(fact)) return book;
  if (isTransferFact(fact)) return transferredInBase(book, fact);
  if (isReceiptPartFact(fact)) return partInBase(book, fact);
  switch (fact.type) {
    case 'AccountOpened':
    case 'AccountClosed':
    case 'AccountReopened':
    case 'LateFeesRun':
    case 'PaymentPended':
    case 'PaymentFailed':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
    case 'PaymentPlanCompleted':
      return book;
    case 'ChargePosted':
    case 'LateFeeAssessed':
    case 'ResponsibilityTransferred':
      return itemsOpened(book, fact);
    case 'PaymentPlanAgreed':
    case 'PaymentPlanRevised':
    case 'PaymentPlanBroken':
      return planned(book, fact);
    case 'ChargeAdjusted':
      return adjusted(book, fact);
    case 'ChargeVoided':
    case 'LateFeeWaived':
    case 'LateFeeReinstated':
    case 'WrittenOff':
    case 'WriteOffReversed':
      return itemsChanged(book, fact);
    case 'PaymentReceived':
    case 'PaymentSettled':
    case 'PaymentReversed':
    case 'PaymentReinstated':
    case 'CreditIssued':
    case 'CreditVoided':
    case 'CreditRefunded':
    case 'RefundReversed':
      return sourceChanged(book, fact);
    case 'PaymentApplied':
    case 'CreditApplied':
      return fact.data.allocations.reduce((next, line) => withAllocated(next, fact, line), book);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
    case 'CreditUnapplied':
    case 'CreditReleased':
      return fact.data.releases.reduce((next, line) => withReleased(next, fact, line), book);
    case 'PaymentRefunded':
      return paymentRefunded(book, fact);
    case 'ReceivablesRevalued':
      return revalued(book, fact);
    case 'BadDebtRecovered': {
      const base = baseIn(book, fact.data.baseAmount);
      return withBaseTurnover({ ...book, recoveries: book.recoveries.set(fact.data.paymentId, base) }, base);
    }
    default:
      return assertNever(fact);
  }
}

function itemsOpened(
  book: BaseBook,
  fact: FactOf<'ChargePosted' | 'LateFeeAssessed' | 'ResponsibilityTransferred'>,
): BaseBook {
  const { effectiveDate } = fact;
  const { chargeId, currency } = fact.data;
  if (fact.type === 'ResponsibilityTransferred') return responsibilityTransferred(book, fact);
  const face = fromMinorText(fact.data.amount, currency);
  const base = baseIn(book, fact.data.baseAmount);
  const whole = carry(face, base);
  const items =
    fact.type === 'ChargePosted'
      ? fact.data.items
      : [{ item: 1, amount: fact.data.amount, base: fact.data.baseAmount }];
  const opened = items.reduce((next, line) => {
    const amount = fromMinorText(line.amount, currency);
    // An item of nothing has no rate of its own: what it is raised by comes at that of its charge.
    const nothing = { ...whole, left: zero(currency), carried: zero(book.currency) };
    const own = isZero(amount) ? nothing : carry(amount, baseIn(next, line.base));
    return withNewItem(next, itemKey(chargeId, line.item), own, effectiveDate);
  }, book);
  return withBaseTurnover(opened, base);
}

function responsibilityTransferred(book: BaseBook, fact: FactOf<'ResponsibilityTransferred'>): BaseBook {
  const { chargeId, currency, moves } = fact.data;
  const date = fact.effectiveDate;
  return moves.reduce((next, move) => {
    const amount = fromMinorText(move.amount, currency);
    const base = baseIn(next, move.base);
    const left = { date, amount: negate(amount), base: negate(base) };
    const from = withItemMoved(next, itemKey(chargeId, move.item), left);
    return withNewItem(from, itemKey(chargeId, move.toItem), carry(amount, base), date);
  }, book);
}

function planned(
  book: BaseBook,
  { data, effectiveDate: date }: FactOf<'PaymentPlanAgreed' | 'PaymentPlanRevised' | 'PaymentPlanBroken'>,
): BaseBook {
  return data.moves.reduce((next, { chargeId, item, toItem, ...move }) => {
    const [amount, base] = [fromMinorText(move.amount, data.currency), baseIn(next, move.base)];
    const from = withItemMoved(next, itemKey(chargeId, item), { date, amount: negate(amount), base: negate(base) });
    return withNewItem(from, itemKey(chargeId, toItem), carry(amount, base), date);
  }, book);
}

function adjusted(book: BaseBook, { data, effectiveDate }: FactOf<'ChargeAdjusted'>): BaseBook {
  const { adjustmentId, chargeId, currency } = data;
  const changes = data.items.map((line) => {
    return { item: line.item, amount: fromMinorText(line.amount, currency), base: baseIn(book, line.base) };
  });
  const total = sum(
    book.currency,
    changes.map(({ base }) => base),
  );
  const items = new Map(changes.map(({ item, base }) => [item, base]));
  const tax = data.baseTax === undefined ? zero(book.currency) : baseIn(book, data.baseTax);
  const noted = { ...book, adjustments: book.adjustments.set(adjustmentId, { items, total, tax }) };
  const changed = changes.reduce(
    (next, { item, amount, base }) =>
      withItemMoved(next, itemKey(chargeId, item), { date: effectiveDate, amount, base }),
    noted,
  );
  return isPositive(total) ? withBaseTurnover(changed, total) : changed;
}

type ItemsChanged = FactOf<'ChargeVoided' | 'LateFeeWaived' | 'LateFeeReinstated' | 'WrittenOff' | 'WriteOffReversed'>;

function itemsChanged(book: BaseBook, fact: ItemsChanged): BaseBook {
  const { chargeId, currency, items } = fact.data;
  const isUp = fact.type === 'LateFeeReinstated' || fact.type === 'WriteOffReversed';
  const changed = items.reduce((next, line) => {
    const amount = fromMinorText(line.amount, currency);
    const base = baseIn(next, line.base);
    const change = isUp ? { amount, base } : { amount: negate(amount), base: negate(base) };
    return withItemMoved(next, itemKey(chargeId, line.item), { date: fact.effectiveDate, ...change });
  }, book);
  switch (fact.type) {
    case 'LateFeeWaived': {
      const parts = new Map(fact.data.items.map((line) => [line.item, baseIn(book, line.base)]));
      return { ...changed, waivers: changed.waivers.set(fact.data.waiverId, parts) };
    }
    case 'WrittenOff':
    case 'WriteOffReversed':
      return fact.data.items.reduce((next, line) => withWrittenOff(next, fact, line), changed);
    default:
      return changed;
  }
}

type WriteOff = FactOf<'WrittenOff' | 'WriteOffReversed'>;

function withWrittenOff(book: BaseBook, fact: WriteOff, line: WriteOff['data']['items'][number]): BaseBook {
  const key = partKey(fact.data.writeOffId, line.item);
  const amount = fromMinorText(line.amount, fact.data.currency);
  const base = baseIn(book, line.base);
  const left =
    fact.type === 'WrittenOff'
      ? carry(amount, base)
      : lessBy(known(book.writeOffs.get(key), 'write-off'), amount, base);
  return { ...book, writeOffs: book.writeOffs.set(key, left) };
}

type SourceChanged = FactOf<
  | ('PaymentReceived' | 'PaymentSettled' | 'PaymentReversed' | 'PaymentReinstated')
  | ('CreditIssued' | 'CreditVoided' | 'CreditRefunded' | 'RefundReversed')
>;

function sourceChanged(book: BaseBook, fact: SourceChanged): BaseBook {
  const key = sourceKey(fact.data);
  const date = fact.effectiveDate;
  const amount = fromMinorText(fact.data.amount, fact.data.currency);
  const base = baseIn(book, fact.data.baseAmount);
  const less = () => withSourceMoved(book, key, { date, amount: negate(amount), base: negate(base) });
  switch (fact.type) {
    case 'PaymentReceived':
    case 'PaymentSettled':
    case 'CreditIssued':
      return withNewSource(book, key, carry(amount, base), date);
    case 'PaymentReinstated':
    case 'RefundReversed':
      return withSourceMoved(book, key, { date, amount, base });
    case 'PaymentReversed':
      return { ...less(), reversed: book.reversed.set(key, base) };
    case 'CreditRefunded':
      return { ...less(), refunds: book.refunds.set(fact.data.refundId, base) };
    case 'CreditVoided':
      return less();
    default:
      return assertNever(fact);
  }
}

type Applied = FactOf<'PaymentApplied' | 'CreditApplied'>;

/** What is settled leaves the item, and what is used for it leaves the payment or credit. */
export function withAllocated(
  book: BaseBook,
  { data, effectiveDate: date }: Applied,
  line: Applied['data']['allocations'][number],
): BaseBook {
  const amount = fromMinorText(line.amount, data.currency);
  const [settled, used] = [baseIn(book, line.baseSettled), baseIn(book, line.baseUsed)];
  const left = negate(amount);
  const onItem = withItemMoved(book, itemKey(line.chargeId, line.item), { date, amount: left, base: negate(settled) });
  const onSource = withSourceMoved(onItem, sourceKey(data), { date, amount: left, base: negate(used) });
  const allocated = { settled: carry(amount, settled), used: carry(amount, used), takenBack: undefined };
  return { ...onSource, allocations: onSource.allocations.set(line.allocation, allocated) };
}

type Released = FactOf<'PaymentUnapplied' | 'AllocationReleased' | 'CreditUnapplied' | 'CreditReleased'>;
type ReleaseLine = Released['data']['releases'][number];

/** Both go back where they came from. */
export function withReleased(
  book: BaseBook,
  { data, effectiveDate: date }: Pick<Released, 'effectiveDate'> & { readonly data: Released['data'] },
  line: ReleaseLine,
): BaseBook {
  const amount = fromMinorText(line.amount, data.currency);
  const opened = withReopened(book, { currency: data.currency, date }, line);
  return withSourceMoved(opened, sourceKey(data), { date, amount, base: baseIn(book, line.baseUsed) });
}

/** The item is open again; the money goes elsewhere. */
export function withReopened(
  book: BaseBook,
  { currency, date }: { readonly currency: string; readonly date: Fact['effectiveDate'] },
  line: ReleaseLine,
): BaseBook {
  const amount = fromMinorText(line.amount, currency);
  const [settled, used] = [baseIn(book, line.baseSettled), baseIn(book, line.baseUsed)];
  const before = allocationIn(book, line.allocation);
  const left = {
    settled: lessBy(before.settled, amount, settled),
    used: lessBy(before.used, amount, used),
    takenBack: { amount, settled, used },
  };
  const opened = withItemMoved(book, itemKey(line.chargeId, line.item), { date, amount, base: settled });
  return { ...opened, allocations: opened.allocations.set(line.allocation, left) };
}

function revalued(book: BaseBook, { data, effectiveDate }: FactOf<'ReceivablesRevalued'>): BaseBook {
  const unrealized = changeOn(book.unrealized, effectiveDate, baseIn(book, data.baseChange));
  return { ...book, unrealized, revalued: book.revalued.add(data.revaluedOn) };
}

function paymentRefunded(book: BaseBook, { data, effectiveDate: date }: FactOf<'PaymentRefunded'>): BaseBook {
  const { refundId, currency, reopened }: EventData<'PaymentRefunded'> = data;
  const opened = reopened.reduce((next, line) => withReopened(next, { currency, date }, line), book);
  const amount = fromMinorText(data.fromUnapplied, currency);
  const base = baseIn(book, data.baseFromUnapplied);
  const gone = withSourceMoved(opened, sourceKey(data), { date, amount: negate(amount), base: negate(base) });
  return { ...gone, refunds: gone.refunds.set(refundId, baseIn(book, data.baseAmount)) };
}
