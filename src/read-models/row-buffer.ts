import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';

/** Rows of one INSERT. The call into SQLite costs more than the row, up to about here. */
const rowsAtOnce = 16;

/** Rows of one table on their way in, many to a statement. */
export class RowBuffer {
  readonly #width: number;
  readonly #many: StatementSync;
  readonly #one: StatementSync;
  /** Filled from the front, row by row; used again and again. */
  readonly #values: SQLInputValue[];
  #filled = 0;

  constructor(db: DatabaseSync, table: string, columns: string) {
    const names = columns.split(', ');
    this.#width = names.length;
    const insert = `INSERT OR FAIL INTO ${table} (${columns}) VALUES `;
    this.#values = Array.from({ length: rowsAtOnce * names.length }, () => null);
    const row = `(${names.map(() => '?').join(', ')})`;
    this.#one = db.prepare(insert + row);
    this.#many = db.prepare(insert + Array.from({ length: rowsAtOnce }, () => row).join(', '));
  }

  add(...row: readonly SQLInputValue[]): void {
    for (const value of row) {
      this.#values[this.#filled] = value;
      this.#filled += 1;
    }
    if (this.#filled < this.#values.length) return;
    this.#filled = 0;
    this.#many.run(...this.#values);
  }

  flush(): void {
    const filled = this.#filled;
    this.#filled = 0;
    for (let at = 0; at < filled; at += this.#width) this.#one.run(...this.#values.slice(at, at + this.#width));
  }

  clear(): void {
    this.#filled = 0;
  }
}
