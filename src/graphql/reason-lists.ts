import type { Ledger } from '#ledger/books.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolveLedgerEntries } from '#ledger/ledger.ts';
import { reasonsInForce, reasonsOfVersion } from '#ledger/reasons/published-lists.ts';
import type { ReasonList } from '#ledger/reasons.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { JournalBook } from './context.ts';

/** The lists of reasons as the journal has them. */
export interface ReasonLists {
  /** The list in force on a day, as known at an ordinal. */
  inForce(asOf: CalendarDate, ordinal: number): Promise<ReasonList>;
  /** What the reason of an entry means, in the list that the entry was decided on. */
  labelOf(entry: Entry): Promise<string | undefined>;
}

/** Reads the ledger's own stream, and each time only what is new of it. */
export function createReasonLists(journal: JournalBook, shipped: ReasonList): ReasonLists {
  let known: readonly Entry[] = [];
  const read = async (): Promise<readonly Entry[]> => {
    // Nothing is recorded before the ledger is opened: the first entry there is stands in its stream.
    const [first] = known.length > 0 ? known : await journal.readAll(0, 1);
    if (first === undefined) return known;
    const newer = await journal.readStream(first.stream, known.length);
    known = [...known.filter(({ revision }) => revision < (newer[0]?.revision ?? known.length)), ...newer];
    return known;
  };
  return {
    async inForce(asOf, ordinal) {
      const entries = await read();
      const then = entries.filter((entry) => entry.ordinal <= ordinal);
      return reasonsInForce(shipped, publishedIn(then), asOf);
    },
    async labelOf({ reasonCode, versions: { reasonList }, effectiveDate }) {
      if (reasonCode === undefined || reasonList === undefined) return undefined;
      const isKnown =
        reasonList === shipped.version || publishedIn(known).some(({ version }) => version === reasonList);
      const entries = isKnown ? known : await read();
      const list = reasonsOfVersion(shipped, publishedIn(entries), reasonList, effectiveDate);
      return list?.reasons.find(({ code }) => code === reasonCode)?.label;
    },
  };
}

function publishedIn(entries: readonly Entry[]): Ledger['reasonLists'] {
  return evolveLedgerEntries(entries).reasonLists;
}
