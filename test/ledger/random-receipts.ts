import type { Account, Payment } from '#ledger/account.ts';
import { finalValue } from '#ledger/timeline.ts';
import type { Sent } from './given-when-then.ts';
import type { Intent, Situation } from './random-commands.ts';
import { spreadOf } from './random-spreads.ts';

/** Random parts of receipts: they arrive, go back to their receipt, or fall with it. The receipt itself is not there. */
export function receiptPartOf(situation: Situation): Sent {
  const { intent, number, effectiveDate, payment } = situation;
  const { coin, cents } = intent;
  const ends = { receiptId: `rc${number}`, part: 1 + (intent.which % 3), accountId: 'account-1' };
  // Now and then under an id that is taken: refused for good.
  const paymentId = coin === 11 ? payment : `i${number}`;
  const money = { currency: 'USD', amount: String(cents), method: 'CHECK', payer: { partyClass: 'SELF' } };
  const line = coin < 5 ? lineOf(situation) : undefined;
  const placed = line !== undefined ? { lines: [line] } : coin === 5 ? {} : spreadOf(intent);
  return ['ReceiveReceiptPart', { effectiveDate, identified: { ...ends, paymentId, ...money, ...placed } }];
}

/** A part brings the base value that it was carried at: from nothing to twice as many minor units. */
export function worthOfPart([name, input]: Sent, { which }: Intent): Sent {
  const identified = Object.assign({ amount: '0' }, input['identified']);
  const baseAmount = String((BigInt(identified.amount) * BigInt(which)) / 500n);
  return [name, { ...input, identified: { ...identified, baseAmount } }];
}

/** In minor units, of an item that is open; now and then for more than is. */
function lineOf({ account, intent }: Situation) {
  const open = [...account.openItems].toSorted().flatMap((key) => account.items.get(key) ?? []);
  const chosen = open[intent.which % Math.max(1, open.length)];
  if (chosen === undefined) return undefined;
  const most = Math.ceil(intent.cents / 2);
  const left = Number(finalValue(chosen.open).minor.toString());
  const amount = intent.coin === 0 ? most : Math.min(left, most);
  return { chargeId: chosen.chargeId, item: chosen.item, amount: String(amount) };
}

/** Mostly of what came by a receipt and is there; now and then of any payment. */
export function unidentifyOf(situation: Situation): Sent {
  const { intent, effectiveDate, payment } = situation;
  const paymentId = intent.coin === 0 ? payment : chosenOf(situation)?.paymentId;
  if (paymentId === undefined) return receiptPartOf(situation);
  return ['UnidentifyReceipt', { paymentId, effectiveDate, reasonCode: 'WRONG_PAYER' }];
}

export function reversePartOf(situation: Situation): Sent {
  const chosen = chosenOf(situation);
  if (chosen === undefined) return receiptPartOf(situation);
  const { paymentId } = chosen;
  return ['ReverseReceiptPart', { paymentId, effectiveDate: situation.effectiveDate, reasonCode: 'NSF' }];
}

/** One that is there, if there is one; in one of six draws one of which money is away or went back. */
function chosenOf({ account, intent }: Situation): Payment | undefined {
  const all = [...account.payments.values()].filter(({ receipt }) => receipt !== undefined);
  const live = all.filter(({ reversedOn }) => reversedOn === undefined);
  const less = live.filter(({ refunded, transferred }) => !refunded.minor.isZero() || !transferred.minor.isZero());
  const among = intent.coin > 9 && less.length > 0 ? less : live.length > 0 ? live : all;
  return among.toSorted((a, b) => (a.paymentId < b.paymentId ? -1 : 1))[intent.which % Math.max(1, among.length)];
}

/** What can be reversed and reinstated by itself; now and then any payment. */
export function ownPayments({ payments }: Account, { coin }: Intent): readonly Payment[] {
  return [...payments.values()].filter(({ receipt }) => receipt === undefined || coin === 11);
}
