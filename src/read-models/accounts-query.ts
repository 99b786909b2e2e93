import { accountOfStream, accountStream } from '#journal/stream-names.ts';
import { type BookReader, cutOf, knownAccount } from './book-reader.ts';
import { dateOfDay } from './days.ts';
import { type Paged, pageOf } from './paging.ts';
import type { AccountFilter, AccountRow, PageRequest, View } from './read-models.ts';
import { numberOf, type Row, textOf } from './rows.ts';

export function accountRowOf(
  reader: BookReader,
  { view, accountId }: { readonly view: View; readonly accountId: string },
): AccountRow | undefined {
  const account = knownAccount(reader, cutOf(view), accountId);
  if (account === undefined) return undefined;
  const { currency, openedOn } = account;
  return { accountId, currency, openedOn };
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
    `SELECT stream, currency, opened_on FROM account
      WHERE stream >= ? AND stream < ? AND stream > ? AND opened_at <= ? ORDER BY stream LIMIT ?`,
    prefix,
    end,
    after,
    view.ordinal,
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
  return { accountId, currency: textOf(row, 'currency'), openedOn: dateOfDay(numberOf(row, 'opened_on')) };
}
