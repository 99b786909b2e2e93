import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HandleCommand } from '#app/handle-command.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { currentFile } from '#read-models/read-files.ts';
import { verifyBooks } from '#read-models/verify.ts';
import { change, type Patch, patched, run } from './patches.ts';
import { handlerFor, noon, openLedger, recorded } from './random-books.ts';

/** Books with receipts in every state, and what verify finds once something of them is changed behind the back of the ledger. */
let home: string;
let right: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'wrong-receipts-'));
  right = join(home, 'right');
  const journal = await openSqliteJournal({ directory: right, ledgerId: 'main', onFatal: fail });
  const handle = handlerFor(journal, () => noon);
  await openLedger(handle);
  await writeReceipts(handle);
  const journalFile = join(right, 'journal.db');
  const reads = await openReadModels({ dataDirectory: right, journal, journalFile, today });
  await reads.close();
  await journal.close();
}, 60_000);

const today = () => calendarDate('2024-06-30');

afterAll(() => rmSync(home, { recursive: true, force: true }));

function fail(reason: Error): never {
  throw reason;
}

const part = (accountId: string, paymentId: string, amount: string) => ({ accountId, paymentId, amount });

/** r1 of 100.00: parts of 60.00 and 30.00, the second taken back, the rest bounced. r2 of 40.00: 15.00 sent back. r3 in EUR, in two parts. */
async function writeReceipts(handle: HandleCommand): Promise<void> {
  let number = 0;
  const send = async (name: Parameters<HandleCommand>[0], date: string, input: object): Promise<void> => {
    number += 1;
    await recorded(handle, name, { commandId: `n-${number}`, effectiveDate: `2024-${date}`, ...input });
  };
  const [usd, eur] = [{ currency: 'USD' }, { currency: 'EUR' }];
  const check = { method: 'CHECK' };
  await send('OpenAccount', '01-02', { ...usd, accountId: 'a' });
  await send('OpenAccount', '01-02', { ...usd, accountId: 'b' });
  await send('OpenAccount', '01-02', { ...eur, accountId: 'e' });
  await send('RecordReceipt', '03-01', { ...usd, ...check, receiptId: 'r1', amount: '100.00' });
  await send('RecordReceipt', '03-02', { ...usd, ...check, receiptId: 'r2', amount: '40.00' });
  const both = [part('a', 'p1', '60.00'), part('b', 'p1', '30.00')];
  await send('IdentifyReceipt', '03-05', { ...usd, receiptId: 'r1', parts: both });
  await send('UnidentifyReceipt', '03-08', { accountId: 'b', paymentId: 'p1', reasonCode: 'WRONG_PAYER' });
  const back = { receiptId: 'r2', amount: '15.00', reasonCode: 'SENDER_UNKNOWN' };
  await send('ReturnReceipt', '03-10', { ...usd, ...back });
  await send('ReverseReceipt', '03-20', { receiptId: 'r1', reasonCode: 'NSF' });
  const rate = { rate: { rate: '1.10', source: 'ECB:2024-03-01' } };
  await send('RecordReceipt', '03-21', { ...eur, ...check, ...rate, receiptId: 'r3', amount: '10.01' });
  const abroad = [part('e', 'p1', '3.33'), part('e', 'p2', '6.68')];
  await send('IdentifyReceipt', '03-22', { ...eur, receiptId: 'r3', parts: abroad });
}

async function found(file?: 'journal' | 'read model', patch?: Patch): Promise<readonly string[]> {
  const directory = mkdtempSync(join(home, 'wrong-'));
  cpSync(right, directory, { recursive: true });
  if (patch !== undefined)
    patched(file === 'journal' ? join(directory, 'journal.db') : (currentFile(directory) ?? ''), patch);
  const journal = openSqliteReader(join(directory, 'journal.db'));
  try {
    const { findings } = await verifyBooks({ journal, dataDirectory: directory, seed: 3 });
    return findings.map(({ invariant, place, problem }) => `${invariant} ${place}: ${problem}`);
  } finally {
    journal.close();
  }
}

const step = (name: string): string => `(SELECT min(ordinal) FROM receipt_step WHERE step = '${name}')`;

const ofPart = (part: number): string => `body ->> '$.data.part' = ${part}`;

/** The end of a reversal says what its beginning had said. */
const reversedAgain = run(`UPDATE entry SET type = 'ReceiptReversed', body = json_set(body, '$.data',
  json((SELECT body -> '$.data' FROM entry WHERE type = 'ReceiptReversed'))) WHERE type = 'ReceiptReversalCompleted'`);

