import { afterEach, describe, expect, test } from 'vitest';
import type { Journal } from '#journal/journal.ts';
import type { CommandName } from '#ledger/commands.ts';
import { lineTo } from '../handle-command/journal-line.ts';
import { shortTrip } from '../handle-command/processes.ts';
import { passedOn } from '../journal/passed-on.ts';
import {
  booksWithReceipt,
  discardBooks,
  identification,
  identifiedBooks,
  isConserved,
  part,
  placesIn,
  reversal,
} from './receipt-books.ts';
import { type Fields, outcomeOf, recorded, type TransferBooks } from './transfer-books.ts';

afterEach(discardBooks);

/** The way of a process between whose look at the receipt and its questions to the accounts somebody else records this. */
function secondAfter(there: TransferBooks, name: CommandName, input: Fields): Journal {
  let looks = 0;
  return {
    ...passedOn(there.journal),
    findCommand: async (commandId) => {
      looks += 1;
      if (looks === 1) recorded(await there.process().send(name, input));
      return there.journal.findCommand(commandId);
    },
  };
}

describe('receipts, with several processes at once', () => {
  test('one that knows an account from before a part came reverses that part all the same', async () => {
    const there = await booksWithReceipt('memory');
    const [one, other] = [1, 2].map(() => there.process(lineTo(there.journal, shortTrip)));
    if (one === undefined || other === undefined) throw new Error('there are two');
    const accounts = ['a1', 'a2'];
    for (const accountId of accounts) {
      const paid = { paymentId: 'earlier', method: 'CHECK', currency: 'USD', amount: '1.00' };
      recorded(await one.send('ReceivePayment', { commandId: `earlier-${accountId}`, accountId, ...paid }));
    }
    recorded(await other.send('IdentifyReceipt', identification));
    recorded(await one.send('ReverseReceipt', reversal));
    expect(placesIn(await there.entries())).toMatchObject({ nobody: 0n, transit: 0n });
    expect(await there.faults()).toEqual([]);
  });

  test('an identification is not taken for another that was first with a part of its number', async () => {
    const there = await booksWithReceipt('memory');
    const other = { ...identification, commandId: 'other', parts: [part('a1', '5.00', { paymentId: 'p-other' })] };
    recorded(await there.process(secondAfter(there, 'IdentifyReceipt', other)).send('IdentifyReceipt', identification));
    expect(placesIn(await there.entries())).toMatchObject({ nobody: 500n, transit: 0n, a1: 6_500n });
  });

  test('a reversal that comes second is told so', async () => {
    const there = await identifiedBooks('memory');
    const other = { ...reversal, commandId: 'other', reasonCode: 'CHARGEBACK' };
    const { send } = there.process(secondAfter(there, 'ReverseReceipt', other));
    expect(outcomeOf(await send('ReverseReceipt', reversal))).toBe('ALREADY_REVERSED');
  });

  test('carry the same identifications on, and each part arrives once', async () => {
    const there = await booksWithReceipt('memory');
    const all = Array.from({ length: 8 }, (_, n) => ({
      ...identification,
      commandId: `identify-${n}`,
      parts: [part('a1', '5.00', { paymentId: `p1-${n}` }), part('a2', '5.00', { paymentId: `p2-${n}` })],
    }));
    const others = [1, 2, 3].map(() => there.process(lineTo(there.journal, shortTrip)));
    const answers = await Promise.all(
      all.flatMap((input) => others.map((process) => process.send('IdentifyReceipt', input))),
    );
    expect(new Set(answers.map(outcomeOf))).toEqual(new Set(['RECORDED']));
    const entries = await there.entries();
    expect(entries.filter(({ type }) => type === 'PaymentIdentified')).toHaveLength(16);
    expect(placesIn(entries)).toMatchObject({ nobody: 2_000n, transit: 0n, a2: 4_000n });
    expect(isConserved(entries)).toBe(true);
    expect(await there.faults()).toEqual([]);
  }, 30_000);
});
