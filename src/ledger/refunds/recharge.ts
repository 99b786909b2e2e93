import type { CalendarDate } from '#money/calendar-date.ts';
import { isPositive, toMinorText } from '#money/money.ts';
import { type Account, chargeAt, itemsOf, type Payment } from '../account.ts';
import { reduce } from '../adjustments/reduction.ts';
import { type Draft, draftOf, record } from '../books.ts';
import { chargeVoided, lastChangeOf } from '../charges/void-facts.ts';
import { beforeOriginal } from '../checks.ts';
import type { FactOf } from '../events.ts';
import { tooMany } from '../payments/lines.ts';
import { releaseFacts } from '../payments/release-plan.ts';
import { type Rejection, reject } from '../rejections.ts';
import { finalValue } from '../timeline.ts';

/**
 * The part of a reversed payment that had been refunded is money that we paid out and never had: whoever got it owes it
 * back. A charge, but no revenue: it was never earned.
 */
export function recharged(account: Account, payment: Payment, date: CalendarDate): FactOf<'ChargePosted'> {
  const amount = toMinorText(payment.refunded);
  const data = {
    chargeId: freeChargeId(account),
    origin: 'RECHARGE',
    category: 'OTHER',
    currency: payment.refunded.currency,
    amount,
    items: [{ item: 1, party: payment.party, dueDate: date, amount }],
    rechargeOf: payment.paymentId,
  } as const;
  return { type: 'ChargePosted', effectiveDate: date, data: { ...data, items: [...data.items] } };
}

/** Nobody gives a recharge an id, so the books do: the first that is free. */
function freeChargeId(account: Account): string {
  let number = 1;
  while (account.charges.has(`recharge:${number}`)) number += 1;
  return `recharge:${number}`;
}

/** The payment came back: what was charged for its refunded part falls, and what had been paid on it is released first. */
export function rechargeFallen(account: Account, payment: Payment, date: CalendarDate): Draft | Rejection {
  const draft = draftOf(account);
  const charge = payment.recharge === undefined ? undefined : chargeAt(account, payment.recharge);
  if (charge === undefined || charge.voidedOn !== undefined) return draft;
  const items = itemsOf(account, charge);
  if (items.some(({ writtenOff }) => isPositive(finalValue(writtenOff)))) {
    return reject('CHARGE_HAS_WRITE_OFF', { chargeId: charge.chargeId, writtenOff: undefined }, 'paymentId');
  }
  const { transferred, chargeId } = charge;
  if (isPositive(transferred)) return reject('CHARGE_TRANSFERRED', { transferred, chargeId }, 'paymentId');
  const early = beforeOriginal(date, lastChangeOf(account, charge));
  if (early !== undefined) return early;
  const reduced = reduce(account, items, date, charge.worth);
  if (reduced.outcome !== 'REDUCED') {
    const { bindingDate, earliestDate } = reduced;
    return reject('BACKDATE_CONFLICT', { bindingDate, earliestDate }, 'effectiveDate');
  }
  const { releases } = reduced.reduction;
  const full = tooMany(releases.length);
  if (full !== undefined) return full;
  const ofPayments = releases.filter(({ allocation }) => allocation.source.kind === 'PAYMENT');
  const ofCredits = releases.filter(({ allocation }) => allocation.source.kind === 'CREDIT');
  return record(
    draft,
    ...releaseFacts(account, ofPayments, { kind: 'REINSTATEMENT', id: payment.paymentId }),
    ...releaseFacts(account, ofCredits, { kind: 'CHARGE_VOID', id: charge.chargeId }),
    chargeVoided(account, charge, date),
  );
}
