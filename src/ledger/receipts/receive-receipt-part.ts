import { z } from 'zod';
import { formatMoney, fromMinorText } from '#money/money.ts';
import { type Account, paymentSource } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { dateOf, openAccount, otherCurrency, takenPaymentId, voidedLine } from '../checks.ts';
import { accountFields } from '../command-input.ts';
import { planFor, recordPlan } from '../payments/allocation-plan.ts';
import { spreadOf, tooManyIn, unknownLine } from '../payments/lines.ts';
import { placePayment } from '../payments/place-payment.ts';
import { withContraAccounts } from '../payments/shortfalls.ts';
import { dayOfStep } from '../periods/locked-period.ts';
import type { Rejection } from '../rejections.ts';
import { identifiedSchema } from './receipt-events.ts';

export const receiveReceiptPartInput = z
  .strictObject({ ...accountFields, identified: identifiedSchema })
  .describe('A step of IdentifyReceipt: a part of a receipt arrives as a payment, and is applied.');

export type ReceiveReceiptPart = z.output<typeof receiveReceiptPartInput>;

export function decideReceiveReceiptPart(account: Account, input: ReceiveReceiptPart, books: Books): Decision {
  const { lines: placed = [], strategy, priority, ...data } = input.identified;
  const { currency, paymentId } = data;
  const lines = placed.map((line) => ({ ...line, amount: formatMoney(fromMinorText(line.amount, currency)) }));
  const refusal =
    openAccount(account, books) ??
    takenPaymentId(account, paymentId) ??
    unknownLine(account, lines) ??
    otherCurrency(account, currency) ??
    voidedLine(account, lines);
  if (refusal !== undefined) return refusal;
  const date = dayOfStep(dateOf(input, books), books);
  const received = record(draftOf(account), { type: 'PaymentIdentified', effectiveDate: date, data });
  const own = planFor(received.account, paymentSource(paymentId), date);
  const rest = { spread: spreadOf({ strategy, priority }), asked: undefined };
  const plan = placePayment(own, withContraAccounts(books, lines, date), rest);
  if ('outcome' in plan) return plan;
  return tooManyIn(plan) ?? accept(recordPlan(received, plan));
}

/** As with a transfer: a no to what has already left stands in the books of the account that says it (decisions/0017). */
export function partRefusedForGood(account: Account, input: ReceiveReceiptPart, books: Books, no: Rejection): Decision {
  if (input.dryRun === true || account.opened === undefined) return no;
  const { receiptId, part, accountId, paymentId } = input.identified;
  const data = { receiptId, part, accountId, paymentId, code: no.code };
  const effectiveDate = dayOfStep(dateOf(input, books), books);
  return accept(record(draftOf(account), { type: 'ReceiptPartRefused', effectiveDate, data }));
}
