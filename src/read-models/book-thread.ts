import { Worker } from 'node:worker_threads';
import type { Answers, Kind, Question } from './questions.ts';
import { CursorUnknown } from './read-models.ts';

/** Mebibytes: enough for a list of a hundred thousand items, and no more than that. */
const threadMemory = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 256 };

/** What crosses back for the question with the same id. */
export type Answered<K extends Kind> =
  | { readonly id: number; readonly value: Answers[K] }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };

/**
 * A thread that answers what takes longer than a moment: sums over the whole book. One is enough: two would take the
 * writer's core away, and the questions of a report are asked one after the other.
 */
export class BookThread {
  readonly #worker: Worker;
  readonly #waiting = new Set<(error: Error) => void>();
  #lastId = 0;

  constructor(file: string, ledgerId: string) {
    this.#worker = new Worker(new URL('./book-worker.ts', import.meta.url), {
      workerData: { file, ledgerId },
      resourceLimits: threadMemory,
    });
    // Every question in flight listens for its own answer.
    this.#worker.setMaxListeners(0);
    this.#worker.on('error', () => this.#rejectAll());
    this.#worker.on('exit', () => this.#rejectAll());
  }

  ask<K extends Kind>(question: Question<K>): Promise<Answers[K]> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<Answers[K]>((resolve, reject) => {
      const settle = (answered: Answered<K>): void => {
        if (answered.id !== id) return;
        this.#worker.off('message', settle);
        this.#waiting.delete(reject);
        if ('value' in answered) resolve(answered.value);
        else reject(errorOf(answered.error));
      };
      this.#waiting.add(reject);
      this.#worker.on('message', settle);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of this process has no origin
      this.#worker.postMessage({ id, question });
    });
  }

  /** Answers what was asked before, then ends. */
  async close(): Promise<void> {
    const exit = new Promise<void>((resolve) => {
      this.#worker.once('exit', () => resolve());
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of this process has no origin
    this.#worker.postMessage('close');
    await exit;
  }

  #rejectAll(): void {
    for (const reject of this.#waiting) reject(new Error('the thread that reads the book has ended'));
    this.#waiting.clear();
  }
}

function errorOf({ name, message }: { readonly name: string; readonly message: string }): Error {
  return name === 'CursorUnknown' ? new CursorUnknown(message) : new Error(message);
}
