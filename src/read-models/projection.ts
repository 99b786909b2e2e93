import { Worker } from 'node:worker_threads';
import type { JournalReader } from '#journal/journal.ts';
import type { BuildReport } from './build-file.ts';
import { type ProjectionNews, projectIntoFile } from './project-into-file.ts';

export interface ProjectionStart {
  readonly journal: JournalReader;
  /** Where the journal's file is; undefined for a journal in memory, which no other thread can read. */
  readonly journalFile: string | undefined;
  readonly file: string;
  readonly isNew: boolean;
  readonly liveFile?: string | undefined;
  readonly onProgress?: ((ordinal: number, head: number) => void) | undefined;
}

/** How far a read model file is, whoever keeps it up to date. */
export interface Progress {
  readonly file: string;
  readonly checkpoint: number;
  readonly stopped: Stopped | undefined;
  /** Whether `ordinal` was reached; false when it did not come in time, or will not come. */
  reached(ordinal: number, milliseconds?: number): Promise<boolean>;
  stop(): Promise<void>;
}

export interface Stopped {
  readonly ordinal: number;
  readonly problem: string;
}

/** A running projection as the main thread sees it: how far it is, and what it has to say. */
export class Projection implements Progress {
  readonly file: string;
  readonly #start: ProjectionStart;
  readonly #listeners = new Set<() => void>();
  #worker: Worker | undefined;
  readonly #stop: () => Promise<void>;
  #checkpoint = -1;
  #built: BuildReport | undefined;
  #stopped: Stopped | undefined;
  #failure: unknown;
  #isEnded = false;

  constructor(start: ProjectionStart) {
    this.file = start.file;
    this.#start = start;
    this.#stop = start.journalFile === undefined ? this.#runHere() : this.#runInThread(start.journalFile);
  }

  /** -1 until the file is there. */
  get checkpoint(): number {
    return this.#checkpoint;
  }

  get stopped(): Stopped | undefined {
    if (this.#failure === undefined || this.#checkpoint < 0) return this.#stopped;
    return { ordinal: this.#checkpoint + 1, problem: 'The projector has ended' };
  }

  get built(): BuildReport | undefined {
    return this.#built;
  }

  /** Throws if there is no file and will be none. */
  async reached(ordinal: number, milliseconds = Number.POSITIVE_INFINITY): Promise<boolean> {
    const deadline = performance.now() + milliseconds;
    for (;;) {
      if (this.#failure !== undefined && this.#checkpoint < 0) {
        throw new Error('The read model could not be made', { cause: this.#failure });
      }
      if (this.#checkpoint >= ordinal) return true;
      const left = deadline - performance.now();
      if (this.stopped !== undefined || this.#isEnded || left <= 0) return false;
      this.#look();
      await this.#news(left);
    }
  }

  /** When it is quiet the projector looks only now and then; somebody is waiting. */
  #look(): void {
    this.#worker?.postMessage('look');
  }

  /** Ends it; whoever still waits for a position is told that it will not come. */
  async stop(): Promise<void> {
    await this.#stop();
    this.#isEnded = true;
    this.#wake();
  }

  #news(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = Number.isFinite(milliseconds) ? setTimeout(done, Math.ceil(milliseconds)) : undefined;
      const listeners = this.#listeners;
      listeners.add(done);
      function done(): void {
        listeners.delete(done);
        clearTimeout(timer);
        resolve();
      }
    });
  }

  #hear(news: ProjectionNews): void {
    if (news.kind === 'CHECKPOINT') this.#checkpoint = news.ordinal;
    if (news.kind === 'BUILDING') this.#start.onProgress?.(news.ordinal, news.head);
    if (news.kind === 'BUILT') this.#built = news.report;
    if (news.kind === 'STOPPED') this.#stopped = { ordinal: news.ordinal, problem: news.problem };
    if (news.kind === 'FAILED') this.#failure = news.error;
    this.#wake();
  }

  #wake(): void {
    for (const listener of [...this.#listeners]) listener();
  }

  #runHere(): () => Promise<void> {
    const { journal, file, isNew, liveFile } = this.#start;
    const controller = new AbortController();
    const tell = (news: ProjectionNews): void => this.#hear(news);
    const request = { journal, file, isNew, liveFile };
    const run = projectIntoFile(request, controller.signal, tell).catch((error: unknown) =>
      tell({ kind: 'FAILED', error }),
    );
    return async () => {
      controller.abort();
      await run;
    };
  }

  #runInThread(journalFile: string): () => Promise<void> {
    const { file, isNew, liveFile } = this.#start;
    const worker = new Worker(new URL('./projection-worker.ts', import.meta.url), {
      workerData: { journalFile, file, isNew, liveFile },
    });
    this.#worker = worker;
    const exit = new Promise<void>((resolve) => {
      worker.once('exit', () => resolve());
    });
    worker.on('message', (news: ProjectionNews) => this.#hear(news));
    worker.on('error', (error) => this.#hear({ kind: 'FAILED', error }));
    return async () => {
      worker.postMessage('stop');
      await exit;
    };
  }
}
