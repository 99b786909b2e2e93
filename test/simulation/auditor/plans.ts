import { smallestUndisputed } from './agreements.ts';
import { moveInBase } from './base.ts';
import { addItem } from './charges.ts';
import { type At, isZeroFrom, lesser, sumOf } from './dated.ts';
import { plusDays } from './days.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  earlierThan,
  type Rule,
  type Stage,
  shapeAndAccount,
  there,
  unknownLines,
} from './desk.ts';
import { type ItemPaper, inOrder, openOf, type Papers, type PlanPaper } from './papers.ts';
import { itemRequired } from './placing.ts';
import { lineageOf, livePlanOf } from './plan-papers.ts';
import { itemsCovered } from './promises.ts';
import { centsOf, malformed } from './shape.ts';
import type { Input, Told } from './told.ts';
import { firstObjection, type Refusal, refuse, type Verdict } from './verdict.ts';
import { voided } from './void-charge.ts';

interface Part {
  readonly due: string;
  readonly cents: bigint;
}

/** One kind of schedule, its days one after another and none before the plan, its amounts above zero. */
function misscheduled({ instalments, equalParts }: Input, day: string): readonly (string | false)[] {
  const days = instalments?.map(({ dueDate }) => dueDate) ?? [equalParts?.firstDueDate ?? day];
  return [
    (instalments === undefined) === (equalParts === undefined) && 'INPUT_INVALID',
    days.some((due, index) => due < day || (index > 0 && due <= (days[index - 1] ?? ''))) && 'INPUT_INVALID',
    (instalments ?? []).some(({ amount }) => centsOf(amount) <= 0n) && 'AMOUNT_NOT_POSITIVE',
  ];
}

function partsOf({ instalments, equalParts }: Input, open: bigint): readonly Part[] {
  if (instalments !== undefined) {
    return instalments.map(({ dueDate, amount }) => ({ due: dueDate, cents: centsOf(amount) }));
  }
  const { count, firstDueDate, every } = there(equalParts);
  const [whole, rest] = [open / BigInt(count), open % BigInt(count)];
  const parts = Array.from({ length: count }, (_, index) => ({
    due: dayAfter(firstDueDate, every, index),
    cents: whole + (BigInt(index) < rest ? 1n : 0n),
  }));
  return parts.filter(({ cents }) => cents > 0n);
}

/** So many weeks, or the same day so many months later, or the last day there is. */
function dayAfter(first: string, every: string, index: number): string {
  if (every === 'WEEK' || every === 'TWO_WEEKS') return plusDays(first, index * (every === 'WEEK' ? 7 : 14));
  const [year = 0, month = 0, day = 0] = first.split('-').map(Number);
  const months = month - 1 + index * (every === 'MONTH' ? 1 : 3);
  const last = new Date(Date.UTC(year, months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, months, Math.min(day, last))).toISOString().slice(0, 10);
}

function roomsOf(papers: Papers, items: readonly ItemPaper[], day: string) {
  return items.map((item) => ({ item, cents: smallestUndisputed(papers, item, openOf(item), day) }));
}

/** The schedule over what is open, or the objection that it is not exactly that. */
function scheduleFor(
  papers: Papers,
  items: readonly ItemPaper[],
  input: Input,
  day: string,
): readonly Part[] | Refusal {
  const open = sumOf(roomsOf(papers, items, day).map(({ cents }) => cents));
  const parts = open === 0n && input.instalments === undefined ? [] : partsOf(input, open);
  return open > 0n && sumOf(parts.map(({ cents }) => cents)) === open ? parts : refuse(['PLAN_DOES_NOT_COVER']);
}

/** The items fill the instalments, the oldest first; each part is a new item of the same party. */
function redate(
  papers: Papers,
  rooms: readonly { readonly item: ItemPaper; readonly cents: bigint }[],
  parts: readonly Part[],
  at: At,
): readonly ItemPaper[] {
  const left = rooms.map((room) => ({ ...room }));
  const made: ItemPaper[] = [];
  for (const { due, cents } of parts) {
    let missing = cents;
    for (const room of left) {
      const part = lesser(missing, room.cents);
      if (part <= 0n) continue;
      room.cents -= part;
      missing -= part;
      made.push(moved(papers, room.item, due, part, at));
    }
  }
  return made;
}

