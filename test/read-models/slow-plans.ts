import { valueOn } from '#ledger/timeline.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { PlanRow } from '#read-models/agreements.ts';
import { type SlowBook, total } from './slow-fold.ts';

const minor = (money: Money): bigint => BigInt(money.minor.toString());

/** Plans from the slow fold: what is open of their items, and what of that was due before the day. */
export function slowPlans({ accounts }: SlowBook, asOf: CalendarDate): readonly string[] {
  const lines = [...accounts.values()].flatMap((account) =>
    [...account.agreements.plans.values()]
      .filter(({ effectiveDate }) => effectiveDate <= asOf)
      .map(({ planId, itemKeys, effectiveDate, endedOn }) => {
        const items = itemKeys.flatMap((key) => account.items.get(key) ?? []);
        const openOf = (some: typeof items): bigint => total(some.map(({ open }) => minor(valueOn(open, asOf))));
        const overdue = openOf(items.filter(({ dueDate }) => dueDate < asOf));
        const end = endedOn !== undefined && endedOn <= asOf ? endedOn : undefined;
        const isAtRisk = end === undefined && overdue > 0n;
        return [account.accountId, planId, effectiveDate, end, openOf(items), overdue, isAtRisk].join();
      }),
  );
  return lines.toSorted();
}

export function shownPlans(rows: readonly PlanRow[]): readonly string[] {
  const lines = rows.map(({ accountId, planId, agreedOn, endedOn, open, overdue, isAtRisk }) =>
    [accountId, planId, agreedOn, endedOn, minor(open), minor(overdue), isAtRisk].join(),
  );
  return lines.toSorted();
}
