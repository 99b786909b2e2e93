import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';
import { recordAnAccount } from './books.ts';
import { subscribe } from './event-stream.ts';

const canary = 'Canary4711';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  await recordAnAccount(api, 'account-1');
});
afterAll(() => api.close());

let received = 0;
const receive = (accountId: string): Promise<string> => {
  received += 1;
  const usd = { effectiveDate: '2026-03-01', currency: 'USD', amount: '1.00', method: 'CASH' };
  return api.record('ReceivePayment', { ...usd, accountId, paymentId: `more-${received}` });
};

const entries = `subscription ($after: Position) { journalEntries(after: $after) { position type revision } }`;
const changes = `subscription ($after: Position) { accountChanged(accountId: "account-1", after: $after) {
  accountId position revision entries { type position } account { asOf position balance { unapplied } } } }`;

describe('an event', () => {
  test('names its request, and whether the books are live, as every answer does', async () => {
    const stream = await subscribe(api, { query: entries });
    const { value } = await stream.next();
    expect(value).toMatchObject({
      data: { journalEntries: { type: 'LedgerOpened', revision: 0, position: api.journal.tokenOf(1) } },
      extensions: { requestId: 'request-of-a-test', livemode: false },
    });
    await stream.return();
  });

  test('of an account goes with its figures right after it, whatever was recorded since', async () => {
    const stream = await subscribe(api, { query: changes, variables: { after: api.journal.tokenOf(1) } });
    await receive('account-1');
    const first = (await stream.next()).value;
    await receive('account-1');
    const second = (await stream.next()).value;
    if (first === undefined || second === undefined) throw new Error('there was no event');
    const unapplied = [first, second].map((event) => at(event, 'accountChanged', 'account', 'balance', 'unapplied'));
    expect(unapplied).toEqual(['31.00', '32.00']);
    expect(at(second, 'accountChanged', 'entries')).toMatchObject([{ type: 'PaymentReceived' }]);
    for (const event of [first, second]) {
      expect(at(event, 'accountChanged', 'account', 'position')).toBe(at(event, 'accountChanged', 'position'));
    }
    await stream.return();
  });

  test('of an account is not made by what is recorded on another', async () => {
    const stream = await subscribe(api, { query: changes });
    const next = stream.next();
    await api.record('OpenAccount', { accountId: 'account-2', currency: 'USD', effectiveDate: '2026-01-02' });
    const position = await receive('account-1');
    const { value } = await next;
    expect(value && at(value, 'accountChanged', 'position')).toBe(position);
    expect(value && at(value, 'accountChanged', 'entries')).toHaveLength(1);
    await stream.return();
  });
});

describe('a stream resumes', () => {
  test.each([0, 1, 2, 3, 5, 8, 10])('on an account, behind any entry: the one at %d', async (ordinal) => {
    const own = await api.journal.readStream(api.dependencies.streamOf('account-1'));
    const expected = own.filter((entry) => entry.ordinal > ordinal).map((entry) => api.journal.tokenOf(entry.ordinal));
    const stream = await subscribe(api, { query: changes, variables: { after: api.journal.tokenOf(ordinal) } });
    const { value } = await stream.next();
    const seen = value && (at(value, 'accountChanged', 'entries') as readonly { position: string }[]);
    expect(seen?.map(({ position }) => position)).toEqual(expected);
    await stream.return();
  });

  test.each([entries, changes])('only from a position of this ledger that is there', async (query) => {
    const head = await api.journal.head();
    for (const after of [canary, api.journal.tokenOf(head.ordinal + 1), `ffffffff-${'0'.repeat(15)}`]) {
      const stream = await subscribe(api, { query, variables: { after } });
      const { value } = await stream.next();
      expect(value?.errors?.[0]?.extensions).toMatchObject({ code: 'POSITION_UNKNOWN', inputPath: 'after' });
      expect(JSON.stringify(value)).not.toContain(canary);
      expect((await stream.next()).done).toBe(true);
    }
  });
});

describe('what is wrong with a subscription', () => {
  test('is said in our words, without what was sent', async () => {
    for (const query of [
      `subscription { accountChanged(accountId: "${canary} ${canary}") { position } }`,
      `subscription ($after: Int = "${canary}") { journalEntries(after: $after) { position } }`,
      `subscription { journalEntries { ${canary} } }`,
    ]) {
      const { value } = await (await subscribe(api, { query, variables: { after: canary } })).next();
      expect(value?.errors?.length).toBeGreaterThan(0);
      expect(JSON.stringify(value)).not.toContain(canary);
    }
    const variables = { after: { [canary]: canary } };
    const { value } = await (await subscribe(api, { query: entries, variables })).next();
    expect(value?.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(JSON.stringify(value)).not.toContain(canary);
  });

  test('is said in a last event when the journal fails under it, and logged without a value', async () => {
    const broken = await openTestApi();
    await broken.record('OpenLedger', openLedger);
    const stream = await subscribe(broken, { query: entries });
    await stream.next();
    const failing = (): Promise<never> => Promise.reject(new Error(`broken by ${canary}`));
    Object.defineProperty(broken.journal.book, 'readAll', { value: failing });
    const next = stream.next();
    await broken.record('OpenAccount', { accountId: 'account-1', currency: 'USD', effectiveDate: '2026-01-02' });
    const { value } = await next;
    expect(value?.errors?.[0]?.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect((await stream.next()).done).toBe(true);
    expect(broken.logged.join('')).not.toContain(canary);
    expect(broken.logged).toHaveLength(1);
    await broken.close();
  });
});

describe('streams are counted', () => {
  test('fifty for a caller; one that ends makes room', async () => {
    const leaving = new AbortController();
    const open = () => subscribe(api, { query: entries, streamEnds: () => leaving.signal });
    const streams = await Promise.all(Array.from({ length: 50 }, open));
    for (const stream of streams) expect((await stream.next()).value?.errors).toBeUndefined();
    const refused = (await (await open()).next()).value;
    expect(refused?.errors?.[0]?.extensions).toMatchObject({ code: 'TOO_MANY_STREAMS', retryable: true });
    leaving.abort();
    const stream = await subscribe(api, { query: entries });
    expect((await stream.next()).value?.errors).toBeUndefined();
    await stream.return();
  });
});
