import type { Sent } from './given-when-then.ts';
import { money } from './summary-parts.ts';

/** The commands most tests begin with, in the fewest words. Dates are of 2024 as MM-DD. */
type Extra = Readonly<Record<string, unknown>>;

const on = (monthAndDay: string): string => `2024-${monthAndDay}`;

export const medicare = { payerId: 'cms', payerClass: 'MEDICARE' };
export const aetna = { payerId: 'aetna', payerClass: 'COMMERCIAL' };

export function charge(chargeId: string, amount: string, date: string, extra: Extra = {}): Sent {
  return ['PostCharge', { chargeId, category: 'SERVICE', amount, effectiveDate: on(date), ...extra }];
}

/** A charge in instalments: `[amount, due date]` or `[amount, due date, payer]`. */
export function instalments(
  chargeId: string,
  date: string,
  parts: readonly (readonly [amount: string, due: string, payer?: Extra])[],
): Sent {
  const cents = parts.reduce((sum, [amount]) => sum + BigInt(amount.replace('.', '')), 0n);
  const items = parts.map(([amount, due, payer]) => ({ amount, dueDate: on(due), payer }));
  return charge(chargeId, money(cents), date, { items });
}

export function payment(paymentId: string, amount: string, date: string, extra: Extra = {}): Sent {
  return ['ReceivePayment', { paymentId, amount, method: 'CHECK', effectiveDate: on(date), ...extra }];
}

/** Money that is not there yet. */
export function pended(paymentId: string, amount: string, date: string, extra: Extra = {}): Sent {
  return payment(paymentId, amount, date, { method: 'CARD', pending: true, ...extra });
}

export function settled(paymentId: string, date: string, extra: Extra = {}): Sent {
  return ['SettlePayment', { paymentId, effectiveDate: on(date), ...extra }];
}

export function failed(paymentId: string, date: string, extra: Extra = {}): Sent {
  return ['FailPayment', { paymentId, effectiveDate: on(date), ...extra }];
}

export function line(chargeId: string, amount: string, item?: number): Extra {
  return item === undefined ? { chargeId, amount } : { chargeId, amount, item };
}

