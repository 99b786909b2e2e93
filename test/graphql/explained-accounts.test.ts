import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', { ...openLedger, effectiveDate: '2024-01-01' });
  await api.record('OpenAccount', { accountId: 'other', currency: 'USD', effectiveDate: '2026-01-02' });
});
afterAll(() => api.close());

type Step = readonly [name: Parameters<TestApi['record']>[0], on: string, input: Readonly<Record<string, unknown>>];

const charge = (on: string, chargeId: string, amount: string): Step => [
  'PostCharge',
  on,
  { chargeId, category: 'SERVICE', amount },
];
const check = (on: string, paymentId: string, amount: string, ...lines: readonly [string, string][]): Step => {
  const named = lines.map(([chargeId, part]) => ({ chargeId, amount: part }));
  const applied = named.length === 0 ? {} : { lines: named };
  return ['ReceivePayment', on, { paymentId, amount, method: 'CHECK', ...applied }];
};
const credit = (on: string, creditId: string, amount: string): Step => [
  'IssueCredit',
  on,
  { creditId, amount, reasonCode: 'GOODWILL' },
];
const writeOff = (on: string, chargeId: string, amount: string): Step => [
  'WriteOff',
  on,
  { writeOffId: 'wo1', chargeId, amount, reasonCode: 'UNCOLLECTABLE' },
];
const refund = (on: string, paymentId: string, amount: string, more: object = { fromUnapplied: amount }): Step => {
  const refunded = { refundId: 'r1', paymentId, amount, method: 'CHECK', reasonCode: 'REFUND_REQUESTED' };
  return ['RefundPayment', on, { ...refunded, ...more }];
};

const transfer = (on: string, transferId: string, amount: string, what: object): Step => [
  'TransferBalance',
  on,
  { transferId, toAccountId: 'other', amount, reasonCode: 'WRONG_ACCOUNT', ...what },
];
/** Sent back from there. */
const back = (on: string, transferId: string, amount: string, what: object): Step =>
  transfer(on, transferId, amount, { accountId: 'other', ...what });

