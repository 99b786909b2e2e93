import { afterEach, describe, expect, test } from 'vitest';
import type { CommandName } from '#ledger/commands.ts';
import { formatMoney } from '#money/money.ts';
import { dyingJournal } from './dying-journal.ts';
import {
  booksWithReceipt,
  dies,
  discardBooks,
  dyingAt,
  identification,
  identified,
  identifiedBooks,
  isConserved,
  part,
  placesIn,
  reversal,
  unidentification,
  untouched,
} from './receipt-books.ts';
import { engines, type Fields, outcomeOf, recorded, standingOn, type TransferBooks } from './transfer-books.ts';

afterEach(discardBooks);

interface Process {
  readonly name: CommandName;
  readonly input: Fields;
  readonly begin: (engine: keyof typeof engines) => Promise<TransferBooks>;
  readonly before: typeof untouched;
  readonly after: typeof untouched;
  /** Appends: one to begin with, then the steps. */
  readonly appends: number;
}

const processes: readonly Process[] = [
  {
    name: 'IdentifyReceipt',
    input: identification,
    begin: booksWithReceipt,
    before: untouched,
    after: identified,
    appends: 5,
  },
  {
    name: 'UnidentifyReceipt',
    input: unidentification,
    begin: identifiedBooks,
    before: identified,
    after: { ...identified, nobody: 7_000n, a1: 0n },
    appends: 2,
  },
  {
    name: 'ReverseReceipt',
    input: reversal,
    begin: identifiedBooks,
    before: identified,
    after: { ...untouched, nobody: 0n, gone: 10_000n },
    appends: 4,
  },
];

const deaths = processes.flatMap((process) =>
  Array.from({ length: process.appends }, (_, nth) => [
    { ...process, nth, when: 'BEFORE' as const },
    { ...process, nth, when: 'AFTER' as const },
  ]).flat(),
);

function closing(there: TransferBooks): () => Promise<void> {
  return async () => {
    recorded(await there.process().send('CloseAccount', { commandId: 'close-a2', accountId: 'a2' }));
  };
}

describe.each(Object.keys(engines).filter((name): name is keyof typeof engines => name in engines))(
  'on %s',
  (engine) => {
    test.each(processes)('$name ends where it should, and sent again moves nothing more', async (process) => {
      const there = await process.begin(engine);
      expect(placesIn(await there.entries())).toEqual(process.before);
      const answer = recorded(await there.process().send(process.name, process.input));
      expect(answer.replayed).toBe(false);
      const after = await there.entries();
      expect(placesIn(after)).toEqual(process.after);
      expect(isConserved(after)).toBe(true);
      expect(recorded(await there.process().send(process.name, process.input)).replayed).toBe(true);
      expect(await there.entries()).toHaveLength(after.length);
      expect(await there.resume()).toBe(0);
      expect(await there.faults()).toEqual([]);
    });

    // Every step in memory; on a disk, which takes its time, those after the append.
    test.each(deaths.filter(({ when }) => engine === 'memory' || when === 'AFTER'))(
      '$name killed at append $nth, $when it, is carried on by who begins next',
      async (process) => {
        const there = await process.begin(engine);
        await dies(dyingAt(there, process).send(process.name, process.input));
        expect(isConserved(await there.entries())).toBe(true);
        const isBegun = process.nth > 0 || process.when === 'AFTER';
        await there.resume();
        const after = await there.entries();
        expect(placesIn(after)).toEqual(isBegun ? process.after : process.before);
        expect(isConserved(after)).toBe(true);
        expect(await there.resume()).toBe(0);
        expect(recorded(await there.process().send(process.name, process.input)).replayed).toBe(isBegun);
        expect(placesIn(await there.entries())).toEqual(process.after);
        expect(await there.faults()).toEqual([]);
      },
    );
  },
);

