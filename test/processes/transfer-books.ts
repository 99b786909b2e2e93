import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandOutcome, createCommandDesk, type Recorded } from '#app/handle-command.ts';
import { standingClock } from '#journal/clock.ts';
import type { Journal } from '#journal/journal.ts';
import type { CommandName } from '#ledger/commands.ts';
import type { Entry } from '#ledger/entry.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { createProcesses, type Processes, type ProcessParts } from '#processes/processes.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import type { ReadModels } from '#read-models/read-models.ts';
import { verifyBooks } from '#read-models/verify.ts';
import { inMemory, onSqlite } from '../differential/engines.ts';
import { noon } from '../handle-command/desk.ts';

/** Books of two accounts on an engine, between which something goes; every process over them may die. */
export const engines = { memory: inMemory, SQLite: onSqlite } as const;

export type Fields = Readonly<Record<string, unknown>>;

const context = { actor: { kind: 'PERSON', id: 'u-7', role: 'supervisor' }, correlationId: 'request-1' } as const;

interface OneProcess {
  readonly send: (name: CommandName, input: Fields) => Promise<CommandOutcome>;
  readonly finishOpen: Processes['finishOpen'];
}

export interface TransferBooks {
  readonly journal: Journal;
  /** A process with nothing in memory; over the journal itself, or over a way to it that breaks. */
  readonly process: (over?: Journal) => OneProcess;
  /** What a process finds open that begins now, and how it goes on: as a server does when it starts. */
  readonly resume: () => Promise<number>;
  readonly entries: () => Promise<readonly Entry[]>;
  /** Asked of figures that know all of them. */
  readonly withReads: <Answer>(ask: (reads: ReadModels) => Promise<Answer>) => Promise<Answer>;
  /** Findings of `verify`. */
  readonly faults: () => Promise<readonly string[]>;
  readonly discard: () => Promise<void>;
}

function processOver(over: Journal, inTransit: ProcessParts['inTransit']): OneProcess {
  const parts = { journal: over, clock: () => noon, reasons: defaultReasons, cacheBytes: 10_000_000 };
  const { handleCommand: handle } = createCommandDesk({ ...parts, mostUnderWay: 1_000 });
  const entryAt = async (stream: string, revision: number) => (await over.readStream(stream, revision, 1))[0];
  const { handleCommand, finishOpen } = createProcesses({ handle, inTransit, entryAt });
  return { send: (name, input) => handleCommand(name, input, context), finishOpen };
}

const today = () => calendarDate('2026-03-20');

export async function openTransferBooks(engine: keyof typeof engines): Promise<TransferBooks> {
  const { journal, discard } = await engines[engine]('main', standingClock(noon));
  const dataDirectory = mkdtempSync(join(tmpdir(), 'ar-ledger-transfer-'));
  const { book, file } = journal;
  const withReads: TransferBooks['withReads'] = async (ask) => {
    const reads = await openReadModels({ dataDirectory, journal: book, journalFile: file, today });
    const { ordinal } = await journal.head();
    await reads.view({ minPosition: ordinal === 0 ? undefined : journal.tokenOf(ordinal) });
    try {
      return await ask(reads);
    } finally {
      await reads.close();
    }
  };
  const books: TransferBooks = {
    journal,
    process: (over = journal) => processOver(over, async () => []),
    resume: () => withReads((reads) => processOver(journal, (limit) => reads.inTransit(limit)).finishOpen()),
    entries: () => journal.readAll(0, 10_000),
    withReads,
    faults: () =>
      withReads(async () => {
        const { findings } = await verifyBooks({ journal: book, dataDirectory, seed: 1 });
        return findings.map(({ invariant, place, problem }) => `${invariant} ${place} ${problem}`);
      }),
    discard: async () => {
      await discard();
      rmSync(dataDirectory, { recursive: true, force: true });
    },
  };
  const { send } = books.process();
  const terms = { baseCurrency: 'USD', timeZone: 'America/New_York', mode: 'SANDBOX', effectiveDate: '2026-01-01' };
  recorded(await send('OpenLedger', { commandId: 'open-ledger', ...terms }));
  for (const accountId of ['a1', 'a2']) {
    recorded(await send('OpenAccount', { commandId: `open-${accountId}`, accountId, currency: 'USD' }));
  }
  return books;
}

export function recorded(outcome: CommandOutcome): Recorded {
  if (outcome.outcome === 'REJECTED') throw new Error(`refused: ${outcome.code} ${outcome.inputPath}`);
  return outcome;
}

export function outcomeOf(outcome: CommandOutcome): string {
  return outcome.outcome === 'REJECTED' ? outcome.code : outcome.outcome;
}

/** What stands on an account of the general ledger, of one stream or of all, cents, debit positive. */
export function standingOn(entries: readonly Entry[], account: string, accountId?: string): bigint {
  const own = entries.filter(({ stream }) => accountId === undefined || stream === `main.account-${accountId}`);
  return own.flatMap(postingsOf).reduce((sum, line) => {
    if (line.account !== account) return sum;
    return sum + (line.side === 'DEBIT' ? BigInt(line.amount) : -BigInt(line.amount));
  }, 0n);
}
