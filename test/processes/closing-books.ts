import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CommandDesk, type CommandOutcome, createCommandDesk, type HandleCommand } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { Journal } from '#journal/journal.ts';
import { type CommandName, isOfAccount } from '#ledger/commands.ts';
import type { Entry } from '#ledger/entry.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { createPeriodClosing, type PeriodClosing } from '#processes/period-closing.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { noon } from '../handle-command/desk.ts';

export type Send = (name: CommandName, input: Readonly<Record<string, unknown>>) => Promise<CommandOutcome>;

/** One process with everything that closes periods: its memory, its figures, and its way to the journal. */
export interface ClosingBooks {
  readonly journal: Journal;
  readonly desk: CommandDesk;
  readonly closing: PeriodClosing;
  readonly readModels: ReadSide;
  /** Where its figures are. */
  readonly dataDirectory: string;
  readonly send: Send;
  /** Without the process that carries closings through: as if this one had died right after. */
  readonly sendOnly: Send;
  readonly ledgerEntries: () => Promise<readonly Entry[]>;
}

const today = () => calendarDate('2026-03-20');

const context = { actor: { kind: 'PERSON', id: 'u-9', role: 'finance' }, correlationId: 'request-9' } as const;

const addressed: (send: HandleCommand) => Send = (send) => (name, input) =>
  send(name, isOfAccount(name) ? { accountId: 'a1', ...input } : input, context);

export function memoryJournal(): InMemoryJournal {
  const journalId = '0f0e0d0c-0b0a-4908-8706-050403020100';
  return new InMemoryJournal({ ledgerId: 'main', journalId, clock: () => noon });
}

/** Opens a process over the journal. Its figures go when the test is over; the journal stays with whoever opened it. */
export async function openProcess(journal: Journal): Promise<ClosingBooks> {
  const parts = { journal, clock: () => noon, reasons: defaultReasons, cacheBytes: 50_000_000, mostUnderWay: 5_000 };
  const desk = createCommandDesk(parts);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'ar-ledger-closing-'));
  const { book, file } = journal;
  const readModels = await openReadModels({ dataDirectory, journal: book, journalFile: file, today });
  const closing = createPeriodClosing(desk, readModels);
  onTestFinished(async () => {
    await closing.stop();
    await readModels.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  });
  return {
    journal,
    desk,
    closing,
    readModels,
    dataDirectory,
    send: addressed(closing.handleCommand),
    sendOnly: addressed(desk.handleCommand),
    ledgerEntries: () => journal.readStream(`${journal.ledgerId}.ledger`),
  };
}

export async function accepted(outcome: Promise<CommandOutcome>) {
  const answer = await outcome;
  if (answer.outcome === 'REJECTED') throw new Error(`refused: ${answer.code} ${JSON.stringify(answer.figures)}`);
  return answer;
}

/** A ledger since January with the account `a1`, and periods to the end of March; today is 20 March 2026. */
export async function openBooks(send: Send): Promise<void> {
  const terms = { baseCurrency: 'USD', timeZone: 'America/New_York', mode: 'SANDBOX', effectiveDate: '2026-01-01' };
  await accepted(send('OpenLedger', { commandId: 'open-ledger', ...terms }));
  const periodEnds = ['2026-01-31', '2026-02-28', '2026-03-31'];
  await accepted(send('ExtendCalendar', { commandId: 'calendar', periodEnds }));
  await accepted(send('OpenAccount', { commandId: 'open-a1', currency: 'USD', effectiveDate: '2026-01-01' }));
}

export const january = { commandId: 'close-january', periodEnd: '2026-01-31' };

export function charged(id: string, effectiveDate: string, amount = '80.00'): Readonly<Record<string, unknown>> {
  return { commandId: id, chargeId: id, category: 'SERVICE', currency: 'USD', amount, effectiveDate };
}

export function received(id: string, effectiveDate: string, amount = '30.00'): Readonly<Record<string, unknown>> {
  return { commandId: id, paymentId: id, method: 'CHECK', currency: 'USD', amount, effectiveDate };
}
