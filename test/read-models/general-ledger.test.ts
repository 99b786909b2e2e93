import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { Entry } from '#ledger/entry.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { isTransferFact } from '#ledger/transfers/transfer-events.ts';
import { addDays, calendarDate, daysBetween } from '#money/calendar-date.ts';
import { type Money, toMinorText } from '#money/money.ts';
import type { ClearingRow } from '#read-models/general-ledger.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { CursorUnknown, type View } from '#read-models/read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { journalOfRandomBooks } from './read-files.ts';

/** The general ledger of random books, against the lines of the posting rules added up entry by entry. */
const seed = 41;
const firstDay = calendarDate('2024-01-25');
const today = calendarDate('2024-06-30');

let directory: string;
let journal: InMemoryJournal;
let reads: ReadSide;
let entries: readonly Entry[];

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'general-ledger-'));
  journal = await journalOfRandomBooks(seed, 1_200);
  entries = await journal.readAll(0, 100_000);
  reads = await openReadModels({ dataDirectory: directory, journal, today: () => today });
}, 60_000);

afterAll(async () => {
  await reads.close();
  rmSync(directory, { recursive: true, force: true });
});

const minor = (money: Money): bigint => BigInt(toMinorText(money));

async function randomViews(count: number): Promise<readonly View[]> {
  const days = fc.integer({ min: 0, max: daysBetween(firstDay, addDays(today, 100)) });
  const ordinals = fc.integer({ min: 0, max: entries.length });
  const drawn = fc.sample(fc.record({ days, ordinal: ordinals }), { numRuns: count, seed });
  return Promise.all(
    drawn.map(({ days: day, ordinal }) => reads.view({ asOf: addDays(firstDay, day), knownAt: { ordinal } })),
  );
}

const isIn = (entry: Entry, { asOf, ordinal }: View): boolean =>
  entry.effectiveDate <= asOf && entry.ordinal <= ordinal;

function slowTrialBalance(view: View): ReadonlyMap<string, readonly bigint[]> {
  const accounts = new Map<string, readonly bigint[]>();
  for (const { account, side, amount } of entries.filter((entry) => isIn(entry, view)).flatMap(postingsOf)) {
    const [debits = 0n, credits = 0n] = accounts.get(account) ?? [];
    const size = BigInt(amount);
    accounts.set(account, side === 'DEBIT' ? [debits + size, credits] : [debits, credits + size]);
  }
  return accounts;
}

/** Read off the facts: money in and out by day and method. */
function slowCash(view: View): ReadonlyMap<string, readonly bigint[]> {
  const methods = new Map<string, string>();
  const cash = new Map<string, readonly bigint[]>();
  for (const entry of entries) {
    const move = cashOf(entry, methods);
    if (move === undefined || !isIn(entry, view)) continue;
    const key = `${entry.effectiveDate} ${move.method}`;
    const [into = 0n, out = 0n] = cash.get(key) ?? [];
    cash.set(key, move.amount > 0n ? [into + move.amount, out] : [into, out - move.amount]);
  }
  return cash;
}

/** Read off the facts: what has left by the day and is not there yet, under the day on which it left. */
function slowTransit(view: View): ReadonlyMap<string, readonly bigint[]> {
  const left = new Map<string, { readonly day: string; readonly sums: readonly bigint[] }>();
  for (const entry of entries) {
    if (!isTransferFact(entry) || !('what' in entry.data) || !isIn(entry, view)) continue;
    const { fromAccountId, transferId, what } = entry.data;
    const key = `account-${fromAccountId}/${transferId}`;
    const amount = BigInt(entry.data.amount);
    const isDebit = (entry.type === 'BalanceTransferredOut') === (what.kind === 'CHARGE');
    const { day = entry.effectiveDate, sums: [debits = 0n, credits = 0n] = [] } = left.get(key) ?? {};
    left.set(key, { day, sums: isDebit ? [debits + amount, credits] : [debits, credits + amount] });
  }
  const open = [...left].filter(([, { sums }]) => sums[0] !== sums[1]);
  return new Map(open.map(([key, { day, sums }]) => [`${day} ${key}`, sums]));
}

/** What an entry moved, in with a plus and out with a minus. */
function cashOf(entry: Entry, methods: Map<string, string>) {
  const methodOf = (paymentId: string): string => methods.get(`${entry.stream} ${paymentId}`) ?? 'none';
  switch (entry.type) {
    case 'BalanceTransferredIn':
      if (entry.data.what.kind !== 'PAYMENT' || entry.data.returns !== undefined) return undefined;
      methods.set(`${entry.stream} ${entry.data.what.paymentId}`, entry.data.what.method);
      return undefined;
    case 'PaymentReceived':
      methods.set(`${entry.stream} ${entry.data.paymentId}`, entry.data.method);
      return { method: entry.data.method, amount: BigInt(entry.data.amount) };
    case 'BadDebtRecovered':
    case 'RecoveryReinstated':
      return { method: entry.data.method, amount: BigInt(entry.data.amount) };
    case 'RefundReversed':
      return { method: entry.data.method, amount: BigInt(entry.data.amount) };
    case 'PaymentRefunded':
    case 'CreditRefunded':
    case 'RecoveryReversed':
      return { method: entry.data.method, amount: -BigInt(entry.data.amount) };
    case 'PaymentPended':
      methods.set(`${entry.stream} ${entry.data.paymentId}`, entry.data.method);
      return undefined;
    case 'PaymentSettled':
    case 'PaymentReinstated':
      return { method: methodOf(entry.data.paymentId), amount: BigInt(entry.data.amount) };
    case 'PaymentReversed':
      return { method: methodOf(entry.data.paymentId), amount: -BigInt(entry.data.amount) };
    case 'ChargePosted':
    case 'ChargeVoided': {
      const { rechargeOf, amount } = entry.data;
      if (rechargeOf === undefined) return undefined;
      return { method: methodOf(rechargeOf), amount: entry.type === 'ChargePosted' ? -BigInt(amount) : BigInt(amount) };
    }
    default:
      return undefined;
  }
}

