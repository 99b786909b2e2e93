import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { HandleCommand } from '#app/handle-command.ts';
import { canonicalJson } from '#journal/canonical-json.ts';
import { codec } from '#journal/codec.ts';
import type { Entry } from '#ledger/entry.ts';
import { type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import { addDays, type CalendarDate, calendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import { receivableClassOf } from '#projections/receivable-classes.ts';
import type { View } from '#read-models/read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { withProcesses } from '../processes/with-processes.ts';
import { type ClosingBooks, openClosingBooks } from './closing-books.ts';
import { recorded, writeRandomBooks } from './random-books.ts';

/** INV-08 and INV-09 on random days, as known at random positions, in the currency of the accounts and in that of the ledger. */
const seed = Number(process.env['FIGURES_SEED'] ?? 20_240_801);
const ends = ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30'].map((end) => calendarDate(end));

let reads: ReadSide;
let discard: ClosingBooks['discard'];
let entries: readonly Entry[];

/** Two periods are closed while the books are written; in the others there is room for all that is drawn. */
function withClosings(handle: HandleCommand): HandleCommand {
  let sent = 0;
  return async (name, input, context) => {
    sent += 1;
    const periodEnd = sent % 800 === 0 ? ends[sent / 800 - 1] : undefined;
    if (periodEnd !== undefined) await recorded(handle, 'ClosePeriod', { commandId: `close-${periodEnd}`, periodEnd });
    return handle(name, input, context);
  };
}

beforeAll(async () => {
  const books = await openClosingBooks(ends, { baseCurrency: 'EUR', way: withProcesses });
  const { handleCommand, journal } = books;
  ({ reads, discard } = books);
  const rates = ['0.9137', '1.0841', '0.0007'];
  await writeRandomBooks(withClosings(handleCommand), { seed, accounts: 5, commands: 1_900, rates });
  entries = await journal.readAll(0, 100_000);
  await reads.view({ knownAt: { ordinal: entries.length } });
}, 120_000);

afterAll(() => discard());

const minor = ({ minor: units }: Money): bigint => BigInt(units.toString());
const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

function signed({ side, amount, base = amount }: PostingLine, isInBase: boolean): bigint {
  const size = BigInt(isInBase ? base : amount);
  return side === 'DEBIT' ? size : -size;
}

/** What stands on accounts of the general ledger, of the entries that count, debit positive. */
function standing(counts: (entry: Entry) => boolean, isInBase: boolean, ...accounts: readonly string[]): bigint {
  const lines = entries.filter(counts).flatMap((entry) => postingsOf(entry));
  return sumOf(lines.filter(({ account }) => accounts.includes(account)).map((line) => signed(line, isInBase)));
}

/** Random days and positions; a third of the positions are those at which something is between two accounts. */
async function randomViews(count: number): Promise<readonly View[]> {
  const left = entries.filter(({ type }) => type === 'BalanceTransferredOut').map(({ ordinal }) => ordinal);
  const drawn = fc.sample(
    fc.record({ days: fc.integer({ min: 0, max: 200 }), ordinal: fc.integer({ min: 1, max: entries.length }) }),
    { numRuns: count, seed },
  );
  return Promise.all(
    drawn.map(({ days, ordinal }, index) => {
      const known = index % 3 === 0 ? (left[ordinal % left.length] ?? ordinal) : ordinal;
      return reads.view({ asOf: addDays(calendarDate('2024-01-25'), days), knownAt: { ordinal: known } });
    }),
  );
}

const isIn = (entry: Entry, { asOf, ordinal }: View): boolean =>
  entry.effectiveDate <= asOf && entry.ordinal <= ordinal;

describe('for random days and positions, in both currencies', () => {
  test('the general ledger holds what is open, unapplied and on its way, each on its account (INV-08)', async () => {
    let onTheWay = 0;
    for (const view of await randomViews(45)) {
      const { rows } = await reads.trialBalance(view);
      const net = (name: string) => sumOf(rows.filter(({ account }) => account === name).map((row) => minor(row.net)));
      const inBase = (name: string) =>
        sumOf(
          rows
            .filter(({ account }) => account === name)
            .flatMap((row) => row.inBase?.net ?? [])
            .map(minor),
        );
      const all = await Promise.all([1, 2, 3, 4, 5].map((number) => reads.balance(view, `account-${number}`)));
      const balances = all.filter((balance) => balance !== undefined);
      const items = await reads.openItems(view, {}, { first: 1_000 });
      expect(net('AccountsReceivable')).toBe(sumOf(items.rows.map(({ open }) => minor(open))));
      expect(net('AccountsReceivable')).toBe(sumOf(balances.map(({ openCharges }) => minor(openCharges))));
      expect(-net('UnappliedCash')).toBe(sumOf(balances.map(({ unappliedPayments }) => minor(unappliedPayments))));
      expect(-net('UnappliedCredits')).toBe(sumOf(balances.map(({ unappliedCredits }) => minor(unappliedCredits))));
      const { rows: clearing } = await reads.clearing(view, { account: 'TransferClearing' }, { first: 1_000 });
      expect(net('TransferClearing')).toBe(sumOf(clearing.map(({ amount }) => minor(amount))));
      onTheWay += clearing.length;
      const figures = balances.flatMap((balance) => balance.inBase ?? []);
      expect(inBase('AccountsReceivable')).toBe(sumOf(figures.map(({ openCharges }) => minor(openCharges))));
      expect(-inBase('UnappliedCash') - inBase('UnappliedCredits')).toBe(
        sumOf(figures.map(({ unapplied }) => minor(unapplied))),
      );
      for (const account of ['AccountsReceivable', 'UnappliedCash', 'UnappliedCredits', 'TransferClearing']) {
        const counts = (entry: Entry): boolean => isIn(entry, view);
        expect([net(account), inBase(account)]).toEqual([
          standing(counts, false, account),
          standing(counts, true, account),
        ]);
      }
    }
    expect(onTheWay).toBeGreaterThan(5);
  });

  test('every period goes from opening to closing by its classes, and the next one opens there (INV-09)', async () => {
    const positions = fc.sample(fc.integer({ min: 1, max: entries.length }), { numRuns: 25, seed: seed + 1 });
    let moved = 0;
    for (const ordinal of positions) {
      const closed = new Map<string, bigint>();
      for (const [index, end] of ends.entries()) {
        const start = addDays(ends[index - 1] ?? calendarDate('2023-12-31'), 1);
        const view = await reads.view({ asOf: end, knownAt: { ordinal } });
        for (const row of await reads.rollForward({ view, start })) {
          moved += rolled(
            row.receivables,
            `${row.isInBase} AR`,
            closed,
            counted(row.isInBase, ordinal, start, end, 'AccountsReceivable'),
          );
          const sources = ['UnappliedCash', 'UnappliedCredits'];
          moved += rolled(
            row.unapplied,
            `${row.isInBase} unapplied`,
            closed,
            counted(row.isInBase, ordinal, start, end, ...sources),
          );
        }
      }
    }
    expect(moved).toBeGreaterThan(100);
  });
});

interface Rolled {
  readonly opening: Money;
  readonly closing: Money;
  readonly lines: readonly { readonly amount: Money; readonly priorPeriodCorrections: Money }[];
}

/** Before the period and at its end, from the lines of the entries themselves. */
function counted(
  isInBase: boolean,
  known: number,
  start: CalendarDate,
  end: CalendarDate,
  ...accounts: readonly string[]
) {
  const sign = accounts.includes('AccountsReceivable') ? 1n : -1n;
  const until = (isMeant: (day: CalendarDate) => boolean): bigint =>
    sign * standing((entry) => entry.ordinal <= known && isMeant(entry.effectiveDate), isInBase, ...accounts);
  return [until((day) => day < start), until((day) => day <= end)] as const;
}

function rolled(
  figure: Rolled,
  name: string,
  closed: Map<string, bigint>,
  [before, after]: readonly [bigint, bigint],
): number {
  const { opening, closing, lines } = figure;
  const moves = sumOf(lines.map(({ amount, priorPeriodCorrections }) => minor(amount) + minor(priorPeriodCorrections)));
  expect([minor(opening), minor(closing), minor(opening) + moves]).toEqual([before, after, after]);
  expect(minor(opening)).toBe(closed.get(name) ?? minor(opening));
  closed.set(name, minor(closing));
  return moves === 0n ? 0 : 1;
}

const folder = fileURLToPath(new URL('../../schema/events/', import.meta.url));
const exampleSchema = z.looseObject({
  ordinal: z.int(),
  stream: z.string(),
  revision: z.int(),
  recordedAt: z.string(),
  id: z.string(),
  type: z.string(),
  version: z.int(),
  body: z.record(z.string(), z.unknown()),
});

/** Every kind of entry there is, each version of it by its example. */
function kindsInSchema(): readonly Entry[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.example.json'));
  return files.map((name) => {
    const { type, version, body, ordinal, stream, revision, recordedAt, id } = exampleSchema.parse(
      JSON.parse(readFileSync(join(folder, name), 'utf8')),
    );
    const place = { ordinal, stream, revision, recordedAt, id, ledgerId: 'main' };
    return codec.decode(place, type, version, canonicalJson(body));
  });
}

const onReceivables = (entry: Entry): readonly PostingLine[] =>
  postingsOf(entry).filter(({ account }) => account === 'AccountsReceivable');

describe('every kind of entry that posts to AccountsReceivable', () => {
  test('says which item ages by it, and is a class of the roll-forward; no other kind is', () => {
    const kinds = kindsInSchema();
    expect(kinds.length).toBeGreaterThan(60);
    for (const kind of kinds) {
      const lines = onReceivables(kind);
      expect([kind.type, receivableClassOf(kind) !== undefined]).toEqual([kind.type, lines.length > 0]);
      expect(lines.filter(({ item }) => item === undefined)).toEqual([]);
    }
  });

  test('is a step or a consequence of a command: there is none that the ledger has of itself', () => {
    const posting = entries.filter((entry) => onReceivables(entry).length > 0);
    expect(posting.filter(({ actor, command }) => actor.id !== 'clerk-1' || command.hash === '')).toEqual([]);
    expect(new Set(posting.map(({ type }) => type)).size).toBeGreaterThan(15);
  });

  test('shows in aging, which adds up to their lines and to nothing else', async () => {
    for (const view of await randomViews(20)) {
      const { rows } = await reads.aging(view, { basis: 'DUE_DATE', edges: [30], groupBy: 'BOOK' });
      const lines = entries.filter((entry) => isIn(entry, view)).flatMap(onReceivables);
      expect(sumOf(rows.flatMap(({ buckets }) => buckets.map(({ amount }) => minor(amount))))).toBe(
        sumOf(lines.map((line) => signed(line, false))),
      );
    }
  });
});
