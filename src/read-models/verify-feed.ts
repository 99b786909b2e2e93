import { hash } from 'node:crypto';
import { entryId } from '#journal/entry-id.ts';
import type { JournalReader } from '#journal/journal.ts';
import type { Entry } from '#ledger/entry.ts';
import { type Findings, wordsOf } from './findings.ts';

/** A stream as the feed of the whole journal shows it. */
interface FeedStream {
  revision: number;
  /** Chained over its entries. */
  hash: string;
  commandId: string;
  /** How many entries of that command there were so far. */
  ofCommand: number;
}

export interface Feed {
  readonly entries: number;
  readonly streams: ReadonlyMap<string, FeedStream>;
}

const batchSize = 2_000;

/** The journal in the order of recording: INV-29 and INV-33, and what INV-30 is held against. */
export async function verifyFeed(
  journal: JournalReader,
  findings: Findings,
  onProgress: (done: number, total: number) => void,
): Promise<Feed> {
  const streams = new Map<string, FeedStream>();
  const { ordinal: head } = await journal.head();
  let lastRecorded = '';
  let count = 0;
  for (let at = 0; at < head; ) {
    const entries = await readable(journal, at, findings);
    for (const entry of entries) {
      const place = `ordinal ${entry.ordinal}`;
      findings.require(entry.ordinal === at + 1, 'INV-29', place, 'the ordinals before it have a gap');
      findings.require(entry.recordedAt >= lastRecorded, 'INV-29', place, 'recorded time goes backwards');
      await verifyPlace(journal, streams, entry, place, findings);
      at = Math.max(at + 1, entry.ordinal);
      lastRecorded = entry.recordedAt;
    }
    count += entries.length;
    if (entries.length === 0) at += 1;
    onProgress(Math.min(at, head), head);
    await new Promise(setImmediate);
  }
  return { entries: count, streams };
}

/** The next entries; one that cannot be read is a finding, and what comes before it is read first. */
async function readable(journal: JournalReader, after: number, findings: Findings): Promise<readonly Entry[]> {
  for (let limit = batchSize; ; limit = Math.ceil(limit / 2)) {
    try {
      const entries = await journal.readAll(after, limit);
      if (entries.length === 0) findings.add('INV-29', `ordinal ${after + 1}`, 'there is no such entry');
      return entries;
    } catch (error) {
      if (limit > 1) continue;
      findings.add('INV-29', `ordinal ${after + 1}`, `the entry cannot be read: ${wordsOf(error)}`);
      return [];
    }
  }
}

async function verifyPlace(
  journal: JournalReader,
  streams: Map<string, FeedStream>,
  entry: Entry,
  place: string,
  findings: Findings,
): Promise<void> {
  const stream = streams.get(entry.stream) ?? { revision: -1, hash: '', commandId: '', ofCommand: 0 };
  streams.set(entry.stream, stream);
  findings.require(
    entry.revision === stream.revision + 1,
    'INV-29',
    place,
    'the revisions of its stream are not 0, 1, 2 ...',
  );
  if (entry.command.id !== stream.commandId) {
    await verifyCommand(journal, entry, place, findings);
    stream.ofCommand = 0;
  }
  // A retry finds its entries by these ids, and settles with them what became of an append.
  const isMade = entry.id === entryId(entry.stream, entry.command.id, stream.ofCommand);
  findings.require(isMade, 'INV-33', place, 'the id of the entry is not the one that its command makes');
  stream.ofCommand += 1;
  stream.revision = entry.revision;
  stream.commandId = entry.command.id;
  stream.hash = chained(stream.hash, entry);
}

/** The first entry of a command has to be where the journal says that the command is; a second effect is elsewhere. */
async function verifyCommand(journal: JournalReader, entry: Entry, place: string, findings: Findings): Promise<void> {
  const known = await journal.findCommand(entry.command.id);
  if (known === undefined) return findings.add('INV-33', place, 'the journal does not know the command of the entry');
  const isHere = known.stream === entry.stream && known.firstRevision === entry.revision;
  findings.require(isHere, 'INV-33', place, 'the command has an effect in another place too');
  findings.require(known.hash === entry.command.hash, 'INV-33', place, 'the content of the command has another hash');
}

export function chained(before: string, entry: Entry): string {
  return hash('sha1', before + JSON.stringify(entry), 'base64');
}
