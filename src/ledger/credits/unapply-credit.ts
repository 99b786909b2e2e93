import { z } from 'zod';
import { type Account, creditAt } from '../account.ts';
import type { Books, Decision } from '../books.ts';
import {
  beforeOpening,
  dateOf,
  invalidReason,
  openAccount,
  otherCurrency,
  unknownCredit,
  voidedLine,
} from '../checks.ts';
import { accountFields, currencyField, reasonField } from '../command-input.ts';
import { unknownLine } from '../payments/lines.ts';
import { invalidUnapplyLines, takenBack, unapplyLinesField } from '../payments/unapply-lines.ts';
import { identifier } from '../text.ts';

export const unapplyCreditInput = z
  .strictObject({
    ...accountFields,
    creditId: identifier.describe('The credit.'),
    currency: currencyField,
    lines: unapplyLinesField,
    reasonCode: reasonField,
  })
  .describe('Takes allocations of a credit back: the items are open again and the credit is unapplied.');

export type UnapplyCredit = z.output<typeof unapplyCreditInput>;

export function decideUnapplyCredit(account: Account, input: UnapplyCredit, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    invalidUnapplyLines(input) ??
    openAccount(account, books) ??
    unknownCredit(account, input.creditId) ??
    unknownLine(account, input.lines ?? []) ??
    otherCurrency(account, input.currency) ??
    invalidReason(books, 'UnapplyCredit', input.reasonCode, date) ??
    beforeOpening(books, date) ??
    voidedLine(account, input.lines ?? []);
  return refusal ?? takenBack(account, creditAt(account, input.creditId), input, date);
}
