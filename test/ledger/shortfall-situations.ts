import type { Decision } from '#ledger/books.ts';
import type { Fact } from '#ledger/events.ts';
import type { Standing } from './given-when-then.ts';

/** Where what was given up with an allocation meets what becomes of that allocation. */
export const shortfallFloors = {
  'a rest is given up with a payment': 20,
  'a rest of several items is given up': 10,
  'nothing is left to give up': 10,
  'an un-applying takes a shortfall back': 10,
  'a part of an allocation with a shortfall is refused': 10,
  'a reversal takes a shortfall back': 10,
  'a refund takes a shortfall back': 3,
  'a reinstatement gives up again': 5,
  'a reinstatement leaves a rest open': 3,
  'an adjustment releases a part and leaves the shortfall': 5,
  'a shortfall was undone before its allocation is taken back': 3,
} as const;

export function shortfallSituations(before: Standing, decision: Decision): readonly (keyof typeof shortfallFloors)[] {
  if (decision.outcome === 'REJECTED') {
    if (decision.code === 'NO_SHORTFALL') return ['nothing is left to give up'];
    return decision.code === 'SHORTFALL_WHOLE_ONLY' ? ['a part of an allocation with a shortfall is refused'] : [];
  }
  const { facts } = decision;
  const has = (type: Fact['type']): boolean => facts.some((fact) => fact.type === type);
  const shortfalls = facts.flatMap((fact) =>
    fact.type === 'ChargeAdjusted' && fact.data.shortfallOf ? [fact.data] : [],
  );
  const isBack = shortfalls.some(({ amount }) => !amount.startsWith('-'));
  const made = shortfalls.filter(({ undoes }) => undoes === undefined);
  const again = shortfalls.some(({ undoes, amount }) => undoes !== undefined && amount.startsWith('-'));
  const taken = facts.flatMap((fact) => ('releases' in fact.data ? fact.data.releases : []));
  const latest = taken.map(({ allocation }) => latestOf(before, allocation));
  const isUndone = latest.some((one) => one?.undoneOn !== undefined);
  const isStanding = latest.some((one) => one !== undefined && one.undoneOn === undefined);
  const situations = {
    'a rest is given up with a payment': made.length > 0,
    'a rest of several items is given up': made.some(({ items }) => items.length > 1),
    'nothing is left to give up': false,
    'an un-applying takes a shortfall back': isBack && has('PaymentUnapplied'),
    'a part of an allocation with a shortfall is refused': false,
    'a reversal takes a shortfall back': isBack && has('PaymentReversed'),
    'a refund takes a shortfall back': isBack && has('PaymentRefunded'),
    'a reinstatement gives up again': again && has('PaymentReinstated'),
    'a reinstatement leaves a rest open': !again && isAnyDroppedBack(before, facts),
    'an adjustment releases a part and leaves the shortfall':
      isStanding && has('ChargeAdjusted') && has('AllocationReleased') && !has('PaymentReversed'),
    'a shortfall was undone before its allocation is taken back':
      isUndone && (has('PaymentUnapplied') || has('PaymentReversed')),
  } as const satisfies Record<keyof typeof shortfallFloors, boolean>;
  return namesOf(situations);
}

function namesOf<Name extends string>(situations: Readonly<Record<Name, boolean>>): readonly Name[] {
  const names: Name[] = [];
  for (const name in situations) if (situations[name]) names.push(name);
  return names;
}

function latestOf({ account }: Standing, allocation: number) {
  const shortfall = account.allocations.get(allocation)?.shortfall;
  return shortfall === undefined ? undefined : account.adjustments.get(shortfall);
}

/** The reversal had taken a shortfall back that the reinstatement does not give up again. */
function isAnyDroppedBack(before: Standing, facts: readonly Fact[]): boolean {
  const reinstated = facts.find((fact) => fact.type === 'PaymentReinstated');
  const dropped = before.account.payments.get(reinstated?.data.paymentId ?? '')?.dropped ?? [];
  return dropped.some(({ allocation }) => latestOf(before, allocation)?.amount.minor.isPositive() === true);
}
