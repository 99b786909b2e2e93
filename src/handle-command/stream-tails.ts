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
  /** Folds in what another process may have appended since. While an append of our own is under way that shows by itself. */
  readOn(stream: string): Promise<void>;
  /** Submits an append decided on the tail; `next` is the state with it. The tail is ahead of the journal until it settles. */
  submit(tail: Tail<State>, entries: readonly NewEntry[], next: State): Promise<Appended>;
}

/** What a folded entry takes in memory, measured over books of charges and payments and rounded up. */
const bytesPerEntry = 1_400;

/** Everything kept of one kind of stream. */
interface Shelf<State extends Folded> {
  readonly journal: Journal;
  readonly foldingOf: (stream: string) => Folding<State>;
  readonly boundInBytes: number;
  /** In the order of use, the least recent first. */
  readonly held: Map<string, Tail<State>>;
  readonly loading: Map<string, Promise<Tail<State>>>;
  entriesHeld: number;
}

/** The tails of one kind of stream, kept up to a bound in bytes; the least recently used goes first. */
export function createStreamTails<State extends Folded>(
  journal: Journal,
  foldingOf: (stream: string) => Folding<State>,
  boundInBytes: number,
): StreamTails<State> {
  const shelf = { journal, foldingOf, boundInBytes, held: new Map(), loading: new Map(), entriesHeld: 0 };
  return {
    fold: (stream, entries) => fold(shelf, stream, entries),
    tailOf: (stream) => tailOf(shelf, stream),
    readOn: (stream) => readOn(shelf, stream),
    submit: (tail, entries, next) => submit(shelf, tail, entries, next),
  };
}

function fold<State extends Folded>(shelf: Shelf<State>, stream: string, entries: readonly Entry[]): State {
  const { empty, evolve } = shelf.foldingOf(stream);
  return entries.reduce(evolve, empty);
}

async function tailOf<State extends Folded>(shelf: Shelf<State>, stream: string): Promise<Tail<State>> {
  const tail = shelf.held.get(stream);
  if (tail === undefined || tail.isBroken) return loadOnce(shelf, stream, tail);
  shelf.held.delete(stream);
  shelf.held.set(stream, tail);
  return tail;
}

async function readOn<State extends Folded>(shelf: Shelf<State>, stream: string): Promise<void> {
  const tail = await tailOf(shelf, stream);
  const before = tail.state;
  if (tail.isBroken || tail.appendsUnderWay > 0) return;
  const newer = await shelf.journal.readStream(stream, before.revision + 1);
  // Whoever appended meanwhile has found out: what was read does not follow on its state.
  if (newer.length === 0 || tail.state !== before) return;
  tail.state = newer.reduce(shelf.foldingOf(stream).evolve, before);
}

async function loadOnce<State extends Folded>(
  shelf: Shelf<State>,
  stream: string,
  broken: Tail<State> | undefined,
): Promise<Tail<State>> {
  const known = shelf.loading.get(stream);
  if (known !== undefined) return known;
  const loading = load(shelf, stream, broken).finally(() => shelf.loading.delete(stream));
  shelf.loading.set(stream, loading);
  return loading;
}

async function load<State extends Folded>(
  shelf: Shelf<State>,
  stream: string,
  broken: Tail<State> | undefined,
): Promise<Tail<State>> {
  // Appends decided on a broken tail may still be under way; what they left behind is only known afterwards.
  await broken?.durable.catch(() => undefined);
  const state = fold(shelf, stream, await shelf.journal.readStream(stream));
  if (broken !== undefined) forget(shelf, broken);
  const durable = Promise.resolve();
  const tail = { stream, state, durable, isBroken: false, appendsUnderWay: 0, entriesCounted: 0 };
  shelf.held.set(stream, tail);
  measure(shelf, tail);
  return tail;
}

function forget<State extends Folded>(shelf: Shelf<State>, tail: Tail<State>): void {
  shelf.entriesHeld -= tail.entriesCounted;
  tail.entriesCounted = 0;
  shelf.held.delete(tail.stream);
}

function measure<State extends Folded>(shelf: Shelf<State>, tail: Tail<State>): void {
  const entries = tail.state.revision + 1;
  shelf.entriesHeld += entries - tail.entriesCounted;
  tail.entriesCounted = entries;
  for (const oldest of shelf.held.values()) {
    if (shelf.entriesHeld * bytesPerEntry <= shelf.boundInBytes) return;
    if (oldest !== tail && oldest.appendsUnderWay === 0) forget(shelf, oldest);
  }
}

async function submit<State extends Folded>(
  shelf: Shelf<State>,
  tail: Tail<State>,
  entries: readonly NewEntry[],
  next: State,
): Promise<Appended> {
  const { stream } = tail;
  const appended = shelf.journal.append({ stream, expectedRevision: tail.state.revision, entries });
  tail.state = next;
  tail.durable = appended;
  tail.appendsUnderWay += 1;
  if (shelf.held.get(stream) === tail) measure(shelf, tail);
  try {
    return await appended;
  } catch (error) {
    tail.isBroken = true;
    throw error;
  } finally {
    tail.appendsUnderWay -= 1;
  }
}
