import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { JournalReader } from '#journal/journal.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { formatMoney } from '#money/money.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { CursorUnknown, PositionUnknown, ProjectionBehind } from '#read-models/read-models.ts';
import { handlerFor, noon, openLedger, recorded, writeRandomBooks } from './random-books.ts';
import { temporaryDirectory } from './read-files.ts';

/** What a query sees is fixed before it looks: a day, and a position. */
const today = () => calendarDate('2024-06-30');

async function books() {
  let now = noon;
  const journal = new InMemoryJournal({
    ledgerId: 'main',
    journalId: '00c0ffee-0000-4000-8000-000000000001',
    clock: () => (now += 1_000),
  });
  const handle = handlerFor(journal);
  await openLedger(handle);
  await writeRandomBooks(handle, { seed: 21, accounts: 3, commands: 400 });
  const reads = await openReadModels({ dataDirectory: temporaryDirectory(), journal, today });
  return { journal, handle, reads, setNow: (instant: number) => (now = instant) };
}

describe('a view', () => {
  test('is of today and of everything there is, if nothing is said', async () => {
    const { journal, reads } = await books();
    const { ordinal, recordedAt } = await journal.head();
    expect(await reads.view({})).toEqual({ asOf: today(), ordinal, knownAt: recordedAt, settled: true, stale: false });
    await reads.close();
  });

  test('of a position knows what was recorded up to it, and says when that was', async () => {
    const { journal, reads } = await books();
    const [entry] = await journal.readAll(41, 1);
    const view = await reads.view({ asOf: calendarDate('2024-02-20'), knownAt: { ordinal: 42 } });
    expect(view).toEqual({ asOf: '2024-02-20', ordinal: 42, knownAt: entry?.recordedAt, settled: true, stale: false });
    expect(await reads.view({ knownAt: { ordinal: 0 } })).toMatchObject({ ordinal: 0, knownAt: undefined });
    await reads.close();
  });

  test('of an instant is settled once nothing at or before it can still arrive', async () => {
    const { journal, reads } = await books();
    const [entry] = await journal.readAll(41, 1);
    const instant = entry?.recordedAt ?? '';
    // The entries of one command are recorded at one instant.
    const known = (await journal.readAll(0, 10_000)).filter(({ recordedAt }) => recordedAt <= instant).length;
    expect(await reads.view({ knownAt: { instant } })).toMatchObject({
      ordinal: known,
      knownAt: instant,
      settled: true,
    });
    const future = '2030-01-01T00:00:00.000Z';
    const { ordinal } = await journal.head();
    expect(await reads.view({ knownAt: { instant: future } })).toMatchObject({
      ordinal,
      knownAt: future,
      settled: false,
    });
    await reads.close();
  });

  test('includes the caller’s own writing, named by its token', async () => {
    const directory = temporaryDirectory();
    const journal = await openSqliteJournal({
      directory,
      ledgerId: 'main',
      onFatal: (reason) => expect.fail(reason.message),
    });
    const reads = await openReadModels({
      dataDirectory: directory,
      journal,
      journalFile: join(directory, 'journal.db'),
      today,
    });
    const handle = handlerFor(journal, () => noon);
    await openLedger(handle);
    await recorded(handle, 'OpenAccount', {
      commandId: 'a',
      accountId: 'A',
      currency: 'USD',
      effectiveDate: '2024-01-01',
    });
    for (let index = 1; index <= 30; index += 1) {
      const { token } = await recorded(handle, 'PostCharge', {
        commandId: `c${index}`,
        accountId: 'A',
        chargeId: `c${index}`,
        category: 'SERVICE',
        currency: 'USD',
        amount: '1.00',
        effectiveDate: '2024-02-01',
      });
      const view = await reads.view({ minPosition: token });
      const balance = await reads.balance(view, 'A');
      expect(balance && formatMoney(balance.balance)).toBe(`${index}.00`);
    }
    await reads.close();
    await journal.close();
  });

  test('of a position that is not there, or not of this journal, is refused', async () => {
    const { journal, reads } = await books();
    const { ordinal } = await journal.head();
    await expect(reads.view({ knownAt: { ordinal: ordinal + 1 } })).rejects.toThrow(PositionUnknown);
    for (const wrong of [-1, 1.5, Number.NaN]) {
      await expect(reads.view({ knownAt: { ordinal: wrong } })).rejects.toThrow(PositionUnknown);
    }
    await expect(reads.view({ minPosition: journal.tokenOf(ordinal + 1) })).rejects.toThrow(PositionUnknown);
    for (const token of ['', 'nonsense', 'other-0000000000000001']) {
      await expect(reads.view({ minPosition: token })).rejects.toThrow(PositionUnknown);
    }
    await reads.close();
  });

  test('that the projector does not reach in two seconds is answered as behind, not with old figures', async () => {
    const { journal, handle } = await books();
    // A projector that is never told of anything new.
    const deaf: JournalReader = {
      ...bound(journal),
      follow: async function* (_after, signal) {
        while (!signal.aborted) await pause(5);
        yield { kind: 'IDLE', ordinal: 0 };
      },
    };
    const behind = await openReadModels({ dataDirectory: temporaryDirectory(), journal: deaf, today });
    const built = (await journal.head()).ordinal;
    await recorded(handle, 'OpenAccount', { commandId: 'late', accountId: 'late', currency: 'USD' });
    const { ordinal } = await journal.head();
    expect(ordinal).toBe(built + 1);
    const begun = performance.now();
    await expect(behind.view({ knownAt: { ordinal } })).rejects.toThrow(ProjectionBehind);
    expect(performance.now() - begun).toBeGreaterThan(1_500);
    await expect(behind.view({ minPosition: journal.tokenOf(ordinal) })).rejects.toThrow(ProjectionBehind);
    expect(await behind.view({})).toMatchObject({ ordinal: built, stale: false });
    await behind.close();
  });
});

