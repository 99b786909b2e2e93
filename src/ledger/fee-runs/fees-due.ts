import { addDays, type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { add, compare, fromMinorText, isPositive, type Money, smaller, zero } from '#money/money.ts';
import { interestOf, percentageOf } from '#money/percentage.ts';
import type { Account, Item } from '../account.ts';
import { inOrder } from '../checks.ts';
import { feeKey, finedOn } from '../late-fees/fee-key.ts';
import { isSelf } from '../parties.ts';
import { lineageOf } from '../plans/lineage.ts';
import { protectionOf } from '../protection.ts';
import { valueOn } from '../timeline.ts';
import { type StoredFeeTerms, usualDaysInYear } from './fee-terms.ts';

/** What a run asks of an account. */
export interface FeeRun {
  readonly on: CalendarDate;
  readonly period: string;
  readonly currency: string;
  readonly terms: StoredFeeTerms;
}

/** The days of interest, both included, and what was owed on each of them, added up. */
interface InterestDays {
  readonly from: CalendarDate;
  readonly through: CalendarDate;
  readonly moneyDays: Money;
}

export interface FeeDue {
  readonly item: Item;
  readonly overdue: Money;
  readonly amount: Money;
  readonly interest: InterestDays | undefined;
}

export interface FeesDue {
  readonly fees: readonly FeeDue[];
  /** Late for the first time, where the terms want notice first. */
  readonly notices: readonly Item[];
  /** How many items are late and protected. */
  readonly leftOut: number;
}

/**
 * What a run on this day would charge the account: items of the account holder that are late, once for each item and period,
 * never a fee on a fee. A plan that is kept, an open dispute and a hold protect an item; the days on which they did bear no
 * interest afterwards either.
 */
export function feesDue(account: Account, run: FeeRun): FeesDue {
  const late = inOrder([...account.items.values()].filter((item) => isLate(item, run)));
  const unfined = late.filter(({ key }) => finedOn(account, key, run.period) === undefined);
  const free = unfined.filter(({ key }) => protectionOf(account, key, run.on) === undefined);
  const fees = free.filter((item) => isNoticed(account, item, run)).flatMap((item) => feeOn(account, item, run) ?? []);
  return {
    fees: run.terms.method === 'FLAT' ? onceEach(account, fees, run.period) : fees,
    notices: free.filter((item) => run.terms.noticeDays !== undefined && noticedOn(account, item) === undefined),
    leftOut: unfined.length - free.length,
  };
}

/** A flat amount is for the item: what plans have made of it is still one. Parts of a percentage, or of interest, add up. */
function onceEach(account: Account, fees: readonly FeeDue[], period: string): readonly FeeDue[] {
  const items = [...account.items.values()].filter(({ chargeId, item }) =>
    account.feesAssessed.has(feeKey(chargeId, item, period)),
  );
  const fined = new Set(items.map(({ key }) => firstOf(account, key)));
  return fees.filter(({ item }) => {
    const first = firstOf(account, item.key);
    const isFree = !fined.has(first);
    fined.add(first);
    return isFree;
  });
}

/** The item that no plan had made. */
function firstOf(account: Account, key: string): string {
  return lineageOf(account, key).at(-1)?.key ?? key;
}

function isLate(item: Item, { on, terms }: FeeRun): boolean {
  if (item.isFee || !isSelf(item.party) || addDays(item.dueDate, terms.graceDays) >= on) return false;
  return isPositive(valueOn(item.open, on));
}

function noticedOn(account: Account, { key }: Item): CalendarDate | undefined {
  const days = lineageOf(account, key).flatMap((item) => account.feeRuns.noticed.get(item.key) ?? []);
  return days.toSorted()[0];
}

function isNoticed(account: Account, item: Item, { on, terms }: FeeRun): boolean {
  if (terms.noticeDays === undefined) return true;
  const since = noticedOn(account, item);
  return since !== undefined && addDays(since, terms.noticeDays) <= on;
}

/** Undefined where it comes to nothing, or to less than the terms bother with. */
function feeOn(account: Account, item: Item, run: FeeRun): FeeDue | undefined {
  const { terms, currency } = run;
  const overdue = valueOn(item.open, run.on);
  const interest = terms.method === 'INTEREST' ? interestDays(account, item, run) : undefined;
  const full = amountOf(terms, overdue, interest);
  const { mostAmount, leastAmount } = terms;
  const amount = mostAmount === undefined ? full : smaller(full, fromMinorText(mostAmount, currency));
  const isEnough = leastAmount === undefined || compare(amount, fromMinorText(leastAmount, currency)) >= 0;
  return isPositive(amount) && isEnough ? { item, overdue, amount, interest } : undefined;
}

function amountOf(terms: StoredFeeTerms, overdue: Money, interest: InterestDays | undefined): Money {
  const { amount, percent = '0', daysInYear = usualDaysInYear } = terms;
  if (interest !== undefined) return interestOf(interest.moneyDays, percent, daysInYear, 'HALF_UP');
  return amount === undefined ? percentageOf(overdue, percent, 'HALF_UP') : fromMinorText(amount, overdue.currency);
}

/** From the day after it was due, or after the last day that has borne interest, and not before it began; through the day of the run. */
function interestDays(account: Account, item: Item, { on, currency }: FeeRun): InterestDays {
  const borne = lineageOf(account, item.key).flatMap(({ key }) => account.feeRuns.interestThrough.get(key) ?? []);
  const from = [item.dueDate, ...borne].map((day) => addDays(day, 1)).reduce(laterOf, item.effectiveDate);
  let moneyDays = zero(currency);
  for (let day = from; day <= on; day = addDays(day, 1)) {
    if (protectionOf(account, item.key, day) === undefined) moneyDays = add(moneyDays, valueOn(item.open, day));
  }
  return { from, through: on, moneyDays };
}
