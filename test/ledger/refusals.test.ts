import { describe, expect, it } from 'vitest';
import type { Books } from '#ledger/books.ts';
import { stages } from '#ledger/rejection-meanings.ts';
import { type RejectionCode, rejections } from '#ledger/rejections.ts';
import { voidProvocations } from './charges/refused-voids.ts';
import {
  adjust,
  apply,
  charge,
  close,
  fee,
  instalments,
  line,
  medicare,
  paid,
  payment,
  recover,
  reinstate,
  reinstateFee,
  reopen,
  reverse,
  reverseWriteOff,
  transfer,
  unapply,
  waive,
  writeOff,
} from './commands.ts';
import { creditProvocations } from './credits/refused-credits.ts';
import { feeRunProvocations } from './fee-runs/refused-fee-runs.ts';
import { foreignProvocations } from './foreign/refused-base-values.ts';
import { after, books, day, decideSent } from './given-when-then.ts';
import { shortfallProvocations } from './payments/refused-shortfalls.ts';
import { pendingProvocations } from './pending-payments/refused-pending.ts';
import { periodProvocations } from './periods/refused-periods.ts';
import { type Provocation, refused, refusedUnopened } from './provocation.ts';
import { receiptProvocations } from './receipts/refused-receipts.ts';
import { refundProvocations } from './refunds/refused-refunds.ts';
import { openingTwice, publishingTwice } from './refusals-of-the-ledger.ts';
import { agreementProvocations } from './refused-agreements.ts';
import { transferProvocations } from './transfers/refused-transfers.ts';

/** These belong to the way of a command into the journal, not to the rule book, and are provoked there. */
const ofProcesses = ['TRANSFER_RETURNED', 'RECEIPT_PARTS_RETURNED'] as const;
const ofTheHandler = ['IDEMPOTENCY_CONFLICT', 'OVERLOADED', 'JOURNAL_UNAVAILABLE', ...ofProcesses] as const;
type HandlerCode = (typeof ofTheHandler)[number];

const c1 = charge('c1', '100.00', '03-01');
const twoParties = instalments('c2', '03-01', [
  ['60.00', '04-01'],
  ['40.00', '05-01', medicare],
]);
const applied = [c1, paid('p1', '30.00', '03-10', line('c1', '30.00'))];
const withFee = [c1, fee('f1', '12.00', '03-20', 'c1')];
const writtenOff = [c1, writeOff('x1', 'c1', '80.00', '03-10'), recover('r1', 'x1', '30.00', '03-20')];
const largest = '100000000000000.00';
const manyCharges = Array.from({ length: 501 }, (_, index) => charge(`c${index}`, '1.00', '03-01'));

