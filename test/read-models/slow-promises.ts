import { accountOfStream } from '#journal/stream-names.ts';
import type { Entry } from '#ledger/entry.ts';
import type { PromiseRow } from '#read-models/agreements.ts';
import type { View } from '#read-models/read-models.ts';

/** Promises as the facts tell them: what payments of their days did on their items, allocation by allocation. */
type EntryOf<Type extends Entry['type']> = Extract<Entry, { readonly type: Type }>;
type Line = { readonly chargeId: string; readonly item: number; readonly amount: string };

export function slowPromises(entries: readonly Entry[], { asOf, ordinal }: View): readonly string[] {
  const counted = entries.filter((entry) => entry.ordinal <= ordinal && entry.effectiveDate <= asOf);
  const recorded = counted.filter((entry) => entry.type === 'PromiseRecorded');
  return recorded.map((entry) => lineOf(entry, counted, asOf)).toSorted();
}

function lineOf(entry: EntryOf<'PromiseRecorded'>, counted: readonly Entry[], asOf: string): string {
  const { promiseId, amount, promisedDate } = entry.data;
  const own = counted.filter(({ stream }) => stream === entry.stream);
  const cancelled = own.find((one) => one.type === 'PromiseCancelled' && one.data.promiseId === promiseId);
  const received = receivedFor(entry, own);
  const state = stateOf(asOf, promisedDate, cancelled !== undefined, received, BigInt(amount));
  const accountId = accountOfStream(entry.ledgerId, entry.stream);
  return [
    accountId,
    promiseId,
    amount,
    received,
    entry.effectiveDate,
    promisedDate,
    cancelled?.effectiveDate,
    state,
  ].join();
}

function receivedFor(entry: EntryOf<'PromiseRecorded'>, own: readonly Entry[]): bigint {
  const { promisedDate } = entry.data;
  const items = redated(entry, own);
  const begun = own.filter(({ type }) => type === 'PaymentReceived' || type === 'PaymentSettled');
  const inTime = begun.filter(
    ({ effectiveDate }) => effectiveDate >= entry.effectiveDate && effectiveDate <= promisedDate,
  );
  const payments = new Set(inTime.flatMap(({ data }) => ('paymentId' in data ? data.paymentId : [])));
  const onItems = (lines: readonly Line[]): bigint =>
    lines
      .filter((line) => items.some((item) => item.chargeId === line.chargeId && item.item === line.item))
      .reduce((sum, line) => sum + BigInt(line.amount), 0n);
  return own.reduce((sum, one) => {
    if (!('paymentId' in one.data) || !payments.has(one.data.paymentId)) return sum;
    if (one.type === 'PaymentApplied') return sum + onItems(one.data.allocations);
    if (one.type === 'PaymentUnapplied' || one.type === 'AllocationReleased') return sum - onItems(one.data.releases);
    return one.type === 'PaymentRefunded' ? sum - onItems(one.data.reopened) : sum;
  }, 0n);
}

/** Its items, and what plans have made of them. */
function redated(entry: EntryOf<'PromiseRecorded'>, own: readonly Entry[]): readonly Omit<Line, 'amount'>[] {
  const items: Omit<Line, 'amount'>[] = [...entry.data.items];
  for (const { type, data } of own.filter(({ ordinal }) => ordinal > entry.ordinal)) {
    if (type !== 'PaymentPlanAgreed' && type !== 'PaymentPlanRevised' && type !== 'PaymentPlanBroken') continue;
    for (const { chargeId, item, toItem } of data.moves) {
      if (items.some((one) => one.chargeId === chargeId && one.item === item)) items.push({ chargeId, item: toItem });
    }
  }
  return items;
}

function stateOf(asOf: string, promised: string, isCancelled: boolean, received: bigint, amount: bigint): string {
  if (isCancelled) return 'CANCELLED';
  if (asOf <= promised) return 'OPEN';
  if (received >= amount) return 'KEPT';
  return received > 0n ? 'PARTLY_KEPT' : 'BROKEN';
}

export function shownPromises(rows: readonly PromiseRow[]): readonly string[] {
  const lines = rows.map(({ accountId, promiseId, amount, received, recordedOn, promisedDate, cancelledOn, state }) => {
    const [asked, came] = [amount.minor.toString(), received.minor.toString()];
    return [accountId, promiseId, asked, came, recordedOn, promisedDate, cancelledOn, state].join();
  });
  return lines.toSorted();
}
