import type { Ledger } from '#ledger/books.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolveLedgerEntries } from '#ledger/ledger.ts';
import { reasonsInForce, reasonsOfVersion } from '#ledger/reasons/published-lists.ts';
import type { ReasonList } from '#ledger/reasons.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { LedgerStream } from './ledger-stream.ts';

/** The lists of reasons as the journal has them. */
export interface ReasonLists {
  /** The list in force on a day, as known at an ordinal. */
  inForce(asOf: CalendarDate, ordinal: number): Promise<ReasonList>;
  /** What the reason of an entry means, in the list that the entry was decided on. */
  labelOf(entry: Entry): Promise<string | undefined>;
}

export function createReasonLists({ entries, known }: LedgerStream, shipped: ReasonList): ReasonLists {
  return {
    async inForce(asOf, ordinal) {
      const then = (await entries()).filter((entry) => entry.ordinal <= ordinal);
      return reasonsInForce(shipped, publishedIn(then), asOf);
    },
    async labelOf({ reasonCode, versions: { reasonList }, effectiveDate }) {
      if (reasonCode === undefined || reasonList === undefined) return undefined;
      const isKnown =
        reasonList === shipped.version || publishedIn(known()).some(({ version }) => version === reasonList);
      const read = isKnown ? known() : await entries();
      const list = reasonsOfVersion(shipped, publishedIn(read), reasonList, effectiveDate);
      return list?.reasons.find(({ code }) => code === reasonCode)?.label;
    },
  };
}

function publishedIn(entries: readonly Entry[]): Ledger['reasonLists'] {
  return evolveLedgerEntries(entries).reasonLists;
}
