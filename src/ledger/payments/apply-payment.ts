import { z } from 'zod';
import { isPositive, smaller } from '#money/money.ts';
import { type Account, itemAt, paymentAt } from '../account.ts';
import { accept, type Books, type Decision, draftOf } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  dateOf,
  openAccount,
  otherCurrency,
  positive,
  reversedPayment,
  unknownPayment,
} from '../checks.ts';
import { accountFields, currencyField, moneyText } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { datesAfter, firstDateThat } from '../supply.ts';
import { identifier } from '../text.ts';
import { leftToPlace, type Plan, placeByStrategy, planFor, recordPlan, type Strategy } from './allocation-plan.ts';
import { invalidLines, linesField, strategyField, tooMany, unknownLine } from './lines.ts';
import { placeLines } from './place-lines.ts';

export const applyPaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('The payment.'),
    currency: currencyField,
    lines: linesField,
    strategy: strategyField,
    amount: moneyText.optional().describe('How much the strategy may use; everything unapplied when left out.'),
  })
  .describe('Applies unapplied money of a payment to open items: explicit lines first, then a strategy.');

export type ApplyPayment = z.output<typeof applyPaymentInput>;

export function decideApplyPayment(account: Account, input: ApplyPayment, books: Books): Decision {
  const lines = input.lines ?? [];
  const date = dateOf(input, books);
  const refusal =
    nothingAsked(input) ??
    invalidLines(lines, input.currency) ??
    openAccount(account, books) ??
    unknownPayment(account, input.paymentId) ??
    unknownLine(account, lines) ??
    otherCurrency(account, input.currency) ??
    beforeOpening(books, date) ??
    reversedPayment(paymentAt(account, input.paymentId));
  if (refusal !== undefined) return refusal;
  const asked = input.amount === undefined ? undefined : amountOf(input.amount, input.currency);
  const placed = placeLines(planFor(account, input.paymentId, date), lines, asked);
  if ('outcome' in placed) return placed;
  const left = leftToPlace(placed);
  const plan = placeByStrategy(placed, input.strategy ?? 'NONE', smaller(asked ?? left, left));
  if (plan.placed.length === 0) return nothingPlaced(plan, input.strategy ?? 'NONE');
  return tooMany(plan.placed.length) ?? accept(recordPlan(draftOf(account), plan));
}

function nothingAsked(input: ApplyPayment): Rejection | undefined {
  const hasStrategy = input.strategy !== undefined && input.strategy !== 'NONE';
  if (input.lines === undefined && !hasStrategy) {
    return reject('INPUT_INVALID', { expected: 'lines or a strategy' }, 'lines');
  }
  if (input.amount === undefined) return undefined;
  if (!hasStrategy) return reject('INPUT_INVALID', { expected: 'a strategy for this amount' }, 'amount');
  return positive(amountOf(input.amount, input.currency), 'amount');
}

/** Either the payment has nothing left, or there is nothing it could be applied to. */
function nothingPlaced(plan: Plan, strategy: Strategy): Rejection {
  const available = leftToPlace(plan);
  if (isPositive(available)) return reject('NOTHING_TO_APPLY', { unapplied: available }, 'strategy');
  const open = [...plan.account.openItems].map((key) => itemAt(plan.account, key).open);
  const earliestDate = firstDateThat(datesAfter([plan.unapplied, ...open], plan.date), (date) => {
    const later = { ...plan, date };
    return placeByStrategy(later, strategy, leftToPlace(later)).placed.length > 0;
  });
  return reject('INSUFFICIENT_FUNDS', { available, bindingDate: plan.date, earliestDate }, 'paymentId');
}