describe('an account that closes meanwhile', () => {
  const [process] = processes;
  if (process === undefined) throw new Error('there are processes');
  const halfway = { ...identified, nobody: 4_000n, a2: 0n };

  test('does not take its part: that is unidentified again, the other one stands, and both are said', async () => {
    const there = await booksWithReceipt('memory');
    const way = dyingJournal(there.journal, { meanwhile: { nth: 0, work: closing(there) } });
    const answer = await there.process(way).send('IdentifyReceipt', identification);
    expect(answer).toMatchObject({
      code: 'RECEIPT_PARTS_RETURNED',
      figures: { returned: '1', arrived: '1', part: '2', refusedAs: 'ACCOUNT_CLOSED' },
      inputPath: 'parts',
    });
    expect(placesIn(await there.entries())).toEqual(halfway);
    const again = await there.process().send('IdentifyReceipt', identification);
    expect(outcomeOf(again)).toBe('RECEIPT_PARTS_RETURNED');
    expect(placesIn(await there.entries())).toEqual(halfway);
    expect(await there.faults()).toEqual([]);
  });

  test.each([1, 2, 3, 4])('also where the process is killed after append %i', async (nth) => {
    const there = await booksWithReceipt('memory');
    await dies(dyingAt(there, { nth, when: 'AFTER' }, closing(there)).send('IdentifyReceipt', identification));
    await there.resume();
    expect(placesIn(await there.entries())).toEqual(halfway);
    expect(isConserved(await there.entries())).toBe(true);
    expect(await there.resume()).toBe(0);
    expect(await there.faults()).toEqual([]);
  });
});

describe('what can be known beforehand', () => {
  test.each([
    ['an account that is not there', [part('a1', '1.00'), part('a9', '1.00')], 'ACCOUNT_UNKNOWN', 'parts.1.accountId'],
    ['an id that is taken there', [part('a1', '1.00', { paymentId: 'taken' })], 'DUPLICATE_ID', 'parts.0.paymentId'],
    ['more than is unidentified', [part('a1', '60.00'), part('a2', '40.01')], 'EXCEEDS_UNIDENTIFIED', 'parts'],
    [
      'more than is open of a charge',
      [part('a1', '90.00', { lines: [{ chargeId: 'c1', amount: '80.01' }] })],
      'OVER_ALLOCATION',
      'parts.0.lines.0.amount',
    ],
  ])('%s is a plain refusal, and nothing is recorded', async (_what, parts, code, inputPath) => {
    const there = await booksWithReceipt('memory');
    const { send } = there.process();
    const taken = { paymentId: 'taken', method: 'CHECK', currency: 'USD', amount: '1.00' };
    recorded(await send('ReceivePayment', { commandId: 'taken', accountId: 'a1', ...taken }));
    const before = (await there.entries()).length;
    expect(await send('IdentifyReceipt', { ...identification, parts })).toMatchObject({ code, inputPath });
    expect(await there.entries()).toHaveLength(before);
  });

  test('a dry run of each says what would be, and moves nothing', async () => {
    const there = await identifiedBooks('memory');
    const { send } = there.process();
    const before = (await there.entries()).length;
    const more = { ...identification, commandId: 'more', parts: [part('a1', '10.00', { paymentId: 'p-more' })] };
    for (const [name, input, type] of [
      ['IdentifyReceipt', more, 'ReceiptIdentified'],
      ['UnidentifyReceipt', unidentification, 'AllocationReleased'],
      ['ReverseReceipt', reversal, 'ReceiptReversed'],
    ] as const) {
      const dry = recorded(await send(name, { ...input, dryRun: true }));
      expect([dry.dryRun, dry.facts[0]?.type]).toEqual([true, type]);
    }
    expect(await there.entries()).toHaveLength(before);
  });

  test('a receipt of which something went on to another account is not reversed until that is back', async () => {
    const there = await identifiedBooks('memory');
    const { send } = there.process();
    const away = { commandId: 'away', accountId: 'a2', transferId: 't1', toAccountId: 'a1', paymentId: 'p-a2' };
    const moved = { currency: 'USD', amount: '5.00', reasonCode: 'WRONG_ACCOUNT' };
    recorded(await send('TransferBalance', { ...away, ...moved }));
    expect(await send('ReverseReceipt', reversal)).toMatchObject({
      code: 'PAYMENT_TRANSFERRED',
      figures: { transferred: '5.00', accountId: 'a2' },
      inputPath: 'receiptId',
    });
    const home = { commandId: 'home', accountId: 'a1', transferId: 't2', toAccountId: 'a2', paymentId: 't1' };
    recorded(await send('TransferBalance', { ...home, ...moved }));
    recorded(await send('ReverseReceipt', reversal));
    expect(await there.faults()).toEqual([]);
  });
});