function bound(journal: InMemoryJournal): JournalReader {
  return {
    journalId: journal.journalId,
    ledgerId: journal.ledgerId,
    readStream: (stream, from) => journal.readStream(stream, from),
    readAll: (after, limit) => journal.readAll(after, limit),
    head: () => journal.head(),
    follow: (after, signal) => journal.follow(after, signal),
    findCommand: (id) => journal.findCommand(id),
    tokenOf: (ordinal) => journal.tokenOf(ordinal),
    ordinalOf: (token) => journal.ordinalOf(token),
    knownAt: (instant) => journal.knownAt(instant),
  };
}

describe('lists come in pages that together are one report, while writing goes on', () => {
  test('accounts, by prefix', async () => {
    const { reads, handle } = await books();
    for (const id of ['b-1', 'b-2', 'B-3', 'c']) {
      await recorded(handle, 'OpenAccount', { commandId: `open-${id}`, accountId: id, currency: 'USD' });
    }
    const head = await reads.view({ minPosition: undefined });
    const view = await reads.view({ knownAt: { ordinal: head.ordinal } });
    const all = await walk((page) => reads.accounts(view, {}, page), 2);
    const seen = all.map(({ accountId }) => accountId);
    expect(seen).toEqual(seen.toSorted());
    expect(seen.filter((id) => id.startsWith('account-'))).toHaveLength(3);
    const prefixed = await walk((page) => reads.accounts(view, { accountIdPrefix: 'b-' }, page), 1);
    expect(prefixed.every(({ accountId }) => accountId.startsWith('b-'))).toBe(true);
    await reads.close();
  });

  test('open items, aging by account and by payer, and the audit index', async () => {
    const { journal, reads, handle } = await books();
    const view = await reads.view({});
    const items = await reads.openItems(view, {}, { first: 1_000 });
    const aged = { basis: 'DUE_DATE', edges: [10, 20] } as const;
    const accounts = await reads.aging(view, { ...aged, groupBy: 'ACCOUNT' });
    const payers = await reads.aging(view, { ...aged, groupBy: 'PAYER' });
    const audit = await reads.audit(view, {}, { first: 10_000 });
    expect(audit.rows).toHaveLength(view.ordinal);
    await writeRandomBooks(handle, { seed: 22, accounts: 3, commands: 60, name: 'new' });
    await reads.view({ minPosition: journal.tokenOf((await journal.head()).ordinal) });
    for (const first of [1, 3, 7]) {
      expect(await walk((page) => reads.openItems(view, {}, page), first)).toEqual(items.rows);
      expect(await walk((page) => reads.aging(view, { ...aged, groupBy: 'ACCOUNT', page }), first)).toEqual(
        accounts.rows,
      );
      expect(await walk((page) => reads.aging(view, { ...aged, groupBy: 'PAYER', page }), first)).toEqual(payers.rows);
      expect(await walk((page) => reads.audit(view, {}, page), first * 20)).toEqual(audit.rows);
    }
    await reads.close();
  });

  test('a cursor of another list is refused', async () => {
    const { reads } = await books();
    const view = await reads.view({});
    for (const after of ['x', '1.2', '1.2.3.4', '1e3.2.3', "'; DROP TABLE item"]) {
      await expect(reads.openItems(view, {}, { first: 5, after })).rejects.toThrow(CursorUnknown);
    }
    await expect(reads.audit(view, {}, { first: 5, after: 'x' })).rejects.toThrow(CursorUnknown);
    const aging = { basis: 'DUE_DATE', edges: [30], groupBy: 'PAYER' } as const;
    await expect(reads.aging(view, { ...aging, page: { first: 5, after: 'x' } })).rejects.toThrow(CursorUnknown);
    await reads.close();
  });
});

