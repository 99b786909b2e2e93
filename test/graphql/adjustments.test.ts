import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, at, openLedger, openTestApi, type TestApi } from './api.ts';
import { recordAnAccount } from './books.ts';

let api: TestApi;
let position = '';

/** On account-1: c2 of 100.00 (80.00 of a payer, 20.00 of its own), adjusted by a1 (-15.00), and a fee f1 of 5.00. */
beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  await recordAnAccount(api, 'account-1');
  const on = { accountId: 'account-1', effectiveDate: '2026-05-01' };
  const usd = { ...on, currency: 'USD' };
  const wrong = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };
  await api.record('AdjustCharge', {
    ...usd,
    ...wrong,
    adjustmentId: 'a2',
    chargeId: 'c2',
    amount: '15.00',
    undoes: 'a1',
  });
  await api.record('WaiveLateFee', { ...usd, waiverId: 'w1', chargeId: 'f1', amount: '2.00', reasonCode: 'GOODWILL' });
  const writeOff = { ...usd, writeOffId: 'wo1', chargeId: 'c2', item: 2 };
  await api.record('WriteOff', { ...writeOff, amount: '20.00', reasonCode: 'BANKRUPT' });
  const back = { ...usd, writeOffId: 'wo1', reasonCode: 'RETURNED_BY_AGENCY' };
  await api.record('ReverseWriteOff', { ...back, amount: '4.00' });
  await api.record('ReverseWriteOff', { ...back, amount: '6.00' });
  await api.record('IssueCredit', { ...usd, creditId: 'cr1', amount: '7.00', reasonCode: 'GOODWILL' });
  await recordAnAccount(api, 'account-2');
  position = api.journal.tokenOf((await api.journal.head()).ordinal);
  await api.dependencies.readModels.view({ minPosition: position });
});
afterAll(() => api.close());

const line = `kind adjustmentKind currency amount chargeId worthBefore worthAfter
  items { item partyClass payerId amount }
  undoes { entryId type } undoneBy { type }
  entry { entryId type reasonCode reasonLabel reasonList actor { id role } command { id } effectiveDate recordedAt accountId }`;

const ask = (filter: object, page: object = {}): Promise<Answer> =>
  api.ask(
    `query ($filter: AdjustmentFilter, $first: Int, $after: String, $knownAt: KnownAt) {
      adjustments(filter: $filter, first: $first, after: $after, knownAt: $knownAt) {
        position edges { node { ${line} } } pageInfo { hasNextPage endCursor } } }`,
    { filter, ...page },
  );

type Node = Readonly<Record<string, unknown>> & { readonly entry: Readonly<Record<string, unknown>> };

const nodesOf = (answer: Answer): readonly Node[] =>
  (at(answer, 'adjustments', 'edges') as unknown as readonly { node: Node }[]).map(({ node }) => node);

const ofAccount = async (): Promise<readonly Node[]> => nodesOf(await ask({ accountId: 'account-1' }));

