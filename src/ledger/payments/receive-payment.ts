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
import type { FactOf } from '../events.ts';
import { partyOf } from '../parties.ts';
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
    method: z.enum(paymentMethods).describe('How it came.'),
    payer: partyInput.optional().describe('Who paid; the account holder when left out.'),
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
    strayPriority(input) ??
    invalidLines(lines, currency) ??
    linesBeyond(lines, amount) ??
    openAccount(account, books) ??
    takenPaymentId(account, input.paymentId) ??
    unknownLine(account, lines) ??
    takenAdjustment(account, lines) ??
    otherCurrency(account, currency) ??
    invalidShortfall(books, lines, date) ??
    beforeOpening(books, date) ??
    voidedLine(account, lines);
  if (refusal !== undefined) return refusal;
  const received = record(draftOf(account), paymentReceived(input, amount, books));
  const rest = { spread: spreadOf(input), asked: undefined };
  const own = planFor(received.account, paymentSource(input.paymentId), date);
  const plan = placePayment(own, withContraAccounts(books, lines, date), rest);
  if ('outcome' in plan) return plan;
  return tooManyIn(plan) ?? accept(recordPlan(received, plan));
}

function paymentReceived(input: ReceivePayment, amount: Money, books: Books): FactOf<'PaymentReceived'> {
  const { paymentId, currency, method, receivedDate } = input;
  const data = { paymentId, currency, amount: toMinorText(amount), method, payer: partyOf(input.payer), receivedDate };
  return { type: 'PaymentReceived', effectiveDate: dateOf(input, books), data };
}
