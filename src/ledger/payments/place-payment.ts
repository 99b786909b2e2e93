import type { CalendarDate } from '#money/calendar-date.ts';
import { fromMinorText, isPositive, type Money, negate, smaller } from '#money/money.ts';
import { type Account, chargeAt, type Item, itemAt, itemKey } from '../account.ts';
import { amountOf, itemRequired, openItemsOf } from '../checks.ts';
import { undisputedOf } from '../disputes/dispute.ts';
import { type Rejection, reject } from '../rejections.ts';
import { datesAfter, firstDateThat, supplyShortage } from '../supply.ts';
import { changeOn, type Shortage, type Timeline } from '../timeline.ts';
import { fill, giveUp, leftToPlace, openOf, type Plan } from './allocation-plan.ts';
import type { LineToPlace, Shortfall } from './shortfalls.ts';
import { placeByStrategy, type Spread } from './strategies.ts';

/** What a line asks for, found in the books. */
export interface Claim {
  readonly items: readonly Item[];
  readonly amount: Money;
  /** Why what it leaves open is given up, if it is. */
  readonly shortfall: Shortfall | undefined;
  readonly inputPath: string;
}

export interface Obstacle {
  readonly code: 'INSUFFICIENT_FUNDS' | 'INSUFFICIENT_CREDIT' | 'OVER_ALLOCATION' | 'NO_SHORTFALL';
  readonly shortage: Shortage;
  readonly inputPath: string;
}

/** What the strategy places after the lines: up to what is asked, or everything unapplied. */
export interface Rest {
  readonly spread: Spread;
  readonly asked: Money | undefined;
}

/**
 * The plan with explicit lines placed in the order given and the rest by strategy; or the refusal of the first that
 * cannot be placed, with the first day on which all of it could.
 */
export function placePayment(plan: Plan, lines: readonly LineToPlace[], rest: Rest): Plan | Rejection {
  const claims = claimsOf(plan.account, lines, plan.unapplied.currency);
  if ('outcome' in claims) return claims;
  const placed = attempt(plan, claims, rest);
  if (!('code' in placed)) return placed;
  const { available, bindingDate } = placed.shortage;
  const earliestDate = earliestDateFor(plan, claims, rest);
  return placed.code === 'NO_SHORTFALL'
    ? reject(placed.code, { bindingDate, earliestDate }, placed.inputPath)
    : reject(placed.code, { available, bindingDate, earliestDate }, placed.inputPath);
}

/** What the lines ask for; or the refusal of the first that does not say whose debt it means. */
export function claimsOf(
  account: Account,
  lines: readonly LineToPlace[],
  currency: string,
): readonly Claim[] | Rejection {
  const claims = lines.map((line, index) => claimOf(account, line, currency, `lines.${index}`));
  return ambiguousLine(lines, claims) ?? claims;
}

function claimOf(account: Account, line: LineToPlace, currency: string, inputPath: string): Claim {
  const items =
    line.item === undefined
      ? openItemsOf(account, chargeAt(account, line.chargeId))
      : [itemAt(account, itemKey(line.chargeId, line.item))];
  return { items, amount: amountOf(line.amount, currency), shortfall: line.shortfall, inputPath };
}

function ambiguousLine(lines: readonly LineToPlace[], claims: readonly Claim[]): Rejection | undefined {
  for (const [index, { items, inputPath }] of claims.entries()) {
    const refusal = itemRequired(items, lines[index]?.item, `${inputPath}.item`);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** The source is looked at for all lines before the target is for any (ledger-rules 4). */
function attempt(plan: Plan, claims: readonly Claim[], rest: Rest): Plan | Obstacle {
  const obstacle = beyondFunds(plan, claims, rest);
  if (obstacle !== undefined) return obstacle;
  const next = placeClaims(plan, claims);
  if ('code' in next) return next;
  const left = leftToPlace(next);
  return placeByStrategy(next, rest.spread, smaller(rest.asked ?? left, left));
}

/** The claims in their order, as far as the source goes; or the first that asks for more than is open. */
export function placeClaims(plan: Plan, claims: readonly Claim[]): Plan | Obstacle {
  let next = plan;
  for (const claim of claims) {
    const { items, amount, inputPath } = claim;
    const shortage = shortageOn(next, items, amount);
    if (shortage !== undefined) return { code: 'OVER_ALLOCATION', shortage, inputPath: `${inputPath}.amount` };
    const placed = placeShort(fill(next, items, amount), claim);
    if ('code' in placed) return placed;
    next = placed;
  }
  return next;
}

/** What the line leaves open is given up at once: what comes after it finds nothing there any more. */
function placeShort(plan: Plan, { items, amount, shortfall, inputPath }: Claim): Plan | Obstacle {
  if (shortfall === undefined) return plan;
  const smallest = fromMinorText('1', amount.currency);
  const nothing = shortageOn(plan, items, smallest);
  if (nothing !== undefined) return { code: 'NO_SHORTFALL', shortage: nothing, inputPath: `${inputPath}.shortfall` };
  return giveUp(plan, items, shortfall);
}

function shortageOn(plan: Plan, items: readonly Item[], amount: Money): Shortage | undefined {
  const open = items.map((item) => fromItsStart(plan, item));
  return supplyShortage(amount.currency, open, plan.date, amount);
}

function beyondFunds(plan: Plan, claims: readonly Claim[], { spread, asked }: Rest): Obstacle | undefined {
  const isCredit = plan.source.source.kind === 'CREDIT';
  const code = isCredit ? 'INSUFFICIENT_CREDIT' : 'INSUFFICIENT_FUNDS';
  const wanted = claims.map(({ amount, inputPath }) => ({ amount, inputPath: `${inputPath}.amount` }));
  if (asked !== undefined) wanted.push({ amount: asked, inputPath: 'amount' });
  let { unapplied } = plan;
  for (const { amount, inputPath } of wanted) {
    const shortage = supplyShortage(amount.currency, [unapplied], plan.date, amount);
    if (shortage !== undefined) return { code, shortage, inputPath };
    unapplied = changeOn(unapplied, plan.date, negate(amount));
  }
  const available = leftToPlace(plan);
  if (wanted.length > 0 || spread.strategy === 'NONE' || isPositive(available)) return undefined;
  const inputPath = isCredit ? 'creditId' : 'paymentId';
  return { code, shortage: { available, bindingDate: plan.date, earliestDate: undefined }, inputPath };
}

/** The open amount as the plan sees it: an item that begins after the plan's date is reached on its first day. */
function fromItsStart(plan: Plan, item: Item): Timeline {
  const open = openOf(plan, item);
  const [first, ...rest] = open.changes;
  if (first === undefined || first.date <= plan.date) return open;
  return { ...open, changes: [{ ...first, date: plan.date }, ...rest] };
}

/** The first day on which all of it could be placed, whatever stands in the way today. */
function earliestDateFor(plan: Plan, claims: readonly Claim[], rest: Rest): CalendarDate | undefined {
  const { account } = plan;
  const byStrategy = claims.length > 0 ? [] : [...account.openItems].map((key) => itemAt(account, key));
  const items = [...claims.flatMap((claim) => claim.items), ...byStrategy];
  const open = items.flatMap((item) => [item.open, undisputedOf(account, item, item.open)]);
  return firstDateThat(datesAfter([plan.unapplied, ...open], plan.date), (date) => {
    const placed = attempt({ ...plan, date }, claims, rest);
    return !('code' in placed) && placed.placed.length > 0;
  });
}
