import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HandleCommand } from '#app/handle-command.ts';
import type { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { Entry } from '#ledger/entry.ts';
import { addDays, calendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { verifyBooks } from '#read-models/verify.ts';
import { intents } from '../ledger/random-commands.ts';
import { type ClosingBooks, openClosingBooks } from './closing-books.ts';
import { letSlip } from './late-commands.ts';
import { recorded, writeRandomBooks } from './random-books.ts';
import { slowBalance } from './slow-figures.ts';
import { slowBook } from './slow-fold.ts';
import { slowCounted } from './slow-periods.ts';

/** Random books in which a store lets commands of every kind slip after the fence of their period, many at each closing. */
const seed = Number(process.env['FIGURES_SEED'] ?? 7);
const accounts = 5;
const ends = ['2024-01-31', '2024-02-29', '2024-03-31'].map((end) => calendarDate(end));
const firstDay = calendarDate('2024-01-01');
const attemptsAtEach = 160;

let directory: string;
let journal: InMemoryJournal;
let reads: ReadSide;
let discard: ClosingBooks['discard'];
let entries: readonly Entry[];
let counted: readonly Entry[];

/** Closes a period after every so many commands, and lets slip what would have been in it or before it. */
function withLateCommands(handle: HandleCommand): HandleCommand {
  let sent = 0;
  return async (name, input, context) => {
    sent += 1;
    const nth = sent / 350 - 1;
    const periodEnd = ends[nth];
    if (periodEnd !== undefined) {
      await recorded(handle, 'ClosePeriod', { commandId: `close-${periodEnd}`, periodEnd });
      await letManySlip(nth, 31 * (nth + 1) - 3);
    }
    return handle(name, input, context);
  };
}

async function letManySlip(nth: number, days: number): Promise<void> {
  const account = fc.integer({ min: 1, max: accounts });
  const drawn = fc.sample(fc.record({ intent: intents, account, day: fc.integer({ min: 3, max: days }) }), {
    numRuns: attemptsAtEach,
    seed: seed + nth,
  });
  for (const [index, { intent, account: number, day }] of drawn.entries()) {
    const late = { accountId: `account-${number}`, effectiveDate: addDays(firstDay, day), number: nth * 1_000 + index };
    await letSlip(journal, late, intent);
  }
}

beforeAll(async () => {
  const books = await openClosingBooks(ends);
  ({ directory, journal, reads, discard } = books);
  const { handleCommand } = books;
  await writeRandomBooks(withLateCommands(handleCommand), { seed, accounts, commands: 1_400 });
  entries = await journal.readAll(0, 100_000);
  counted = slowCounted(entries);
  await reads.view({ knownAt: { ordinal: entries.length } });
}, 120_000);

afterAll(() => discard());

const minor = ({ minor: units }: Money): bigint => BigInt(units.toString());

function lateOnes(): readonly Entry[] {
  return entries.filter((entry, index) => entry !== counted[index]);
}

describe('entries that came after the fence of their period', () => {
  test('are of many kinds here, and all of them are on the list of exceptions', async () => {
    const kinds = new Set(lateOnes().map(({ type }) => type));
    expect(kinds.size).toBeGreaterThanOrEqual(20);
    expect(lateOnes().length).toBeGreaterThanOrEqual(80);
    const { rows } = await reads.lateEntries(await reads.view({}), { first: 1_000 });
    expect(rows.map(({ ordinal }) => ordinal).toReversed()).toEqual(lateOnes().map(({ ordinal }) => ordinal));
    expect(rows.map(({ ordinal, countsFrom }) => countsFrom === counted[ordinal - 1]?.effectiveDate)).not.toContain(
      false,
    );
  });

  test('count from the first open day in every figure of every account, for random days and positions', async () => {
    const drawn = fc.sample(
      fc.record({ days: fc.integer({ min: 0, max: 150 }), ordinal: fc.integer({ min: 1, max: entries.length }) }),
      { numRuns: 40, seed },
    );
    let compared = 0;
    for (const { days, ordinal } of drawn) {
      const view = await reads.view({ asOf: addDays(firstDay, days), knownAt: { ordinal } });
      const book = slowBook(counted, ordinal);
      for (let number = 1; number <= accounts; number += 1) {
        const found = await reads.balance(view, `account-${number}`);
        if (found === undefined) continue;
        const { openItemCount, oldestUnpaidAgeDays } = found;
        expect({
          openCharges: minor(found.openCharges),
          unapplied: minor(found.unapplied),
          disputed: minor(found.disputed),
          unappliedCredits: minor(found.unappliedCredits),
          balance: minor(found.balance),
          overdue: minor(found.overdue),
          openItemCount,
          oldestUnpaidAgeDays,
        }).toEqual(slowBalance(book, view, `account-${number}`, {}));
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(150);
  });

  test('move no figure of a period that is closed, at any position after its fence (INV-23)', async () => {
    const closed = entries.filter((entry) => entry.type === 'PeriodClosed');
    expect(closed).toHaveLength(ends.length);
    for (const { data } of closed) {
      const later = fc.sample(fc.integer({ min: data.position, max: entries.length }), { numRuns: 12, seed });
      for (const ordinal of [data.position, ...later, entries.length]) {
        const view = await reads.view({ asOf: data.periodEnd, knownAt: { ordinal } });
        expect(await reads.periodTotals(view)).toEqual(data.totals);
      }
    }
  });

  test('are warnings of verify, each by its place, and no finding', async () => {
    const { findings, warnings } = await verifyBooks({ journal, dataDirectory: directory, seed: 1 });
    expect(findings).toEqual([]);
    expect(warnings.map(({ place }) => place).toSorted()).toEqual(
      lateOnes()
        .map(({ stream, revision }) => `${stream}@${revision}`)
        .toSorted(),
    );
  });
});
