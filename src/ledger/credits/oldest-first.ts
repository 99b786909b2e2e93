import { Map as PersistentMap } from 'immutable';
import type { CalendarDate } from '#money/calendar-date.ts';
import { add, fromMinorText, isPositive, type Money, smaller, subtract, sum, zero } from '#money/money.ts';
import { type Account, type Credit, itemAt } from '../account.ts';
import { accept, type Decision, draftOf } from '../books.ts';
import { fill, leftToPlace, type Plan, planFor, recordPlan } from '../payments/allocation-plan.ts';
import { type Application, restOf } from '../payments/apply-payment.ts';
import { tooMany } from '../payments/lines.ts';
import { type Claim, claimsOf, type Obstacle, placeClaims, type Rest } from '../payments/place-payment.ts';
import { placeByStrategy } from '../payments/strategies.ts';
import { reject } from '../rejections.ts';
import { compareDates, datesAfter, firstDateThat } from '../supply.ts';
import { changeOn, emptyTimeline } from '../timeline.ts';
import { largestTurnover } from '../totals.ts';

/**
 * Every credit of the account in turn, the oldest first, as far as they go: a line may be met in part. What no item has
 * open is refused all the same, however much credit there is.
 */
export function appliedOldestFirst(account: Account, input: Application, date: CalendarDate): Decision {
  const claims = claimsOf(account, input.lines ?? [], input.currency);
  if ('outcome' in claims) return claims;
  const rest = restOf(input);
  const plans = plansFor(account, claims, rest, date);
  if (plans === undefined) return reject('NO_CREDIT_AVAILABLE', {});
  if ('code' in plans) {
    const { available, bindingDate } = plans.shortage;
    const earliestDate = earliestDateFor(account, claims, rest, date);
    return reject('OVER_ALLOCATION', { available, bindingDate, earliestDate }, plans.inputPath);
  }
  const count = plans.reduce((placed, plan) => placed + plan.placed.length, 0);
  if (count === 0) return reject('NOTHING_TO_APPLY', { unapplied: totalLeft(plans, input.currency) }, 'strategy');
  return tooMany(count) ?? accept(plans.reduce(recordPlan, draftOf(account)));
}

/** One plan for each credit that has something; undefined where none has. */
function plansFor(
  account: Account,
  claims: readonly Claim[],
  rest: Rest,
  date: CalendarDate,
): readonly Plan[] | Obstacle | undefined {
  const credits = creditsOldestFirst(account).map((credit) => planFor(account, credit.source, date));
  const available = credits.filter((plan) => isPositive(leftToPlace(plan)));
  const [first] = available;
  if (first === undefined) return undefined;
  const beyond = placeClaims(asIfPlenty(first), claims);
  return 'code' in beyond ? beyond : placedInTurn(available, claims, rest);
}

function creditsOldestFirst({ credits }: Account): readonly Credit[] {
  return [...credits.values()].toSorted(
    (a, b) => compareDates(a.effectiveDate, b.effectiveDate) || a.sequence - b.sequence,
  );
}

/** The plan with more to place than anybody can owe: what it then cannot place is not open. */
function asIfPlenty(plan: Plan): Plan {
  const { currency } = plan.unapplied;
  return { ...plan, unapplied: changeOn(emptyTimeline(currency), plan.date, fromMinorText(largestTurnover, currency)) };
}

/** Each plan begins with what the ones before it have left open, left of the lines, and left of what the strategy may use. */
function placedInTurn(available: readonly Plan[], claims: readonly Claim[], rest: Rest): readonly Plan[] {
  const plans: Plan[] = [];
  let open: Plan['open'] = PersistentMap();
  let left = { claims, rest };
  for (const plan of available) {
    const placed = placedBy({ ...plan, open }, left.claims, left.rest);
    ({ open } = placed.plan);
    left = placed;
    plans.push(placed.plan);
  }
  return plans;
}

interface Placed {
  readonly plan: Plan;
  readonly claims: readonly Claim[];
  readonly rest: Rest;
}

function placedBy(plan: Plan, claims: readonly Claim[], { spread, asked }: Rest): Placed {
  let next = plan;
  const left = claims.map((claim) => {
    const before = next;
    next = fill(before, claim.items, claim.amount);
    return { ...claim, amount: subtract(claim.amount, placedBetween(before, next)) };
  });
  const most = leftToPlace(next);
  const done = placeByStrategy(next, spread, smaller(asked ?? most, most));
  const used = placedBetween(next, done);
  return {
    plan: done,
    claims: left,
    rest: { spread, asked: asked === undefined ? undefined : subtract(asked, used) },
  };
}

function placedBetween(before: Plan, after: Plan): Money {
  const { currency } = before.unapplied;
  return sum(
    currency,
    after.placed.slice(before.placed.length).map(({ amount }) => amount),
  );
}

function totalLeft(plans: readonly Plan[], currency: string): Money {
  return plans.reduce((total, plan) => add(total, leftToPlace(plan)), zero(currency));
}

/** The first day on which the lines ask for no more than is open and some credit has something to give. */
function earliestDateFor(
  account: Account,
  claims: readonly Claim[],
  rest: Rest,
  date: CalendarDate,
): CalendarDate | undefined {
  const items = claims.flatMap((claim) => claim.items.map(({ key }) => itemAt(account, key).open));
  const credits = creditsOldestFirst(account).map(({ unapplied }) => unapplied);
  return firstDateThat(datesAfter([...items, ...credits], date), (day) => {
    const plans = plansFor(account, claims, rest, day);
    return plans !== undefined && !('code' in plans) && plans.some(({ placed }) => placed.length > 0);
  });
}
