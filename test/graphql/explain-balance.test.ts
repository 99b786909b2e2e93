import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDays, calendarDate } from '#money/calendar-date.ts';
import { fromMinorText, isMoneyFault, parseMoney, toMinorText } from '#money/money.ts';
import { explanationOf } from '#projections/explanation.ts';
import { writeRandomBooks } from '../read-models/random-books.ts';
import { type Answer, at, openLedger, openTestApi, type TestApi } from './api.ts';
import { recordAnAccount } from './books.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', { ...openLedger, effectiveDate: '2024-01-01' });
  await recordAnAccount(api, 'account-1');
  const position = await api.record('OpenAccount', {
    accountId: 'empty',
    currency: 'USD',
    effectiveDate: '2026-01-02',
  });
  await api.dependencies.readModels.view({ minPosition: position });
});
afterAll(() => api.close());

const explain = (accountId: string, rest = ''): Promise<Answer> =>
  api.ask(`{ explainBalance(accountId: "${accountId}" ${rest}) { asOf position balance currency
    sentences { text amount entryCount entries { type position } } } }`);

interface Told {
  readonly text: string;
  readonly amount: string;
  readonly entryCount: number;
  readonly entries: readonly { readonly type: string }[];
}

const toldIn = (answer: Answer): readonly Told[] =>
  at(answer, 'explainBalance', 'sentences') as unknown as readonly Told[];

describe('a balance explained', () => {
  test('says what is open and why, and what is not applied', async () => {
    const answer = await explain('account-1');
    expect(toldIn(answer).map(({ text, amount }) => [text, amount])).toEqual([
      ['Charge c2 of 2026-02-01: 100.00 USD charged, 15.00 USD adjusted off; 85.00 USD is open.', '85.00'],
      ['Late fee f1 of 2026-04-01: 5.00 USD charged; 5.00 USD is open.', '5.00'],
      ['Payment p1 of 2026-02-10: 130.00 USD received, 100.00 USD applied; 30.00 USD is not applied.', '-30.00'],
      ['Charges settled: 1.', '0.00'],
    ]);
    expect(at(answer, 'explainBalance', 'balance')).toBe('60.00');
  });

  test('cites the entries that each sentence comes from', async () => {
    const types = toldIn(await explain('account-1')).map(({ entries }) => entries.map(({ type }) => type));
    expect(types).toEqual([
      ['ChargePosted', 'ChargeAdjusted'],
      ['LateFeeAssessed'],
      ['PaymentReceived', 'PaymentApplied'],
      ['ChargePosted', 'PaymentApplied'],
    ]);
  });

  test('knows neither what is effective later nor what was recorded later', async () => {
    const [own] = toldIn(await explain('account-1', ', asOf: "2026-02-05"'));
    expect(own?.text).toBe('Charge c1 of 2026-01-10: 100.00 USD charged; 100.00 USD is open.');
    const early = await explain('account-1', `, knownAt: { position: "${api.journal.tokenOf(3)}" }`);
    expect(toldIn(early)).toHaveLength(1);
    expect(at(early, 'explainBalance', 'balance')).toBe('100.00');
  });

  test('tells of money that is on its way or never came, and adds nothing for it', async () => {
    const usd = { accountId: 'waiting', currency: 'USD' };
    await api.record('OpenAccount', { ...usd, effectiveDate: '2026-01-02' });
    const pend = (paymentId: string, amount: string) =>
      api.record('ReceivePayment', {
        ...usd,
        paymentId,
        amount,
        effectiveDate: '2026-02-01',
        method: 'CARD',
        pending: true,
      });
    await pend('w1', '60.00');
    await pend('w2', '40.00');
    await pend('w3', '25.00');
    await pend('w4', '7.00');
    await api.record('SettlePayment', { ...usd, paymentId: 'w3', amount: '20.00', effectiveDate: '2026-02-03' });
    const fail = { accountId: 'waiting', paymentId: 'w4', effectiveDate: '2026-02-04' };
    const position = await api.record('FailPayment', fail);
    const told = toldIn(await explain('waiting', `, minPosition: "${position}"`));
    expect(told.map(({ text, amount, entries }) => [text, amount, entries.map(({ type }) => type)])).toEqual([
      ['Payment w3 of 2026-02-03: 20.00 USD received; 20.00 USD is not applied.', '-20.00', ['PaymentSettled']],
      ['Payments pending, which no balance counts yet: 2 (100.00 USD).', '0.00', ['PaymentPended', 'PaymentPended']],
      ['Pending payments that came only in part; the rest lapsed: 1 (5.00 USD).', '0.00', ['PaymentSettled']],
      ['Pending payments that never came: 1 (7.00 USD).', '0.00', ['PaymentFailed']],
    ]);
  });

  test('of an account without any says so, and of one that is not there is null', async () => {
    expect(toldIn(await explain('empty'))).toMatchObject([
      { text: 'Nothing has been charged or received.', entryCount: 1 },
    ]);
    expect((await explain('nobody')).data).toEqual({ explainBalance: null });
  });
});

