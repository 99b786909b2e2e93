import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalReader } from '#journal/journal.ts';
import { accountOfStream, ledgerStream, receiptOfStream } from '#journal/stream-names.ts';
import type { Account } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { emptyLedger, evolveLedger } from '#ledger/ledger.ts';
import { type Fence, fencesIn } from '#ledger/periods/late-entries.ts';
import type { BookReader } from './book-reader.ts';
import { buildFile } from './build-file.ts';
import { checkpointIn } from './checkpoint.ts';
import { bookTotals, inconsistencies } from './control-totals.ts';
import { asking, type Finding, Findings, wordsOf } from './findings.ts';
import { currentFile, openForReading } from './read-files.ts';
import { Sql } from './sql.ts';
import { verifyEntry } from './verify-entry.ts';
import { chained, type Feed, verifyFeed } from './verify-feed.ts';
import { verifyBookFigures, verifySample } from './verify-figures.ts';
import { countedOf, verifyClosings } from './verify-periods.ts';
import { type KnownList, listsIn, verifyReasons } from './verify-reasons.ts';
import { verifyReceipt } from './verify-receipts.ts';
import { verifyAccount } from './verify-stream.ts';
import { verifyCheckpoint, verifyTables } from './verify-tables.ts';
import { createTransferCheck } from './verify-transfers.ts';

export type VerifyStep = 'JOURNAL' | 'ACCOUNTS' | 'READ_MODEL';

export interface VerifyRequest {
  readonly journal: JournalReader;
  /** Where the read model is, and where the fresh one is made for a while. */
  readonly dataDirectory: string;
  /** Decides which days and positions are sampled; told with the findings, so that a run can be repeated. */
  readonly seed?: number | undefined;
  readonly onProgress?: ((step: VerifyStep, done: number, total: number) => void) | undefined;
}

export interface Verification {
  /** Nothing: the books are what they have to be. */
  readonly findings: readonly Finding[];
  /** What is as the rules have it, and has to be known: entries that a store carried out after their period was closed. */
  readonly warnings: readonly Finding[];
  /** At most a thousand are listed. */
  readonly findingCount: number;
  readonly entries: number;
  readonly streams: number;
  readonly seed: number;
  /** Up to where the read model was held against a fresh fold; undefined where there is none. */
  readonly readModelAt: number | undefined;
}

/**
 * Holds the whole journal against the invariants that apply, and the read model against a fresh fold of the journal and
 * against the accounts as commands see them. Writes nothing but one temporary file, and may run beside a server.
 */
export async function verifyBooks(request: VerifyRequest): Promise<Verification> {
  const { journal, dataDirectory, seed = Date.now() % 1_000_000, onProgress = () => undefined } = request;
  const findings = new Findings();
  const feed = await verifyFeed(journal, findings, (done, total) => onProgress('JOURNAL', done, total));
  const live = openLive(journal, dataDirectory, findings);
  try {
    await verifyStreams(journal, feed, live?.reader, { seed, findings, onProgress });
    if (live !== undefined) await verifyReadModel(request, live, findings);
  } finally {
    live?.close();
  }
  const { listed, warnings, count } = findings;
  const readModelAt = live?.ordinal;
  return {
    findings: listed,
    warnings,
    findingCount: count,
    entries: feed.entries,
    streams: feed.streams.size,
    seed,
    readModelAt,
  };
}

interface Live {
  readonly reader: BookReader;
  readonly db: ReturnType<typeof openForReading>;
  readonly ordinal: number;
  readonly close: () => void;
}

/** The current read model, held still: a projector beside it goes on, this connection does not see it. */
function openLive(journal: JournalReader, dataDirectory: string, findings: Findings): Live | undefined {
  const file = currentFile(dataDirectory);
  if (file === undefined) return undefined;
  const db = openForReading(file);
  db.exec('BEGIN');
  const { ordinal, journalId } = checkpointIn(db);
  findings.require(
    journalId === journal.journalId,
    'INV-31',
    'checkpoint',
    'the read model was made of another journal',
  );
  return { reader: { sql: new Sql(db), ledgerId: journal.ledgerId }, db, ordinal, close: () => db.close() };
}

interface Run {
  readonly seed: number;
  readonly findings: Findings;
  readonly onProgress: (step: VerifyStep, done: number, total: number) => void;
}

