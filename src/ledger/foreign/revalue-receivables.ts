import { z } from 'zod';
import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import {
  add,
  fromMinorText,
  isTooLarge,
  isZero,
  largestAmount,
  type Money,
  negate,
  subtract,
  toMinorText,
  zero,
} from '#money/money.ts';
import { convert } from '#money/percentage.ts';
import type { Account } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, dateOf, openAccount, otherCurrency } from '../checks.ts';
import { accountFields, currencyField } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { type Rejection, reject } from '../rejections.ts';
import { valueOn } from '../timeline.ts';
import { type BaseBook } from './base-book.ts';
import { rateInput } from './base-value.ts';

export const revalueReceivablesInput = z
  .strictObject({
    ...accountFields,
    currency: currencyField,
    rate: rateInput.describe('The rate of the day: usually the last one of a period.'),
  })
  .describe(
    'Values what is open of an account in a foreign currency at the rate of a day. The difference to what it is carried at is an unrealised gain or loss of that day, taken back on the next; once for each day.',
  );

type RevalueReceivables = z.output<typeof revalueReceivablesInput>;

export function decideRevalueReceivables(account: Account, input: RevalueReceivables, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    otherCurrency(account, input.currency) ??
    beforeOpeningOrInBase(account, books, date);
  if (refusal !== undefined) return refusal;
  const { base } = account;
  if (base === undefined) throw new Error('an account in the base currency is refused before');
  const open = openOn(account, date);
  const value = convert(open, input.rate.rate, base.currency, 'HALF_UP');
  return (
    notRevaluable(base, open, date) ?? beyondLargest(value) ?? revalued(account, base, { input, date, open, value })
  );
}

function beforeOpeningOrInBase({ base }: Account, books: Books, date: CalendarDate): Rejection | undefined {
  return base === undefined ? reject('BASE_VALUE_NOT_TAKEN', {}, 'rate') : beforeOpening(books, date);
}

function openOn({ items, opened }: Account, date: CalendarDate): Money {
  return items.reduce((total, { open }) => add(total, valueOn(open, date)), zero(opened?.currency ?? ''));
}

function notRevaluable({ revalued: days }: BaseBook, open: Money, date: CalendarDate): Rejection | undefined {
  if (days.has(date)) return reject('ALREADY_REVALUED', {}, 'effectiveDate');
  return isZero(open) ? reject('NOTHING_TO_REVALUE', {}, 'effectiveDate') : undefined;
}

function beyondLargest(value: Money): Rejection | undefined {
  const largest = fromMinorText(largestAmount, value.currency);
  return isTooLarge(value) ? reject('AMOUNT_TOO_LARGE', { largest }, 'rate') : undefined;
}

interface Revaluation {
  readonly input: RevalueReceivables;
  readonly date: CalendarDate;
  readonly open: Money;
  readonly value: Money;
}

/** Dated on the day and, as a mirror, on the next: a rate of one day says nothing about another. */
function revalued(account: Account, base: BaseBook, { input, date, open, value }: Revaluation): Decision {
  const carried = valueOn(base.open, date);
  const change = subtract(value, carried);
  const fact = (effectiveDate: CalendarDate, baseChange: Money): FactOf<'ReceivablesRevalued'> => ({
    type: 'ReceivablesRevalued',
    effectiveDate,
    data: {
      currency: input.currency,
      revaluedOn: date,
      open: toMinorText(open),
      rate: input.rate,
      baseAmount: toMinorText(value),
      baseCarried: toMinorText(carried),
      baseChange: toMinorText(baseChange),
    },
  });
  return accept(record(draftOf(account), fact(date, change), fact(addDays(date, 1), negate(change))));
}
