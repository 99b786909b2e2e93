import { Worker } from 'node:worker_threads';
import { ChainNumbers } from './append-chains.ts';
import type { MeasuredAppend } from './append-limits.ts';
import { type Appended, CommandTaken, Denied, OutcomeUnknown, Unavailable, WrongRevision } from './journal.ts';
import { positionToken } from './position-token.ts';
import { JournalRefused } from './sqlite-open.ts';
import {
  answerCodes,
  type BatchDone,
  type FromWriter,
  isFromWriter,
  type ToWriter,
  type WriterHead,
  type WriterStart,
  writeAppend,
} from './writer-messages.ts';

/** Beyond either, an append is refused at once: a longer queue only hides that nobody will wait for it. */
const mostWaiting = 10_000;
const mostWaitingBytes = 64 * 1024 * 1024;

/**
 * Callers who were answered together submit together again. Half of them set the writer to work while main is still busy
 * with the other half, and from then on both threads work at the same time instead of taking turns.
 */
const leastToStart = 16;

/**
 * Milliseconds for which a failure is believed to go on. A disk that has room again is only noticed by the next append, and
 * none may come while whoever asks us keeps appends away.
 */
const failureLasts = 10_000;

interface Waiting {
  readonly append: MeasuredAppend;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: Error) => void;
}

interface Outbox {
  readonly lines: string[];
  readonly floors: number[];
}

export interface WriterEvents {
  /** After each commit. */
  readonly onCommit: () => void;
  /** Once, when nothing can be written any more: the process has to end. */
  readonly onFatal: (reason: Error) => void;
}

/** Main's end of the writer's thread: gathers what is submitted in one turn of the event loop and keeps who waits for what. */
export class WriterLink {
  readonly journalId: string;
  readonly #worker: Worker;
  readonly #events: WriterEvents;
  readonly #exited: Promise<void>;
  #isClosing = false;
  #head: WriterHead;
  /** In the order in which they were submitted, which is the order of the answers. */
  #waiting: Waiting[] = [];
  #waitingBytes = 0;
  /** So many appends are sent at once to a writer that has nothing to do. */
  #enoughToStart = leastToStart;
  #sentCount = 0;
  #floorsWaiting: (() => void)[] = [];
  #outbox: Outbox | undefined;
  #afterwards: (() => void) | undefined;
  readonly #chains = new ChainNumbers();
  /** Why nothing more is taken. */
  #ended: string | undefined;
  /** Why the last batch could not be written, and until when that is taken for the state of things. */
  #failure = { problem: '', until: 0 };

  private constructor(worker: Worker, opened: FromWriter & { readonly kind: 'OPENED' }, events: WriterEvents) {
    this.#worker = worker;
    this.#events = events;
    this.journalId = opened.journalId;
    this.#head = opened.head;
    worker.on('message', (message: unknown) => {
      if (isFromWriter(message) && message.kind === 'DONE') this.#settle(message);
    });
    worker.on('error', (error: unknown) => this.#die(error instanceof Error ? error.message : 'the writer has failed'));
    this.#exited = new Promise((resolve) => {
      worker.on('exit', () => {
        resolve();
        if (!this.#isClosing) this.#die('the writer has stopped');
      });
    });
  }

  /** Starts the thread. Rejects with `JournalRefused` where the file cannot be opened. */
  static async open(start: WriterStart, events: WriterEvents): Promise<WriterLink> {
    const worker = new Worker(new URL('./sqlite-writer-thread.ts', import.meta.url), { workerData: start });
    const opened = await new Promise<unknown>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    if (!isFromWriter(opened) || opened.kind !== 'OPENED') {
      throw new JournalRefused(
        isFromWriter(opened) && 'reason' in opened ? opened.reason : 'the journal does not open',
      );
    }
    worker.removeAllListeners('error');
    return new WriterLink(worker, opened, events);
  }

  get head(): WriterHead {
    return this.#head;
  }

