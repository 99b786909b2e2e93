import { beforeEach, describe, expect, test } from 'vitest';
import { mutationOf } from '#graphql/mutations.ts';
import type { CommandName } from '#ledger/commands.ts';
import { at, type Json, openLedger, openTestApi, type TestApi } from './api.ts';

/** What people complained about in other systems, asked and answered through the API. Today is 15 June 2026. */
let api: TestApi;
let sent = 0;
let position: Json = null;

beforeEach(async () => {
  api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  await command('OpenAccount', { currency: 'USD', effectiveDate: '2026-01-02' });
  return api.close;
});

/** A command as a caller sends it; what is queried afterwards includes it. */
async function command(name: CommandName, input: Readonly<Record<string, unknown>>): Promise<void> {
  sent += 1;
  const mutation = mutationOf(name);
  const answer = await api.ask(
    `mutation ($input: ${name}Input!) { ${mutation}(input: $input) {
      ... on CommandRecorded { position } ... on CommandRejected { code } } }`,
    { input: { commandId: `c-${sent}`, accountId: 'a1', ...input } },
  );
  position = at(answer, mutation, 'position') ?? null;
  if (position === null) throw new Error(`${name}: ${JSON.stringify(answer)}`);
}

const usd = { currency: 'USD' };

async function charged(chargeId: string, amount: string, effectiveDate: string): Promise<void> {
  await command('PostCharge', { ...usd, chargeId, category: 'SERVICE', amount, effectiveDate });
}

async function paid(paymentId: string, amount: string, effectiveDate: string, chargeId?: string, applied = amount) {
  const lines = chargeId === undefined ? [] : [{ chargeId, amount: applied }];
  await command('ReceivePayment', { ...usd, paymentId, amount, method: 'CHECK', effectiveDate, lines });
}

async function asked(fields: string, asOf: string, knownAt?: Json): Promise<Json | undefined> {
  const known = knownAt === undefined ? {} : { knownAt: { position: knownAt } };
  const wait = knownAt === undefined ? { minPosition: position } : {};
  const query = `query ($asOf: CalendarDate!, $knownAt: KnownAt, $minPosition: Position) {
    figure: ${fields.replace('VIEW', 'asOf: $asOf, knownAt: $knownAt, minPosition: $minPosition')} }`;
  const answer = await api.ask(query, { asOf, ...known, ...wait });
  if (answer.errors !== undefined) throw new Error(JSON.stringify(answer.errors));
  return at(answer, 'figure');
}

const balance = 'balance(accountId: "a1", VIEW) { openCharges unapplied balance openItemCount }';
const items = 'openItems(VIEW) { edges { node { chargeId open ageDays } } }';
const aging = `aging(VIEW, groupBy: ACCOUNT) { rows { edges { node { group buckets { label amount } openCharges unapplied
  balance } } } totals { buckets { label amount } openCharges unapplied balance } }`;

const figures = (openCharges: string, unapplied: string, balance: string, openItemCount: number) => ({
  openCharges,
  unapplied,
  balance,
  openItemCount,
});

const empty = ['CURRENT', '1-30', '31-60', '61-90', '91-120', '121+'].map((label) => ({ label, amount: '0.00' }));

describe('“the report as of the end of May has forgotten what was paid in June”', () => {
  test('an item paid in June is still open as of May', async () => {
    await charged('c1', '80.00', '2026-05-10');
    await paid('p1', '80.00', '2026-06-05', 'c1');
    expect(await asked(balance, '2026-05-31')).toEqual(figures('80.00', '0.00', '80.00', 1));
    expect(await asked(items, '2026-05-31')).toEqual({
      edges: [{ node: { chargeId: 'c1', open: '80.00', ageDays: 21 } }],
    });
    expect(await asked(aging, '2026-05-31')).toMatchObject({
      totals: [{ buckets: empty.with(1, { label: '1-30', amount: '80.00' }), balance: '80.00' }],
    });
    expect(await asked(balance, '2026-06-05')).toEqual(figures('0.00', '0.00', '0.00', 0));
    expect(await asked(items, '2026-06-05')).toEqual({ edges: [] });
  });
});

