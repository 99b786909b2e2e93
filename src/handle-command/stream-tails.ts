import type { Map as PersistentMap } from 'immutable';
import type { Appended, Journal } from '#journal/journal.ts';
import type { RecordedCommand } from '#ledger/account.ts';
import type { Entry, NewEntry } from '#ledger/entry.ts';

/** What every folded stream has: how far it is folded, and the commands that made it. */
export interface Folded {
  readonly revision: number;
  readonly commands: PersistentMap<string, RecordedCommand>;
}

/** How a stream of one kind is folded. */
export interface Folding<State extends Folded> {
  readonly empty: State;
  readonly evolve: (state: State, entry: Entry) => State;
}

/**
 * The end of a stream as this process knows it: the state with everything submitted folded in, and whether
 * all of that is durable. Commands to one stream are decided one after another on `state` without waiting
 * for each other's commit; every answer waits for `durable`.
 */
export interface Tail<State extends Folded> {
  readonly stream: string;
  state: State;
  /** Settles when the last append submitted has; appends of a stream are carried out in order, so it speaks for all. */
  durable: Promise<unknown>;
  /** Once an append has failed, what was decided after it stands on nothing: the tail is left and folded anew. */
  isBroken: boolean;
  appendsUnderWay: number;
  entriesCounted: number;
}

export interface StreamTails<State extends Folded> {
  /** The state that these entries of a stream, from its first on, make. */
  fold(stream: string, entries: readonly Entry[]): State;
  tailOf(stream: string): Promise<Tail<State>>;
  /** Submits an append decided on the tail; `next` is the state with it. The tail is ahead of the journal until it settles. */
  submit(tail: Tail<State>, entries: readonly NewEntry[], next: State): Promise<Appended>;
}

/** What a folded entry takes in memory, measured over books of charges and payments and rounded up. */
const bytesPerEntry = 2_000;

/** The tails of one kind of stream, kept up to a bound in bytes; the least recently used goes first. */
export function createStreamTails<State extends Folded>(
  journal: Journal,
  foldingOf: (stream: string) => Folding<State>,
  boundInBytes: number,
): StreamTails<State> {
  const held = new Map<string, Tail<State>>();
  const loading = new Map<string, Promise<Tail<State>>>();
  let entriesHeld = 0;

  function fold(stream: string, entries: readonly Entry[]): State {
    const { empty, evolve } = foldingOf(stream);
    return entries.reduce(evolve, empty);
  }

  async function load(stream: string, broken: Tail<State> | undefined): Promise<Tail<State>> {
    // Appends decided on a broken tail may still be under way; what they left behind is only known afterwards.
    await broken?.durable.catch(() => undefined);
    const entries = await journal.readStream(stream);
    const tail = {
      stream,
      state: fold(stream, entries),
      durable: Promise.resolve(),
      isBroken: false,
      appendsUnderWay: 0,
      entriesCounted: 0,
    };
    if (broken !== undefined) forget(broken);
    held.set(stream, tail);
    measure(tail);
    return tail;
  }

  function loadOnce(stream: string, broken: Tail<State> | undefined): Promise<Tail<State>> {
    const known = loading.get(stream);
    if (known !== undefined) return known;
    const promise = load(stream, broken).finally(() => loading.delete(stream));
    loading.set(stream, promise);
    return promise;
  }

  function forget(tail: Tail<State>): void {
    entriesHeld -= tail.entriesCounted;
    tail.entriesCounted = 0;
    held.delete(tail.stream);
  }

  function measure(tail: Tail<State>): void {
    const entries = tail.state.revision + 1;
    entriesHeld += entries - tail.entriesCounted;
    tail.entriesCounted = entries;
    if (entriesHeld * bytesPerEntry > boundInBytes) makeRoom(tail);
  }

  function makeRoom(kept: Tail<State>): void {
    for (const tail of held.values()) {
      if (entriesHeld * bytesPerEntry <= boundInBytes) return;
      if (tail !== kept && tail.appendsUnderWay === 0) forget(tail);
    }
  }

  async function tailOf(stream: string): Promise<Tail<State>> {
    const tail = held.get(stream);
    if (tail === undefined || tail.isBroken) return loadOnce(stream, tail);
    // Re-inserted, so that the map's order is the order of use.
    held.delete(stream);
    held.set(stream, tail);
    return tail;
  }

  async function submit(tail: Tail<State>, entries: readonly NewEntry[], next: State): Promise<Appended> {
    const expectedRevision = tail.state.revision;
    const appended = journal.append({ stream: tail.stream, expectedRevision, entries });
    tail.state = next;
    tail.durable = appended;
    tail.appendsUnderWay += 1;
    measure(tail);
    try {
      return await appended;
    } catch (error) {
      tail.isBroken = true;
      throw error;
    } finally {
      tail.appendsUnderWay -= 1;
    }
  }

  return { fold, tailOf, submit };
}
