import { type At, type Dated, lesser, on } from './dated.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  earlierThan,
  type Rule,
  shapeAndAccount,
  there,
  unknownLines,
} from './desk.ts';
import { type AgreementPaper, type ItemPaper, openOf, type Papers } from './papers.ts';
import { isOnKeptPlan, lineageOf } from './plan-papers.ts';
import { centsOf, malformed } from './shape.ts';
import type { Input, Told } from './told.ts';
import { firstObjection, refuse, type Verdict } from './verdict.ts';
import { voided } from './void-charge.ts';

/** From its day until the day of its end, as known at a position. */
function isStanding({ day: from, known: since, ended }: AgreementPaper, day: string, known: number): boolean {
  const isOver = ended !== undefined && ended.known <= known && ended.day <= day;
  return from <= day && since <= known && !isOver;
}

const always = Number.POSITIVE_INFINITY;

/** What the disputes of an item are about at a moment, whatever is open. */
export function disputedAt({ disputes }: Papers, item: ItemPaper, { day, known }: At): bigint {
  let sum = 0n;
  for (const dispute of disputes.values()) {
    if (dispute.item === item && isStanding(dispute, day, known)) sum += dispute.cents;
  }
  return sum;
}

/** The least of what is open and not disputed, on the day and on every later one. */
export function smallestUndisputed(papers: Papers, item: ItemPaper, open: Dated, from: string): bigint {
  const own = [...papers.disputes.values()].filter((dispute) => dispute.item === item);
  const turns = [...open.map(({ day }) => day), ...own.flatMap(({ day, ended }) => [day, ended?.day ?? day])];
  return [from, ...turns]
    .filter((day) => day >= from)
    .map((day) => on(open, day) - disputedAt(papers, item, { day, known: always }))
    .map((cents) => (cents < 0n ? 0n : cents))
    .reduce(lesser);
}

/** Nobody is fined for what he disputes, nor where something stands in the way. */
export function isProtected(papers: Papers, item: ItemPaper, day: string): boolean {
  const { holds, disputes } = papers;
  const covering = [...holds.values(), ...disputes.values()].filter(
    (one) => one.item === undefined || lineageOf(item).includes(one.item),
  );
  return covering.some((one) => isStanding(one, day, always)) || isOnKeptPlan(papers, item, day);
}

/** On the day or later somebody still waits for an answer. */
export function isDisputedFrom({ disputes }: Papers, day: string): boolean {
  return [...disputes.values()].some(({ ended }) => ended === undefined || ended.day > day);
}

export const placeHold: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const { holdOn } = input;
  const named = holdOn === undefined ? [] : [{ chargeId: holdOn.chargeId, item: holdOn.item ?? 1 }];
  const item = papers.items.get(`${named[0]?.chargeId}#${named[0]?.item}`);
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [...unknownLines(papers, named), papers.holds.has(input.holdId ?? '') && 'DUPLICATE_ID'],
    beforeOpening(desk, input),
    () => [
      voided(
        papers,
        named.map(({ chargeId }) => chargeId),
      ),
      earlierThan(day, item?.from),
    ],
  );
  const record = (known: number): void => {
    papers.holds.set(input.holdId ?? '', { item, day, known, cents: 0n, ended: undefined });
  };
  return refused ?? { kind: 'ACCEPT', reached: ['a hold is placed'], record };
};

export const releaseHold: Rule = (desk, told) => {
  const hold = desk.papers.holds.get(told.input.holdId ?? '');
  return end(desk, told, hold, 'HOLD_UNKNOWN', 'a hold is released');
};

export const resolveDispute: Rule = (desk, told) => {
  const dispute = desk.papers.disputes.get(told.input.disputeId ?? '');
  return end(desk, told, dispute, 'DISPUTE_UNKNOWN', 'a dispute is resolved');
};

export function end(
  desk: Desk,
  told: Told,
  agreement: AgreementPaper | undefined,
  unknown: string,
  situation: string,
): Verdict {
  const day = dayOf(desk, told.input);
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [agreement === undefined && unknown],
    beforeOpening(desk, told.input),
    () => [agreement?.ended !== undefined && 'ALREADY_ENDED', earlierThan(day, agreement?.day)],
  );
  const record = (known: number): void => {
    there(agreement).ended = { day, known };
  };
  return refused ?? { kind: 'ACCEPT', reached: [situation], record };
}

export const openDispute: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const chargeId = input.chargeId ?? '';
  const line = { chargeId, item: input.item ?? 1 };
  const named = papers.items.get(`${chargeId}#${line.item}`);
  const refused = firstObjection(
    () => malformed(told),
    ...shapeAndAccount(desk, told),
    () => [...unknownLines(papers, [line]), papers.disputes.has(input.disputeId ?? '') && 'DUPLICATE_ID'],
    currency(desk, input),
    beforeOpening(desk, input),
    () => [voided(papers, [chargeId]), earlierThan(day, named?.from)],
  );
  return refused ?? opened(papers, input, there(named), day);
};

function opened(papers: Papers, input: Input, item: ItemPaper, day: string): Verdict {
  const room = smallestUndisputed(papers, item, openOf(item), day);
  const cents = input.amount === undefined ? room : centsOf(input.amount);
  if (cents > room || cents === 0n) return refuse(['EXCEEDS_OPEN']);
  const isSecond = [...papers.disputes.values()].some((other) => other.item === item);
  const record = (known: number): void => {
    papers.disputes.set(input.disputeId ?? '', { item, day, known, cents, ended: undefined });
  };
  const reached = ['a dispute is opened', ...(isSecond ? ['a second dispute on an item'] : [])];
  return { kind: 'ACCEPT', reached, record };
}
