import { decimalsOf } from '#money/currencies.ts';
import { formatMoney, fromMinorText, largestAmount, type MoneyFault, parseMoney } from '#money/money.ts';
import { type Rejection, reject } from './rejections.ts';

type Fields = Record<string, unknown>;

const amountName = /^amount$|^fromUnapplied$|(?:Amount|AtLeast|AtMost)$/;

/** In the base currency, which the input does not name: the decimals are checked where the books are known. */
const baseAmountName = 'baseAmount';

/**
 * Writes every amount of a checked input out in full ("15" becomes "15.00"), so that two ways to write an
 * amount are one content; or the refusal of the first that its currency cannot hold. Amounts are the fields
 * named `amount` or `...Amount`, what a refund takes `fromUnapplied`, and the bounds of conditions. Changes the input in place: zod has just made it, nobody else holds it.
 */
export function writeOutAmounts(input: Fields, currency: string): Rejection | undefined {
  return writeOutFields(input, currency, '');
}

function writeOutFields(fields: Fields, currency: string, path: string): Rejection | undefined {
  for (const name in fields) {
    const value = fields[name];
    const fault =
      typeof value === 'string'
        ? writeOutText(fields, name, value, currency, path)
        : writeOutPart(value, currency, `${path}${name}.`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function writeOutPart(part: unknown, currency: string, path: string): Rejection | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  if (!Array.isArray(part)) return isFields(part) ? writeOutFields(part, currency, path) : undefined;
  for (const [index, element] of part.entries()) {
    const fault = writeOutPart(element, currency, `${path}${index}.`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function isFields(part: object): part is Fields {
  return !Array.isArray(part);
}

function writeOutText(
  fields: Fields,
  name: string,
  text: string,
  currency: string,
  path: string,
): Rejection | undefined {
  if (name === baseAmountName) {
    fields[name] = text.includes('.') ? text.replace(/\.?0*$/, '') : text;
    return undefined;
  }
  if (!amountName.test(name)) return undefined;
  const read = parseMoney(text, currency);
  if (typeof read === 'string') return refusedAmount(read, currency, `${path}${name}`);
  fields[name] = formatMoney(read);
  return undefined;
}

/** The refusal of an amount that its currency cannot hold. */
export function refusedAmount(fault: MoneyFault, currency: string, inputPath: string): Rejection {
  return fault === 'TOO_LARGE'
    ? reject('AMOUNT_TOO_LARGE', { largest: fromMinorText(largestAmount, currency) }, inputPath)
    : reject('AMOUNT_SCALE', { decimals: decimalsOf(currency) }, inputPath);
}
