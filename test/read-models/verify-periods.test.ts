import { describe, expect, test } from 'vitest';
import { entryId } from '#journal/entry-id.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { verifyBooks } from '#read-models/verify.ts';
import {
  accepted,
  type ClosingBooks,
  charged,
  january,
  memoryJournal,
  openBooks,
  openProcess,
  received,
} from '../processes/closing-books.ts';

async function openJanuary(): Promise<ClosingBooks> {
  const books = await openProcess(memoryJournal());
  await openBooks(books.send);
  await accepted(books.send('PostCharge', charged('c1', '2026-01-10')));
  return books;
}

/** What is wrong, and what has to be known, once the figures have everything. */
async function verified({ journal, readModels, dataDirectory }: ClosingBooks) {
  await readModels.view({ knownAt: { ordinal: (await journal.head()).ordinal } });
  const { findings, warnings } = await verifyBooks({ journal, dataDirectory, seed: 1 });
  const told = (all: typeof findings) =>
    all.map(({ invariant, place, problem }) => `${invariant} ${place}: ${problem}`);
  return { findings: told(findings), warnings: told(warnings) };
}

/** A payment of January that a frozen store carries out now. */
async function letSlip({ journal }: ClosingBooks): Promise<void> {
  const stream = 'main.account-a1';
  const [opening] = await journal.readStream(stream);
  if (opening === undefined) throw new Error('the account is not there');
  const { actor, correlationId, versions, command } = opening;
  const made = { actor, correlationId, versions, command: { ...command, id: 'slip' }, version: 1 };
  const data = {
    paymentId: 'p9',
    currency: 'USD',
    amount: '1200',
    method: 'CHECK',
    payer: { partyClass: 'SELF' },
  } as const;
  const fact = { type: 'PaymentReceived', effectiveDate: calendarDate('2026-01-20'), data } as const;
  const entries = [{ id: entryId(stream, 'slip', 0), ...made, ...fact }];
  await journal.append({ stream, expectedRevision: 1, entries });
}

describe('verify of books with closed periods', () => {
  test('finds nothing', async () => {
    const books = await openJanuary();
    await accepted(books.send('ClosePeriod', january));
    await accepted(books.send('ReceivePayment', received('p1', '2026-02-03')));
    expect(await verified(books)).toEqual({ findings: [], warnings: [] });
  });

  test('names an entry that came after its period was closed, and finds no fault in it', async () => {
    const books = await openJanuary();
    await accepted(books.send('ClosePeriod', january));
    await letSlip(books);
    expect(await verified(books)).toEqual({
      findings: [],
      warnings: ['INV-23 main.account-a1@2: it came after its period was closed, and counts from the first open day'],
    });
    const view = await books.readModels.view({ asOf: calendarDate('2026-01-31') });
    expect(await books.readModels.balance(view, 'a1')).toMatchObject({
      openItemCount: 1,
      unapplied: { currency: 'USD' },
    });
    expect((await books.readModels.lateEntries(view, { first: 5 })).rows).toMatchObject([{ countsFrom: '2026-02-01' }]);
  });

  test('finds a closing that froze other figures than those of its last day, or at another position', async () => {
    const books = await openJanuary();
    const begun = (await accepted(books.sendOnly('ClosePeriod', january))).facts[0];
    const context = { actor: { kind: 'PERSON', id: 'u-9', role: 'finance' }, correlationId: 'request-9' } as const;
    const periodEnd = calendarDate('2026-01-31');
    const input = { commandId: `fence-${begun?.id ?? ''}`, periodEnd };
    await accepted(books.desk.closings.step({ name: 'FencePeriod', input }, context));
    const totals = { accounts: 7, openItems: 0, currencies: [], trialBalance: [] };
    const wrong = { commandId: 'freeze-wrong', periodEnd, position: 3, totals };
    await accepted(books.desk.closings.step({ name: 'FreezePeriod', input: wrong }, context));
    expect(await verified(books)).toEqual({
      findings: [
        'INV-23 main.ledger@4: it was closed at another position than that of its fence',
        'INV-23 main.ledger@4: the figures of the period are not what was frozen',
      ],
      warnings: [],
    });
  });
});
