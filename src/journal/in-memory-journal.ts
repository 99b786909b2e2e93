import type { Entry } from '#ledger/entry.ts';
import { measureAppend } from './append-limits.ts';
import { codec, type StoredEntry } from './codec.ts';
import { followFrom } from './follow.ts';
import {
  type Appended,
  type AppendRequest,
  type CommandPlace,
  CommandTaken,
  Denied,
  type Followed,
  type Head,
  type Journal,
  type JournalReader,
  type JournalState,
  type KnownAt,
  Unavailable,
  WrongRevision,
} from './journal.ts';
import { positionOfToken, positionToken } from './position-token.ts';
import { instantOf, millisecondsOf, nextRecordedAt } from './recorded-time.ts';
import { WakeUps } from './wake-ups.ts';

interface StoredRow extends StoredEntry {
  readonly stream: string;
  readonly revision: number;
  readonly ordinal: number;
  readonly recordedAt: number;
}

export interface InMemoryJournalOptions {
  readonly ledgerId: string;
  readonly journalId: string;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/**
 * The journal of tests and of throw-away ledgers. Stores the encoded text, never the object that was appended:
 * what only works because two sides share an object does not work here either.
 */
export class InMemoryJournal implements Journal {
  readonly journalId: string;
  readonly ledgerId: string;
  readonly isShared = false;
  readonly appendDeadline = 0;
  readonly file = undefined;
  readonly #clock: () => number;
  readonly #rows: StoredRow[] = [];
  readonly #streams = new Map<string, StoredRow[]>();
  readonly #commands = new Map<string, CommandPlace>();
  readonly #failedChains = new WeakSet<object>();
  readonly #wakeUps = new WakeUps();
  #lastRecordedAt = 0;
  #floor = 0;
  #closed = false;

  constructor({ ledgerId, journalId, clock }: InMemoryJournalOptions) {
    this.ledgerId = ledgerId;
    this.journalId = journalId;
    this.#clock = clock;
  }

  get book(): JournalReader {
    return this;
  }

  state(): JournalState {
    const problem = this.#closed ? 'the journal is closed' : undefined;
    return { isCurrent: true, isWritable: !this.#closed, problem };
  }

  async append(request: AppendRequest): Promise<Appended> {
    try {
      return this.#append(request);
    } catch (error) {
      if (request.chain !== undefined) this.#failedChains.add(request.chain);
      throw error;
    }
  }

  #append(request: AppendRequest): Appended {
    if (this.#closed) throw new Unavailable('the journal is closed');
    const append = measureAppend(this.ledgerId, request);
    const stream = this.#streams.get(append.stream) ?? [];
    const revision = stream.length - 1;
    const isOnFailed = request.chain !== undefined && this.#failedChains.has(request.chain);
    if (isOnFailed || revision !== append.expectedRevision) throw new WrongRevision(append.expectedRevision, revision);
    if (append.commands.some(({ id }) => this.#commands.has(id)))
      throw new CommandTaken('the command id has been used');
    const ids = new Set([...stream, ...append.entries].map(({ id }) => id));
    if (ids.size < stream.length + append.entries.length) throw new Denied('an entry id is already in the stream');
    const recordedAt = nextRecordedAt(this.#clock(), Math.max(this.#lastRecordedAt, this.#floor));
    this.#lastRecordedAt = recordedAt;
    for (const entry of append.entries) {
      const place = { stream: append.stream, revision: stream.length, ordinal: this.#rows.length + 1, recordedAt };
      stream.push({ ...entry, ...place });
      this.#rows.push({ ...entry, ...place });
    }
    this.#streams.set(append.stream, stream);
    for (const { id, hash, offset } of append.commands) {
      this.#commands.set(id, { stream: append.stream, firstRevision: revision + 1 + offset, hash });
    }
    this.#wakeUps.wake();
    return { revision: stream.length - 1, token: this.tokenOf(this.#rows.length) };
  }

  async readStream(stream: string, fromRevision = 0, limit = Number.MAX_SAFE_INTEGER): Promise<readonly Entry[]> {
    const rows = this.#streams.get(stream) ?? [];
    const from = Math.max(0, fromRevision);
    return rows.slice(from, from + limit).map((row) => this.#entryOf(row));
  }

  async readAll(afterOrdinal: number, limit: number): Promise<readonly Entry[]> {
    return this.#rows.slice(afterOrdinal, afterOrdinal + limit).map((row) => this.#entryOf(row));
  }

  async head(): Promise<Head> {
    const last = this.#rows.at(-1);
    return { ordinal: this.#rows.length, recordedAt: last && instantOf(last.recordedAt) };
  }

  async findCommand(commandId: string): Promise<CommandPlace | undefined> {
    return this.#commands.get(commandId);
  }

  tokenOf(ordinal: number): string {
    return positionToken(this.journalId, ordinal);
  }

  async ordinalOf(token: string): Promise<number | undefined> {
    return positionOfToken(this.journalId, token);
  }

  async knownAt(instant: string): Promise<KnownAt> {
    const until = millisecondsOf(instant);
    // Settled is a promise about appends to come: the floor is what keeps it, even if the clock is set back.
    if (until < this.#clock()) this.#floor = Math.max(this.#floor, until + 1);
    const ordinal = this.#rows.findLastIndex((row) => row.recordedAt <= until) + 1;
    return { ordinal, settled: until < Math.max(this.#floor, this.#lastRecordedAt) };
  }

  follow(afterOrdinal: number, signal: AbortSignal): AsyncIterable<Followed> {
    const waitBeyond = async (ordinal: number): Promise<void> => {
      if (this.#rows.length <= ordinal && !this.#closed) await this.#wakeUps.wait(signal);
    };
    const readAll = (after: number, limit: number): Promise<readonly Entry[]> => this.readAll(after, limit);
    return followFrom({ readAll, waitBeyond, isClosed: () => this.#closed }, afterOrdinal, signal);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wakeUps.wake();
  }

  #entryOf(row: StoredRow): Entry {
    const { id, stream, revision, ordinal, type, version, body } = row;
    const place = { id, ledgerId: this.ledgerId, stream, revision, ordinal, recordedAt: instantOf(row.recordedAt) };
    return codec.decode(place, type, version, body);
  }
}
