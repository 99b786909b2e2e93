import { type CommandOutcome, createCommandHandler } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { type CommandName, isOfAccount } from '#ledger/commands.ts';
import type { Entry } from '#ledger/entry.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { noon } from './desk.ts';
import { type Line, lineTo } from './journal-line.ts';

/** One process: its own memory, and its own way to the journal. */
interface Process {
  readonly line: Line;
  send(name: CommandName, input: Readonly<Record<string, unknown>>): Promise<CommandOutcome>;
}

export interface Processes {
  readonly journal: InMemoryJournal;
  readonly one: Process;
  readonly other: Process;
  /** The entries of an account, `a1` when left out. */
  readonly entries: (accountId?: string) => Promise<readonly Entry[]>;
}

/** Two processes over one journal with a ledger in USD and the account `a1`, which both of them have in memory. */
export async function openProcesses(trip?: () => Promise<void>, elapsed?: () => number): Promise<Processes> {
  const processes = emptyProcesses(trip, elapsed);
  const { one, other } = processes;
  await one.send('OpenLedger', { commandId: 'open-ledger', ...terms });
  await one.send('OpenAccount', { commandId: 'open-a1', currency: 'USD' });
  for (const process of [one, other]) await process.send('PostCharge', { commandId: 'x', dryRun: true, ...nothing });
  return processes;
}

/** Two processes over one journal without a ledger. */
export function emptyProcesses(trip?: () => Promise<void>, elapsed?: () => number): Processes {
  const journalId = '0f0e0d0c-0b0a-4908-8706-050403020100';
  const journal = new InMemoryJournal({ ledgerId: 'main', journalId, clock: () => noon });
  const [one, other] = [processOver(lineTo(journal, trip), elapsed), processOver(lineTo(journal, trip), elapsed)];
  return { journal, one, other, entries: (id = 'a1') => journal.readStream(`main.account-${id}`) };
}

export const terms = {
  baseCurrency: 'USD',
  timeZone: 'America/New_York',
  mode: 'SANDBOX',
  effectiveDate: '2026-01-01',
};
const nothing = { chargeId: 'x', category: 'SERVICE', currency: 'USD', amount: '1.00' };

function processOver(line: Line, elapsed?: () => number): Process {
  const parts = { journal: line, clock: () => noon, reasons: defaultReasons, cacheBytes: 10_000_000 };
  const handle = createCommandHandler({ ...parts, mostUnderWay: 1_000, ...(elapsed && { elapsed }) });
  const actor = { kind: 'PERSON', id: 'u-7', role: 'billing_specialist' } as const;
  return {
    line,
    send: (name, input) =>
      handle(name, isOfAccount(name) ? { accountId: 'a1', ...input } : input, { actor, correlationId: 'request-1' }),
  };
}

/** A trip over a network that takes up to two milliseconds. */
export function shortTrip(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.random() * 2));
}
