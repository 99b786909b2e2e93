import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** Rows of one INSERT. The call into SQLite costs more than the row, up to about here. */
const rowsAtOnce = 16;

/** Rows of one table on their way in, many to a statement. */
export class RowBuffer {
  readonly #width: number;
  readonly #many: StatementSync;
  readonly #one: StatementSync;
  #values: SQLInputValue[] = [];

  constructor(db: DatabaseSync, table: string, columns: readonly string[]) {
    this.#width = columns.length;
    const insert = `INSERT OR FAIL INTO ${table} (${columns.join(', ')}) VALUES `;
    const row = `(${columns.map(() => '?').join(', ')})`;
    this.#one = db.prepare(insert + row);
    this.#many = db.prepare(insert + Array.from({ length: rowsAtOnce }, () => row).join(', '));
  }

  add(...row: readonly SQLInputValue[]): void {
    for (const value of row) this.#values.push(value);
    if (this.#values.length < this.#width * rowsAtOnce) return;
    const values = this.#values;
    this.#values = [];
    this.#many.run(...values);
  }

  flush(): void {
    const values = this.#values;
    this.#values = [];
    for (let at = 0; at < values.length; at += this.#width) this.#one.run(...values.slice(at, at + this.#width));
  }

  clear(): void {
    this.#values = [];
  }
}
