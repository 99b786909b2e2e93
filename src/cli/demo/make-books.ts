import type { HandleCommand } from '#app/handle-command.ts';
import type { JournalReader } from '#journal/journal.ts';
import { isOfAccount } from '#ledger/commands.ts';
import type { Rejection } from '#ledger/rejections.ts';
import { exitCodes, Stop } from '../exit-codes.ts';
import type { Progress } from '../terminal/progress.ts';
import { type DemoCommand, type DemoTerms, demoCommands, openingCommand } from './demo-books.ts';

interface Books {
  readonly journal: JournalReader;
  readonly handleCommand: HandleCommand;
}

/** Sent before the first of them is awaited: they share commits, and are decided in the order in which they were sent. */
const mostAtOnce = 512;
const correlationId = 'demo';
const admin = { kind: 'SERVICE', id: 'demo', role: 'admin' } as const;

/** Records what the demo books lack: all of it, or what an interrupted run left out. How many commands that were. */
export async function makeDemoBooks(books: Books, terms: DemoTerms, progress: Progress): Promise<number> {
  const { name, input } = openingCommand(terms);
  const opened = await books.handleCommand(name, input, { actor: admin, correlationId });
  if (opened.outcome === 'REJECTED') throw stopAt(opened);
  const all = demoCommands(terms);
  const missing = opened.replayed ? await notRecorded(books.journal, all) : all;
  await finishClosing(books, all, missing);
  for (let done = 0; done < missing.length; ) {
    const together = nextTogether(missing, done);
    await Promise.all(together.map((command) => record(books.handleCommand, command)));
    done += together.length;
    progress.advance(done, missing.length);
  }
  return missing.length;
}

const ofSeveral: readonly string[] = ['TransferBalance', 'UnidentifyReceipt'];

/**
 * A command of the ledger itself or of a receipt goes alone, and one of several accounts: what is sent beside it could be decided before it or
 * after it.
 */
function nextTogether(commands: readonly DemoCommand[], from: number): readonly DemoCommand[] {
  const next = commands.slice(from, from + mostAtOnce);
  const alone = next.findIndex(({ name }) => !isOfAccount(name) || ofSeveral.includes(name));
  return alone === -1 ? next : next.slice(0, Math.max(1, alone));
}

async function record(handleCommand: HandleCommand, { name, input, actor }: DemoCommand): Promise<void> {
  const outcome = await handleCommand(name, input, { actor, correlationId });
  if (outcome.outcome === 'REJECTED') throw stopAt(outcome);
}

/** An interrupted run may have left a closing in the middle: sent again it is carried through. */
async function finishClosing(
  { handleCommand }: Books,
  all: readonly DemoCommand[],
  missing: readonly DemoCommand[],
): Promise<void> {
  const left = new Set(missing);
  const last = all.findLast((command) => command.name === 'ClosePeriod' && !left.has(command));
  if (last !== undefined) await record(handleCommand, last);
}

async function notRecorded(journal: JournalReader, commands: readonly DemoCommand[]): Promise<readonly DemoCommand[]> {
  const places = await Promise.all(commands.map(({ input }) => journal.findCommand(String(input['commandId']))));
  return commands.filter((_, index) => places[index] === undefined);
}

/** Invented books that the ledger refuses are a fault of this program, unless it is only busy. */
function stopAt({ code, message, retryable }: Rejection): Error {
  return retryable
    ? new Stop(exitCodes.UNAVAILABLE, message)
    : new Error(`a command of the demo books was refused: ${code}`);
}
