import { CursorUnknown } from './read-models.ts';

export interface Paged<Row> {
  readonly rows: readonly (Row & { readonly cursor: string })[];
  readonly hasNextPage: boolean;
}

/** A page out of rows of which one more than asked for was read. */
export function pageOf<Row>(rows: readonly Row[], first: number, cursorOf: (row: Row) => string): Paged<Row> {
  const shown = rows.slice(0, first).map((row) => ({ ...row, cursor: cursorOf(row) }));
  return { rows: shown, hasNextPage: rows.length > first };
}

/** Whole numbers that a cursor was made of. */
export function numbersOfCursor(cursor: string, count: number): readonly number[] {
  const numbers = cursor.split('.').map(Number);
  const isValid = /^-?[0-9]{1,15}(\.-?[0-9]{1,15})*$/.test(cursor) && numbers.length === count;
  if (!isValid) throw new CursorUnknown('the cursor was not made by this list');
  return numbers;
}
