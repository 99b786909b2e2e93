import { once } from 'node:events';
import { type ResourceLimits, Worker } from 'node:worker_threads';
import type { JournalReader } from '#journal/journal.ts';
import { type BuildReport, buildFile } from './build-file.ts';
import { type ProjectionNews, projectIntoFile } from './project-into-file.ts';

/**
 * Mebibytes. Without a limit the heap of a thread that decodes entries grows to several times what it needs, because
 * nothing tells it that memory is wanted elsewhere. A build is over soon, the projector stays.
 */
const memoryToBuild = { maxYoungGenerationSizeMb: 64, maxOldGenerationSizeMb: 256 };
const memoryToProject = { maxYoungGenerationSizeMb: 24, maxOldGenerationSizeMb: 128 };

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
  readonly #stopping = new AbortController();
  readonly #run: Promise<void>;
  /** When it is quiet the projector looks only now and then, and when it is busy it gathers: somebody is waiting. */
  #hurry: () => void = () => undefined;
  #checkpoint = -1;
  #built: BuildReport | undefined;
  #stopped: Stopped | undefined;
  #failure: unknown;
  #isEnded = false;

  constructor(start: ProjectionStart) {
    this.file = start.file;
    this.#start = start;
    const run = start.journalFile === undefined ? this.#runHere() : this.#runInThreads(start.journalFile);
    this.#run = run.catch((error: unknown) => this.#hear({ kind: 'FAILED', error }));
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
      this.#hurry();
      await this.#news(left);
    }
  }

  /** Ends it; whoever still waits for a position is told that it will not come. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#run;
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
    for (const listener of Array.from(this.#listeners)) listener();
  }

  /** In this thread, for a journal that no other thread can read. */
  async #runHere(): Promise<void> {
    const { journal, file, isNew, liveFile, onProgress = () => undefined } = this.#start;
    const { signal } = this.#stopping;
    const tell = (news: ProjectionNews): void => this.#hear(news);
    if (isNew) tell({ kind: 'BUILT', report: await buildFile({ journal, file, liveFile, signal, onProgress }) });
    await projectIntoFile(journal, file, signal, tell, (projector) => {
      this.#hurry = () => projector.hurry();
    });
  }

  async #runInThreads(journalFile: string): Promise<void> {
    const { file, isNew, liveFile } = this.#start;
    if (isNew) {
      const workerData = { journalFile, file, liveFile };
      await this.#runThread(new URL('./build-worker.ts', import.meta.url), workerData, memoryToBuild);
    }
    if (this.#failure !== undefined || this.#stopping.signal.aborted) return;
    await this.#runThread(new URL('./projection-worker.ts', import.meta.url), { journalFile, file }, memoryToProject);
  }

  /** Resolves when the thread has ended, which it does by itself or when told to. */
  async #runThread(module: URL, workerData: object, resourceLimits: ResourceLimits): Promise<void> {
    const worker = new Worker(module, { workerData, resourceLimits });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of this process has no origin
    const order = (what: 'look' | 'stop'): void => worker.postMessage(what);
    const exit = once(worker, 'exit');
    worker.on('message', (news: ProjectionNews) => this.#hear(news));
    worker.on('error', (error) => this.#hear({ kind: 'FAILED', error }));
    this.#stopping.signal.addEventListener('abort', () => order('stop'), { once: true });
    this.#hurry = this.#built === undefined && this.#start.isNew ? () => undefined : () => order('look');
    await exit;
    this.#hurry = () => undefined;
  }
}