async function verifyStreams(
  journal: JournalReader,
  feed: Feed,
  reader: BookReader | undefined,
  run: Run,
): Promise<void> {
  let done = 0;
  let lists: readonly KnownList[] = [];
  let fences: readonly Fence[] = [];
  const transfers = createTransferCheck();
  for (const [stream, seen] of feed.streams) {
    const entries = await readStream(journal, stream, run.findings);
    if (entries === undefined) continue;
    const isSame = entries.length === seen.revision + 1 && entries.reduce(chained, '') === seen.hash;
    run.findings.require(isSame, 'INV-30', stream, 'the stream is not what the feed of the whole journal shows');
    // The ledger is opened before anything else, so its own stream is the first.
    const isLedger = stream === ledgerStream(journal.ledgerId);
    if (isLedger) [lists, fences] = [listsIn(entries), fencesIn(entries)];
    if (isLedger && reader !== undefined) verifyClosings(entries, reader, run.findings);
    verifyReasons(entries, lists, run.findings);
    for (const entry of entries) transfers.note(entry);
    const counted = isLedger ? entries : countedOf(entries, fences, run.findings);
    verifyStream(journal.ledgerId, stream, counted, reader, run);
    done += 1;
    run.onProgress('ACCOUNTS', done, feed.streams.size);
    if (done % 20 === 0) await new Promise(setImmediate);
  }
  transfers.close(run.findings);
}

async function readStream(
  journal: JournalReader,
  stream: string,
  findings: Findings,
): Promise<readonly Entry[] | undefined> {
  try {
    return await journal.readStream(stream);
  } catch (error) {
    findings.add('INV-30', stream, `the stream cannot be read: ${wordsOf(error)}`);
    return undefined;
  }
}

function verifyStream(
  ledgerId: string,
  stream: string,
  entries: readonly Entry[],
  reader: BookReader | undefined,
  { seed, findings }: Run,
): void {
  const receiptId = receiptOfStream(ledgerId, stream);
  if (receiptId !== undefined) return verifyReceipt(receiptId, entries, findings);
  const accountId = accountOfStream(ledgerId, stream);
  if (accountId === undefined) return verifyLedgerStream(stream, entries, findings);
  const sample = sampleOf(seed, stream, entries);
  const afterEntry = (account: Account, entry: Entry): void => {
    if (reader === undefined || entry !== sample) return;
    asking(findings, stream, () => verifySample(reader, account, entry, seed, findings));
  };
  const verified = verifyAccount(accountId, entries, findings, afterEntry);
  const last = entries.at(-1);
  if (reader === undefined || last === undefined || !verified.isWhole) return;
  asking(findings, stream, () => verifySample(reader, verified.account, last, seed, findings));
}

function verifyLedgerStream(stream: string, entries: readonly Entry[], findings: Findings): void {
  let ledger = emptyLedger();
  for (const entry of entries) {
    const place = `${stream}@${entry.revision}`;
    verifyEntry(entry, place, findings);
    try {
      ledger = evolveLedger(ledger, entry);
    } catch (error) {
      findings.add('INV-14', place, wordsOf(error));
      return;
    }
  }
}

/** One entry of each account, a different one with every seed. */
function sampleOf(seed: number, stream: string, entries: readonly Entry[]): Entry | undefined {
  let mixed = seed % 2_147_483_647;
  for (const character of stream) mixed = (mixed * 31 + (character.codePointAt(0) ?? 0)) % 2_147_483_647;
  return entries[mixed % Math.max(1, entries.length)];
}

async function verifyReadModel(request: VerifyRequest, live: Live, findings: Findings): Promise<void> {
  const head = await request.journal.head();
  findings.require(live.ordinal <= head.ordinal, 'INV-32', 'checkpoint', 'it lies beyond the end of the journal');
  verifyCheckpoint(live.db, findings);
  asking(findings, 'read model', () => verifyFigures(live, findings));
  await verifyAgainstFresh(request, live, findings);
}

/** What a read model says of itself has to add up. */
function verifyFigures(live: Live, findings: Findings): void {
  for (const problem of inconsistencies(live.reader.sql, live.ordinal, bookTotals(live.reader.sql, live.ordinal))) {
    findings.add(problem.slice(0, 6), 'read model', `it does not add up: ${problem.slice(7)}`);
  }
  verifyBookFigures(live.reader, live.ordinal, findings);
}

/** INV-31, row by row. The fresh read model is made beside the live one and thrown away. */
async function verifyAgainstFresh(request: VerifyRequest, live: Live, findings: Findings): Promise<void> {
  const { journal, dataDirectory, onProgress = () => undefined } = request;
  const file = join(dataDirectory, `verify.${process.pid}.db`);
  rmSync(file, { force: true });
  try {
    const { signal } = new AbortController();
    const onBuilt = (done: number): void => onProgress('READ_MODEL', Math.min(done, live.ordinal), live.ordinal);
    await buildFile({ journal, file, liveFile: undefined, until: live.ordinal, signal, onProgress: onBuilt });
    const fresh = openForReading(file);
    verifyTables(live.db, fresh, findings);
    fresh.close();
  } catch (error) {
    findings.add('INV-31', 'read model', `no fresh fold can be made: ${wordsOf(error)}`);
  } finally {
    rmSync(file, { force: true });
  }
}
