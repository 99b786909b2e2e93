import { over } from '../auditor/dated.ts';
import { plusDays } from '../auditor/days.ts';
import { openOf } from '../auditor/papers.ts';
import type { Told } from '../auditor/told.ts';
import { anyItem, type Chooser, common, money, nobody, openItem, someOf } from './chooser.ts';

export function placeHold(chooser: Chooser): Told {
  const { random, number } = chooser;
  const item = random.chance(50) ? anyItem(chooser) : undefined;
  const kind = random.pick(['BANKRUPTCY', 'DECEASED', 'HARDSHIP', 'BAD_ADDRESS', 'ASSISTANCE', 'LEGAL', 'OTHER']);
  const held = item === undefined ? {} : { holdOn: { chargeId: item.charge.chargeId, item: item.number } };
  return { name: 'PlaceHold', input: { ...common(chooser, item?.from), holdId: `h${number}`, kind, ...held } };
}

export function releaseHold(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const holds = [...papers.holds].filter(([, { ended }]) => ended === undefined || random.chance(25));
  const [holdId, hold] = random.oneOf(holds) ?? [];
  if (holdId === undefined) return undefined;
  return { name: 'ReleaseHold', input: { ...common(chooser, hold?.day), holdId: random.chance(90) ? holdId : nobody } };
}

export function openDispute(chooser: Chooser): Told | undefined {
  const { random, number, papers } = chooser;
  const again = random.chance(35) ? random.oneOf([...papers.disputes.values()])?.item : undefined;
  const item = again ?? (random.chance(85) ? openItem(chooser) : anyItem(chooser));
  if (item === undefined) return undefined;
  const open = over(openOf(item));
  return {
    name: 'OpenDispute',
    input: {
      ...common(chooser, item.from),
      disputeId: `d${number}`,
      chargeId: item.charge.chargeId,
      ...(random.chance(80) ? { item: item.number } : {}),
      currency: 'USD',
      ...(random.chance(75) ? { amount: money(random.chance(50) ? open / 3n + 1n : someOf(chooser, open)) } : {}),
    },
  };
}

export function resolveDispute(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const disputes = [...papers.disputes].filter(([, { ended }]) => ended === undefined || random.chance(25));
  const [disputeId, dispute] = random.oneOf(disputes) ?? [];
  if (disputeId === undefined) return undefined;
  const named = { disputeId: random.chance(90) ? disputeId : nobody };
  const outcome = random.pick(['UPHELD', 'REJECTED', 'WITHDRAWN', 'SETTLED']);
  return { name: 'ResolveDispute', input: { ...common(chooser, dispute?.day), ...named, outcome } };
}

/** Of one item or two, mostly for as much as is open, by a day soon. */
export function recordPromise(chooser: Chooser): Told | undefined {
  const { random, number, today } = chooser;
  const items = [openItem(chooser), random.chance(30) ? openItem(chooser) : undefined].filter(
    (one) => one !== undefined,
  );
  if (items.length === 0) return undefined;
  const start = items.map(({ from }) => from).reduce((one, other) => (one > other ? one : other));
  const fields = common(chooser, start);
  const open = items.reduce((sum, item) => sum + over(openOf(item)), 0n);
  const covers = items.map((item) =>
    random.chance(80) ? { chargeId: item.charge.chargeId, item: item.number } : { chargeId: item.charge.chargeId },
  );
  const promisedDate = plusDays(fields.effectiveDate ?? today, random.between(0, 20));
  const input = { ...fields, promiseId: `m${number}`, currency: 'USD', promisedDate, covers };
  return { name: 'RecordPromise', input: { ...input, amount: money(someOf(chooser, open)) } };
}

export function cancelPromise(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const promises = [...papers.promises].filter(([, { ended }]) => ended === undefined || random.chance(25));
  const [promiseId, promise] = random.oneOf(promises) ?? [];
  if (promiseId === undefined) return undefined;
  const named = { promiseId: random.chance(90) ? promiseId : nobody };
  return { name: 'CancelPromise', input: { ...common(chooser, promise?.day), ...named } };
}

export function agreePlan(chooser: Chooser): Told | undefined {
  const { random, number, today } = chooser;
  const items = [openItem(chooser), random.chance(40) ? openItem(chooser) : undefined].filter(
    (one) => one !== undefined,
  );
  if (items.length === 0) return undefined;
  const start = items.map(({ from }) => from).reduce((one, other) => (one > other ? one : other));
  const fields = common(chooser, start);
  const covers = items.map((item) => ({ chargeId: item.charge.chargeId, item: item.number }));
  const open = items.reduce((sum, item) => sum + over(openOf(item)), 0n);
  const schedule = scheduleOf(chooser, fields.effectiveDate ?? today, open);
  const input = { ...fields, planId: `l${number}`, currency: 'USD', covers, ...schedule };
  return { name: 'AgreePaymentPlan', input };
}

function scheduleOf({ random }: Chooser, day: string, open: bigint) {
  const firstDueDate = plusDays(day, random.between(0, 20));
  if (random.chance(70)) {
    return {
      equalParts: { count: random.between(1, 4), firstDueDate, every: random.pick(['WEEK', 'TWO_WEEKS', 'MONTH']) },
    };
  }
  const first = open / 3n + 1n;
  const second = random.chance(80) ? open - first : open;
  const parts = [
    { dueDate: firstDueDate, amount: money(first) },
    { dueDate: plusDays(firstDueDate, random.between(1, 30)), amount: money(second) },
  ];
  return { instalments: parts };
}

function somePlan({ random, papers }: Chooser) {
  return random.oneOf([...papers.plans].filter(([, { ended }]) => ended === undefined || random.chance(20)));
}

export function revisePlan(chooser: Chooser): Told | undefined {
  const [planId, plan] = somePlan(chooser) ?? [];
  if (planId === undefined || plan === undefined) return undefined;
  const fields = common(chooser, plan.changed);
  const open = plan.items.reduce((sum, item) => sum + over(openOf(item)), 0n);
  const schedule = scheduleOf(chooser, fields.effectiveDate ?? chooser.today, open);
  const named = chooser.random.chance(93) ? planId : nobody;
  return { name: 'RevisePaymentPlan', input: { ...fields, planId: named, currency: 'USD', ...schedule } };
}

/** Broken as a rule; completed mostly where nothing of it is open. */
export function endPlan(chooser: Chooser): Told | undefined {
  const [planId, plan] = somePlan(chooser) ?? [];
  if (planId === undefined || plan === undefined) return undefined;
  const isPaid = plan.items.every((item) => over(openOf(item)) === 0n);
  const name = isPaid !== chooser.random.chance(15) ? 'CompletePaymentPlan' : 'BreakPaymentPlan';
  return { name, input: { ...common(chooser, plan.changed), planId: chooser.random.chance(93) ? planId : nobody } };
}
