import type { Timing } from '../eventstoredb-timing.ts';
import { JournalRefused } from '../sqlite-open.ts';

/** A journal goes from a directory to a server, or back. */
export interface Move {
  /** Of journal.db. */
  readonly directory: string;
  /** There is a secret in it: it is never shown. */
  readonly connectionString: string;
  readonly ledgerId: string;
  readonly timing?: Partial<Timing> | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** FINDING: what an earlier try has brought; the rest in the order in which it is done. */
export type MoveStep = 'FINDING' | 'COPYING' | 'COMPARING' | 'STREAMS';

/** `done` and `total` count entries. */
export type OnProgress = (step: MoveStep, done: number, total: number) => void;

/** What is the same on both sides, each read by itself. */
export interface Proof {
  readonly journalId: string;
  readonly entries: number;
  readonly streams: number;
  /** See `JournalDigest`. */
  readonly digest: string;
}

export interface Moved extends Proof {
  /** Entries that an earlier try had brought. */
  readonly found: number;
}

/** The server and the file do not have the same entries. */
export class Differs extends JournalRefused {}
