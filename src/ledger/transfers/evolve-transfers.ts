import type { CalendarDate } from '#money/calendar-date.ts';
import { add, fromMinorText, isNegative, type Money, negate, zero } from '#money/money.ts';
import { type Account, chargeAt, creditAt, itemKey, paymentAt } from '../account.ts';
import { withCharge, withDay, withTurnover, withUnapplied, withWorth } from '../account-changes.ts';
import { assertNever } from '../assert-never.ts';
import { withCredit } from '../credits/begun-credit.ts';
import { withPayment } from '../payments/begun-payment.ts';
import { type BalanceTransfer, balanceTransferAt } from './balance-transfer.ts';
import type { Moved, MovedThing, TransferFact } from './transfer-events.ts';

export function evolveTransfers(account: Account, fact: TransferFact): Account {
  const { effectiveDate } = fact;
  switch (fact.type) {
    case 'BalanceTransferredOut':
      return left(account, fact.data, effectiveDate);
    case 'BalanceTransferredIn':
      return fact.data.returns === undefined
        ? arrived(account, fact.data, effectiveDate)
        : moved(account, fact.data, effectiveDate, negate(amountOf(fact.data)));
    case 'BalanceTransferReturned': {
      const back = moved(account, fact.data, effectiveDate, negate(amountOf(fact.data)));
      return resolved(back, fact.data.transferId, 'RETURNED');
    }
    case 'BalanceTransferCompleted':
      return withDay(resolved(account, fact.data.transferId, 'COMPLETED'), effectiveDate);
    case 'BalanceTransferRefused':
      return withDay(account, effectiveDate);
    default:
      return assertNever(fact);
  }
}

function amountOf({ amount, currency }: Moved): Money {
  return fromMinorText(amount, currency);
}

function left(account: Account, data: Moved, effectiveDate: CalendarDate): Account {
  const { transferId, toAccountId, what, returns } = data;
  const amount = amountOf(data);
  const transfer = { transferId, toAccountId, effectiveDate, amount, what, returns, state: 'IN_TRANSIT' } as const;
  const noted = { ...account, balanceTransfers: account.balanceTransfers.set(transferId, transfer) };
  return moved(noted, data, effectiveDate, amount);
}

function resolved(account: Account, transferId: string, state: BalanceTransfer['state']): Account {
  const transfer = { ...balanceTransferAt(account, transferId), state };
  return { ...account, balanceTransfers: account.balanceTransfers.set(transferId, transfer) };
}

/** A positive amount leaves the charge, payment or credit; a negative one is there again. */
function moved(account: Account, { what, currency }: Moved, date: CalendarDate, amount: Money): Account {
  switch (what.kind) {
    case 'CHARGE':
      return chargeMoved(account, what, { currency, date, amount });
    case 'PAYMENT': {
      const payment = paymentAt(account, what.paymentId);
      const less = { ...payment, transferred: add(payment.transferred, amount) };
      return withUnapplied(account, less, date, negate(amount));
    }
    case 'CREDIT': {
      const credit = creditAt(account, what.creditId);
      const less = { ...credit, transferred: add(credit.transferred, amount) };
      return withUnapplied(account, less, date, negate(amount));
    }
    default:
      return assertNever(what);
  }
}

interface Moving {
  readonly currency: string;
  readonly date: CalendarDate;
  readonly amount: Money;
}

function chargeMoved(
  account: Account,
  { chargeId, items }: Extract<MovedThing, { readonly kind: 'CHARGE' }>,
  { currency, date, amount }: Moving,
): Account {
  const charge = chargeAt(account, chargeId);
  const transferred = add(charge.transferred, amount);
  const noted = { ...account, charges: account.charges.set(chargeId, { ...charge, transferred }) };
  const isBack = isNegative(amount);
  return items.reduce((state, item) => {
    const part = fromMinorText(item.amount, currency);
    return withWorth(state, itemKey(chargeId, item.item), date, isBack ? part : negate(part));
  }, noted);
}

function amountsOfItems({ what, currency }: Moved): readonly Money[] {
  return what.kind === 'CHARGE' ? what.items.map(({ amount }) => fromMinorText(amount, currency)) : [];
}

function arrived(account: Account, data: Moved, effectiveDate: CalendarDate): Account {
  const { what, currency } = data;
  const amount = amountOf(data);
  const cameFrom = { accountId: data.fromAccountId, transferId: data.transferId, items: amountsOfItems(data) };
  switch (what.kind) {
    case 'CHARGE': {
      const none = zero(currency);
      const { chargeId, category, serviceDate, providerId, items } = what;
      const tax = { taxAmount: none, taxLeft: none };
      const about = {
        chargeId,
        category,
        origin: 'TRANSFER',
        rechargeOf: undefined,
        feeOn: undefined,
        serviceDate,
        providerId,
      } as const;
      const state = { ...tax, worth: amount, itemCount: items.length, voidedOn: undefined, transferred: none };
      const opened = items.map((item) => ({ ...item, amount: fromMinorText(item.amount, currency) }));
      return withCharge(account, { ...about, ...state, effectiveDate, amount, cameFrom }, opened);
    }
    case 'PAYMENT': {
      const { paymentId, payer, method } = what;
      const received = { ...account, totals: withTurnover(account, amount) };
      return withPayment(received, { paymentId, party: payer, method, effectiveDate, amount, cameFrom });
    }
    case 'CREDIT': {
      const { creditId, party } = what;
      return withCredit(account, { creditId, party, effectiveDate, amount, cameFrom });
    }
    default:
      return assertNever(what);
  }
}
