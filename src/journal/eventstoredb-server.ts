import { setTimeout as sleep } from 'node:timers/promises';
import {
  BACKWARDS,
  END,
  ErrorType,
  type EventData,
  EventStoreDBClient,
  NO_STREAM,
  type ReadStreamOptions,
  type RecordedEvent,
  type ResolvedEvent,
  type StreamingRead,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import type { Timing } from './eventstoredb-timing.ts';
import { Denied, TooLarge, Unavailable, WrongRevision } from './journal.ts';

/** The server may or may not have done it: nobody answered, or not in words that say which. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

export interface Written {
  /** Of the last event. */
  readonly revision: number;
  /** Where the log has it; some answers do not say. */
  readonly commit: bigint | undefined;
}

type Client = EventStoreDBClient;

/**
 * The server, as far as one asks it something and waits. The client cannot be trusted to end every call: each has a timer of
 * its own here, and a client that let one pass, or could not connect, is thrown away, because it remembers a failed
 * connection for ever.
 */
export class EventStoreDbServer {
  readonly #connectionString: string;
  readonly #timing: Timing;
  readonly #credentials: { readonly username: string; readonly password: string };
  readonly #abandoned = new Set<Client>();
  #client: Client | undefined;
  #isClosed = false;

  constructor(connectionString: string, timing: Timing) {
    this.#connectionString = connectionString;
    this.#timing = timing;
    this.#credentials = credentialsIn(connectionString);
  }

  /**
   * Writes at exactly the revision (-1: no stream). Rejects with `WrongRevision`, `TooLarge`, `Denied`, with `Unavailable`
   * if the server was certainly not asked, and with `NoAnswer`.
   */
  async write(stream: string, expectedRevision: number, events: readonly EventData[]): Promise<Written> {
    const options = {
      expectedRevision: expectedRevision < 0 ? NO_STREAM : BigInt(expectedRevision),
      // Given on every append: without them appends of a client share one call, and one that hangs takes the others along.
      credentials: this.#credentials,
      requiresLeader: true,
      deadline: this.#timing.attempt,
    } as const;
    try {
      const written = await this.#call((client) => client.appendToStream(stream, [...events], options));
      return { revision: Number(written.nextExpectedRevision), commit: written.position?.commit };
    } catch (error) {
      throw inOurWords(error, expectedRevision);
    }
  }

  /** Events of a stream from a revision on; none if there is no such stream. Rejects with `Unavailable` or `Denied`. */
  async read(stream: string, fromRevision: number, limit: number): Promise<readonly RecordedEvent[]> {
    try {
      return await this.#readWhole(stream, fromRevision, limit);
    } catch (error) {
      if (typeOf(error) === ErrorType.STREAM_NOT_FOUND) return [];
      if (typeOf(error) === ErrorType.ACCESS_DENIED) throw new Denied('the server does not let us read');
      throw new Unavailable(wordsOfServer(error));
    }
  }

  /**
   * A server that stops in good order ends a read as if that were all. So the head is asked for first: a stream that is not
   * there says so in words, and what does not reach the head was cut short.
   */
  async #readWhole(stream: string, from: number, limit: number): Promise<readonly RecordedEvent[]> {
    const [head] = await this.#readOnce(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 1 });
    const last = Math.min(Number(head?.revision ?? -1), from + limit - 1);
    if (head === undefined) throw new NoAnswer('the server stopped before a stream began');
    if (last < from) return [];
    if (Number(head.revision) === from) return [head];
    const events = await this.#readOnce(stream, { fromRevision: BigInt(from), maxCount: last - from + 1 });
    if (Number(events.at(-1)?.revision ?? -1) >= last) return events;
    throw new NoAnswer('the server stopped in the middle of a stream');
  }

  #readOnce(stream: string, options: ReadStreamOptions): Promise<readonly RecordedEvent[]> {
    const ofLeader = { ...options, requiresLeader: true };
    return this.#call((client) => eventsOf(client.readStream(stream, ofLeader), this.#timing.attempt));
  }

  /** Whoever is in the middle of something is told that there is no answer. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#discard(this.#client);
    await Promise.all([...this.#abandoned].map(dispose));
  }

  async #call<T>(work: (client: Client) => Promise<T>): Promise<T> {
    const client = this.#connect();
    const timeout = new AbortController();
    const late = sleep(this.#timing.attempt + 500, undefined, { signal: timeout.signal, ref: false }).then(() => {
      throw new NoAnswer('the server did not answer in time');
    });
    late.catch(() => undefined);
    try {
      return await Promise.race([work(client), late]);
    } catch (error) {
      if (isOfClient(error)) this.#discard(client);
      throw error;
    } finally {
      timeout.abort();
    }
  }

  #connect(): Client {
    if (this.#isClosed) throw new NoAnswer('the journal is closed');
    this.#client ??= connect(this.#connectionString);
    return this.#client;
  }

  /** Others may still wait for it: they get as long as any call gets. */
  #discard(client: Client | undefined): void {
    if (client === undefined || client !== this.#client) return;
    this.#client = undefined;
    this.#abandoned.add(client);
    setTimeout(() => {
      this.#abandoned.delete(client);
      void dispose(client);
    }, 2 * this.#timing.attempt).unref();
  }
}

