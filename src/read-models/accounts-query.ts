import { accountOfStream, accountStream } from '#journal/stream-names.ts';
import { type BookReader, cutOf } from './book-reader.ts';
import { dateOfDay } from './days.ts';
import { type Paged, pageOf } from './paging.ts';
import type { AccountFilter, AccountRow, PageRequest, View } from './read-models.ts';
import { maybeNumberOf, numberOf, type Row, textOf } from './rows.ts';

/**
 * With the last closing or re-opening that the view lets through. Their effective dates follow each other as they were
 * recorded, so the last that was recorded is the last.
 */
const accountsThen = `
  SELECT stream, currency, opened_on,
         (SELECT CASE is_closed WHEN 1 THEN effective END FROM closing
           WHERE closing.account = account.id AND closing.ordinal <= ? AND effective <= ?
           ORDER BY closing.ordinal DESC LIMIT 1) AS closed_on
    FROM account`;

export function accountRowOf(
  reader: BookReader,
  { view, accountId }: { readonly view: View; readonly accountId: string },
): AccountRow | undefined {
  const { day, ordinal } = cutOf(view);
  const stream = accountStream(reader.ledgerId, accountId);
  const row = reader.sql.row(`${accountsThen} WHERE stream = ? AND opened_at <= ?`, ordinal, day, stream, ordinal);
  return row && rowOf(reader, row);
}

/** The accounts in order of their ids. */
export function accountRows(
  reader: BookReader,
  { view, filter, page }: { readonly view: View; readonly filter: AccountFilter; readonly page: PageRequest },
): Paged<AccountRow> {
  const prefix = accountStream(reader.ledgerId, filter.accountIdPrefix ?? '');
  // Ids are ASCII below `~`, so this is above every stream that begins with the prefix.
  const end = `${prefix}~`;
  const after = page.after === undefined ? '' : accountStream(reader.ledgerId, page.after);
  const rows = reader.sql.rows(
    `${accountsThen}
      WHERE stream >= ? AND stream < ? AND stream > ? AND opened_at <= ? AND currency = coalesce(?, currency)
      ORDER BY stream LIMIT ?`,
    view.ordinal,
    cutOf(view).day,
    prefix,
    end,
    after,
    view.ordinal,
    filter.currency ?? null,
    page.first + 1,
  );
  return pageOf(
    rows.map((row) => rowOf(reader, row)),
    page.first,
    (row) => row.accountId,
  );
}

function rowOf({ ledgerId }: BookReader, row: Row): AccountRow {
  const accountId = accountOfStream(ledgerId, textOf(row, 'stream'));
  if (accountId === undefined) throw new Error('an account has a stream that is none');
  const closed = maybeNumberOf(row, 'closed_on');
  return {
    accountId,
    currency: textOf(row, 'currency'),
    openedOn: dateOfDay(numberOf(row, 'opened_on')),
    closedOn: closed === undefined ? undefined : dateOfDay(closed),
  };
}
