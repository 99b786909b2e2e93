import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Answers, Kind, Question } from './questions.ts';
import { CursorUnknown } from './read-models.ts';

/** Mebibytes: enough for a list of a hundred thousand items, and no more than that. */
const threadMemory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/** What crosses over: a question on the tables, or which entries stand on a stream from a revision on. */
export type Asked = { readonly id: number } & (
  | { readonly question: Question<Kind> }
  | { readonly stream: string; readonly fromRevision: number }
);

/** What crosses back for the question with the same id. */
export type Answered<Value> =
  | { readonly id: number; readonly value: Value }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };

/** Revision and entry id. */
export type EntryIds = readonly (readonly [revision: number, entryId: string])[];

export interface BookThreadStart {
  readonly file: string;
  readonly ledgerId: string;
  /** Left out where no other thread can read the journal. */
  readonly journalFile: string | undefined;
}

/**
 * A thread that answers what takes longer than a moment: sums over the whole book, accounts with very many entries. One is
 * enough: two would take the writer's core away, and the questions of a report are asked one after the other. One that has
 * ended, out of memory, is started again by the next question.
 */
export class BookThread {
  readonly #start: BookThreadStart;
  readonly #waiting = new Set<(error: Error) => void>();
  #worker: Worker | undefined;
  #lastId = 0;

  constructor(start: BookThreadStart) {
    this.#start = start;
    // Started before the first question, so that nobody waits for it; books in memory are thrown away again before they ask.
    if (start.journalFile !== undefined) this.#running();
  }

  ask<K extends Kind>(question: Question<K>): Promise<Answers[K]> {
    this.#lastId += 1;
    return this.#send<Answers[K]>({ id: this.#lastId, question });
  }

  entryIds(stream: string, fromRevision: number): Promise<EntryIds> {
    this.#lastId += 1;
    return this.#send<EntryIds>({ id: this.#lastId, stream, fromRevision });
  }

  /** Answers what was asked before, then ends. */
  async close(): Promise<void> {
    const worker = this.#worker;
    if (worker === undefined) return;
    const exit = once(worker, 'exit');
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of this process has no origin
    worker.postMessage('close');
    await exit;
  }

  #send<Value>(asked: Asked): Promise<Value> {
    const worker = this.#running();
    return new Promise<Value>((resolve, reject) => {
      const settle = (answered: Answered<Value>): void => {
        if (answered.id !== asked.id) return;
        worker.off('message', settle);
        this.#waiting.delete(reject);
        if ('value' in answered) resolve(answered.value);
        else reject(errorOf(answered.error));
      };
      this.#waiting.add(reject);
      worker.on('message', settle);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of this process has no origin
      worker.postMessage(asked);
    });
  }

  #running(): Worker {
    this.#worker ??= this.#started();
    return this.#worker;
  }

  #started(): Worker {
    const worker = new Worker(new URL('./book-worker.ts', import.meta.url), {
      workerData: this.#start,
      resourceLimits: threadMemory,
    });
    // Every question in flight listens for its own answer.
    worker.setMaxListeners(0);
    // Without a listener an error would end the process; the exit that follows rejects what was asked.
    worker.on('error', () => undefined);
    worker.on('exit', () => this.#ended());
    return worker;
  }

  #ended(): void {
    this.#worker = undefined;
    for (const reject of this.#waiting) reject(new Error('the thread that reads the book has ended'));
    this.#waiting.clear();
  }
}

function errorOf({ name, message }: { readonly name: string; readonly message: string }): Error {
  return name === 'CursorUnknown' ? new CursorUnknown(message) : new Error(message);
}
