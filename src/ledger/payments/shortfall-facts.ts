import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import {
  compare,
  isNegative,
  isPositive,
  isZero,
  type Money,
  negate,
  subtract,
  sum,
  toMinorText,
} from '#money/money.ts';
import { type Account, type Adjustment, allocationAt, chargeAt, itemAt, itemKey } from '../account.ts';
import { taxOutOfBounds, taxPart } from '../adjustments/adjusted-tax.ts';
import type { Loss } from '../adjustments/reduction.ts';
import { type Draft, record } from '../books.ts';
import type { EventData, FactOf } from '../events.ts';
import { type Rejection, reject } from '../rejections.ts';
import { smallestFrom } from '../timeline.ts';
import type { Release } from './release-plan.ts';
import type { Shortfall } from './shortfalls.ts';

/**
 * The adjustment that gives up what an allocation left open, and how it goes with that allocation: down with it, back
 * when it is un-applied, refunded or reversed, and down again when it is restored.
 */
type ShortfallOf = NonNullable<EventData<'ChargeAdjusted'>['shortfallOf']>;

/** What is given up, of which items, from which day on. */
export interface GivenUp {
  readonly shortfall: Shortfall;
  readonly date: CalendarDate;
  readonly parts: readonly Loss[];
}

/** The tax part goes down pro rata, as with any adjustment that does not state it. */
export function recordGivenUp(draft: Draft, { shortfall, date, parts }: GivenUp, shortfallOf: ShortfallOf): Draft {
  const [first] = parts;
  if (first === undefined) throw new Error('a shortfall of nothing');
  const { adjustmentId, kind, reasonCode, contraAccount } = shortfall;
  const { chargeId } = first.item;
  const { currency } = first.amount;
  const lost = parts.map(({ amount }) => amount);
  const amount = negate(sum(currency, lost));
  const taxAmount = taxPart(chargeAt(draft.account, chargeId), amount, undefined);
  const items = parts.map((part) => ({ item: part.item.item, amount: negate(part.amount) }));
  const adjustment = { adjustmentId, chargeId, kind, contraAccount, reasonCode, amount, taxAmount, items };
  return record(draft, chargeAdjusted(adjustment, date, { shortfallOf }));
}

/** The shortfall of an allocation, unless somebody took it back. */
function standingShortfall(account: Account, allocation: number): Adjustment | undefined {
  const latest = latestShortfall(account, allocation);
  return latest !== undefined && isNegative(latest.amount) ? latest : undefined;
}

function latestShortfall(account: Account, allocation: number): Adjustment | undefined {
  const { shortfall } = allocationAt(account, allocation);
  const latest = shortfall === undefined ? undefined : account.adjustments.get(shortfall);
  return latest?.undoneOn === undefined ? latest : undefined;
}

/**
 * A shortfall falls with all that is left of its allocation: half a payment does not say what half of the rest was given
 * up for.
 */
export function partOfShortfall(
  account: Account,
  releases: readonly Release[],
  inputPath: string,
): Rejection | undefined {
  for (const [number, released] of releasedOf(releases)) {
    const shortfall = standingShortfall(account, number);
    const allocated = allocationAt(account, number).live;
    if (shortfall === undefined || compare(released, allocated) === 0) continue;
    return reject('SHORTFALL_WHOLE_ONLY', { allocated, adjustmentId: shortfall.adjustmentId }, inputPath);
  }
  return undefined;
}

/** By allocation: two lines of one command may take it together. */
function releasedOf(releases: readonly Release[]): ReadonlyMap<number, Money> {
  const released = new Map<number, Money>();
  for (const { allocation, amount } of releases) {
    const before = released.get(allocation.allocation);
    released.set(allocation.allocation, before === undefined ? amount : sum(amount.currency, [before, amount]));
  }
  return released;
}

/** How many items are touched besides those of the releases: a command is bounded in both. */
export function itemsGivenBack(account: Account, releases: readonly Release[]): number {
  const numbers = [...releasedOf(releases).keys()];
  return numbers.reduce((count, number) => count + (standingShortfall(account, number)?.items.length ?? 0), 0);
}

/** Takes back the shortfalls of allocations that have just been taken back, each dated with its release and not before itself. */
export function recordTakenBack(draft: Draft, releases: readonly Release[]): Draft {
  const dates = new Map(releases.map(({ allocation, date }) => [allocation.allocation, date]));
  return [...dates].reduce((next, [allocation, date]) => {
    const shortfall = standingShortfall(next.account, allocation);
    return shortfall === undefined ? next : recordOpposite(next, shortfall, date, allocation);
  }, draft);
}

/**
 * Gives up again what had been taken back with an allocation that is now restored whole: if all of it is still open from
 * that day on, and the tax inside still allows it. Otherwise the rest stays open, for somebody to decide on.
 */
export function recordGivenUpAgain(draft: Draft, dropped: number, restored: number): Draft {
  const back = latestShortfall(draft.account, dropped);
  if (back === undefined || !isPositive(back.amount)) return draft;
  const date = laterOf(allocationAt(draft.account, restored).effectiveDate, back.effectiveDate);
  return isStillOpen(draft.account, back, date) ? recordOpposite(draft, back, date, restored) : draft;
}

function isStillOpen(
  account: Account,
  { chargeId, amount, taxAmount, items }: Adjustment,
  date: CalendarDate,
): boolean {
  const isOpen = items.every((part) => {
    const { open } = itemAt(account, itemKey(chargeId, part.item));
    return !isNegative(subtract(smallestFrom(open, date), part.amount));
  });
  return isOpen && taxOutOfBounds(chargeAt(account, chargeId), negate(amount), negate(taxAmount)) === undefined;
}

/** The mirror of a shortfall, or of its taking back: under the same reason, so that by reason nothing is left of the two. */
function recordOpposite(draft: Draft, original: Adjustment, date: CalendarDate, allocation: number): Draft {
  const opposite = {
    ...original,
    adjustmentId: freeAdjustmentId(draft.account),
    amount: negate(original.amount),
    taxAmount: negate(original.taxAmount),
    items: original.items.map(({ item, amount }) => ({ item, amount: negate(amount) })),
  };
  const shortfallOf = { paymentId: allocationAt(draft.account, allocation).source.id, allocation };
  const from = laterOf(date, original.effectiveDate);
  return record(draft, chargeAdjusted(opposite, from, { undoes: original.adjustmentId, shortfallOf }));
}

/** Nobody gives these an id, so the books do: the first that is free. */
function freeAdjustmentId({ adjustments }: Account): string {
  let number = 1;
  while (adjustments.has(`shortfall:${number}`)) number += 1;
  return `shortfall:${number}`;
}

type Adjusting = Pick<
  Adjustment,
  'adjustmentId' | 'chargeId' | 'kind' | 'contraAccount' | 'reasonCode' | 'amount' | 'taxAmount' | 'items'
>;

function chargeAdjusted(
  { adjustmentId, chargeId, kind, contraAccount, reasonCode, amount, taxAmount, items }: Adjusting,
  effectiveDate: CalendarDate,
  link: { readonly undoes?: string; readonly shortfallOf: ShortfallOf },
): FactOf<'ChargeAdjusted'> {
  const data = {
    adjustmentId,
    chargeId,
    kind,
    currency: amount.currency,
    amount: toMinorText(amount),
    taxAmount: isZero(taxAmount) ? undefined : toMinorText(taxAmount),
    items: items.map((part) => ({ item: part.item, amount: toMinorText(part.amount) })),
    contraAccount,
    ...link,
  };
  return { type: 'ChargeAdjusted', effectiveDate, data, reasonCode };
}
