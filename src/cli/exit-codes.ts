/** How the command line is called in a checkout, which is where it is read. */
export const called = 'node scripts/ar-ledger.mjs';

/** What a script reads of a verb: stable, in `--help` and in README.md. */
export const exitCodes = {
  /** Done; nothing to object. */
  OK: 0,
  /** Done, and there is something to look at: findings of `verify`, rows that the books refused. */
  FINDINGS: 1,
  /** The call itself is wrong: an option, an argument, a variable of the environment. */
  USAGE: 2,
  /** Not now: another process has the books, the journal cannot be used, figures are behind. */
  UNAVAILABLE: 3,
  /** There is no such ledger, account or period. */
  NOT_FOUND: 4,
  /** A fault of this program. */
  BUG: 70,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export const exitCodesHelp = `
Exit codes:
  0   done
  1   done, with something to look at: findings, or rows the books refused
  2   the call is wrong: an option, an argument, a variable of the environment
  3   not now: another process has the books, or the journal cannot be used
  4   there is no such ledger, account or period
  70  a fault of this program`;

/** A reason to stop that the user can understand: one line, no stack. */
export class Stop extends Error {
  override readonly name = 'Stop';
  readonly exitCode: ExitCode;
  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function usage(message: string): Stop {
  return new Stop(exitCodes.USAGE, message);
}
