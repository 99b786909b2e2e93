import { describe, expect, test } from 'vitest';
import type { Entry } from '#ledger/entry.ts';
import type { StoredTotals } from '#ledger/periods/period-events.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { type Period, periodsOf } from '#projections/period-history.ts';
import { type PeriodRolledForward, rollForwardOfPeriod } from '#read-models/roll-forward-of-period.ts';
import { verifyBooks } from '#read-models/verify.ts';
import {
  accepted,
  type ClosingBooks,
  charged,
  january,
  memoryJournal,
  openBooks,
  openProcess,
  received,
} from './closing-books.ts';

const inEuros = { accountId: 'e1', currency: 'EUR' };
const at = (rate: string) => ({ ...inEuros, rate: { rate, source: 'ECB:2026-01' } });

/** A ledger in dollars: 80.00 on an account in dollars; 100.00 euros at 1.60, of which 80.00 are paid by 90.00 at 1.50. */
async function openJanuary(): Promise<ClosingBooks> {
  const books = await openProcess(memoryJournal());
  await openBooks(books.send);
  await accepted(books.send('PostCharge', charged('c1', '2026-01-10')));
  await accepted(books.send('OpenAccount', { ...inEuros, commandId: 'open-e1', effectiveDate: '2026-01-01' }));
  await accepted(books.send('PostCharge', { ...charged('e-c1', '2026-01-10', '100.00'), ...at('1.60') }));
  const lines = [{ chargeId: 'e-c1', amount: '80.00' }];
  await accepted(books.send('ReceivePayment', { ...received('e-p1', '2026-01-20', '90.00'), ...at('1.50'), lines }));
  const valued = { ...at('1.55'), commandId: 'valued', effectiveDate: '2026-01-31' };
  await accepted(books.send('RevalueReceivables', valued));
  return books;
}

const euros = (account: string, debits: string, credits: string, baseDebits: string, baseCredits: string) => ({
  account,
  currency: 'EUR',
  debits,
  credits,
  inBase: { debits: baseDebits, credits: baseCredits },
});
const dollars = (account: string, debits: string, credits: string) => ({ account, currency: 'USD', debits, credits });

const frozenInJanuary: StoredTotals = {
  accounts: 2,
  openItems: 2,
  baseCurrency: 'USD',
  currencies: [
    {
      currency: 'EUR',
      openCharges: '2000',
      unappliedPayments: '1000',
      unappliedCredits: '0',
      inBase: { openCharges: '3200', unappliedPayments: '1500', unappliedCredits: '0' },
    },
    { currency: 'USD', openCharges: '8000', unappliedPayments: '0', unappliedCredits: '0' },
  ],
  trialBalance: [
    euros('AccountsReceivable', '10000', '8000', '16000', '12800'),
    euros('UnappliedCash', '8000', '9000', '12000', '13500'),
    euros('CashClearing', '9000', '0', '13500', '0'),
    euros('ServiceRevenue', '0', '10000', '0', '16000'),
    euros('FxRealized', '0', '0', '800', '0'),
    euros('FxUnrealizedAR', '0', '0', '0', '100'),
    euros('FxUnrealized', '0', '0', '100', '0'),
    dollars('AccountsReceivable', '8000', '0'),
    dollars('ServiceRevenue', '0', '8000'),
  ],
};

/** Closes January with these totals, whatever the figures are. */
async function closedWith(books: ClosingBooks, totals: StoredTotals): Promise<void> {
  const begun = (await accepted(books.sendOnly('ClosePeriod', january))).facts[0];
  const context = { actor: { kind: 'PERSON', id: 'u-9', role: 'finance' }, correlationId: 'request-9' } as const;
  const periodEnd = calendarDate('2026-01-31');
  const fence = { commandId: `fence-${begun?.id ?? ''}`, periodEnd };
  await accepted(books.desk.closings.step({ name: 'FencePeriod', input: fence }, context));
  const position = (await books.journal.head()).ordinal;
  const input = { commandId: `freeze-${begun?.id ?? ''}`, periodEnd, position, totals };
  await accepted(books.desk.closings.step({ name: 'FreezePeriod', input }, context));
}

async function found({ journal, readModels, dataDirectory }: ClosingBooks): Promise<readonly string[]> {
  await readModels.view({ knownAt: { ordinal: (await journal.head()).ordinal } });
  const { findings } = await verifyBooks({ journal, dataDirectory, seed: 1 });
  return findings.map(({ invariant, problem }) => `${invariant} ${problem}`);
}

