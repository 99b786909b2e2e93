import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as breath } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { journalFile } from '#journal/journal-files.ts';
import { openSqliteReader, type SqliteReader } from '#journal/sqlite-reader.ts';
import type { Entry } from '#ledger/entry.ts';
import type { EventData, EventType } from '#ledger/events.ts';
import { verifyBooks } from '#read-models/verify.ts';
import { type CommandAnswer, command, type Input } from './api-client.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/**
 * kill -9 of the real server in the middle of what the ledger does by itself. Each test watches the journal from outside, kills when a
 * step is there, and only starts the server again: nobody sends anything, and it is carried to its end.
 */
const directory = mkdtempSync(join(tmpdir(), 'ar-ledger-killed-'));
let server: ServerProcess;
let journal: SqliteReader;

const accounts = Array.from({ length: 40 }, (_, index) => `account-${index}`);
/** More than are closed where each death is where it should be. */
const ends = ['01-31', '02-28', '03-31', '04-30', '05-31', '06-30', '07-31', '08-31', '09-30', '10-31'].map(
  (day) => `2025-${day}`,
);

async function recorded(name: string, input: Input, role?: string): Promise<void> {
  const answer = await command(server, name, input, role);
  if (answer.kind !== 'RECORDED') throw new Error(`${name} is refused: ${answer.code ?? ''}`);
}

async function all(work: (accountId: string) => Promise<void>): Promise<void> {
  await Promise.all(accounts.map(work));
}

beforeAll(async () => {
  server = await startServerProcess(directory);
  const terms = { baseCurrency: 'USD', timeZone: 'UTC', mode: 'SANDBOX', effectiveDate: '2025-01-01' };
  await recorded('OpenLedger', { commandId: 'open-ledger', ...terms }, 'admin');
  await recorded('ExtendCalendar', { commandId: 'calendar', periodEnds: ends }, 'finance');
  await all(async (accountId) => {
    const own = { accountId, currency: 'USD', effectiveDate: '2025-01-15' };
    await recorded('OpenAccount', { ...own, commandId: `open-${accountId}` });
    const other = { ...own, accountId: `to-${accountId}`, effectiveDate: '2026-01-15' };
    await recorded('OpenAccount', { ...other, commandId: `open-to-${accountId}` });
    const charge = { chargeId: 'c', category: 'SERVICE', amount: '10.00' };
    await recorded('PostCharge', { ...own, ...charge, commandId: `charge-${accountId}` });
  });
  journal = openSqliteReader(journalFile(directory));
}, 60_000);

afterAll(async () => {
  journal.close();
  await server.kill();
  rmSync(directory, { recursive: true, force: true });
});

/** Looks without a pause until an entry of the type stands after the ordinal. */
async function seen(type: EventType, after: number): Promise<void> {
  const until = Date.now() + 15_000;
  while (Date.now() < until) {
    if ((await journal.readAll(after, 100_000)).some((entry) => entry.type === type)) return;
    await breath();
  }
  fail(`no ${type} was recorded`);
}

/** Sends, kills when an entry of the type is seen, and answers what stands there then. The answers never come. */
async function killedWhen(type: EventType, send: () => Promise<unknown>): Promise<readonly Entry[]> {
  const { ordinal } = await journal.head();
  const sent = send().catch(() => undefined);
  await seen(type, ordinal);
  await server.kill();
  await sent;
  return journal.readAll(ordinal, 100_000);
}

async function restarted(): Promise<void> {
  server = await startServerProcess(directory);
}

/** Charges of a later day, under way beside: the fence waits for them, and the totals do not know them. */
const load = (round: string): Promise<unknown> =>
  Promise.allSettled(
    accounts.map((accountId) => {
      const charge = { chargeId: `later-${round}`, category: 'SERVICE', currency: 'USD', amount: '3.00' };
      const input = { commandId: `later-${round}-${accountId}`, accountId, ...charge, effectiveDate: '2026-02-01' };
      return command(server, 'PostCharge', input);
    }),
  );

function fail(message: string): never {
  throw new Error(message);
}

type Totals = EventData<'PeriodClosed'>['totals'];

/** What was frozen of a period, once. */
async function frozenOf(periodEnd: string): Promise<Totals> {
  const frozen = (await journal.readStream('main.ledger')).flatMap(({ type, data }) =>
    type === 'PeriodClosed' && data.periodEnd === periodEnd ? [data.totals] : [],
  );
  expect(frozen).toHaveLength(1);
  return frozen[0] ?? fail('nothing was frozen');
}