describe('“somebody un-applied a payment today and last month’s report is another one”', () => {
  test('un-applying today leaves last month’s report alone', async () => {
    await charged('c1', '80.00', '2026-04-10');
    await paid('p1', '80.00', '2026-05-05', 'c1');
    const then = position;
    const [before, itemsBefore] = [await asked(aging, '2026-05-31'), await asked(items, '2026-05-31')];
    await command('UnapplyPayment', { ...usd, paymentId: 'p1', effectiveDate: '2026-06-15', reasonCode: 'MISAPPLIED' });
    expect(await asked(aging, '2026-05-31')).toEqual(before);
    expect(await asked(items, '2026-05-31')).toEqual(itemsBefore);
    expect(await asked(balance, '2026-06-14')).toEqual(figures('0.00', '0.00', '0.00', 0));
    expect(await asked(balance, '2026-06-15')).toEqual(figures('80.00', '80.00', '0.00', 1));
    expect(await asked(balance, '2026-06-15', then)).toEqual(figures('0.00', '0.00', '0.00', 0));
  });

  test('where it belongs into last month it changes what we say of it today, never what we knew then', async () => {
    await charged('c1', '80.00', '2026-04-10');
    await paid('p1', '80.00', '2026-05-05', 'c1');
    const then = position;
    await command('UnapplyPayment', { ...usd, paymentId: 'p1', effectiveDate: '2026-05-20', reasonCode: 'MISAPPLIED' });
    expect(await asked(balance, '2026-05-31')).toEqual(figures('80.00', '80.00', '0.00', 1));
    expect(await asked(balance, '2026-05-31', then)).toEqual(figures('0.00', '0.00', '0.00', 0));
  });
});

describe('“applied again, and the item looks as if it had been paid only now”', () => {
  test('re-applying does not move the date of the first allocation', async () => {
    await charged('c1', '80.00', '2026-04-10');
    await paid('p1', '80.00', '2026-05-05', 'c1');
    await command('UnapplyPayment', { ...usd, paymentId: 'p1', effectiveDate: '2026-05-20', reasonCode: 'MISAPPLIED' });
    const lines = [{ chargeId: 'c1', amount: '80.00' }];
    await command('ApplyPayment', { ...usd, paymentId: 'p1', effectiveDate: '2026-06-10', lines });
    const open = ['2026-05-04', '2026-05-05', '2026-05-19', '2026-05-20', '2026-06-09', '2026-06-10'].map(
      async (asOf) => (await asked(balance, asOf)) as { readonly openCharges: string },
    );
    expect((await Promise.all(open)).map(({ openCharges }) => openCharges)).toEqual([
      '80.00',
      '0.00',
      '0.00',
      '80.00',
      '80.00',
      '0.00',
    ]);
    const trail = await api.ask(
      `{ auditTrail(filter: { types: [PaymentApplied] }) { edges { node { effectiveDate } } } }`,
    );
    expect(at(trail, 'auditTrail', 'edges')).toEqual([
      { node: { effectiveDate: '2026-06-10' } },
      { node: { effectiveDate: '2026-05-05' } },
    ]);
  });
});

describe('“a cent was left and nobody could see where”', () => {
  test('one cent left is shown, as an item, in its bucket and in the balance', async () => {
    await charged('c1', '100.00', '2026-03-10');
    await paid('p1', '99.99', '2026-03-20', 'c1');
    expect(await asked(balance, '2026-06-15')).toEqual(figures('0.01', '0.00', '0.01', 1));
    expect(await asked(items, '2026-06-15')).toEqual({
      edges: [{ node: { chargeId: 'c1', open: '0.01', ageDays: 97 } }],
    });
    const row = { buckets: empty.with(4, { label: '91-120', amount: '0.01' }), openCharges: '0.01', balance: '0.01' };
    expect(await asked(aging, '2026-06-15')).toMatchObject({
      rows: { edges: [{ node: { group: 'a1', ...row } }] },
      totals: [row],
    });
  });
});

describe('“they paid too much, and the aging does not say so”', () => {
  test('an overpayment is visible next to the aging, not inside and not lost', async () => {
    await charged('c1', '80.00', '2026-03-10');
    await paid('p1', '100.00', '2026-03-20', 'c1', '80.00');
    const row = { buckets: empty, openCharges: '0.00', unapplied: '20.00', balance: '-20.00' };
    expect(await asked(aging, '2026-06-15')).toEqual({
      rows: { edges: [{ node: { group: 'a1', ...row } }] },
      totals: [row],
    });
    expect(await asked(balance, '2026-06-15')).toEqual(figures('0.00', '20.00', '-20.00', 0));
  });

  test('and beside something else that is open it is not netted away', async () => {
    await charged('c1', '80.00', '2026-03-10');
    await paid('p1', '100.00', '2026-03-20', 'c1', '80.00');
    await charged('c2', '50.00', '2026-06-15');
    const row = { buckets: empty.with(0, { label: 'CURRENT', amount: '50.00' }), unapplied: '20.00', balance: '30.00' };
    expect(await asked(aging, '2026-06-15')).toMatchObject({ totals: [row] });
  });
});
