import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { at, openLedger, openTestApi, type TestApi } from './api.ts';

let api: TestApi;
let position = '';

/**
 * On account-1: c1 of 100.00, adjusted by -10.00 and -20.00, the second taken back and made again, a credit of 15.00 on it,
 * a fee waived, owed again; then c1 falls. On account-2: c1 of 150.00 paid with p1, 40.00 of it refunded, then adjusted.
 */
beforeAll(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  const usd = { accountId: 'account-1', effectiveDate: '2026-03-01', currency: 'USD' };
  await api.record('OpenAccount', usd);
  await api.record('PostCharge', { ...usd, chargeId: 'c1', category: 'SERVICE', amount: '100.00' });
  const adjusting = { ...usd, chargeId: 'c1', kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };
  await api.record('AdjustCharge', { ...adjusting, adjustmentId: 'a1', amount: '-10.00' });
  await api.record('AdjustCharge', { ...adjusting, adjustmentId: 'a2', amount: '-20.00' });
  await api.record('AdjustCharge', { ...adjusting, adjustmentId: 'a3', amount: '20.00', undoes: 'a2' });
  await api.record('IssueCredit', { ...usd, creditId: 'cr1', amount: '15.00', reasonCode: 'GOODWILL' });
  await api.record('ApplyCredit', { ...usd, creditId: 'cr1', lines: [{ chargeId: 'c1', amount: '15.00' }] });
  const feeOn = { chargeId: 'c1', item: 1 };
  await api.record('AssessLateFee', { ...usd, chargeId: 'f1', amount: '5.00', feeOn, period: '2026-03' });
  await api.record('WaiveLateFee', { ...usd, waiverId: 'w1', chargeId: 'f1', reasonCode: 'HARDSHIP' });
  const { currency: _, ...plain } = usd;
  await api.record('ReinstateLateFee', { ...plain, waiverId: 'w1', reasonCode: 'WAIVED_IN_ERROR' });
  await api.record('VoidCharge', { ...plain, chargeId: 'c1', reasonCode: 'NOT_RENDERED' });
  const other = { ...usd, accountId: 'account-2' };
  await api.record('OpenAccount', other);
  await api.record('PostCharge', { ...other, chargeId: 'c1', category: 'SERVICE', amount: '150.00' });
  const lines = [{ chargeId: 'c1', amount: '150.00' }];
  await api.record('ReceivePayment', { ...other, paymentId: 'p1', amount: '150.00', method: 'CARD', lines });
  const refund = { ...other, refundId: 'r1', paymentId: 'p1', method: 'CARD', reasonCode: 'REFUND_REQUESTED' };
  const reopen = [{ chargeId: 'c1', amount: '40.00' }];
  await api.record('RefundPayment', { ...refund, amount: '40.00', reopen });
  position = await api.record('AdjustCharge', { ...adjusting, ...other, adjustmentId: 'a1', amount: '-10.00' });
});
afterAll(() => api.close());

interface Line {
  readonly kind: string;
  readonly amount: string;
  readonly worthBefore: string | null;
  readonly worthAfter: string | null;
  readonly items: readonly { readonly amount: string }[];
  readonly entry: { readonly entryId: string; readonly data: { readonly adjustmentId?: string } };
  readonly undoes: readonly { readonly entryId: string }[];
  readonly undoneBy: readonly { readonly entryId: string; readonly type: string }[];
}

async function register(accountId: string): Promise<readonly Line[]> {
  const answer = await api.ask(
    `query ($accountId: String, $minPosition: Position) {
      adjustments(filter: { accountId: $accountId }, minPosition: $minPosition) { edges { node {
        kind amount worthBefore worthAfter items { amount }
        entry { entryId data } undoes { entryId } undoneBy { entryId type } } } } }`,
    { accountId, minPosition: position },
  );
  const edges = at(answer, 'adjustments', 'edges') as unknown as readonly { readonly node: Line }[];
  return edges.map(({ node }) => node).toReversed();
}

async function kindsFor(filter: object) {
  const query = 'query ($filter: AdjustmentFilter) { adjustments(filter: $filter) { edges { node { kind } } } }';
  return at(await api.ask(query, { filter }), 'adjustments', 'edges');
}

const moved = ({ kind, amount, worthBefore, worthAfter }: Line): string =>
  [kind, amount, worthBefore ?? '-', worthAfter ?? '-'].join(' ');

describe('the register', () => {
  test('says what each charge was worth right before and after', async () => {
    expect((await register('account-1')).map(moved)).toEqual([
      'ADJUSTMENT -10.00 100.00 90.00',
      'ADJUSTMENT -20.00 90.00 70.00',
      'ADJUSTMENT 20.00 70.00 90.00',
      'CREDIT_ISSUED -15.00 - -',
      'WAIVER -5.00 5.00 0.00',
      'WAIVER_REINSTATED 5.00 0.00 5.00',
      'CHARGE_VOIDED -90.00 90.00 0.00',
    ]);
  });

  test('links a voided charge and the adjustments that fell with it, not those taken back before', async () => {
    const lines = await register('account-1');
    const [first, second, undoing] = lines;
    const voided = lines.at(-1);
    expect(voided?.undoes).toEqual([{ entryId: first?.entry.entryId }]);
    expect(voided?.items).toEqual([{ amount: '-90.00' }]);
    expect(voided?.undoneBy).toEqual([]);
    expect(first?.undoneBy).toEqual([{ type: 'ChargeVoided', entryId: voided?.entry.entryId }]);
    expect(second?.undoneBy).toEqual([{ type: 'ChargeAdjusted', entryId: undoing?.entry.entryId }]);
    expect(undoing?.undoneBy).toEqual([]);
  });

  test('links a waiver and the fee that is owed again', async () => {
    const lines = await register('account-1');
    const waiver = lines.find(({ kind }) => kind === 'WAIVER');
    const reinstated = lines.find(({ kind }) => kind === 'WAIVER_REINSTATED');
    expect(reinstated?.undoes).toEqual([{ entryId: waiver?.entry.entryId }]);
    expect(waiver?.undoneBy).toEqual([{ type: 'LateFeeReinstated', entryId: reinstated?.entry.entryId }]);
    expect(waiver?.undoes).toEqual([]);
  });

  test('finds what took something back by its kind and by its reason', async () => {
    expect(await kindsFor({ kinds: ['CHARGE_VOIDED'] })).toEqual([{ node: { kind: 'CHARGE_VOIDED' } }]);
    expect(await kindsFor({ reasonCode: 'NOT_RENDERED' })).toEqual([{ node: { kind: 'CHARGE_VOIDED' } }]);
    expect(await kindsFor({ kinds: ['WAIVER_REINSTATED'] })).toEqual([{ node: { kind: 'WAIVER_REINSTATED' } }]);
  });

  test('does not take a refund for a charge that is worth more', async () => {
    expect((await register('account-2')).map(moved)).toEqual(['ADJUSTMENT -10.00 150.00 140.00']);
  });
});
