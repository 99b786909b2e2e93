import { CorruptEntry, UnknownEntry } from '#journal/codec.ts';
import type { JournalReader } from '#journal/journal.ts';
import type { Entry } from '#ledger/entry.ts';
import { Fenced, type ReadTables, Unprojectable } from './read-tables.ts';

/** What the projector says of itself, at most once for each batch. */
export type ProjectorNews =
  | { readonly kind: 'CHECKPOINT'; readonly ordinal: number }
  | { readonly kind: 'STOPPED'; readonly ordinal: number; readonly problem: string };

/** Tries again this often when the disk says no, with this many milliseconds between. */
const patience = { attempts: 40, pause: 250 };

/**
 * How long entries gather before the next batch, in milliseconds. A commit writes every page that a batch touched, so
 * under load a batch of a thousand costs half as much an entry as one of a hundred; a single command waits hardly at all.
 */
const gathering = { little: 5, much: 40 };
/** Entries of a batch that say that much is coming, and entries with which a batch is as good as it gets. */
const batches = { busy: 20, full: 1_000 };

/**
 * Follows the journal and writes what it says, in order and without a gap. An entry that cannot be projected is never
 * skipped: everything before it is kept, and the line stops there (architecture.md 5).
 */
export class Projector {
  readonly #journal: JournalReader;
  readonly #tables: ReadTables;
  readonly #tell: (news: ProjectorNews) => void;
  #goOn: () => void = () => undefined;

  constructor(journal: JournalReader, tables: ReadTables, tell: (news: ProjectorNews) => void) {
    this.#journal = journal;
    this.#tables = tables;
    this.#tell = tell;
  }

  /** Resolves when the signal is aborted or the line has stopped. */
  async run(signal: AbortSignal): Promise<void> {
    let problem: unknown;
    for (let failures = 0; !signal.aborted && failures < patience.attempts; failures += 1) {
      const before = this.#tables.checkpoint.ordinal;
      try {
        await this.#follow(signal);
        return;
      } catch (error) {
        // What was delivered wrongly and is read right is no fault of the journal: the line goes on from there.
        const met = isPassing(error) ? undefined : await this.#stepTo(error, signal);
        problem = met === undefined || isPassing(met) ? error : met;
        if (met === problem) break;
      }
      if (this.#tables.checkpoint.ordinal > before) failures = 0;
      await new Promise((resolve) => setTimeout(resolve, patience.pause));
    }
    if (signal.aborted) return;
    this.#tell({ kind: 'STOPPED', ordinal: this.#tables.checkpoint.ordinal + 1, problem: problemOf(problem) });
  }

  async #follow(signal: AbortSignal): Promise<void> {
    for await (const followed of this.#journal.follow(this.#tables.checkpoint.ordinal, signal)) {
      if (followed.kind === 'IDLE') continue;
      this.#write(followed.entries);
      await this.#gather(followed.entries.length);
    }
  }

  /** Somebody waits for what was recorded last. */
  hurry(): void {
    this.#goOn();
  }

  /** Lets entries come together. After a full batch there is no pause, only a turn in which messages are heard. */
  #gather(written: number): Promise<void> {
    return new Promise((resolve) => {
      if (written >= batches.full) setImmediate(resolve);
      else this.#pause(written < batches.busy ? gathering.little : gathering.much, resolve);
    });
  }

  #pause(milliseconds: number, resolve: () => void): void {
    const timer = setTimeout(resolve, milliseconds);
    this.#goOn = () => {
      clearTimeout(timer);
      resolve();
    };
  }

  #write(entries: readonly Entry[]): void {
    this.#tables.write(entries);
    this.#tell({ kind: 'CHECKPOINT', ordinal: this.#tables.checkpoint.ordinal });
  }

  /** The batch was rolled back: its entries are written one by one up to the one that stops the line, which is answered. */
  async #stepTo(cause: unknown, signal: AbortSignal): Promise<unknown> {
    if (cause instanceof Fenced) return cause;
    try {
      for (let steps = 0; steps < mostSteps && !signal.aborted; steps += 1) {
        const next = await this.#journal.readAll(this.#tables.checkpoint.ordinal, 1);
        if (next.length === 0) return undefined;
        this.#write(next);
      }
      return undefined;
    } catch (error) {
      return error;
    }
  }
}

/** More than any batch holds. */
const mostSteps = 10_000;

/** SQLITE_CONSTRAINT: the rows contradict each other, which no waiting cures. */
const constraint = 19;

/** What may be over in a moment: a lock, a full disk. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  return typeof error.errcode === 'number' && error.errcode % 256 !== constraint;
}

/** In words that hold no value of an entry. */
function problemOf(error: unknown): string {
  const isOurs = [UnknownEntry, CorruptEntry, Unprojectable, Fenced].some((kind) => error instanceof kind);
  if (error instanceof Error && isOurs) return error.message;
  return isPassing(error) ? 'The read model cannot be written' : 'The entry contradicts the books';
}
