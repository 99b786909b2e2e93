import type { commandInputs } from '#ledger/commands.ts';
import { openLedger } from './api.ts';

export const on = (effectiveDate: string) => ({ accountId: 'a1', currency: 'USD', effectiveDate });
const undo = (effectiveDate: string) => ({ accountId: 'a1', effectiveDate });

/** An account in a foreign currency. */
const abroad = (effectiveDate: string) => ({ accountId: 'a2', currency: 'EUR', effectiveDate });
const rate = (text: string) => ({ rate: text, source: 'ECB:2026-03-10' });

const moved = { transferId: 't9', toAccountId: 'a3', creditId: 'k9', amount: '1', reasonCode: 'OTHER_GUARANTOR' };

const arrival = { receiptId: 'r1', effectiveDate: '2026-03-10' };

/** A life of an account, in which every command is sent once and recorded. */
export const life: readonly (readonly [keyof typeof commandInputs, object, readonly string[]])[] = [
  ['OpenLedger', openLedger, ['LedgerOpened']],
  ['OpenAccount', on('2026-01-02'), ['AccountOpened']],
  ['OpenAccount', { ...on('2026-01-02'), accountId: 'a3' }, ['AccountOpened']],
  ['CloseAccount', undo('2026-01-03'), ['AccountClosed']],
  ['ReopenAccount', undo('2026-01-04'), ['AccountReopened']],
  [
    'PostCharge',
    {
      ...on('2026-01-10'),
      chargeId: 'c1',
      category: 'SERVICE',
      amount: '90',
      units: '3',
      unitPrice: '30.00',
      taxAmount: null,
      modifiers: ['25', 'LT'],
      items: [{ amount: '60.00' }, { amount: '30.00', dueDate: '2026-02-10' }],
      justification: { orderId: 'order-1' },
      source: { system: 'emr', id: '17' },
    },
    ['ChargePosted'],
  ],
  [
    'ReceivePayment',
    {
      ...on('2026-01-20'),
      paymentId: 'p1',
      amount: '80.00',
      method: 'CARD',
      lines: [{ chargeId: 'c1', item: 1, amount: '60.00' }],
    },
    ['PaymentReceived', 'PaymentApplied'],
  ],
  [
    'ApplyPayment',
    { ...on('2026-01-21'), paymentId: 'p1', strategy: 'OLDEST_DUE_FIRST', amount: '10.00' },
    ['PaymentApplied'],
  ],
  [
    'UnapplyPayment',
    {
      ...on('2026-01-22'),
      paymentId: 'p1',
      lines: [{ chargeId: 'c1', item: 2, amount: '5.00' }],
      reasonCode: 'MISAPPLIED',
    },
    ['PaymentUnapplied'],
  ],
  [
    'AdjustCharge',
    {
      ...on('2026-01-25'),
      adjustmentId: 'adj-1',
      chargeId: 'c1',
      kind: 'COURTESY',
      amount: '-70.00',
      reasonCode: 'COURTESY',
    },
    ['AllocationReleased', 'ChargeAdjusted'],
  ],
  [
    'ReversePayment',
    { ...undo('2026-02-01'), paymentId: 'p1', reasonCode: 'NSF' },
    ['AllocationReleased', 'PaymentReversed'],
  ],
  ['ReinstatePayment', { ...undo('2026-02-02'), paymentId: 'p1', reasonCode: 'REDEPOSITED' }, ['PaymentReinstated']],
  [
    'RefundPayment',
    {
      ...on('2026-02-03'),
      refundId: 'ref-1',
      paymentId: 'p1',
      amount: '2.00',
      fromUnapplied: '2.00',
      method: 'CHECK',
      reasonCode: 'OVERPAYMENT',
    },
    ['PaymentRefunded'],
  ],
  ['ReverseRefund', { ...undo('2026-02-04'), refundId: 'ref-1', reasonCode: 'REFUND_STALE' }, ['RefundReversed']],
  [
    'ReceivePayment',
    { ...on('2026-02-04'), paymentId: 'card-1', amount: '7.00', method: 'CARD', pending: true },
    ['PaymentPended'],
  ],
  ['SettlePayment', { ...on('2026-02-06'), paymentId: 'card-1', amount: '6.00' }, ['PaymentSettled']],
  [
    'ReceivePayment',
    { ...on('2026-02-04'), paymentId: 'card-2', amount: '7.00', method: 'CARD', pending: true },
    ['PaymentPended'],
  ],
  ['FailPayment', { ...undo('2026-02-07'), paymentId: 'card-2' }, ['PaymentFailed']],
  [
    'AssessLateFee',
    { ...on('2026-03-01'), chargeId: 'fee-1', amount: '12.00', feeOn: { chargeId: 'c1', item: 2 }, period: '2026-02' },
    ['LateFeeAssessed'],
  ],
  [
    'PublishReasonList',
    {
      effectiveDate: '2026-01-02',
      version: 'house-1',
      reasons: [
        {
          code: 'HAGGLED',
          label: 'Talked down',
          commands: ['AdjustCharge'],
          kinds: ['COURTESY'],
          contraAccount: 'CourtesyAllowances',
        },
      ],
    },
    ['ReasonListPublished'],
  ],
  [
    'WaiveLateFee',
    { ...on('2026-03-02'), waiverId: 'w1', chargeId: 'fee-1', amount: '4.00', reasonCode: 'FIRST_TIME' },
    ['LateFeeWaived'],
  ],
  ['IssueCredit', { ...on('2026-03-02'), creditId: 'k1', amount: '15.00', reasonCode: 'GOODWILL' }, ['CreditIssued']],
  ['IssueCredit', { ...on('2026-03-02'), creditId: 'k9', amount: '9.00', reasonCode: 'GOODWILL' }, ['CreditIssued']],
  ['TransferBalance', { ...on('2026-03-02'), ...moved }, ['BalanceTransferredOut', 'BalanceTransferredIn']],
  ['ApplyCredit', { ...on('2026-03-02'), strategy: 'SMALLEST_FIRST' }, ['CreditApplied']],
  ['UnapplyCredit', { ...on('2026-03-02'), creditId: 'k1', reasonCode: 'MISAPPLIED' }, ['CreditUnapplied']],
  [
    'RefundCredit',
    {
      ...on('2026-03-02'),
      refundId: 'ref-2',
      creditId: 'k1',
      amount: '5.00',
      method: 'CHECK',
      reasonCode: 'OVERPAYMENT',
    },
    ['CreditRefunded'],
  ],
  ['VoidCredit', { ...undo('2026-03-02'), creditId: 'k1', reasonCode: 'CREDIT_EXPIRED' }, ['CreditVoided']],
  ['PostCharge', { ...on('2026-03-02'), chargeId: 'c9', category: 'SERVICE', amount: '9.00' }, ['ChargePosted']],
  ['VoidCharge', { ...undo('2026-03-02'), chargeId: 'c9', reasonCode: 'CHARGED_IN_ERROR' }, ['ChargeVoided']],
  [
    'TransferResponsibility',
    {
      ...on('2026-03-03'),
      transferId: 't1',
      chargeId: 'fee-1',
      item: 1,
      amount: '8.00',
      toPayer: { payerId: 'payer-1', payerClass: 'COMMERCIAL' },
      reasonCode: 'COVERAGE_FOUND',
    },
    ['ResponsibilityTransferred'],
  ],
  ['ReinstateLateFee', { ...undo('2026-03-03'), waiverId: 'w1', reasonCode: 'WAIVED_IN_ERROR' }, ['LateFeeReinstated']],
  [
    'WriteOff',
    {
      ...on('2026-03-04'),
      writeOffId: 'x1',
      chargeId: 'fee-1',
      item: 2,
      amount: '8.00',
      reasonCode: 'UNCOLLECTABLE',
    },
    ['WrittenOff'],
  ],
  [
    'RecoverBadDebt',
    { ...on('2026-03-05'), paymentId: 'r1', writeOffId: 'x1', amount: '3.00', method: 'CHECK' },
    ['BadDebtRecovered'],
  ],
  [
    'ReverseWriteOff',
    { ...on('2026-03-06'), writeOffId: 'x1', amount: '5.00', reasonCode: 'RETURNED_BY_AGENCY' },
    ['WriteOffReversed'],
  ],
  ['ExtendCalendar', { periodEnds: ['2026-01-31'] }, ['CalendarExtended']],
  ['ClosePeriod', { periodEnd: '2026-01-31' }, ['PeriodClosing', 'PeriodFenced', 'PeriodClosed']],
  ['ReopenPeriod', { periodEnd: '2026-01-31', reasonCode: 'AUDIT_FINDING' }, ['PeriodReopened']],
  ['PostCharge', { ...on('2026-03-06'), chargeId: 'c10', category: 'SERVICE', amount: '60.00' }, ['ChargePosted']],
  ['OpenDispute', { ...on('2026-03-07'), disputeId: 'd1', chargeId: 'c10', amount: '1.00' }, ['DisputeOpened']],
  ['ResolveDispute', { ...undo('2026-03-08'), disputeId: 'd1', outcome: 'REJECTED' }, ['DisputeResolved']],
  [
    'RecordPromise',
    { ...on('2026-03-07'), promiseId: 'm1', amount: '9.00', promisedDate: '2026-03-31', covers: [{ chargeId: 'c10' }] },
    ['PromiseRecorded'],
  ],
  ['CancelPromise', { ...undo('2026-03-08'), promiseId: 'm1' }, ['PromiseCancelled']],
  [
    'AgreePaymentPlan',
    {
      ...on('2026-03-08'),
      planId: 'l1',
      covers: [{ chargeId: 'c10' }],
      equalParts: { count: 3, firstDueDate: '2026-04-01', every: 'MONTH' },
    },
    ['PaymentPlanAgreed'],
  ],
  [
    'RevisePaymentPlan',
    { ...on('2026-03-08'), planId: 'l1', instalments: [{ dueDate: '2026-05-01', amount: '60.00' }] },
    ['PaymentPlanRevised'],
  ],
  ['PostCharge', { ...on('2026-03-08'), chargeId: 'c11', category: 'SERVICE', amount: '5.00' }, ['ChargePosted']],
  [
    'AgreePaymentPlan',
    {
      ...on('2026-03-08'),
      planId: 'l2',
      covers: [{ chargeId: 'c11', item: 1 }],
      instalments: [{ dueDate: '2026-04-01', amount: '5.00' }],
    },
    ['PaymentPlanAgreed'],
  ],
  [
    'ReceivePayment',
    {
      ...on('2026-03-08'),
      paymentId: 'p-plan',
      amount: '5.00',
      method: 'CASH',
      lines: [{ chargeId: 'c11', item: 2, amount: '5.00' }],
    },
    ['PaymentReceived', 'PaymentApplied'],
  ],
  ['CompletePaymentPlan', { ...undo('2026-03-08'), planId: 'l2' }, ['PaymentPlanCompleted']],
  ['BreakPaymentPlan', { ...undo('2026-03-08'), planId: 'l1' }, ['PaymentPlanBroken']],
  ['PlaceHold', { ...undo('2026-03-08'), holdId: 'h1', kind: 'OTHER' }, ['HoldPlaced']],
  ['ReleaseHold', { ...undo('2026-03-09'), holdId: 'h1' }, ['HoldReleased']],
  [
    'RunLateFees',
    {
      runId: 'run-1',
      effectiveDate: '2026-03-31',
      period: '2026-03',
      currency: 'USD',
      terms: { method: 'FLAT', amount: '5.00' },
    },
    ['LateFeeRunBegun', 'LateFeeRunEnded'],
  ],
  [
    'RecordReceipt',
    { ...arrival, currency: 'USD', amount: '50.00', method: 'CHECK', receivedDate: '2026-03-09' },
    ['ReceiptRecorded'],
  ],
  [
    'IdentifyReceipt',
    { ...arrival, currency: 'USD', parts: [{ accountId: 'a3', paymentId: 'p-r', amount: '30.00', strategy: 'NONE' }] },
    ['ReceiptIdentified', 'PaymentIdentified', 'ReceiptPartArrived'],
  ],
  [
    'RecordReceipt',
    { ...arrival, receiptId: 'r2', currency: 'USD', amount: '5.00', method: 'CASH' },
    ['ReceiptRecorded'],
  ],
  [
    'UnidentifyReceipt',
    { ...undo('2026-03-11'), accountId: 'a3', paymentId: 'p-r', reasonCode: 'WRONG_PAYER' },
    ['PaymentUnidentified', 'ReceiptPartReturned'],
  ],
  [
    'ReturnReceipt',
    { receiptId: 'r2', currency: 'USD', amount: '1.00', effectiveDate: '2026-03-12', reasonCode: 'NOT_FOR_US' },
    ['ReceiptReturned'],
  ],
  [
    'ReverseReceipt',
    { receiptId: 'r1', effectiveDate: '2026-03-12', reasonCode: 'NSF' },
    ['ReceiptReversed', 'ReceiptReversalCompleted'],
  ],
  ['OpenAccount', abroad('2026-03-10'), ['AccountOpened']],
  [
    'PostCharge',
    { ...abroad('2026-03-10'), chargeId: 'c1', category: 'SERVICE', amount: '60.00', rate: rate('1.10') },
    ['ChargePosted'],
  ],
  ['RevalueReceivables', { ...abroad('2026-03-31'), rate: rate('1.20') }, ['ReceivablesRevalued']],
];