/** Each is an account of its own: what happened, and every sentence of its balance. */
const stories: readonly (readonly [string, readonly Step[], readonly string[]])[] = [
  [
    'a refund from what was unapplied',
    [
      charge('2026-01-10', 'c1', '150.00'),
      check('2026-01-20', 'p1', '180.00', ['c1', '150.00']),
      refund('2026-02-01', 'p1', '20.00'),
    ],
    [
      'Payment p1 of 2026-01-20: 180.00 USD received, 150.00 USD applied, 20.00 USD refunded; 10.00 USD is not applied.',
      'Charges settled: 1.',
    ],
  ],
  [
    'a refund in two parts: unapplied, and a charge that is open again',
    [
      charge('2026-01-10', 'c1', '150.00'),
      check('2026-01-20', 'p1', '180.00', ['c1', '150.00']),
      refund('2026-02-01', 'p1', '70.00', { fromUnapplied: '30.00', reopen: [{ chargeId: 'c1', amount: '40.00' }] }),
    ],
    [
      'Charge c1 of 2026-01-10: 150.00 USD charged, 150.00 USD paid, 40.00 USD refunded; 40.00 USD is open.',
      'Payments and credits refunded, whole or in part: 1 (70.00 USD).',
    ],
  ],
  [
    'a refund that came back',
    [
      check('2026-01-20', 'p1', '30.00'),
      refund('2026-02-01', 'p1', '30.00'),
      ['ReverseRefund', '2026-05-01', { refundId: 'r1', reasonCode: 'REFUND_STALE' }],
    ],
    [
      'Payment p1 of 2026-01-20: 30.00 USD received, 30.00 USD refunded, 30.00 USD come back from a refund; 30.00 USD is not applied.',
    ],
  ],
  [
    'a payment that bounced after a part of it was refunded',
    [
      charge('2026-01-10', 'c1', '200.00'),
      check('2026-01-20', 'p1', '300.00', ['c1', '200.00']),
      refund('2026-02-01', 'p1', '60.00'),
      ['ReversePayment', '2026-02-10', { paymentId: 'p1', reasonCode: 'NSF' }],
    ],
    [
      'Charge c1 of 2026-01-10: 200.00 USD charged, 200.00 USD paid, 200.00 USD lost with a reversed payment; 200.00 USD is open.',
      'Charge recharge:1 of 2026-02-10 (payment p1 was refunded and then reversed): 60.00 USD charged; 60.00 USD is open.',
      'Payments reversed: 1 (240.00 USD).',
    ],
  ],
  [
    'a payment that came again',
    [
      charge('2026-01-10', 'c1', '200.00'),
      check('2026-01-20', 'p1', '150.00', ['c1', '150.00']),
      ['ReversePayment', '2026-02-10', { paymentId: 'p1', reasonCode: 'NSF' }],
      ['ReinstatePayment', '2026-02-20', { paymentId: 'p1', reasonCode: 'REDEPOSITED' }],
    ],
    [
      'Charge c1 of 2026-01-10: 200.00 USD charged, 150.00 USD paid, 150.00 USD lost with a reversed payment, 150.00 USD paid again; 50.00 USD is open.',
      'Payments and credits used up: 1.',
    ],
  ],
  [
    'a debt that was given up, owed again in part, and collected in part',
    [
      charge('2026-01-10', 'c1', '500.00'),
      writeOff('2026-03-01', 'c1', '80.00'),
      ['ReverseWriteOff', '2026-03-05', { writeOffId: 'wo1', amount: '20.00', reasonCode: 'COLLECTABLE_AFTER_ALL' }],
      ['RecoverBadDebt', '2026-03-09', { paymentId: 'p1', writeOffId: 'wo1', amount: '30.00', method: 'CHECK' }],
    ],
    [
      'Charge c1 of 2026-01-10: 500.00 USD charged, 80.00 USD written off, 20.00 USD owed again after a write-off; 440.00 USD is open.',
      'Recovered of bad debt: 30.00 USD, which no balance counts.',
    ],
  ],
  [
    'a charge that was given up',
    [charge('2026-01-10', 'c1', '80.00'), writeOff('2026-03-01', 'c1', '80.00')],
    ['Charges written off as bad debt, whole or in part: 1 (80.00 USD).'],
  ],
  [
    'a charge that was never to be, the credit on it, and its fee',
    [
      charge('2026-01-10', 'c1', '100.00'),
      [
        'AdjustCharge',
        '2026-01-12',
        { adjustmentId: 'a1', chargeId: 'c1', kind: 'COURTESY', amount: '-10.00', reasonCode: 'COURTESY' },
      ],
      credit('2026-01-20', 'cr1', '15.00'),
      ['ApplyCredit', '2026-01-20', { creditId: 'cr1', currency: 'USD', lines: [{ chargeId: 'c1', amount: '15.00' }] }],
      [
        'AssessLateFee',
        '2026-02-28',
        { chargeId: 'f1', amount: '5.00', feeOn: { chargeId: 'c1', item: 1 }, period: '2026-02' },
      ],
      ['VoidCharge', '2026-03-10', { chargeId: 'c1', reasonCode: 'NOT_RENDERED' }],
    ],
    [
      'Late fee f1 of 2026-02-28: 5.00 USD charged; 5.00 USD is open.',
      'Credit cr1 of 2026-01-20: 15.00 USD granted; 15.00 USD is not applied.',
      'Charges voided, as if never posted: 1 (90.00 USD).',
    ],
  ],
  [
    'a credit that was paid out in part, and one that was voided',
    [
      credit('2026-01-20', 'cr1', '15.00'),
      [
        'RefundCredit',
        '2026-02-01',
        { refundId: 'r1', creditId: 'cr1', amount: '9.00', method: 'CHECK', reasonCode: 'REFUND_REQUESTED' },
      ],
      credit('2026-02-20', 'cr2', '7.00'),
      ['VoidCredit', '2026-03-01', { creditId: 'cr2', reasonCode: 'CREDIT_EXPIRED' }],
    ],
    [
      'Credit cr1 of 2026-01-20: 15.00 USD granted, 9.00 USD paid out; 6.00 USD is not applied.',
      'Credits voided: 1 (7.00 USD).',
    ],
  ],
  [
    'a fee waived, and owed again',
    [
      charge('2026-01-10', 'c1', '100.00'),
      [
        'AssessLateFee',
        '2026-02-28',
        { chargeId: 'f1', amount: '5.00', feeOn: { chargeId: 'c1', item: 1 }, period: '2026-02' },
      ],
      ['WaiveLateFee', '2026-03-01', { waiverId: 'w1', chargeId: 'f1', currency: 'USD', reasonCode: 'HARDSHIP' }],
      ['ReinstateLateFee', '2026-03-20', { waiverId: 'w1', reasonCode: 'WAIVED_IN_ERROR' }],
    ],
    [
      'Charge c1 of 2026-01-10: 100.00 USD charged; 100.00 USD is open.',
      'Late fee f1 of 2026-02-28: 5.00 USD charged, 5.00 USD waived, 5.00 USD no longer waived; 5.00 USD is open.',
    ],
  ],
  [
    'a closed account',
    [
      charge('2026-01-10', 'c1', '100.00'),
      check('2026-01-10', 'p1', '100.00', ['c1', '100.00']),
      ['CloseAccount', '2026-05-01', {}],
    ],
    ['Charges settled: 1.', 'Payments and credits used up: 1.', 'The account has been closed since 2026-05-01.'],
  ],
  [
    'a charge that went away and came back',
    [
      charge('2026-01-10', 'c1', '100.00'),
      transfer('2026-02-01', 't1', '100.00', { chargeId: 'c1' }),
      back('2026-02-10', 'b1', '100.00', { toAccountId: 'a-charge-that-went-away-and-came-back', chargeId: 't1' }),
      check('2026-03-01', 'p1', '100.00', ['c1', '100.00']),
    ],
    ['Charges settled: 1.', 'Payments and credits used up: 1.'],
  ],
  [
    'money that went away, of which a part came back',
    [
      charge('2026-01-10', 'c1', '20.00'),
      check('2026-01-10', 'p1', '50.00'),
      transfer('2026-02-01', 't2', '50.00', { paymentId: 'p1' }),
      back('2026-02-10', 'b2', '20.00', {
        toAccountId: 'money-that-went-away-of-which-a-part-came-back',
        paymentId: 't2',
      }),
      ['ApplyPayment', '2026-02-10', { paymentId: 'p1', currency: 'USD', strategy: 'OLDEST_DUE_FIRST' }],
    ],
    ['Charges settled: 1.', 'Payments and credits transferred to another account, whole or in part: 1 (30.00 USD).'],
  ],
  [
    'a part of a receipt that was somebody else’s',
    [
      ['RecordReceipt', '2026-01-10', { receiptId: 'rc1', amount: '40.00', method: 'CHECK' }],
      [
        'IdentifyReceipt',
        '2026-01-20',
        {
          receiptId: 'rc1',
          currency: 'USD',
          parts: [{ accountId: 'a-part-of-a-receipt-that-was-somebody-else-s', paymentId: 'p1', amount: '40.00' }],
        },
      ],
      ['UnidentifyReceipt', '2026-02-01', { paymentId: 'p1', reasonCode: 'WRONG_PAYER' }],
    ],
    ['Payments gone back to their receipts, being somebody else’s: 1 (40.00 USD).'],
  ],
  [
    'an account that was closed and is open again',
    [
      ['CloseAccount', '2026-05-01', {}],
      ['ReopenAccount', '2026-06-01', {}],
    ],
    ['Nothing has been charged or received.'],
  ],
];

describe('a balance in sentences', () => {
  test.each(stories)('tells of %s', async (title, steps, sentences) => {
    const accountId = title.replaceAll(/[^a-z]+/g, '-').slice(0, 60);
    let minPosition = await api.record('OpenAccount', { accountId, currency: 'USD', effectiveDate: '2026-01-02' });
    for (const [name, effectiveDate, input] of steps) {
      const currency = 'amount' in input ? { currency: 'USD' } : {};
      const owner = name === 'RecordReceipt' || name === 'IdentifyReceipt' ? {} : { accountId };
      minPosition = await api.record(name, { ...owner, effectiveDate, ...currency, ...input });
    }
    const answer = await api.ask(
      `query ($accountId: String!, $minPosition: Position) {
        explainBalance(accountId: $accountId, minPosition: $minPosition) {
          sentences { text entries { type } } } }`,
      { accountId, minPosition },
    );
    const told = at(answer, 'explainBalance', 'sentences') as unknown as readonly { text: string; entries: [] }[];
    expect(told.map(({ text }) => text)).toEqual(sentences);
    expect(told.every(({ entries }) => entries.length > 0)).toBe(true);
  });
});
