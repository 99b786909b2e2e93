import type { Account, Item } from '#ledger/account.ts';
import { holdKinds } from '#ledger/holds/hold-events.ts';
import { addDays } from '#money/calendar-date.ts';
import { day, type Sent } from './given-when-then.ts';
import type { Situation } from './random-commands.ts';
import { money } from './summary-parts.ts';

/** Random holds and disputes: on what is open, mostly for a while, now and then on anything or twice. */
export function holdOf({ account, intent, number, effectiveDate }: Situation): Sent {
  const kind = holdKinds[intent.other % holdKinds.length] ?? 'OTHER';
  const item = chosenItem(account, intent.which);
  const on = intent.coin < 3 || item === undefined ? {} : { holdOn: { chargeId: item.chargeId, item: item.item } };
  return ['PlaceHold', { holdId: `h${number}`, kind, effectiveDate, ...on }];
}

export function releaseHoldOf({ account, intent, effectiveDate }: Situation): Sent {
  const holdId = chosenId([...account.agreements.holds.values()], intent.which, ({ holdId: id }) => id);
  return ['ReleaseHold', { holdId, effectiveDate }];
}

export function disputeOf({ account, intent, number, effectiveDate, charge }: Situation): Sent {
  const item = chosenItem(account, intent.which);
  const about = item === undefined ? { chargeId: charge } : { chargeId: item.chargeId, item: item.item };
  const amount = intent.coin % 3 === 0 ? {} : { amount: money(BigInt((intent.cents % 1500) + 1)) };
  return ['OpenDispute', { disputeId: `d${number}`, effectiveDate, ...about, ...amount }];
}

export function resolveDisputeOf({ account, intent, effectiveDate }: Situation): Sent {
  const disputeId = chosenId([...account.agreements.disputes.values()], intent.which, ({ disputeId: id }) => id);
  const outcome = (['UPHELD', 'REJECTED', 'WITHDRAWN', 'SETTLED'] as const)[intent.coin % 4];
  return ['ResolveDispute', { disputeId, outcome, effectiveDate }];
}

export function promiseOf({ account, intent, number, effectiveDate, charge }: Situation): Sent {
  const item = chosenItem(account, intent.which);
  const other = chosenItem(account, intent.other);
  const covers = [item, other].flatMap((one) =>
    one === undefined ? [] : [{ chargeId: one.chargeId, item: one.item }],
  );
  const about = intent.coin < 3 || covers.length === 0 ? [{ chargeId: item?.chargeId ?? charge }] : covers;
  const promisedDate = addDays(day(effectiveDate), intent.other % 14);
  const amount = money(BigInt((intent.cents % 1500) + 1));
  return ['RecordPromise', { promiseId: `m${number}`, effectiveDate, promisedDate, amount, covers: about }];
}

export function cancelPromiseOf({ account, intent, effectiveDate }: Situation): Sent {
  const promiseId = chosenId([...account.agreements.promises.values()], intent.which, ({ promiseId: id }) => id);
  return ['CancelPromise', { promiseId, effectiveDate }];
}

function chosenItem(account: Account, which: number): Item | undefined {
  const keys = [...(which % 7 === 0 ? account.items.keys() : account.openItems)].toSorted();
  return account.items.get(keys[which % Math.max(1, keys.length)] ?? '');
}

/** One that stands; now and then any. */
function chosenId<Kept extends { readonly endedOn: string | undefined }>(
  all: readonly Kept[],
  which: number,
  idOf: (kept: Kept) => string,
): string {
  const standing = which % 6 === 0 ? all : all.filter(({ endedOn }) => endedOn === undefined);
  const ids = standing.map(idOf).toSorted();
  return ids[which % Math.max(1, ids.length)] ?? 'none';
}
