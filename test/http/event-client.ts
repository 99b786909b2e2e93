import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { eventsIn, type StreamEvent } from '../graphql/event-stream.ts';

/** A client of a stream of events over real HTTP. */
export interface EventClient {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Resolves with the next event; undefined when the stream has ended, however. */
  next(): Promise<StreamEvent | undefined>;
  /** Breaks the connection, as a cable that is pulled out. */
  cut(): void;
}

export interface Subscribing {
  readonly port: number;
  readonly authorization: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

export async function subscribe({ port, authorization, query, variables }: Subscribing): Promise<EventClient> {
  const body = JSON.stringify({ query, variables });
  const headers = {
    'content-type': 'application/json',
    accept: 'text/event-stream',
    authorization,
    'content-length': String(Buffer.byteLength(body)),
  };
  const outgoing = httpRequest({ port, host: '127.0.0.1', path: '/graphql', method: 'POST', headers });
  const incoming = await answerTo(outgoing, body);
  const events = eventsOf(incoming);
  return {
    status: incoming.statusCode ?? 0,
    headers: incoming.headers,
    next: async () => {
      const { done, value } = await events.next();
      return done === true ? undefined : value;
    },
    cut: () => outgoing.destroy(),
  };
}

function answerTo(outgoing: ClientRequest, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

async function* eventsOf(incoming: IncomingMessage): AsyncGenerator<StreamEvent, void, undefined> {
  let rest = '';
  try {
    for await (const chunk of incoming) {
      const read = eventsIn(rest + String(chunk));
      rest = read.rest;
      yield* read.events;
    }
  } catch {
    // The connection broke: what was not whole does not count.
  }
}
