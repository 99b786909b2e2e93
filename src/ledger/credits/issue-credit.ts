import { z } from 'zod';
import { toMinorText } from '#money/money.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import {
  amountOf,
  beforeOpening,
  dateOf,
  invalidReason,
  openAccount,
  otherCurrency,
  positive,
  takenId,
} from '../checks.ts';
import { accountFields, currencyField, moneyText, partyInput, reasonField } from '../command-input.ts';
import { baseValueFault, baseValueFields, statedBase } from '../foreign/base-value.ts';
import { partyOf } from '../parties.ts';
import { identifier } from '../text.ts';

export const issueCreditInput = z
  .strictObject({
    ...accountFields,
    creditId: identifier.describe('Yours, unique on the account.'),
    currency: currencyField,
    amount: moneyText.describe('The value granted.'),
    ...baseValueFields,
    payer: partyInput.optional().describe('To whom it is granted; the account holder when left out.'),
    reasonCode: reasonField,
  })
  .describe('Grants value without money. It stays unapplied until it is applied to open items.');

export type IssueCredit = z.output<typeof issueCreditInput>;

export function decideIssueCredit(account: Account, input: IssueCredit, books: Books): Decision {
  const amount = amountOf(input.amount, input.currency);
  const date = dateOf(input, books);
  const refusal =
    positive(amount, 'amount') ??
    openAccount(account, books) ??
    takenId(account.credits.has(input.creditId), 'credit', 'creditId') ??
    otherCurrency(account, input.currency) ??
    baseValueFault(account, input, amount) ??
    invalidReason(books, 'IssueCredit', input.reasonCode, date) ??
    beforeOpening(books, date);
  if (refusal !== undefined) return refusal;
  const { creditId, currency } = input;
  const data = {
    creditId,
    currency,
    amount: toMinorText(amount),
    party: partyOf(input.payer),
    ...statedBase(account, input, amount),
  };
  return accept(record(draftOf(account), { type: 'CreditIssued', effectiveDate: date, data }));
}
