import type { Command } from 'commander';
import { isPartyClass } from '#ledger/parties.ts';
import { identifierPattern } from '#ledger/text.ts';
import { type CalendarDate, parseCalendarDate } from '#money/calendar-date.ts';
import { isCurrencyCode } from '#money/currencies.ts';
import type { View, ViewRequest } from '#read-models/read-models.ts';
import { usage } from './exit-codes.ts';

/** The options of every verb that shows figures, as they are typed. */
export interface ViewOptions {
  readonly data?: string;
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly json?: true;
}

export function withViewOptions(command: Command): Command {
  return withKnownAt(
    command.option('--as-of <date>', 'the business day, YYYY-MM-DD (default: today in the time zone of the ledger)'),
  );
}

/** Of a report that says its day itself. */
export function withKnownAt(command: Command): Command {
  return command
    .option('--known-at <when>', 'only what was known at a position (its number) or an instant (2026-03-31T23:59:59Z)')
    .option('--json', 'for machines');
}

export function viewRequest({ asOf, knownAt }: ViewOptions): ViewRequest {
  return {
    asOf: asOf === undefined ? undefined : dateOption('--as-of', asOf),
    knownAt: knownAt === undefined ? undefined : knownAtOption(knownAt),
  };
}

/** Says what is expected and not what was typed: it may be anything, and it may end in somebody's log. */
export function dateOption(name: string, text: string): CalendarDate {
  const date = parseCalendarDate(text);
  if (date === undefined) throw usage(`${name}: expected a calendar date YYYY-MM-DD that exists`);
  return date;
}

function knownAtOption(text: string): ViewRequest['knownAt'] {
  if (/^(0|[1-9][0-9]{0,14})$/.test(text)) return { ordinal: Number(text) };
  const instant = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
  if (Number.isNaN(instant))
    throw usage('--known-at: expected a position (a whole number) or an instant such as 2026-03-31T23:59:59Z');
  return { instant: new Date(instant).toISOString() };
}

export function wholeNumberOption(name: string, text: string, least: number, most: number): number {
  const number = /^[0-9]{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= least && number <= most)) throw usage(`${name}: expected a whole number from ${least} to ${most}`);
  return number;
}

export function oneOf<const Value extends string>(name: string, text: string, values: readonly Value[]): Value {
  const found = values.find((value) => inWords(value) === inWords(text));
  if (found === undefined) throw usage(`${name}: expected one of ${values.map(inWords).join(', ')}`);
  return found;
}

/** What cannot be a currency is refused: figures of `usd` would all be nothing, and read as if nothing were owed. */
export function currencyOption(text: string | undefined): string | undefined {
  if (text === undefined || isCurrencyCode(text)) return text;
  throw usage('--currency: expected a currency code of ISO 4217 in capitals, as in USD');
}

/** Likewise: no class is called `self`. */
export function partyClassOption(text: string | undefined): string | undefined {
  if (text === undefined || isPartyClass(text)) return text;
  throw usage('--party-class: expected SELF, or a class of payers in capitals, as in MEDICARE');
}

/** Of what stands above figures, where a name has no place. */
export function idOption(name: string, text: string | undefined): string | undefined {
  if (text === undefined || identifierPattern.test(text)) return text;
  throw usage(`${name}: expected an id, 1 to 64 of A-Z a-z 0-9 _ . : -`);
}

/** DUE_DATE is typed due-date. */
export function inWords(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

/** What every figure says of itself, so that two people can compare reports. */
export function viewForMachines({ asOf, knownAt, ordinal, settled, stale }: View): object {
  return { asOf, knownAt: knownAt ?? null, position: ordinal, settled, stale };
}

export type Narrowed = readonly (string | undefined)[];

/** Says of a report that it is not of everything, and of what it is. */
export function onlyInWords(only: Narrowed): string {
  const said = only.filter((one) => one !== undefined);
  return said.length === 0 ? '' : `, only ${said.join(', ')}`;
}

export function viewInWords({ asOf, ordinal, settled, stale }: View): string {
  const known = `known at position ${ordinal}${settled ? '' : ', not settled'}`;
  return `as of ${asOf}, ${known}${stale ? '; STALE: what was recorded later is not in' : ''}`;
}
