import type { EventType } from '#ledger/events.ts';
import type { Minor } from '#projections/minor.ts';
import { type UnappliedClass, unappliedClasses } from '#projections/unapplied-classes.ts';
import { type BookReader, baseCurrencyIn, cutOf } from './book-reader.ts';
import { dateOfDay, dayOf } from './days.ts';
import { numbersOfCursor, type Paged, pageOf } from './paging.ts';
import type { PageRequest, View } from './read-models.ts';
import type { CutOffFilter, CutOffRow, LateRow, RolledClass, RollForwardRequest } from './roll-forward.ts';
import { bigintOf, maybeNumberOf, numberOf, type Row, textOf } from './rows.ts';
import { classNumbers, receivable, unappliedAccounts } from './schema.ts';

interface LineMinor<Class extends string> {
  readonly class: Class;
  readonly amount: Minor;
  readonly priorPeriodCorrections: Minor;
}

export interface RolledMinor<Class extends string> {
  readonly opening: Minor;
  readonly lines: readonly LineMinor<Class>[];
  readonly closing: Minor;
}

export interface RollForwardMinor {
  readonly currency: string;
  readonly isInBase: boolean;
  readonly receivables: RolledMinor<RolledClass>;
  readonly unapplied: RolledMinor<UnappliedClass>;
}

/** Lines of a period that belong to one class, or stand before it. */
interface Sum {
  readonly currency: string;
  readonly isReceivable: boolean;
  /** Undefined before the period. */
  readonly class: string | undefined;
  readonly isCorrection: boolean;
  /** A gain or loss of exchange: an amount of zero, and something in base. */
  readonly isExchange: boolean;
  readonly amount: Minor;
  readonly base: Minor;
}

const receivableClasses: ReadonlyMap<number, string> = new Map(
  Object.entries(classNumbers).map(([name, number]) => [number, name]),
);

/** One pass over the receivable and unapplied lines that count by the end of the period: a report for the end of a month. */
export function rollForwardOf(reader: BookReader, request: RollForwardRequest): readonly RollForwardMinor[] {
  const sums = sumsOf(reader, request);
  const currencies = [...new Set(sums.map(({ currency }) => currency))].toSorted();
  const rows = currencies.map((currency) => {
    const own = sums.filter((sum) => sum.currency === currency && !sum.isExchange);
    return { currency, isInBase: false, ...bothOf(own) };
  });
  const base = baseCurrencyIn(reader);
  if (base === undefined || currencies.every((currency) => currency === base)) return rows;
  return [...rows, { currency: base, isInBase: true, ...bothOf(sums.map(inBase)) }];
}

function bothOf(sums: readonly Sum[]): Pick<RollForwardMinor, 'receivables' | 'unapplied'> {
  const [receivables, unapplied] = [true, false].map((isReceivable) =>
    sums.filter((sum) => sum.isReceivable === isReceivable),
  );
  return {
    receivables: rolled(receivables ?? [], isReceivableClass),
    unapplied: rolled(unapplied ?? [], isUnappliedClass),
  };
}

/** What exchange rates gained or lost is a class of its own, whatever the entry was about. */
function inBase(sum: Sum): Sum {
  const isOfPeriod = sum.class !== undefined && sum.isExchange;
  return { ...sum, class: isOfPeriod ? 'EXCHANGE' : sum.class, amount: sum.base };
}

function sumsOf({ sql }: BookReader, { view, start }: RollForwardRequest): readonly Sum[] {
  const { day, ordinal } = cutOf(view);
  const first = dayOf(start);
  const rows = sql.rows(
    `SELECT c.text AS currency, s.is_receivable, s.is_before, s.class, t.text AS type, s.is_correction, s.is_exchange,
            s.amount, s.base
       FROM (SELECT p.currency, p.gl = ${receivable} AS is_receivable, p.effective < ?1 AS is_before,
                    CASE WHEN p.effective < ?1 THEN NULL ELSE e.class END AS class,
                    CASE WHEN p.effective < ?1 THEN NULL ELSE e.type END AS type,
                    p.effective >= ?1 AND coalesce(x.corrected < ?1, 0) AS is_correction,
                    p.amount = 0 AS is_exchange, sum(p.amount) AS amount, sum(p.base) AS base
               FROM posting p JOIN entry e ON e.ordinal = p.ordinal LEFT JOIN correction x ON x.ordinal = p.ordinal
              WHERE p.gl IN (${receivable}, ${unappliedAccounts}) AND p.ordinal <= ?2 AND p.effective <= ?3
              GROUP BY 1, 2, 3, 4, 5, 6, 7) s
       JOIN term c ON c.id = s.currency LEFT JOIN term t ON t.id = s.type`,
    first,
    ordinal,
    day,
  );
  return rows.map(sumOfRow);
}

