import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Row } from './rows.ts';

/** Statements kept prepared on one connection: preparing one costs more than running it. */
const mostStatements = 256;

/**
 * Reading from one connection. Integers come as bigint, so that nothing beyond 2^53 is ever rounded.
 *
 * SQLite adds 64-bit integers and refuses a sum that leaves them, even on the way. A book may hold such sums (a hundred
 * amounts of the largest size), so a refused statement is run again with `exact_sum`, which has no limit and is slow.
 */
export class Sql {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(db: DatabaseSync) {
    this.#db = db;
    addExactSum(db);
  }

  rows(sql: string, ...values: readonly SQLInputValue[]): readonly Row[] {
    try {
      return this.#prepared(sql).all(...values);
    } catch (error) {
      if (!isSumTooLarge(error)) throw error;
      return this.#prepared(withExactSums(sql)).all(...values);
    }
  }

  row(sql: string, ...values: readonly SQLInputValue[]): Row | undefined {
    return this.rows(sql, ...values)[0];
  }

  #prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    if (this.#statements.size >= mostStatements) this.#statements.clear();
    const statement = this.#db.prepare(sql);
    statement.setReadBigInts(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}

function isSumTooLarge(error: unknown): boolean {
  return error instanceof Error && error.message.includes('integer overflow');
}

function withExactSums(sql: string): string {
  return sql.replaceAll(/\bsum\(/g, 'exact_sum(');
}

const largestInteger = 2n ** 63n - 1n;

/** The sum of whole numbers of any size: an integer as long as it fits, text beyond. NULL of nothing, as `sum` does. */
function addExactSum(db: DatabaseSync): void {
  db.aggregate('exact_sum', {
    deterministic: true,
    useBigIntArguments: true,
    start: '',
    step: (total: string, value) => (value === null ? total : (BigInt(total) + BigInt(String(value))).toString()),
    result: (total: string) => {
      if (total === '') return null;
      const sum = BigInt(total);
      return sum <= largestInteger && sum >= -largestInteger ? sum : total;
    },
  });
}
