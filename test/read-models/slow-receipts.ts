import type { Entry } from '#ledger/entry.ts';
import type { EventType } from '#ledger/events.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { isReceiptFact } from '#ledger/receipts/receipt-events.ts';
import { type CalendarDate, daysBetween } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { View } from '#read-models/read-models.ts';
import type { CashByCauseRow, ReceiptRow, UnappliedPaymentRow } from '#read-models/receipts.ts';
import { total } from './slow-fold.ts';

/**
 * The slow twin of what is known of receipts and of unapplied money: the facts of a view, read one after the other. No table,
 * no sum by key; what a cause is called is written down a second time.
 */
type Seen = Pick<View, 'asOf' | 'ordinal'>;

const minor = (money: Money): bigint => BigInt(money.minor.toString());

function factsIn(entries: readonly Entry[], { asOf, ordinal }: Seen): readonly Entry[] {
  return entries.filter((entry) => entry.ordinal <= ordinal && entry.effectiveDate <= asOf);
}

interface SlowPart {
  readonly part: number;
  readonly accountId: string;
  readonly paymentId: string;
  readonly amount: bigint;
  readonly on: CalendarDate;
  state: string;
}

interface SlowReceipt {
  readonly receiptId: string;
  readonly currency: string;
  readonly amount: bigint;
  readonly on: CalendarDate;
  readonly parts: SlowPart[];
  returned: bigint;
  /** What the bank took of what was unidentified. */
  taken: bigint;
  isReversed: boolean;
  cause: string;
}

function slowReceiptsIn(entries: readonly Entry[], view: Seen): readonly SlowReceipt[] {
  const receipts: SlowReceipt[] = [];
  for (const entry of factsIn(entries, view)) {
    if (!isReceiptFact(entry)) continue;
    const { receiptId } = entry.data;
    if (entry.type === 'ReceiptRecorded') {
      const { currency, amount } = entry.data;
      const nothing = { returned: 0n, taken: 0n, isReversed: false, cause: 'NOT_IDENTIFIED' };
      receipts.push({ receiptId, currency, amount: BigInt(amount), on: entry.effectiveDate, parts: [], ...nothing });
    }
    const receipt = receipts.find((one) => one.receiptId === receiptId);
    if (receipt === undefined) throw new Error('a receipt is not there');
    followed(receipt, entry);
  }
  return receipts;
}

function followed(receipt: SlowReceipt, entry: Entry): void {
  if (entry.type === 'ReceiptIdentified') {
    const { part, accountId, paymentId, amount } = entry.data;
    const { effectiveDate: on } = entry;
    receipt.parts.push({ part, accountId, paymentId, amount: BigInt(amount), on, state: 'IN_TRANSIT' });
  }
  if (entry.type === 'ReceiptPartArrived') {
    const part = receipt.parts.find((one) => one.part === entry.data.part);
    if (part?.state === 'IN_TRANSIT') part.state = 'ARRIVED';
  }
  if (entry.type === 'ReceiptPartReturned') {
    const part = receipt.parts.find((one) => one.part === entry.data.part);
    if (part !== undefined) part.state = 'BACK';
    receipt.cause = entry.data.isRefused === true ? 'REFUSED' : 'TAKEN_BACK';
  }
  if (entry.type === 'ReceiptReturned') receipt.returned += BigInt(entry.data.amount);
  if (entry.type === 'ReceiptReversed') {
    receipt.taken = BigInt(entry.data.amount);
    receipt.isReversed = true;
  }
}

const onAccounts = ({ parts }: SlowReceipt): bigint =>
  total(parts.filter(({ state }) => state !== 'BACK').map(({ amount }) => amount));

const unidentifiedOf = (receipt: SlowReceipt): bigint =>
  receipt.amount - onAccounts(receipt) - receipt.returned - receipt.taken;

function stateOf(receipt: SlowReceipt): string {
  if (receipt.isReversed) return 'REVERSED';
  const [unidentified, identified] = [unidentifiedOf(receipt), onAccounts(receipt)];
  if (unidentified > 0n) return identified > 0n ? 'PARTLY_IDENTIFIED' : 'UNIDENTIFIED';
  return identified > 0n ? 'IDENTIFIED' : 'RETURNED';
}

interface ReceiptQuestion {
  readonly state?: string;
  readonly currency?: string;
  readonly accountId?: string;
}

export function slowReceipts(entries: readonly Entry[], view: Seen, filter: ReceiptQuestion): readonly string[] {
  return slowReceiptsIn(entries, view)
    .filter((one) => stateOf(one) === (filter.state ?? stateOf(one)))
    .filter(({ currency }) => currency === (filter.currency ?? currency))
    .filter(({ parts }) => [undefined, ...parts.map(({ accountId }) => accountId)].includes(filter.accountId))
    .map((one) => {
      const [unidentified, identified] = [unidentifiedOf(one), one.isReversed ? 0n : onAccounts(one)];
      const reversed = one.isReversed ? one.taken + onAccounts(one) : 0n;
      const figures = [one.amount, unidentified, identified, one.returned, reversed];
      const cause = unidentified > 0n ? one.cause : undefined;
      const about = [one.receiptId, one.currency, stateOf(one), cause, one.on, daysBetween(one.on, view.asOf)];
      const parts = one.parts.map(({ part, accountId, paymentId, amount, on, state }) =>
        [part, accountId, paymentId, amount, on, one.isReversed && state !== 'BACK' ? 'REVERSED' : state].join(),
      );
      return [...about, ...figures, ...parts].join(' ');
    });
}

