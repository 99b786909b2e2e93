import { Command, CommanderError } from 'commander';
import { DirectoryLocked } from '#journal/data-directory-lock.ts';
import { Denied, OutcomeUnknown, Unavailable } from '#journal/journal.ts';
import { JournalRefused } from '#journal/sqlite-open.ts';
import { PositionUnknown, ProjectionBehind } from '#read-models/read-models.ts';
import { agingVerb } from './aging.ts';
import { agreementsVerb } from './agreements.ts';
import { balanceVerb } from './balance.ts';
import { closeVerb } from './close.ts';
import { demoVerb } from './demo.ts';
import { type ExitCode, exitCodes, exitCodesHelp, Stop } from './exit-codes.ts';
import { extendCalendarVerb } from './extend-calendar.ts';
import { importVerb } from './import.ts';
import { lateFeesVerb } from './late-fees.ts';
import { migrateVerb } from './migrate.ts';
import { openVerb } from './open.ts';
import { periodsVerb } from './periods.ts';
import { rebuildVerb } from './rebuild.ts';
import { receiptsVerb } from './receipts.ts';
import { replayVerb } from './replay.ts';
import { revalueVerb } from './revalue.ts';
import { rollForwardVerb } from './roll-forward.ts';
import { serveVerb } from './serve.ts';
import { statementVerb } from './statement.ts';
import type { Terminal } from './terminal/output.ts';
import { trialBalanceVerb } from './trial-balance.ts';
import { unappliedVerb } from './unapplied.ts';
import type { Surroundings } from './verb.ts';
import { verifyVerb } from './verify.ts';

const verbs = [
  demoVerb,
  serveVerb,
  openVerb,
  importVerb,
  agingVerb,
  balanceVerb,
  trialBalanceVerb,
  periodsVerb,
  extendCalendarVerb,
  closeVerb,
  rollForwardVerb,
  revalueVerb,
  statementVerb,
  agreementsVerb,
  receiptsVerb,
  unappliedVerb,
  replayVerb,
  verifyVerb,
  lateFeesVerb,
  rebuildVerb,
  migrateVerb,
] as const;

/** The command line: runs one verb and answers its exit code. Whatever goes wrong is said in one line. */
export async function runCli(args: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.OK;
  const finish = (code: ExitCode): void => {
    exitCode = code;
  };
  const { terminal } = surroundings;
  const program = withOutput(new Command('ar-ledger'), terminal)
    .description('An accounts-receivable ledger: every figure as of any day, as known at any position.')
    .addHelpText('after', exitCodesHelp);
  for (const verb of verbs) program.addCommand(withOutput(verb(surroundings, finish), terminal));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    return tell(terminal, error);
  }
}

/** Without its end: the terminal adds one. */
function lineOf(text: string): string {
  return text.replace(/\n$/, '');
}

function withOutput(command: Command, terminal: Terminal): Command {
  return command.exitOverride().configureOutput({
    writeOut: (text) => terminal.out(lineOf(text)),
    writeErr: (text) => terminal.err(lineOf(text)),
    // Said once, below, and in our words.
    outputError: () => undefined,
    getOutHelpWidth: () => terminal.width,
    getErrHelpWidth: () => terminal.width,
  });
}

function tell(terminal: Terminal, error: unknown): ExitCode {
  if (error instanceof CommanderError) return tellOfCall(terminal, error);
  const known = inOneLine(error);
  if (known !== undefined) {
    terminal.err(`ar-ledger: ${known.message}`);
    return known.exitCode;
  }
  terminal.err('ar-ledger: this is a fault of the program; please report what follows.');
  terminal.err(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCodes.BUG;
}

function tellOfCall(terminal: Terminal, error: CommanderError): ExitCode {
  if (error.exitCode === 0) return exitCodes.OK;
  // Help for want of a verb is an error to commander, and has printed itself.
  if (error.code !== 'commander.help') terminal.err(`ar-ledger: ${wordsOfCall(error)}`);
  return exitCodes.USAGE;
}

/** Commander repeats what was typed: it may be anything, and it may end in somebody's log. Only names of ours may pass. */
function wordsOfCall({ code, message }: CommanderError): string {
  const [guess = ''] = /\n\(Did you mean [a-z, -]+\?\)$/.exec(message) ?? [];
  switch (code) {
    case 'commander.unknownCommand':
      return `there is no such verb; --help lists them${guess}`;
    case 'commander.unknownOption':
      return `there is no such option; --help after the verb lists them, and they stand after it${guess}`;
    case 'commander.excessArguments':
      return `${message.replace(/^error: /, '').replace(/ but got .*$/s, '')}. Quote what has spaces in it.`;
    default:
      return message.replace(/^error: /, '');
  }
}

interface InOneLine {
  readonly exitCode: ExitCode;
  readonly message: string;
}

function inOneLine(error: unknown): InOneLine | undefined {
  if (error instanceof Stop) return error;
  if (error instanceof DirectoryLocked) {
    const message = `these books are in use by process ${error.pid}. Ask it (GraphQL has every command), stop it, or name other books with --data.`;
    return { exitCode: exitCodes.UNAVAILABLE, message };
  }
  if (error instanceof JournalRefused) return { exitCode: exitCodes.UNAVAILABLE, message: `${error.message}.` };
  const ofJournal = wordsOfJournal(error);
  if (ofJournal !== undefined) return { exitCode: exitCodes.UNAVAILABLE, message: ofJournal };
  if (error instanceof ProjectionBehind) return { exitCode: exitCodes.UNAVAILABLE, message: `${error.message}.` };
  if (error instanceof PositionUnknown) return { exitCode: exitCodes.USAGE, message: `--known-at: ${error.message}.` };
  return ofTheSystem(error);
}

/** In words of ours: what the client of a server says may hold its address. */
function wordsOfJournal(error: unknown): string | undefined {
  if (error instanceof Unavailable)
    return 'the journal cannot be used now. Where JOURNAL names a server: does it answer?';
  if (error instanceof Denied)
    return 'the server of the journal does not let us. Are the user and the password in JOURNAL right?';
  if (error instanceof OutcomeUnknown)
    return 'whether the last command was recorded is not known. The same again answers once.';
  return undefined;
}

/** Busy, locked, read-only, I/O error, corrupt, full, cannot open, not a database. Every other answer of SQLite is our fault. */
const fileFaults: ReadonlySet<number> = new Set([5, 6, 8, 10, 11, 13, 14, 26]);

/** The disk, its rights or a file say no: in the words of the system, which hold no value of the books. */
function ofTheSystem(error: unknown): InOneLine | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  const exitCode = exitCodes.UNAVAILABLE;
  if ('errstr' in error && 'errcode' in error && fileFaults.has(Number(error.errcode) % 256)) {
    return { exitCode, message: `a file of the books cannot be used (${String(error.errstr)}).` };
  }
  if (!('syscall' in error)) return undefined;
  return { exitCode, message: `the system says no to the data directory (${String(error.code)}).` };
}
