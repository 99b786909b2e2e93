import { afterEach, describe, expect, test } from 'vitest';
import type { Entry } from '#ledger/entry.ts';
import { lineTo } from '../handle-command/journal-line.ts';
import { shortTrip } from '../handle-command/processes.ts';
import { type Death, dyingJournal } from './dying-journal.ts';
import {
  engines,
  type Fields,
  openTransferBooks,
  outcomeOf,
  recorded,
  standingOn,
  type TransferBooks,
} from './transfer-books.ts';

let books: TransferBooks | undefined;

afterEach(async () => {
  await books?.discard();
  books = undefined;
});

/** Of each kind something to move: what is there before, what is sent, and where it stands in the general ledger. */
const kinds: readonly Kind[] = [
  {
    kind: 'an open amount',
    what: { chargeId: 'c1' },
    account: 'AccountsReceivable',
    before: ['PostCharge', { chargeId: 'c1', category: 'SERVICE', amount: '80.00' }],
    sign: 1n,
  },
  {
    kind: 'an unapplied payment',
    what: { paymentId: 'p1' },
    account: 'UnappliedCash',
    before: ['ReceivePayment', { paymentId: 'p1', method: 'CHECK', amount: '80.00' }],
    sign: -1n,
  },
  {
    kind: 'an unapplied credit',
    what: { creditId: 'k1' },
    account: 'UnappliedCredits',
    before: ['IssueCredit', { creditId: 'k1', amount: '80.00', reasonCode: 'GOODWILL' }],
    sign: -1n,
  },
];

interface Kind {
  readonly kind: string;
  readonly what: Fields;
  readonly account: string;
  readonly before: readonly ['PostCharge' | 'ReceivePayment' | 'IssueCredit', Fields];
  readonly sign: bigint;
}

const transferOf = ({ what }: Kind): Fields => ({
  commandId: 'transfer-1',
  accountId: 'a1',
  transferId: 't1',
  toAccountId: 'a2',
  currency: 'USD',
  amount: '30.00',
  reasonCode: 'WRONG_ACCOUNT',
  ...what,
});

async function booksWith(engine: keyof typeof engines, { before: [name, input] }: Kind): Promise<TransferBooks> {
  books = await openTransferBooks(engine);
  recorded(await books.process().send(name, { commandId: 'before', accountId: 'a1', currency: 'USD', ...input }));
  return books;
}

/** On every position: what is on both accounts and on its way is what there was. */
function conserved(entries: readonly Entry[], { account }: Kind): readonly string[] {
  const sums = entries.map((_, index) => {
    const known = entries.slice(0, index + 1);
    return standingOn(known, account) + standingOn(known, 'TransferClearing');
  });
  const first = entries.findIndex(({ command }) => command.id === 'before');
  return [...new Set(sums.slice(first).map(String))];
}

/** Where the 30.00 are: `a1`, `a2`, or on their way. */
function whereIn(entries: readonly Entry[], { account, sign }: Kind): readonly string[] {
  const at = (accountId: string) => standingOn(entries, account, accountId) * sign;
  const transit = standingOn(entries, 'TransferClearing') * sign;
  return [
    ...(at('a1') === 8_000n ? ['a1'] : []),
    ...(at('a2') === 3_000n ? ['a2'] : []),
    ...(transit === 3_000n ? ['on its way'] : []),
  ];
}

const deaths: readonly Death[] = [0, 1, 2].flatMap((nth) => [
  { nth, when: 'BEFORE' as const },
  { nth, when: 'AFTER' as const },
]);

/** Every step of every kind in memory; on a disk, which takes its time, the kinds in turn. */
function kindsFor(engine: string, { nth }: Death): readonly Kind[] {
  return engine === 'memory' ? kinds : kinds.slice(nth, nth + 1);
}

async function dies(sent: Promise<unknown>): Promise<void> {
  await expect(sent).rejects.toThrow('the process is gone');
}

/** Somebody closes the other account between the look and the step. */
function closing(there: TransferBooks): () => Promise<void> {
  const input = { commandId: 'close-a2', accountId: 'a2' };
  return async () => void recorded(await there.process().send('CloseAccount', input));
}

