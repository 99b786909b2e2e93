import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HandleCommand } from '#app/handle-command.ts';
import { entryId } from '#journal/entry-id.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { currentFile } from '#read-models/read-files.ts';
import { verifyBooks } from '#read-models/verify.ts';
import { change, type Patch, patched, run } from './patches.ts';
import { handlerFor, openLedger, recorded } from './random-books.ts';

/**
 * A few books written by hand, small enough to know what each wrong row has to be found as. Each case patches a file behind
 * the back of the ledger and names the invariant that must be among the findings.
 */
let home: string;
let right: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'wrong-books-'));
  right = join(home, 'right');
  let now = Date.parse('2024-06-30T16:00:00Z');
  const journal = await openSqliteJournal({ directory: right, ledgerId: 'main', onFatal: fail });
  const handle = handlerFor(journal, () => (now += 1_000));
  await openLedger(handle);
  await writeBooks(handle);
  const reads = await openReadModels({ dataDirectory: right, journal, journalFile: join(right, 'journal.db'), today });
  await reads.close();
  await journal.close();
}, 60_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

function fail(reason: Error): never {
  throw reason;
}

const today = () => calendarDate('2024-06-30');

/** Account a: c1 of 100 paid by p1, un-applied, paid by p2; c2 of 60 and 40, adjusted; p3 left unapplied. Account b: c1 of 80, a fee. */
async function writeBooks(handle: HandleCommand): Promise<void> {
  let number = 0;
  const send = async (name: Parameters<HandleCommand>[0], date: string, input: object): Promise<void> => {
    number += 1;
    const common = { commandId: `n-${number}`, accountId: 'a', currency: 'USD', effectiveDate: `2024-${date}` };
    await recorded(handle, name, { ...common, ...input });
  };
  const c1 = [{ chargeId: 'c1', amount: '100.00' }];
  const service = { category: 'SERVICE' };
  const check = { method: 'CHECK' };
  await send('OpenAccount', '01-02', {});
  await send('OpenAccount', '01-02', { accountId: 'b' });
  await send('PostCharge', '03-01', { ...service, chargeId: 'c1', amount: '100.00' });
  await send('PostCharge', '03-01', { ...service, accountId: 'b', chargeId: 'c1', amount: '80.00' });
  const items = [{ amount: '60.00' }, { amount: '40.00', dueDate: '2024-05-01' }];
  await send('PostCharge', '03-02', { ...service, chargeId: 'c2', amount: '100.00', items });
  await send('ReceivePayment', '03-05', { ...check, paymentId: 'p1', amount: '100.00', lines: c1 });
  await send('UnapplyPayment', '03-20', { paymentId: 'p1', reasonCode: 'MISAPPLIED' });
  await send('ReceivePayment', '03-20', { ...check, paymentId: 'p2', amount: '100.00', lines: c1 });
  const contractual = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };
  await send('AdjustCharge', '03-25', { ...contractual, adjustmentId: 'a1', chargeId: 'c2', amount: '-10.00' });
  const fee = { chargeId: 'f1', amount: '5.00', feeOn: { chargeId: 'c1' }, period: '2024-04' };
  await send('AssessLateFee', '05-02', { ...fee, accountId: 'b' });
  await send('ReceivePayment', '05-06', { ...check, paymentId: 'p3', amount: '50.00' });
}

async function invariantsFound(directory: string): Promise<readonly string[]> {
  const journal = openSqliteReader(join(directory, 'journal.db'));
  try {
    const { findings } = await verifyBooks({ journal, dataDirectory: directory, seed: 3 });
    return [...new Set(findings.map(({ invariant }) => invariant))];
  } finally {
    journal.close();
  }
}

/** What is found in a copy of the right books with this file patched. */
async function found(file: 'journal' | 'read model', patch: Patch): Promise<readonly string[]> {
  const directory = mkdtempSync(join(home, 'wrong-'));
  cpSync(right, directory, { recursive: true });
  patched(file === 'journal' ? join(directory, 'journal.db') : (currentFile(directory) ?? ''), patch);
  return invariantsFound(directory);
}

const ofType = (type: string): string => `(SELECT min(ordinal) FROM entry WHERE type = '${type}')`;

function both(...patches: readonly Patch[]): Patch {
  return (db) => {
    for (const patch of patches) patch(db);
  };
}

/** A row is taken out, and what stands after it moves up as if it had never been there. */
function takenOut(ordinal: string): Patch {
  return (db) => {
    const row = db.prepare(`SELECT ordinal, stream, revision FROM entry WHERE ordinal = ${ordinal}`).get() ?? {};
    const { ordinal: at = 0, stream = 0, revision = 0 } = row;
    db.prepare('DELETE FROM entry WHERE ordinal = ?').run(at);
    db.prepare('UPDATE entry SET revision = revision - 1 WHERE stream = ? AND revision > ?').run(stream, revision);
    for (const { ordinal: next = 0 } of db.prepare('SELECT ordinal FROM entry WHERE ordinal > ? ORDER BY 1').all(at)) {
      db.prepare('UPDATE entry SET ordinal = ordinal - 1 WHERE ordinal = ?').run(next);
    }
  };
}

/** The last row stands there once more, with the next ordinal and revision and the id that `idOf` gives it. */
function doubled(idOf: (index: number) => string): Patch {
  return (db) => {
    db.prepare(
      `INSERT INTO entry (ordinal, stream, revision, recorded_at, id, type, version, body)
        SELECT ordinal + 1, stream, revision + 1, recorded_at, ?, type, version, body FROM entry
         WHERE ordinal = (SELECT max(ordinal) FROM entry)`,
    ).run(idOf(1));
  };
}

