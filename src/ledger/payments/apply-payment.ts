import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { type Account, paymentAt, paymentSource, type SourceName } from '../account.ts';
import { accept, type Books, type Decision, draftOf } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  dateOf,
  notThere,
  openAccount,
  otherCurrency,
  positive,
  reversedPayment,
  unknownPayment,
  voidedLine,
} from '../checks.ts';
import { accountFields, currencyField, moneyText } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { leftToPlace, planFor, recordPlan } from './allocation-plan.ts';
import {
  invalidLines,
  type Line,
  priorityField,
  spreadOf,
  strategyField,
  strayPriority,
  tooManyIn,
  unknownLine,
} from './lines.ts';
import { placePayment, type Rest } from './place-payment.ts';
import {
  invalidShortfall,
  type LineToPlace,
  paymentLinesField,
  takenAdjustment,
  withContraAccounts,
} from './shortfalls.ts';
import type { Spread } from './strategies.ts';

export const applyPaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('The payment.'),
    currency: currencyField,
    lines: paymentLinesField,
    strategy: strategyField,
    priority: priorityField,
    amount: moneyText.optional().describe('How much the strategy may use; everything unapplied when left out.'),
  })
  .describe('Applies unapplied money of a payment to open items: explicit lines first, then a strategy.');

export type ApplyPayment = z.output<typeof applyPaymentInput>;

export function decideApplyPayment(account: Account, input: ApplyPayment, books: Books): Decision {
  const lines = input.lines ?? [];
  const date = dateOf(input, books);
  const refusal =
    nothingAsked(input) ??
    strayPriority(input) ??
    invalidLines(lines, input.currency) ??
    openAccount(account, books) ??
    unknownPayment(account, input.paymentId) ??
    unknownLine(account, lines) ??
    takenAdjustment(account, lines) ??
    otherCurrency(account, input.currency) ??
    invalidShortfall(books, lines, date) ??
    beforeOpening(books, date) ??
    notThere(account, input.paymentId) ??
    reversedPayment(paymentAt(account, input.paymentId)) ??
    voidedLine(account, lines);
  if (refusal !== undefined) return refusal;
  return applied(account, paymentSource(input.paymentId), input, withContraAccounts(books, lines, date), date);
}

/** What an application asks for: explicit lines, then a strategy with what it may use. */
export interface Application {
  readonly currency: string;
  readonly lines?: readonly Line[] | undefined;
  readonly strategy?: Spread['strategy'] | undefined;
  readonly priority?: Spread['priority'];
  readonly amount?: string | undefined;
}

/** One payment or one credit, placed as asked. */
export function applied(
  account: Account,
  source: SourceName,
  input: Application,
  lines: readonly LineToPlace[],
  date: CalendarDate,
): Decision {
  const plan = placePayment(planFor(account, source, date), lines, restOf(input));
  if ('outcome' in plan) return plan;
  if (plan.placed.length === 0) return reject('NOTHING_TO_APPLY', { unapplied: leftToPlace(plan) }, 'strategy');
  return tooManyIn(plan) ?? accept(recordPlan(draftOf(account), plan));
}

export function restOf({ currency, amount, ...asked }: Application): Rest {
  return { spread: spreadOf(asked), asked: amount === undefined ? undefined : amountOf(amount, currency) };
}

export function nothingAsked(input: Application): Rejection | undefined {
  const hasStrategy = input.strategy !== undefined && input.strategy !== 'NONE';
  if (input.lines === undefined && !hasStrategy) {
    return reject('INPUT_INVALID', { expected: 'lines or a strategy' }, 'lines');
  }
  if (input.amount === undefined) return undefined;
  if (!hasStrategy) return reject('INPUT_INVALID', { expected: 'a strategy for this amount' }, 'amount');
  return positive(amountOf(input.amount, input.currency), 'amount');
}
