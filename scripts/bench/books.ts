import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandHandler, type HandleCommand, type Recorded } from '#app/handle-command.ts';
import type { Journal } from '#journal/journal.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import type { CommandName } from '#ledger/commands.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';

/** Books for a measurement, in a directory of their own, put together as main.ts does. */
export interface BenchBooks {
  readonly directory: string;
  readonly journal: Journal;
  readonly readModels: ReadSide | undefined;
  readonly handle: HandleCommand;
  close(): Promise<void>;
}

export const today = calendarDate('2026-06-30');
const noon = Date.UTC(2026, 5, 30, 12);
const context = { actor: { kind: 'SERVICE', id: 'bench', role: 'service' }, correlationId: 'bench' } as const;

export function newDirectory(): string {
  return mkdtempSync(join(tmpdir(), 'ar-ledger-bench-'));
}

export async function openBooks(directory: string, withProjector: boolean): Promise<BenchBooks> {
  return booksOf(await openSqliteJournal({ directory, ledgerId: 'bench', onFatal }), directory, withProjector);
}

/** `directory` is where the journal has its files, and the figures go. */
export async function booksOf(journal: Journal, directory: string, withProjector: boolean): Promise<BenchBooks> {
  const readModels = withProjector
    ? await openReadModels({
        dataDirectory: directory,
        journal: journal.book,
        journalFile: journal.file,
        today: () => today,
      })
    : undefined;
  const handle = createCommandHandler({
    journal,
    clock: () => noon,
    reasons: defaultReasons,
    cacheBytes: 128 * 1_048_576,
    mostUnderWay: 4_096,
  });
  const close = async (): Promise<void> => {
    await readModels?.close();
    await journal.close();
  };
  return { directory, journal, readModels, handle, close };
}

function onFatal(reason: Error): void {
  throw reason;
}

export function remove(directory: string): void {
  rmSync(directory, { recursive: true, force: true });
}

/** Sends a command that has to be accepted: a bench that measures refusals measures nothing. */
async function send(
  handle: HandleCommand,
  name: CommandName,
  input: Readonly<Record<string, unknown>>,
): Promise<Recorded> {
  const outcome = await handle(name, input, context);
  if (outcome.outcome === 'REJECTED') throw new Error(`${name}: ${outcome.code} ${outcome.inputPath ?? ''}`);
  return outcome;
}

export async function openLedger(handle: HandleCommand): Promise<void> {
  const terms = { effectiveDate: '2024-01-01', baseCurrency: 'USD', timeZone: 'UTC', mode: 'SANDBOX' };
  await send(handle, 'OpenLedger', { commandId: 'open-ledger', ...terms });
}

export interface Extent {
  readonly accounts: number;
  readonly chargesPerAccount: number;
}

export function accountName(index: number): string {
  return `account-${index}`;
}

/** Accounts with charges that nobody has paid: 150.00 in two instalments, a sixth of them owed by a payer. */
export async function postCharges(handle: HandleCommand, { accounts, chargesPerAccount }: Extent): Promise<void> {
  await concurrently(64, accounts, async (account) => {
    const opening = { commandId: `open-${account}`, accountId: accountName(account), currency: 'USD' };
    await send(handle, 'OpenAccount', opening);
  });
  await concurrently(64, accounts * chargesPerAccount, async (index) => {
    const account = Math.floor(index / chargesPerAccount);
    await send(handle, 'PostCharge', chargeOf(account, index % chargesPerAccount));
  });
}

function chargeOf(account: number, charge: number): Readonly<Record<string, unknown>> {
  const payer = { payerId: `payer-${account % 9}`, payerClass: account % 2 === 0 ? 'MEDICARE' : 'COMMERCIAL' };
  return {
    commandId: `charge-${account}-${charge}`,
    accountId: accountName(account),
    chargeId: `charge-${charge}`,
    category: 'SERVICE',
    currency: 'USD',
    amount: '150.00',
    effectiveDate: `2026-0${1 + (charge % 5)}-${10 + (account % 18)}`,
    serviceDate: `2026-0${1 + (charge % 5)}-0${1 + (account % 9)}`,
    items: [
      { amount: '100.00', dueDate: `2026-0${2 + (charge % 5)}-15`, ...(account % 6 === 0 ? { payer } : {}) },
      { amount: '50.00', dueDate: `2026-0${3 + (charge % 5)}-15` },
    ],
  };
}

/** Two entries: a payment is received and applied to the first instalment of one charge. */
export async function pay(handle: HandleCommand, account: number, charge: number): Promise<Recorded> {
  return send(handle, 'ReceivePayment', {
    commandId: `payment-${account}-${charge}`,
    accountId: accountName(account),
    paymentId: `payment-${charge}`,
    currency: 'USD',
    amount: '60.00',
    method: 'CARD',
    lines: [{ chargeId: `charge-${charge}`, item: 1, amount: '60.00' }],
  });
}

/** `callers` loops that take the next number each time, until all are done. */
export async function concurrently(
  callers: number,
  count: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      await work(index);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
}
