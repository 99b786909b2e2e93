import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, at, type Json, openLedger, openTestApi, type TestApi } from './api.ts';

/**
 * r1, 100.00 of 1 March: 60.00 and 30.00 identified on the 5th, the 30.00 taken back on the 10th; all of it
 * bounced on the 20th. r2, 40.00 of 2 March: nobody knows. r3, 25.00 of 3 March: all of it identified on
 * the 6th. r4, 8.00 of 4 March: sent back on the 7th. r5, 10.00 of 5 March: half sent back on the 8th.
 */
let api: TestApi;
/** After the identification of r1, before anything was taken back. */
let identifiedAt = '';

const usd = { currency: 'USD' };
const on = (effectiveDate: string) => ({ ...usd, effectiveDate });

async function record(...[name, input]: Parameters<TestApi['record']>): Promise<string> {
  return api.record(name, input);
}

async function recordReceipts(): Promise<void> {
  for (const [receiptId, amount, day] of [
    ['r1', '100.00', '2026-03-01'],
    ['r2', '40.00', '2026-03-02'],
    ['r3', '25.00', '2026-03-03'],
    ['r4', '8.00', '2026-03-04'],
    ['r5', '10.00', '2026-03-05'],
  ] as const) {
    await record('RecordReceipt', { ...on(day), receiptId, amount, method: 'CHECK' });
  }
}

beforeAll(async () => {
  api = await openTestApi();
  await record('OpenLedger', openLedger);
  for (const accountId of ['a1', 'a2']) await record('OpenAccount', { ...on('2026-01-02'), accountId });
  const charge = { chargeId: 'c1', category: 'SERVICE', amount: '45.00' };
  await record('PostCharge', { ...on('2026-02-01'), accountId: 'a1', ...charge });
  await recordReceipts();
  const parts = [
    { accountId: 'a1', paymentId: 'p1', amount: '60.00', strategy: 'OLDEST_DUE_FIRST' },
    { accountId: 'a2', paymentId: 'p1', amount: '30.00' },
  ];
  identifiedAt = await record('IdentifyReceipt', { ...on('2026-03-05'), receiptId: 'r1', parts });
  const whole = [{ accountId: 'a2', paymentId: 'p3', amount: '25.00' }];
  await record('IdentifyReceipt', { ...on('2026-03-06'), receiptId: 'r3', parts: whole });
  const back = { reasonCode: 'SENDER_UNKNOWN' };
  await record('ReturnReceipt', { ...on('2026-03-07'), ...back, receiptId: 'r4', amount: '8.00' });
  await record('ReturnReceipt', { ...on('2026-03-08'), ...back, receiptId: 'r5', amount: '5.00' });
  const wrong = { effectiveDate: '2026-03-10', accountId: 'a2', paymentId: 'p1', reasonCode: 'WRONG_PAYER' };
  await record('UnidentifyReceipt', wrong);
  const bounced = { effectiveDate: '2026-03-20', receiptId: 'r1', reasonCode: 'NSF' };
  await record('ReverseReceipt', bounced);
  const minPosition = api.journal.tokenOf((await api.journal.head()).ordinal);
  await api.dependencies.readModels.view({ minPosition });
});
afterAll(() => api.close());

const fields = `receiptId method receivedOn ageDays state currency amount unidentified cause identified returned reversed
  parts { part accountId paymentId amount identifiedOn state }`;

function nodes(answer: Answer, list: string): readonly Json[] {
  const edges = at(answer, list, 'edges');
  return Array.isArray(edges) ? edges.map((edge) => (edge as { readonly node: Json }).node) : [];
}

/** What the only field of each row says. */
function only(rows: readonly Json[]): readonly unknown[] {
  return rows.map((row) => (typeof row === 'object' && row !== null ? Object.values<unknown>(row)[0] : row));
}

const receipts = async (view: string, of = fields) => {
  const answer = await api.ask(`{ receipts(${view}) { edges { node { ${of} } } } }`);
  expect(answer.errors).toBeUndefined();
  return nodes(answer, 'receipts');
};

const ids = (view: string) => receipts(view, 'receiptId').then(only);

