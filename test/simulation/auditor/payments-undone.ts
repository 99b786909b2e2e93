import { backInBase, goneInBase } from './base.ts';
import { type At, later, smallestFrom, sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  earlierThan,
  isTakenPayment,
  notArrived,
  type Rule,
  shapeAndAccount,
  there,
  unknownLines,
  unknownPayment,
} from './desk.ts';
import { liveNewestFirst, type Papers, type Part, post, type SourcePaper } from './papers.ts';
import { enter, type Placement, type Placing, place } from './placing.ts';
import { wrongReason } from './reasons.ts';
import { cannotFall, gone, recharge, releasesOfFall } from './recharge.ts';
import { enterReleases, type Release, takeFrom } from './releasing.ts';
import { centsOf } from './shape.ts';
import { giveUpAgain, partOfShortfall, type Restored, takeBackShortfalls } from './shortfalls.ts';
import type { Input, Told, ToldLine } from './told.ts';
import { firstObjection, refuse, type Verdict } from './verdict.ts';
import { recordVoid, voided } from './void-charge.ts';
import { turnRecovery } from './write-offs.ts';

export const unapplyPayment: Rule = (desk, told) =>
  unapplySource(desk, told, desk.papers.sources.get(told.input.paymentId ?? ''), 'PAYMENT');

export function unapplySource(
  desk: Desk,
  told: Told,
  source: SourcePaper | undefined,
  kind: SourcePaper['kind'],
): Verdict {
  const { papers } = desk;
  const { input } = told;
  const unknown =
    kind === 'CREDIT' ? source === undefined && 'CREDIT_UNKNOWN' : unknownPayment(papers, input.paymentId);
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [unknown, ...unknownLines(papers, input.lines ?? [])],
    currency(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [kind === 'PAYMENT' && notArrived(papers, input.paymentId)],
  );
  if (refused !== undefined) return refused;
  const day = dayOf(desk, input);
  const { releases, isMissing } = takenBack(papers, there(source), input, day);
  const objection = firstObjection(
    () => [
      voided(
        papers,
        (input.lines ?? []).map(({ chargeId }) => chargeId),
      ),
      ...releases.map(({ allocation }) => earlierThan(day, allocation.day)),
    ],
    () => [partOfShortfall(releases)],
    () => [isMissing && 'NOT_ALLOCATED'],
  );
  if (objection !== undefined) return objection;
  const isPart = releases.some(({ allocation, cents }) => cents < allocation.live);
  const reached = isPart ? ['a part of an allocation is un-applied'] : ['an allocation is un-applied'];
  const record = (known: number): void => {
    enterReleases(papers, releases, known);
    takeBackShortfalls(papers, releases, known);
  };
  return { kind: 'ACCEPT', reached, record };
}

export function takenBack(papers: Papers, source: SourcePaper, input: Input, day: string) {
  let live = wholeOf(papers, source, () => day);
  if (input.lines === undefined) return { releases: live, isMissing: live.length === 0 };
  const releases: Release[] = [];
  let isMissing = false;
  for (const line of input.lines) {
    const there = live.filter((release) => isNamed(release, line));
    const allocated = sumOf(there.map(({ cents }) => cents));
    const asked = line.amount === undefined ? allocated : centsOf(line.amount);
    isMissing ||= there.length === 0 || asked > allocated;
    const taken = takeFrom(there, asked);
    releases.push(...taken);
    live = live.map((one) => ({ ...one, cents: one.cents - takenOf(taken, one) })).filter(({ cents }) => cents > 0n);
  }
  return { releases, isMissing };
}

function takenOf(taken: readonly Release[], { allocation }: Release): bigint {
  return taken.find((one) => one.allocation === allocation)?.cents ?? 0n;
}

function isNamed({ allocation: { item } }: Release, line: ToldLine): boolean {
  return item.charge.chargeId === line.chargeId && (line.item === undefined || line.item === item.number);
}

/** Every live allocation of the payment, whole, newest first. */
export function wholeOf(
  papers: Papers,
  source: SourcePaper,
  dayFor: (allocatedOn: string) => string,
): readonly Release[] {
  const live = liveNewestFirst(papers, (allocation) => allocation.source === source);
  return live.map((allocation) => ({ allocation, day: dayFor(allocation.day), cents: allocation.live }));
}

