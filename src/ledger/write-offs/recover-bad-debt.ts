import { z } from 'zod';
import { toMinorText } from '#money/money.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  beforeOriginal,
  dateOf,
  openAccount,
  otherCurrency,
  positive,
  takenPaymentId,
} from '../checks.ts';
import { accountFields, currencyField, dateInput, moneyText, partyInput } from '../command-input.ts';
import { baseValueFault, baseValueFields, statedBase } from '../foreign/base-value.ts';
import { partyOf } from '../parties.ts';
import { paymentMethods } from '../payments/payment-methods.ts';
import { identifier } from '../text.ts';
import { exceedsRecoverable, unknownWriteOff } from './recoverable.ts';
import { writeOffAt } from './written-off.ts';

export const recoverBadDebtInput = z
  .strictObject({
    ...accountFields,
    paymentId: identifier.describe('Yours, unique among the payments of the account.'),
    writeOffId: identifier.describe('The write-off that the money is for.'),
    currency: currencyField,
    amount: moneyText.describe('The money received; at most what has been neither reversed nor recovered.'),
    ...baseValueFields,
    method: z.enum(paymentMethods).describe('How it came.'),
    payer: partyInput.optional().describe('Who paid; the account holder when left out.'),
    receivedDate: dateInput.optional().describe('When it arrived, for information; the effective date decides.'),
  })
  .describe('Records money for a debt that was written off. The write-off stands, and nothing is open or unapplied.');

type RecoverBadDebt = z.output<typeof recoverBadDebtInput>;

export function decideRecoverBadDebt(account: Account, input: RecoverBadDebt, books: Books): Decision {
  const amount = amountOf(input.amount, input.currency);
  const date = dateOf(input, books);
  const refusal =
    positive(amount, 'amount') ??
    openAccount(account, books) ??
    takenPaymentId(account, input.paymentId) ??
    unknownWriteOff(account, input.writeOffId) ??
    otherCurrency(account, input.currency) ??
    baseValueFault(account, input, amount) ??
    beforeOpening(books, date) ??
    beforeOriginal(date, writeOffAt(account, input.writeOffId).effectiveDate) ??
    exceedsRecoverable(writeOffAt(account, input.writeOffId), date, amount, 'amount');
  if (refusal !== undefined) return refusal;
  const { paymentId, writeOffId, currency, method, receivedDate } = input;
  const payer = partyOf(input.payer);
  const base = statedBase(account, input, amount);
  const data = { paymentId, writeOffId, currency, amount: toMinorText(amount), ...base, method, payer, receivedDate };
  return accept(record(draftOf(account), { type: 'BadDebtRecovered', effectiveDate: date, data }));
}
