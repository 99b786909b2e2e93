import { sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  earlierThan,
  isTakenPayment,
  partyOf,
  type Rule,
  shapeAndAccount,
  there,
  unknownLines,
  valued,
  worthOf,
} from './desk.ts';
import type { Papers, PendingPaper } from './papers.ts';
import { recordPayment, strayPriority } from './payments.ts';
import { itemRequired, placeAll, reachedBy, restOf } from './placing.ts';
import { centsOf, malformed } from './shape.ts';
import { enterWithShortfalls, takenAdjustmentIds, wrongShortfallReasons } from './shortfalls.ts';
import type { Input, Told } from './told.ts';
import { firstObjection, refuse, type Verdict } from './verdict.ts';
import { voided } from './void-charge.ts';

/** Money that is announced: it counts for nothing until it is settled, and takes no lines. */
export function announce(desk: Desk, told: Told): Verdict {
  const { papers } = desk;
  const { input } = told;
  const asksForMore = [input.lines, input.strategy, input.priority, input.baseAmount, input.rate].some(
    (field) => field !== undefined,
  );
  const refused = firstObjection(
    () => [...malformed(told), asksForMore && 'INPUT_INVALID'],
    ...shapeAndAccount(desk, told),
    () => [isTakenPayment(papers, input.paymentId) && 'DUPLICATE_ID'],
    currency(desk, input),
    beforeOpening(desk, input),
  );
  const day = dayOf(desk, input);
  const cents = centsOf(input.amount);
  const record = (known: number): void => {
    const { payer, method } = input;
    const waiting = [{ day, cents, known }];
    papers.pending.set(input.paymentId ?? '', {
      party: partyOf(payer),
      method,
      day,
      cents,
      waiting,
      became: undefined,
    });
  };
  return refused ?? { kind: 'ACCEPT', reached: ['money is announced'], record };
}

/** Received money, and recoveries, never waited. */
function notWaiting(pending: PendingPaper | undefined, day: string): readonly (string | false)[] {
  if (pending === undefined) return ['NOT_PENDING'];
  return [pending.became !== undefined && 'PENDING_ALREADY_RESOLVED', earlierThan(day, pending.day)];
}

function unknown(papers: Papers, { paymentId }: Input): string | false {
  return !isTakenPayment(papers, paymentId) && 'PAYMENT_UNKNOWN';
}

/** It is there, in whole or in part, and from this day on it is a payment like any other; the rest lapses. */
export const settlePayment: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const lines = input.lines ?? [];
  const asked = sumOf(lines.map(({ amount }) => centsOf(amount)));
  const pending = papers.pending.get(input.paymentId ?? '');
  const refused = firstObjection(
    () => [
      ...malformed(told),
      strayPriority(input),
      input.amount !== undefined && asked > centsOf(input.amount) && 'LINES_EXCEED_AMOUNT',
    ],
    ...shapeAndAccount(desk, told),
    () => [unknown(papers, input), ...unknownLines(papers, lines), takenAdjustmentIds(papers, lines)],
    valued(desk, input),
    () => wrongShortfallReasons(desk, told),
    beforeOpening(desk, input),
    () => [
      ...notWaiting(pending, day),
      voided(
        papers,
        lines.map(({ chargeId }) => chargeId),
      ),
      itemRequired(papers, lines),
    ],
    () => [(input.amount === undefined ? asked : centsOf(input.amount)) > there(pending).cents && 'EXCEEDS_PENDING'],
  );
  return refused ?? settle(desk, told, there(pending));
};

function settle(desk: Desk, told: Told, pending: PendingPaper): Verdict {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const cents = input.amount === undefined ? pending.cents : centsOf(input.amount);
  const placing = { papers, from: day, unapplied: [{ day, cents, known: 0 }], placed: [] };
  const rest = { ...restOf(input, pending.party), asked: undefined };
  const placed = placeAll(placing, input.lines ?? [], rest);
  if (typeof placed === 'string') return refuse([placed]);
  const reached = [
    cents < pending.cents ? 'announced money comes in part' : 'announced money comes',
    ...(placed.placed.length > 0 ? ['announced money is applied as it comes'] : []),
    ...reachedBy(placed.placed, pending.party, day),
  ];
  const record = (known: number): void => {
    pending.waiting.push({ day, cents: -pending.cents, known });
    pending.became = 'SETTLED';
    const source = { id: input.paymentId ?? '', party: pending.party, method: pending.method, cents };
    const payment = recordPayment(papers, source, { day, known }, worthOf(desk, input, cents));
    enterWithShortfalls(desk, told, payment, placed, known);
  };
  return { kind: 'ACCEPT', reached, record };
}

export const failPayment: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const named = papers.pending.get(input.paymentId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [unknown(papers, input)],
    beforeOpening(desk, input),
    () => notWaiting(named, day),
  );
  const record = (known: number): void => {
    const pending = there(named);
    pending.waiting.push({ day, cents: -pending.cents, known });
    pending.became = 'FAILED';
  };
  return refused ?? { kind: 'ACCEPT', reached: ['announced money does not come'], record };
};
