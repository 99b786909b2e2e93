import type { Entry, NewEntry } from '#ledger/entry.ts';

/**
 * The journal port: an append-only book of entries. Engines stand behind it (in memory, SQLite, EventStoreDB);
 * the contract suite in test/journal defines what each of them has to do.
 */
export interface Journal extends JournalReader {
  /**
   * Appends the entries of one command to a stream, all or none, at exactly the expected revision (-1: the
   * stream does not exist). Resolved means durable. Appends to one stream are carried out in the order in
   * which they were submitted, and need not be awaited one by one.
   *
   * Rejects with one of the errors below; anything else is a bug.
   */
  append(request: AppendRequest): Promise<Appended>;
  /**
   * Others may append to the same journal. What this process remembers of a stream may then be old at any moment, so an
   * answer that no append proves (a refusal, a dry run, an answer given again) is only true once the stream was asked.
   */
  readonly isShared: boolean;
  /** Milliseconds after which a try to append that has got no answer is given up: only a store that was frozen can still carry it out. */
  readonly appendDeadline: number;
  /**
   * The journal as figures are read from it, whole and in order. Where the journal is elsewhere this is the copy that
   * stands here: it may be a moment behind, and it goes on while the journal cannot be reached.
   */
  readonly book: JournalReader;
  /** The file that `book` stands in, for threads that open a reader of their own; undefined where there is none. */
  readonly file: string | undefined;
  /** How it stands with the journal now. Answers at once, from what was last heard of it. */
  state(): JournalState;
  close(): Promise<void>;
}

/** What whoever operates the journal has to know of it. */
export interface JournalState {
  /** False: `book` may lack what has been recorded, and nobody can say how much. Figures made of it are stale. */
  readonly isCurrent: boolean;
  /** False: an append is not possible now. */
  readonly isWritable: boolean;
  /** What is wrong, in words that hold no value of an entry and no address; undefined where nothing is. */
  readonly problem: string | undefined;
}

/** The reading half, which a projector opens in a thread of its own. */
export interface JournalReader {
  /** Names this store for ever: a read model made from another one is not believed. */
  readonly journalId: string;
  readonly ledgerId: string;
  /** The entries of a stream from a revision on, in order, at most `limit`; none if there is no such stream. */
  readStream(stream: string, fromRevision?: number, limit?: number): Promise<readonly Entry[]>;
  /** Entries of the whole ledger after an ordinal, in order, at most `limit`. */
  readAll(afterOrdinal: number, limit: number): Promise<readonly Entry[]>;
  head(): Promise<Head>;
  /**
   * Entries after an ordinal for ever, as they become durable, until aborted. `idle` says that everything up
   * to its ordinal has been delivered: safe to keep as a checkpoint.
   */
  follow(afterOrdinal: number, signal: AbortSignal): AsyncIterable<Followed>;
  /** Where a command id has been used in this ledger. */
  findCommand(commandId: string): Promise<CommandPlace | undefined>;
  /** The token of an entry's place: what `append` answered, and what a replay answers again. Sortable text that names the store. */
  tokenOf(ordinal: number): string;
  /** The ordinal a token names; undefined for a token of another store, or one of no such form. */
  ordinalOf(token: string): Promise<number | undefined>;
  /** What was known at an instant (RFC 3339 UTC, milliseconds): see `KnownAt`. */
  knownAt(instant: string): Promise<KnownAt>;
}

export interface AppendRequest {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly entries: readonly NewEntry[];
  /**
   * Appends that were decided one on top of the other without waiting carry the same object: once one of them has failed,
   * for whatever reason, those behind it are refused as `WrongRevision`. Their revision alone does not tell, because the
   * entry of somebody else may stand where the one that they were decided on did not come to stand.
   */
  readonly chain?: object | undefined;
  /**
   * Where others write too, asked right before every try: false, and it is not written (`WrongRevision`), or not tried again
   * (`OutcomeUnknown`). What it was decided on has changed in another stream.
   */
  readonly confirm?: (() => Promise<boolean>) | undefined;
}

export interface Appended {
  /** Revision of the last entry appended. */
  readonly revision: number;
  /**
   * Names the place of the last entry in this store; queries take it as `minPosition`. Undefined where the engine counts
   * the entries of the ledger only after they are durable, and has not come to this one in time: the entry stands all the
   * same, and to withhold the answer would make its sender doubt that.
   */
  readonly token: string | undefined;
}

/** The last entry there is; ordinal 0 and no instant in an empty journal. */
export interface Head {
  readonly ordinal: number;
  readonly recordedAt: string | undefined;
}

export type Followed =
  | { readonly kind: 'BATCH'; readonly entries: readonly Entry[] }
  | { readonly kind: 'IDLE'; readonly ordinal: number };

export interface CommandPlace {
  readonly stream: string;
  readonly firstRevision: number;
  readonly hash: string;
}

/** The last ordinal recorded at or before an instant. `settled`: no entry at or before it can arrive any more. */
export interface KnownAt {
  readonly ordinal: number;
  readonly settled: boolean;
}

/** The stream is elsewhere: nothing was appended. */
export class WrongRevision extends Error {
  readonly expected: number;
  readonly actual: number;
  constructor(expected: number, actual: number) {
    super(`expected revision ${expected}, found ${actual}`);
    this.name = 'WrongRevision';
    this.expected = expected;
    this.actual = actual;
  }
}

/** The command id has been used on another stream of the ledger: nothing was appended (decisions/0005). */
export class CommandTaken extends Error {
  override readonly name = 'CommandTaken';
}

/** The append may or may not have happened: look the ids up, never guess. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
}

/** The append is larger than the engine takes: nothing was appended. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** The engine does not let us: nothing was appended. */
export class Denied extends Error {
  override readonly name = 'Denied';
}

/** The append was definitely not attempted, or definitely undone: try later. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}
