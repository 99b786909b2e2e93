import { largestAppendBytes, mostEntriesPerAppend } from '../append-limits.ts';
import type { JournalRows, StoredRow } from './journal-rows.ts';

const batchSize = 2_000;

/**
 * The entries after an ordinal, in order, as what can go to the server together: those of one stream that follow each other, as
 * many as one append takes. The same ordinal begins the same run again.
 */
export function* runsAfter(rows: JournalRows, ordinal: number): Generator<readonly StoredRow[]> {
  let run: StoredRow[] = [];
  let bytes = 0;
  for (const row of rowsAfter(rows, ordinal)) {
    const size = Buffer.byteLength(row.body);
    const isFull = run.length >= mostEntriesPerAppend || bytes + size > largestAppendBytes;
    if (run.length > 0 && (isFull || run[0]?.stream !== row.stream)) {
      yield run;
      run = [];
      bytes = 0;
    }
    run.push(row);
    bytes += size;
  }
  if (run.length > 0) yield run;
}

function* rowsAfter(rows: JournalRows, ordinal: number): Generator<StoredRow> {
  for (let at = ordinal; ; ) {
    const batch = rows.after(at, batchSize);
    yield* batch;
    const last = batch.at(-1);
    if (last === undefined) return;
    at = last.ordinal;
  }
}
