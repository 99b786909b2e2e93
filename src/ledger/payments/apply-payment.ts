import { z } from 'zod';
import { type Money, smaller } from '#money/money.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf } from '../books.ts';
import { amountOf, beforeOpening, dateOf, openAccount, otherCurrency, positive, reversedPayment, unknownPayment } from '../checks.ts';
import { paymentAt } from '../account.ts';
import { accountFields, currencyField, moneyText } from '../command-input.ts';
import { reject, type Rejection } from '../rejections.ts';
import { supplyShortage } from '../supply.ts';
import { identifier } from '../text.ts';
import { leftToPlace, placeByStrategy, placeLines, planFor, type Plan, recordPlan } from './allocation-plan.ts';
import { invalidLines, linesField, strategyField, tooMany, unknownLine } from './receive-payment.ts';

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
  const placed = placeLines(planFor(account, input.paymentId, date), lines);
  if ('outcome' in placed) return placed;
  const asked = input.amount === undefined ? undefined : amountOf(input.amount, input.currency);
  const short = asked === undefined ? undefined : beyondFunds(placed, asked);
  if (short !== undefined) return short;
  const left = leftToPlace(placed);
  const plan = placeByStrategy(placed, input.strategy ?? 'NONE', asked === undefined ? left : smaller(asked, left));
  if (plan.placed.length === 0) return reject('NOTHING_TO_APPLY', { unapplied: left });
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

function beyondFunds(plan: Plan, asked: Money): Rejection | undefined {
  const shortage = supplyShortage(asked.currency, [plan.unapplied], plan.date, asked);
  return shortage === undefined ? undefined : reject('INSUFFICIENT_FUNDS', shortage, 'amount');
}
