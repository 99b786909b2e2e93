import { add, fromMinorText, negate, subtract, zero } from '#money/money.ts';
import { type Account, chargeAt, itemKey, waiverAt } from '../account.ts';
import { withCharge, withWorth } from '../account-changes.ts';
import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import { feeKey } from './fee-key.ts';

/** The account after one more fact about a late fee. */
export function evolveLateFee(
  account: Account,
  fact: FactOf<'LateFeeAssessed' | 'LateFeeWaived' | 'LateFeeReinstated'>,
): Account {
  switch (fact.type) {
    case 'LateFeeAssessed':
      return lateFeeAssessed(account, fact);
    case 'LateFeeWaived':
      return lateFeeWaived(account, fact);
    case 'LateFeeReinstated':
      return lateFeeReinstated(account, fact);
    default:
      return assertNever(fact);
  }
}

function lateFeeAssessed(account: Account, fact: FactOf<'LateFeeAssessed'>): Account {
  const { chargeId, category, currency, party, dueDate, feeOn, period } = fact.data;
  const amount = fromMinorText(fact.data.amount, currency);
  const { effectiveDate } = fact;
  const none = zero(currency);
  const charge = {
    chargeId,
    category,
    effectiveDate,
    origin: 'ORIGINAL',
    rechargeOf: undefined,
    feeOn: itemKey(feeOn.chargeId, feeOn.item),
    serviceDate: undefined,
    providerId: undefined,
    amount,
    taxAmount: none,
    taxLeft: none,
    worth: amount,
    itemCount: 1,
    voidedOn: undefined,
    transferred: none,
    cameFrom: undefined,
  } as const;
  const charged = withCharge(account, charge, [{ item: 1, party, dueDate, amount }]);
  const key = feeKey(feeOn.chargeId, feeOn.item, period);
  return { ...charged, feesAssessed: charged.feesAssessed.set(key, effectiveDate) };
}

function lateFeeWaived(account: Account, fact: FactOf<'LateFeeWaived'>): Account {
  const { waiverId, chargeId, category, currency } = fact.data;
  const { effectiveDate } = fact;
  const amount = fromMinorText(fact.data.amount, currency);
  const items = fact.data.items.map((part) => ({ item: part.item, amount: fromMinorText(part.amount, currency) }));
  const waiver = { waiverId, chargeId, category, effectiveDate, amount, items, reinstatedOn: undefined };
  const charge = chargeAt(account, chargeId);
  const waived = {
    ...account,
    charges: account.charges.set(chargeId, { ...charge, worth: subtract(charge.worth, amount) }),
    waivers: account.waivers.set(waiverId, waiver),
  };
  return items.reduce(
    (state, part) => withWorth(state, itemKey(chargeId, part.item), effectiveDate, negate(part.amount)),
    waived,
  );
}

function lateFeeReinstated(account: Account, fact: FactOf<'LateFeeReinstated'>): Account {
  const { effectiveDate } = fact;
  const waiver = waiverAt(account, fact.data.waiverId);
  const { waiverId, chargeId, amount, items } = waiver;
  const charge = chargeAt(account, chargeId);
  const reinstated = {
    ...account,
    charges: account.charges.set(chargeId, { ...charge, worth: add(charge.worth, amount) }),
    waivers: account.waivers.set(waiverId, { ...waiver, reinstatedOn: effectiveDate }),
  };
  return items.reduce(
    (state, part) => withWorth(state, itemKey(chargeId, part.item), effectiveDate, part.amount),
    reinstated,
  );
}
