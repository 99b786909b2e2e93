import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mutationOf } from '#graphql/mutations.ts';
import { commandNames } from '#graphql/permissions.ts';
import { type commandInputs, isOfLedger } from '#ledger/commands.ts';
import { at, type Json, openTestApi, type TestApi } from './api.ts';
import { life, on } from './every-command.ts';

let api: TestApi;
beforeAll(async () => {
  api = await openTestApi();
});
afterAll(() => api.close());

const result = `__typename
  ... on CommandRecorded { position revision replayed dryRun account { accountId currency openedOn asOf openCharges unapplied unappliedPayments unappliedCredits balance }
    entries { entryId revision type effectiveDate data } }
  ... on CommandRejected { code message figures { name value } inputPath retryable }`;

async function run(name: keyof typeof commandInputs, input: object): Promise<Record<string, Json>> {
  const mutation = mutationOf(name);
  const role =
    !isOfLedger(name) || name === 'RunLateFees' ? 'supervisor' : name === 'ClosePeriod' ? 'finance' : 'admin';
  const document = `mutation ($input: ${name}Input!) { ${mutation}(input: $input) { ${result} } }`;
  const answer = await api.ask(document, { input }, role);
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return at(answer, mutation) as Record<string, Json>;
}

describe('every command has its mutation', () => {
  test('and the life below sends each of them', () => {
    expect(new Set(life.map(([name]) => name))).toEqual(new Set(commandNames));
  });

  test.each(life.map(([name, input, types], index) => ({ name, input, types, commandId: `life-${index}` })))(
    '$name: tried, recorded, answered again',
    async ({ name, input, types, commandId }) => {
      const tried = await run(name, { commandId, ...input, dryRun: true });
      expect(tried).toMatchObject({ __typename: 'CommandRecorded', dryRun: true, replayed: false, position: null });
      const head = (await api.journal.head()).ordinal;
      const recorded = await run(name, { commandId, ...input });
      expect(recorded).toMatchObject({ __typename: 'CommandRecorded', dryRun: false, replayed: false });
      const entries = recorded['entries'] as readonly { type: string }[];
      expect(entries.map(({ type }) => type)).toEqual(expect.arrayContaining([...types]));
      const reached = (await api.journal.head()).ordinal;
      expect(recorded['position']).toBe(api.journal.tokenOf(reached));
      expect(reached).toBeGreaterThanOrEqual(head + entries.length);
      expect(tried['account']).toEqual(recorded['account']);
      const again = await run(name, { commandId, ...input });
      expect(again).toEqual({ ...recorded, replayed: true });
      expect((await api.journal.head()).ordinal).toBe(reached);
    },
  );

  test('the answer to the last one says how the account stands, without waiting for the read side', async () => {
    const outcome = await run('OpenAccount', { commandId: 'life-1', ...on('2026-01-02') });
    expect(outcome).toMatchObject({
      replayed: true,
      account: { accountId: 'a1', openCharges: '0.00', balance: '0.00' },
    });
  });
});

describe('a refusal is an answer', () => {
  test('with its code, its figures and the place of the value', async () => {
    const line = { chargeId: 'c1', item: 2, amount: '900.00' };
    const input = {
      commandId: 'no-1',
      ...on('2026-03-04'),
      paymentId: 'p9',
      amount: '900.00',
      method: 'CASH',
      lines: [line],
    };
    const outcome = await run('ReceivePayment', input);
    expect(outcome).toMatchObject({
      __typename: 'CommandRejected',
      code: 'OVER_ALLOCATION',
      inputPath: 'lines.0.amount',
      retryable: false,
    });
    const figures = outcome['figures'] as readonly { name: string; value: string }[];
    expect(figures.map(({ name }) => name)).toContain('available');
    expect(JSON.stringify(outcome)).not.toContain('900');
  });

  test('and leaves its command id free', async () => {
    const input = { commandId: 'no-2', ...on('2026-03-04'), paymentId: 'p2', amount: '0.00', method: 'CASH' };
    expect(await run('ReceivePayment', input)).toMatchObject({ code: 'AMOUNT_NOT_POSITIVE', inputPath: 'amount' });
    expect(await run('ReceivePayment', { ...input, amount: '1.00' })).toMatchObject({ replayed: false });
  });

  test('when the id was used for something else', async () => {
    const outcome = await run('OpenAccount', { commandId: 'life-2', ...on('2026-01-02') });
    expect(outcome).toMatchObject({ code: 'IDEMPOTENCY_CONFLICT', retryable: false });
  });
});

describe('every entry names who asked and in which request', () => {
  test('by the role under which the command was allowed', async () => {
    const entries = await api.journal.readStream(api.dependencies.streamOf('a1'));
    expect(entries.length).toBeGreaterThan(0);
    for (const { actor } of entries) expect(actor).toEqual({ kind: 'PERSON', id: 'tester', role: 'supervisor' });
    expect(new Set(entries.map(({ correlationId }) => correlationId))).toEqual(new Set(['request-of-a-test']));
  });
});
