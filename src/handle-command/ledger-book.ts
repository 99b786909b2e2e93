import type { Journal } from '#journal/journal.ts';
import { ledgerStream } from '#journal/stream-names.ts';
import type { Ledger } from '#ledger/books.ts';
import { emptyLedger, evolveLedger } from '#ledger/ledger.ts';
import { type Fence, fencesIn } from '#ledger/periods/late-entries.ts';
import { reasonsInForce } from '#ledger/reasons/published-lists.ts';
import type { ReasonList } from '#ledger/reasons.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { createStreamTails, type StreamTails } from './stream-tails.ts';

/** The ledger's own stream as commands on accounts need it: what it was opened with, and its lists of reasons. */
export interface LedgerBook {
  readonly stream: string;
  readonly tails: StreamTails<Ledger>;
  /**
   * The ledger, durable. What this process records is in at once. Where another process writes the same ledger, what that one
   * recorded is in after `mostMilliseconds` at the latest.
   */
  known(): Promise<Ledger>;
  /** The ledger as it stands in the journal now. */
  newest(): Promise<Ledger>;
  /**
   * The ledger as it stood in the journal at most `mostMilliseconds` ago. Waits for no append, so that an append can wait for it;
   * what this process is about to record is not in.
   */
  asRead(): Promise<Ledger>;
  /** The fences of its periods, as far as `known` and `newest` have come; the same list until there is another. */
  readonly fences: () => readonly Fence[];
  reasonsOn(ledger: Ledger, asOf: CalendarDate): ReasonList;
}

/** How old what is known of the ledger may be. Reading on from where one is costs a look into the journal. */
export const mostMilliseconds = 1_000;

/** Lists of so many days are kept; commands are mostly of a few days. */
const mostDays = 100;

/** `elapsed`: milliseconds from any moment on, never backwards. */
export function createLedgerBook(
  journal: Journal,
  shipped: ReasonList,
  cacheBytes: number,
  elapsed: () => number,
): LedgerBook {
  const stream = ledgerStream(journal.ledgerId);
  const folding = { empty: emptyLedger(), evolve: evolveLedger };
  const tails = createStreamTails<Ledger>(
    journal,
    () => folding,
    cacheBytes,
    () => noFences,
  );
  const journalled = createReadLedger(journal, stream, elapsed);
  const looks = createLooks(() => tails.readOn(stream), elapsed);
  let last: Ledger | undefined;
  let before = Promise.resolve();
  let waiting = 0;
  const served = (): void => void (waiting -= 1);
  const durable = async (): Promise<Ledger> => {
    const ledger = await durableState(tails, stream);
    await journalled.readTo(ledger.revision);
    last = ledger;
    return ledger;
  };
  const newest = async (): Promise<Ledger> => {
    await looks.look();
    return durable();
  };
  return {
    stream,
    tails,
    newest,
    asRead: journalled.ledger,
    known: () => {
      if (waiting === 0 && !looks.isOld() && last !== undefined && tails.stateNow(stream) === last) {
        return Promise.resolve(last);
      }
      // Whoever comes while somebody waits, waits too: commands are decided in the order in which they were sent.
      waiting += 1;
      const ledger = before.then(() => (looks.isOld() ? newest() : durable()));
      before = ledger.then(served, served);
      return ledger;
    },
    fences: journalled.fences,
    reasonsOn: createReasonsByDay(shipped),
  };
}

/** Looks into the journal for what others have recorded, shared by those who ask at the same time. */
function createLooks(readOn: () => Promise<void>, elapsed: () => number) {
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    const asked = elapsed();
    await readOn();
    readAt = asked;
  };
  return {
    isOld: () => elapsed() - readAt > mostMilliseconds,
    look: async (): Promise<void> => {
      // What is being read already may have been asked for before what is to be found was recorded.
      await reading?.catch(() => undefined);
      reading ??= read().finally(() => (reading = undefined));
      return reading;
    },
  };
}

/** What the ledger records of itself never counts from another day than its own. */
const noFences: readonly Fence[] = [];

/** What the journal shows of the ledger, and its fences with their ordinals, which no state has that was about to be recorded. */
function createReadLedger(journal: Journal, stream: string, elapsed: () => number) {
  let ledger = emptyLedger();
  let fences = noFences;
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  const read = async (): Promise<void> => {
    const asked = elapsed();
    const newer = await journal.readStream(stream, ledger.revision + 1);
    const newFences = fencesIn(newer);
    if (newFences.length > 0) fences = [...fences, ...newFences];
    ledger = newer.reduce(evolveLedger, ledger);
    readAt = asked;
  };
  const readOn = (): Promise<void> => (reading ??= read().finally(() => (reading = undefined)));
  return {
    fences: () => fences,
    readTo: async (revision: number): Promise<void> => {
      while (ledger.revision < revision) {
        // What is being read already may have been asked for before the entry was there.
        const isOwn = reading === undefined;
        const before = ledger;
        await readOn();
        if (isOwn && ledger === before) throw new Error('the journal lacks entries of the ledger that it had');
      }
    },
    ledger: async (): Promise<Ledger> => {
      const asked = elapsed();
      const isOld = (): boolean => asked - readAt > mostMilliseconds;
      // What is being read already may have been asked for too long ago, too.
      while (isOld()) await readOn();
      return ledger;
    },
  };
}

/** A command is decided on what stands in the journal: a list whose append may still fail is not in force yet. */
async function durableState(tails: StreamTails<Ledger>, stream: string): Promise<Ledger> {
  for (;;) {
    const { state, durable } = await tails.withTail(stream, (tail) => ({ state: tail.state, durable: tail.durable }));
    const stands = await durable.then(
      () => true,
      () => false,
    );
    if (stands) return state;
  }
}

/** To put lists together for every command would cost more than the rest of many a command. */
function createReasonsByDay(shipped: ReasonList): LedgerBook['reasonsOn'] {
  const byDay = new Map<CalendarDate, ReasonList>();
  let of: Ledger['reasonLists'] = [];
  return ({ reasonLists }, asOf) => {
    if (reasonLists !== of || byDay.size > mostDays) byDay.clear();
    of = reasonLists;
    const list = byDay.get(asOf) ?? reasonsInForce(shipped, reasonLists, asOf);
    byDay.set(asOf, list);
    return list;
  };
}