async function walk<Row extends { readonly cursor: string }>(
  read: (page: {
    readonly first: number;
    readonly after?: string;
  }) => Promise<{ readonly rows: readonly Row[]; readonly hasNextPage: boolean }>,
  first: number,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const after = rows.at(-1)?.cursor;
    const page = await read(after === undefined ? { first } : { first, after });
    rows.push(...page.rows);
    expect(page.rows.length).toBeLessThanOrEqual(first);
    if (!page.hasNextPage) return rows;
  }
}

describe('the audit index finds entries', () => {
  test('by account, actor, type, reason, command, dates and amount, newest first', async () => {
    const { journal, reads } = await books();
    const view = await reads.view({});
    const entries = await journal.readAll(0, 10_000);
    const middle = entries[Math.floor(entries.length / 2)];
    const [from, to] = [entries[40]?.recordedAt ?? '', entries[60]?.recordedAt ?? ''];
    const cases = [
      { filter: { accountId: 'account-2' }, is: (e: (typeof entries)[number]) => e.stream.endsWith('account-2') },
      { filter: { actorId: 'clerk-1' }, is: () => true },
      { filter: { actorId: 'nobody' }, is: () => false },
      {
        filter: { types: ['PaymentReceived', 'ChargeAdjusted'] as const },
        is: (e: (typeof entries)[number]) => e.type === 'PaymentReceived' || e.type === 'ChargeAdjusted',
      },
      { filter: { types: [] }, is: () => false },
      { filter: { reasonCode: 'NSF' }, is: (e: (typeof entries)[number]) => e.reasonCode === 'NSF' },
      {
        filter: { commandId: middle?.command.id ?? '' },
        is: (e: (typeof entries)[number]) => e.command.id === middle?.command.id,
      },
      { filter: { commandId: 'never-sent' }, is: () => false },
      {
        filter: { recordedFrom: from, recordedTo: to },
        is: (e: (typeof entries)[number]) => e.recordedAt >= from && e.recordedAt <= to,
      },
      {
        filter: { effectiveFrom: calendarDate('2024-02-10'), effectiveTo: calendarDate('2024-02-12') },
        is: (e: (typeof entries)[number]) => e.effectiveDate >= '2024-02-10' && e.effectiveDate <= '2024-02-12',
      },
      {
        filter: { amountAtLeast: '5000', types: ['PaymentReceived'] as const },
        is: (e: (typeof entries)[number]) => e.type === 'PaymentReceived' && BigInt(e.data.amount) >= 5000n,
      },
    ];
    for (const { filter, is } of cases) {
      const { rows } = await reads.audit(view, filter, { first: 10_000 });
      const expected = entries.filter(is).map(({ ordinal, stream, revision }) => ({ ordinal, stream, revision }));
      expect(rows.map(({ ordinal, stream, revision }) => ({ ordinal, stream, revision }))).toEqual(
        expected.toReversed(),
      );
    }
    await reads.close();
  });

  test('only up to the position of the view', async () => {
    const { reads } = await books();
    const view = await reads.view({ knownAt: { ordinal: 30 } });
    const { rows } = await reads.audit(view, {}, { first: 100 });
    expect(rows.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: 30 }, (_, index) => 30 - index));
    await reads.close();
  });
});
