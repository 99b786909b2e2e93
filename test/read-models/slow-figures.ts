import { payerIdOf } from '#ledger/parties.ts';
import { daysBetween } from '#money/calendar-date.ts';
import type { AgingBasis, AgingGrouping, View } from '#read-models/read-models.ts';
import { disputedOnDay } from './slow-agreements.ts';
import { type SlowBook, type SlowItem, slowBuckets, total } from './slow-fold.ts';
import type { SlowMovement } from './slow-movements.ts';

/** The figures of a balance and an aging, taken from the slow fold and from the facts. */

const sum = (movements: readonly SlowMovement[]): bigint => total(movements.map(({ amount }) => amount));

/** The figures that are no balance but a sum of what happened by the day. */
export function slowTurnover(movements: readonly SlowMovement[]) {
  const of = (...figures: readonly SlowMovement['figure'][]) =>
    movements.filter(({ figure }) => figures.includes(figure));
  const reasons = [...new Set(of('ADJUSTED').map(({ reasonCode }) => reasonCode ?? 'none'))].toSorted();
  const byReason = reasons.map((code) => [code, sum(of('ADJUSTED').filter((one) => one.reasonCode === code))] as const);
  return {
    netCharged: sum(of('CHARGED', 'ADJUSTED')),
    writtenOff: sum(of('WRITTEN_OFF')),
    recovered: sum(of('RECOVERED')),
    refunded: sum(of('REFUNDED')),
    pending: sum(of('PENDING')),
    adjustmentsByReason: byReason.filter(([, amount]) => amount !== 0n).map(([code, amount]) => `${code} ${amount}`),
  };
}

export interface Filter {
  readonly partyClass?: string;
  readonly payerId?: string;
  readonly accountId?: string;
  readonly dueBefore?: string;
}

export function isInFilter(
  row: {
    readonly accountId: string;
    readonly partyClass: string;
    readonly payerId: string | undefined;
    readonly dueDate?: string;
  },
  { partyClass, payerId, accountId, dueBefore }: Filter,
): boolean {
  return (
    (partyClass ?? row.partyClass) === row.partyClass &&
    (payerId ?? row.payerId) === row.payerId &&
    (accountId ?? row.accountId) === row.accountId &&
    (dueBefore === undefined || (row.dueDate ?? '') < dueBefore)
  );
}

export function slowBalance(book: SlowBook, { asOf }: Pick<View, 'asOf'>, accountId: string, party: Filter) {
  const items = book.items(asOf).filter((item) => isInFilter(item, { ...party, accountId }));
  const payments = book.payments(asOf).filter((payment) => isInFilter(payment, { ...party, accountId }));
  const open = items.filter((item) => item.open !== 0n);
  const openCharges = total(items.map((item) => item.open));
  const unapplied = total(payments.map((payment) => payment.unapplied));
  const ages = open.map(({ dueDate }) => daysBetween(dueDate, asOf));
  return {
    openCharges,
    unapplied,
    disputed: disputedOnDay(book, asOf, accountId, (one) =>
      isInFilter({ accountId, partyClass: one.partyClass, payerId: payerIdOf(one) }, party),
    ),
    unappliedCredits: total(payments.filter(({ isCredit }) => isCredit).map((payment) => payment.unapplied)),
    balance: openCharges - unapplied,
    overdue: total(open.filter(({ dueDate }) => dueDate < asOf).map((item) => item.open)),
    openItemCount: open.length,
    oldestUnpaidAgeDays: ages.length === 0 ? null : Math.max(...ages),
  };
}

const anchors: { readonly [Basis in AgingBasis]: (item: SlowItem) => SlowItem['dueDate'] } = {
  DUE_DATE: ({ dueDate }) => dueDate,
  SERVICE_DATE: ({ serviceDate }) => serviceDate,
  EFFECTIVE_DATE: ({ chargeDate }) => chargeDate,
  RESPONSIBILITY_DATE: ({ responsibilityDate }) => responsibilityDate,
};

export function slowAging(
  book: SlowBook,
  { asOf }: View,
  basis: AgingBasis,
  groupBy: AgingGrouping,
  filter: Filter,
  edges: readonly number[],
) {
  const items = book.items(asOf).filter((item) => isInFilter(item, filter));
  const payments = book.payments(asOf).filter((payment) => isInFilter(payment, filter));
  const groupOf = (row: {
    readonly accountId: string;
    readonly partyClass: string;
    readonly payerId: string | undefined;
    readonly providerId?: string | undefined;
  }) => {
    const groups = {
      BOOK: null,
      CURRENCY: 'USD',
      PARTY_CLASS: row.partyClass,
      PAYER: row.payerId ?? null,
      ACCOUNT: row.accountId,
      PROVIDER: row.providerId ?? null,
    };
    return groups[groupBy];
  };
  const isWhole = groupBy === 'BOOK' || groupBy === 'CURRENCY';
  const groups = [...new Set([...items, ...payments].map(groupOf))];
  // Account holders, who have no payer id, come after the payers.
  const inOrder = groups.toSorted((a, b) => ((a ?? '~') < (b ?? '~') ? -1 : 1));
  return inOrder.flatMap((group) => {
    const mine = items.filter((item) => groupOf(item) === group);
    const buckets = slowBuckets(mine, anchors[basis], asOf, edges);
    const unapplied = total(
      payments.filter((payment) => groupOf(payment) === group).map((payment) => payment.unapplied),
    );
    const isNothing = unapplied === 0n && buckets.every((amount) => amount === 0n);
    return isNothing && (!isWhole || hasNoRows(book, asOf, filter))
      ? []
      : [[group, buckets, total(buckets), unapplied]];
  });
}

/** The whole book has a row as soon as anything was posted by that day, even if all of it is paid. */
function hasNoRows(book: SlowBook, asOf: SlowItem['dueDate'], filter: Filter): boolean {
  return [...book.accounts.values()].every((account) => {
    const party = (one: { readonly partyClass: string; readonly payerId?: string }) =>
      isInFilter({ accountId: account.accountId, partyClass: one.partyClass, payerId: one.payerId }, filter);
    const items = [...account.items.values()].filter((item) => party(item.party));
    const payments = [...account.payments.values()].filter((payment) => party(payment.party));
    const changes = [
      ...items.flatMap(({ open }) => open.changes),
      ...payments.flatMap(({ unapplied }) => unapplied.changes),
    ];
    return changes.every(({ date }) => date > asOf);
  });
}
