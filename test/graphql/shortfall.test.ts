import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Role } from '#graphql/permissions.ts';
import { type Answer, at, openLedger, openTestApi, type TestApi } from './api.ts';

let api: TestApi;

/** On a1: the insurer pays 80.00 of c1 (100.00) by p1 and the rest is given up; un-applied; paid again by p2 in the same way. */
beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  const on = { accountId: 'a1', currency: 'USD', effectiveDate: '2026-02-01' };
  await api.record('OpenAccount', on);
  await api.record('PostCharge', { ...on, chargeId: 'c1', category: 'SERVICE', amount: '100.00', taxAmount: '10.00' });
  await api.record('PostCharge', { ...on, chargeId: 'c2', category: 'SERVICE', amount: '50.00' });
});
afterAll(() => api.close());

const shortfall = (adjustmentId: string) => ({ adjustmentId, kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' });

function paying(paymentId: string, adjustmentId: string, more: object = {}) {
  const lines = [{ chargeId: 'c1', amount: '80', shortfall: shortfall(adjustmentId) }];
  const input = {
    accountId: 'a1',
    currency: 'USD',
    effectiveDate: '2026-02-10',
    paymentId,
    amount: '80.00',
    method: 'EFT',
  };
  return { commandId: `pay-${paymentId}`, ...input, lines, ...more };
}

const receive = (input: object, role?: Role): Promise<Answer> =>
  api.ask(
    `mutation ($input: ReceivePaymentInput!) { receivePayment(input: $input) { __typename
      ... on CommandRecorded { replayed dryRun position account { balance } entries { type data } }
      ... on CommandRejected { code inputPath figures { name value } } } }`,
    { input },
    role,
  );

const unapply = (lines: object) =>
  api.ask(
    `mutation ($input: UnapplyPaymentInput!) { unapplyPayment(input: $input) { __typename
      ... on CommandRejected { code inputPath figures { name value } } } }`,
    {
      input: {
        commandId: 'back',
        accountId: 'a1',
        currency: 'USD',
        effectiveDate: '2026-02-20',
        paymentId: 'p1',
        reasonCode: 'MISAPPLIED',
        ...lines,
      },
    },
  );

/** What the queries below answer, once everything recorded is in the figures. */
async function ask(query: string): Promise<Answer> {
  const position = api.journal.tokenOf((await api.journal.head()).ordinal);
  return api.ask(query.replaceAll('POSITION', JSON.stringify(position)));
}

describe('a payment that gives up what it leaves open', () => {
  test('answers what would happen, records it once, and knows the same content again', async () => {
    const trial = await receive(paying('p1', 's1', { dryRun: true }));
    expect(at(trial, 'receivePayment', 'dryRun')).toBe(true);
    const first = await receive(paying('p1', 's1'));
    expect(at(first, 'receivePayment')).toMatchObject({
      __typename: 'CommandRecorded',
      replayed: false,
      account: { balance: '50.00' },
      entries: [
        { type: 'PaymentReceived' },
        { type: 'PaymentApplied' },
        {
          type: 'ChargeAdjusted',
          data: { amount: '-2000', taxAmount: '-200', shortfallOf: { paymentId: 'p1', allocation: 1 } },
        },
      ],
    });
    const again = await receive(
      paying('p1', 's1', { lines: paying('p1', 's1').lines.map((line) => ({ ...line, amount: '80.00' })) }),
    );
    expect(at(again, 'receivePayment', 'replayed')).toBe(true);
    const other = await receive(paying('p1', 's2'));
    expect(at(other, 'receivePayment', 'code')).toBe('IDEMPOTENCY_CONFLICT');
  });

  test('is refused by code and place, without repeating what was sent', async () => {
    const refused = await receive(paying('p9', 's1', { commandId: 'again' }));
    expect(at(refused, 'receivePayment')).toEqual({
      __typename: 'CommandRejected',
      code: 'DUPLICATE_ID',
      inputPath: 'lines.0.shortfall.adjustmentId',
      figures: [{ name: 'takenBy', value: 'adjustment' }],
    });
  });

  test('is not for the cash desk alone: who takes the money does not decide that less is owed', async () => {
    for (const role of ['cash_poster', 'billing_specialist'] as const) {
      const { errors } = await receive(paying('p8', 's8'), role);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
      expect(errors?.[0]?.message).toBe('No role of the caller may do this; it takes supervisor or service.');
    }
    const plain = {
      ...paying('p8', 's8', { dryRun: true }),
      lines: [{ chargeId: 'c2', amount: '1.00', shortfall: null }],
    };
    expect(at(await receive(plain, 'cash_poster'), 'receivePayment', '__typename')).toBe('CommandRecorded');
  });

  test('is whole only when it is taken back, and then stands in the register as what it is', async () => {
    expect(at(await unapply({ lines: [{ chargeId: 'c1', amount: '10.00' }] }), 'unapplyPayment')).toEqual({
      __typename: 'CommandRejected',
      code: 'SHORTFALL_WHOLE_ONLY',
      inputPath: 'lines',
      figures: [
        { name: 'allocated', value: '80.00' },
        { name: 'adjustmentId', value: 's1' },
      ],
    });
    expect(at(await unapply({}), 'unapplyPayment', '__typename')).toBe('CommandRecorded');
    await receive(paying('p2', 's2', { effectiveDate: '2026-02-25' }));
    const answer = await ask(
      `{ adjustments(filter: { accountId: "a1" }, minPosition: POSITION) { edges { node {
        amount worthBefore worthAfter shortfallOf entry { data reasonCode command { name } } undoes { data } undoneBy { data } } } } }`,
    );
    expect(at(answer, 'adjustments', 'edges')).toMatchObject([
      { node: { amount: '-20.00', worthBefore: '100.00', worthAfter: '80.00', shortfallOf: 'p2', undoneBy: [] } },
      {
        node: {
          amount: '20.00',
          shortfallOf: 'p1',
          entry: {
            reasonCode: 'CONTRACT_RATE',
            command: { name: 'UnapplyPayment' },
            data: { adjustmentId: 'shortfall:1' },
          },
          undoes: [{ data: { adjustmentId: 's1' } }],
        },
      },
      { node: { amount: '-20.00', shortfallOf: 'p1', undoneBy: [{ data: { adjustmentId: 'shortfall:1' } }] } },
    ]);
  });

  test('counts once by its reason, leaves a statement that adds up, and explains the balance', async () => {
    const answer = await ask(`{
      balance(accountId: "a1", minPosition: POSITION) { balance openCharges unapplied netCharged adjustmentsByReason { reasonCode amount } }
      early: balance(accountId: "a1", asOf: "2026-02-20") { balance adjustmentsByReason { reasonCode amount } }
      statement(accountId: "a1", from: "2026-02-01", to: "2026-02-28") { closingBalance
        lines { edges { node { effectiveDate type openChange unappliedChange balanceAfter } } } }
      explainBalance(accountId: "a1") { balance }
      told: explainBalance(accountId: "a1", asOf: "2026-02-20") { sentences { text } }
      replay(accountId: "a1") { steps { edges { node { balance entry { type reasonCode command { name } } } } } }
      auditTrail(filter: { accountId: "a1", reasonCode: "CONTRACT_RATE" }) { edges { node { type command { name } } } } }`);
    expect(answer.errors).toBeUndefined();
    expect(at(answer, 'balance')).toEqual({
      balance: '-30.00',
      openCharges: '50.00',
      unapplied: '80.00',
      netCharged: '130.00',
      adjustmentsByReason: [{ reasonCode: 'CONTRACT_RATE', amount: '-20.00' }],
    });
    expect(at(answer, 'early')).toEqual({ balance: '70.00', adjustmentsByReason: [] });
    expect(at(answer, 'statement', 'closingBalance')).toBe('-30.00');
    expect(at(answer, 'explainBalance', 'balance')).toBe('-30.00');
    expect(at(answer, 'told', 'sentences', 0, 'text')).toBe(
      'Charge c1 of 2026-02-01: 100.00 USD charged, 80.00 USD paid, 20.00 USD given up with a payment, 80.00 USD un-applied, ' +
        '20.00 USD no longer given up with a payment; 100.00 USD is open.',
    );
    expect(at(answer, 'auditTrail', 'edges')).toEqual([
      { node: { type: 'ChargeAdjusted', command: { name: 'ReceivePayment' } } },
      { node: { type: 'ChargeAdjusted', command: { name: 'UnapplyPayment' } } },
      { node: { type: 'ChargeAdjusted', command: { name: 'ReceivePayment' } } },
    ]);
    const steps = at(answer, 'replay', 'steps', 'edges') as unknown as readonly { readonly node: object }[];
    expect(steps.at(-1)).toMatchObject({
      node: { balance: '-30.00', entry: { type: 'ChargeAdjusted', reasonCode: 'CONTRACT_RATE' } },
    });
  });
});
