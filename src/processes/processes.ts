import type { HandleAnyCommand, HandleCommand } from '#app/handle-command.ts';
import type { CommandName } from '#ledger/commands.ts';
import type { Entry } from '#ledger/entry.ts';
import type { InTransit } from '#read-models/general-ledger.ts';
import type { ReadModels } from '#read-models/read-models.ts';
import {
  finishIdentified,
  finishReversed,
  finishUnidentified,
  identifyReceipt,
  reverseReceipt,
  unidentifyReceipt,
} from './receipts.ts';
import { finishTransfer, transferBalance } from './transfer-balance.ts';

/** What takes several streams: begun by a command, carried to its end by whoever is there. */
export interface Processes {
  /** The way for commands. One that begins a process answers when the process has ended, or cannot go on now. */
  readonly handleCommand: HandleCommand;
  /**
   * Carries on what is open, as the read side knows it: after a start, after an outage. Answers how many were looked at.
   * What another one carries on at the same time stands in the books once all the same. Ends early where it is to stop.
   */
  readonly finishOpen: (isStopped?: () => boolean) => Promise<number>;
}

export interface ProcessParts {
  /** The funnel of all writes. */
  readonly handle: HandleAnyCommand;
  readonly inTransit: ReadModels['inTransit'];
  /** The entry that stands there; undefined where nobody can say now. */
  readonly entryAt: (stream: string, revision: number) => Promise<Entry | undefined>;
}

/** The commands that begin a process, and how each is carried through. */
const beginnings: ReadonlyMap<CommandName, typeof transferBalance> = new Map([
  ['TransferBalance', transferBalance],
  ['IdentifyReceipt', identifyReceipt],
  ['UnidentifyReceipt', unidentifyReceipt],
  ['ReverseReceipt', reverseReceipt],
]);

/** So many are asked for at a time. */
const mostAtOnce = 100;

export function createProcesses({ handle, inTransit, entryAt }: ProcessParts): Processes {
  return {
    handleCommand: (name, input, context) => {
      const begin = beginnings.get(name);
      return begin !== undefined && typeof input === 'object' && input !== null
        ? begin(handle, input, context)
        : handle(name, input, context);
    },
    finishOpen: (isStopped) => finishOpen({ handle, inTransit, entryAt }, isStopped),
  };
}

/**
 * Each once, and all of them: one that cannot go on, or waits for something, stands in nobody's way. What went wrong first is
 * thrown when the others have been carried on; where the journal cannot be read, at once.
 */
async function finishOpen(
  { handle, inTransit, entryAt }: ProcessParts,
  isStopped: () => boolean = () => false,
): Promise<number> {
  const seen = new Set<string>();
  const failures: unknown[] = [];
  for (let isMore = true; isMore; ) {
    const most = seen.size + mostAtOnce;
    const open = await inTransit(most);
    isMore = open.length === most;
    for (const { stream, revision } of open.filter((place) => !seen.has(nameOf(place)))) {
      if (isStopped()) return seen.size;
      seen.add(nameOf({ stream, revision }));
      const begun = await entryAt(stream, revision);
      if (begun !== undefined) await carryOn(handle, begun).catch((error: unknown) => failures.push(error));
    }
  }
  if (failures.length > 0) throw failures[0];
  return seen.size;
}

function nameOf({ stream, revision }: InTransit): string {
  return `${stream}@${revision}`;
}

/** In the name of who began it. */
async function carryOn(handle: HandleAnyCommand, begun: Entry): Promise<void> {
  const { actor, correlationId } = begun;
  const context = { actor, correlationId };
  if (begun.type === 'BalanceTransferredOut') await finishTransfer(handle, begun, context);
  if (begun.type === 'ReceiptIdentified') await finishIdentified(handle, begun, context);
  if (begun.type === 'PaymentUnidentified') await finishUnidentified(handle, begun, context);
  if (begun.type === 'ReceiptReversed') await finishReversed(handle, begun, context);
}