/** `DEBUG=esdb:*` makes the client print everything, the password and the entries included. Throws `Denied`. */
export function refuseTalkativeClient(debug: string | undefined): void {
  if (debug !== undefined && /esdb|\*/.test(debug)) {
    throw new Denied('DEBUG: with esdb or * in it the client prints passwords; unset it');
  }
}

/** Throws `Denied` for a string the client does not understand, without repeating it: there is a password in it. */
export function connect(connectionString: string): Client {
  try {
    return EventStoreDBClient.connectionString(connectionString);
  } catch {
    throw new Denied('the connection string of the journal is not understood');
  }
}

/** Ends what a client has open. It waits for streams that may never end, so nobody waits for it for long. */
export async function dispose(client: Client): Promise<void> {
  await Promise.race([client.dispose().catch(() => undefined), sleep(200, undefined, { ref: false })]);
}

/** Collects what a read gives; the time runs from one event to the next. */
function eventsOf(reading: StreamingRead<ResolvedEvent>, patience: number): Promise<readonly RecordedEvent[]> {
  return new Promise((resolve, reject) => {
    const events: RecordedEvent[] = [];
    const timer = setTimeout(() => {
      reading.destroy();
      reject(new NoAnswer('the server stopped in the middle of a stream'));
    }, patience);
    const end = (settle: () => void): void => {
      clearTimeout(timer);
      settle();
    };
    reading.on('data', ({ event }) => {
      timer.refresh();
      if (event !== undefined) events.push(event);
    });
    reading.on('error', (error) => end(() => reject(error)));
    reading.on('end', () => end(() => resolve(events)));
    reading.on('close', () => end(() => resolve(events)));
  });
}

function typeOf(error: unknown): unknown {
  return error instanceof Error && 'type' in error ? error.type : undefined;
}

/** Errors that say something of the request; all others say something of the connection. */
const ofRequest: ReadonlySet<unknown> = new Set([
  ErrorType.WRONG_EXPECTED_VERSION,
  ErrorType.STREAM_NOT_FOUND,
  ErrorType.STREAM_DELETED,
  ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED,
  ErrorType.ACCESS_DENIED,
  // The client goes to the leader by itself.
  ErrorType.NOT_LEADER,
]);

function isOfClient(error: unknown): boolean {
  return !ofRequest.has(typeOf(error));
}

function inOurWords(error: unknown, expected: number): Error {
  if (error instanceof WrongExpectedVersionError) {
    const { actualVersion } = error;
    return new WrongRevision(expected, typeof actualVersion === 'bigint' ? Number(actualVersion) : -1);
  }
  switch (typeOf(error)) {
    case ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED:
      return new TooLarge('the server takes less in one append');
    case ErrorType.ACCESS_DENIED:
      return new Denied('the server does not let us write');
    case ErrorType.STREAM_DELETED:
      return new Denied('the stream was deleted on the server');
    case ErrorType.NOT_LEADER:
      return new Unavailable('another node of the server leads');
    default:
      return wasNeverSent(error) ? new Unavailable(wordsOfServer(error)) : new NoAnswer(wordsOfServer(error));
  }
}

/** The client's own words for a call that had nobody to go to. Everything else may have been carried out. */
function wasNeverSent(error: unknown): boolean {
  return error instanceof Error && /^Failed to discover|No connection established/.test(error.message);
}

/** What is wrong with the server, without anything that was sent to it. */
export function wordsOfServer(error: unknown): string {
  const type = typeOf(error);
  if (type === ErrorType.ACCESS_DENIED) return 'the server does not let us read';
  if (error instanceof NoAnswer) return error.message;
  return typeof type === 'string' ? `the server does not answer (${type})` : 'the server cannot be found';
}

/** Those of the connection string. A server without security takes no notice of them, so any will do there. */
function credentialsIn(connectionString: string) {
  const [, username, password] = /^[a-z+]+:\/\/([^:@/]+):([^@/]*)@/i.exec(connectionString) ?? [];
  if (username === undefined || password === undefined) return { username: 'nobody', password: '' };
  return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
}
