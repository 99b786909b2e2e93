import type { CommandUse, MeasuredAppend } from './append-limits.ts';
import type { LedgerClock } from './clock.ts';
import type { StoredEntry } from './codec.ts';

/**
 * What main and the writer's thread say to each other: one message per turn of the event loop, in each direction. What
 * is to be written goes as one text: the copy between threads costs by the piece, not by the byte.
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
  | { readonly kind: 'WORK'; readonly text: string; readonly floors: readonly number[] }
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

/** See `AppendRequest.chain`; 0 for an append that is decided on no other. */
export interface ChainedAppend extends MeasuredAppend {
  readonly chain: number;
}

/**
 * Writes an append at the end of the lines of a message. Nothing that `measureAppend` let through has a line end in it: a
 * canonical body writes one as an escape, and everything else is made of plain characters.
 */
export function writeAppend(lines: string[], append: MeasuredAppend, chain: number): void {
  const { stream, expectedRevision, entries, commands, bytes } = append;
  lines.push(stream, `${expectedRevision} ${entries.length} ${commands.length} ${bytes} ${chain}`);
  for (const { id, type, version, body } of entries) lines.push(id, type, String(version), body);
  for (const { id, hash, offset } of commands) lines.push(id, hash, String(offset));
}

/** Reads back what `writeAppend` wrote. */
export function readAppends(text: string): readonly ChainedAppend[] {
  const lines = text === '' ? [] : text.split('\n');
  const appends: ChainedAppend[] = [];
  let at = 0;
  const line = (): string => lines[at++] ?? '';
  const number = (): number => Number(line());
  while (at < lines.length) {
    const stream = line();
    const [expectedRevision = 0, entryCount = 0, commandCount = 0, bytes = 0, chain = 0] = line()
      .split(' ')
      .map(Number);
    const entries: StoredEntry[] = [];
    while (entries.length < entryCount) entries.push({ id: line(), type: line(), version: number(), body: line() });
    const commands: CommandUse[] = [];
    while (commands.length < commandCount) commands.push({ id: line(), hash: line(), offset: number() });
    appends.push({ stream, expectedRevision, entries, commands, bytes, chain });
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
