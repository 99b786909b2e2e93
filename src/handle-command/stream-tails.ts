import type { Map as PersistentMap } from 'immutable';
import { type Appended, type Journal, WrongRevision } from '#journal/journal.ts';
import type { Entry, NewEntry } from '#ledger/entry.ts';
import { countedBehind, type Fence } from '#ledger/periods/late-entries.ts';
import type { RecordedCommand } from '#ledger/recorded-command.ts';
import { createTurns, type Turns } from './turns.ts';

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
  /** The fences that its entries were counted by. */
  readonly fences: readonly Fence[];
  state: State;
  /** As far as it is known to stand in the journal: where to read on from if something submitted after it fails. */
  stored: State;
  /** Revision of the last entry that was read. This process has submitted whatever stands after it. */
  lastRead: number;
  /** Settles when the last append submitted has; appends of a stream are carried out in order, so it speaks for all. */
  durable: Promise<unknown>;
  /**
   * Once an append has failed, what was decided after it stands on nothing; once there is another fence, what was read may
   * count from another day. The tail is left and read anew.
   */
  isBroken: boolean;
  appendsUnderWay: number;
  entriesCounted: number;
  /** Given where other processes append too; the same for every tail of the stream, one after the other. */
  readonly turns: Turns | undefined;
}

export interface StreamTails<State extends Folded> {
  /** The state that these entries of a stream, from its first on, make. */
  fold(stream: string, entries: readonly Entry[]): State;
  /**
   * Uses the tail in the order in which it was asked for, however long one has to wait for it: what is done with it before the
   * first pause, a command decided and submitted, is done in that order.
   */
  withTail<Value>(stream: string, use: (tail: Tail<State>) => Value | Promise<Value>): Promise<Value>;
  /** Of a tail that nobody has to wait for; undefined where there is none. */
  stateNow(stream: string): State | undefined;
  /** Folds in what another process may have appended since. While an append of our own is under way that shows by itself. */
  readOn(stream: string): Promise<void>;
  /**
   * Whether the stream ended with this state of the tail at a moment after it was asked for here: all of it is durable, and
   * what follows, if anything, this process has submitted since. Whatever else follows is folded in.
   */
  wasLast(tail: Tail<State>, state: State): Promise<boolean>;
  /** Submits an append decided on the tail; `next` is the state with it. The tail is ahead of the journal until it settles. */
  submit(
    tail: Tail<State>,
    entries: readonly NewEntry[],
    next: State,
    confirm: () => Promise<boolean>,
  ): Promise<Appended>;
}

/** What a folded entry takes in memory, measured over books of charges and payments and rounded up. */
const bytesPerEntry = 2_400;

/** Everything kept of one kind of stream. */
interface Shelf<State extends Folded> {
  readonly journal: Journal;
  readonly foldingOf: (stream: string) => Folding<State>;
  readonly boundInBytes: number;
  readonly fences: () => readonly Fence[];
  /** In the order of use, the least recent first. */
  readonly held: Map<string, Tail<State>>;
  /** By stream, in the order in which they came. */
  readonly waiting: Map<string, Turn<State>[]>;
  entriesHeld: number;
}

/**
 * The tails of one kind of stream, kept up to a bound in bytes; the least recently used goes first. `fences`: those of the
 * periods as far as they are known, the same list until there is another fence; entries are folded as they count by them.
 */
export function createStreamTails<State extends Folded>(
  journal: Journal,
  foldingOf: (stream: string) => Folding<State>,
  boundInBytes: number,
  fences: () => readonly Fence[],
): StreamTails<State> {
  const parts = { journal, foldingOf, boundInBytes, fences };
  const shelf = { ...parts, held: new Map(), waiting: new Map(), entriesHeld: 0 };
  return {
    fold: (stream, entries) => fold(foldingOf(stream), fences(), entries),
    withTail: (stream, use) => withTail(shelf, stream, use),
    stateNow: (stream) => (shelf.waiting.has(stream) ? undefined : tailHeld(shelf, stream)?.state),
    readOn: async (stream) => withTail(shelf, stream, (tail) => readOn(shelf, tail)),
    wasLast: (tail, state) => wasLast(shelf, tail, state),
    submit: (tail, entries, next, confirm) => submit(shelf, tail, entries, next, confirm),
  };
}

function fold<State extends Folded>(
  { empty, evolve }: Folding<State>,
  fences: readonly Fence[],
  entries: readonly Entry[],
  before = empty,
): State {
  return entries.reduce((state, entry) => evolve(state, countedBehind(fences, entry)), before);
}

/** Somebody who waits for a tail. */
interface Turn<State extends Folded> {
  readonly take: (tail: Tail<State>) => void;
  readonly fail: (error: unknown) => void;
}

async function withTail<State extends Folded, Value>(
  shelf: Shelf<State>,
  stream: string,
  use: (tail: Tail<State>) => Value | Promise<Value>,
): Promise<Value> {
  const waiting = shelf.waiting.get(stream);
  const tail = waiting === undefined ? tailHeld(shelf, stream) : undefined;
  if (tail !== undefined) return use(tail);
  return new Promise((resolve, reject) => {
    const take = (loaded: Tail<State>): void => resolve(Promise.try(() => use(loaded)));
    const turn = { take, fail: reject };
    if (waiting !== undefined) return void waiting.push(turn);
    shelf.waiting.set(stream, [turn]);
    void serve(shelf, stream);
  });
}

