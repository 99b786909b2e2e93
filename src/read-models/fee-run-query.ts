import { accountOfStream } from '#journal/stream-names.ts';
import { feeCategories } from '#ledger/charge-kinds.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { entriesPaged } from './audit-query.ts';
import { type BookReader, cutOf } from './book-reader.ts';
import { dateOfDay, dayOf } from './days.ts';
import { numbersOfCursor, type Paged } from './paging.ts';
import type { AuditRow, PageRequest, View } from './read-models.ts';
import { maybeNumberOf, textOf } from './rows.ts';
import { receivable } from './schema.ts';

interface OverdueQuestion {
  readonly view: View;
  readonly currency: string;
  readonly dueBefore: CalendarDate;
}

export interface LateFeeSubjects {
  /** In the order in which they were opened. */
  readonly accounts: readonly string[];
  /** The newest day up to the view's of money that came from another system. */
  readonly newestImportOn: CalendarDate | undefined;
}

export function lateFeeSubjectsOf(reader: BookReader, question: OverdueQuestion): LateFeeSubjects {
  return { accounts: overdueAccounts(reader, question), newestImportOn: newestImportOn(reader, question) };
}

/** One pass over the account holders' stretch of the covering index. */
function overdueAccounts(
  { sql, ledgerId }: BookReader,
  { view, currency, dueBefore }: OverdueQuestion,
): readonly string[] {
  const { day, ordinal } = cutOf(view);
  const rows = sql.rows(
    `SELECT a.stream FROM account a WHERE a.id IN (
       SELECT i.account FROM (
         SELECT subject FROM posting INDEXED BY posting_aging
          WHERE gl = ${receivable} AND party = (SELECT id FROM party WHERE currency = ? AND party_class = 'SELF')
            AND party IS NOT NULL AND due < ? AND ordinal <= ? AND effective <= ?
          GROUP BY party, due, subject HAVING sum(amount) > 0) s
         JOIN item i ON i.id = s.subject JOIN term c ON c.id = i.category
        WHERE c.text NOT IN (${feeCategories.map((category) => `'${category}'`).join(', ')}))
      ORDER BY a.id`,
    currency,
    dayOf(dueBefore),
    ordinal,
    day,
  );
  return rows.map((row) => accountOfStream(ledgerId, textOf(row, 'stream')) ?? '');
}

function newestImportOn({ sql }: BookReader, { view }: OverdueQuestion): CalendarDate | undefined {
  const { day, ordinal } = cutOf(view);
  const row = sql.row(
    'SELECT max(effective) AS day FROM import_day WHERE effective <= ? AND ordinal <= ?',
    day,
    ordinal,
  );
  const newest = maybeNumberOf(row ?? {}, 'day');
  return newest === undefined ? undefined : dateOfDay(newest);
}

interface FeeRunQuestion {
  readonly view: View;
  readonly runId: string;
  readonly page: PageRequest;
}

/** The entries of a run on accounts, in the order of recording. */
export function feeRunRows({ sql }: BookReader, { view, runId, page }: FeeRunQuestion): Paged<AuditRow> {
  const after = page.after === undefined ? 0 : (numbersOfCursor(page.after, 1)[0] ?? 0);
  const rows = sql.rows(
    `SELECT r.ordinal, r.revision, a.stream FROM fee_run_account r JOIN account a ON a.id = r.account
      WHERE r.run = ? AND r.ordinal > ? AND r.ordinal <= ? ORDER BY r.ordinal LIMIT ?`,
    runId,
    after,
    cutOf(view).ordinal,
    page.first + 1,
  );
  return entriesPaged(rows, page);
}
