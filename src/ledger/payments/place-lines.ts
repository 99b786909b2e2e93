import type { CalendarDate } from '#money/calendar-date.ts';
import { type Money, negate } from '#money/money.ts';
import { chargeAt, type Item, itemAt, itemKey } from '../account.ts';
import { amountOf, itemRequired, openItemsOf } from '../checks.ts';
import { type Rejection, reject } from '../rejections.ts';
import { datesAfter, firstDateThat, supplyShortage } from '../supply.ts';
import { changeOn, type Shortage, type Timeline } from '../timeline.ts';
import { fill, openOf, type Plan } from './allocation-plan.ts';
import type { Line } from './lines.ts';

/** What a line asks for, found in the books. */
interface Claim {
  readonly items: readonly Item[];
  readonly amount: Money;
  readonly inputPath: string;
}

interface Obstacle {
  readonly code: 'INSUFFICIENT_FUNDS' | 'OVER_ALLOCATION';
  readonly shortage: Shortage;
  readonly inputPath: string;
}

/**
 * The plan with explicit lines placed in the order given, or the refusal of the first that cannot be. `beyond` is
 * what a strategy was asked to place besides: the payment has to have it too.
 */
export function placeLines(plan: Plan, lines: readonly Line[], beyond?: Money): Plan | Rejection {
  const claims = lines.map((line, index) => claimOf(plan, line, `lines.${index}`));
  const ambiguous = ambiguousLine(lines, claims);
  if (ambiguous !== undefined) return ambiguous;
  const placed = attempt(plan, claims, beyond);
  if (!('code' in placed)) return placed;
  const { available, bindingDate } = placed.shortage;
  const earliestDate = earliestDateFor(plan, claims, beyond);
  return reject(placed.code, { available, bindingDate, earliestDate }, placed.inputPath);
}

function claimOf(plan: Plan, line: Line, inputPath: string): Claim {
  const { account } = plan;
  const items =
    line.item === undefined
      ? openItemsOf(account, chargeAt(account, line.chargeId))
      : [itemAt(account, itemKey(line.chargeId, line.item))];
  return { items, amount: amountOf(line.amount, plan.unapplied.currency), inputPath };
}

function ambiguousLine(lines: readonly Line[], claims: readonly Claim[]): Rejection | undefined {
  for (const [index, { items, inputPath }] of claims.entries()) {
    const refusal = itemRequired(items, lines[index]?.item, `${inputPath}.item`);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** The source is looked at for all lines before the target is for any (ledger-rules 4). */
function attempt(plan: Plan, claims: readonly Claim[], beyond: Money | undefined): Plan | Obstacle {
  const obstacle = beyondFunds(plan, claims, beyond);
  if (obstacle !== undefined) return obstacle;
  let next = plan;
  for (const { items, amount, inputPath } of claims) {
    const open = items.map((item) => fromItsStart(next, item));
    const shortage = supplyShortage(amount.currency, open, next.date, amount);
    if (shortage !== undefined) return { code: 'OVER_ALLOCATION', shortage, inputPath: `${inputPath}.amount` };
    next = fill(next, items, amount);
  }
  return next;
}

function beyondFunds(plan: Plan, claims: readonly Claim[], beyond: Money | undefined): Obstacle | undefined {
  const asked = claims.map(({ amount, inputPath }) => ({ amount, inputPath: `${inputPath}.amount` }));
  let { unapplied } = plan;
  for (const { amount, inputPath } of beyond === undefined
    ? asked
    : [...asked, { amount: beyond, inputPath: 'amount' }]) {
    const shortage = supplyShortage(amount.currency, [unapplied], plan.date, amount);
    if (shortage !== undefined) return { code: 'INSUFFICIENT_FUNDS', shortage, inputPath };
    unapplied = changeOn(unapplied, plan.date, negate(amount));
  }
  return undefined;
}

/** The open amount as the plan sees it: an item that begins after the plan's date is reached on its first day. */
function fromItsStart(plan: Plan, item: Item): Timeline {
  const open = openOf(plan, item);
  const [first, ...rest] = open.changes;
  if (first === undefined || first.date <= plan.date) return open;
  return { ...open, changes: [{ ...first, date: plan.date }, ...rest] };
}

/** The first day on which every line could be placed, whichever of them stands in the way today. */
function earliestDateFor(plan: Plan, claims: readonly Claim[], beyond: Money | undefined): CalendarDate | undefined {
  const timelines = [plan.unapplied, ...claims.flatMap(({ items }) => items.map(({ open }) => open))];
  return firstDateThat(
    datesAfter(timelines, plan.date),
    (date) => !('code' in attempt({ ...plan, date }, claims, beyond)),
  );
}
