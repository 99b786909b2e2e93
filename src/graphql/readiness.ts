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
}

/** Rejects if the journal or the read side cannot be asked. */
export async function readinessOf({
  journal,
  readModels,
}: Pick<Dependencies, 'journal' | 'readModels'>): Promise<Readiness> {
  const [head, status] = await Promise.all([journal.head(), readModels.status()]);
  const stopped = status.stopped !== undefined;
  return {
    ready: !stopped,
    // The opening is the first entry there is.
    ledgerOpen: head.ordinal > 0,
    head: head.ordinal,
    checkpoint: status.checkpoint,
    behind: Math.max(0, head.ordinal - status.checkpoint),
    stopped,
    rebuilding: status.rebuilding,
  };
}
