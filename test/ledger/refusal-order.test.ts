import { describe, expect, it } from 'vitest';
import { type Account, emptyAccount } from '#ledger/account.ts';
import { stages } from '#ledger/rejection-meanings.ts';
import { type RejectionCode, rejections } from '#ledger/rejections.ts';
import { voidDesk, voidFaults } from './charges/refused-voids.ts';
import {
  adjust,
  charge,
  fee,
  instalments,
  line,
  medicare,
  paid,
  payment,
  recover,
  reinstateFee,
  reverse,
  transfer,
  unapply,
  waive,
  writeOff,
} from './commands.ts';
import { creditDesk, creditFaults } from './credits/refused-credits.ts';
import { beforeOpening, type Faults, noReason, otherCurrency, otherReason } from './faults.ts';
import { badDebtFaults } from './faults-of-bad-debt.ts';
import { after, decideSent, type Sent } from './given-when-then.ts';
import { partOfShortfall, shortfallDesk, shortfallFaults } from './payments/refused-shortfalls.ts';
import { pendingDesk, pendingFaults } from './pending-payments/refused-pending.ts';
import { receiptDesk, receiptFaults } from './receipts/refused-receipts.ts';
import { refundDesk, refundFaults } from './refunds/refused-refunds.ts';
import { agreementDesk, agreementFaults } from './refused-agreements.ts';
import { transferDesk, transferFaults } from './transfers/refused-transfers.ts';

/** An account with something of everything, on which each command below is accepted as it stands. */
const desk: readonly Sent[] = [
  charge('c1', '100.00', '03-01', { taxAmount: '20.00' }),
  instalments('c2', '03-01', [
    ['60.00', '04-01'],
    ['40.00', '05-01', medicare],
  ]),
  charge('c3', '10.00', '03-01'),
  fee('f1', '12.00', '03-20', 'c1'),
  paid('p1', '50.00', '03-10', line('c1', '30.00')),
  payment('p2', '40.00', '03-10'),
  reverse('p2', '03-15'),
  paid('p3', '10.00', '03-05', line('c3', '10.00')),
  unapply('p3', '03-25'),
  adjust('a1', 'c1', '-5.00', '03-05'),
  transfer('t1', 'c1', '1.00', '03-12', { toPayer: medicare }),
  transfer('t2', 'c1', '1.00', '03-13', { item: 2 }),
  waive('w1', 'f1', '1.00', '03-21'),
  waive('w2', 'f1', '1.00', '03-21'),
  reinstateFee('w2', '03-22'),
  writeOff('x1', 'c1', '20.00', '03-22'),
  recover('r1', 'x1', '5.00', '03-23'),
  recover('r2', 'x1', '5.00', '03-23'),
  reverse('r2', '03-24'),
  ...creditDesk,
  ...refundDesk,
  ...pendingDesk,
  ...voidDesk,
  ...shortfallDesk,
  ...agreementDesk,
  ...transferDesk,
  ...receiptDesk,
];