function swapped(columns: readonly string[], one: string, other: string): Patch {
  return (db) => {
    for (const column of columns) {
      const values = [one, other].map((where) => readOne(db, `SELECT ${column} FROM entry WHERE ${where}`));
      db.prepare(`UPDATE entry SET ${column} = ? WHERE ${one}`).run(values[1] ?? null);
      db.prepare(`UPDATE entry SET ${column} = ? WHERE ${other} AND ${column} <> ?`).run(
        values[0] ?? null,
        values[0] ?? null,
      );
    }
  };
}

function readOne(db: DatabaseSync, sql: string) {
  return Object.values(db.prepare(sql).get() ?? {})[0];
}

describe('verify finds', () => {
  test('nothing in the right books', async () => {
    expect(await invariantsFound(right)).toEqual([]);
  });

  const journals: readonly (readonly [what: string, invariant: string, patch: Patch])[] = [
    ['an amount changed in a body', 'INV-37', change('ChargePosted', '$.data.amount', "'9900'")],
    ['less received than is applied', 'INV-02', change('PaymentReceived', '$.data.amount', "'9000'")],
    [
      'an amount and its parts changed alike',
      'INV-31',
      both(
        change('ChargePosted', '$.data.amount', "'10100'"),
        change('ChargePosted', '$.data.items[0].amount', "'10100'"),
      ),
    ],
    ['a row removed', 'INV-29', run(`DELETE FROM entry WHERE ordinal = ${ofType('ChargeAdjusted')}`)],
    ['a row taken out and the rest moved up', 'INV-01', takenOut(ofType('PaymentUnapplied'))],
    ['a row doubled', 'INV-33', doubled(() => '00000000-0000-5000-8000-000000000000')],
    [
      'a row doubled under the id that its command makes',
      'INV-33',
      doubled((index) => entryId('main.account-a', 'n-11', index)),
    ],
    ['the contents of two rows swapped', 'INV-33', swapped(['body'], 'ordinal = 4', 'ordinal = 5')],
    [
      'two rows of two accounts swapped in time',
      'INV-29',
      both(
        run('UPDATE entry SET ordinal = 900 WHERE ordinal = 4'),
        run('UPDATE entry SET ordinal = 4 WHERE ordinal = 5'),
        run('UPDATE entry SET ordinal = 5 WHERE ordinal = 900'),
      ),
    ],
    [
      'an entry id changed',
      'INV-33',
      run("UPDATE entry SET id = replace(id, substr(id, 1, 4), '0000') WHERE ordinal = 6"),
    ],
    ['a command row removed', 'INV-33', run("DELETE FROM command WHERE id = 'n-6'")],
    ['a command under another id', 'INV-33', change('ChargeAdjusted', '$.command.id', "'n-99'")],
    [
      'a day on which less than nothing is open',
      'INV-01',
      change('PaymentUnapplied', '$.effectiveDate', "'2024-03-24'"),
    ],
    [
      'a day on which less than nothing is unapplied',
      'INV-03',
      change('PaymentReceived', '$.effectiveDate', "'2024-03-07'"),
    ],
    ['an adjustment before its charge', 'INV-17', change('ChargeAdjusted', '$.effectiveDate', "'2024-02-25'")],
    ['a reason that does not fit', 'INV-18', change('ChargeAdjusted', '$.reasonCode', "'NSF'")],
    ['an entry in another currency', 'INV-13', change('PaymentReceived', '$.data.currency', "'CAD'")],
  ];

  test.each(journals)('in the journal %s, as %s', async (_, invariant, patch) => {
    expect(await found('journal', patch)).toContain(invariant);
  });

  const line = '(SELECT max(ordinal) FROM posting WHERE gl = 1)';
  const readModels: readonly (readonly [what: string, invariant: string, patch: Patch])[] = [
    ['a figure of an account changed', 'INV-05', run('UPDATE balance SET open = open + 1 WHERE account = 2')],
    [
      'postings that do not balance',
      'INV-07',
      run(`UPDATE posting SET amount = amount + 1 WHERE ordinal = ${line} AND gl = 1`),
    ],
    ['a posting left out', 'INV-07', run(`DELETE FROM posting WHERE ordinal = ${line} AND gl = 1`)],
    ['the open amount of an item changed', 'INV-08', run('UPDATE item SET open = open + 1 WHERE id = 1')],
    [
      'the unapplied money of a payment changed',
      'INV-08',
      run('UPDATE payment SET unapplied = unapplied - 1 WHERE id = 1'),
    ],
    ['a posting on another day', 'INV-31', run(`UPDATE posting SET effective = effective + 1 WHERE ordinal = ${line}`)],
    ['a checkpoint moved back', 'INV-32', run('UPDATE checkpoint SET ordinal = ordinal - 1')],
    ['a checkpoint moved ahead', 'INV-32', run('UPDATE checkpoint SET ordinal = ordinal + 1')],
    ['an entry under another reason', 'INV-31', run('UPDATE entry SET reason = NULL WHERE reason IS NOT NULL')],
    ['a closing that nobody recorded', 'INV-31', run('INSERT INTO closing VALUES (2, 3, 19800, 1)')],
    ['another journal', 'INV-31', run("UPDATE checkpoint SET journal = '00000000-0000-4000-8000-000000000000'")],
  ];

  test.each(readModels)('in the read model %s, as %s', async (_, invariant, patch) => {
    expect(await found('read model', patch)).toContain(invariant);
  });
});
