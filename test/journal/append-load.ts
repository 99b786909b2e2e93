import { setTimeout as sleep } from 'node:timers/promises';
import { type Appended, type Journal, OutcomeUnknown, Unavailable, WrongRevision } from '#journal/journal.ts';
import type { Entry } from '#ledger/entry.ts';
import { received } from './entries.ts';

/** A command that stands, with what its caller was told. */
export interface Acknowledged {
  readonly id: string;
  readonly stream: string;
  /** Of its last entry. */
  readonly revision: number;
  readonly count: number;
  /** Undefined where none came, or where the command was found by asking again. */
  readonly token: string | undefined;
  /** By `performance.now()`. */
  readonly at: number;
}

/** All that the callers of a load know. */
export interface Told {
  readonly sent: Set<string>;
  readonly acknowledged: Map<string, Acknowledged>;
  /** They were told that it was not done, and never came back. */
  readonly refused: Set<string>;
  /** Nobody could tell them, and they never came back: there once or not at all. */
  readonly abandoned: Set<string>;
  /** Nobody could tell them, and they found it by asking again. */
  readonly found: Set<string>;
  /** Acknowledged before the copy had them. */
  readonly unplaced: Acknowledged[];
  /** How often each error was the answer. */
  readonly errors: Map<string, number>;
}

export interface Load {
  readonly told: Told;
  readonly streams: readonly string[];
  /** Resolves once a command that was sent after the call is acknowledged. */
  goesOn(within: number): Promise<void>;
  /** Nothing new is sent; resolves when every caller knows what became of all that it sent. */
  stop(): Promise<void>;
}

/** Appends of one caller that go out together, each at the revision that the one before it leaves behind. */
interface Caller {
  readonly stream: string;
  readonly name: string;
  readonly together: number;
}

interface Asked {
  readonly id: string;
  readonly count: number;
  /** Nothing of it is at or before this revision. */
  readonly since: number;
  /** One of its tries may have been carried out. */
  isUnknown: boolean;
}

/** Callers on streams of their own, and three that get in each other's way on one. */
export function startLoad(journal: Journal, name = 'load'): Load {
  const told: Told = {
    sent: new Set(),
    acknowledged: new Map(),
    refused: new Set(),
    abandoned: new Set(),
    found: new Set(),
    unplaced: [],
    errors: new Map(),
  };
  const streamOf = (account: string): string => `${journal.ledgerId}.account-${name}-${account}`;
  const alone = [1, 1, 2, 5].map((together, index) => ({ stream: streamOf(`own-${index}`), together }));
  const hot = [8, 5, 3].map((together) => ({ stream: streamOf('hot'), together }));
  const isStopping = new AbortController();
  const callers = [...alone, ...hot].map((one, index) =>
    callUntil(isStopping.signal, journal, told, { ...one, name: `${name}-${index}` }),
  );
  const working = Promise.all(callers);
  working.catch(() => undefined);
  return {
    told,
    streams: [...new Set([...alone, ...hot].map(({ stream }) => stream))],
    goesOn: (within) => goesOn(told, within),
    async stop() {
      isStopping.abort();
      await working;
    },
  };
}

/** Milliseconds of the longest time without an acknowledgement between two moments. */
export function longestSilence({ acknowledged }: Told, from: number, to: number): number {
  const moments = [...acknowledged.values()].map(({ at }) => at).filter((at) => at > from && at < to);
  const marks = [from, ...moments.toSorted((a, b) => a - b), to];
  return Math.max(...marks.map((mark, index) => mark - (marks[index - 1] ?? mark)));
}

async function goesOn({ sent, acknowledged }: Told, within: number): Promise<void> {
  const before = new Set(sent);
  const until = performance.now() + within;
  while (![...acknowledged.keys()].some((id) => !before.has(id))) {
    if (performance.now() > until) throw new Error(`no append was acknowledged within ${within / 1_000} seconds`);
    await sleep(20);
  }
}

