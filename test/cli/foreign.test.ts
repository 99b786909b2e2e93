import { beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '#app/config.ts';
import { openLedgerBooks } from '#app/main.ts';
import { glAccounts } from '#ledger/posting-rules.ts';
import { cli } from './command-line.ts';
import { makeFixedBooks, recordAll, type Sent } from './fixed-books.ts';

const euros = { currency: 'EUR', effectiveDate: '2026-03-01' };
const at = (rate: string) => ({ rate: { rate, source: 'ECB:2026-03-01' } });

/** An account in euros beside the fixed books in dollars, and one on which nothing is open. */
const commands: readonly Sent[] = [
  ['OpenAccount', { ...euros, accountId: 'acct-e' }],
  ['OpenAccount', { ...euros, accountId: 'acct-f' }],
  ['PostCharge', { ...euros, ...at('1.60'), accountId: 'acct-e', chargeId: 'c', category: 'SERVICE', amount: '100' }],
  [
    'ReceivePayment',
    {
      ...euros,
      ...at('1.50'),
      accountId: 'acct-e',
      paymentId: 'p',
      amount: '90.00',
      method: 'WIRE',
      lines: [{ chargeId: 'c', amount: '80.00' }],
    },
  ],
];

let data = '';
beforeAll(async () => {
  data = await makeFixedBooks();
  await recordAll(data, 'foreign', commands);
}, 60_000);

async function run(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await cli([...args, '--data', data], { width: 100 });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return out;
}

const revaluation = ['revalue', '--date', '2026-03-31', '--currency', 'EUR', '--rate', '1.55', '--source', 'ECB:x'];

describe('revalue', () => {
  test('says what it would find, and records nothing', async () => {
    const said = await run(...revaluation);
    expect(said).toContain('acct-e');
    expect(said).toContain('-1.00');
    expect(said).toContain('NOTHING_TO_REVALUE');
    expect(said).toContain('Nothing is recorded');
    expect(await run('balance', 'acct-e', '--as-of', '2026-03-31')).not.toContain('unrealised');
  });

  test('records it, and the same again records nothing twice', async () => {
    const recorded = await run(...revaluation, '--record');
    expect(recorded).toContain('Recorded on 2026-03-31');
    expect(await run(...revaluation, '--record')).toBe(recorded);
    const shown: unknown = JSON.parse(await run('balance', 'acct-e', '--as-of', '2026-03-31', '--json'));
    expect(shown).toMatchObject({
      inBase: {
        openCharges: '32.00',
        unapplied: '15.00',
        fxRealized: '-8.00',
        fxUnrealized: '-1.00',
      },
    });
    expect(await run('balance', 'acct-e', '--as-of', '2026-04-01')).not.toContain('unrealised');
  });

  test('with another rate for the day is an objection', async () => {
    const other = revaluation.map((word) => (word === '1.55' ? '1.70' : word));
    const { code, out } = await cli([...other, '--record', '--data', data], { width: 100 });
    expect(code).toBe(1);
    expect(out).toContain('IDEMPOTENCY_CONFLICT');
  });
});

test('trial-balance shows each currency, and all of them in the base currency', async () => {
  const shown = await run('trial-balance', '--as-of', '2026-03-31');
  expect(shown).toContain('EUR');
  const [, inBase = ''] = shown.split('all in USD');
  const accounts = [...inBase.matchAll(/^[A-Z]\w+/gm)].map(([account]) => account);
  expect(accounts).toEqual(glAccounts.filter((account) => accounts.includes(account)));
  expect(accounts.length).toBeGreaterThan(4);
  expect(shown).toMatch(/FxRealized +8\.00 +0\.00 +8\.00/);
  const forMachines: unknown = JSON.parse(await run('trial-balance', '--json'));
  expect(forMachines).toMatchObject({ inBase: { currency: 'USD', net: '0.00' } });
});

test('close and periods show what is foreign in the base currency too', async () => {
  const books = await openLedgerBooks(parseConfig({ DATA_DIR: data }));
  const context = { actor: { kind: 'PERSON', id: 'user-1', role: 'finance' }, correlationId: 'fixed' } as const;
  const outcome = await books.handleCommand(
    'ExtendCalendar',
    { commandId: 'calendar', periodEnds: ['2026-03-31'] },
    context,
  );
  expect(outcome.outcome).toBe('RECORDED');
  await books.close();
  expect(await run('close', '--period', '2026-03-31')).toContain(
    [
      'EUR: open 20.00, unapplied payments 10.00, unapplied credits 0.00.',
      '  in USD: open 32.00, unapplied payments 15.00, unapplied credits 0.00.',
      'USD: open 250.00, unapplied payments 60.00, unapplied credits 0.00.',
    ].join('\n'),
  );
  expect(await run('periods')).toContain('282.00 USD');
  const rolled: unknown = JSON.parse(await run('roll-forward', '--period', '2026-03-31', '--json'));
  expect(rolled).toMatchObject({
    isAsFrozen: true,
    rows: [{ currency: 'EUR' }, { currency: 'USD' }, { isInBase: true }],
  });
});
