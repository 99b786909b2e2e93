import { fromMinorText, negate, zero } from '#money/money.ts';
import { type Account, chargeAt, itemKey } from '../account.ts';
import { withWorth } from '../account-changes.ts';
import type { FactOf } from '../events.ts';

/** A voided charge is worth nothing from its day on; the adjustments that stood on it are undone with it. */
export function chargeVoided(account: Account, { data, effectiveDate }: FactOf<'ChargeVoided'>): Account {
  const { chargeId, currency, adjustments, items } = data;
  const none = zero(currency);
  const charge = { ...chargeAt(account, chargeId), worth: none, taxLeft: none, voidedOn: effectiveDate };
  const fallen = adjustments.reduce((all, { adjustmentId }) => {
    const known = all.get(adjustmentId);
    return known === undefined ? all : all.set(adjustmentId, { ...known, undoneOn: effectiveDate });
  }, account.adjustments);
  const voided = { ...account, charges: account.charges.set(chargeId, charge), adjustments: fallen };
  return items.reduce(
    (state, { item, amount }) =>
      withWorth(state, itemKey(chargeId, item), effectiveDate, negate(fromMinorText(amount, currency))),
    voided,
  );
}
