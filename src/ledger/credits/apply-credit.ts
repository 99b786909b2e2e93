import { z } from 'zod';
import { type Account, creditAt, creditSource } from '../account.ts';
import type { Books, Decision } from '../books.ts';
import {
  beforeOpening,
  dateOf,
  openAccount,
  otherCurrency,
  unknownCredit,
  voidedCredit,
  voidedLine,
} from '../checks.ts';
import { accountFields, currencyField, moneyText } from '../command-input.ts';
import { applied, nothingAsked } from '../payments/apply-payment.ts';
import {
  invalidLines,
  linesField,
  priorityField,
  strategyField,
  strayPriority,
  unknownLine,
} from '../payments/lines.ts';
import { identifier } from '../text.ts';
import { appliedOldestFirst } from './oldest-first.ts';

export const applyCreditInput = z
  .strictObject({
    ...accountFields,
    creditId: identifier
      .optional()
      .describe('The credit; left out, the credits of the account, oldest first, as far as they go.'),
    currency: currencyField,
    lines: linesField,
    strategy: strategyField,
    priority: priorityField,
    amount: moneyText.optional().describe('How much the strategy may use; everything unapplied when left out.'),
  })
  .describe('Applies credits to open items: explicit lines first, then a strategy.');

export type ApplyCredit = z.output<typeof applyCreditInput>;

export function decideApplyCredit(account: Account, input: ApplyCredit, books: Books): Decision {
  const { creditId, lines = [], currency } = input;
  const date = dateOf(input, books);
  const refusal =
    nothingAsked(input) ??
    strayPriority(input) ??
    invalidLines(lines, currency) ??
    openAccount(account, books) ??
    (creditId === undefined ? undefined : unknownCredit(account, creditId)) ??
    unknownLine(account, lines) ??
    otherCurrency(account, currency) ??
    beforeOpening(books, date) ??
    (creditId === undefined ? undefined : voidedCredit(creditAt(account, creditId))) ??
    voidedLine(account, lines);
  if (refusal !== undefined) return refusal;
  return creditId === undefined
    ? appliedOldestFirst(account, input, date)
    : applied(account, creditSource(creditId), input, lines, date);
}