describe('the trial balance', () => {
  test('is what the posting rules say, account by account and side by side, and adds to zero', async () => {
    for (const view of await randomViews(40)) {
      const { rows, totals } = await reads.trialBalance(view);
      expect(new Map(rows.map(({ account, debits, credits }) => [account, [minor(debits), minor(credits)]]))).toEqual(
        slowTrialBalance(view),
      );
      expect(rows.filter(({ debits, credits, net }) => minor(debits) - minor(credits) !== minor(net))).toEqual([]);
      expect(totals.map(({ net }) => minor(net))).toEqual(totals.map(() => 0n));
      expect(totals.map(({ debits, credits }) => minor(debits) - minor(credits))).toEqual(totals.map(() => 0n));
    }
  });

  test('has its AccountsReceivable and what is unapplied in the aging', async () => {
    for (const view of await randomViews(15)) {
      const { rows } = await reads.trialBalance(view);
      const net = (name: string) => rows.filter(({ account }) => account === name).map((row) => minor(row.net));
      const [book] = (await reads.aging(view, { basis: 'DUE_DATE', edges: [30], groupBy: 'BOOK' })).rows;
      expect(net('AccountsReceivable')[0] ?? 0n).toBe(book === undefined ? 0n : minor(book.openCharges));
      const unapplied = -(net('UnappliedCash')[0] ?? 0n) - (net('UnappliedCredits')[0] ?? 0n);
      expect(unapplied).toBe(book === undefined ? 0n : minor(book.unapplied));
    }
  });

  test('of a currency that nothing is kept in is empty', async () => {
    const view = await reads.view({});
    expect((await reads.trialBalance(view, 'USD')).rows).toEqual((await reads.trialBalance(view)).rows);
    expect(await reads.trialBalance(view, 'JPY')).toEqual({ rows: [], totals: [] });
    expect(await reads.trialBalance(view, 'CHECK')).toEqual({ rows: [], totals: [] });
  });
});

const lineOf = ({ date, key, debits, credits }: ClearingRow) =>
  [`${date} ${key}`, [minor(debits), minor(credits)]] as const;

describe('the clearing accounts', () => {
  const everything = { first: 1_000 };

  test('shows what came in and went out, by day and method, and adds up to the trial balance', async () => {
    for (const view of await randomViews(40)) {
      const { rows } = await reads.clearing(view, {}, everything);
      expect(new Map(rows.map(lineOf))).toEqual(new Map([...slowCash(view), ...slowTransit(view)]));
      expect(rows.filter((row) => row.ageDays !== daysBetween(row.date, view.asOf))).toEqual([]);
      const inLedger = (await reads.trialBalance(view)).rows.filter(({ account }) => account.endsWith('Clearing'));
      const sum = rows.reduce((total, { amount }) => total + minor(amount), 0n);
      expect(sum).toBe(inLedger.reduce((total, { net }) => total + minor(net), 0n));
    }
  });

  test('is read from a day on, oldest first, and page by page as at once', async () => {
    const view = await reads.view({});
    const whole = await reads.clearing(view, {}, everything);
    const from = calendarDate('2024-03-15');
    const later = await reads.clearing(view, { from, currency: 'USD' }, everything);
    expect(later.rows).toEqual(whole.rows.filter(({ date }) => date >= from));
    expect(later.rows.length).toBeLessThan(whole.rows.length);
    expect(whole.rows.map(({ date }) => date)).toEqual(whole.rows.map(({ date }) => date).toSorted());
    let paged: typeof whole = { rows: [], hasNextPage: true };
    while (paged.hasNextPage) {
      const next = await reads.clearing(view, {}, { first: 7, after: paged.rows.at(-1)?.cursor });
      paged = { ...next, rows: [...paged.rows, ...next.rows] };
    }
    expect(paged.rows).toEqual(whole.rows);
    expect(whole.rows.length).toBeGreaterThan(30);
  });

  test('has more than one method, and money that went out', async () => {
    const { rows } = await reads.clearing(await reads.view({}), {}, everything);
    expect(new Set(rows.map(({ key }) => key)).size).toBeGreaterThan(1);
    expect(rows.filter(({ credits }) => minor(credits) > 0n).length).toBeGreaterThan(10);
  });

  test('knows a cursor that is not its own', async () => {
    const view = await reads.view({});
    await expect(reads.clearing(view, {}, { first: 1, after: 'x' })).rejects.toThrow(CursorUnknown);
  });

  test('of a currency that nothing is kept in is empty', async () => {
    expect((await reads.clearing(await reads.view({}), { currency: 'JPY' }, everything)).rows).toEqual([]);
  });
});
