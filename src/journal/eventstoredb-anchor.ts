import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EventData, jsonEvent, type RecordedEvent } from '@eventstore/db-client';
import { z } from 'zod';
import { type EventStoreDbServer, NoAnswer } from './eventstoredb-server.ts';
import { pauseAfter, type Timing } from './eventstoredb-timing.ts';
import { Unavailable, WrongRevision } from './journal.ts';
import { instantOf, millisecondsOf } from './recorded-time.ts';
import { type Identity, JournalRefused } from './sqlite-open.ts';

/** What the server keeps beside the streams of a ledger: who the journal is, and whether all of it is there. */
export interface Anchor {
  readonly journalId: string;
  /** Entries are on their way here from another engine: nobody may write between them. */
  readonly isBeingMoved: boolean;
  /** What had been settled where the journal came from. */
  readonly floor: FloorAfter | undefined;
  /** Of its last event. */
  readonly revision: number;
}

/** Nothing that comes after an entry is recorded before an instant (milliseconds since 1970). */
export interface FloorAfter {
  readonly ordinal: number;
  readonly instant: number;
}

/** What a move has brought, as it is written down for ever. */
export interface MovedHere {
  readonly entries: number;
  /** See `JournalDigest`. */
  readonly digest: string;
  /** Milliseconds since 1970. */
  readonly settledBefore: number;
}

/** WARNING: stored for ever, and so are the names of the events: JournalBegun, MoveBegun, MoveFinished. */
const begunSchema = z.looseObject({ journalId: z.uuid(), ledgerId: z.string() });
const finishedSchema = z.looseObject({ entries: z.int().min(0), settledBefore: z.iso.datetime() });

/** Not in the streams of the ledger, so that no entry has to make room for it. */
export function anchorStream(ledgerId: string): string {
  return `ar-ledger-journal-${ledgerId}`;
}

/** The journal that the server keeps; the first who asks begins it. Rejects with `JournalRefused` where it is not whole. */
export async function anchorOfWhole(server: EventStoreDbServer, ledgerId: string, timing: Timing): Promise<Anchor> {
  const begun = begunEvent({ journalId: randomUUID(), ledgerId });
  const anchor = await untilAnswered(timing, async () => {
    const found = await readAnchor(server, ledgerId);
    if (found === undefined) await server.write(anchorStream(ledgerId), -1, [begun]);
    return found;
  });
  if (!anchor.isBeingMoved) return anchor;
  throw new JournalRefused('the journal is still on its way to the server: let `ar-ledger migrate` go on to its end');
}

/** Undefined where the server keeps none. */
export async function findAnchor(
  server: EventStoreDbServer,
  ledgerId: string,
  timing: Timing,
): Promise<Anchor | undefined> {
  const found = await untilAnswered(timing, async () => ({ anchor: await readAnchor(server, ledgerId) }));
  return found.anchor;
}

/**
 * From now on nobody opens the journal on the server until the move is finished. A journal of another name has to be empty: whoever
 * began it has not written, and what moves in keeps its own.
 */
export async function beginMove(server: EventStoreDbServer, identity: Identity, timing: Timing): Promise<void> {
  const stream = anchorStream(identity.ledgerId);
  const begun = begunEvent(identity);
  const moveBegun = jsonEvent({ id: randomUUID(), type: 'MoveBegun', data: {} });
  await untilAnswered(timing, async () => {
    const anchor = await readAnchor(server, identity.ledgerId);
    const isSame = anchor?.journalId === identity.journalId;
    if (isSame && anchor.isBeingMoved) return anchor;
    await server.write(stream, anchor?.revision ?? -1, isSame ? [moveBegun] : [begun, moveBegun]);
    return undefined;
  });
}

export async function finishMove(
  server: EventStoreDbServer,
  ledgerId: string,
  { entries, digest, settledBefore }: MovedHere,
  timing: Timing,
): Promise<void> {
  const data = { entries, digest, settledBefore: instantOf(settledBefore) };
  const finished = jsonEvent({ id: randomUUID(), type: 'MoveFinished', data });
  await untilAnswered(timing, async () => {
    const anchor = await readAnchor(server, ledgerId);
    if (anchor?.isBeingMoved !== true) return anchor;
    await server.write(anchorStream(ledgerId), anchor.revision, [finished]);
    return undefined;
  });
}

/** Throws `JournalRefused`. */
export function requireSame(anchor: Anchor, { journalId }: Identity): Anchor {
  if (anchor.journalId === journalId) return anchor;
  throw new JournalRefused('the server keeps another journal under the name of the ledger');
}

function begunEvent({ journalId, ledgerId }: Identity): EventData {
  return jsonEvent({ id: randomUUID(), type: 'JournalBegun', data: { journalId, ledgerId } });
}

/** The anchor has a handful of events: one for its beginning, two for every move. */
const mostEvents = 1_000;

async function readAnchor(server: EventStoreDbServer, ledgerId: string): Promise<Anchor | undefined> {
  const events = await server.read(anchorStream(ledgerId), 0, mostEvents);
  const last = events.at(-1);
  if (last === undefined) return undefined;
  const begun = begunSchema.safeParse(events.findLast(({ type }) => type === 'JournalBegun')?.data);
  if (!begun.success || begun.data.ledgerId !== ledgerId) throw notUnderstood();
  const floors = events.filter(({ type }) => type === 'MoveFinished').map(floorIn);
  return {
    journalId: begun.data.journalId,
    isBeingMoved: last.type === 'MoveBegun',
    floor: floors.at(-1),
    revision: Number(last.revision),
  };
}

function floorIn({ data }: RecordedEvent): FloorAfter {
  const finished = finishedSchema.safeParse(data);
  if (!finished.success) throw notUnderstood();
  const { entries, settledBefore } = finished.data;
  return { ordinal: entries, instant: millisecondsOf(settledBefore) };
}

function notUnderstood(): JournalRefused {
  return new JournalRefused('what the server keeps under the name of the ledger is no journal of it');
}

/** Tries until there is an answer, or for as long as a start may take. An attempt without one has written something. */
async function untilAnswered<Answer>(timing: Timing, attempt: () => Promise<Answer | undefined>): Promise<Answer> {
  const until = performance.now() + timing.start;
  let problem = 'the server does not keep what it is told';
  for (let failures = 0; performance.now() < until; failures += 1) {
    try {
      const answer = await attempt();
      if (answer !== undefined) return answer;
    } catch (error) {
      const mayPass = error instanceof Unavailable || error instanceof NoAnswer || error instanceof WrongRevision;
      if (!mayPass) throw error;
      problem = error.message;
    }
    if (failures > 0) await sleep(pauseAfter(failures, timing.pause));
  }
  throw new Unavailable(problem);
}
