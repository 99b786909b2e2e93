import type { StatementSync } from 'node:sqlite';

/**
 * Rows as lists of columns, for the statements that run for every entry: an object with named columns is made in
 * dictionary form, and takes longer to make and to read than its row takes to be found.
 */
export function inColumns(statement: StatementSync): StatementSync {
  statement.setReturnArrays(true);
  return statement;
}

/** A row of a statement that was prepared `inColumns`, in the order of its SELECT. */
export function columnsOf(row: unknown): readonly unknown[] {
  if (Array.isArray(row)) return row;
  throw new Error('the statement was not prepared in columns');
}
