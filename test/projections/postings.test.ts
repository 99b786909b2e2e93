import { describe, expect, test } from 'vitest';
import type { Entry } from '#ledger/entry.ts';
import type { Fact } from '#ledger/events.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { auditIndexRowOf } from '#projections/audit-index.ts';
import { noTotals, withPostings } from '#projections/balances.ts';
import { itemsOpenedBy, type OpenItem } from '#projections/open-items.ts';
import { postingsOfEntry } from '#projections/postings.ts';
import { receivableClassOf } from '#projections/receivable-classes.ts';
import { type AllocationSource, sourceOpenedBy } from '#projections/sources.ts';
import { aetna, charge } from '../ledger/commands.ts';
import { after, type Sent } from '../ledger/given-when-then.ts';

/** The books of one account, read by the projections alone, as an accountant would write them down. */
function entryOf(fact: Fact, index: number): Entry {
  return {
    id: `entry-${index}`,
    ledgerId: 'main',
    stream: 'main.account-account-1',
    revision: index,
    ordinal: index + 1,
    recordedAt: '2024-06-30T16:00:00.000Z',
    version: 1,
    actor: { kind: 'PERSON', id: 'clerk-1', role: 'cash_poster' },
    command: { id: `command-${index}`, name: 'Any', hash: 'f'.repeat(64), hashVersion: 1 },
    correlationId: 'request-1',
    versions: {},
    ...fact,
  };
}

function project(facts: readonly Fact[]) {
  const items = new Map<string, OpenItem>();
  const sources = new Map<string, AllocationSource>();
  const lines: string[] = [];
  let totals = noTotals;
  for (const [index, fact] of facts.entries()) {
    const entry = entryOf(fact, index);
    const itemOf = (chargeId: string, item: number): OpenItem => known(items.get(`${chargeId}#${item}`));
    for (const item of itemsOpenedBy(entry, itemOf)) items.set(`${item.chargeId}#${item.item}`, item);
    const opened = sourceOpenedBy(entry);
    if (opened !== undefined) sources.set(`${opened.kind} ${opened.id}`, opened);
    const postings = postingsOfEntry(entry, {
      itemOf,
      sourceOf: ({ kind, id }) => known(sources.get(`${kind} ${id}`)),
    });
    totals = withPostings(totals, postings);
    for (const { account, amount, item, source, method } of postings) {
      const who = item?.party.partyClass ?? source?.party.partyClass ?? '';
      const what =
        item === undefined
          ? (source?.id ?? method ?? '')
          : `${item.chargeId}#${item.item} due ${item.dueDate.slice(5)}`;
      const columns = [
        entry.effectiveDate.slice(5),
        entry.type.padEnd(25),
        account.padEnd(23),
        String(amount).padStart(6),
      ];
      lines.push([...columns, who.padEnd(10), what].join(' ').trimEnd());
    }
  }
  return { lines, totals, items: [...items.values()] };
}

function known<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('not there');
  return value;
}

const history: readonly Sent[] = [
  charge('c1', '80.00', '03-01', { taxAmount: '6.00', dueDate: '2024-03-31', serviceDate: '2024-02-27' }),
  [
    'ReceivePayment',
    { paymentId: 'p1', amount: '90.00', method: 'CHECK', effectiveDate: '2024-03-10', strategy: 'OLDEST_DUE_FIRST' },
  ],
  [
    'AdjustCharge',
    {
      adjustmentId: 'a1',
      chargeId: 'c1',
      amount: '-25.00',
      kind: 'CONTRACTUAL',
      reasonCode: 'CONTRACT_RATE',
      effectiveDate: '2024-03-05',
      taxAmount: '-1.88',
    },
  ],
  charge('c2', '50.00', '03-12'),
  [
    'TransferResponsibility',
    {
      transferId: 't1',
      chargeId: 'c2',
      amount: '20.00',
      toPayer: aetna,
      reasonCode: 'COVERAGE_FOUND',
      effectiveDate: '2024-03-20',
      dueDate: '2024-04-30',
    },
  ],
  ['ReversePayment', { paymentId: 'p1', reasonCode: 'NSF', effectiveDate: '2024-03-25' }],
];