export function shownReceipts(rows: readonly ReceiptRow[]): readonly string[] {
  return rows.map((row) => {
    const { amount, unidentified, identified, returned, reversed } = row;
    const figures = [amount, unidentified, identified, returned, reversed].map(minor);
    const about = [row.receiptId, row.currency, row.state, row.cause, row.receivedOn, row.ageDays];
    const parts = row.parts.map((part) =>
      [part.part, part.accountId, part.paymentId, minor(part.amount), part.identifiedOn, part.state].join(),
    );
    return [...about, ...figures, ...parts].join(' ');
  });
}

/** Written down a second time. */
const whyUnapplied: { readonly [Type in EventType]?: string } = {
  PaymentReceived: 'NOT_APPLIED',
  PaymentIdentified: 'IDENTIFIED',
  PaymentUnapplied: 'UNAPPLIED',
  AllocationReleased: 'RELEASED',
  RefundReversed: 'REFUND_REVERSED',
  BalanceTransferredIn: 'TRANSFERRED',
  BalanceTransferReturned: 'TRANSFERRED',
};

interface SlowUnapplied {
  readonly accountId: string;
  readonly paymentId: string;
  readonly currency: string;
  readonly on: CalendarDate;
  unapplied: bigint;
  cause: string | undefined;
  since: CalendarDate;
}

function slowUnappliedIn(entries: readonly Entry[], view: Seen): readonly SlowUnapplied[] {
  const payments = new Map<string, SlowUnapplied>();
  for (const entry of factsIn(entries, view)) {
    const accountId = entry.stream.replace('main.account-', '');
    for (const { account, side, amount, paymentId } of postingsOf(entry)) {
      if (account !== 'UnappliedCash' || paymentId === undefined || !('currency' in entry.data)) continue;
      const { effectiveDate: since, data } = entry;
      const begun = { accountId, paymentId, currency: data.currency, unapplied: 0n, cause: undefined, since };
      const found = payments.get(`${accountId}/${paymentId}`) ?? { ...begun, on: since };
      const isMore = side === 'CREDIT' && amount !== '0';
      found.unapplied += isMore ? BigInt(amount) : -BigInt(amount);
      const raised = isMore ? { cause: whyUnapplied[entry.type] ?? entry.type, since } : {};
      const on = since < found.on ? since : found.on;
      payments.set(`${accountId}/${paymentId}`, { ...found, ...raised, on });
    }
  }
  return [...payments.values()].filter(({ unapplied }) => unapplied !== 0n);
}

export function slowUnapplied(entries: readonly Entry[], view: Seen): readonly string[] {
  return slowUnappliedIn(entries, view)
    .map(({ accountId, paymentId, currency, on, unapplied, cause, since }) =>
      [on, accountId, paymentId, currency, daysBetween(on, view.asOf), unapplied, cause, since].join(),
    )
    .toSorted();
}

export function shownUnapplied(rows: readonly UnappliedPaymentRow[]): readonly string[] {
  return rows
    .map(({ receivedOn, accountId, paymentId, currency, ageDays, unapplied, cause, since }) =>
      [receivedOn, accountId, paymentId, currency, ageDays, minor(unapplied), cause, since].join(),
    )
    .toSorted();
}

interface Unplaced {
  readonly currency: string;
  readonly cause: string | undefined;
  readonly amount: bigint;
  readonly on: CalendarDate;
}

function byCause(open: readonly Unplaced[], asOf: CalendarDate): readonly string[] {
  const keys = [...new Set(open.map(({ currency, cause }) => `${currency} ${cause}`))];
  return keys.toSorted().map((key) => {
    const mine = open.filter(({ currency, cause }) => `${currency} ${cause}` === key);
    const [oldest = asOf] = mine.map(({ on }) => on).toSorted();
    return [key, total(mine.map(({ amount }) => amount)), mine.length, oldest, daysBetween(oldest, asOf)].join();
  });
}

export function slowUnidentifiedCash(entries: readonly Entry[], view: Seen): readonly string[] {
  const open = slowReceiptsIn(entries, view).map((one) => ({ ...one, amount: unidentifiedOf(one) }));
  return byCause(
    open.filter(({ amount }) => amount > 0n),
    view.asOf,
  );
}

export function slowUnappliedCash(entries: readonly Entry[], view: Seen): readonly string[] {
  const open = slowUnappliedIn(entries, view).map((one) => ({ ...one, amount: one.unapplied }));
  return byCause(open, view.asOf);
}

export function shownByCause(rows: readonly CashByCauseRow<string>[]): readonly string[] {
  return rows.map(({ currency, cause, amount, count, oldestOn, oldestAgeDays }) =>
    [`${currency} ${cause}`, minor(amount), count, oldestOn, oldestAgeDays].join(),
  );
}