function moved(papers: Papers, item: ItemPaper, due: string, cents: bigint, { day, known }: At): ItemPaper {
  // In the order in which they are recorded, one after the other.
  papers.order += 1;
  item.worth.push({ day, cents: -cents, known });
  const made = addItem(papers, item.charge, { party: item.party, due, from: day, cents, redated: item }, known, false);
  moveInBase(papers, item, made, { day, known, cents });
  return made;
}

export const agreePlan: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const covers = input.covers ?? [];
  const refused = firstObjection(
    () => [...malformed(told), ...misscheduled(input, day)],
    ...shapeAndAccount(desk, told),
    () => [...unknownLines(papers, covers), papers.plans.has(input.planId ?? '') && 'DUPLICATE_ID'],
    currency(desk, input),
    beforeOpening(desk, input),
    () => [
      voided(
        papers,
        covers.map(({ chargeId }) => chargeId),
      ),
      itemRequired(papers, covers),
    ],
    () => unfit(papers, itemsCovered(papers, covers), day),
  );
  if (refused !== undefined) return refused;
  const items = itemsCovered(papers, covers);
  const parts = scheduleFor(papers, items, input, day);
  if ('kind' in parts) return parts;
  const record = (known: number): void => {
    const made = redate(papers, roomsOf(papers, items, day), parts, { day, known });
    papers.plans.set(input.planId ?? '', { day, items: [...made], changed: day, ended: undefined });
  };
  const reached = ['a plan is agreed', ...(items.length > 1 ? ['a plan over several items'] : [])];
  return { kind: 'ACCEPT', reached, record };
};

function unfit(papers: Papers, items: readonly ItemPaper[], day: string): readonly (string | false)[] {
  return [
    new Set(items.map(({ party }) => party)).size > 1 && 'MORE_THAN_ONE_PARTY',
    items.some((item) => livePlanOf(papers, item) !== undefined) && 'ITEM_ON_PLAN',
    ...items.map(({ from }) => earlierThan(day, from)),
  ];
}

/** While it stands, and not before its last change. */
function standing(desk: Desk, told: Told, plan: PlanPaper | undefined): readonly Stage[] {
  const day = dayOf(desk, told.input);
  return [
    beforeOpening(desk, told.input),
    () => [plan?.ended !== undefined && 'ALREADY_ENDED', earlierThan(day, plan?.changed)],
  ];
}

export const revisePlan: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const named = papers.plans.get(input.planId ?? '');
  const refused = firstObjection(
    () => [...malformed(told), ...misscheduled(input, day)],
    ...shapeAndAccount(desk, told),
    () => [named === undefined && 'PLAN_UNKNOWN'],
    currency(desk, input),
    ...standing(desk, told, named),
  );
  if (refused !== undefined) return refused;
  const plan = there(named);
  const items = inOrder(plan.items);
  const parts = scheduleFor(papers, items, input, day);
  if ('kind' in parts) return parts;
  const record = (known: number): void => {
    plan.items.push(...redate(papers, roomsOf(papers, items, day), parts, { day, known }));
    plan.changed = day;
  };
  return { kind: 'ACCEPT', reached: ['a plan is revised'], record };
};

export const breakPlan: Rule = (desk, told) => {
  const { papers } = desk;
  const day = dayOf(desk, told.input);
  const named = papers.plans.get(told.input.planId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [named === undefined && 'PLAN_UNKNOWN'],
    ...standing(desk, told, named),
  );
  if (refused !== undefined) return refused;
  const plan = there(named);
  const rooms = roomsOf(papers, inOrder(plan.items), day).filter(({ cents }) => cents > 0n);
  const record = (known: number): void => {
    for (const { item, cents } of rooms) {
      moved(papers, item, there(lineageOf(item).at(-1)).due, cents, { day, known });
    }
    plan.ended = day;
  };
  return { kind: 'ACCEPT', reached: ['a plan is broken'], record };
};

export const completePlan: Rule = (desk, told): Verdict => {
  const { papers } = desk;
  const day = dayOf(desk, told.input);
  const named = papers.plans.get(told.input.planId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [named === undefined && 'PLAN_UNKNOWN'],
    beforeOpening(desk, told.input),
    () => [
      named?.ended !== undefined && 'ALREADY_ENDED',
      earlierThan(day, named?.changed),
      named?.ended === undefined &&
        (named?.items ?? []).some((item) => !isZeroFrom(openOf(item), day)) &&
        'PLAN_NOT_PAID',
    ],
  );
  const record = (): void => {
    there(named).ended = day;
  };
  return refused ?? { kind: 'ACCEPT', reached: ['a plan is completed'], record };
};