/** A line whose rest is given up, under the adjustment named. */
export function short(chargeId: string, amount: string, adjustmentId: string, extra: Extra = {}, item?: number): Extra {
  const shortfall = { adjustmentId, kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE', ...extra };
  return { ...line(chargeId, amount, item), shortfall };
}

export function paid(paymentId: string, amount: string, date: string, ...lines: readonly Extra[]): Sent {
  return payment(paymentId, amount, date, { lines });
}

export function apply(paymentId: string, date: string, ...lines: readonly Extra[]): Sent {
  return ['ApplyPayment', { paymentId, effectiveDate: on(date), lines }];
}

export function unapply(paymentId: string, date: string, ...lines: readonly Extra[]): Sent {
  const which = lines.length === 0 ? {} : { lines };
  return ['UnapplyPayment', { paymentId, effectiveDate: on(date), reasonCode: 'MISAPPLIED', ...which }];
}

export function adjust(adjustmentId: string, chargeId: string, amount: string, date: string, extra: Extra = {}): Sent {
  const kind = 'CORRECTION';
  const reasonCode = 'WRONG_AMOUNT';
  return ['AdjustCharge', { adjustmentId, chargeId, kind, amount, effectiveDate: on(date), reasonCode, ...extra }];
}

export function reverse(paymentId: string, date: string, extra: Extra = {}): Sent {
  return ['ReversePayment', { paymentId, effectiveDate: on(date), reasonCode: 'NSF', ...extra }];
}

export function reinstate(paymentId: string, date: string, extra: Extra = {}): Sent {
  return ['ReinstatePayment', { paymentId, effectiveDate: on(date), reasonCode: 'REDEPOSITED', ...extra }];
}

export function transfer(transferId: string, chargeId: string, amount: string, date: string, extra: Extra = {}): Sent {
  const reasonCode = 'PATIENT_SHARE';
  return ['TransferResponsibility', { transferId, chargeId, amount, effectiveDate: on(date), reasonCode, ...extra }];
}

export function fee(chargeId: string, amount: string, date: string, feeOn: string, extra: Extra = {}): Sent {
  const input = { chargeId, amount, effectiveDate: on(date), feeOn: { chargeId: feeOn }, period: '2024-03', ...extra };
  return ['AssessLateFee', input];
}

export function waive(
  waiverId: string,
  chargeId: string,
  amount: string | undefined,
  date: string,
  extra: Extra = {},
): Sent {
  const reasonCode = 'GOODWILL';
  return ['WaiveLateFee', { waiverId, chargeId, amount, effectiveDate: on(date), reasonCode, ...extra }];
}

export function reinstateFee(waiverId: string, date: string, extra: Extra = {}): Sent {
  return ['ReinstateLateFee', { waiverId, effectiveDate: on(date), reasonCode: 'WAIVED_IN_ERROR', ...extra }];
}

export function writeOff(writeOffId: string, chargeId: string, amount: string, date: string, extra: Extra = {}): Sent {
  const reasonCode = 'UNCOLLECTABLE';
  return ['WriteOff', { writeOffId, chargeId, amount, effectiveDate: on(date), reasonCode, ...extra }];
}

export function reverseWriteOff(writeOffId: string, amount: string, date: string, extra: Extra = {}): Sent {
  const reasonCode = 'COLLECTABLE_AFTER_ALL';
  return ['ReverseWriteOff', { writeOffId, amount, effectiveDate: on(date), reasonCode, ...extra }];
}

export function recover(paymentId: string, writeOffId: string, amount: string, date: string, extra: Extra = {}): Sent {
  return ['RecoverBadDebt', { paymentId, writeOffId, amount, method: 'CHECK', effectiveDate: on(date), ...extra }];
}

export function credit(creditId: string, amount: string, date: string, extra: Extra = {}): Sent {
  return ['IssueCredit', { creditId, amount, effectiveDate: on(date), reasonCode: 'GOODWILL', ...extra }];
}

/** Without a credit: the credits of the account, the oldest first. */
export function applyCredit(creditId: string | undefined, date: string, ...lines: readonly Extra[]): Sent {
  const which = creditId === undefined ? {} : { creditId };
  return ['ApplyCredit', { ...which, effectiveDate: on(date), lines }];
}

export function unapplyCredit(creditId: string, date: string, ...lines: readonly Extra[]): Sent {
  const which = lines.length === 0 ? {} : { lines };
  return ['UnapplyCredit', { creditId, effectiveDate: on(date), reasonCode: 'MISAPPLIED', ...which }];
}

export function voidCredit(creditId: string, date: string, extra: Extra = {}): Sent {
  return ['VoidCredit', { creditId, effectiveDate: on(date), reasonCode: 'CREDIT_ISSUED_IN_ERROR', ...extra }];
}

export function close(date: string, extra: Extra = {}): Sent {
  return ['CloseAccount', { effectiveDate: on(date), ...extra }];
}

export function reopen(date: string, extra: Extra = {}): Sent {
  return ['ReopenAccount', { effectiveDate: on(date), ...extra }];
}

/** Parts of a refund: what is unapplied, then lines of what is opened again; an extra `amount` replaces their sum. */
export function refund(
  refundId: string,
  paymentId: string,
  date: string,
  fromUnapplied: string | undefined,
  ...parts: readonly Extra[]
): Sent {
  const lines = parts.filter((part) => 'chargeId' in part);
  const extra = parts.find((part) => !('chargeId' in part)) ?? {};
  const cents = [fromUnapplied ?? '0.00', ...lines.map(({ amount }) => String(amount))].map(centsOf);
  const amount = money(cents.reduce((sum, part) => sum + part, 0n));
  const reopen = lines.length === 0 ? {} : { reopen: lines };
  const input = { refundId, paymentId, amount, fromUnapplied, method: 'CHECK', reasonCode: 'OVERPAYMENT', ...reopen };
  return ['RefundPayment', { ...input, effectiveDate: on(date), ...extra }];
}

function centsOf(amount: string): bigint {
  return BigInt(amount.includes('.') ? amount.replace('.', '') : `${amount}00`);
}

export function refundCredit(
  refundId: string,
  creditId: string,
  amount: string,
  date: string,
  extra: Extra = {},
): Sent {
  const input = { refundId, creditId, amount, method: 'CHECK', reasonCode: 'OVERPAYMENT', effectiveDate: on(date) };
  return ['RefundCredit', { ...input, ...extra }];
}

export function reverseRefund(refundId: string, date: string, extra: Extra = {}): Sent {
  return ['ReverseRefund', { refundId, effectiveDate: on(date), reasonCode: 'REFUND_RETURNED', ...extra }];
}

export function voidCharge(chargeId: string, date: string, extra: Extra = {}): Sent {
  return ['VoidCharge', { chargeId, effectiveDate: on(date), reasonCode: 'CHARGED_IN_ERROR', ...extra }];
}
