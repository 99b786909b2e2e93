import type { CommandOutcome } from '#app/handle-command.ts';
import type { Journal } from '#journal/journal.ts';
import { ledgerStream } from '#journal/stream-names.ts';
import type { Entry } from '#ledger/entry.ts';
import type { ClosingStep } from '#ledger/periods/closing-steps.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { CommandContext } from './entries.ts';
import { mostMilliseconds } from './ledger-book.ts';

/** A closing as the ledger's stream shows it. */
export interface Closing {
  readonly periodEnd: CalendarDate;
  /** Its first entry: who closes, and the id that its steps are named after. */
  readonly begun: Entry;
  /** What has followed of it, its end included. */
  readonly steps: readonly Entry[];
  /** Ordinal of its fence. */
  readonly position: number | undefined;
  /** Closed, or reopened before it was. */
  readonly ended: Entry | undefined;
}

/** What the process that closes periods works with (processes/period-closing.ts). */
export interface ClosingDesk {
  /** The closing of this entry; without an id the one that is under way, if any. */
  find(entryId?: string): Promise<Closing | undefined>;
  /** Resolves when nothing can be recorded any more that was decided before the closing. */
  fence(signal: AbortSignal): Promise<void>;
  step(step: ClosingStep, context: CommandContext): Promise<CommandOutcome>;
  tokenOf(ordinal: number): string;
}

/** Beyond what the appends of other writers can take, for the pauses of threads and networks, in milliseconds. */
const margin = 1_000;

export function createClosingDesk(
  journal: Journal,
  settled: () => Promise<void>,
  step: ClosingDesk['step'],
): ClosingDesk {
  return {
    find: async (entryId) => {
      const entries = await journal.readStream(ledgerStream(journal.ledgerId));
      const isMeant = ({ id, type }: Entry): boolean => type === 'PeriodClosing' && (entryId ?? id) === id;
      const index = entries.findLastIndex(isMeant);
      const closing = closingIn(entries.slice(Math.max(0, index)));
      return entryId === undefined && closing?.ended !== undefined ? undefined : closing;
    },
    fence: async (signal) => {
      await settled();
      if (!journal.isShared) return;
      // Another writer sends nothing on a ledger older than that, and what it has sent is there or given up.
      await pause(mostMilliseconds + journal.appendDeadline + margin, signal);
    },
    step,
    tokenOf: (ordinal) => journal.tokenOf(ordinal),
  };
}

const stepTypes: ReadonlySet<string> = new Set(['PeriodFenced', 'PeriodClosed', 'PeriodReopened']);

/** From its first entry on. */
function closingIn([begun, ...later]: readonly Entry[]): Closing | undefined {
  if (begun?.type !== 'PeriodClosing') return undefined;
  const { periodEnd } = begun.data;
  const steps = later.filter(({ type }) => stepTypes.has(type));
  // No other closing begins before this one has ended, so its end is the first there is.
  const end = steps.findIndex(({ type }) => type !== 'PeriodFenced');
  const own = end < 0 ? steps : steps.slice(0, end + 1);
  const position = own.find(({ type }) => type === 'PeriodFenced')?.ordinal;
  return { periodEnd, begun, steps: own, position, ended: end < 0 ? undefined : own[end] };
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const give = (): void => {
      clearTimeout(timer);
      reject(new Error('the ledger is being closed'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', give);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', give, { once: true });
  });
}