  /** Why an append would fail now, as far as is known. */
  get problem(): string | undefined {
    if (this.#ended !== undefined) return this.#ended;
    const { problem, until } = this.#failure;
    return problem !== '' && performance.now() < until ? problem : undefined;
  }

  append(append: MeasuredAppend, chain?: object): Promise<Appended> {
    if (this.#ended !== undefined) return Promise.reject(new Unavailable(this.#ended));
    if (this.#waiting.length >= mostWaiting || this.#waitingBytes + append.bytes > mostWaitingBytes) {
      return Promise.reject(new Unavailable('too many appends are waiting to be written'));
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ append, resolve, reject });
      this.#waitingBytes += append.bytes;
      writeAppend(this.#nextMessage().lines, append, this.#chains.numberOf(chain));
      if (this.#sentCount === 0 && this.#waiting.length >= this.#enoughToStart) this.#send();
    });
  }

  /** Resolves when nothing at or before the instant can be recorded any more, or when that could not be had. */
  raiseFloor(instant: number): Promise<void> {
    if (this.#ended !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      this.#floorsWaiting.push(resolve);
      this.#nextMessage().floors.push(instant);
    });
  }

  /** Takes nothing more and waits for what has been submitted. */
  async drain(): Promise<void> {
    this.#ended ??= 'the journal is closed';
    if (this.#isAtRest) return;
    await new Promise<void>((resolve) => {
      this.#afterwards = resolve;
    });
  }

  get #isAtRest(): boolean {
    return this.#waiting.length === 0 && this.#floorsWaiting.length === 0;
  }

  /** Ends the thread. */
  async close(): Promise<void> {
    await this.drain();
    this.#isClosing = true;
    this.#post({ kind: 'CLOSE' });
    await this.#exited;
  }

  #nextMessage(): Outbox {
    if (this.#outbox === undefined) {
      this.#outbox = { lines: [], floors: [] };
      setImmediate(() => this.#send());
    }
    return this.#outbox;
  }

  #send(): void {
    const message = this.#outbox;
    this.#outbox = undefined;
    this.#sentCount = this.#waiting.length;
    if (message !== undefined) this.#post({ kind: 'WORK', text: message.lines.join('\n'), floors: message.floors });
  }

  #post(message: ToWriter): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of this process has no origin
    this.#worker.postMessage(message);
  }

  #settle({ answers, floorCount, problem, isDead, head }: BatchDone): void {
    const isNew = head.ordinal > this.#head.ordinal;
    this.#head = head;
    this.#failure = { problem, until: performance.now() + failureLasts };
    const answered = this.#waiting.splice(0, answers.length / 2);
    this.#sentCount -= answered.length;
    this.#enoughToStart = Math.max(leastToStart, answered.length / 2);
    for (const [index, waiting] of answered.entries()) {
      this.#waitingBytes -= waiting.append.bytes;
      this.#answer(waiting, answers[2 * index], answers[2 * index + 1] ?? 0, problem);
    }
    for (const resolve of this.#floorsWaiting.splice(0, floorCount)) resolve();
    if (isNew) this.#events.onCommit();
    if (isDead) {
      this.#sentCount = 0;
      this.#die(problem);
    }
    if (this.#isAtRest) this.#afterwards?.();
  }

  #answer({ append, resolve, reject }: Waiting, code: number | undefined, value: number, problem: string): void {
    switch (code) {
      case answerCodes.APPENDED:
        return resolve({
          revision: append.expectedRevision + append.entries.length,
          token: positionToken(this.journalId, value),
        });
      case answerCodes.WRONG_REVISION:
        return reject(new WrongRevision(append.expectedRevision, value));
      case answerCodes.COMMAND_TAKEN:
        return reject(new CommandTaken('the command id has been used'));
      case answerCodes.DENIED:
        return reject(new Denied('an entry id of the append is already in the stream'));
      case answerCodes.UNAVAILABLE:
        return reject(new Unavailable(problem));
      default:
        return reject(new OutcomeUnknown(problem));
    }
  }

  #die(reason: string): void {
    if (this.#ended === undefined) this.#events.onFatal(new Error(`the journal cannot be written any more: ${reason}`));
    this.#ended ??= reason;
    for (const [index, { reject }] of this.#waiting.splice(0).entries()) {
      reject(index < this.#sentCount ? new OutcomeUnknown(reason) : new Unavailable(reason));
    }
    for (const resolve of this.#floorsWaiting.splice(0)) resolve();
    this.#outbox = undefined;
    this.#afterwards?.();
  }
}