describe('the compliance register', () => {
  test('lists everything that lowered what an account owes or raised it back, newest first', async () => {
    const summary = (await ofAccount()).map(({ kind, amount, worthBefore, worthAfter }) =>
      [kind, amount, worthBefore, worthAfter].join(' '),
    );
    expect(summary).toEqual([
      'CREDIT_ISSUED -7.00  ',
      'WRITE_OFF_REVERSED 6.00 84.00 90.00',
      'WRITE_OFF_REVERSED 4.00 80.00 84.00',
      'WRITE_OFF -20.00 100.00 80.00',
      'WAIVER -2.00 5.00 3.00',
      'ADJUSTMENT 15.00 85.00 100.00',
      'ADJUSTMENT -15.00 100.00 85.00',
    ]);
  });

  test('says who, in which role, why, under which list, and by which command', async () => {
    const [credit] = await ofAccount();
    expect(credit?.entry).toMatchObject({
      accountId: 'account-1',
      reasonCode: 'GOODWILL',
      reasonLabel: 'Goodwill',
      reasonList: 'default-1',
      actor: { id: 'books', role: 'service' },
      effectiveDate: '2026-05-01',
    });
  });

  test('says what takes back what, in parts too', async () => {
    const lines = await ofAccount();
    const [, second, first, writeOff, , undoing, undone] = lines;
    expect(writeOff?.['undoneBy']).toEqual([{ type: 'WriteOffReversed' }, { type: 'WriteOffReversed' }]);
    for (const each of [first, second]) {
      expect(each?.['undoes']).toEqual([{ type: 'WrittenOff', entryId: writeOff?.entry['entryId'] }]);
    }
    expect(undoing?.['undoes']).toEqual([{ type: 'ChargeAdjusted', entryId: undone?.entry['entryId'] }]);
    expect(undone?.['undoneBy']).toEqual([{ type: 'ChargeAdjusted' }]);
  });

  test('says whose item it was', async () => {
    const lines = await ofAccount();
    expect(lines.at(-1)?.['items']).toEqual([
      { item: 1, partyClass: 'COMMERCIAL', payerId: 'payer-1', amount: '-15.00' },
    ]);
    expect(lines[3]?.['items']).toEqual([{ item: 2, partyClass: 'SELF', payerId: null, amount: '-20.00' }]);
  });

  test('does not know yet, in an earlier state of knowledge, what was taken back later', async () => {
    const [own] = (await api.journal.readStream(api.dependencies.streamOf('account-1'))).filter(
      ({ type }) => type === 'ChargeAdjusted',
    );
    const knownAt = { position: api.journal.tokenOf(own?.ordinal ?? 0) };
    const [only, ...others] = nodesOf(await ask({ accountId: 'account-1' }, { knownAt }));
    expect(only).toMatchObject({ kind: 'ADJUSTMENT', undoneBy: [] });
    expect(others).toEqual([]);
  });

  test.each([
    [{ kinds: ['WRITE_OFF', 'WRITE_OFF_REVERSED'] }, 3],
    [{ kinds: ['WAIVER'], accountId: 'account-1' }, 1],
    [{ kinds: [] }, 0],
    [{ adjustmentKinds: ['CONTRACTUAL'] }, 3],
    [{ adjustmentKinds: ['CHARITY'] }, 0],
    [{ adjustmentKinds: ['CONTRACTUAL'], kinds: ['WAIVER'] }, 0],
    [{ reasonCode: 'GOODWILL' }, 2],
    [{ actorId: 'books' }, 8],
    [{ actorId: 'nobody' }, 0],
    [{ effectiveFrom: '2026-05-01' }, 6],
    [{ effectiveTo: '2026-04-30' }, 2],
    [{ recordedTo: '2026-01-01T00:00:00.000Z' }, 0],
    [{ amountAtLeast: '15.00' }, 4],
    [{ accountId: 'account-2' }, 1],
    [{}, 8],
  ])('narrows by %j', async (filter, count) => {
    expect(nodesOf(await ask(filter))).toHaveLength(count);
  });

  test.each([{}, { adjustmentKinds: ['CONTRACTUAL'] }])(
    'is one report through all its pages, while writes go on: %j',
    async (filter) => {
      const whole = nodesOf(await ask(filter)).map(({ entry }) => entry['entryId']);
      const walked: unknown[] = [];
      let after: unknown;
      for (let hasNext = true; hasNext; ) {
        const page = await ask(filter, { first: 2, after });
        walked.push(...nodesOf(page).map(({ entry }) => entry['entryId']));
        hasNext = at(page, 'adjustments', 'pageInfo', 'hasNextPage') === true;
        after = at(page, 'adjustments', 'pageInfo', 'endCursor');
        const credit = { accountId: 'account-2', effectiveDate: '2026-05-01', currency: 'USD', amount: '1.00' };
        const creditId = `during-${walked.length}-${Object.keys(filter).length}`;
        await api.record('IssueCredit', { ...credit, creditId, reasonCode: 'GOODWILL' });
      }
      expect(walked).toEqual(whole);
    },
  );
});
