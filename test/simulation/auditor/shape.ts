import type { Input, Told } from './told.ts';

/** What each command must state besides its command id and account. */
const required: Readonly<Record<string, readonly (keyof Input)[]>> = {
  OpenAccount: ['currency'],
  PostCharge: ['chargeId', 'category', 'currency', 'amount'],
  AdjustCharge: ['adjustmentId', 'chargeId', 'kind', 'currency', 'amount'],
  ReceivePayment: ['paymentId', 'currency', 'amount', 'method'],
  SettlePayment: ['paymentId', 'currency'],
  FailPayment: ['paymentId'],
  ApplyPayment: ['paymentId', 'currency'],
  UnapplyPayment: ['paymentId', 'currency'],
  ReversePayment: ['paymentId'],
  ReinstatePayment: ['paymentId'],
  TransferResponsibility: ['transferId', 'chargeId', 'currency', 'amount'],
  AssessLateFee: ['chargeId', 'currency', 'amount', 'feeOn', 'period'],
  WaiveLateFee: ['waiverId', 'chargeId', 'currency'],
  IssueCredit: ['creditId', 'currency', 'amount'],
  ApplyCredit: ['currency'],
  UnapplyCredit: ['creditId', 'currency'],
  VoidCredit: ['creditId'],
  VoidCharge: ['chargeId'],
  ReinstateLateFee: ['waiverId'],
  WriteOff: ['writeOffId', 'chargeId', 'currency', 'amount'],
  ReverseWriteOff: ['writeOffId', 'currency', 'amount'],
  RecoverBadDebt: ['paymentId', 'writeOffId', 'currency', 'amount', 'method'],
  RefundPayment: ['refundId', 'paymentId', 'currency', 'amount', 'method'],
  RefundCredit: ['refundId', 'creditId', 'currency', 'amount', 'method'],
  ReverseRefund: ['refundId'],
  RevalueReceivables: ['currency', 'rate'],
  TransferBalance: ['transferId', 'toAccountId', 'currency', 'amount'],
  RecordReceipt: ['receiptId', 'currency', 'amount', 'method'],
  IdentifyReceipt: ['receiptId', 'currency', 'parts'],
  UnidentifyReceipt: ['paymentId'],
  ReturnReceipt: ['receiptId', 'currency', 'amount'],
  ReverseReceipt: ['receiptId'],
  RunLateFees: ['runId', 'period', 'currency', 'terms'],
  PublishReasonList: ['version', 'reasons'],
  ExtendCalendar: ['periodEnds'],
  ClosePeriod: ['periodEnd'],
  ReopenPeriod: ['periodEnd'],
  PlaceHold: ['holdId', 'kind'],
  ReleaseHold: ['holdId'],
  OpenDispute: ['disputeId', 'chargeId', 'currency'],
  ResolveDispute: ['disputeId', 'outcome'],
  RecordPromise: ['promiseId', 'currency', 'amount', 'promisedDate', 'covers'],
  CancelPromise: ['promiseId'],
  AgreePaymentPlan: ['planId', 'currency', 'covers'],
  RevisePaymentPlan: ['planId', 'currency'],
  BreakPaymentPlan: ['planId'],
  CompletePaymentPlan: ['planId'],
};

/** Amounts that have to be above zero; of the others each rule speaks for itself. */
const positive: readonly string[] = [
  'ReceivePayment',
  'SettlePayment',
  'ApplyPayment',
  'UnapplyPayment',
  'TransferResponsibility',
  'AssessLateFee',
  'WaiveLateFee',
  'IssueCredit',
  'ApplyCredit',
  'UnapplyCredit',
  'WriteOff',
  'ReverseWriteOff',
  'RecoverBadDebt',
  'RefundPayment',
  'RefundCredit',
  'OpenDispute',
  'RecordPromise',
  'TransferBalance',
  'RecordReceipt',
  'ReturnReceipt',
];

export function centsOf(text: string | undefined): bigint {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text ?? '0') ?? [];
  const cents = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  return sign === '-' ? -cents : cents;
}

