import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HandleCommand } from '#app/handle-command.ts';
import { entryId } from '#journal/entry-id.ts';
import type { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { Entry } from '#ledger/entry.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { calendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import { type ClosedEntry, type Period, periodsOf } from '#projections/period-history.ts';
import { receivableClassOf } from '#projections/receivable-classes.ts';
import { unappliedClasses } from '#projections/unapplied-classes.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import type { RolledForward } from '#read-models/roll-forward.ts';
import { type ClosingBooks, openClosingBooks } from './closing-books.ts';
import { recorded, writeRandomBooks } from './random-books.ts';
import { slowBook, total } from './slow-fold.ts';
import { slowCounted, slowSums } from './slow-periods.ts';

/** Random books whose periods are closed and reopened while they are written, with entries that a store let slip in between. */
const seed = Number(process.env['FIGURES_SEED'] ?? 13);
const commands = 2_400;
const ends = ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30', '2024-05-31'];
const day = calendarDate;

let journal: InMemoryJournal;
let reads: ReadSide;
let discard: ClosingBooks['discard'];
let entries: readonly Entry[];
let counted: readonly Entry[];
let periods: readonly Period[];

/** At which command of the book what is done with the calendar. */
const course = new Map<number, (handle: HandleCommand) => Promise<unknown>>([
  [200, (handle) => close(handle, '2024-01-31', 'a')],
  [300, () => letSlip('2024-01-20', 'slip-1')],
  [600, (handle) => close(handle, '2024-02-29', 'a')],
  [640, () => letSlip('2024-02-10', 'slip-2')],
  [700, (handle) => reopen(handle, '2024-02-29')],
  [760, () => letSlip('2024-01-05', 'slip-3')],
  [900, (handle) => close(handle, '2024-02-29', 'b')],
  [1_300, (handle) => close(handle, '2024-03-31', 'a')],
  [1_700, (handle) => close(handle, '2024-04-30', 'a')],
  [1_800, (handle) => reopen(handle, '2024-04-30')],
  [1_900, (handle) => close(handle, '2024-04-30', 'b')],
]);

function close(handle: HandleCommand, periodEnd: string, nth: string) {
  return recorded(handle, 'ClosePeriod', { commandId: `close-${periodEnd}-${nth}`, periodEnd });
}

function reopen(handle: HandleCommand, periodEnd: string) {
  const reason = { reasonCode: 'LATE_DOCUMENT' };
  return recorded(handle, 'ReopenPeriod', { commandId: `reopen-${periodEnd}`, periodEnd, ...reason });
}

/** Straight into the journal, past everything that would refuse it: as a store does that was frozen. */
async function letSlip(effectiveDate: string, id: string): Promise<void> {
  const stream = 'main.account-account-1';
  const all = await journal.readStream(stream);
  const [like] = all;
  if (like === undefined) throw new Error('the account is not there');
  const { actor, correlationId, versions } = like;
  const data = {
    paymentId: id,
    currency: 'USD',
    amount: '1234',
    method: 'CHECK',
    payer: { partyClass: 'SELF' },
  } as const;
  const command = { ...like.command, id };
  const fact = { type: 'PaymentReceived', effectiveDate: day(effectiveDate), data } as const;
  const entry = { id: entryId(stream, id, 0), version: 1, actor, command, correlationId, versions, ...fact };
  await journal.append({ stream, expectedRevision: all.length - 1, entries: [entry] });
}

/** Commands on accounts, every fifth naming as corrected the last one that was recorded on the account; and the course between them. */
function withCourse(handle: HandleCommand): HandleCommand {
  const last = new Map<unknown, string>();
  let sent = 0;
  return async (name, input, context) => {
    await course.get(sent)?.(handle);
    sent += 1;
    const { accountId, commandId } = { accountId: undefined, commandId: '', ...(input as object) };
    const corrects = sent % 5 === 0 ? last.get(accountId) : undefined;
    const outcome = await handle(name, corrects === undefined ? input : { ...(input as object), corrects }, context);
    if (outcome.outcome === 'RECORDED' && sent % 3 === 0) last.set(accountId, commandId);
    return outcome;
  };
}

beforeAll(async () => {
  const books = await openClosingBooks(ends);
  ({ journal, reads, discard } = books);
  const { handleCommand } = books;
  await writeRandomBooks(withCourse(handleCommand), { seed, accounts: 6, commands });
  entries = await journal.readAll(0, 100_000);
  counted = slowCounted(entries);
  periods = periodsOf(entries.filter(({ stream }) => stream === 'main.ledger'));
  await reads.view({ knownAt: { ordinal: entries.length } });
}, 120_000);

afterAll(() => discard());

const minor = (money: Money): bigint => BigInt(money.minor.toString());

test('the books reach what is hard: late entries, reopenings, corrections of earlier periods', () => {
  const inPeriods = entries.filter(
    ({ type, effectiveDate }) => type !== 'LedgerOpened' && effectiveDate <= '2024-04-30',
  );
  expect(counted.filter((entry, index) => entry !== entries[index]).map(({ command }) => command.id)).toEqual([
    'slip-1',
    'slip-2',
    'slip-3',
  ]);
  expect(inPeriods.length).toBeGreaterThan(250);
  expect(entries.filter(({ corrects }) => corrects !== undefined).length).toBeGreaterThan(50);
  expect(periods.map(({ state, closings, reopenings }) => [state, closings.length, reopenings.length])).toEqual([
    ['CLOSED', 1, 0],
    ['CLOSED', 2, 1],
    ['CLOSED', 1, 0],
    ['CLOSED', 2, 1],
    ['OPEN', 0, 0],
  ]);
});

/** Every closing, with the first ordinal at which it no longer stands. */
function closings(): readonly { readonly closed: ClosedEntry; readonly until: number }[] {
  return periods.flatMap(({ closings: carried, reopenings }) =>
    carried.map((closed) => {
      const reopened = reopenings.find(({ ordinal }) => ordinal > closed.ordinal)?.ordinal;
      return { closed, until: reopened ?? entries.length + 1 };
    }),
  );
}

describe('a closed period', () => {
  test('was frozen with the figures of its last day, known at its fence', () => {
    for (const { closed } of closings()) {
      const { periodEnd, position, totals } = closed.data;
      const sums = slowSums(counted, (entry) => entry.ordinal <= position && entry.effectiveDate <= periodEnd);
      const [usd] = totals.currencies;
      expect(BigInt(usd?.openCharges ?? 0)).toBe(sums.open);
      expect(BigInt(usd?.unappliedPayments ?? 0) + BigInt(usd?.unappliedCredits ?? 0)).toBe(sums.unapplied);
      const open = slowBook(counted, position)
        .items(periodEnd)
        .filter((item) => item.open !== 0n);
      expect([totals.openItems, totals.accounts]).toEqual([open.length, 6]);
    }
  });

  test('never moves again, whatever is recorded until it is reopened (INV-23)', async () => {
    for (const { closed, until } of closings()) {
      const { periodEnd, position, totals } = closed.data;
      const later = fc.sample(fc.integer({ min: position, max: until - 1 }), { numRuns: 8, seed });
      for (const ordinal of [position, until - 1, ...later]) {
        const view = await reads.view({ asOf: periodEnd, knownAt: { ordinal } });
        expect(await reads.periodTotals(view)).toEqual(totals);
      }
    }
  });
});

/** Amounts and corrections of all classes together. */
function moved(rolled: RolledForward<string> | undefined): bigint {
  const lines = rolled?.lines ?? [];
  return total(lines.map(({ amount, priorPeriodCorrections }) => minor(amount) + minor(priorPeriodCorrections)));
}

describe('a roll-forward', () => {
  test('goes from opening to closing for every period as known at random positions (INV-09)', async () => {
    const positions = fc.sample(fc.integer({ min: 1, max: entries.length }), { numRuns: 25, seed: seed + 1 });
    for (const ordinal of positions) {
      for (const { start, end } of periods) {
        const view = await reads.view({ asOf: end, knownAt: { ordinal } });
        const [row] = await reads.rollForward({ view, start });
        const known = (entry: Entry): boolean => entry.ordinal <= ordinal;
        const before = slowSums(counted, (entry) => known(entry) && entry.effectiveDate < start);
        const after = slowSums(counted, (entry) => known(entry) && entry.effectiveDate <= end);
        expect([minorOr0(row?.receivables.opening), minorOr0(row?.receivables.closing)]).toEqual([
          before.open,
          after.open,
        ]);
        expect([minorOr0(row?.unapplied.opening), minorOr0(row?.unapplied.closing)]).toEqual([
          before.unapplied,
          after.unapplied,
        ]);
        expect(moved(row?.receivables)).toBe(after.open - before.open);
        expect(moved(row?.unapplied)).toBe(after.unapplied - before.unapplied);
      }
    }
  });

  test('opens with the last closing, and shows corrections of earlier periods apart', async () => {
    let [opening, corrected] = [0n, 0];
    for (const { start, end, closings: carried } of periods.slice(0, 4)) {
      const data = carried.at(-1)?.data;
      const ordinal = data?.position ?? 0;
      const view = await reads.view({ asOf: end, knownAt: { ordinal } });
      const [row] = await reads.rollForward({ view, start });
      expect(minorOr0(row?.receivables.opening)).toBe(opening);
      opening = BigInt(data?.totals.currencies[0]?.openCharges ?? 0);
      expect(minorOr0(row?.receivables.closing)).toBe(opening);
      const ofEarlier = slowSums(counted, (entry) => {
        const isOfPeriod = entry.ordinal <= ordinal && entry.effectiveDate >= start && entry.effectiveDate <= end;
        return isOfPeriod && entry.corrects !== undefined && entry.corrects.effectiveDate < start;
      });
      expect(minorOr0(row?.receivables.priorPeriodCorrections)).toBe(ofEarlier.open);
      expect(minorOr0(row?.unapplied.priorPeriodCorrections)).toBe(ofEarlier.unapplied);
      if (ofEarlier.open !== 0n || ofEarlier.unapplied !== 0n) corrected += 1;
    }
    expect(corrected).toBeGreaterThan(1);
  });

  test('has a class for whatever is posted to receivables, and to what is unapplied', () => {
    const missing = entries.filter((entry) => {
      const accounts = new Set(postingsOf(entry).map(({ account }) => account));
      const isUnapplied = accounts.has('UnappliedCash') || accounts.has('UnappliedCredits');
      const lacksClass = accounts.has('AccountsReceivable') && receivableClassOf(entry) === undefined;
      return lacksClass || (isUnapplied && unappliedClasses[entry.type] === undefined);
    });
    expect(missing.map(({ type }) => type)).toEqual([]);
  });
});

function minorOr0(money: Money | undefined): bigint {
  return money === undefined ? 0n : minor(money);
}

describe('an entry that a store let slip after the fence', () => {
  test('is on the list of exceptions, and counts from the first open day', async () => {
    const view = await reads.view({});
    const { rows } = await reads.lateEntries(view, { first: 10 });
    const named = rows.map(({ ordinal, countsFrom }) => [entries[ordinal - 1]?.command.id, countsFrom]);
    expect(named).toEqual([
      ['slip-3', '2024-02-01'],
      ['slip-2', '2024-03-01'],
      ['slip-1', '2024-02-01'],
    ]);
    const page = await reads.lateEntries(view, { first: 2 });
    const rest = await reads.lateEntries(view, { first: 2, after: page.rows[1]?.cursor });
    expect([page.hasNextPage, rest.rows.length, rest.hasNextPage]).toEqual([true, 1, false]);
  });

  test('counts so in the balance of its account, on every day', async () => {
    const days = fc.sample(fc.integer({ min: 0, max: 180 }), { numRuns: 40, seed: seed + 2 });
    for (const offset of days) {
      const asOf = day(new Date(Date.UTC(2024, 0, 1 + offset)).toISOString().slice(0, 10));
      const view = await reads.view({ asOf });
      const book = slowBook(counted, entries.length);
      const own = book.payments(asOf).filter(({ accountId }) => accountId === 'account-1');
      const balance = await reads.balance(view, 'account-1');
      expect(minorOr0(balance?.unapplied)).toBe(total(own.map(({ unapplied }) => unapplied)));
    }
  });
});

describe('the cut-off list', () => {
  test('has what was recorded in another month than it is dated in', async () => {
    const view = await reads.view({});
    const filter = { effectiveMonth: '2024-03' };
    const { rows } = await reads.cutOff(view, filter, { first: 200 });
    const dated = entries.filter(({ effectiveDate }) => effectiveDate.startsWith('2024-03'));
    expect(rows.map(({ ordinal }) => ordinal)).toEqual(
      dated
        .map(({ ordinal }) => ordinal)
        .toReversed()
        .slice(0, 200),
    );
    expect(new Set(rows.map(({ recordedMonth }) => recordedMonth))).toEqual(new Set(['2024-06']));
    expect((await reads.cutOff(view, { recordedMonth: '2024-07' }, { first: 1 })).rows).toEqual([]);
    expect((await reads.cutOff(view, { effectiveMonth: '2024-06' }, { first: 1 })).rows).toEqual([]);
  });
});
