import { z } from 'zod';
import { allocateEqually } from '#money/allocate.ts';
import { addDays, addMonths, type CalendarDate } from '#money/calendar-date.ts';
import { add, compare, isPositive, type Money, smaller, subtract, sum, toMinorText, zero } from '#money/money.ts';
import { type Account, chargeAt, type Item } from '../account.ts';
import { assertNever } from '../assert-never.ts';
import { amountOf, positive } from '../checks.ts';
import { dateInput, moneyText } from '../command-input.ts';
import { undisputedOf } from '../disputes/dispute.ts';
import { type Rejection, reject } from '../rejections.ts';
import { smallestFrom } from '../timeline.ts';
import type { PlanMove } from './plan-events.ts';

const mostInstalments = 120;
const intervals = ['WEEK', 'TWO_WEEKS', 'MONTH', 'QUARTER'] as const;

const instalmentInput = z
  .strictObject({
    dueDate: dateInput.describe('When it is due.'),
    amount: moneyText.describe('How much.'),
  })
  .meta({ title: 'InstalmentInput', description: 'A part of a plan.' });

const equalInput = z
  .strictObject({
    count: z.int().min(1).max(mostInstalments).describe('How many.'),
    firstDueDate: dateInput.describe('When the first is due.'),
    every: z.enum(intervals).describe('How far apart they are; of months the same day, or the last there is.'),
  })
  .meta({ title: 'EqualPartsInput', description: 'Equal parts; cents that do not divide go to the first.' });

/** One of both. */
export const scheduleFields = {
  instalments: z
    .array(instalmentInput)
    .min(1)
    .max(mostInstalments)
    .optional()
    .describe('By amount, in the order of their days; together exactly what is open. Or `equalParts`.'),
  equalParts: equalInput.optional().describe('What is open, in equal parts. Or `instalments`.'),
};

interface Schedule {
  readonly instalments?: readonly z.output<typeof instalmentInput>[] | undefined;
  readonly equalParts?: z.output<typeof equalInput> | undefined;
}

export interface Instalment {
  readonly dueDate: CalendarDate;
  readonly amount: Money;
}

/** What is wrong with the form of a schedule, whatever is open. */
export function misformedSchedule(schedule: Schedule, currency: string, date: CalendarDate): Rejection | undefined {
  const { instalments, equalParts } = schedule;
  if ((instalments === undefined) === (equalParts === undefined)) {
    return reject('INPUT_INVALID', { expected: 'either instalments or equalParts' }, 'instalments');
  }
  let before: CalendarDate | undefined;
  for (const [index, { dueDate, amount }] of (instalments ?? []).entries()) {
    const fault = positive(amountOf(amount, currency), `instalments.${index}.amount`);
    if (fault !== undefined) return fault;
    if (dueDate < date || (before !== undefined && dueDate <= before)) {
      const expected = 'days one after another, none before the plan itself';
      return reject('INPUT_INVALID', { expected }, `instalments.${index}.dueDate`);
    }
    before = dueDate;
  }
  const isGone = equalParts !== undefined && equalParts.firstDueDate < date;
  const expected = 'the effective date of the plan, or a later day';
  return isGone ? reject('INPUT_INVALID', { expected }, 'equalParts.firstDueDate') : undefined;
}

/** What a plan takes of an item: what is open and undisputed on every day from its own on. */
export function plannableOf(account: Account, item: Item, date: CalendarDate): Money {
  return smallestFrom(undisputedOf(account, item, item.open), date);
}

/** The instalments over what is open of the items; or the refusal where they do not cover exactly that. */
export function instalmentsOver(
  account: Account,
  items: readonly Item[],
  { instalments, equalParts }: Schedule,
  currency: string,
  date: CalendarDate,
): readonly Instalment[] | Rejection {
  const open = sum(
    currency,
    items.map((item) => plannableOf(account, item, date)),
  );
  const asked = (instalments ?? []).map(({ dueDate, amount }) => ({ dueDate, amount: amountOf(amount, currency) }));
  const isCovered = equalParts !== undefined || addsUpTo(asked, open);
  if (!isCovered || !isPositive(open)) return reject('PLAN_DOES_NOT_COVER', { open });
  return equalParts === undefined ? asked : equally(open, equalParts);
}

/** Step by step: a hundred of the largest amounts would not add up inside the largest total. */
function addsUpTo(instalments: readonly Instalment[], open: Money): boolean {
  let total = zero(open.currency);
  for (const { amount } of instalments) {
    total = add(total, amount);
    if (compare(total, open) > 0) return false;
  }
  return compare(total, open) === 0;
}

/** Of less than a cent each the last ones are nothing, and left out. */
function equally(open: Money, { count, firstDueDate, every }: z.output<typeof equalInput>): readonly Instalment[] {
  const parts = allocateEqually(open, count).map((amount, index) => ({
    dueDate: dayOf(firstDueDate, every, index),
    amount,
  }));
  return parts.filter(({ amount }) => isPositive(amount));
}

function dayOf(first: CalendarDate, every: (typeof intervals)[number], index: number): CalendarDate {
  switch (every) {
    case 'WEEK':
      return addDays(first, 7 * index);
    case 'TWO_WEEKS':
      return addDays(first, 14 * index);
    case 'MONTH':
      return addMonths(first, index);
    case 'QUARTER':
      return addMonths(first, 3 * index);
    default:
      return assertNever(every);
  }
}

/** The items in their order fill the instalments in theirs. */
export function movesInto(
  account: Account,
  items: readonly Item[],
  instalments: readonly Instalment[],
  date: CalendarDate,
): PlanMove[] {
  const numberOf = nextNumbers(account);
  const rooms = items.map((item) => ({ item, left: plannableOf(account, item, date) }));
  const moves: PlanMove[] = [];
  for (const { dueDate, amount } of instalments) {
    let missing = amount;
    for (const room of rooms) {
      const part = smaller(missing, room.left);
      if (!isPositive(part)) continue;
      const { chargeId, item } = room.item;
      moves.push({ chargeId, item, toItem: numberOf(chargeId), dueDate, amount: toMinorText(part) });
      room.left = subtract(room.left, part);
      missing = subtract(missing, part);
    }
  }
  return moves;
}

/** The next number of each charge, one after another. */
export function nextNumbers(account: Account): (chargeId: string) => number {
  const given = new Map<string, number>();
  return (chargeId) => {
    const next = (given.get(chargeId) ?? chargeAt(account, chargeId).itemCount) + 1;
    given.set(chargeId, next);
    return next;
  };
}