const payments = async (view: string, of = 'accountId paymentId') =>
  nodes(await api.ask(`{ unappliedPayments(${view}) { edges { node { ${of} } } } }`), 'unappliedPayments');

const by = (filter: string) => payments(`asOf: "2026-03-11", filter: { ${filter} }`);

const since = (receivedOn: string, ageDays: number) => ({ receivedOn, ageDays, since: receivedOn });

const trail = async (filter: string) =>
  nodes(
    await api.ask(`{ auditTrail(filter: { ${filter} }) { edges { node {
      type accountId receiptId postings { account side amount receiptId paymentId } } } } }`),
    'auditTrail',
  );

describe('a receipt', () => {
  const first = { part: 1, accountId: 'a1', paymentId: 'p1', amount: '60.00', identifiedOn: '2026-03-05' };
  const second = { part: 2, accountId: 'a2', paymentId: 'p1', amount: '30.00', identifiedOn: '2026-03-05' };
  const [there, taken] = [
    { ...first, state: 'ARRIVED' },
    { ...second, state: 'ARRIVED' },
  ];
  const isBack = { ...second, state: 'BACK' };
  const gone = { ...first, state: 'REVERSED' };

  test.each([
    ['2026-03-04', 3, 'UNIDENTIFIED', ['100.00', '0.00', '0.00', '0.00'], 'NOT_IDENTIFIED', []],
    ['2026-03-05', 4, 'PARTLY_IDENTIFIED', ['10.00', '90.00', '0.00', '0.00'], 'NOT_IDENTIFIED', [there, taken]],
    ['2026-03-10', 9, 'PARTLY_IDENTIFIED', ['40.00', '60.00', '0.00', '0.00'], 'TAKEN_BACK', [there, isBack]],
    ['2026-03-19', 18, 'PARTLY_IDENTIFIED', ['40.00', '60.00', '0.00', '0.00'], 'TAKEN_BACK', [there, isBack]],
    ['2026-03-20', 19, 'REVERSED', ['0.00', '0.00', '0.00', '100.00'], null, [gone, isBack]],
  ])('on %s is %i days old and %s', async (asOf, ageDays, state, amounts, cause, parts) => {
    const [unidentified, identified, returned, reversed] = amounts;
    const about = { receiptId: 'r1', method: 'CHECK', receivedOn: '2026-03-01', currency: 'USD', amount: '100.00' };
    expect(await receipts(`asOf: "${asOf}", filter: { receiptId: "r1" }`)).toEqual([
      { ...about, ageDays, state, unidentified, identified, returned, reversed, cause, parts },
    ]);
  });

  test('is not there before its day', async () => {
    expect(await receipts('asOf: "2026-02-28"')).toEqual([]);
  });

  test('is on a later day as it was known at a position', async () => {
    const known = `asOf: "2026-03-31", knownAt: { position: "${identifiedAt}" }, filter: { receiptId: "r1" }`;
    const [found] = await receipts(known, 'state unidentified parts { state }');
    expect(found).toMatchObject({ state: 'PARTLY_IDENTIFIED', unidentified: '10.00' });
  });

  test('has parts on their way until their accounts have them', async () => {
    const entries = await api.journal.book.readAll(0, 100);
    const left = entries.find(({ type, data }) => type === 'ReceiptIdentified' && 'part' in data && data.part === 2);
    const position = api.journal.tokenOf(left?.ordinal ?? 0);
    const view = `asOf: "2026-03-31", knownAt: { position: "${position}" }`;
    const [found] = await receipts(`${view}, filter: { receiptId: "r1" }`, 'identified parts { state }');
    expect(found).toEqual({ identified: '90.00', parts: [{ state: 'IN_TRANSIT' }, { state: 'IN_TRANSIT' }] });
    const answer = await api.ask(`{ clearing(${view}, account: TransferClearing) { edges { node { key amount } } } }`);
    expect(nodes(answer, 'clearing')).toEqual([
      { key: 'receipt-r1/1', amount: '-60.00' },
      { key: 'receipt-r1/2', amount: '-30.00' },
    ]);
  });
});