export const reversePayment: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const recovery = papers.recoveries.get(input.paymentId ?? '');
  if (recovery !== undefined) return turnRecovery(desk, told, recovery);
  const day = dayOf(desk, input);
  const source = papers.sources.get(input.paymentId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [!isTakenPayment(papers, input.paymentId) && 'PAYMENT_UNKNOWN'],
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [notArrived(papers, input.paymentId) || (source?.reversedOn !== undefined && 'ALREADY_REVERSED')],
    () => [source?.receipt !== undefined && 'PAYMENT_FROM_RECEIPT'],
    () => [there(source).away > 0n && 'PAYMENT_TRANSFERRED', earlierThan(day, gone(papers, there(source)).lastDay)],
  );
  if (refused !== undefined) return refused;
  const payment = there(source);
  const refunded = gone(papers, payment).cents;
  const releases = wholeOf(papers, payment, (allocatedOn) => later(day, allocatedOn));
  const freed = [...payment.unapplied, ...releases.map((one) => ({ day: one.day, cents: one.cents, known: 0 }))];
  if (smallestFrom(freed, day) < payment.cents - refunded) {
    return refuse(['BACKDATE_CONFLICT'], 'a reversal is refused because of a past day');
  }
  const reached = [
    'NSF',
    ...(refunded > 0n ? ['NSF after a refund'] : []),
    ...(refunded === payment.cents ? ['NSF after all of it was refunded'] : []),
    ...(releases.length > 1 ? ['a payment with several allocations is reversed'] : []),
    ...(payment.settledOn > payment.from ? ['a reinstated payment is reversed again'] : []),
  ];
  return { kind: 'ACCEPT', reached, record: (known) => recordReversal(papers, payment, releases, { day, known }) };
};

export function recordReversal(papers: Papers, payment: SourcePaper, releases: readonly Release[], at: At): void {
  payment.dropped = releases.map(({ allocation, cents }) => ({ allocation, cents })).toReversed();
  enterReleases(papers, releases, at.known);
  payment.reversedOn = at.day;
  const refunded = gone(papers, payment).cents;
  const left = payment.cents - refunded;
  goneInBase(papers, payment, left, at);
  if (left > 0n) payment.unapplied.push({ ...at, cents: -left });
  post(papers, { ...at, method: payment.method }, [
    ['UnappliedCash', left],
    ['CashClearing', -left],
  ]);
  takeBackShortfalls(papers, releases, at.known);
  if (refunded > 0n) recharge(papers, payment, refunded, at);
}

export const reinstatePayment: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const recovery = papers.recoveries.get(input.paymentId ?? '');
  if (recovery !== undefined) return turnRecovery(desk, told, recovery);
  const day = dayOf(desk, input);
  const source = papers.sources.get(input.paymentId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [!isTakenPayment(papers, input.paymentId) && 'PAYMENT_UNKNOWN'],
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [notArrived(papers, input.paymentId)],
    () => [source?.reversedOn === undefined && 'NOT_REVERSED'],
    () => [source?.receipt !== undefined && 'PAYMENT_FROM_RECEIPT'],
    () => [earlierThan(day, source?.reversedOn)],
  );
  if (refused !== undefined) return refused;
  const payment = there(source);
  const bound = cannotFall(papers, payment.recharge, day);
  if (bound !== undefined) return bound;
  const fallen = releasesOfFall(papers, payment.recharge, day);
  const cents = payment.cents - gone(papers, payment).cents;
  const { placed, restorations } = restored(papers, payment, payment.dropped, { day, cents });
  const isWhole = sumOf(placed.map((one) => one.cents)) === sumOf(payment.dropped.map((one) => one.cents));
  const reached = [
    payment.dropped.length > 0 && isWhole ? ['a reinstatement restores everything'] : [],
    isWhole ? [] : ['a payment is reinstated after its item was paid again'],
    payment.recharge === undefined ? [] : ['a recharge falls with the reinstatement'],
    fallen.length === 0 ? [] : ['a paid recharge falls with the reinstatement'],
  ].flat();
  const record = (known: number): void => {
    if (payment.recharge !== undefined) recordVoid(papers, payment.recharge, fallen, { day, known });
    recordReinstatement(papers, payment, cents, { day, known });
    giveUpAgain(papers, restorations, enter(papers, payment, placed, known, restorations), known);
  };
  return { kind: 'ACCEPT', reached, record };
};

function recordReinstatement(papers: Papers, payment: SourcePaper, cents: bigint, at: At): void {
  if (cents > 0n) payment.unapplied.push({ ...at, cents });
  backInBase(papers, payment, cents, at);
  payment.reversedOn = undefined;
  payment.settledOn = at.day;
  payment.dropped = [];
  payment.recharge = undefined;
  post(papers, { ...at, method: payment.method }, [
    ['CashClearing', cents],
    ['UnappliedCash', -cents],
  ]);
}

/** Each part in the original order, as far as its item is open, and not before its allocation was made. */
export function restored(
  papers: Papers,
  source: SourcePaper,
  parts: readonly Part[],
  back: { readonly day: string; readonly cents: bigint },
): { readonly placed: readonly Placement[]; readonly restorations: readonly Restored[] } {
  const { day, cents } = back;
  const unapplied = [...source.unapplied, { day, cents, known: 0 }];
  let placing: Placing = { papers, from: day, unapplied, placed: [] };
  const restorations: Restored[] = [];
  for (const { allocation, cents: part } of parts.toSorted((a, b) => a.allocation.number - b.allocation.number)) {
    const from = later(later(day, allocation.day), allocation.item.from);
    const next = place(placing, allocation.item, from, part);
    const placement = next === placing ? undefined : next.placed.at(-1);
    if (placement !== undefined) restorations.push({ dropped: allocation, cents: part, placement });
    placing = next;
  }
  return { placed: placing.placed, restorations };
}