describe('a receipt that bounces', () => {
  test('while something of it goes to another account: the rest is reversed, and that waits until it is back', async () => {
    const there = await identifiedBooks('memory');
    const { send } = there.process();
    const moved = { currency: 'USD', amount: '5.00', reasonCode: 'WRONG_ACCOUNT' };
    const away = { commandId: 'away', accountId: 'a2', transferId: 't1', toAccountId: 'a1', paymentId: 'p-a2' };
    const work = async () => void recorded(await send('TransferBalance', { ...away, ...moved }));
    const way = dyingJournal(there.journal, { meanwhile: { nth: 0, work } });
    recorded(await there.process(way).send('ReverseReceipt', reversal));
    expect(await there.resume()).toBe(1);
    expect((await there.entries()).map(({ type }) => type)).not.toContain('ReceiptReversalCompleted');
    const home = { commandId: 'home', accountId: 'a1', transferId: 't2', toAccountId: 'a2', paymentId: 't1' };
    recorded(await send('TransferBalance', { ...home, ...moved }));
    await there.resume();
    expect(placesIn(await there.entries())).toMatchObject({ nobody: 0n, transit: 0n, a1: 0n, a2: 0n });
    expect(await there.resume()).toBe(0);
    expect(await there.faults()).toEqual([]);
  });

  test('while a part is taken back from its account: what comes back goes to the bank at once', async () => {
    const there = await identifiedBooks('memory');
    const taking = async () => {
      const way = dyingJournal(there.journal, { death: { nth: 0, when: 'AFTER' } });
      await dies(there.process(way).send('UnidentifyReceipt', unidentification));
    };
    const way = dyingJournal(there.journal, { meanwhile: { nth: 0, work: taking } });
    recorded(await there.process(way).send('ReverseReceipt', reversal));
    await there.resume();
    expect(placesIn(await there.entries())).toEqual({ nobody: 0n, transit: 0n, a1: 0n, a2: 0n, gone: 10_000n });
    expect(isConserved(await there.entries())).toBe(true);
    const bounced = await there.withReads(async (reads) => reads.receipts(await reads.view({}), {}, { first: 1 }));
    const figures = bounced.rows.map(
      ({ state, returned, reversed }) => `${state} ${formatMoney(returned)} ${formatMoney(reversed)}`,
    );
    expect(figures).toEqual(['REVERSED 0.00 100.00']);
    expect(await there.faults()).toEqual([]);
  });

  test('after a refund of a part: what had been refunded is owed by that account', async () => {
    const there = await identifiedBooks('memory');
    const { send } = there.process();
    const refund = { refundId: 'b1', paymentId: 'p-a2', currency: 'USD', amount: '12.00', fromUnapplied: '12.00' };
    const why = { method: 'CHECK', reasonCode: 'REFUND_REQUESTED' };
    recorded(await send('RefundPayment', { commandId: 'refund', accountId: 'a2', ...refund, ...why }));
    recorded(await send('ReverseReceipt', reversal));
    const after = await there.entries();
    expect(standingOn(after, 'CashClearing')).toBe(-1_200n);
    expect(standingOn(after, 'AccountsReceivable', 'a2')).toBe(1_200n);
    expect(await there.faults()).toEqual([]);
  });
});