const commands: Readonly<Record<string, Faults>> = {
  PostCharge: {
    sound: charge('new', '10.00', '03-20'),
    faults: [
      ['INPUT_INVALID', { modifiers: 'none' }],
      ['AMOUNT_SCALE', { amount: '10.005' }],
      ['AMOUNT_NEGATIVE', { amount: '-10.00' }],
      ['TAX_EXCEEDS_AMOUNT', { taxAmount: '10.01' }],
      ['DUPLICATE_ID', { chargeId: 'c1' }],
      otherCurrency,
      ['BASE_VALUE_NOT_TAKEN', { baseAmount: '9.00' }],
      beforeOpening,
      ['CATEGORY_NOT_POSTABLE', { category: 'LATE_FEE' }],
    ],
  },
  AdjustCharge: {
    sound: adjust('new', 'c1', '-10.00', '03-20'),
    faults: [
      ['TAX_EXCEEDS_AMOUNT', { taxAmount: '5.00' }],
      ['CHARGE_UNKNOWN', { chargeId: 'none' }],
      ['ADJUSTMENT_UNKNOWN', { undoes: 'none' }],
      ['DUPLICATE_ID', { adjustmentId: 'a1' }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['ITEM_REQUIRED', { chargeId: 'c2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-01' }],
      ['EXCEEDS_ADJUSTABLE', { amount: '-1000.00' }],
    ],
  },
  ReceivePayment: {
    sound: payment('new', '300.00', '03-20'),
    faults: [
      ['INPUT_INVALID', { method: 'SHELLS' }],
      ['INPUT_INVALID', { pending: true, strategy: 'NONE' }],
      ['DUPLICATE_ID', { paymentId: 'q3' }],
      ['AMOUNT_NOT_POSITIVE', { lines: [line('c1', '0.00')] }],
      ['LINES_EXCEED_AMOUNT', { amount: '0.50', lines: [line('c1', '0.51')] }],
      ['DUPLICATE_ID', { paymentId: 'p1' }],
      ['CHARGE_UNKNOWN', { lines: [line('none', '1.00')] }],
      otherCurrency,
      ['BASE_VALUE_NOT_TAKEN', { baseAmount: '9.00' }],
      beforeOpening,
      ['ITEM_REQUIRED', { lines: [line('c2', '1.00')] }],
      ['OVER_ALLOCATION', { lines: [line('c3', '11.00')] }],
      ...shortfallFaults,
    ],
  },
  ApplyPayment: {
    sound: ['ApplyPayment', { paymentId: 'p1', effectiveDate: '2024-03-26', lines: [line('c1', '1.00')] }],
    faults: [
      ['INPUT_INVALID', { amount: '5.00' }],
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      ['ITEM_UNKNOWN', { lines: [line('c1', '1.00', 9)] }],
      otherCurrency,
      beforeOpening,
      ['PAYMENT_PENDING', { paymentId: 'q1' }],
      ['PAYMENT_FAILED', { paymentId: 'q3' }],
      ['ALREADY_REVERSED', { paymentId: 'p2' }],
      ['ITEM_REQUIRED', { lines: [line('c2', '1.00')] }],
      ['INSUFFICIENT_FUNDS', { lines: [line('c1', '40.00')] }],
      ['OVER_ALLOCATION', { lines: [line('c3', '11.00')] }],
      ...shortfallFaults,
    ],
  },
  UnapplyPayment: {
    sound: unapply('p1', '03-20', line('c1', '1.00')),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { lines: [line('c1', '0.00')] }],
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      ['CHARGE_UNKNOWN', { lines: [line('none', '1.00')] }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['PAYMENT_PENDING', { paymentId: 'q1' }],
      ['PAYMENT_FAILED', { paymentId: 'q3' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-09' }],
      partOfShortfall,
      ['NOT_ALLOCATED', { lines: [line('c1', '30.00')] }],
    ],
  },
  ReversePayment: {
    sound: reverse('p1', '03-20'),
    faults: [
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      noReason,
      otherReason,
      beforeOpening,
      ['PAYMENT_PENDING', { paymentId: 'q1' }],
      ['PAYMENT_FAILED', { paymentId: 'q3' }],
      ['ALREADY_REVERSED', { paymentId: 'p2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-04' }],
      ['BACKDATE_CONFLICT', { paymentId: 'p3' }],
    ],
  },
  ReinstatePayment: {
    sound: ['ReinstatePayment', { paymentId: 'p2', effectiveDate: '2024-03-20', reasonCode: 'REDEPOSITED' }],
    faults: [
      ['PAYMENT_UNKNOWN', { paymentId: 'none' }],
      noReason,
      otherReason,
      beforeOpening,
      ['PAYMENT_PENDING', { paymentId: 'q1' }],
      ['PAYMENT_FAILED', { paymentId: 'q3' }],
      ['NOT_REVERSED', { paymentId: 'p1' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-14' }],
    ],
  },
  ...creditFaults,
  ...refundFaults,
  ...transferFaults,
  ...receiptFaults,
  ...voidFaults,
  TransferResponsibility: {
    sound: transfer('new', 'c1', '10.00', '03-20', { toPayer: medicare }),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['ITEM_UNKNOWN', { item: 9 }],
      ['DUPLICATE_ID', { transferId: 't1' }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['SAME_PARTY', { toPayer: undefined }],
      ['ITEM_REQUIRED', { chargeId: 'c2' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-01' }],
      ['EXCEEDS_OPEN', { amount: '1000.00' }],
    ],
  },
  AssessLateFee: {
    sound: fee('new', '5.00', '03-25', 'c1', { period: '2024-04' }),
    faults: [
      ['INPUT_INVALID', { period: '2024-02-30' }],
      ['AMOUNT_NOT_POSITIVE', { amount: '-5.00' }],
      ['DUPLICATE_ID', { chargeId: 'c1' }],
      ['ITEM_UNKNOWN', { feeOn: { chargeId: 'c1', item: 9 } }],
      otherCurrency,
      beforeOpening,
      ['FEE_ALREADY_ASSESSED', { period: '2024-03' }],
      ['FEE_ON_FEE', { feeOn: { chargeId: 'f1' } }],
      ['FEE_PARTY_NOT_STATED', { payer: medicare }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-02-01' }],
    ],
  },
  WaiveLateFee: {
    sound: waive('new', 'f1', '5.00', '03-25'),
    faults: [
      ['AMOUNT_NOT_POSITIVE', { amount: '0.00' }],
      ['CHARGE_UNKNOWN', { chargeId: 'none' }],
      ['DUPLICATE_ID', { waiverId: 'w1' }],
      otherCurrency,
      noReason,
      otherReason,
      beforeOpening,
      ['NOT_A_FEE', { chargeId: 'c1' }],
      ['EFFECTIVE_BEFORE_ORIGINAL', { effectiveDate: '2024-03-19' }],
      ['EXCEEDS_FEE', { amount: '50.00' }],
    ],
  },
  ...badDebtFaults,
  ...pendingFaults,
  ...agreementFaults,
};

const { account: standing } = after(desk);

function changed([name, input]: Sent, ...changes: readonly Readonly<Record<string, unknown>>[]): Sent {
  const lines = [input, ...changes].flatMap((one): readonly unknown[] =>
    Array.isArray(one['lines']) ? one['lines'] : [],
  );
  return [name, Object.assign({}, input, ...changes, lines.length === 0 ? {} : { lines })];
}

function codeOf(sent: Sent, account: Account = standing): string {
  const decision = decideSent(account, sent);
  return decision.outcome === 'REJECTED' ? decision.code : 'ACCEPTED';
}

const stageOf = (code: RejectionCode): number => stages.indexOf(rejections[code].stage);

function canMeet(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(one).every((name) => name === 'lines' || !(name in other));
}

/** Every command takes conditions, and looks at them last. */
const failedConditions: Faults['faults'] = [
  ['CONDITION_FAILED', { expect: { balanceAtLeast: '9999.00' } }],
  ['INPUT_INVALID', { expect: { revision: -2 } }],
];

const tables = Object.entries(commands).map(
  ([name, { sound, faults }]) => [name, sound, [...faults, ...failedConditions]] as const,
);

describe.each(tables)('%s', (_name, sound, faults) => {
  it('is accepted as it stands, and refused for each fault alone', () => {
    expect(codeOf(sound)).toBe('ACCEPTED');
    const codes = faults.map(([, change]) => codeOf(changed(sound, change)));
    expect(codes).toEqual(faults.map(([code]) => code));
  });

  it('with two faults is refused for the one of the earlier stage', () => {
    let pairs = 0;
    for (const [code, change] of faults) {
      for (const [laterCode, laterChange] of faults) {
        if (stageOf(code) >= stageOf(laterCode) || !canMeet(change, laterChange)) continue;
        pairs += 1;
        expect([laterCode, codeOf(changed(sound, laterChange, change))]).toEqual([laterCode, code]);
        expect([laterCode, codeOf(changed(sound, change, laterChange))]).toEqual([laterCode, code]);
      }
    }
    expect(pairs).toBeGreaterThan(5);
  });

  it('on an account that was never opened is refused for its form first, then for the account', () => {
    const unopened = emptyAccount('account-1');
    const codes = faults.map(([, change]) => codeOf(changed(sound, change), unopened));
    const existence = stageOf('ACCOUNT_UNKNOWN');
    expect(codes).toEqual(faults.map(([code]) => (stageOf(code) < existence ? code : 'ACCOUNT_UNKNOWN')));
  });
});

const open = (input: Readonly<Record<string, unknown>>): Sent => ['OpenAccount', input];

describe('OpenAccount', () => {
  it('is refused for its date, then because the account is open', () => {
    expect(codeOf(open({ effectiveDate: '2023-12-31' }))).toBe('BEFORE_LEDGER_OPENING');
    expect(codeOf(open({}))).toBe('ACCOUNT_ALREADY_OPEN');
  });
});
