import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import type { Entry } from '#ledger/entry.ts';
import { type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import { type CalendarDate, calendarDate } from '#money/calendar-date.ts';
import { formatMoney, type Money } from '#money/money.ts';
import { Findings } from '#read-models/findings.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { verifyBooks } from '#read-models/verify.ts';
import { verifyAccount } from '#read-models/verify-stream.ts';
import { handlerFor, openLedger, recorded, writeRandomBooks } from './random-books.ts';

/** A ledger in euros with accounts in dollars, and one in euros. */
let home: string;
let reads: ReadSide;
let entries: readonly Entry[];

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'foreign-'));
  const journal = await openSqliteJournal({ directory: home, ledgerId: 'main', onFatal: fail });
  const handle = handlerFor(journal);
  await openLedger(handle, 'EUR');
  const rates = ['0.9137', '1.0841', '0.0007'];
  await writeRandomBooks(handle, { seed: 5, accounts: 4, commands: 900, rates });
  const own = { accountId: 'own', currency: 'EUR', effectiveDate: '2024-03-01' };
  await recorded(handle, 'OpenAccount', { ...own, commandId: 'own-1' });
  await recorded(handle, 'PostCharge', { ...own, commandId: 'own-2', chargeId: 'c', category: 'SERVICE', amount: '7' });
  const worked = { accountId: 'worked', currency: 'USD', effectiveDate: '2024-03-01' };
  await recorded(handle, 'OpenAccount', { ...worked, commandId: 'w-1' });
  const charged = { ...worked, ...at('1.60'), chargeId: 'c', category: 'SERVICE', amount: '100.00' };
  await recorded(handle, 'PostCharge', { ...charged, commandId: 'w-2' });
  const paid = { ...worked, ...at('1.50'), paymentId: 'p', amount: '90.00', method: 'CHECK' };
  const lines = [{ chargeId: 'c', amount: '80.00' }];
  await recorded(handle, 'ReceivePayment', { ...paid, commandId: 'w-3', effectiveDate: '2024-03-10', lines });
  const revalued = { ...worked, ...at('1.55'), effectiveDate: '2024-03-31' };
  await recorded(handle, 'RevalueReceivables', { ...revalued, commandId: 'w-4' });
  entries = await journal.readAll(0, 100_000);
  const dataDirectory = home;
  reads = await openReadModels({ dataDirectory, journal, journalFile: join(home, 'journal.db'), today: () => day });
  closing.push(
    () => reads.close(),
    () => journal.close(),
  );
}, 60_000);

const day = calendarDate('2024-06-30');
const at = (rate: string) => ({ rate: { rate, source: 'ECB:2024-03-01' } });

const closing: (() => Promise<unknown>)[] = [];

afterAll(async () => {
  for (const close of closing) await close();
  rmSync(home, { recursive: true, force: true });
});

function fail(reason: Error): never {
  throw reason;
}

const minor = ({ minor: units }: Money): bigint => BigInt(units.toString());

function linesOf(some: readonly Entry[]): readonly PostingLine[] {
  return some.flatMap((entry) => postingsOf(entry));
}

/** The lines that count: of the account, effective by the day, known at the position. */
function linesUntil(accountId: string, asOf: CalendarDate, known: number): readonly PostingLine[] {
  return entries
    .filter(({ stream, ordinal }) => stream === `main.account-${accountId}` && ordinal <= known)
    .filter(({ effectiveDate }) => effectiveDate <= asOf)
    .flatMap((entry) => postingsOf(entry));
}

function baseOn(lines: readonly PostingLine[], ...accounts: readonly string[]): bigint {
  return lines
    .filter(({ account }) => accounts.includes(account))
    .reduce((sum, { side, amount, base = amount }) => sum + (side === 'DEBIT' ? BigInt(base) : -BigInt(base)), 0n);
}