/** The objections that every command can meet before any book is opened. */
export function malformed(told: Told): readonly (string | false)[] {
  const { baseAmount, rate } = told.input;
  return [...unreadable(told), baseAmount !== undefined && rate !== undefined && 'INPUT_INVALID', notPositive(told)];
}

function notPositive({ name, input }: Told): string | false {
  const lineAmounts = (input.lines ?? []).flatMap(({ amount }) => (amount === undefined ? [] : [amount]));
  const own = input.amount === undefined ? [] : [input.amount];
  return (
    positive.includes(name) && [...own, ...lineAmounts].some((text) => centsOf(text) <= 0n) && 'AMOUNT_NOT_POSITIVE'
  );
}

/** What cannot be read has no content that a repeated id could be compared by. */
export function unreadable({ name, input }: Told): readonly (string | false)[] {
  const amounts = amountsIn(input);
  return [
    isUnreadable(name, input, amounts) && 'INPUT_INVALID',
    amounts.some((text) => /\.\d{3,}$/.test(text)) && 'AMOUNT_SCALE',
  ];
}

function amountsIn(input: Input): readonly string[] {
  const { lines = [], items = [], reopen = [], parts = [] } = input;
  const inside = [...lines, ...items, ...reopen, ...parts].map(({ amount }) => amount);
  return [input.amount, input.taxAmount, input.fromUnapplied, ...inside].filter((text) => text !== undefined);
}

function isUnreadable(name: string, input: Input, amounts: readonly string[]): boolean {
  const isMissing = (required[name] ?? []).some((field) => input[field] === undefined);
  const dates = datesIn(input);
  return (
    isMissing ||
    (ofPeriods.has(name) && (input.effectiveDate ?? input.expect ?? input.accountId) !== undefined) ||
    (input.expect?.revision ?? -1) < -1 ||
    input.note !== undefined ||
    areMisfit(input.terms) ||
    (name === 'ApplyCredit' && (input.lines ?? []).some(({ shortfall }) => shortfall !== undefined)) ||
    amounts.some((text) => !/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) ||
    dates.some((text) => !isDay(text))
  );
}

/** An amount with FLAT, a percentage with the others, the days of a year with interest only. */
function areMisfit(terms: Input['terms']): boolean {
  if (terms === undefined) return false;
  const { method, amount, percent, daysInYear } = terms;
  const isFlat = method === 'FLAT';
  const isYearStray = method !== 'INTEREST' && daysInYear !== undefined;
  return isFlat !== (amount !== undefined) || isFlat !== (percent === undefined) || isYearStray;
}

/** These say no day of their own, and are of no account. */
const ofPeriods: ReadonlySet<string> = new Set(['ExtendCalendar', 'ClosePeriod', 'ReopenPeriod']);

function datesIn({
  effectiveDate,
  dueDate,
  promisedDate,
  serviceDate,
  periodEnd,
  periodEnds = [],
  reasons = [],
}: Input): readonly string[] {
  const validity = reasons.flatMap(({ validFrom, validTo }) => [validFrom, validTo]);
  return [effectiveDate, dueDate, promisedDate, serviceDate, periodEnd, ...periodEnds, ...validity].filter(
    (text) => text !== undefined,
  );
}

function isDay(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.split('-').map(Number);
  const found = new Date(Date.UTC(year, month - 1, day));
  return /^\d{4}-\d\d-\d\d$/.test(text) && found.toISOString().startsWith(text);
}

/** What a command says, whoever sends it and how: the content that a repeated id is compared by. */
export function contentOf({ name, input }: Told): string {
  const { commandId: _id, dryRun: _dry, expect: _expect, ...content } = input;
  return JSON.stringify([name, sorted(content)]);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, part]) => part !== undefined);
  return fields
    .map(([name, part]) => [name, isAmountField(name) ? String(centsOf(String(part))) : sorted(part)])
    .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

function isAmountField(name: string): boolean {
  return ['amount', 'taxAmount', 'fromUnapplied'].includes(name);
}