describe.each(Object.keys(engines).filter((name): name is keyof typeof engines => name in engines))(
  'on %s',
  (engine) => {
    test.each(kinds)(
      '$kind goes from one account to the other, and a repeated command moves nothing more',
      async (kind) => {
        const there = await booksWith(engine, kind);
        const { send } = there.process();
        expect(outcomeOf(await send('TransferBalance', transferOf(kind)))).toBe('RECORDED');
        const after = await there.entries();
        expect(whereIn(after, kind)).toEqual(['a2']);
        expect(conserved(after, kind)).toHaveLength(1);
        expect(recorded(await there.process().send('TransferBalance', transferOf(kind))).replayed).toBe(true);
        expect(await there.entries()).toHaveLength(after.length);
        expect(await there.resume()).toBe(0);
        expect(await there.faults()).toEqual([]);
      },
    );

    test.each(deaths)('killed at step $nth $when the append, it is carried on by who begins next', async (death) => {
      for (const kind of kindsFor(engine, death)) {
        const there = await booksWith(engine, kind);
        await dies(there.process(dyingJournal(there.journal, { death })).send('TransferBalance', transferOf(kind)));
        expect(whereIn(await there.entries(), kind)).toHaveLength(1);
        const isBegun = death.nth > 0 || death.when === 'AFTER';
        await there.resume();
        expect(whereIn(await there.entries(), kind)).toEqual([isBegun ? 'a2' : 'a1']);
        expect(await there.resume()).toBe(0);
        expect(conserved(await there.entries(), kind)).toHaveLength(1);
        expect(await there.faults()).toEqual([]);
        await there.discard();
      }
      books = undefined;
    });

    test.each(deaths)(
      'killed at step $nth $when the append while the other account closes, it goes back',
      async (death) => {
        for (const kind of kindsFor(engine, death)) {
          const there = await booksWith(engine, kind);
          const meanwhile = { nth: 0, work: closing(there) };
          const way = dyingJournal(there.journal, { death, meanwhile });
          await dies(there.process(way).send('TransferBalance', transferOf(kind)));
          expect(whereIn(await there.entries(), kind)).toHaveLength(1);
          await there.resume();
          const entries = await there.entries();
          expect(whereIn(entries, kind)).toEqual(['a1']);
          expect(conserved(entries, kind)).toHaveLength(1);
          const again = await there.process().send('TransferBalance', transferOf(kind));
          const isBegun = death.nth > 0 || death.when === 'AFTER';
          expect(outcomeOf(again)).toBe(isBegun ? 'TRANSFER_RETURNED' : 'ACCOUNT_CLOSED');
          expect(await there.entries()).toHaveLength(entries.length);
          expect(await there.faults()).toEqual([]);
          await there.discard();
        }
        books = undefined;
      },
    );

    test('the one who sent it again carries it on, too', async () => {
      const [kind] = kinds;
      if (kind === undefined) return;
      const there = await booksWith(engine, kind);
      const death = { nth: 1, when: 'BEFORE' } as const;
      await dies(there.process(dyingJournal(there.journal, { death })).send('TransferBalance', transferOf(kind)));
      expect(whereIn(await there.entries(), kind)).toEqual(['on its way']);
      expect(recorded(await there.process().send('TransferBalance', transferOf(kind))).replayed).toBe(true);
      expect(whereIn(await there.entries(), kind)).toEqual(['a2']);
    });
  },
);

