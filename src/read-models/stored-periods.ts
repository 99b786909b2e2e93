import type { DatabaseSync } from 'node:sqlite';
import { countedEntry, fenceOf } from '#ledger/periods/late-entries.ts';
import { type CalendarDate, dateInZone } from '#money/calendar-date.ts';
import type { BookEntry } from '#projections/book-entry.ts';
import { cutOffOf } from '#projections/cut-off.ts';
import { dateOfDay, dayOf } from './days.ts';
import { RowBuffer } from './row-buffer.ts';
import { maybeNumberOf, textOf } from './rows.ts';

/** What the projector knows of periods: the time zone they are in, and behind which day the books are closed. */
interface Known {
  readonly timeZone: string | undefined;
  readonly through: CalendarDate | undefined;
}

/** What stands in the tables of periods: fences, late entries, corrections, and entries of other months. */
export class StoredPeriods {
  readonly #db: DatabaseSync;
  readonly #fences: RowBuffer;
  readonly #late: RowBuffer;
  readonly #corrections: RowBuffer;
  readonly #cutOffs: RowBuffer;
  #known: Known;

  constructor(db: DatabaseSync) {
    this.#db = db;
    this.#fences = new RowBuffer(db, 'fence', 'ordinal, through');
    this.#late = new RowBuffer(db, 'late_entry', 'ordinal, dated');
    this.#corrections = new RowBuffer(db, 'correction', 'ordinal, corrected');
    this.#cutOffs = new RowBuffer(db, 'cut_off', 'ordinal, effective_month, recorded_month');
    this.#known = knownIn(db);
  }

  /** The entry as it counts, with what its date is to the periods noted. */
  counted(entry: BookEntry): BookEntry {
    const { ordinal } = entry;
    if (entry.type === 'LedgerOpened') this.#open(entry.data.timeZone);
    const fence = fenceOf(entry);
    if (fence !== undefined) {
      this.#fences.add(ordinal, fence.through === undefined ? null : dayOf(fence.through));
      this.#known = { ...this.#known, through: fence.through };
      return entry;
    }
    const counted = countedEntry(entry, this.#known.through);
    if (counted !== entry) this.#late.add(ordinal, dayOf(entry.effectiveDate));
    if (entry.corrects !== undefined) this.#corrections.add(ordinal, dayOf(entry.corrects.effectiveDate));
    const { timeZone } = this.#known;
    if (timeZone === undefined) return counted;
    const cutOff = cutOffOf(entry.effectiveDate, dateInZone(Date.parse(entry.recordedAt), timeZone));
    if (cutOff !== undefined) this.#cutOffs.add(ordinal, cutOff.effectiveMonth, cutOff.recordedMonth);
    return counted;
  }

  flush(): void {
    for (const rows of [this.#fences, this.#late, this.#corrections, this.#cutOffs]) rows.flush();
  }

  /** The rows went: what was made of them goes with them. */
  clear(): void {
    for (const rows of [this.#fences, this.#late, this.#corrections, this.#cutOffs]) rows.clear();
    this.#known = knownIn(this.#db);
  }

  #open(timeZone: string): void {
    this.#db.prepare('INSERT INTO zone (id, name) VALUES (1, ?)').run(timeZone);
    this.#known = { timeZone, through: undefined };
  }
}

function knownIn(db: DatabaseSync): Known {
  const zone = db.prepare('SELECT name FROM zone').get();
  const fence = db.prepare('SELECT through FROM fence ORDER BY ordinal DESC LIMIT 1').get();
  const through = fence === undefined ? undefined : maybeNumberOf(fence, 'through');
  return {
    timeZone: zone === undefined ? undefined : textOf(zone, 'name'),
    through: through === undefined ? undefined : dateOfDay(through),
  };
}
