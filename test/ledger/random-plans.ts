import { addDays } from '#money/calendar-date.ts';
import { day, type Sent } from './given-when-then.ts';
import type { Situation } from './random-commands.ts';
import { money } from './summary-parts.ts';

/** Random plans over what is open: mostly in equal parts, now and then by amounts that need not fit. */
export function planOf({ account, intent, number, effectiveDate, charge }: Situation): Sent {
  const keys = [...account.openItems].toSorted();
  const chosen = [keys[intent.which % Math.max(1, keys.length)], keys[intent.other % Math.max(1, keys.length)]];
  const items = chosen.flatMap((key) => account.items.get(key ?? '') ?? []);
  const covers = items.map(({ chargeId, item }) => (intent.coin < 3 ? { chargeId } : { chargeId, item }));
  const what = { planId: `l${number}`, effectiveDate, covers: covers.length === 0 ? [{ chargeId: charge }] : covers };
  return ['AgreePaymentPlan', { ...what, ...scheduleOf({ intent, effectiveDate }) }];
}

export function replanOf({ account, intent, effectiveDate }: Situation): Sent {
  return [
    'RevisePaymentPlan',
    { planId: chosenOf(account, intent), effectiveDate, ...scheduleOf({ intent, effectiveDate }) },
  ];
}

export function endPlanOf({ account, intent, effectiveDate }: Situation): Sent {
  const name = intent.coin < 7 ? 'BreakPaymentPlan' : 'CompletePaymentPlan';
  return [name, { planId: chosenOf(account, intent), effectiveDate }];
}

function scheduleOf({ intent, effectiveDate }: Pick<Situation, 'intent' | 'effectiveDate'>) {
  const firstDueDate = addDays(day(effectiveDate), intent.other % 9);
  const every = (['WEEK', 'TWO_WEEKS', 'MONTH', 'QUARTER'] as const)[intent.coin % 4];
  return intent.coin === 11
    ? { instalments: [{ dueDate: firstDueDate, amount: money(BigInt(intent.cents)) }] }
    : { equalParts: { count: 1 + (intent.cents % 4), firstDueDate, every } };
}

function chosenOf({ agreements }: Situation['account'], { which }: Situation['intent']): string {
  const all = [...agreements.plans.values()].filter(({ endedOn }) => which % 6 === 0 || endedOn === undefined);
  const ids = all.map(({ planId }) => planId).toSorted();
  return ids[which % Math.max(1, ids.length)] ?? 'none';
}
