import type { EventData } from '@eventstore/db-client';
import { expect, onTestFinished } from 'vitest';
import { measureAppend } from '#journal/append-limits.ts';
import { eventOf } from '#journal/eventstoredb-events.ts';
import type { EventStoreDbJournal, EventStoreDbJournalOptions } from '#journal/eventstoredb-journal.ts';
import type { Timing } from '#journal/eventstoredb-timing.ts';
import type { Appended, Journal } from '#journal/journal.ts';
import type { Proposed, Recorded } from '../eventstoredb/event-log.ts';
import { FaultServer } from '../eventstoredb/fault-server.ts';
import { noon } from './engine.ts';
import { received } from './entries.ts';
import { type OpenedOnServer, openOnServer } from './eventstoredb-directory.ts';

/** The adapter with less patience than in production, so that a test need not wait as long as a bookkeeper would. */
export const hasty: Timing = {
  attempt: 400,
  patience: 2_000,
  arrival: 1_000,
  probe: 200,
  pause: { first: 10, most: 50 },
  start: 4_000,
  settles: 1_000,
  audit: 24 * 60 * 60_000,
};

export interface OpenedOnFaults extends OpenedOnServer {
  readonly server: FaultServer;
  readonly a: string;
  readonly b: string;
}

/** A journal on a server that has whatever fault a test wants. Both are discarded when the test is over. */
export async function openOnFaults(options: Partial<EventStoreDbJournalOptions> = {}): Promise<OpenedOnFaults> {
  const server = await FaultServer.start();
  onTestFinished(() => server.close());
  return openOn(server, options);
}

export async function openOn(
  server: FaultServer,
  options: Partial<EventStoreDbJournalOptions> = {},
): Promise<OpenedOnFaults> {
  const opened = await openOnServer(server.connectionString, { timing: hasty, ...options });
  onTestFinished(async () => {
    server.faults.liftAll();
    server.thaw();
    await opened.discard();
  });
  const { ledgerId } = opened.journal;
  return { ...opened, server, a: `${ledgerId}.account-a`, b: `${ledgerId}.account-b` };
}

export function append(
  journal: Journal,
  stream: string,
  expectedRevision: number,
  commandId: string,
  count = 1,
): Promise<Appended> {
  return journal.append({ stream, expectedRevision, entries: received(stream, commandId, count) });
}

/** Another process has written the entries of a command; -1: the account is new. */
export function appendElsewhere(
  { server, journal }: OpenedOnFaults,
  stream: string,
  expectedRevision: number,
  commandId: string,
  count = 1,
): void {
  const { entries } = measureAppend(journal.ledgerId, {
    stream,
    expectedRevision,
    entries: received(stream, commandId, count),
  });
  const outcome = server.log.append(
    stream,
    expectedRevision < 0 ? 'no_stream' : BigInt(expectedRevision),
    entries.map((entry) => proposed(eventOf(entry, noon))),
  );
  expect(outcome.kind).toBe('APPENDED');
}

function proposed({ id, type, contentType, data, metadata }: EventData): Proposed {
  return { id, type, contentType, data: bytesOf(data), metadata: bytesOf(metadata) };
}

function bytesOf(part: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(part));
}

/** The entries of the ledger on the server, in the order of its log. */
export function onServer({ server, journal }: OpenedOnFaults): readonly Recorded[] {
  return server.log.all.filter(({ stream }) => stream.startsWith(`${journal.ledgerId}.`));
}

/**
 * The books hold the entries of these commands, each once and in this order: on the server, in its streams, in the copy, and
 * for whoever follows. Waits until the copy has them.
 */
export async function expectBooks(opened: OpenedOnFaults, ...commandIds: readonly string[]): Promise<void> {
  const { book } = opened.journal;
  const stored = onServer(opened);
  expect(stored.map(({ data }) => commandIdOf(JSON.parse(Buffer.from(data).toString())))).toEqual(commandIds);
  await expect.poll(async () => (await book.head()).ordinal, { timeout: 5_000 }).toBe(commandIds.length);
  const entries = await book.readAll(0, 10_000);
  expect(entries.map(({ id, ordinal }) => [id, ordinal])).toEqual(stored.map(({ id }, index) => [id, index + 1]));
  for (const stream of new Set(stored.map(({ stream }) => stream))) {
    const own = await readWhenAnswered(opened.journal, stream);
    expect(own).toEqual(entries.filter((entry) => entry.stream === stream));
  }
}

/** A server that has just come back may still fail a read. */
async function readWhenAnswered(journal: EventStoreDbJournal, stream: string) {
  const read = () => journal.readStream(stream).catch(() => undefined);
  await expect.poll(read, { timeout: 5_000 }).toBeDefined();
  return journal.readStream(stream);
}

function commandIdOf(body: unknown): unknown {
  if (typeof body !== 'object' || body === null || !('command' in body)) return undefined;
  const { command } = body;
  return typeof command === 'object' && command !== null && 'id' in command ? command.id : undefined;
}

/** What became of it, and how long that took in milliseconds. */
export async function timed<T>(work: Promise<T>): Promise<{ readonly outcome: unknown; readonly took: number }> {
  const begun = performance.now();
  const outcome = await work.catch((error: unknown) => error);
  return { outcome, took: performance.now() - begun };
}
