import { GraphQLScalarType, Kind } from 'graphql';
import type { CalendarDate } from '#money/calendar-date.ts';
import { formatMoney, type Money } from '#money/money.ts';
import { failure } from './failures.ts';
import { inOrderOfNames } from './in-order-of-names.ts';

/**
 * The scalars are text on the wire, in both directions. On the way in only the type is checked here: the form of an amount
 * or a date in a command is the books' to judge, so that a bad one is a refusal that names its place, not an error.
 */
function textScalar(name: string, description: string, write: (value: never) => string): GraphQLScalarType {
  const read = (value: unknown): string => {
    if (typeof value === 'string') return value;
    throw failure('BAD_USER_INPUT', { message: `${name} is text.` });
  };
  return new GraphQLScalarType<string, string>({
    name,
    description,
    // The schema types every field of this scalar, so what arrives here is of the type that it writes.
    coerceOutputValue: (value) => write(value as never),
    coerceInputValue: read,
    coerceInputLiteral: (node) => read(node.kind === Kind.STRING ? node.value : undefined),
  });
}

export const moneyScalar = textScalar(
  'Money',
  'An amount as decimal text with all the decimals of its currency: "15.00", "-0.05", "1500" for JPY. The currency stands ' +
    'beside it. Never a number: numbers lose cents.',
  (amount: Money) => formatMoney(amount),
);

export const calendarDateScalar = textScalar(
  'CalendarDate',
  'A day, YYYY-MM-DD, without time or zone: "2026-03-31".',
  (date: CalendarDate) => date,
);

export const dateTimeScalar = textScalar(
  'DateTime',
  'An instant, RFC 3339 in UTC with milliseconds: "2026-03-31T14:05:09.123Z".',
  (instant: string) => instant,
);

export const positionScalar = textScalar(
  'Position',
  'A place in the journal, as opaque text. Of two positions of one ledger the later is the greater as text. The same form ' +
    'everywhere: a mutation answers the position of its last entry; every entry and every figure says its own; `knownAt` ' +
    'takes one to ask what was known there, `minPosition` to ask for nothing older. It also names the store: a position of ' +
    'another ledger, or of a journal that was since restored, is refused as POSITION_UNKNOWN.',
  (position: string) => position,
);

/** Only ever goes out. Fields sorted by name, so that the same entry always reads the same. */
export const entryDataScalar = new GraphQLScalarType<never, unknown>({
  name: 'EntryData',
  description:
    'The content of an entry, as it is stored: an object whose fields depend on the type of the entry and the version of its ' +
    'form (schema/events). Amounts in it are whole minor units as text: "1500" is 15.00 USD. `postings` has them as Money.',
  coerceOutputValue: inOrderOfNames,
});
