import { describe, expect, it } from 'vitest';
import { type EventType, eventSchemas, type Fact } from '#ledger/events.ts';
import { periodFactTypes } from '#ledger/periods/fiscal-calendar.ts';
import { contraAccounts, glAccounts, postingsOf } from '#ledger/posting-rules.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { badDebtPostings } from './bad-debt-postings.ts';
import { voidRules } from './charges/posted-voids.ts';
import {
  adjust,
  apply,
  charge,
  fee,
  instalments,
  line,
  medicare,
  paid,
  payment,
  transfer,
  unapply,
  waive,
} from './commands.ts';
import { creditRules, type PostingRule } from './credits/posted-credits.ts';
import { foreignRules } from './foreign/posted-foreign.ts';
import { after, given, type Sent } from './given-when-then.ts';
import { pendingRules } from './pending-payments/posted-pending.ts';
import { planRules } from './plans/posted-plans.ts';
import { receiptRules } from './receipts/posted-receipts.ts';
import { refundRules } from './refunds/posted-refunds.ts';
import { money } from './summary-parts.ts';
import { transferRules } from './transfers/posted-transfers.ts';

/**
 * The posting rules of ledger-rules.md section 9 as an accountant reads them: each fact, then its lines, debits first as
 * they are posted. `c1#1` is the open item of a receivable, `p1` the payment of unapplied cash, `k1` the credit of
 * unapplied credits.
 */
const c1 = charge('c1', '100.00', '03-01');
const interestFee = fee('f1', '1.20', '03-05', 'c1', { category: 'INTEREST' });
const opening = charge('c0', '50.00', '01-01', { effectiveDate: '2023-05-01', origin: 'OPENING', taxAmount: '8.00' });
const taxed = charge('c1', '120.00', '03-01', { taxAmount: '20.00' });
const twoItems = instalments('c1', '03-01', [
  ['60.00', '04-01'],
  ['0.00', '05-01'],
  ['40.00', '05-01', medicare],
]);
const allowance = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };
const charity = { kind: 'CHARITY', reasonCode: 'CHARITY_CARE' };