const provocations: { readonly [Code in Exclude<RejectionCode, HandlerCode>]: Provocation } = {
  INPUT_INVALID: refused(
    [],
    charge('c1', '1e3', '03-01'),
    { expected: 'a decimal number as text, as in "15.00"' },
    'amount',
  ),
  AMOUNT_SCALE: refused([], charge('c1', '1.001', '03-01'), { decimals: '2' }, 'amount'),
  AMOUNT_TOO_LARGE: refused([], charge('c1', '100000000000000.01', '03-01'), { largest }, 'amount'),
  AMOUNT_NOT_POSITIVE: refused([], payment('p1', '0.00', '03-01'), {}, 'amount'),
  AMOUNT_ZERO: refused([c1], adjust('a1', 'c1', '0.00', '03-01'), {}, 'amount'),
  AMOUNT_NEGATIVE: refused([], charge('c1', '-0.01', '03-01'), {}, 'amount'),
  ITEMS_DO_NOT_SUM: refused([], charge('c1', '2.00', '03-01', { items: [{ amount: '1.99' }] }), {}, 'items'),
  UNITS_DO_NOT_MULTIPLY: refused([], charge('c1', '2.00', '03-01', { units: '3', unitPrice: '0.67' }), {}, 'unitPrice'),
  TAX_EXCEEDS_AMOUNT: refused([], charge('c1', '2.00', '03-01', { taxAmount: '2.01' }), {}, 'taxAmount'),
  LINES_EXCEED_AMOUNT: refused([c1], paid('p1', '9.99', '03-01', line('c1', '10.00')), {}, 'lines'),
  LEDGER_NOT_OPEN: refusedUnopened({ ...books, terms: undefined }, c1),
  LEDGER_ALREADY_OPEN: {
    provoke: openingTwice,
    figures: { openedOn: '2024-01-01', baseCurrency: 'USD' },
    inputPath: undefined,
  },
  ...periodProvocations,
  ...feeRunProvocations,
  ACCOUNT_UNKNOWN: refusedUnopened(books, c1, 'accountId'),
  CHARGE_UNKNOWN: refused([c1], adjust('a1', 'c9', '-1.00', '03-01'), {}, 'chargeId'),
  ITEM_UNKNOWN: refused(
    [twoParties],
    paid('p1', '1.00', '03-01', line('c2', '1.00', 3)),
    { items: '2' },
    'lines.0.item',
  ),
  PAYMENT_UNKNOWN: refused([c1], reverse('p9', '03-01'), {}, 'paymentId'),
  ...creditProvocations,
  ...refundProvocations,
  ...pendingProvocations,
  ...agreementProvocations,
  ...receiptProvocations,
  ADJUSTMENT_UNKNOWN: refused([c1], adjust('a1', 'c1', '1.00', '03-01', { undoes: 'a0' }), {}, 'undoes'),
  WAIVER_UNKNOWN: refused(withFee, reinstateFee('w9', '03-25'), {}, 'waiverId'),
  WRITE_OFF_UNKNOWN: refused(writtenOff, reverseWriteOff('x9', '1.00', '03-20'), {}, 'writeOffId'),
  PAYMENT_IS_RECOVERY: refused(writtenOff, apply('r1', '03-20', line('c1', '1.00')), {}, 'paymentId'),
  DUPLICATE_ID: refused([c1], c1, { takenBy: 'charge' }, 'chargeId'),
  REASON_LIST_TAKEN: { provoke: publishingTwice, figures: { publishedOn: '2024-06-30' }, inputPath: 'version' },
  CURRENCY_MISMATCH: refused([], charge('c1', '1.00', '03-01', { currency: 'EUR' }), { currency: 'USD' }, 'currency'),
  ...foreignProvocations,
  REASON_REQUIRED: refused(
    applied,
    reverse('p1', '03-10', { reasonCode: undefined }),
    { reasons: 'NSF, CHARGEBACK, PAYMENT_RECORDED_IN_ERROR' },
    'reasonCode',
  ),
  REASON_UNKNOWN: refused(
    applied,
    reverse('p1', '03-10', { reasonCode: 'REDEPOSITED' }),
    { reasons: 'NSF, CHARGEBACK, PAYMENT_RECORDED_IN_ERROR' },
    'reasonCode',
  ),
  BEFORE_LEDGER_OPENING: refused(
    [],
    ['ReceivePayment', { paymentId: 'p1', amount: '1.00', method: 'CASH', effectiveDate: '2023-12-31' }],
    { openedOn: '2024-01-01' },
    'effectiveDate',
  ),
  ACCOUNT_ALREADY_OPEN: refused([], ['OpenAccount', {}], { openedOn: '2024-01-01' }, 'accountId'),
  ACCOUNT_CLOSED: refused([close('03-01')], c1, { closedOn: '2024-03-01' }, 'accountId'),
  ACCOUNT_NOT_CLOSED: refused([], reopen('03-01'), {}, 'accountId'),
  ACCOUNT_NOT_EMPTY: refused(
    [
      c1,
      paid('p1', '130.00', '03-20', line('c1', '100.00')),
      reverse('p1', '04-01'),
      adjust('a1', 'c1', '-100.00', '05-01'),
    ],
    close('03-25'),
    { openItems: '0', unapplied: '30.00', pending: '0.00', bindingDate: '2024-03-25', earliestDate: '2024-05-01' },
    'effectiveDate',
  ),
  CATEGORY_NOT_POSTABLE: refused([], charge('c1', '1.00', '03-01', { category: 'INTEREST' }), {}, 'category'),
  ITEM_REQUIRED: refused(
    [twoParties],
    paid('p1', '9.00', '03-05', line('c2', '9.00')),
    { items: '1, 2' },
    'lines.0.item',
  ),
  SAME_PARTY: refused([c1], transfer('t1', 'c1', '10.00', '03-05'), {}, 'toPayer'),
  NOT_A_FEE: refused([c1], waive('w1', 'c1', '1.00', '03-05'), { category: 'SERVICE' }, 'chargeId'),
  FEE_ON_FEE: refused(withFee, fee('f2', '1.00', '03-25', 'f1'), { category: 'LATE_FEE' }, 'feeOn'),
  FEE_PARTY_NOT_STATED: refused(
    [twoParties],
    fee('f1', '1.00', '06-01', 'c2', { feeOn: { chargeId: 'c2', item: 2 } }),
    { partyClass: 'MEDICARE' },
    'payer',
  ),
  FEE_ALREADY_ASSESSED: refused(withFee, fee('f2', '1.00', '03-25', 'c1'), { assessedOn: '2024-03-20' }, 'period'),
  ALREADY_REVERSED: refused(
    [...applied, reverse('p1', '03-20')],
    reverse('p1', '03-21'),
    { reversedOn: '2024-03-20' },
    'paymentId',
  ),
  ...voidProvocations,
  ...transferProvocations,
  NOT_REVERSED: refused(applied, reinstate('p1', '03-20'), {}, 'paymentId'),
  OPPOSITE_EXPECTED: refused(
    [c1, adjust('a1', 'c1', '-10.00', '03-02')],
    adjust('a2', 'c1', '9.99', '03-03', { undoes: 'a1' }),
    { amount: '10.00', kind: 'CORRECTION' },
    'undoes',
  ),
  EFFECTIVE_BEFORE_ORIGINAL: refused(applied, unapply('p1', '03-09'), { earliestDate: '2024-03-10' }, 'effectiveDate'),
  INSUFFICIENT_FUNDS: refused(
    [...applied, unapply('p1', '03-15')],
    apply('p1', '03-12', line('c1', '20.00')),
    { available: '0.00', bindingDate: '2024-03-12', earliestDate: '2024-03-15' },
    'lines.0.amount',
  ),
  NOT_ALLOCATED: refused(applied, unapply('p1', '03-10', line('c1', '30.01')), { allocated: '30.00' }, 'lines.0'),
  ...shortfallProvocations,
  NOTHING_TO_APPLY: refused(
    [payment('p1', '5.00', '03-01')],
    ['ApplyPayment', { paymentId: 'p1', strategy: 'PRO_RATA', effectiveDate: '2024-03-02' }],
    { unapplied: '5.00' },
    'strategy',
  ),
  OVER_ALLOCATION: refused(
    [c1],
    paid('p1', '200.00', '03-05', line('c1', '60.00'), line('c1', '40.01')),
    { available: '40.00', bindingDate: '2024-03-05' },
    'lines.1.amount',
  ),
  EXCEEDS_OPEN: refused(
    applied,
    transfer('t1', 'c1', '70.01', '03-12', { toPayer: medicare }),
    { available: '70.00', bindingDate: '2024-03-12' },
    'amount',
  ),
  EXCEEDS_RECOVERABLE: refused(
    [...writtenOff, reverse('r1', '04-01')],
    reverseWriteOff('x1', '50.01', '03-12'),
    { left: '50.00', bindingDate: '2024-03-20', earliestDate: '2024-04-01' },
    'amount',
  ),
  EXCEEDS_ADJUSTABLE: refused(
    [c1, adjust('a1', 'c1', '10.00', '03-20')],
    adjust('a2', 'c1', '-100.01', '03-10'),
    { adjustable: '100.00', bindingDate: '2024-03-10', earliestDate: '2024-03-20' },
    'amount',
  ),
  EXCEEDS_TAX: refused(
    [charge('c1', '100.00', '03-01', { taxAmount: '20.00' })],
    adjust('a1', 'c1', '-30.00', '03-02', { taxAmount: '-20.01' }),
    { taxLeft: '20.00', worth: '100.00' },
    'taxAmount',
  ),
  EXCEEDS_FEE: refused(
    withFee,
    waive('w1', 'f1', '12.01', '03-25'),
    { left: '12.00', bindingDate: '2024-03-25' },
    'amount',
  ),
  BACKDATE_CONFLICT: refused(
    [c1, paid('p1', '100.00', '03-05', line('c1', '100.00')), unapply('p1', '03-20')],
    adjust('a1', 'c1', '-10.00', '03-10'),
    { bindingDate: '2024-03-10', earliestDate: '2024-03-20' },
    'effectiveDate',
  ),
  ACCOUNT_TOTAL_TOO_LARGE: refused(
    Array.from({ length: 90 }, (_, index) => payment(`p${index}`, largest, '03-01')),
    charge('c1', '0.01', '03-01'),
    { largest: '9000000000000000.00' },
    'amount',
  ),
  CONDITION_FAILED: refused(
    applied,
    reverse('p1', '03-10', { expect: { openChargesAtLeast: '100.01' } }),
    { openCharges: '100.00' },
    'expect.openChargesAtLeast',
  ),
  TOO_MANY_ALLOCATIONS: refused(manyCharges, payment('p1', '501.00', '03-05', { strategy: 'OLDEST_DUE_FIRST' }), {
    limit: '500',
  }),
};

