import type { Sent } from './given-when-then.ts';
import type { Situation } from './random-commands.ts';
import { chosenShort } from './random-shortfalls.ts';
import { money } from './summary-parts.ts';

/** Random refunds, of what is unapplied and of what a payment has paid, and refunds that come back. */
export function refundOf(situation: Situation): Sent {
  const { account, intent, number, effectiveDate } = situation;
  const short = chosenShort(situation);
  const payment = short?.source.id ?? situation.payment;
  const cents = short === undefined ? BigInt((intent.cents % 1500) + 1) : BigInt(short.live.minor.toString());
  const live = short?.allocation ?? account.payments.get(payment)?.allocations[0];
  const item = account.items.get(account.allocations.get(live ?? 0)?.itemKey ?? '');
  const reopen = item === undefined || intent.coin < 5 ? [] : [{ chargeId: item.chargeId, amount: money(cents) }];
  const fromUnapplied = intent.coin < 8 ? cents : 0n;
  const amount = money(fromUnapplied + BigInt(reopen.length) * cents);
  const parts = { amount, fromUnapplied: money(fromUnapplied), ...(reopen.length === 0 ? {} : { reopen }) };
  const input = { refundId: `r${number}`, paymentId: payment, effectiveDate, ...parts };
  return ['RefundPayment', { ...input, method: 'CHECK', reasonCode: 'OVERPAYMENT' }];
}

export function refundBackOf({ account, intent, effectiveDate }: Situation): Sent {
  const all = [...account.refunds.keys()].toSorted();
  const refundId = all[intent.which % Math.max(1, all.length)] ?? 'none';
  return ['ReverseRefund', { refundId, effectiveDate, reasonCode: 'REFUND_RETURNED' }];
}
