import { describe, expect, test } from 'vitest';
import { Stop } from '#cli/exit-codes.ts';
import type { Entry } from '#ledger/entry.ts';
import { digestOfEntries, emptyDirectory } from '../cli/command-line.ts';
import { type BooksInMemory, booksInMemory } from './books-in-memory.ts';
import { imported, importInto, insured, sandbox, uninsured } from './imported.ts';
import { charge, claimRows, into, out, payment, u, writeFiles } from './synthea-files.ts';

type EntryOf<Type extends Entry['type']> = Extract<Entry, { readonly type: Type }>;

function ofType<Type extends Entry['type']>(entries: readonly Entry[], type: Type): readonly EntryOf<Type>[] {
  return entries.filter((entry): entry is EntryOf<Type> => entry.type === type);
}

function applied(entries: readonly Entry[]) {
  return ofType(entries, 'PaymentApplied').flatMap(({ data }) => data.allocations);
}

describe('a charge line', () => {
  test('is held by the payer of the claim, and what the payer leaves moves to the patient', async () => {
    const rows = [
      charge('1', '77.49'),
      payment('ECHECK', '70.00'),
      out('7.49'),
      into('p', '7.49'),
      payment('CC', '7.49'),
    ];
    const { entries, posted } = await imported(claimRows(10, rows));
    expect(posted.refused.size).toBe(0);
    expect(ofType(entries, 'ChargePosted').map(({ data }) => data)[0]).toMatchObject({
      chargeId: u(1000),
      amount: '7749',
      claimId: u(10),
      items: [{ item: 1, party: { partyClass: 'MEDICARE', payerId: u(901) }, amount: '7749' }],
      justification: { providerType: 'NURSE_PRACTITIONER' },
    });
    const [first, second] = ofType(entries, 'PaymentReceived').map(({ data }) => data);
    expect(first).toMatchObject({ paymentId: u(1001), method: 'ACH', payer: { partyClass: 'MEDICARE' } });
    expect(second).toMatchObject({ paymentId: u(1004), method: 'CARD', payer: { partyClass: 'SELF' } });
    expect(ofType(entries, 'ResponsibilityTransferred').map(({ data }) => data)).toMatchObject([
      { transferId: u(1003), toParty: { partyClass: 'SELF' }, moves: [{ item: 1, toItem: 2, amount: '749' }] },
    ]);
    expect(applied(entries).map(({ item, amount }) => [item, amount])).toEqual([
      [1, '7000'],
      [2, '749'],
    ]);
  });

  test('is read in the order of CHARGEID, whatever the order of the file and however far apart its rows lie', async () => {
    const rows = [
      charge('1', '50.00'),
      payment('COPAY', '20.00'),
      out('30.00'),
      into('p', '30.00'),
      payment('CASH', '30.00'),
    ];
    const other = [charge('p', '9.00'), payment('CASH', '9.00')].map((row) => ({ ...row, PATIENTID: u(2) }));
    const inOrder = [...claimRows(10, rows), ...claimRows(11, other)];
    const shuffled = [4, 6, 2, 0, 5, 3, 1].map((index) => inOrder[index] ?? {});
    const digests: string[] = [];
    for (const transactions of [inOrder, shuffled]) {
      const files = emptyDirectory();
      writeFiles(files, transactions, [insured, { ...uninsured, Id: u(11) }]);
      const { posted, entries } = await importInto(booksInMemory(), files);
      expect(posted.refused.size).toBe(0);
      digests.push(digestOfEntries(entries));
    }
    expect(digests[1]).toBe(digests[0]);
  });

  test('takes the co-payment of the patient on the item of the payer; what is too much stays unapplied', async () => {
    const { entries, table } = await imported(claimRows(10, [charge('1', '40.00'), payment('COPAY', '75.00')]));
    expect(ofType(entries, 'PaymentReceived').map(({ data }) => data)).toMatchObject([
      { amount: '7500', payer: { partyClass: 'SELF' } },
    ]);
    expect(applied(entries)).toMatchObject([{ item: 1, amount: '4000' }]);
    expect(table).toMatch(/^net AR +-35\.00 +-35\.00 {2}ok$/m);
    expect(table).toMatch(/^lines paid beyond their price +1 +1 {2}ok$/m);
  });

  test('whose transfer needs what its payment would take keeps both: the cent too much is unapplied', async () => {
    const rows = [
      charge('1', '250.46'),
      payment('COPAY', '75.00'),
      payment('ECHECK', '131.60'),
      out('43.87'),
      into('p', '43.87'),
      payment('CHECK', '43.87'),
    ];
    const { entries, posted, table } = await imported(claimRows(10, rows));
    expect(posted.refused.size).toBe(0);
    expect(applied(entries).map(({ amount }) => amount)).toEqual(['7500', '13159', '4387']);
    expect(table).toMatch(/^money left unapplied +0\.01 +0\.01 {2}ok$/m);
  });

  test('moves from the primary to the secondary payer', async () => {
    const rows = [
      charge('1', '10.00'),
      payment('ECHECK', '8.00'),
      out('2.00'),
      into('2', '2.00'),
      payment('ECHECK', '2.00'),
    ];
    const { entries, table } = await imported(claimRows(10, rows));
    expect(ofType(entries, 'ResponsibilityTransferred').map(({ data }) => data)).toMatchObject([
      { toParty: { partyClass: 'COMMERCIAL', payerId: u(902) } },
    ]);
    expect(entries.find(({ type }) => type === 'ResponsibilityTransferred')?.reasonCode).toBe('NEXT_PAYER');
    expect(table).toMatch(/^ {2}secondary payer +2\.00 +2\.00 {2}ok$/m);
  });

  test('of nothing is recorded and posts nothing', async () => {
    const { entries, posted } = await imported(claimRows(10, [charge('1', '0.00')]));
    expect(posted.refused.size).toBe(0);
    expect(ofType(entries, 'ChargePosted').map(({ data }) => data)).toMatchObject([{ amount: '0' }]);
  });

  test('held by an insurer nobody named belongs to the row NO_INSURANCE', async () => {
    const { entries } = await imported(
      claimRows(10, [charge('1', '12.00'), out('12.00'), into('p', '12.00')]),
      uninsured,
    );
    expect(ofType(entries, 'ChargePosted').map(({ data }) => data)).toMatchObject([
      { items: [{ party: { partyClass: 'UNINSURED', payerId: u(903) } }] },
    ]);
  });

  test('is effective and due on the day its service began, in the time zone of the ledger', async () => {
    const rows = claimRows(10, [charge('p', '5.00')]).map((row) => ({ ...row, FROMDATE: '2024-03-01T03:30:00Z' }));
    const { entries } = await imported(rows);
    const [posted] = entries.filter(({ type }) => type === 'ChargePosted');
    expect(posted).toMatchObject({
      effectiveDate: '2024-02-29',
      data: { serviceDate: '2024-02-29', items: [{ dueDate: '2024-02-29' }] },
    });
    const there = await imported(rows, insured, { ...sandbox, timeZone: 'Asia/Tokyo' });
    expect(there.entries.at(-1)?.effectiveDate).toBe('2024-03-01');
  });
});