describe('receipts', () => {
  test('are found by their state on the day, by currency and by account', async () => {
    const inState = (state: string) => ids(`asOf: "2026-03-15", filter: { state: ${state} }`);
    expect(await inState('UNIDENTIFIED')).toEqual(['r2', 'r5']);
    expect(await inState('PARTLY_IDENTIFIED')).toEqual(['r1']);
    expect(await inState('IDENTIFIED')).toEqual(['r3']);
    expect(await inState('RETURNED')).toEqual(['r4']);
    expect(await inState('REVERSED')).toEqual([]);
    expect(await ids('filter: { state: REVERSED }')).toEqual(['r1']);
    expect(await ids('filter: { currency: "EUR" }')).toEqual([]);
    expect(await ids('filter: { accountId: "a1" }')).toEqual(['r1']);
    expect(await ids('filter: { accountId: "a2", currency: "USD" }')).toEqual(['r1', 'r3']);
  });

  test('are of an account from the day on which they were identified as its own', async () => {
    expect(await ids('asOf: "2026-03-04", filter: { accountId: "a1" }')).toEqual([]);
    expect(await ids('asOf: "2026-03-05", filter: { accountId: "a1" }')).toEqual(['r1']);
    const known = `knownAt: { position: "${identifiedAt}" }`;
    expect(await ids(`${known}, filter: { accountId: "a2" }`)).toEqual(['r1']);
  });

  test('come page by page, all of one view', async () => {
    const query = `query ($after: String) { receipts(first: 2, after: $after, asOf: "2026-03-15") {
      asOf position edges { node { receiptId } } pageInfo { hasNextPage endCursor } } }`;
    const found: Json[] = [];
    let after: Json | undefined = null;
    for (const hasNextPage of [true, true, false]) {
      const page: Answer = await api.ask(query, { after });
      found.push(...nodes(page, 'receipts'));
      expect([at(page, 'receipts', 'asOf'), at(page, 'receipts', 'pageInfo', 'hasNextPage')]).toEqual([
        '2026-03-15',
        hasNextPage,
      ]);
      after = at(page, 'receipts', 'pageInfo', 'endCursor');
    }
    expect(found).toEqual(['r1', 'r2', 'r3', 'r4', 'r5'].map((receiptId) => ({ receiptId })));
  });
});

describe('money that pays for nothing yet', () => {
  const rows = 'rows { currency cause amount count oldestOn oldestAgeDays }';
  const both = async (view: string) => {
    const answer = await api.ask(`{ unidentifiedCash(${view}) { ${rows} } unappliedCash(${view}) { ${rows} }
      trialBalance(${view}) { rows { account net } } }`);
    expect(answer.errors).toBeUndefined();
    return answer;
  };

  test('is two figures by cause, each with its oldest day', async () => {
    const answer = await both('asOf: "2026-03-11"');
    expect(at(answer, 'unidentifiedCash', 'rows')).toEqual([
      { ...usd, cause: 'NOT_IDENTIFIED', amount: '45.00', count: 2, oldestOn: '2026-03-02', oldestAgeDays: 9 },
      { ...usd, cause: 'TAKEN_BACK', amount: '40.00', count: 1, oldestOn: '2026-03-01', oldestAgeDays: 10 },
    ]);
    expect(at(answer, 'unappliedCash', 'rows')).toEqual([
      { ...usd, cause: 'IDENTIFIED', amount: '40.00', count: 2, oldestOn: '2026-03-05', oldestAgeDays: 6 },
    ]);
    const rows = at(answer, 'trialBalance', 'rows');
    expect(rows).toContainEqual({ account: 'UnidentifiedCash', net: '-85.00' });
    expect(rows).toContainEqual({ account: 'UnappliedCash', net: '-40.00' });
  });

  test('is the same for ever as of a day and as known at a position', async () => {
    const answer = await both(`asOf: "2026-03-31", knownAt: { position: "${identifiedAt}" }`);
    expect(at(answer, 'unidentifiedCash', 'rows')).toMatchObject([
      { cause: 'NOT_IDENTIFIED', amount: '93.00', count: 5 },
    ]);
    expect(at(answer, 'trialBalance', 'rows')).toContainEqual({ account: 'UnidentifiedCash', net: '-93.00' });
    expect(at(await both('asOf: "2026-02-28"'), 'unidentifiedCash', 'rows')).toEqual([]);
  });

  test('is on payments, the oldest first, with why and since when', async () => {
    const about = { partyClass: 'SELF', payerId: null, method: 'CHECK', ...usd, cause: 'IDENTIFIED' };
    const all = `accountId paymentId unapplied receivedOn ageDays since ${Object.keys(about).join(' ')}`;
    const found = [
      { ...about, accountId: 'a1', paymentId: 'p1', unapplied: '15.00', ...since('2026-03-05', 6) },
      { ...about, accountId: 'a2', paymentId: 'p3', unapplied: '25.00', ...since('2026-03-06', 5) },
    ];
    expect(await payments('asOf: "2026-03-11"', all)).toEqual(found);
  });

  test('is found by account, cause, currency and age', async () => {
    const [one, other] = [
      { accountId: 'a1', paymentId: 'p1' },
      { accountId: 'a2', paymentId: 'p3' },
    ];
    expect(await by('accountId: "a2"')).toEqual([other]);
    expect(await by('cause: IDENTIFIED, currency: "USD"')).toEqual([one, other]);
    expect(await by('cause: NOT_APPLIED')).toEqual([]);
    expect(await by('olderThanDays: 5')).toEqual([one]);
    expect(await by('olderThanDays: 6')).toEqual([]);
  });
});

