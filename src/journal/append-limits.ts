import type { NewEntry } from '#ledger/entry.ts';
import { Unstorable } from './canonical-json.ts';
import { codec, type StoredEntry } from './codec.ts';
import { type AppendRequest, Denied, TooLarge } from './journal.ts';

/**
 * What an append may be, the same on every engine, so that books can move from one to another: EventStoreDB
 * takes 1 MiB in one append.
 */
const largestEntryBytes = 256 * 1024;
export const largestAppendBytes = 900 * 1024;
export const mostEntriesPerAppend = 1_100;

const streamPattern = /^[A-Za-z0-9_.:-]{1,128}$/;
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An append whose entries have been encoded and measured. */
export interface MeasuredAppend {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly entries: readonly StoredEntry[];
  /** Each command id once, with how many entries of the append come before its first. */
  readonly commands: readonly CommandUse[];
  readonly bytes: number;
}

export interface CommandUse {
  readonly id: string;
  readonly hash: string;
  readonly offset: number;
}

/** Throws `TooLarge`, `Denied` for a stream of another ledger, or `Unstorable`. */
export function measureAppend(ledgerId: string, { stream, expectedRevision, entries }: AppendRequest): MeasuredAppend {
  if (entries.length === 0) throw new Error('An append has at least one entry');
  if (entries.length > mostEntriesPerAppend) throw new TooLarge(`more than ${mostEntriesPerAppend} entries`);
  if (!stream.startsWith(`${ledgerId}.`)) throw new Denied('the stream belongs to another ledger');
  if (!streamPattern.test(stream)) throw new Unstorable('A stream is called by up to 128 plain characters');
  if (!entries.every(({ id }) => uuidPattern.test(id))) throw new Unstorable('An entry id is a UUID in small letters');
  const stored = entries.map((entry) => codec.encode(entry));
  return { stream, expectedRevision, entries: stored, commands: commandsOf(entries), bytes: bytesOf(stored) };
}

function commandsOf(entries: readonly NewEntry[]): readonly CommandUse[] {
  const commands: CommandUse[] = [];
  for (const [offset, { command }] of entries.entries()) {
    // Nearly always the command of the entry before.
    const isKnown = commands.at(-1)?.id === command.id || commands.some(({ id }) => id === command.id);
    if (!isKnown) commands.push({ id: command.id, hash: command.hash, offset });
  }
  return commands;
}

function bytesOf(entries: readonly StoredEntry[]): number {
  let total = 0;
  for (const { body } of entries) {
    const bytes = Buffer.byteLength(body);
    if (bytes > largestEntryBytes) throw new TooLarge(`an entry of more than ${largestEntryBytes} bytes`);
    total += bytes;
  }
  if (total > largestAppendBytes) throw new TooLarge(`more than ${largestAppendBytes} bytes`);
  return total;
}
