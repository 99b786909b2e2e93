import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { journalFile } from '#journal/journal-files.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { type CommandAnswer, command, type Input } from './api-client.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

/** How often the server dies in the test run, and how many callers are at it each time. */
const deaths = 20;
const callers = 16;

const directory = mkdtempSync(join(tmpdir(), 'ar-ledger-crash-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

interface Sent {
  readonly name: string;
  readonly input: Input;
}

/** What the callers know: everything they sent, and what they were told. */
const sent = new Map<string, Sent>();
const recordedAs = new Map<string, string>();
const refused = new Set<string>();

/** Charges, payments of charges, and payments of charges that do not exist, which are refused. */
function commandNumber(number: number): Sent {
  const accountId = `account-${number % 7}`;
  const common = { commandId: `command-${number}`, accountId, currency: 'USD', amount: '25.00' };
  if (number % 3 === 0) {
    return { name: 'PostCharge', input: { ...common, chargeId: `charge-${number}`, category: 'SERVICE' } };
  }
  const payment = { ...common, paymentId: `payment-${number}`, method: 'ACH' };
  if (number % 3 === 1) return { name: 'ReceivePayment', input: { ...payment, strategy: 'OLDEST_DUE_FIRST' } };
  return { name: 'ReceivePayment', input: { ...payment, lines: [{ chargeId: 'nowhere', amount: '25.00' }] } };
}

async function send(server: ServerProcess, { name, input }: Sent): Promise<void> {
  const id = String(input['commandId']);
  sent.set(id, { name, input });
  const answer = await command(server, name, input);
  remember(id, answer);
}

function remember(id: string, answer: CommandAnswer): void {
  if (answer.kind === 'REJECTED') {
    refused.add(id);
    return;
  }
  const position = answer.position ?? '';
  const before = recordedAs.get(id);
  if (before !== undefined) expect(position, `the answer to ${id} again`).toBe(before);
  recordedAs.set(id, position);
}

/** Callers at work until the server is gone. */
async function load(server: ServerProcess, next: () => number): Promise<void> {
  const caller = async (): Promise<void> => {
    for (;;) {
      try {
        await send(server, commandNumber(next()));
      } catch {
        return;
      }
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

describe('a server killed with -9 under load, again and again', () => {
  test(`loses nothing it answered for, and answers every retry once, over ${deaths} deaths`, {
    timeout: 300_000,
  }, async () => {
    await openBooks();
    let number = 0;
    const next = (): number => {
      number += 1;
      return number;
    };
    let died = 0;
    for (let death = 0; death < deaths; death += 1) {
      const server = await startServerProcess(directory);
      await retryUnanswered(server, death);
      const loading = load(server, next);
      // A different moment each time: in the first requests, in full flight, in a checkpoint.
      await new Promise((resolve) => setTimeout(resolve, 40 + ((death * 97) % 400)));
      await server.kill();
      died += 1;
      await loading;
    }
    const server = await startServerProcess(directory);
    await retryUnanswered(server, 0);
    await retryEverything(server);
    expect(await server.stop()).toBe(0);
    await compareWithJournal();
    expect(died).toBe(deaths);
    expect(recordedAs.size).toBeGreaterThan(200);
    expect(refused.size).toBeGreaterThan(50);
  });
});

async function openBooks(): Promise<void> {
  const server = await startServerProcess(directory);
  const terms = { baseCurrency: 'USD', timeZone: 'UTC', mode: 'SANDBOX', effectiveDate: '2026-01-01' };
  expect(await command(server, 'OpenLedger', { commandId: 'open-ledger', ...terms }, 'admin')).toMatchObject({
    kind: 'RECORDED',
  });
  for (let account = 0; account < 7; account += 1) {
    const input = { commandId: `open-${account}`, accountId: `account-${account}`, currency: 'USD' };
    expect(await command(server, 'OpenAccount', input)).toMatchObject({ kind: 'RECORDED' });
  }
  expect(await server.stop()).toBe(0);
}

/** The callers whose answer never came ask again, as they are told to: the same command under the same id. Some never come back. */
async function retryUnanswered(server: ServerProcess, death: number): Promise<void> {
  const open = [...sent].filter(([id]) => !recordedAs.has(id) && !refused.has(id));
  for (const [index, [, one]] of open.entries()) {
    if ((index + death) % 4 !== 3 || death === 0) await send(server, one);
  }
}

/** Long afterwards everything is sent once more: what was recorded says so, and at the same position. */
async function retryEverything(server: ServerProcess): Promise<void> {
  const recorded = [...sent].filter(([id]) => recordedAs.has(id));
  const caller = async (): Promise<void> => {
    for (let one = recorded.pop(); one !== undefined; one = recorded.pop()) {
      const [id, { name, input }] = one;
      const answer = await command(server, name, input);
      expect(answer).toMatchObject({ kind: 'RECORDED', replayed: true });
      remember(id, answer);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** Acknowledged is in stored, stored is in sent, each once; what was refused is nowhere. */
async function compareWithJournal(): Promise<void> {
  const reader = openSqliteReader(journalFile(directory));
  const { ordinal: head } = await reader.head();
  const entries = await reader.readAll(0, head);
  reader.close();
  const stored = new Map<string, string>();
  for (const entry of entries) {
    const at = `${entry.stream}/${entry.correlationId}`;
    const before = stored.get(entry.command.id) ?? at;
    expect(before, `${entry.command.id} stands in one place, of one request`).toBe(at);
    stored.set(entry.command.id, at);
  }
  expect(entries.map(({ ordinal }) => ordinal)).toEqual(Array.from({ length: head }, (_, index) => index + 1));
  for (const id of recordedAs.keys()) expect(stored.has(id), `${id} was acknowledged`).toBe(true);
  for (const id of refused) expect(stored.has(id), `${id} was refused`).toBe(false);
  for (const id of stored.keys()) expect(sent.has(id) || id.startsWith('open-'), `${id} was sent`).toBe(true);
}