describe('what can be known beforehand', () => {
  const [ofCharge, ofPayment] = kinds;
  if (ofCharge === undefined || ofPayment === undefined) throw new Error('there are kinds');

  test.each([
    ['an account that is not there', { toAccountId: 'a9' }, 'ACCOUNT_UNKNOWN', 'toAccountId'],
    ['the account itself', { toAccountId: 'a1' }, 'SAME_ACCOUNT', 'toAccountId'],
    ['an id that is taken there', { transferId: 'taken' }, 'DUPLICATE_ID', 'transferId'],
    ['more than is open', { amount: '80.01' }, 'EXCEEDS_OPEN', 'amount'],
  ])('%s is a plain refusal, and nothing is recorded', async (_what, change, code, inputPath) => {
    const there = await booksWith('memory', ofCharge);
    const { send } = there.process();
    const taken = { chargeId: 'taken', category: 'SERVICE', currency: 'USD', amount: '1.00' };
    recorded(await send('PostCharge', { commandId: 'taken', accountId: 'a2', ...taken }));
    const before = (await there.entries()).length;
    const refused = await send('TransferBalance', { ...transferOf(ofCharge), ...change });
    expect(refused).toMatchObject({ outcome: 'REJECTED', code, inputPath });
    expect(await there.entries()).toHaveLength(before);
  });

  test('a dry run says what would leave, and moves nothing', async () => {
    const there = await booksWith('memory', ofPayment);
    const before = (await there.entries()).length;
    const dry = recorded(await there.process().send('TransferBalance', { ...transferOf(ofPayment), dryRun: true }));
    expect(dry).toMatchObject({ dryRun: true, facts: [{ type: 'BalanceTransferredOut' }] });
    expect(await there.entries()).toHaveLength(before);
  });

  test('what is sent back is again what it was, and the payment can be reversed', async () => {
    const there = await booksWith('memory', ofPayment);
    const { send } = there.process();
    recorded(await send('TransferBalance', transferOf(ofPayment)));
    const reversal = { commandId: 'nsf', accountId: 'a1', paymentId: 'p1', reasonCode: 'NSF' };
    expect(outcomeOf(await send('ReversePayment', reversal))).toBe('PAYMENT_TRANSFERRED');
    const back = { commandId: 'back', accountId: 'a2', transferId: 't2', toAccountId: 'a1', paymentId: 't1' };
    recorded(await send('TransferBalance', { ...transferOf(ofPayment), ...back }));
    expect(whereIn(await there.entries(), ofPayment)).toEqual(['a1']);
    expect(outcomeOf(await send('ReversePayment', reversal))).toBe('RECORDED');
    expect(await there.faults()).toEqual([]);
  });
});

describe('a period that is closed meanwhile', () => {
  test('takes nothing more: what is on its way arrives on the first open day', async () => {
    const [kind] = kinds;
    if (kind === undefined) return;
    const there = await booksWith('memory', kind);
    const { send } = there.process();
    const charged = { chargeId: 'c0', category: 'SERVICE', currency: 'USD', amount: '80.00' };
    recorded(await send('PostCharge', { commandId: 'c0', accountId: 'a1', effectiveDate: '2026-01-10', ...charged }));
    recorded(await send('ExtendCalendar', { commandId: 'calendar', periodEnds: ['2026-01-31', '2026-02-28'] }));
    const close = async (): Promise<void> => {
      recorded(await there.process().send('ClosePeriod', { commandId: 'close', periodEnd: '2026-01-31' }));
    };
    const way = dyingJournal(there.journal, { death: { nth: 0, when: 'AFTER' } });
    const early = { ...transferOf(kind), chargeId: 'c0', effectiveDate: '2026-01-15' };
    await dies(there.process(way).send('TransferBalance', early));
    await close();
    await there.resume();
    const moved = (await there.entries()).filter(({ type }) => type.startsWith('Balance'));
    expect(moved.map(({ type, effectiveDate }) => `${effectiveDate} ${type}`)).toEqual([
      '2026-01-15 BalanceTransferredOut',
      '2026-02-01 BalanceTransferredIn',
      '2026-02-01 BalanceTransferCompleted',
    ]);
  });
});

describe('several processes at once', () => {
  test('carry the same transfers on, and each arrives once', async () => {
    const [, kind] = kinds;
    if (kind === undefined) return;
    const there = await booksWith('memory', kind);
    const transfers = Array.from({ length: 12 }, (_, n) => ({
      ...transferOf(kind),
      commandId: `transfer-${n}`,
      transferId: `t${n}`,
      amount: '1.00',
    }));
    const others = [1, 2, 3].map(() => there.process(lineTo(there.journal, shortTrip)));
    const answers = await Promise.all(
      transfers.flatMap((input) => others.map((process) => process.send('TransferBalance', input))),
    );
    expect(new Set(answers.map(outcomeOf))).toEqual(new Set(['RECORDED']));
    const entries = await there.entries();
    expect(entries.filter(({ type }) => type === 'BalanceTransferredIn')).toHaveLength(12);
    expect(standingOn(entries, 'UnappliedCash', 'a2')).toBe(-1_200n);
    expect(standingOn(entries, 'TransferClearing')).toBe(0n);
    expect(await there.faults()).toEqual([]);
  }, 20_000);
});