function closeOf(periodEnd: string): Promise<CommandAnswer> {
  return command(server, 'ClosePeriod', { commandId: `close-${periodEnd}`, periodEnd }, 'finance');
}

function streamsOf(entries: readonly Entry[], ...types: readonly EventType[]): readonly string[] {
  return entries.flatMap(({ type, stream }) => (types.includes(type) ? [stream] : [])).toSorted();
}

describe('a server killed with -9 and started again', () => {
  test('in the middle of a closing carries it on by itself, with the totals of one that nobody killed', {
    timeout: 90_000,
  }, async () => {
    const waiting = [...ends];
    const totals: Totals[] = [];
    for (const place of ['PeriodClosing', 'PeriodFenced'] as const) {
      let last: EventType | undefined;
      // It may have been a step further when it died: then another period is closed.
      while (last !== place) {
        const periodEnd = waiting.shift() ?? fail(`it never died right behind ${place}`);
        const { ordinal } = await journal.head();
        const found = await killedWhen(place, () => Promise.all([closeOf(periodEnd), load(periodEnd)]));
        last = found.findLast(({ stream }) => stream === 'main.ledger')?.type;
        await restarted();
        await seen('PeriodClosed', ordinal);
        totals.push(await frozenOf(periodEnd));
      }
    }
    const undisturbed = waiting.shift() ?? fail('no period is left');
    expect(await closeOf(undisturbed)).toMatchObject({ kind: 'RECORDED', replayed: false });
    const expected = await frozenOf(undisturbed);
    expect(expected).toMatchObject({ accounts: 40, openItems: 40, currencies: [{ openCharges: '40000' }] });
    for (const one of totals) expect(one).toEqual(expected);
    expect(await closeOf('2025-01-31')).toMatchObject({ kind: 'RECORDED', replayed: true });
  });

  test('in the middle of a late-fee run carries it on by itself, and fines every item once', {
    timeout: 60_000,
  }, async () => {
    const { ordinal } = await journal.head();
    const terms = { method: 'FLAT', amount: '5.00' };
    const run = { commandId: 'run-1', runId: 'run-1', period: '2025-12', effectiveDate: '2025-12-31' };
    const found = await killedWhen('LateFeesRun', () =>
      command(server, 'RunLateFees', { ...run, currency: 'USD', terms }, 'supervisor'),
    );
    expect(streamsOf(found, 'LateFeeAssessed').length).toBeLessThan(accounts.length);
    await restarted();
    await seen('LateFeeRunEnded', ordinal);
    const entries = await journal.readAll(ordinal, 100_000);
    expect(streamsOf(entries, 'LateFeeAssessed')).toEqual(accounts.map((id) => `main.account-${id}`).toSorted());
    const ended = entries.find(({ type }) => type === 'LateFeeRunEnded');
    expect(ended?.data).toMatchObject({ totals: { fees: accounts.length, amount: '20000', refused: 0 } });
  });

  test('in the middle of transfers carries on what has left, takes each to the other account once, and the books are right', {
    timeout: 60_000,
  }, async () => {
    const { ordinal } = await journal.head();
    const transfer = { currency: 'USD', amount: '4.00', reasonCode: 'WRONG_ACCOUNT', transferId: 't', chargeId: 'c' };
    const found = await killedWhen('BalanceTransferredOut', () =>
      all(async (accountId) => {
        const input = { ...transfer, accountId, toAccountId: `to-${accountId}`, commandId: `move-${accountId}` };
        await recorded('TransferBalance', input, 'supervisor');
      }),
    );
    const left = streamsOf(found, 'BalanceTransferredOut');
    expect(streamsOf(found, 'BalanceTransferCompleted').length).toBeLessThan(left.length);
    await restarted();
    await expect.poll(() => completed(ordinal), { timeout: 20_000 }).toEqual(left);
    const arrived = streamsOf(await journal.readAll(ordinal, 100_000), 'BalanceTransferredIn');
    expect(arrived).toEqual(left.map((stream) => stream.replace('account-account', 'account-to-account')));
    expect(await server.stop()).toBe(0);
    expect((await verifyBooks({ journal, dataDirectory: directory, seed: 1 })).findings).toEqual([]);
  });
});

async function completed(after: number): Promise<readonly string[]> {
  return streamsOf(await journal.readAll(after, 100_000), 'BalanceTransferCompleted');
}