const rules: readonly PostingRule[] = [
  ['a charge of 0.00 posts nothing', () => given().when(charge('c1', '0.00', '03-01')), ''],
  [
    'charge posted: receivable against revenue by category',
    () => given().when(c1),
    `
    ChargePosted              Dr AccountsReceivable       100.00  c1#1
                              Cr ServiceRevenue           100.00`,
  ],
  [
    'charge of another kind',
    () => given().when(charge('c1', '9.00', '03-01', { category: 'OTHER' })),
    `
    ChargePosted              Dr AccountsReceivable         9.00  c1#1
                              Cr OtherRevenue               9.00`,
  ],
  [
    'charge with tax inside: the tax part is owed to the state',
    () => given().when(taxed),
    `
    ChargePosted              Dr AccountsReceivable       120.00  c1#1
                              Cr ServiceRevenue           100.00
                              Cr TaxPayable                20.00`,
  ],
  [
    'charge that is all tax',
    () => given().when(charge('c1', '5.00', '03-01', { taxAmount: '5.00' })),
    `
    ChargePosted              Dr AccountsReceivable         5.00  c1#1
                              Cr TaxPayable                 5.00`,
  ],
  [
    'charge in items: each owed for itself, one of nothing posts nothing',
    () => given().when(twoItems),
    `
    ChargePosted              Dr AccountsReceivable        60.00  c1#1
                              Dr AccountsReceivable        40.00  c1#3
                              Cr ServiceRevenue           100.00`,
  ],
  [
    'opening item: against the opening balance, tax and all, because both were posted in the old books',
    () => given().when(opening),
    `
    ChargePosted              Dr AccountsReceivable        50.00  c0#1
                              Cr OpeningBalance            50.00`,
  ],
  [
    'adjusted down: contra-revenue of its reason',
    () => given(c1).when(adjust('a1', 'c1', '-30.00', '03-05', allowance)),
    `
    ChargeAdjusted            Dr ContractualAllowances     30.00
                              Cr AccountsReceivable        30.00  c1#1`,
  ],
  [
    'adjusted down with tax inside: the tax part is no longer owed to the state',
    () => given(taxed).when(adjust('a1', 'c1', '-60.00', '03-05', charity)),
    `
    ChargeAdjusted            Dr CharityAllowances         50.00
                              Dr TaxPayable                10.00
                              Cr AccountsReceivable        60.00  c1#1`,
  ],
  [
    'adjusted up: the mirror',
    () => given(taxed).when(adjust('a1', 'c1', '60.00', '03-05')),
    `
    ChargeAdjusted            Cr BillingCorrections        50.00
                              Cr TaxPayable                10.00
                              Dr AccountsReceivable        60.00  c1#1`,
  ],
  [
    'adjusted below what was paid: the release, then the adjustment',
    () =>
      given(c1, paid('p1', '100.00', '03-02', line('c1', '100.00'))).when(
        adjust('a1', 'c1', '-30.00', '03-05', allowance),
      ),
    `
    AllocationReleased        Dr AccountsReceivable        30.00  c1#1
                              Cr UnappliedCash             30.00  p1
    ChargeAdjusted            Dr ContractualAllowances     30.00
                              Cr AccountsReceivable        30.00  c1#1`,
  ],
  [
    'payment received and applied',
    () => given(c1).when(paid('p1', '80.00', '03-05', line('c1', '70.00'))),
    `
    PaymentReceived           Dr CashClearing              80.00
                              Cr UnappliedCash             80.00  p1
    PaymentApplied            Dr UnappliedCash             70.00  p1
                              Cr AccountsReceivable        70.00  c1#1`,
  ],
  [
    'payment applied later',
    () => given(c1, payment('p1', '80.00', '03-05')).when(apply('p1', '03-06', line('c1', '70.00'))),
    `
    PaymentApplied            Dr UnappliedCash             70.00  p1
                              Cr AccountsReceivable        70.00  c1#1`,
  ],
  [
    'payment un-applied: the mirror',
    () => given(c1, paid('p1', '80.00', '03-05', line('c1', '70.00'))).when(unapply('p1', '03-06')),
    `
    PaymentUnapplied          Dr AccountsReceivable        70.00  c1#1
                              Cr UnappliedCash             70.00  p1`,
  ],
  ...creditRules,
  ...pendingRules,
  ...planRules,
  ...refundRules,
  ...voidRules,
  [
    'responsibility transferred: the new party against the old one',
    () => given(c1).when(transfer('t1', 'c1', '40.00', '03-05', { toPayer: medicare })),
    `
    ResponsibilityTransferred Dr AccountsReceivable        40.00  c1#2
                              Cr AccountsReceivable        40.00  c1#1`,
  ],
  [
    'late fee assessed',
    () => given(c1).when(fee('f1', '12.00', '03-05', 'c1')),
    `
    LateFeeAssessed           Dr AccountsReceivable        12.00  f1#1
                              Cr LateFeeRevenue            12.00`,
  ],
  [
    'interest assessed',
    () => given(c1).when(interestFee),
    `
    LateFeeAssessed           Dr AccountsReceivable         1.20  f1#1
                              Cr InterestRevenue            1.20`,
  ],
  [
    'paid interest waived: the money is free, the revenue is given up',
    () =>
      given(c1, interestFee, paid('p1', '1.20', '03-06', line('f1', '1.20'))).when(waive('w1', 'f1', '0.50', '03-07')),
    `
    AllocationReleased        Dr AccountsReceivable         0.50  f1#1
                              Cr UnappliedCash              0.50  p1
    LateFeeWaived             Dr InterestRevenue            0.50
                              Cr AccountsReceivable         0.50  f1#1`,
  ],
  ...badDebtPostings,
  ...foreignRules,
  ...transferRules,
  ...receiptRules,
];