describe('verify, of receipts,', () => {
  test('finds nothing in books that are right', async () => {
    expect(await found()).toEqual([]);
  });

  test.each<[what: string, code: RegExp, patch: Patch]>([
    [
      'a part leaves as more than arrives',
      /^INV-08 main\.account-a@1: it does not arrive as it left/,
      change('ReceiptIdentified', '$.data.amount', "'6001'"),
    ],
    [
      'a part arrives as less than had left',
      /^INV-08 .*it does not arrive as it left/,
      change('PaymentIdentified', '$.data.amount', "'5999'"),
    ],
    [
      'a part arrives twice',
      /^INV-08 .*it does not arrive as it left/,
      change('PaymentIdentified', '$.data.part', '1', ofPart(2)),
    ],
    [
      'a part arrives that had not left',
      /^INV-08 .*arrives or comes back that had not left/,
      change('PaymentIdentified', '$.data.part', '7'),
    ],
    [
      'a part counts as arrived that is nowhere',
      /^INV-08 .*it counts as arrived and is not/,
      change('PaymentIdentified', '$.data.receiptId', "'r2'"),
    ],
    [
      'more of a receipt is sent back than is unidentified',
      /^INV-03 main\.receipt-r2@1: .*less than nothing of a receipt/,
      change('ReceiptReturned', '$.data.amount', "'4001'"),
    ],
    ['a receipt is reversed twice', /^INV-15 main\.receipt-r1@\d+: the receipt is reversed already/, reversedAgain],
    [
      'a receipt is reversed before it was received',
      /^INV-14 main\.receipt-r1@.*before its cause/,
      change('ReceiptReversed', '$.effectiveDate', "'2024-02-01'"),
    ],
    [
      'a part goes back to another receipt',
      /^INV-16 .*another receipt than it came from/,
      change('PaymentUnidentified', '$.data.part', '1'),
    ],
    [
      'a part comes back from another account',
      /^INV-16 main\.receipt-r1@.*not the part that had left/,
      change('ReceiptPartReturned', '$.data.accountId', "'a'"),
    ],
    [
      'a receipt is sent back in another currency',
      /^INV-13 main\.receipt-r2@/,
      change('ReceiptReturned', '$.data.currency', "'CAD'"),
    ],
    [
      'an entry names another receipt than its stream',
      /^INV-14 main\.receipt-r2@.*another receipt than its stream/,
      change('ReceiptReturned', '$.data.receiptId', "'r1'"),
    ],
    [
      'a part is identified under a number that is taken',
      /^INV-33 main\.receipt-r1@.*there already/,
      change('ReceiptIdentified', '$.data.part', '1', ofPart(2)),
    ],
    [
      'a part takes another base value than its share',
      /^INV-08 main\.receipt-r3@.*not what the rule makes/,
      change('ReceiptIdentified', '$.data.baseAmount', "'367'", "body ->> '$.data.currency' = 'EUR'"),
    ],
  ])('finds in the journal: %s', async (_what, code, patch) => {
    expect(await found('journal', patch)).toContainEqual(expect.stringMatching(code));
  });

  test.each<[what: string, place: RegExp, patch: Patch]>([
    ['what is unidentified', /^INV-31 receipt \d+/, run("UPDATE receipt SET unidentified = 1 WHERE receipt = 'r2'")],
    ['the amount of a receipt', /^INV-31 receipt \d+/, run("UPDATE receipt SET amount = 1 WHERE receipt = 'r2'")],
    ['a receipt left out', /^INV-31 receipt \d+/, run("DELETE FROM receipt WHERE receipt = 'r2'")],
    [
      'the amount of a part',
      /^INV-31 receipt_step \d+\.\d+/,
      run(`UPDATE receipt_step SET amount = amount + 1 WHERE ordinal = ${step('IDENTIFIED')}`),
    ],
    [
      'the day of a reversal',
      /^INV-31 receipt_step/,
      run("UPDATE receipt_step SET effective = effective + 1 WHERE step = 'REVERSED'"),
    ],
    ['an arrival left out', /^INV-31 receipt_step/, run("DELETE FROM receipt_step WHERE step = 'ARRIVED'")],
    [
      'why a part is back',
      /^INV-31 receipt_step/,
      run("UPDATE receipt_step SET step = 'REFUSED' WHERE step = 'TAKEN_BACK'"),
    ],
    [
      'a second reversal',
      /^INV-31 receipt_step/,
      run(`INSERT INTO receipt_step SELECT receipt, ordinal + 1000, effective, step, amount, part, account, payment
             FROM receipt_step WHERE step = 'REVERSED'`),
    ],
  ])('finds in the read model, changed: %s', async (_what, place, patch) => {
    expect(await found('read model', patch)).toContainEqual(expect.stringMatching(place));
  });
});