describe('the ledger of an import', () => {
  const oneLine = claimRows(10, [charge('p', '5.00')]);
  const service = { actor: { kind: 'SERVICE', id: 'test', role: 'admin' }, correlationId: 'test' } as const;

  test('is opened before the oldest line, in the mode and time zone asked for', async () => {
    const { entries } = await imported(oneLine, insured, { mode: 'LIVE', timeZone: 'America/Chicago' });
    expect(entries[0]).toMatchObject({
      type: 'LedgerOpened',
      effectiveDate: '2023-01-01',
      data: { baseCurrency: 'USD', timeZone: 'America/Chicago', mode: 'LIVE' },
    });
  });

  async function openedWith(baseCurrency: string): Promise<BooksInMemory> {
    const books = booksInMemory();
    const opening = {
      commandId: 'open-1',
      effectiveDate: '2025-01-01',
      baseCurrency,
      timeZone: 'UTC',
      mode: 'SANDBOX',
    };
    expect(await books.handleCommand('OpenLedger', opening, service)).toMatchObject({ outcome: 'RECORDED' });
    return books;
  }

  test('may be there already; lines before its opening are refused by the books and counted', async () => {
    const files = emptyDirectory();
    writeFiles(files, oneLine, [insured]);
    const { posted, table } = await importInto(await openedWith('USD'), files);
    expect([...posted.refused]).toEqual([
      ['BEFORE_LEDGER_OPENING', 1],
      ['ACCOUNT_UNKNOWN', 1],
    ]);
    expect(table).toMatch(/^charges +5\.00 +0\.00 {2}DIFFERS$/m);
  });

  test('in another currency is not the one of the files', async () => {
    const files = emptyDirectory();
    writeFiles(files, oneLine, [insured]);
    await expect(importInto(await openedWith('EUR'), files)).rejects.toThrow(
      'the files are in USD; the books are kept in EUR',
    );
  });

  test('in a time zone that is none is not opened', async () => {
    const importing = imported(oneLine, insured, { ...sandbox, timeZone: 'Canary/City' });
    await expect(importing).rejects.toThrow(
      '--time-zone: expected a time zone of the IANA database, as in America/New_York',
    );
    await expect(importing).rejects.toBeInstanceOf(Stop);
  });

  test('takes the same files twice and changes nothing', async () => {
    const first = await imported(claimRows(10, [charge('1', '9.00'), payment('COPAY', '9.00')]));
    const again = await importInto(first.books, first.files);
    expect(again.posted).toEqual({ recorded: 0, alreadyThere: 3, refused: new Map() });
    expect(again.entries).toEqual(first.entries);
    expect(again.table).toBe(first.table);
  });

  test('is not changed by what people do on the accounts afterwards, and neither is the comparison', async () => {
    const first = await imported(claimRows(10, [charge('1', '9.00'), payment('COPAY', '9.00')]));
    const reversal = { commandId: 'nsf-1', accountId: u(1), paymentId: u(1001), reasonCode: 'NSF' };
    expect(await first.books.handleCommand('ReversePayment', reversal, service)).toMatchObject({ outcome: 'RECORDED' });
    const again = await importInto(first.books, first.files);
    expect(again.posted.recorded).toBe(0);
    expect(again.table).toBe(first.table);
  });

  test('does not let a file say something else under the same id', async () => {
    const first = await imported(claimRows(10, [charge('p', '9.00')]));
    writeFiles(first.files, claimRows(10, [charge('p', '9.01')]), [insured]);
    const again = await importInto(first.books, first.files);
    expect([...again.posted.refused]).toEqual([['IDEMPOTENCY_CONFLICT', 1]]);
    expect(again.entries).toEqual(first.entries);
  });
});
