import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { compare, isPositive, type Money, subtract, sum, zero } from '#money/money.ts';
import { type Account, type Allocation, itemAt, type Source } from '../account.ts';
import { accept, type Decision, draftOf, record } from '../books.ts';
import { amountOf, beforeOriginal, positive } from '../checks.ts';
import { moneyText } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier, itemNumber } from '../text.ts';
import { mostAllocations } from './allocation-plan.ts';
import { tooMany } from './lines.ts';
import { newestFirst, type Release, releaseFacts, takeFrom } from './release-plan.ts';
import { itemsGivenBack, partOfShortfall, recordTakenBack } from './shortfall-facts.ts';

/** Un-applying: what a command takes back of the allocations of a payment or a credit. */
const unapplyLine = z
  .strictObject({
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('The item; left out, any item of the charge, newest allocation first.'),
    amount: moneyText.optional().describe('How much; everything applied there when left out.'),
  })
  .meta({ title: 'UnapplyLineInput', description: 'What to take back from a charge or one of its items.' });

export const unapplyLinesField = z
  .array(unapplyLine)
  .min(1)
  .max(mostAllocations)
  .optional()
  .describe('What to take back; every live allocation when left out.');

type Line = z.output<typeof unapplyLine>;

export interface Unapplication {
  readonly currency: string;
  readonly lines?: readonly Line[] | undefined;
}

export function takenBack(account: Account, source: Source, input: Unapplication, date: CalendarDate): Decision {
  const { releases, missing } = releasesOf(account, source, input, date);
  return (
    beforeOneOf(releases, date) ??
    partOfShortfall(account, releases, 'lines') ??
    missing ??
    tooMany(releases.length + itemsGivenBack(account, releases)) ??
    accept(recordTakenBack(record(draftOf(account), ...releaseFacts(account, releases, 'UNAPPLIED')), releases))
  );
}

/** No allocation is taken back before it was made. */
export function beforeOneOf(releases: readonly Release[], date: CalendarDate): Rejection | undefined {
  const latest = releases
    .map(({ allocation }) => allocation.effectiveDate)
    .toSorted()
    .at(-1);
  return latest === undefined ? undefined : beforeOriginal(date, latest);
}

export function invalidUnapplyLines(input: Unapplication): Rejection | undefined {
  for (const [index, { amount }] of (input.lines ?? []).entries()) {
    const fault =
      amount === undefined ? undefined : positive(amountOf(amount, input.currency), `lines.${index}.amount`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** What the lines take back, and the first of them that asks for more than is applied there. */
interface Found {
  readonly releases: readonly Release[];
  readonly missing: Rejection | undefined;
}

function releasesOf(account: Account, source: Source, input: Unapplication, date: CalendarDate): Found {
  const live = newestFirst(account, source.allocations);
  if (input.lines === undefined) {
    const missing =
      live.length > 0 ? undefined : reject('NOT_ALLOCATED', { allocated: zero(input.currency) }, pathOf(source));
    return { releases: live.map((allocation) => ({ allocation, date, amount: allocation.live })), missing };
  }
  const { releases, lacking } = takenByLines(account, source, input.lines, date);
  if (lacking === undefined) return { releases, missing: undefined };
  const { allocated, index } = lacking;
  return { releases, missing: reject('NOT_ALLOCATED', { allocated }, `lines.${index}`) };
}

interface Taken {
  readonly releases: readonly Release[];
  /** The first line that asks for more than is applied there. */
  readonly lacking: { readonly index: number; readonly allocated: Money } | undefined;
}

/** What lines take back, one after the other: the newest allocation that a line names comes first. */
export function takenByLines(account: Account, source: Source, lines: readonly Line[], date: CalendarDate): Taken {
  const { currency } = source.amount;
  let live = newestFirst(account, source.allocations);
  const releases: Release[] = [];
  let lacking: Taken['lacking'];
  for (const [index, line] of lines.entries()) {
    const there = live.filter((allocation) => isNamed(account, allocation, line));
    const allocated = liveSum(currency, there);
    const amount = line.amount === undefined ? allocated : amountOf(line.amount, currency);
    if (there.length === 0 || compare(amount, allocated) > 0) lacking ??= { index, allocated };
    const taken = takeFrom(there, amount, date);
    releases.push(...taken);
    live = without(live, taken);
  }
  return { releases, lacking };
}

function isNamed(account: Account, allocation: Allocation, line: Line): boolean {
  const { chargeId, item } = itemAt(account, allocation.itemKey);
  return chargeId === line.chargeId && (line.item === undefined || line.item === item);
}

function liveSum(currency: string, allocations: readonly Allocation[]): Money {
  return sum(
    currency,
    allocations.map(({ live }) => live),
  );
}

/** The allocations as the lines so far leave them; what is used up is no longer there. */
function without(live: readonly Allocation[], taken: readonly Release[]): readonly Allocation[] {
  return live
    .map((allocation) => {
      const release = taken.find((one) => one.allocation.allocation === allocation.allocation);
      return release === undefined ? allocation : { ...allocation, live: subtract(allocation.live, release.amount) };
    })
    .filter((allocation) => isPositive(allocation.live));
}

function pathOf({ source }: Source): string {
  return source.kind === 'PAYMENT' ? 'paymentId' : 'creditId';
}
