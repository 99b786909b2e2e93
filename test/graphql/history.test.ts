import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, type Json, openLedger, openTestApi, type TestApi } from './api.ts';
import { recordAnAccount } from './books.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  await recordAnAccount(api, 'account-1');
  const position = await recordAnAccount(api, 'account-2');
  await api.dependencies.readModels.view({ minPosition: position });
});
afterAll(() => api.close());

const nodes = (list: Json | undefined): readonly Record<string, Json>[] =>
  (list as { readonly edges: readonly { readonly node: Record<string, Json> }[] }).edges.map(({ node }) => node);

const typesWith = async (filter: object) => {
  const query = `query ($filter: AuditFilter) { auditTrail(filter: $filter) { edges { node { type } } } }`;
  return nodes(at(await api.ask(query, { filter }), 'auditTrail')).map(({ type }) => type);
};

describe('the audit trail', () => {
  test('says who did what, when, why, by which command, and what it changed', async () => {
    const answer =
      await api.ask(`{ auditTrail(filter: { accountId: "account-1", types: [ChargeAdjusted] }) { edges { node {
      accountId type version effectiveDate recordedAt revision correlationId causationId reasonCode reasonLabel reference
      reasonList currencyTable source { system id } actor { kind id role onBehalfOf }
      command { id name contentHash contentHashVersion } data
      postings { account side currency amount chargeId item paymentId } } } } }`);
    const [entry] = nodes(at(answer, 'auditTrail'));
    const hash = (await api.journal.readStream(api.dependencies.streamOf('account-1')))[5]?.command.hash;
    expect(entry).toMatchObject({
      accountId: 'account-1',
      type: 'ChargeAdjusted',
      effectiveDate: '2026-03-05',
      reasonCode: 'CONTRACT_RATE',
      reasonLabel: 'Price agreed with the payer',
      reasonList: 'default-1',
      source: null,
      actor: { kind: 'SERVICE', id: 'books', role: 'service', onBehalfOf: null },
      command: { name: 'AdjustCharge', contentHash: hash, contentHashVersion: 1 },
      postings: [
        {
          account: 'ContractualAllowances',
          side: 'DEBIT',
          currency: 'USD',
          amount: '15.00',
          chargeId: null,
          item: null,
        },
        { account: 'AccountsReceivable', side: 'CREDIT', currency: 'USD', amount: '15.00', chargeId: 'c2', item: 1 },
      ],
    });
    expect(entry?.['data']).toMatchObject({ amount: '-1500', adjustmentId: 'a1' });
  });

  test('is found by reason, actor, command, type, date and amount, newest first', async () => {
    expect(await typesWith({ reasonCode: 'CONTRACT_RATE' })).toEqual(['ChargeAdjusted', 'ChargeAdjusted']);
    expect(await typesWith({ actorId: 'nobody' })).toEqual([]);
    expect(await typesWith({ commandId: 'books-5' })).toEqual(['PaymentApplied', 'PaymentReceived']);
    expect(await typesWith({ accountId: 'account-1', effectiveFrom: '2026-03-01', effectiveTo: '2026-03-31' })).toEqual(
      ['ChargeAdjusted'],
    );
    expect(await typesWith({ accountId: 'account-1', amountAtLeast: '100.01' })).toEqual(['PaymentReceived']);
    expect(await typesWith({ accountId: 'account-1', recordedTo: '2026-06-15T12:00:00.000Z' })).toEqual([]);
    expect(await typesWith({ accountId: 'account-1', recordedFrom: '2026-06-15T14:00:00+02:00' })).toHaveLength(7);
  });

  test('goes on from page to page', async () => {
    const page = (after: string | null) =>
      api.ask(
        `query ($after: String) { auditTrail(first: 10, after: $after) { position edges { node { entryId } } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
    const first = await page(null);
    const second = await page(at(first, 'auditTrail', 'pageInfo', 'endCursor') as string);
    const ids = [first, second].flatMap((answer) => nodes(at(answer, 'auditTrail'))).map(({ entryId }) => entryId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBe((await api.journal.head()).ordinal);
  });
});

describe('the replay of an account', () => {
  test('shows the account as it stood after each entry, and what each touched', async () => {
    const answer = await api.ask(`{ replay(accountId: "account-1") { accountId asOf position steps { edges { node {
      entry { revision type } openCharges unapplied balance touched { chargeId item paymentId before after } } } } } }`);
    const steps = nodes(at(answer, 'replay', 'steps'));
    const figures = steps.map(({ entry, openCharges, unapplied, balance }) => {
      const { revision, type } = entry as Record<string, Json>;
      return [revision, type, openCharges, unapplied, balance];
    });
    expect(figures).toEqual([
      [0, 'AccountOpened', '0.00', '0.00', '0.00'],
      [1, 'ChargePosted', '100.00', '0.00', '100.00'],
      [2, 'ChargePosted', '200.00', '0.00', '200.00'],
      [3, 'PaymentReceived', '200.00', '130.00', '70.00'],
      [4, 'PaymentApplied', '100.00', '30.00', '70.00'],
      [5, 'ChargeAdjusted', '85.00', '30.00', '55.00'],
      [6, 'LateFeeAssessed', '90.00', '30.00', '60.00'],
    ]);
    expect(steps[4]?.['touched']).toEqual([
      { chargeId: null, item: null, paymentId: 'p1', before: '130.00', after: '30.00' },
      { chargeId: 'c1', item: 1, paymentId: null, before: '100.00', after: '0.00' },
    ]);
  });

  test('ends in the balance of the same view, for every position and day', async () => {
    const head = (await api.journal.head()).ordinal;
    const days = ['2026-01-05', '2026-02-01', '2026-02-10', '2026-03-05', '2026-12-31'];
    for (let ordinal = 2; ordinal <= head; ordinal += 3) {
      for (const asOf of days) {
        const position = api.journal.tokenOf(ordinal);
        const answer = await api.ask(
          `query ($p: Position!, $d: CalendarDate!) {
            replay(accountId: "account-2", toPosition: $p, asOf: $d) { steps { edges { node { openCharges unapplied balance } } } }
            balance(accountId: "account-2", knownAt: { position: $p }, asOf: $d) { openCharges unapplied balance } }`,
          { p: position, d: asOf },
        );
        const last = at(answer, 'replay') === null ? null : nodes(at(answer, 'replay', 'steps')).at(-1);
        const balance = at(answer, 'balance');
        // The read side knows an account from its opening date on; the journal knows it from its first entry.
        const nothing = { openCharges: '0.00', unapplied: '0.00', balance: '0.00' };
        expect([ordinal, asOf, last ?? nothing]).toEqual([ordinal, asOf, balance ?? nothing]);
      }
    }
  });

  test('stops at a revision, and goes on from page to page', async () => {
    const query = `query ($after: String) { replay(accountId: "account-1", toRevision: 3, first: 3, after: $after) {
      steps { edges { node { entry { revision } } } pageInfo { hasNextPage endCursor } } } }`;
    const first = await api.ask(query, {});
    const second = await api.ask(query, { after: at(first, 'replay', 'steps', 'pageInfo', 'endCursor') });
    expect(nodes(at(second, 'replay', 'steps'))).toEqual([{ entry: { revision: 3 } }]);
    expect(at(second, 'replay', 'steps', 'pageInfo', 'hasNextPage')).toBe(false);
  });
});

const hashes = (answer: Awaited<ReturnType<TestApi['ask']>>, list: string): ReadonlyMap<unknown, string> =>
  new Map(
    nodes(at(answer, list)).map(({ entryId, data }) => [
      entryId,
      createHash('sha256').update(JSON.stringify(data)).digest('hex'),
    ]),
  );

describe('the journal', () => {
  test('is read on from any position, and from its end later', async () => {
    const query = `query ($after: Position) { journal(after: $after, first: 9) { edges { node { position type } } pageInfo { hasNextPage endCursor } } }`;
    const first = await api.ask(query);
    const second = await api.ask(query, { after: at(first, 'journal', 'pageInfo', 'endCursor') });
    const all = [first, second].flatMap((answer) => nodes(at(answer, 'journal')));
    expect(all).toHaveLength((await api.journal.head()).ordinal);
    const positions = all.map(({ position }) => JSON.stringify(position));
    expect(positions).toEqual(positions.toSorted());
    const end = at(second, 'journal', 'pageInfo', 'endCursor');
    expect(nodes(at(await api.ask(query, { after: end }), 'journal'))).toEqual([]);
    await api.record('OpenAccount', { accountId: 'later', currency: 'USD', effectiveDate: '2026-01-02' });
    expect(nodes(at(await api.ask(query, { after: end }), 'journal'))).toMatchObject([{ type: 'AccountOpened' }]);
  });

  test('shows entries whose data hash alike wherever they are read', async () => {
    const fromJournal = hashes(await api.ask(`{ journal(first: 200) { edges { node { entryId data } } } }`), 'journal');
    const fromTrail = hashes(
      await api.ask(`{ auditTrail(first: 200) { edges { node { entryId data } } } }`),
      'auditTrail',
    );
    for (const [entryId, hash] of fromTrail) expect(fromJournal.get(entryId)).toBe(hash);
  });
});

describe('the ledger', () => {
  test('says what it was opened with, where it ends and how far figures are', async () => {
    const head = await api.journal.head();
    await api.dependencies.readModels.view({ knownAt: { ordinal: head.ordinal } });
    const answer = await api.ask(`{ ledger { ledgerId terms { openedOn baseCurrency timeZone mode fiscalYearStartMonth }
      head lastRecordedAt checkpoint entriesBehind stopped rebuilding } }`);
    expect(at(answer, 'ledger')).toEqual({
      ledgerId: api.journal.ledgerId,
      terms: {
        openedOn: '2026-01-01',
        baseCurrency: 'USD',
        timeZone: 'America/New_York',
        mode: 'SANDBOX',
        fiscalYearStartMonth: 1,
      },
      head: api.journal.tokenOf(head.ordinal),
      lastRecordedAt: head.recordedAt,
      checkpoint: api.journal.tokenOf(head.ordinal),
      entriesBehind: 0,
      stopped: false,
      rebuilding: false,
    });
  });

  test('lists its reasons with what they are valid for', async () => {
    const answer = await api.ask(
      `{ reasons { version reasons { code label commands kinds contraAccount validFrom validTo } } }`,
    );
    const reasons = at(answer, 'reasons', 'reasons') as readonly object[];
    expect(reasons).toContainEqual({
      code: 'NSF',
      label: 'Returned for insufficient funds',
      commands: ['ReversePayment', 'ReverseReceipt'],
      kinds: [],
      contraAccount: null,
      validFrom: null,
      validTo: null,
    });
  });

  test('shows the list of reasons in force on a day, as known then, and words an entry as the list did that decided it', async () => {
    const nsf = { code: 'NSF', label: 'Returned unpaid', commands: ['ReversePayment'] };
    const version = 'house-1';
    const publishing = { version, effectiveDate: '2026-06-01', reasons: [nsf] };
    const document = `mutation ($input: PublishReasonListInput!) { publishReasonList(input: $input) {
      ... on CommandRecorded { position account { accountId } entries { type data } } } }`;
    const before = await api.ask('{ ledger { head } }');
    const published = await api.ask(document, { input: { commandId: 'publish-1', ...publishing } }, 'admin');
    expect(at(published, 'publishReasonList', 'account')).toBeNull();
    const minPosition = at(published, 'publishReasonList', 'position');
    const query = `query ($asOf: CalendarDate!, $knownAt: KnownAt, $minPosition: Position) {
      reasons(asOf: $asOf, knownAt: $knownAt, minPosition: $minPosition) { asOf position version reasons { code label } } }`;
    const listOn = async (asOf: string, more: object) => at(await api.ask(query, { asOf, ...more }), 'reasons');
    const list = await listOn('2026-06-01', { minPosition });
    expect(list).toMatchObject({ asOf: '2026-06-01', version });
    expect(list).toHaveProperty('reasons', expect.arrayContaining([{ code: 'NSF', label: 'Returned unpaid' }]));
    expect(await listOn('2026-05-31', { minPosition })).toMatchObject({ version: 'default-1' });
    const knownAt = { position: at(before, 'ledger', 'head') };
    expect(await listOn('2026-06-01', { knownAt })).toMatchObject({ version: 'default-1' });
    const trail = await api.ask(
      `query ($minPosition: Position!) {
        auditTrail(minPosition: $minPosition, filter: { types: [PaymentReversed], accountId: "nsf" }) {
          edges { node { reasonCode reasonLabel reasonList } } } }`,
      { minPosition: await recordReversals() },
    );
    expect(nodes(at(trail, 'auditTrail'))).toEqual([
      { reasonCode: 'NSF', reasonLabel: 'Returned unpaid', reasonList: version },
      { reasonCode: 'NSF', reasonLabel: 'Returned for insufficient funds', reasonList: 'default-1' },
    ]);
  });
});

/** Two payments bounce, one before and one after the words for it have changed. */
async function recordReversals(): Promise<string> {
  let last = '';
  const account = { accountId: 'nsf', effectiveDate: '2026-05-30' };
  await api.record('OpenAccount', { ...account, currency: 'USD' });
  for (const [paymentId, effectiveDate] of [
    ['p1', '2026-05-31'],
    ['p2', '2026-06-02'],
  ]) {
    await api.record('ReceivePayment', { ...account, currency: 'USD', paymentId, amount: '5.00', method: 'CHECK' });
    last = await api.record('ReversePayment', { ...account, paymentId, effectiveDate, reasonCode: 'NSF' });
  }
  return last;
}