describe('the audit trail', () => {
  test('of a receipt is everything that became of it, newest first', async () => {
    const found = await trail('receiptId: "r1"');
    expect(only(found)).toEqual([
      'ReceiptReversalCompleted',
      'ReceiptReversed',
      'ReceiptPartReturned',
      'ReceiptPartArrived',
      'ReceiptPartArrived',
      'ReceiptIdentified',
      'ReceiptIdentified',
      'ReceiptRecorded',
    ]);
    expect(found.at(-1)).toEqual({
      type: 'ReceiptRecorded',
      accountId: null,
      receiptId: 'r1',
      postings: [
        { account: 'CashClearing', side: 'DEBIT', amount: '100.00', receiptId: null, paymentId: null },
        { account: 'UnidentifiedCash', side: 'CREDIT', amount: '100.00', receiptId: 'r1', paymentId: null },
      ],
    });
  });

  test('of an account has what a part did there, under the account', async () => {
    const found = await trail('accountId: "a2", types: [PaymentIdentified, PaymentUnidentified]');
    expect(found).toMatchObject([
      { type: 'PaymentUnidentified', accountId: 'a2', receiptId: null },
      { type: 'PaymentIdentified', accountId: 'a2', receiptId: null },
      { type: 'PaymentIdentified', accountId: 'a2', receiptId: null },
    ]);
  });
});

test.each([
  ['receipts(filter: { receiptId: "no id" })', 'filter.receiptId'],
  ['receipts(filter: { accountId: "no id" })', 'filter.accountId'],
  ['receipts(filter: { currency: "no currency" })', 'filter.currency'],
  ['receipts(first: 0)', 'first'],
  ['receipts(after: "nowhere")', 'after'],
  ['unappliedPayments(filter: { accountId: "no id" })', 'filter.accountId'],
  ['unappliedPayments(filter: { olderThanDays: -1 })', 'filter.olderThanDays'],
  ['unappliedPayments(after: "nowhere")', 'after'],
  ['auditTrail(filter: { receiptId: "no id" })', 'filter.receiptId'],
])('%s is an error that names %s', async (query, inputPath) => {
  const { errors } = await api.ask(`{ ${query} { edges { cursor } } }`);
  expect(errors?.map(({ extensions }) => extensions.inputPath)).toEqual([inputPath]);
});

test('a command on a receipt answers the revision in its stream, and no account', async () => {
  const answer = await api.ask(
    `mutation { recordReceipt(input: { commandId: "late", receiptId: "r6", currency: "USD", amount: "1.00", method: CASH }) {
      ... on CommandRecorded { revision account { accountId } entries { type } } } }`,
  );
  const entries = [{ type: 'ReceiptRecorded' }];
  expect(at(answer, 'recordReceipt')).toEqual({ revision: 0, account: null, entries });
});
