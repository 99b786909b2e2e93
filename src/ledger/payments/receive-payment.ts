import { z } from 'zod';
import { compare, type Money, sum, toMinorText } from '#money/money.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { amountOf, beforeOpening, dateOf, openAccount, otherCurrency, positive, takenId, unknownItem } from '../checks.ts';
import { accountFields, currencyField, dateInput, lineInput, moneyText, partyInput } from '../command-input.ts';
import { paymentMethods, type FactOf } from '../events.ts';
import { partyOf } from '../parties.ts';
import { reject, type Rejection } from '../rejections.ts';
import { identifier } from '../text.ts';
import {
  largestPlan,
  leftToPlace,
  type Line,
  placeByStrategy,
  placeLines,
  planFor,
  recordPlan,
  strategies,
} from './allocation-plan.ts';

export const linesField = z
  .array(lineInput)
  .min(1)
  .max(largestPlan)
  .optional()
  .describe('What to pay first, in this order.');

export const strategyField = z
  .enum(strategies)
  .optional()
  .describe('Where the rest goes: NONE leaves it unapplied (default), OLDEST_DUE_FIRST, PRO_RATA by what is open.');

export const receivePaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('Yours, unique on the account.'),
    currency: currencyField,
    amount: moneyText.describe('The money received.'),
    method: z.enum(paymentMethods).describe('How it came.'),
    payer: partyInput.optional().describe('Who paid; the account holder when left out.'),
    receivedDate: dateInput.optional().describe('When it arrived, for information; the effective date decides.'),
    lines: linesField,
    strategy: strategyField,
  })
  .describe('Records money received and applies it: explicit lines first, then a strategy; the rest stays unapplied.');

export type ReceivePayment = z.output<typeof receivePaymentInput>;

export function decideReceivePayment(account: Account, input: ReceivePayment, books: Books): Decision {
  const amount = amountOf(input.amount, input.currency);
  const refusal =
    positive(amount, 'amount') ??
    invalidLines(input.lines ?? [], input.currency) ??
    linesBeyond(input.lines ?? [], amount) ??
    openAccount(account, books) ??
    takenId(account.payments.has(input.paymentId), 'payment', 'paymentId') ??
    unknownLine(account, input.lines ?? []) ??
    otherCurrency(account, input.currency) ??
    beforeOpening(books, dateOf(input, books));
  if (refusal !== undefined) return refusal;
  const received = record(draftOf(account), paymentReceived(input, amount, books));
  const placed = placeLines(planFor(received.account, input.paymentId, dateOf(input, books)), input.lines ?? []);
  if ('outcome' in placed) return placed;
  const plan = placeByStrategy(placed, input.strategy ?? 'NONE', leftToPlace(placed));
  return tooMany(plan.placed.length) ?? accept(recordPlan(received, plan));
}

function paymentReceived(input: ReceivePayment, amount: Money, books: Books): FactOf<'PaymentReceived'> {
  const { paymentId, currency, method, receivedDate } = input;
  const data = { paymentId, currency, amount: toMinorText(amount), method, payer: partyOf(input.payer), receivedDate };
  return { type: 'PaymentReceived', effectiveDate: dateOf(input, books), data };
}

export function invalidLines(lines: readonly Line[], currency: string): Rejection | undefined {
  for (const [index, line] of lines.entries()) {
    const fault = positive(amountOf(line.amount, currency), `lines.${index}.amount`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

export function unknownLine(
  account: Account,
  lines: readonly { readonly chargeId: string; readonly item?: number | undefined }[],
): Rejection | undefined {
  for (const [index, line] of lines.entries()) {
    const unknown = unknownItem(account, line, `lines.${index}`);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

export function tooMany(placed: number): Rejection | undefined {
  return placed > largestPlan ? reject('TOO_MANY_ALLOCATIONS', { limit: largestPlan }) : undefined;
}

function linesBeyond(lines: readonly Line[], amount: Money): Rejection | undefined {
  const { currency } = amount;
  const total = sum(
    currency,
    lines.map((line) => amountOf(line.amount, currency)),
  );
  return compare(total, amount) > 0 ? reject('LINES_EXCEED_AMOUNT', {}, 'lines') : undefined;
}