async function rolledForward(books: ClosingBooks, end: string): Promise<PeriodRolledForward> {
  const periods: readonly Period[] = periodsOf(await books.ledgerEntries());
  const period = periods.find((one) => one.end === end);
  if (period === undefined) throw new Error('there is no such period');
  const known = await books.readModels.view({ knownAt: { ordinal: (await books.journal.head()).ordinal } });
  return rollForwardOfPeriod(books.readModels, { periods, period, known });
}

function ownOf<Row extends { readonly inBase?: unknown }>(row: Row): Omit<Row, 'inBase'> {
  const { inBase: _, ...own } = row;
  return own;
}

const isClosing = ({ type }: Entry): boolean => type === 'PeriodClosed';
const notFrozen = 'INV-23 the figures of the period are not what was frozen';

describe('closing a period with an account in a foreign currency', () => {
  test('freezes what is foreign in the base currency too, as it is carried on the last day', async () => {
    const books = await openJanuary();
    await accepted(books.send('ClosePeriod', january));
    const closed = (await books.ledgerEntries()).find(isClosing);
    expect(closed).toMatchObject({ version: 2, data: { totals: frozenInJanuary } });
    expect(closed?.type === 'PeriodClosed' && closed.data.totals).toEqual(frozenInJanuary);
    expect(await found(books)).toEqual([]);
  });

  test('is the opening and the closing of roll-forwards, in each currency and in base', async () => {
    const books = await openJanuary();
    await closedWith(books, frozenInJanuary);
    await accepted(books.send('PostCharge', { ...charged('e-c2', '2026-02-03', '10.00'), ...at('1.70') }));
    expect(await rolledForward(books, '2026-01-31')).toMatchObject({ isAsFrozen: true });
    expect(await rolledForward(books, '2026-02-28')).toMatchObject({ isAsFrozen: true });
  });

  const [ofEuros, ofDollars] = frozenInJanuary.currencies;
  const [receivables, ...others] = frozenInJanuary.trialBalance;
  if (ofEuros?.inBase === undefined || ofDollars === undefined || receivables?.inBase === undefined)
    throw new Error('both currencies are frozen');
  const wrong: Readonly<Record<string, readonly [totals: StoredTotals, isAsFrozen: boolean]>> = {
    'open charges in base': [
      {
        ...frozenInJanuary,
        currencies: [{ ...ofEuros, inBase: { ...ofEuros.inBase, openCharges: '3201' } }, ofDollars],
      },
      false,
    ],
    'unapplied payments in base': [
      {
        ...frozenInJanuary,
        currencies: [{ ...ofEuros, inBase: { ...ofEuros.inBase, unappliedPayments: '1499' } }, ofDollars],
      },
      false,
    ],
    'open charges of their own currency': [
      { ...frozenInJanuary, currencies: [{ ...ofEuros, openCharges: '2001' }, ofDollars] },
      false,
    ],
    'a currency that nothing is open in': [
      { ...frozenInJanuary, currencies: [ofEuros, ofDollars, { ...ofDollars, currency: 'CHF' }] },
      false,
    ],
    'a side of an account in base': [
      {
        ...frozenInJanuary,
        trialBalance: [{ ...receivables, inBase: { ...receivables.inBase, credits: '12801' } }, ...others],
      },
      true,
    ],
  };

  test.each(Object.entries(wrong))('that froze other %s is found by verify', async (_what, [totals, isAsFrozen]) => {
    const books = await openJanuary();
    await closedWith(books, totals);
    expect(await found(books)).toEqual([notFrozen]);
    expect([
      (await rolledForward(books, '2026-01-31')).isAsFrozen,
      (await rolledForward(books, '2026-02-28')).isAsFrozen,
    ]).toEqual([isAsFrozen, isAsFrozen]);
  });

  test('by an older version froze nothing in base, and is right all the same', async () => {
    const books = await openJanuary();
    const { accounts, openItems, currencies, trialBalance } = frozenInJanuary;
    const withoutBase = {
      accounts,
      openItems,
      currencies: currencies.map(ownOf),
      trialBalance: trialBalance.map(ownOf),
    };
    await closedWith(books, withoutBase);
    expect(await found(books)).toEqual([]);
    expect(await rolledForward(books, '2026-01-31')).toMatchObject({ isAsFrozen: true });
  });
});
