import type { DatabaseSync } from 'node:sqlite';
import { checkpointIn } from './checkpoint.ts';
import type { Findings } from './findings.ts';
import { numberOf, type Row } from './rows.ts';

/** Every table in the order of its key. Names are compared with the rest: their numbers follow from the journal too. */
const tables = [
  { name: 'account', key: 'id' },
  { name: 'balance', key: 'account' },
  { name: 'item', key: 'id' },
  { name: 'payment', key: 'id' },
  { name: 'credit', key: 'id' },
  { name: 'party', key: 'id' },
  { name: 'term', key: 'id' },
  { name: 'gl_account', key: 'id' },
  { name: 'entry', key: 'ordinal' },
  { name: 'posting', key: 'ordinal, line' },
  { name: 'movement', key: 'account, ordinal, line' },
  { name: 'closing', key: 'account, ordinal' },
  { name: 'zone', key: 'id' },
  { name: 'fence', key: 'ordinal' },
  { name: 'late_entry', key: 'ordinal' },
  { name: 'correction', key: 'ordinal' },
  { name: 'cut_off', key: 'ordinal' },
  { name: 'agreement', key: 'id' },
  { name: 'agreement_end', key: 'agreement' },
  { name: 'agreement_item', key: 'agreement, item' },
  { name: 'transit', key: 'key, ordinal' },
  { name: 'receipt', key: 'id' },
  { name: 'receipt_step', key: 'receipt, ordinal' },
] as const;

/** INV-31: a read model is the fold of its entries, row by row. `fresh` was made of them just now. */
export function verifyTables(live: DatabaseSync, fresh: DatabaseSync, findings: Findings): void {
  for (const { name, key } of tables) {
    const differing = firstDifference(rowsOf(live, name, key), rowsOf(fresh, name, key));
    if (differing === undefined) continue;
    const place = `${name} ${key
      .split(', ')
      .map((column) => String(differing[column]))
      .join('.')}`;
    findings.add('INV-31', place, 'the read model differs from a fresh fold, here first');
  }
}

/** INV-32: nothing above the checkpoint, and everything up to it. */
export function verifyCheckpoint(live: DatabaseSync, findings: Findings): void {
  const { ordinal } = checkpointIn(live);
  const last = live.prepare('SELECT coalesce(max(ordinal), 0) AS last, count(*) AS entries FROM entry').get() ?? {};
  const posted = live.prepare('SELECT coalesce(max(ordinal), 0) AS last FROM posting').get() ?? {};
  const isExact = numberOf(last, 'last') === ordinal && numberOf(last, 'entries') === ordinal;
  findings.require(isExact, 'INV-32', 'checkpoint', 'it is not the last entry whose effects are in the tables');
  findings.require(numberOf(posted, 'last') <= ordinal, 'INV-32', 'checkpoint', 'there are postings beyond it');
}

function rowsOf(db: DatabaseSync, table: string, key: string): Iterator<Row> {
  const statement = db.prepare(`SELECT * FROM ${table} ORDER BY ${key}`);
  statement.setReadBigInts(true);
  return statement.iterate();
}

/** The row, of either side, where the two sequences part. */
function firstDifference(live: Iterator<Row>, fresh: Iterator<Row>): Row | undefined {
  for (;;) {
    const [a, b] = [live.next(), fresh.next()];
    if (a.done === true && b.done === true) return undefined;
    if (a.done === true) return rowOf(b);
    if (b.done === true || !isSame(a.value, b.value)) return rowOf(a);
  }
}

function rowOf(step: IteratorResult<Row, unknown>): Row {
  return step.done === true ? {} : step.value;
}

function isSame(a: Row, b: Row): boolean {
  for (const column in b) if (a[column] !== b[column]) return false;
  return true;
}
