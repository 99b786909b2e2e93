import { z } from 'zod';
import { fromMinorText, isTooLarge, largestAmount, type Money, parseMoney, toMinorText } from '#money/money.ts';
import { convert } from '#money/percentage.ts';
import { refusedAmount } from '../amounts-in-input.ts';
import type { Books } from '../books.ts';
import type { EventData } from '../events.ts';
import { type Rejection, reject } from '../rejections.ts';
import { baseAmountText, identifier, rateText } from '../text.ts';

export const rateInput = z
  .strictObject({
    rate: rateText.describe('Units of the base currency for one unit of the currency of the account, as decimal text.'),
    source: identifier.describe('Where the rate is from: an opaque id of a table or a day, as in ECB:2026-03-02.'),
  })
  .meta({ title: 'RateInput', description: 'A rate of exchange and where it is from; both stand in the entry.' });

/** How a command that brings value in says what it is worth in the base currency of the ledger. */
export const baseValueFields = {
  baseAmount: baseAmountText
    .meta({ scalar: 'Money' })
    .optional()
    .describe(
      'What the amount is worth in the base currency of the ledger. An account in another currency needs this or the rate; an account in the base currency takes neither.',
    ),
  rate: rateInput
    .optional()
    .describe('In place of the base amount: the amount times this rate, rounded half up, is its base value.'),
};

interface BaseValueInput {
  readonly baseAmount?: string | undefined;
  readonly rate?: z.output<typeof rateInput> | undefined;
}

/** Whoever carries base values: an account, a receipt. In the base currency it carries none. */
interface Carrier {
  readonly base: { readonly currency: string } | undefined;
}

/** What can be said of a base value without looking at the account: asked once for every command that may state one. */
export function misformedBaseValue(input: object, { terms }: Books): Rejection | undefined {
  const { baseAmount, rate }: BaseValueInput = input;
  if (baseAmount === undefined) return undefined;
  if (rate !== undefined) return reject('INPUT_INVALID', { expected: 'a base amount or a rate, not both' }, 'rate');
  if (terms === undefined) return undefined;
  const read = parseMoney(baseAmount, terms.baseCurrency);
  return typeof read === 'string' ? refusedAmount(read, terms.baseCurrency, 'baseAmount') : undefined;
}

/** The base value against the account, and against what one entry can hold. */
export function baseValueFault(account: Carrier, input: BaseValueInput, amount: Money): Rejection | undefined {
  return wrongBaseValue(account, input) ?? beyondLargest(account, input, amount);
}

/** An account in a foreign currency needs a base value for what comes in; in the base currency the amount says it already. */
function wrongBaseValue(account: Carrier, { baseAmount, rate }: BaseValueInput): Rejection | undefined {
  const isStated = baseAmount !== undefined || rate !== undefined;
  if (account.base === undefined) {
    return isStated ? reject('BASE_VALUE_NOT_TAKEN', {}, rate === undefined ? 'baseAmount' : 'rate') : undefined;
  }
  const { currency: baseCurrency } = account.base;
  return isStated ? undefined : reject('BASE_VALUE_REQUIRED', { baseCurrency }, 'baseAmount');
}

/** A rate may make more of an amount than one entry can hold. */
function beyondLargest(account: Carrier, input: BaseValueInput, amount: Money): Rejection | undefined {
  const base = baseOf(account, input, amount);
  return base !== undefined && isTooLarge(base)
    ? reject('AMOUNT_TOO_LARGE', { largest: fromMinorText(largestAmount, base.currency) }, 'rate')
    : undefined;
}

type StatedBase = Pick<EventData<'PaymentReceived'>, 'baseAmount' | 'rate'>;

/** What the entry carries of it. Nothing on an account in the base currency. */
export function statedBase(account: Carrier, input: BaseValueInput, amount: Money): StatedBase {
  const base = baseOf(account, input, amount);
  return base === undefined ? {} : { baseAmount: toMinorText(base), rate: input.rate };
}

function baseOf({ base: book }: Carrier, { baseAmount, rate }: BaseValueInput, amount: Money): Money | undefined {
  if (book === undefined) return undefined;
  if (rate !== undefined) return convert(amount, rate.rate, book.currency, 'HALF_UP');
  const read = parseMoney(baseAmount ?? '', book.currency);
  if (typeof read === 'string') throw new Error('a base amount came past its checks');
  return read;
}
