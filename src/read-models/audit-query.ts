import { accountStream, receiptStream } from '#journal/stream-names.ts';
import type { BookReader } from './book-reader.ts';
import { dayOf } from './days.ts';
import { numbersOfCursor, type Paged, pageOf } from './paging.ts';
import type { AuditFilter, AuditRow, PageRequest, View } from './read-models.ts';
import { maybeNumberOf, numberOf, type Row, textOf } from './rows.ts';

/** A command's place: its entries stand together on one stream. */
export interface CommandEntries {
  readonly stream: string;
  readonly firstRevision: number;
  readonly lastRevision: number;
}

interface AuditQuestion {
  readonly view: View;
  readonly filter: AuditFilter;
  readonly page: PageRequest;
  /** Where the command of the filter was recorded; the journal knows. */
  readonly command: CommandEntries | undefined;
}

interface Test {
  readonly sql: string;
  readonly values: readonly (string | number | bigint)[];
}

/** Entries by what they are, newest first. What was recorded is listed whatever its date: `asOf` is for figures. */
export function auditRows(reader: BookReader, { view, filter, page, command }: AuditQuestion): Paged<AuditRow> {
  const tests = testsOf(reader, view, filter, page.after);
  if (command !== undefined) tests.push(commandTest(command));
  const rows = reader.sql.rows(
    `SELECT e.ordinal, e.revision, a.stream FROM entry e JOIN account a ON a.id = e.account
      WHERE ${tests.map(({ sql }) => sql).join(' AND ')} ORDER BY e.ordinal DESC LIMIT ?`,
    ...tests.flatMap(({ values }) => values),
    page.first + 1,
  );
  return entriesPaged(rows, page);
}

/** Where entries stand, from rows of their ordinal, stream and revision: one more than the page holds, if there is one. */
export function entriesPaged(rows: readonly Row[], { first }: PageRequest): Paged<AuditRow> {
  const found = rows.map((row) => ({
    ordinal: numberOf(row, 'ordinal'),
    stream: textOf(row, 'stream'),
    revision: numberOf(row, 'revision'),
  }));
  return pageOf(found, first, ({ ordinal }) => String(ordinal));
}

function testsOf(reader: BookReader, view: View, filter: AuditFilter, after: string | undefined): Test[] {
  const { ordinal } = view;
  const { accountId, receiptId, actorId, reasonCode, effectiveFrom, effectiveTo, amountAtLeast } = filter;
  const before = after === undefined ? ordinal : Math.min(ordinal, (numbersOfCursor(after, 1)[0] ?? 0) - 1);
  const recorded = recordedBetween(reader, before, filter);
  const tests: Test[] = [{ sql: 'e.ordinal BETWEEN ? AND ?', values: [recorded.first, recorded.last] }];
  const add = (sql: string, ...values: Test['values']): void => void tests.push({ sql, values });
  if (accountId !== undefined) add(streamTest, accountStream(reader.ledgerId, accountId));
  if (receiptId !== undefined) add(streamTest, receiptStream(reader.ledgerId, receiptId));
  if (actorId !== undefined) add(termTest('actor'), actorId);
  if (reasonCode !== undefined) add(termTest('reason'), reasonCode);
  if (filter.types !== undefined) add(typeTest(filter.types.length), ...filter.types);
  if (effectiveTo !== undefined) add('e.effective <= ?', dayOf(effectiveTo));
  if (effectiveFrom !== undefined) add('e.effective >= ?', dayOf(effectiveFrom));
  if (amountAtLeast !== undefined) add('e.amount >= ?', BigInt(amountAtLeast));
  return tests;
}

const streamTest = 'e.account = (SELECT id FROM account WHERE stream = ?)';

const termTest = (kind: 'actor' | 'reason'): string =>
  `e.${kind} = (SELECT id FROM term WHERE kind = '${kind}' AND text = ?)`;

const typeTest = (count: number): string =>
  `e.type IN (SELECT id FROM term WHERE kind = 'type' AND text IN (${Array.from({ length: count }, () => '?').join(', ')}))`;

function commandTest({ stream, firstRevision, lastRevision }: CommandEntries): Test {
  return { sql: `${streamTest} AND e.revision BETWEEN ? AND ?`, values: [stream, firstRevision, lastRevision] };
}

/** Recorded time never goes back along the ordinals, so a stretch of time is a stretch of ordinals. */
function recordedBetween(
  reader: BookReader,
  head: number,
  { recordedFrom, recordedTo }: AuditFilter,
): { readonly first: number; readonly last: number } {
  const first = recordedFrom === undefined ? 1 : firstRecordedAt(reader, head, Date.parse(recordedFrom));
  const last = recordedTo === undefined ? head : firstRecordedAt(reader, head, Date.parse(recordedTo) + 1) - 1;
  return { first, last };
}

/** The first ordinal recorded at or after an instant, or the one after the head. */
function firstRecordedAt({ sql }: BookReader, head: number, instant: number): number {
  let [low, high] = [1, head + 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const recorded = maybeNumberOf(sql.row('SELECT recorded FROM entry WHERE ordinal = ?', middle) ?? {}, 'recorded');
    if (recorded !== undefined && recorded < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** When the entry was recorded; undefined for 0. */
export function recordedAt({ sql }: BookReader, { ordinal }: { readonly ordinal: number }): string | undefined {
  const row = sql.row('SELECT recorded FROM entry WHERE ordinal = ?', ordinal);
  return row === undefined ? undefined : new Date(numberOf(row, 'recorded')).toISOString();
}
