import { type Account, itemKey } from '../account.ts';
import { withDay } from '../account-changes.ts';
import type { FactOf } from '../events.ts';

export function evolveLateFeesRun(account: Account, { effectiveDate, data }: FactOf<'LateFeesRun'>): Account {
  const { noticed, interestThrough } = account.feeRuns;
  const feeRuns = {
    noticed: data.notices.reduce((all, { chargeId, item }) => all.set(itemKey(chargeId, item), effectiveDate), noticed),
    interestThrough: data.fees.reduce(
      (all, { feeOn, interest }) =>
        interest === undefined ? all : all.set(itemKey(feeOn.chargeId, feeOn.item), interest.through),
      interestThrough,
    ),
  };
  return withDay({ ...account, feeRuns }, effectiveDate);
}
