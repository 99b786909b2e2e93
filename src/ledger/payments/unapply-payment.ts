import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { compare, isPositive, type Money, subtract, sum, zero } from '#money/money.ts';
import { type Account, type Allocation, itemAt, type Payment, paymentAt } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  invalidReason,
  openAccount,
  otherCurrency,
  positive,
  unknownPayment,
} from '../checks.ts';
import { accountFields, currencyField, moneyText, reasonField } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier, itemNumber } from '../text.ts';
import { mostAllocations } from './allocation-plan.ts';
import { tooMany, unknownLine } from './lines.ts';
import { newestFirst, type Release, releaseFacts, takeFrom } from './release-plan.ts';

const unapplyLine = z
  .strictObject({
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('The item; left out, any item of the charge, newest allocation first.'),
    amount: moneyText.optional().describe('How much; everything applied there when left out.'),
  })
  .meta({ title: 'UnapplyLineInput', description: 'What to take back from a charge or one of its items.' });

export const unapplyPaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('The payment.'),
    currency: currencyField,
    lines: z
      .array(unapplyLine)
      .min(1)
      .max(mostAllocations)
      .optional()
      .describe('What to take back; every live allocation of the payment when left out.'),
    reasonCode: reasonField,
  })
  .describe('Takes allocations of a payment back: the items are open again and the money is unapplied.');

export type UnapplyPayment = z.output<typeof unapplyPaymentInput>;
type Line = NonNullable<UnapplyPayment['lines']>[number];

export function decideUnapplyPayment(account: Account, input: UnapplyPayment, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    notPositive(input) ??
    openAccount(account, books) ??
    unknownPayment(account, input.paymentId) ??
    unknownLine(account, input.lines ?? []) ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'UnapplyPayment', input.reasonCode, date) ??
    beforeOpening(books, date);
  if (refusal !== undefined) return refusal;
  const { releases, missing } = releasesOf(account, paymentAt(account, input.paymentId), input, date);
  return (
    beforeOneOf(releases, date) ??
    missing ??
    tooMany(releases.length) ??
    accept(record(draftOf(account), ...releaseFacts(account, releases, 'UNAPPLIED')))
  );
}

/** No allocation is taken back before it was made. */
function beforeOneOf(releases: readonly Release[], date: CalendarDate): Rejection | undefined {
  const latest = releases
    .map(({ allocation }) => allocation.effectiveDate)
    .toSorted()
    .at(-1);
  return latest === undefined ? undefined : beforeOriginal(date, latest);
}

function notPositive(input: UnapplyPayment): Rejection | undefined {
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

function releasesOf(account: Account, payment: Payment, input: UnapplyPayment, date: CalendarDate): Found {
  let live = newestFirst(account, payment.allocations);
  if (input.lines === undefined) {
    const missing =
      live.length > 0 ? undefined : reject('NOT_ALLOCATED', { allocated: zero(input.currency) }, 'paymentId');
    return { releases: live.map((allocation) => ({ allocation, date, amount: allocation.live })), missing };
  }
  const releases: Release[] = [];
  let missing: Rejection | undefined;
  for (const [index, line] of input.lines.entries()) {
    const there = live.filter((allocation) => isNamed(account, allocation, line));
    const allocated = liveSum(input.currency, there);
    const amount = line.amount === undefined ? allocated : amountOf(line.amount, input.currency);
    if (there.length === 0 || compare(amount, allocated) > 0) {
      missing ??= reject('NOT_ALLOCATED', { allocated }, `lines.${index}`);
    }
    const taken = takeFrom(there, amount, date);
    releases.push(...taken);
    live = without(live, taken);
  }
  return { releases, missing };
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
