import type { HandleCommand } from '#app/handle-command.ts';
import type { JournalReader } from '#journal/journal.ts';
import type { Rejection } from '#ledger/rejections.ts';
import { exitCodes, Stop } from '../exit-codes.ts';
import { inTurn } from '../sending.ts';
import type { Progress } from '../terminal/progress.ts';
import { type DemoAccount, type DemoTerms, demoAccounts, openingCommand } from './demo-books.ts';

interface Books {
  readonly journal: JournalReader;
  readonly handleCommand: HandleCommand;
}

const accountsAtOnce = 64;
const correlationId = 'demo';
const admin = { kind: 'SERVICE', id: 'demo', role: 'admin' } as const;

/** Records what the demo books lack: all of it, or what an interrupted run left out. The number of accounts it worked on. */
export async function makeDemoBooks(
  { journal, handleCommand }: Books,
  terms: DemoTerms,
  progress: Progress,
): Promise<number> {
  const opening = openingCommand(terms);
  const opened = await handleCommand(opening.name, opening.input, { actor: admin, correlationId });
  if (opened.outcome === 'REJECTED') throw stopAt(opened);
  const accounts: DemoAccount[] = [];
  for (const account of demoAccounts(terms)) if (!(await isComplete(journal, account))) accounts.push(account);
  let done = 0;
  await inTurn(accounts, accountsAtOnce, async ({ commands }) => {
    for (const { name, input, actor } of commands) {
      const outcome = await handleCommand(name, input, { actor, correlationId });
      if (outcome.outcome === 'REJECTED') throw stopAt(outcome);
    }
    done += 1;
    progress.advance(done, accounts.length);
  });
  return accounts.length;
}

async function isComplete(journal: JournalReader, { commands }: DemoAccount): Promise<boolean> {
  const last = commands.at(-1);
  return last === undefined || (await journal.findCommand(String(last.input['commandId']))) !== undefined;
}

/** Invented books that the ledger refuses are a fault of this program, unless it is only busy. */
function stopAt({ code, message, retryable }: Rejection): Error {
  return retryable
    ? new Stop(exitCodes.UNAVAILABLE, message)
    : new Error(`a command of the demo books was refused: ${code}`);
}