describe('the catalogue of refusals', () => {
  it.each(Object.entries(provocations))(
    '%s is provoked, with its figures and the path of the value',
    (code, provocation) => {
      const refusal = provocation.provoke();
      expect(refusal.code).toBe(code);
      expect(refusal.figures).toEqual(provocation.figures);
      expect(refusal.inputPath).toBe(provocation.inputPath);
      expect(refusal.retryable).toBe(false);
    },
  );

  it('has no code that nobody provokes', () => {
    const provoked = [...Object.keys(provocations), ...ofTheHandler];
    expect(provoked.toSorted()).toEqual(Object.keys(rejections).toSorted());
  });

  it('stands in the order of the stages and names its figures', () => {
    const order = Object.values(rejections).map(({ stage }) => stages.indexOf(stage));
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    for (const [code, provocation] of Object.entries(provocations)) {
      const catalogued = Object.entries(rejections).find(([name]) => name === code)?.[1];
      const names = (catalogued?.figures ?? []).map((name) => name.replace('?', ''));
      expect(names).toEqual(expect.arrayContaining(Object.keys(provocation.figures)));
    }
  });

  it('says that a busy or unreachable ledger may be asked again, and nothing else', () => {
    const retryable = Object.entries(rejections).filter(([, meaning]) => meaning.retryable);
    expect(retryable.map(([code]) => code)).toEqual(['OVERLOADED', 'JOURNAL_UNAVAILABLE']);
  });
});

describe('the reason list', () => {
  const dated: Books = {
    ...books,
    reasons: {
      version: 'test-1',
      reasons: [
        { code: 'OLD', label: 'until March', commands: ['ReversePayment'], kinds: [], validTo: day('2024-03-31') },
        { code: 'NEW', label: 'from April', commands: ['ReversePayment'], kinds: [], validFrom: day('2024-04-01') },
      ],
    },
  };

  it.each([
    ['2024-03-31', 'OLD', 'ACCEPTED'],
    ['2024-04-01', 'OLD', 'REJECTED'],
    ['2024-03-31', 'NEW', 'REJECTED'],
    ['2024-04-01', 'NEW', 'ACCEPTED'],
  ])('is read as of the effective date: on %s %s is %s', (effectiveDate, reasonCode, outcome) => {
    const { account } = after(applied);
    const decision = decideSent(account, ['ReversePayment', { paymentId: 'p1', effectiveDate, reasonCode }], dated);
    expect(decision.outcome).toBe(outcome);
  });
});