/** Open, unapplied, realised, unrealised and the balance of the account worked by hand. */
async function figuresOn(asOf: string): Promise<string> {
  const balance = await reads.balance(await reads.view({ asOf: calendarDate(asOf) }), 'worked');
  const { openCharges, unapplied, fxRealized, fxUnrealized, balance: all } = balance?.inBase ?? fail(new Error(asOf));
  return [openCharges, unapplied, fxRealized, fxUnrealized, all].map(formatMoney).join(' ');
}

describe('books with foreign accounts', () => {
  test('show what an account is worth in the base currency, as worked by hand', async () => {
    expect(await figuresOn('2024-03-05')).toBe('160.00 0.00 0.00 0.00 160.00');
    expect(await figuresOn('2024-03-30')).toBe('32.00 15.00 -8.00 0.00 17.00');
    expect(await figuresOn('2024-03-31')).toBe('32.00 15.00 -8.00 -1.00 16.00');
    expect(await figuresOn('2024-04-01')).toBe('32.00 15.00 -8.00 0.00 17.00');
  });

  test('have a value in base for everything that posts, by which it is found', async () => {
    const { rows } = await reads.audit(await reads.view({}), { amountAtLeast: '0' }, { first: 100_000 });
    const found = new Set(rows.map(({ ordinal }) => ordinal));
    const missed = entries.filter((entry) => postingsOf(entry).length > 0 && !found.has(entry.ordinal));
    expect(missed.map(({ type }) => type)).toEqual([]);
    const announced = entries.filter(({ type }) => type === 'PaymentPended' || type === 'PromiseRecorded');
    expect(announced.filter(({ ordinal }) => found.has(ordinal))).toEqual([]);
  });

  test('have nothing in base on an account in the base currency', async () => {
    expect(await reads.balance(await reads.view({}), 'own')).toMatchObject({ currency: 'EUR', inBase: undefined });
  });

  test('add up to the postings of the account in base, on any day and as known at any position', async () => {
    const head = entries.length;
    for (let look = 0; look < 40; look += 1) {
      const accountId = `account-${1 + (look % 4)}`;
      const known = 1 + ((look * 7919) % head);
      const asOf = calendarDate(`2024-0${2 + (look % 5)}-1${look % 10}`);
      const view = await reads.view({ asOf, knownAt: { ordinal: known } });
      const inBase = (await reads.balance(view, accountId))?.inBase;
      if (inBase === undefined) continue;
      const lines = linesUntil(accountId, asOf, known);
      expect([inBase.openCharges, inBase.unapplied, inBase.fxRealized, inBase.fxUnrealized].map(minor)).toEqual([
        baseOn(lines, 'AccountsReceivable'),
        -baseOn(lines, 'UnappliedCash', 'UnappliedCredits'),
        -baseOn(lines, 'FxRealized'),
        baseOn(lines, 'FxUnrealizedAR'),
      ]);
    }
  });

  test('balance in each currency and in base, on any day and as known at any position', async () => {
    for (const known of [40, 200, entries.length]) {
      for (const asOf of ['2024-02-20', '2024-03-31', '2024-12-31']) {
        const view = await reads.view({ asOf: calendarDate(asOf), knownAt: { ordinal: known } });
        const { totals, inBase, rows } = await reads.trialBalance(view);
        for (const { net } of [...totals, ...(inBase === undefined ? [] : [inBase])]) expect(minor(net)).toBe(0n);
        expect(rows.every((row) => row.inBase?.currency === 'EUR')).toBe(true);
      }
    }
  });

  test('would be frozen at the sums of their postings in base, on any day and as known at any position', async () => {
    for (const known of [40, 200, entries.length]) {
      for (const asOf of ['2024-02-20', '2024-03-31', '2024-12-31']) {
        const totals = await reads.periodTotals(
          await reads.view({ asOf: calendarDate(asOf), knownAt: { ordinal: known } }),
        );
        const dollars = totals.currencies.find(({ currency }) => currency === 'USD')?.inBase;
        const lines = entries
          .filter(({ ordinal, effectiveDate }) => ordinal <= known && effectiveDate <= asOf)
          .flatMap((entry) => (entry.stream === 'main.account-own' ? [] : postingsOf(entry)));
        expect(totals.baseCurrency).toBe('EUR');
        expect([dollars?.openCharges, dollars?.unappliedPayments, dollars?.unappliedCredits].map(String)).toEqual([
          String(baseOn(lines, 'AccountsReceivable')),
          String(-baseOn(lines, 'UnappliedCash')),
          String(-baseOn(lines, 'UnappliedCredits')),
        ]);
        const foreign = totals.trialBalance.filter(({ currency }) => currency !== 'EUR');
        expect(foreign.length).toBeGreaterThan(3);
        for (const { account, inBase } of foreign) {
          expect(BigInt(inBase?.debits ?? 0) - BigInt(inBase?.credits ?? 0)).toBe(baseOn(lines, account));
        }
        expect(
          totals.trialBalance.every(({ currency, inBase }) => (currency === 'EUR') === (inBase === undefined)),
        ).toBe(true);
      }
    }
  });

  test('show a gain or loss of exchange in base only', async () => {
    const { rows } = await reads.trialBalance(await reads.view({}));
    const realized = rows.find(({ account }) => account === 'FxRealized');
    expect(realized && [realized.debits, realized.credits].map(minor)).toEqual([0n, 0n]);
    expect(realized?.inBase && minor(realized.inBase.debits) > 0n).toBe(true);
  });

  test('roll forward in base too, with a class for what exchange rates did, from each closing to the next opening', async () => {
    let opening: bigint | undefined;
    for (const [start, end] of [
      ['2024-02-01', '2024-02-29'],
      ['2024-03-01', '2024-03-31'],
      ['2024-04-01', '2024-04-30'],
    ] as const) {
      const view = await reads.view({ asOf: calendarDate(end) });
      const rows = await reads.rollForward({ view, start: calendarDate(start) });
      const inBase = rows.find(({ isInBase }) => isInBase)?.receivables ?? fail(new Error(end));
      expect(rows.filter(({ isInBase }) => !isInBase).map(({ currency }) => currency)).toContain('USD');
      expect(minor(inBase.opening)).toBe(opening ?? minor(inBase.opening));
      const moved = inBase.lines.reduce(
        (sum, line) => sum + minor(line.amount) + minor(line.priorPeriodCorrections),
        0n,
      );
      expect(minor(inBase.opening) + moved).toBe(minor(inBase.closing));
      const all = entries.filter(({ effectiveDate }) => effectiveDate <= end);
      const ofMonth = all.filter(({ effectiveDate }) => effectiveDate >= start);
      expect(minor(inBase.closing)).toBe(baseOn(linesOf(all), 'AccountsReceivable'));
      const exchange = inBase.lines.find((line) => line.class === 'EXCHANGE')?.amount;
      expect(exchange === undefined ? 0n : minor(exchange)).toBe(-baseOn(linesOf(ofMonth), 'FxRealized'));
      opening = minor(inBase.closing);
    }
  });

  test('are found right by verify', async () => {
    const journal = openSqliteReader(join(home, 'journal.db'));
    try {
      const { findings } = await verifyBooks({ journal, dataDirectory: home, seed: 3 });
      expect(findings).toEqual([]);
    } finally {
      journal.close();
    }
  });

  test.each(['baseUsed', 'baseSettled'])('are found wrong by verify where %s of an allocation is another', (field) => {
    const own = entries.filter(({ stream }) => stream === 'main.account-worked');
    const wrong = own.map((entry): Entry => {
      if (entry.type !== 'PaymentApplied') return entry;
      const allocations = entry.data.allocations.map((line) => ({ ...line, [field]: '13000' }));
      return { ...entry, data: { ...entry.data, allocations } };
    });
    const findings = new Findings();
    verifyAccount('worked', wrong, findings, () => undefined);
    expect(findings.listed.map(({ invariant }) => invariant)).toContain('INV-08');
  });
});