/** One turn after the other, and whoever comes meanwhile after them. */
async function serve<State extends Folded>(shelf: Shelf<State>, stream: string): Promise<void> {
  const waiting = shelf.waiting.get(stream) ?? [];
  while (waiting.length > 0) {
    try {
      const tail = tailHeld(shelf, stream) ?? (await load(shelf, stream));
      if (tail !== undefined) waiting.shift()?.take(tail);
    } catch (error) {
      for (const { fail } of waiting.splice(0)) fail(error);
    }
  }
  shelf.waiting.delete(stream);
}

/** Undefined where commands cannot be decided on it now. */
function tailHeld<State extends Folded>(shelf: Shelf<State>, stream: string): Tail<State> | undefined {
  const tail = shelf.held.get(stream);
  if (tail === undefined || tail.turns?.opening() !== undefined) return undefined;
  // What this process has submitted since is not known to stand before the fence.
  if (tail.fences !== shelf.fences()) tail.isBroken = true;
  if (tail.isBroken) return undefined;
  shelf.held.delete(stream);
  shelf.held.set(stream, tail);
  return tail;
}

async function readOn<State extends Folded>(shelf: Shelf<State>, tail: Tail<State>): Promise<void> {
  const before = tail.state;
  if (tail.isBroken || tail.appendsUnderWay > 0) return;
  const newer = await shelf.journal.readStream(tail.stream, before.revision + 1);
  // Whoever appended meanwhile has found out: what was read does not follow on its state.
  if (newer.length === 0 || tail.state !== before) return;
  tail.state = fold(shelf.foldingOf(tail.stream), tail.fences, newer, before);
  tail.stored = tail.state;
  tail.lastRead = tail.state.revision;
  if (shelf.held.get(tail.stream) === tail) measure(shelf, tail);
}

async function wasLast<State extends Folded>(shelf: Shelf<State>, tail: Tail<State>, state: State): Promise<boolean> {
  for (;;) {
    await settled(tail.durable);
    if (tail.isBroken || tail.lastRead > state.revision) return false;
    // What follows is ours, was submitted after the state had been there, and stands.
    if (tail.stored.revision > state.revision) return true;
    if (tail.appendsUnderWay > 0) continue;
    await readOn(shelf, tail);
    if (!tail.isBroken && tail.state === state) return true;
  }
}

async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.catch(() => undefined);
}

/** Undefined where it has to be looked at again. */
async function load<State extends Folded>(shelf: Shelf<State>, stream: string): Promise<Tail<State> | undefined> {
  const broken = shelf.held.get(stream);
  const opening = broken?.turns?.opening();
  if (opening !== undefined) {
    await opening;
    return undefined;
  }
  const folding = shelf.foldingOf(stream);
  const fences = shelf.fences();
  // Appends decided on a broken tail may still be under way; what they left behind is only known afterwards.
  if (broken !== undefined) await settled(broken.durable);
  const turns = shelf.journal.isShared ? (broken?.turns ?? createTurns(() => performance.now())) : undefined;
  await turns?.beforeReading();
  const before = broken?.fences === fences ? broken.stored : folding.empty;
  const newer = await shelf.journal.readStream(stream, before.revision + 1);
  // There is another fence meanwhile.
  if (fences !== shelf.fences()) return undefined;
  if (broken !== undefined) forget(shelf, broken);
  const state = fold(folding, fences, newer, before);
  const nothingSubmitted = { durable: Promise.resolve(), isBroken: false, appendsUnderWay: 0, entriesCounted: 0 };
  const tail = { stream, fences, state, stored: state, lastRead: state.revision, turns, ...nothingSubmitted };
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
  confirm: () => Promise<boolean>,
): Promise<Appended> {
  const { stream } = tail;
  const appended = shelf.journal.append({
    stream,
    expectedRevision: tail.state.revision,
    entries,
    // Everything submitted on this tail was decided on what was submitted before.
    chain: tail,
    confirm,
  });
  tail.state = next;
  tail.durable = appended;
  tail.turns?.appending(appended);
  tail.appendsUnderWay += 1;
  if (shelf.held.get(stream) === tail) measure(shelf, tail);
  try {
    const done = await appended;
    tail.stored = next;
    return done;
  } catch (error) {
    breakOff(shelf, tail, error);
    throw error;
  } finally {
    tail.appendsUnderWay -= 1;
  }
}

function breakOff<State extends Folded>(shelf: Shelf<State>, tail: Tail<State>, error: unknown): void {
  const isFirst = !tail.isBroken;
  tail.isBroken = true;
  if (!(error instanceof WrongRevision)) return;
  if (isFirst) tail.turns?.lost();
  // The journal has less than was known of it: it was restored, and what is remembered of the stream is worth nothing.
  if (error.actual < tail.stored.revision) tail.stored = shelf.foldingOf(tail.stream).empty;
}
