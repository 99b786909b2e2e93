import { z } from 'zod';
import { type Money, toMinorText } from '#money/money.ts';
import { type Account, paymentSource } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  dateOf,
  openAccount,
  otherCurrency,
  positive,
  takenPaymentId,
  voidedLine,
} from '../checks.ts';
import { accountFields, currencyField, dateInput, moneyText, partyInput } from '../command-input.ts';
import type { EventData, FactOf } from '../events.ts';
import { baseValueFault, baseValueFields, statedBase } from '../foreign/base-value.ts';
import { partyOf } from '../parties.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier } from '../text.ts';
import { planFor, recordPlan } from './allocation-plan.ts';
import {
  invalidLines,
  linesBeyond,
  priorityField,
  spreadOf,
  strategyField,
  strayPriority,
  tooManyIn,
  unknownLine,
} from './lines.ts';
import { paymentMethods } from './payment-methods.ts';
import { placePayment } from './place-payment.ts';
import { invalidShortfall, paymentLinesField, takenAdjustment, withContraAccounts } from './shortfalls.ts';

export const receivePaymentInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('Yours, unique on the account.'),
    currency: currencyField,
    amount: moneyText.describe('The money received.'),
    ...baseValueFields,
    method: z.enum(paymentMethods).describe('How it came.'),
    payer: partyInput.optional().describe('Who paid; the account holder when left out.'),
    pending: z
      .boolean()
      .optional()
      .describe(
        'The money is not there yet: it counts nowhere and pays nothing until SettlePayment or FailPayment says what became of it.',
      ),
    receivedDate: dateInput.optional().describe('When it arrived, for information; the effective date decides.'),
    lines: paymentLinesField,
    strategy: strategyField,
    priority: priorityField,
  })
  .describe('Records money received and applies it: explicit lines first, then a strategy; the rest stays unapplied.');

export type ReceivePayment = z.output<typeof receivePaymentInput>;

export function decideReceivePayment(account: Account, input: ReceivePayment, books: Books): Decision {
  const { lines = [], currency } = input;
  const amount = amountOf(input.amount, currency);
  const date = dateOf(input, books);
  const refusal =
    positive(amount, 'amount') ??
    placedWhilePending(input) ??
    strayPriority(input) ??
    invalidLines(lines, currency) ??
    linesBeyond(lines, amount) ??
    openAccount(account, books) ??
    takenPaymentId(account, input.paymentId) ??
    unknownLine(account, lines) ??
    takenAdjustment(account, lines) ??
    otherCurrency(account, currency) ??
    (input.pending === true ? undefined : baseValueFault(account, input, amount)) ??
    invalidShortfall(books, lines, date) ??
    beforeOpening(books, date) ??
    voidedLine(account, lines);
  if (refusal !== undefined) return refusal;
  if (input.pending === true) return accept(record(draftOf(account), paymentPended(input, amount, books)));
  const received = record(draftOf(account), paymentReceived(account, input, amount, books));
  const rest = { spread: spreadOf(input), asked: undefined };
  const own = planFor(received.account, paymentSource(input.paymentId), date);
  const plan = placePayment(own, withContraAccounts(books, lines, date), rest);
  if ('outcome' in plan) return plan;
  return tooManyIn(plan) ?? accept(recordPlan(received, plan));
}

/** What is not there is placed nowhere: SettlePayment says where it goes. */
function placedWhilePending(input: ReceivePayment): Rejection | undefined {
  if (input.pending !== true) return undefined;
  const stray = (['lines', 'strategy', 'priority', 'baseAmount', 'rate'] as const).find(
    (name) => input[name] !== undefined,
  );
  return stray && reject('INPUT_INVALID', { expected: 'nothing here while the payment is pending' }, stray);
}

function paymentReceived(
  account: Account,
  input: ReceivePayment,
  amount: Money,
  books: Books,
): FactOf<'PaymentReceived'> {
  const data = { ...dataOf(input, amount), ...statedBase(account, input, amount) };
  return { type: 'PaymentReceived', effectiveDate: dateOf(input, books), data };
}

function paymentPended(input: ReceivePayment, amount: Money, books: Books): FactOf<'PaymentPended'> {
  return { type: 'PaymentPended', effectiveDate: dateOf(input, books), data: dataOf(input, amount) };
}

function dataOf(input: ReceivePayment, amount: Money): EventData<'PaymentReceived' | 'PaymentPended'> {
  const { paymentId, currency, method, receivedDate } = input;
  return { paymentId, currency, amount: toMinorText(amount), method, payer: partyOf(input.payer), receivedDate };
}
