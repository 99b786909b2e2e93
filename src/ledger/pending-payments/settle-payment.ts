import { z } from 'zod';
import { compare, isZero, type Money, subtract, toMinorText, zero } from '#money/money.ts';
import { type Account, paymentSource } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  openAccount,
  otherCurrency,
  positive,
  voidedLine,
} from '../checks.ts';
import { accountFields, currencyField, moneyText } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { baseValueFault, baseValueFields, statedBase } from '../foreign/base-value.ts';
import { planFor, recordPlan } from '../payments/allocation-plan.ts';
import {
  invalidLines,
  linesBeyond,
  priorityField,
  spreadOf,
  strategyField,
  strayPriority,
  tooManyIn,
  unknownLine,
} from '../payments/lines.ts';
import { claimsOf, placePayment } from '../payments/place-payment.ts';
import {
  invalidShortfall,
  type LineToPlace,
  paymentLinesField,
  takenAdjustment,
  withContraAccounts,
} from '../payments/shortfalls.ts';
import { isRejection, type Rejection, reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { notPending, type PendingPayment, pendingPaymentAt, unknownPended } from './pending-payment.ts';

export const settlePaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('The pending payment.'),
    currency: currencyField,
    amount: moneyText
      .optional()
      .describe('What came; all that is pending when left out. Where it is less, the rest lapses.'),
    ...baseValueFields,
    lines: paymentLinesField,
    strategy: strategyField,
    priority: priorityField,
  })
  .describe(
    'The money of a pending payment is there, from this day on, and is applied as money received is: explicit lines first, then a strategy; the rest stays unapplied.',
  );

type SettlePayment = z.output<typeof settlePaymentInput>;

export function decideSettlePayment(account: Account, input: SettlePayment, books: Books): Decision {
  const { paymentId, currency, lines = [] } = input;
  const date = dateOf(input, books);
  const refusal =
    shapeFault(input) ??
    openAccount(account, books) ??
    unknownPended(account, paymentId) ??
    unknownLine(account, lines) ??
    takenAdjustment(account, lines) ??
    otherCurrency(account, currency) ??
    baseValueFault(account, input, amountThere(account, input)) ??
    invalidShortfall(books, lines, date) ??
    beforeOpening(books, date) ??
    notPending(account, paymentId) ??
    beforeOriginal(date, pendingPaymentAt(account, paymentId).effectiveDate) ??
    voidedLine(account, lines) ??
    ambiguousLines(account, input, books) ??
    exceedsPending(pendingPaymentAt(account, paymentId), input);
  return refusal ?? settled(account, input, books);
}

function statedAmount({ amount, currency }: SettlePayment): Money | undefined {
  return amount === undefined ? undefined : amountOf(amount, currency);
}

/** What came, as far as it is known: a payment that never was pending is refused later than a base value that is too large. */
function amountThere({ pendingPayments }: Account, input: SettlePayment): Money {
  return statedAmount(input) ?? pendingPayments.get(input.paymentId)?.amount ?? zero(input.currency);
}

function linesOf(input: SettlePayment, books: Books): readonly LineToPlace[] {
  return withContraAccounts(books, input.lines ?? [], dateOf(input, books));
}

/** Lines without an amount are held against what is pending, which only the books know. */
function shapeFault(input: SettlePayment): Rejection | undefined {
  const { lines = [], currency } = input;
  const amount = statedAmount(input);
  return (
    (amount && positive(amount, 'amount')) ??
    strayPriority(input) ??
    invalidLines(lines, currency) ??
    (amount && linesBeyond(lines, amount))
  );
}

/** Whose debt a line means is asked before how much there is to pay it with (ledger-rules 4). */
function ambiguousLines(account: Account, input: SettlePayment, books: Books): Rejection | undefined {
  const claims = claimsOf(account, linesOf(input, books), input.currency);
  return isRejection(claims) ? claims : undefined;
}

function exceedsPending({ amount: pended }: PendingPayment, input: SettlePayment): Rejection | undefined {
  const amount = statedAmount(input);
  if (amount !== undefined) {
    return compare(amount, pended) > 0 ? reject('EXCEEDS_PENDING', { pending: pended }, 'amount') : undefined;
  }
  const isBeyond = linesBeyond(input.lines ?? [], pended) !== undefined;
  return isBeyond ? reject('EXCEEDS_PENDING', { pending: pended }, 'lines') : undefined;
}

function settled(account: Account, input: SettlePayment, books: Books): Decision {
  const draft = record(draftOf(account), paymentSettled(account, input, books));
  const own = planFor(draft.account, paymentSource(input.paymentId), dateOf(input, books));
  const plan = placePayment(own, linesOf(input, books), { spread: spreadOf(input), asked: undefined });
  if (isRejection(plan)) return plan;
  return tooManyIn(plan) ?? accept(recordPlan(draft, plan));
}

function paymentSettled(account: Account, input: SettlePayment, books: Books): FactOf<'PaymentSettled'> {
  const { paymentId, currency } = input;
  const pended = pendingPaymentAt(account, paymentId).amount;
  const amount = statedAmount(input) ?? pended;
  const lapsed = subtract(pended, amount);
  const data = { paymentId, currency, amount: toMinorText(amount), ...statedBase(account, input, amount) };
  return {
    type: 'PaymentSettled',
    effectiveDate: dateOf(input, books),
    data: isZero(lapsed) ? data : { ...data, lapsed: toMinorText(lapsed) },
  };
}