function sumOfRow(row: Row): Sum {
  const isReceivable = numberOf(row, 'is_receivable') === 1;
  const sign = isReceivable ? 1n : -1n;
  const known = {
    currency: textOf(row, 'currency'),
    isReceivable,
    isExchange: numberOf(row, 'is_exchange') === 1,
    amount: sign * bigintOf(row, 'amount'),
    base: sign * bigintOf(row, 'base'),
  };
  if (numberOf(row, 'is_before') === 1) return { ...known, class: undefined, isCorrection: false };
  const type = textOf(row, 'type');
  const found = isReceivable
    ? receivableClasses.get(maybeNumberOf(row, 'class') ?? 0)
    : isClassed(type)
      ? unappliedClasses[type]
      : undefined;
  if (found === undefined) throw new Error('INV-09: a line of the period belongs to no class');
  return { ...known, class: found, isCorrection: numberOf(row, 'is_correction') === 1 };
}

function isClassed(type: string): type is EventType {
  return Object.hasOwn(unappliedClasses, type);
}

function isReceivableClass(name: string): name is RolledClass {
  return name === 'EXCHANGE' || Object.hasOwn(classNumbers, name);
}

function isUnappliedClass(name: string): name is UnappliedClass {
  return Object.values(unappliedClasses).some((one) => one === name);
}

function rolled<Class extends string>(
  sums: readonly Sum[],
  isClass: (name: string) => name is Class,
): RolledMinor<Class> {
  const totalOf = (some: readonly Sum[]): Minor => some.reduce((total, { amount }) => total + amount, 0n);
  const names = [...new Set(sums.flatMap((sum) => (sum.class === undefined ? [] : [sum.class])))];
  const lines = names
    .filter(isClass)
    .toSorted()
    .map((name) => {
      const own = sums.filter((sum) => sum.class === name);
      return {
        class: name,
        amount: totalOf(own.filter(({ isCorrection }) => !isCorrection)),
        priorPeriodCorrections: totalOf(own.filter(({ isCorrection }) => isCorrection)),
      };
    });
  return { opening: totalOf(sums.filter((sum) => sum.class === undefined)), lines, closing: totalOf(sums) };
}

interface CutOffQuestion {
  readonly view: View;
  readonly filter: CutOffFilter;
  readonly page: PageRequest;
}

/** Newest first. */
export function cutOffOf({ sql }: BookReader, { view, filter, page }: CutOffQuestion): Paged<CutOffRow> {
  const { effectiveMonth, recordedMonth } = filter;
  const rows = sql.rows(
    `SELECT ordinal, effective_month, recorded_month FROM cut_off
      WHERE ordinal <= ? AND effective_month = coalesce(?, effective_month) AND recorded_month = coalesce(?, recorded_month)
      ORDER BY ordinal DESC LIMIT ?`,
    lastOf(view, page),
    effectiveMonth ?? null,
    recordedMonth ?? null,
    page.first + 1,
  );
  const found = rows.map((row) => ({
    ordinal: numberOf(row, 'ordinal'),
    effectiveMonth: textOf(row, 'effective_month'),
    recordedMonth: textOf(row, 'recorded_month'),
  }));
  return pageOf(found, page.first, ({ ordinal }) => String(ordinal));
}

/** Entries that a store let slip after the fence of their period, newest first. */
export function lateEntriesOf(
  { sql }: BookReader,
  { view, page }: { readonly view: View; readonly page: PageRequest },
): Paged<LateRow> {
  const rows = sql.rows(
    `SELECT l.ordinal, e.effective FROM late_entry l JOIN entry e ON e.ordinal = l.ordinal
      WHERE l.ordinal <= ? ORDER BY l.ordinal DESC LIMIT ?`,
    lastOf(view, page),
    page.first + 1,
  );
  const found = rows.map((row) => ({
    ordinal: numberOf(row, 'ordinal'),
    countsFrom: dateOfDay(numberOf(row, 'effective')),
  }));
  return pageOf(found, page.first, ({ ordinal }) => String(ordinal));
}

function lastOf({ ordinal }: View, { after }: PageRequest): number {
  return after === undefined ? ordinal : Math.min(ordinal, (numbersOfCursor(after, 1)[0] ?? 0) - 1);
}
