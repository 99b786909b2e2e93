import type { Role } from '#graphql/permissions.ts';
import type { Answer, TestApi } from './api.ts';

/** Server-sent events, as a client reads them. */
export interface StreamEvent {
  readonly event: string;
  readonly data: string;
}

/** The whole events of a text so far, and what is left of it: an event is whole when an empty line ends it. */
export function eventsIn(text: string): { readonly events: readonly StreamEvent[]; readonly rest: string } {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  return { events: blocks.flatMap(eventIn), rest };
}

function eventIn(block: string): readonly StreamEvent[] {
  const fields = new Map(
    block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trimStart()]),
  );
  const event = fields.get('event');
  return event === undefined ? [] : [{ event, data: fields.get('data') ?? '' }];
}

interface Subscribing {
  readonly query: string;
  readonly variables?: object;
  readonly role?: Role;
  readonly streamEnds?: () => AbortSignal;
}

/** Subscribes in process; the answers of the stream until it completes. `return` gives it up, as a client that goes away. */
export async function subscribe(
  { handler }: TestApi,
  { query, variables, role = 'supervisor', streamEnds }: Subscribing,
): Promise<AsyncGenerator<Answer, void, undefined>> {
  const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
  const caller = { kind: 'PERSON', id: 'tester', roles: [role] } as const;
  const init = { method: 'POST', headers, body: JSON.stringify({ query, variables }) };
  const context = { caller, requestId: 'request-of-a-test', streamEnds };
  const { body } = await handler.fetch('http://localhost/graphql', init, context);
  if (body === null) throw new Error('a stream has no body');
  return answersOf(body);
}

async function* answersOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Answer, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body) {
    const read = eventsIn(rest + decoder.decode(chunk, { stream: true }));
    rest = read.rest;
    for (const { event, data } of read.events) {
      if (event === 'complete') return;
      yield JSON.parse(data) as Answer;
    }
  }
}