describe('postings of a history, debit positive and credit negative', () => {
  const { lines, totals, items } = project(after(history).facts);

  test('stand in the order of recording, each line with its item and its anchors', () => {
    expect(`\n${lines.join('\n')}\n`).toBe(`
03-01 ChargePosted              AccountsReceivable        8000 SELF       c1#1 due 03-31
03-01 ChargePosted              ServiceRevenue           -7400
03-01 ChargePosted              TaxPayable                -600
03-10 PaymentReceived           CashClearing              9000            CHECK
03-10 PaymentReceived           UnappliedCash            -9000 SELF       p1
03-10 PaymentApplied            UnappliedCash             8000 SELF       p1
03-10 PaymentApplied            AccountsReceivable       -8000 SELF       c1#1 due 03-31
03-10 AllocationReleased        AccountsReceivable        2500 SELF       c1#1 due 03-31
03-10 AllocationReleased        UnappliedCash            -2500 SELF       p1
03-05 ChargeAdjusted            ContractualAllowances     2312
03-05 ChargeAdjusted            TaxPayable                 188
03-05 ChargeAdjusted            AccountsReceivable       -2500 SELF       c1#1 due 03-31
03-12 ChargePosted              AccountsReceivable        5000 SELF       c2#1 due 03-12
03-12 ChargePosted              ServiceRevenue           -5000
03-20 ResponsibilityTransferred AccountsReceivable        2000 COMMERCIAL c2#2 due 04-30
03-20 ResponsibilityTransferred AccountsReceivable       -2000 SELF       c2#1 due 03-12
03-25 AllocationReleased        AccountsReceivable        5500 SELF       c1#1 due 03-31
03-25 AllocationReleased        UnappliedCash            -5500 SELF       p1
03-25 PaymentReversed           UnappliedCash             9000 SELF       p1
03-25 PaymentReversed           CashClearing             -9000            CHECK
`);
  });

  test('add up to the control totals of the account', () => {
    expect(totals).toEqual({ open: 10_500n, unapplied: 0n, lines: 20 });
  });

  test('an entry has a class exactly where it posts to AccountsReceivable, so that the classes add up to it', () => {
    for (const [index, fact] of after(history).facts.entries()) {
      const { lines: posted } = project(after(history).facts.slice(0, index + 1));
      const before = project(after(history).facts.slice(0, index)).lines.length;
      const isReceivable = posted.slice(before).some((line) => line.includes('AccountsReceivable'));
      expect([fact.type, receivableClassOf(fact) !== undefined]).toEqual([fact.type, isReceivable]);
    }
  });

  test('an item made by a transfer begins with it, is due as stated, and is as old as its charge', () => {
    const [original, moved] = [known(items[1]), known(items[2])];
    expect(moved).toMatchObject({ party: { partyClass: 'COMMERCIAL', payerId: 'aetna' }, item: 2, amount: 2000n });
    expect(moved.chargeDate).toBe(original.chargeDate);
    expect(moved.responsibilityDate).toBe('2024-03-20');
    expect(moved.dueDate).toBe('2024-04-30');
    expect(original.responsibilityDate).toBe('2024-03-12');
  });

  test('a service date stays with its item', () => {
    expect(known(items[0]).serviceDate).toBe('2024-02-27');
    expect(known(items[1]).serviceDate).toBeUndefined();
  });
});

const adjusted = (amount: string, items: readonly string[]): Fact => ({
  type: 'ChargeAdjusted',
  effectiveDate: calendarDate('2024-03-01'),
  data: {
    adjustmentId: 'a1',
    chargeId: 'c1',
    kind: 'COURTESY',
    currency: 'USD',
    amount,
    items: items.map((one) => ({ item: 1, amount: one })),
    contraAccount: 'CourtesyAllowances',
  },
});

describe('an entry that breaks INV-06 is not posted', () => {
  const item = known(project(after([charge('c1', '80.00', '03-01')]).facts).items[0]);
  const subledger = { itemOf: () => item, sourceOf: () => known<AllocationSource>(undefined) };

  test('lines that do not balance', () => {
    expect(() => postingsOfEntry(entryOf(adjusted('-500', ['-400']), 0), subledger)).toThrow('INV-06: the lines');
  });

  test('a line of zero', () => {
    expect(() => postingsOfEntry(entryOf(adjusted('-500', ['-500', '0']), 0), subledger)).toThrow(
      'INV-06: a posting line',
    );
  });
});

test('the audit index has the main amount without its sign, and none for an opening', () => {
  const rows = after(history).facts.map((fact, index) => auditIndexRowOf(entryOf(fact, index), false));
  expect(rows.map(({ type, amount }) => `${type} ${amount ?? 'none'}`)).toEqual([
    'AccountOpened none',
    'ChargePosted 8000',
    'PaymentReceived 9000',
    'PaymentApplied 8000',
    'AllocationReleased 2500',
    'ChargeAdjusted 2500',
    'ChargePosted 5000',
    'ResponsibilityTransferred 2000',
    'AllocationReleased 5500',
    'PaymentReversed 9000',
  ]);
});

const baseOf = (fact: Fact) => auditIndexRowOf(entryOf(fact, 0), true).amount;

test('of a foreign account it has the value in the base currency, without its sign too', () => {
  const down = adjusted('-500', ['-400', '-100']);
  if (down.type !== 'ChargeAdjusted') throw new Error('another fact was asked for');
  const items = down.data.items.map((line, index) => ({ ...line, base: ['-640', '-161'][index] }));
  expect(baseOf({ ...down, data: { ...down.data, items } })).toBe(801n);
  expect(baseOf(down)).toBeUndefined();
  const charge = { chargeId: 'c1', category: 'SERVICE', origin: 'ORIGINAL', currency: 'EUR', amount: '1' } as const;
  const voided = { ...charge, baseAmount: '-1', adjustments: [], items: [] };
  expect(baseOf({ type: 'ChargeVoided', effectiveDate: calendarDate('2024-03-01'), data: voided })).toBe(1n);
});
