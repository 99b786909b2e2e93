import { goneInBase, sourceInBase } from './base.ts';
import { later, over, smallestFrom, sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  earlierThan,
  partyOf,
  type Rule,
  shapeAndAccount,
  there,
  unknownLines,
  valued,
  worthOf,
} from './desk.ts';
import { type Papers, post, type SourcePaper, standingRefunds } from './papers.ts';
import { applySource, asksNothing, givesUp, strayPriority } from './payments.ts';
import { unapplySource, wholeOf } from './payments-undone.ts';
import { enter, itemRequired, itemsOfLine, type Placing, placeAll, placeLine, restOf } from './placing.ts';
import { wrongReason } from './reasons.ts';
import { enterReleases } from './releasing.ts';
import { centsOf, malformed } from './shape.ts';
import type { Input } from './told.ts';
import { firstObjection, refuse, type Verdict } from './verdict.ts';
import { voided } from './void-charge.ts';

export const issueCredit: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const cents = centsOf(input.amount);
  const id = input.creditId ?? '';
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [papers.credits.has(id) && 'DUPLICATE_ID'],
    valued(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
  );
  const record = (known: number): void => {
    papers.order += 1;
    const credit: SourcePaper = {
      kind: 'CREDIT',
      id,
      party: partyOf(input.payer),
      from: day,
      order: papers.order,
      cents,
      unapplied: [{ day, cents, known }],
      reversedOn: undefined,
      settledOn: day,
      away: 0n,
      dropped: [],
      recharge: undefined,
    };
    papers.credits.set(id, credit);
    sourceInBase(papers, credit, worthOf(desk, input, cents), { day, known });
    post(papers, { day, known }, [
      ['CreditsGranted', cents],
      ['UnappliedCredits', -cents],
    ]);
  };
  return refused ?? { kind: 'ACCEPT', reached: [], record };
};

export const applyCredit: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  if (input.creditId !== undefined) return applySource(desk, told, papers.credits.get(input.creditId), 'CREDIT');
  const lines = input.lines ?? [];
  const refused = firstObjection(
    () => [...malformed(told), (asksNothing(input) || givesUp(input)) && 'INPUT_INVALID', strayPriority(input)],
    ...shapeAndAccount(desk, told),
    () => unknownLines(papers, lines),
    currency(desk, input),
    beforeOpening(desk, input),
    () => [
      voided(
        papers,
        lines.map(({ chargeId }) => chargeId),
      ),
      itemRequired(papers, lines),
    ],
  );
  return refused ?? applyOldestFirst(desk, input);
};

/** The credits of the account, oldest first, as far as they go; a line above what is open is refused all the same. */
function applyOldestFirst(desk: Desk, input: Input): Verdict {
  const { papers } = desk;
  const day = dayOf(desk, input);
  const credits = [...papers.credits.values()]
    .filter(({ unapplied, from }) => smallestFrom(unapplied, later(day, from)) > 0n)
    .toSorted((a, b) => (a.from === b.from ? a.order - b.order : a.from < b.from ? -1 : 1));
  const [oldest] = credits;
  if (oldest === undefined) return refuse(['NO_CREDIT_AVAILABLE']);
  if (isBeyondOpen(papers, oldest, input, day)) return refuse(['OVER_ALLOCATION']);
  const plans = inTurn(papers, credits, input, day);
  const count = plans.reduce((sum, { placed }) => sum + placed.length, 0);
  if (count === 0) return refuse(['NOTHING_TO_APPLY']);
  const used = plans.filter(({ placed }) => placed.length > 0);
  const record = (known: number): void => {
    for (const { source, placed } of plans) enter(papers, source, placed, known);
  };
  return { kind: 'ACCEPT', reached: used.length > 1 ? ['several credits are applied, oldest first'] : [], record };
}

/** As if the credit were without end: what then cannot be placed is not open. */
function isBeyondOpen(papers: Papers, { from }: SourcePaper, input: Input, day: string): boolean {
  const start = later(day, from);
  const plenty = { day: start, cents: 1_000_000_000_000n, known: 0 };
  const placing: Placing = { papers, from: start, unapplied: [plenty], placed: [] };
  return placeAll(placing, input.lines ?? [], { ...restOf(input, 'SELF'), strategy: 'NONE' }) === 'OVER_ALLOCATION';
}

interface Plan {
  readonly source: SourcePaper;
  readonly placed: Placing['placed'];
}

/** Each credit begins with what those before it left open, left of the lines and left of what the strategy may use. */
function inTurn(papers: Papers, credits: readonly SourcePaper[], input: Input, day: string): readonly Plan[] {
  const plans: Plan[] = [];
  const lines = (input.lines ?? []).map((line) => ({ items: itemsOfLine(papers, line), cents: centsOf(line.amount) }));
  let asked = input.amount === undefined ? undefined : centsOf(input.amount);
  for (const source of credits) {
    const before = plans.flatMap(({ placed }) => placed);
    const start = { papers, from: later(day, source.from), unapplied: source.unapplied, taken: before, placed: [] };
    let placing: Placing = start;
    for (const line of lines) {
      const next = placeLine(placing, line.items, line.cents);
      line.cents -= placedIn(next) - placedIn(placing);
      placing = next;
    }
    const done = placeAll(placing, [], { ...restOf(input, source.party), asked });
    if (typeof done === 'string') throw new Error('no line can be refused where there is none');
    if (asked !== undefined) asked -= placedIn(done) - placedIn(placing);
    plans.push({ source, placed: done.placed });
  }
  return plans;
}

function placedIn({ placed }: Placing): bigint {
  return sumOf(placed.map(({ cents }) => cents));
}

export const unapplyCredit: Rule = (desk, told) =>
  unapplySource(desk, told, desk.papers.credits.get(told.input.creditId ?? ''), 'CREDIT');

export const voidCredit: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const credit = papers.credits.get(input.creditId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [credit === undefined && 'CREDIT_UNKNOWN'],
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [
      credit?.reversedOn !== undefined && 'ALREADY_REVERSED',
      (credit?.away ?? 0n) > 0n && 'CREDIT_TRANSFERRED',
      earlierThan(day, lastRefundOf(papers, credit)),
    ],
  );
  if (refused !== undefined) return refused;
  const source = there(credit);
  const releases = wholeOf(papers, source, (allocatedOn) => later(day, allocatedOn));
  const freed = [...source.unapplied, ...releases.map((one) => ({ day: one.day, cents: one.cents, known: 0 }))];
  const left = over(freed);
  if (left === 0n) return refuse(['NO_CREDIT_AVAILABLE']);
  if (smallestFrom(freed, day) < left) return refuse(['BACKDATE_CONFLICT'], 'a void is refused because of a past day');
  const record = (known: number): void => {
    enterReleases(papers, releases, known);
    goneInBase(papers, source, left, { day, known });
    source.reversedOn = day;
    source.unapplied.push({ day, cents: -left, known });
    post(papers, { day, known }, [
      ['UnappliedCredits', left],
      ['CreditsGranted', -left],
    ]);
  };
  return { kind: 'ACCEPT', reached: releases.length > 0 ? ['an applied credit is voided'] : [], record };
};

/** What is void has nothing on any day: it is not void before what was paid out of it had gone. */
function lastRefundOf(papers: Papers, credit: SourcePaper | undefined): string | undefined {
  return (
    credit &&
    standingRefunds(papers, credit)
      .map(({ day }) => day)
      .reduce(later, credit.from)
  );
}