async function callUntil(signal: AbortSignal, journal: Journal, told: Told, caller: Caller): Promise<void> {
  let head = await headOf(journal, caller.stream);
  let open: readonly Asked[] = [];
  for (let number = 0; !signal.aborted || open.length > 0; ) {
    const fresh = signal.aborted ? 0 : caller.together - open.length;
    const volley = [...open];
    for (let index = 0; index < fresh; index += 1, number += 1) {
      const id = `${caller.name}-${number}`;
      told.sent.add(id);
      volley.push({ id, count: 1 + (number % 3), since: head, isUnknown: false });
    }
    if (number % 7 === 0) await sendTooLate(journal, told, caller, head);
    const answers = await Promise.all(sendTogether(journal, told, caller.stream, head, volley));
    head += volley.reduce((sum, { count }) => sum + count, 0);
    const unanswered = volley.filter((_, index) => answers[index] !== true);
    open = [];
    if (unanswered.length > 0) {
      const tail = await readOn(journal, caller.stream, Math.min(...unanswered.map(({ since }) => since)));
      head = tail.at(-1)?.revision ?? -1;
      open = unanswered.filter((one, index) => !isSettled(told, caller.stream, tail, one, number + index));
    }
    await sleep(10);
  }
}

/** True for each that was recorded. */
function sendTogether(
  journal: Journal,
  told: Told,
  stream: string,
  head: number,
  volley: readonly Asked[],
): readonly Promise<boolean>[] {
  let expectedRevision = head;
  return volley.map(async (asked) => {
    const { id, count } = asked;
    const submitted = journal.append({ stream, expectedRevision, entries: received(stream, id, count) });
    expectedRevision += count;
    try {
      const one = acknowledge(told, stream, asked, await submitted);
      if (one.token === undefined) told.unplaced.push(one);
      return true;
    } catch (error) {
      note(told, error);
      asked.isUnknown ||= error instanceof OutcomeUnknown;
      return false;
    }
  });
}

/** At a revision that is past: whatever happens meanwhile, it may never be there. */
async function sendTooLate(journal: Journal, told: Told, { stream, name }: Caller, head: number): Promise<void> {
  if (head < 2) return;
  const id = `${name}-late-${told.sent.size}`;
  told.sent.add(id);
  told.refused.add(id);
  const late = { stream, expectedRevision: head - 2, entries: received(stream, id) };
  const wasTaken = await journal.append(late).then(
    () => true,
    (error: unknown) => {
      note(told, error);
      return false;
    },
  );
  if (wasTaken) throw new Error('an append at a revision that was past was acknowledged');
}

/** Errors that the port does not name end the load. */
function note(told: Told, error: unknown): void {
  const isNamed = error instanceof WrongRevision || error instanceof Unavailable || error instanceof OutcomeUnknown;
  if (!isNamed) throw error;
  told.errors.set(error.name, (told.errors.get(error.name) ?? 0) + 1);
}

function acknowledge(told: Told, stream: string, { id, count }: Asked, { revision, token }: Appended): Acknowledged {
  if (told.acknowledged.has(id)) throw new Error(`${id} was acknowledged twice`);
  const one = { id, stream, revision, count, token, at: performance.now() };
  told.acknowledged.set(id, one);
  return one;
}

/** Looks whether it is there all the same. If not, some give it up and the others send it again. */
function isSettled(told: Told, stream: string, tail: readonly Entry[], asked: Asked, chance: number): boolean {
  const there = tail.filter(({ command }) => command.id === asked.id).at(-1);
  if (there !== undefined) {
    acknowledge(told, stream, asked, { revision: there.revision, token: undefined });
    told.found.add(asked.id);
    return true;
  }
  if (chance % 4 !== 0) return false;
  (asked.isUnknown ? told.abandoned : told.refused).add(asked.id);
  return true;
}

async function headOf(journal: Journal, stream: string): Promise<number> {
  return (await readOn(journal, stream, -1)).at(-1)?.revision ?? -1;
}

/** What is there from a revision on, that one included so that there is always one; asked until the server answers. */
async function readOn(journal: Journal, stream: string, since: number): Promise<readonly Entry[]> {
  for (;;) {
    try {
      return await journal.readStream(stream, since);
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error;
      await sleep(100);
    }
  }
}