function columns(facts: readonly Fact[]): string {
  const rows = facts.flatMap((fact) =>
    postingsOf(fact).map(({ account, side, amount, base, item, paymentId, creditId, receiptId, transit }, index) => {
      const name = (index === 0 ? fact.type : '').padEnd(25);
      const of = item === undefined ? (paymentId ?? creditId ?? receiptId ?? transit) : `${item.chargeId}#${item.item}`;
      const sum = `${side === 'DEBIT' ? 'Dr' : 'Cr'} ${account.padEnd(22)}${money(amount).padStart(9)}`;
      const at = base === undefined ? '' : ` at ${money(base, 'EUR')}`;
      return `\n    ${name} ${sum}${at}${of === undefined ? '' : `  ${of}`}`;
    }),
  );
  return rows.join('');
}

describe('the posting rules', () => {
  it.each(rules)('%s', (_title, outcome, lines) => {
    expect(columns(outcome().facts)).toBe(lines);
  });

  it('are shown here for every fact that posts', () => {
    const shown = new Set(rules.flatMap(([, outcome]) => outcome().facts.map((fact): EventType => fact.type)));
    const silent: readonly EventType[] = [
      ...(['LedgerOpened', 'ReasonListPublished', 'AccountOpened', 'AccountClosed', 'AccountReopened'] as const),
      ...periodFactTypes,
      ...(['LateFeeRunBegun', 'LateFeesRun', 'LateFeeRunEnded'] as const),
      ...(['PaymentPended', 'PaymentFailed'] as const),
      ...(['PromiseRecorded', 'PromiseCancelled', 'PaymentPlanCompleted'] as const),
      ...(['HoldPlaced', 'HoldReleased', 'DisputeOpened', 'DisputeResolved'] as const),
      ...(['BalanceTransferCompleted', 'BalanceTransferRefused'] as const),
      ...(['ReceiptPartArrived', 'ReceiptPartRefused', 'ReceiptReversalCompleted'] as const),
    ];
    expect([...shown, ...silent].toSorted()).toEqual(Object.keys(eventSchemas).toSorted());
    expect(after([]).facts.flatMap(postingsOf)).toEqual([]);
  });

  it('give every adjustment reason a contra account of the chart, and no other reason one', () => {
    const { reasons } = defaultReasons;
    const codesOf = (some: typeof reasons) => some.map(({ code }) => code);
    const ofAdjustments = codesOf(reasons.filter(({ commands }) => commands.includes('AdjustCharge')));
    const known: readonly (string | undefined)[] = contraAccounts;
    expect(codesOf(reasons.filter(({ contraAccount }) => known.includes(contraAccount)))).toEqual(ofAdjustments);
    expect(codesOf(reasons.filter(({ contraAccount }) => contraAccount !== undefined))).toEqual(ofAdjustments);
    expect(codesOf(reasons.filter(({ kinds }) => kinds.length > 0))).toEqual(ofAdjustments);
    expect(new Set(glAccounts).size).toBe(glAccounts.length);
  });

  it('refuse an adjustment that names an account outside the chart: a corrupt book', () => {
    const [adjusted] = given(c1).when(adjust('a1', 'c1', '-1.00', '03-05')).facts;
    if (adjusted?.type !== 'ChargeAdjusted') throw new Error('not adjusted');
    const corrupt = { ...adjusted, data: { ...adjusted.data, contraAccount: 'PettyCash' } };
    expect(() => postingsOf(corrupt)).toThrow('contra account');
  });

  it('bring every general ledger account of the chart into use', () => {
    const byReason: Sent[] = defaultReasons.reasons.flatMap(({ code, kinds }) =>
      kinds.map((kind): Sent => adjust(`${code}-${kind}`, 'big', '-1.00', '03-05', { kind, reasonCode: code })),
    );
    const big = charge('big', '1000.00', '03-01');
    const used = [...rules.flatMap(([, outcome]) => outcome().facts), ...after([big, ...byReason]).facts].flatMap(
      postingsOf,
    );
    expect([...new Set(used.map(({ account }) => account))].toSorted()).toEqual([...glAccounts].toSorted());
  });
});
