import type { MeasuredAppend } from './append-limits.ts';
import type { LedgerClock } from './clock.ts';

/**
 * What main and the writer's thread say to each other: one message per turn of the event loop, in each direction, made
 * of flat arrays of plain values, because the copy between threads costs by the object.
 */
export interface WriterStart {
  readonly file: string;
  readonly ledgerId: string;
  readonly clock: LedgerClock;
  /** Milliseconds to go on trying when it is not known whether a commit took place. */
  readonly repairPatience: number;
  readonly faults: Int32Array | undefined;
}

export type ToWriter =
  | { readonly kind: 'WORK'; readonly appends: readonly (string | number)[]; readonly floors: readonly number[] }
  | { readonly kind: 'CLOSE' };

export type FromWriter =
  | { readonly kind: 'OPENED'; readonly journalId: string; readonly head: WriterHead }
  | { readonly kind: 'REFUSED'; readonly reason: string }
  | ({ readonly kind: 'DONE' } & BatchDone);

export interface BatchDone {
  /** Two numbers for each append, in the order of the appends: see `answerCodes`. */
  readonly answers: readonly number[];
  /** How many requests to raise the floor were carried out or refused. */
  readonly floorCount: number;
  /** Why appends were UNAVAILABLE or UNKNOWN, in words without any value of an entry. */
  readonly problem: string;
  /** It is not known what the journal holds. What has not been answered was not attempted and never will be. */
  readonly isDead: boolean;
  readonly head: WriterHead;
}

/** The last entry that is durable, and the time before which nothing will be recorded any more. */
export interface WriterHead {
  readonly ordinal: number;
  readonly settledBefore: number;
}

/** What became of an append. The number beside it is the ordinal of its last entry, or the revision found instead. */
export const answerCodes = {
  APPENDED: 0,
  WRONG_REVISION: 1,
  COMMAND_TAKEN: 2,
  DENIED: 3,
  UNAVAILABLE: 4,
  UNKNOWN: 5,
} as const;

export type AnswerCode = (typeof answerCodes)[keyof typeof answerCodes];

/** Writes an append at the end of a message. */
export function writeAppend(message: (string | number)[], append: MeasuredAppend): void {
  message.push(append.stream, append.expectedRevision, append.entries.length, append.commands.length, append.bytes);
  for (const { id, type, version, body } of append.entries) message.push(id, type, version, body);
  for (const { id, hash, offset } of append.commands) message.push(id, hash, offset);
}

/** Reads back what `writeAppend` wrote. */
export function readAppends(message: readonly (string | number)[]): readonly MeasuredAppend[] {
  const appends: MeasuredAppend[] = [];
  let at = 0;
  const text = (): string => String(message[at++]);
  const number = (): number => Number(message[at++]);
  while (at < message.length) {
    const head = { stream: text(), expectedRevision: number() };
    const [entryCount, commandCount, bytes] = [number(), number(), number()];
    const entries = Array.from({ length: entryCount }, () => ({
      id: text(),
      type: text(),
      version: number(),
      body: text(),
    }));
    const commands = Array.from({ length: commandCount }, () => ({ id: text(), hash: text(), offset: number() }));
    appends.push({ ...head, entries, commands, bytes });
  }
  return appends;
}

/** Both ends are this code, so a message is recognised by its kind alone. */
export function isToWriter(message: unknown): message is ToWriter {
  return hasKind(message) && (message.kind === 'WORK' || message.kind === 'CLOSE');
}

export function isFromWriter(message: unknown): message is FromWriter {
  return hasKind(message) && !isToWriter(message);
}

export function isWriterStart(data: unknown): data is WriterStart {
  return typeof data === 'object' && data !== null && 'repairPatience' in data;
}

function hasKind(message: unknown): message is { readonly kind: unknown } {
  return typeof message === 'object' && message !== null && 'kind' in message;
}
