import type { HandleCommand } from '#app/handle-command.ts';
import { contentHash } from '#handle-command/command-identity.ts';
import type { CommandContext } from '#handle-command/entries.ts';
import type { JournalReader } from '#journal/journal.ts';
import { parseCommand } from '#ledger/commands.ts';
import { exitCodes, Stop } from '../exit-codes.ts';
import { inTurn, type Sending } from '../sending.ts';
import type { Progress } from '../terminal/progress.ts';
import { accountCommand, type LineFault, lineCommands, type Surroundings } from './line-commands.ts';
import type { ChargeLine, TransactionFile } from './transactions.ts';

export interface Posted {
  readonly recorded: number;
  /** Had been recorded by an earlier run. */
  readonly alreadyThere: number;
  /** By code, the ledger's and the importer's own. */
  readonly refused: ReadonlyMap<string, number>;
}

/** Different accounts share commits; one account is posted in order, so that a second run makes the same books. */
const accountsAtOnce = 32;

const context: CommandContext = {
  actor: { kind: 'SERVICE', id: 'import-synthea', role: 'service' },
  correlationId: 'import-synthea',
};

/** Posts every line of the file. A refused command does not stop the others; it is counted under its code. */
export async function postFile(
  file: TransactionFile,
  around: Surroundings,
  { journal, handleCommand: handle }: { readonly journal: JournalReader; readonly handleCommand: HandleCommand },
  progress: Progress,
): Promise<Posted> {
  const tally = { recorded: 0, alreadyThere: 0, refused: new Map<string, number>() };
  const refuse = (code: string, count = 1) => void tally.refused.set(code, (tally.refused.get(code) ?? 0) + count);
  if (file.unreadable.length > 0) refuse('ROW_UNREADABLE', file.unreadable.length);
  if (file.withoutCharge > 0) refuse('NO_CHARGE_BEFORE', file.withoutCharge);
  let done = 0;
  const lineCount = [...file.linesOfPatient.values()].reduce((count, lines) => count + lines.length, 0);
  const send = async (sending: Sending): Promise<void> => {
    const { name, input } = sending;
    if (await isRecorded(journal, sending)) {
      tally.alreadyThere += 1;
      return;
    }
    const outcome = await handle(name, input, context);
    if (outcome.outcome === 'RECORDED') tally[outcome.replayed ? 'alreadyThere' : 'recorded'] += 1;
    else if (outcome.retryable) throw new Stop(exitCodes.UNAVAILABLE, `${outcome.message} Run the import again.`);
    else refuse(outcome.code);
  };
  const postPatient = async ([patientId, lines]: readonly [string, readonly ChargeLine[]]): Promise<void> => {
    const first = lines.reduce((least, { charge }) => Math.min(least, charge.FROMDATE), Infinity);
    await send(accountCommand(patientId, around.dayOf(first)));
    for (const line of lines) {
      for (const command of commandsOr(line, around, refuse)) await send(command);
      done += 1;
      progress.advance(done, lineCount);
    }
  };
  await inTurn(file.linesOfPatient, accountsAtOnce, postPatient);
  return tally;
}

/**
 * This very command is in the books. The command handler would say so too, but it answers with the account as it
 * stood then, folded anew each time: for a whole file that is the square of the work.
 */
async function isRecorded(journal: JournalReader, { name, input }: Sending): Promise<boolean> {
  const place = await journal.findCommand(String(input['commandId']));
  if (place === undefined) return false;
  const command = parseCommand(name, input);
  return !('outcome' in command) && contentHash(command) === place.hash;
}

function commandsOr(line: ChargeLine, around: Surroundings, refuse: (code: LineFault) => void): readonly Sending[] {
  const commands = lineCommands(line, around);
  if (typeof commands !== 'string') return commands;
  refuse(commands);
  return [];
}