describe('the sentences', () => {
  test('add up to the balance as of any day, as known anywhere, in random books', async () => {
    const seed = 20_260_615;
    await writeRandomBooks(api.dependencies.handleCommand, { seed, accounts: 3, commands: 600, name: 'book' });
    const head = await api.journal.head();
    let compared = 0;
    const said = new Set<string>();
    for (let round = 0; round < 240; round += 1) {
      const accountId = `book-${1 + (round % 3)}`;
      const ordinal = 10 + ((round * 7_919) % (head.ordinal - 9));
      const asOf = addDays(calendarDate('2024-01-01'), (round * 37) % 240);
      const view = await api.dependencies.readModels.view({ asOf, knownAt: { ordinal } });
      const figures = await api.dependencies.readModels.balance(view, accountId);
      if (figures === undefined) continue;
      const entries = await api.journal.readStream(api.dependencies.streamOf(accountId));
      const counting = entries.filter((entry) => entry.ordinal <= ordinal && entry.effectiveDate <= asOf);
      const sentences = explanationOf(counting, 'USD');
      const sum = sentences.reduce((total, { amount }) => total + amount, 0n);
      expect(fromMinorText(String(sum), 'USD'), `round ${round}`).toEqual(figures.balance);
      for (const { text, amount } of sentences) {
        expect([text, amountIn(text)]).toEqual([text, amount < 0n ? -amount : amount]);
        expect([text, sumOfWords(text) ?? amount]).toEqual([text, amount]);
        for (const word of wordsIn(text)) said.add(word);
      }
      if (sum !== 0n) compared += 1;
    }
    expect(compared).toBeGreaterThan(120);
    expect(said.size).toBeGreaterThan(13);
  });

  test('are few, however many charges there are', async () => {
    const on = { accountId: 'empty', effectiveDate: '2026-02-01', currency: 'USD', category: 'SERVICE' };
    for (let count = 1; count <= 60; count += 1) {
      await api.record('PostCharge', { ...on, chargeId: `many-${count}`, amount: `${count}.00` });
    }
    const position = api.journal.tokenOf((await api.journal.head()).ordinal);
    const told = toldIn(await explain('empty', `, minPosition: "${position}"`));
    expect(told).toHaveLength(21);
    expect(told[0]?.text).toContain('many-60');
    expect(told[20]).toMatchObject({
      text: 'Other open charges: 40; 820.00 USD.',
      amount: '820.00',
      entryCount: 40,
    });
  });
});

/** Which way each word goes on the balance, kept apart from the words of the program: an amount in a sentence has no sign. */
const directions: ReadonlyMap<string, bigint> = new Map([
  ...upwards(
    'charged',
    'adjusted up',
    'no longer given up with a payment',
    'un-applied',
    'released to unapplied',
    'lost with a reversed payment',
    'refunded',
  ),
  ...upwards(
    'come from another account',
    'come back from another account',
    'come back from a transfer that was refused',
  ),
  ...downwards('transferred to another account'),
  ...upwards('lost with a voided credit', 'no longer waived', 'owed again after a write-off'),
  ...downwards(
    'adjusted off',
    'given up with a payment',
    'voided',
    'paid',
    'paid again',
    'covered by credits',
    'waived',
    'written off',
  ),
]);
const directionsOfSources: ReadonlyMap<string, bigint> = new Map([
  ...downwards(
    'come from another account',
    'come back from another account',
    'come back from a transfer that was refused',
  ),
  ...upwards('transferred to another account'),
  ...downwards('received', 'granted', 'reinstated', 'come back from a refund'),
  ...upwards('applied', 'reversed', 'voided', 'refunded', 'paid out'),
]);

function upwards(...words: readonly string[]): readonly (readonly [string, bigint])[] {
  return words.map((word) => [word, 1n] as const);
}

function downwards(...words: readonly string[]): readonly (readonly [string, bigint])[] {
  return words.map((word) => [word, -1n] as const);
}

/** What the amounts in a sentence come to, each the way its word goes; undefined where the sentence has none. */
function sumOfWords(text: string): bigint | undefined {
  const ways = /^(?:Payment|Credit) /.test(text) ? directionsOfSources : directions;
  const parts = partsOf(text);
  if (parts.length === 0) return undefined;
  return parts.reduce((sum, [amount, word]) => sum + minorUnits(amount) * (ways.get(word) ?? never(word)), 0n);
}

function wordsIn(text: string): readonly string[] {
  return partsOf(text).map(([, word]) => word);
}

function partsOf(text: string): readonly (readonly [string, string])[] {
  const [, parts] = /^(?:Charge|Late fee|Interest|Payment|Credit) [^ ]+ of [^:]*: (.*);/.exec(text) ?? [];
  if (parts === undefined) return [];
  return parts.split(', ').map((part) => {
    const [, amount = '', word = ''] = /^([0-9.]+) USD (.*)$/.exec(part) ?? [];
    return [amount, word];
  });
}

function never(word: string): never {
  throw new Error(`nobody has said which way "${word}" goes`);
}

/** The amount that a sentence ends with; nothing where it says that nothing is left. */
function amountIn(text: string): bigint {
  const [, amount = '0.00'] = /; ([0-9.]+) USD(?: is (?:open|not applied))?\.$/.exec(text) ?? [];
  return minorUnits(amount);
}

function minorUnits(amount: string): bigint {
  const money = parseMoney(amount, 'USD');
  if (isMoneyFault(money)) throw new Error('a sentence ends with no amount');
  return BigInt(toMinorText(money));
}
