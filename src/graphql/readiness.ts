import type { Dependencies } from './context.ts';

/** How far the ledger can be trusted to answer, for whoever operates it. Positions as plain numbers of entries. */
export interface Readiness {
  readonly ready: boolean;
  readonly ledgerOpen: boolean;
  /** Entries in the journal. */
  readonly head: number;
  /** Entries that figures include. */
  readonly checkpoint: number;
  readonly behind: number;
  /** The read side has met an entry that it does not understand; figures stay true at the checkpoint. */
  readonly stopped: boolean;
  readonly rebuilding: boolean;
  readonly journal: {
    /** Everything that was recorded, by whomever, is here or on its way. */
    readonly current: boolean;
    readonly writable: boolean;
    /** What is wrong with it, null where nothing is. */
    readonly problem: string | null;
  };
}

/** What the journal says of itself. */
interface JournalStanding {
  readonly isCurrent: boolean;
  readonly isWritable: boolean;
  readonly problem: string | undefined;
}

/** Rejects if the journal or the read side cannot be asked. */
export async function readinessOf(
  { journal, readModels }: Pick<Dependencies, 'journal' | 'readModels'>,
  { isCurrent, isWritable, problem }: JournalStanding,
): Promise<Readiness> {
  const [head, status] = await Promise.all([journal.head(), readModels.status()]);
  const stopped = status.stopped !== undefined;
  return {
    // Figures go on where nothing can be written; who is sent here has come to record as well.
    ready: !stopped && isWritable,
    // The opening is the first entry there is.
    ledgerOpen: head.ordinal > 0,
    head: head.ordinal,
    checkpoint: status.checkpoint,
    behind: Math.max(0, head.ordinal - status.checkpoint),
    stopped,
    rebuilding: status.rebuilding,
    journal: { current: isCurrent, writable: isWritable, problem: problem ?? null },
  };
}
