import type { PlanFact } from '#ledger/plans/plan-events.ts';
import { money } from './summary-parts.ts';

/** A fact of a plan in one line: which item gives how much to which, due when. */
export function planDetails(fact: PlanFact): string {
  if (fact.type === 'PaymentPlanCompleted') return ` ${fact.data.planId}`;
  const { planId, amount, currency, moves } = fact.data;
  const parts = moves.map(
    (move) => `${move.chargeId}#${move.item} to #${move.toItem} ${money(move.amount, currency)} due ${move.dueDate}`,
  );
  const fees = 'feesInside' in fact.data && fact.data.feesInside !== undefined ? fact.data.feesInside : [];
  const inside = fees.length === 0 ? '' : `, fees inside: ${fees.join(' ')}`;
  return ` ${planId} ${money(amount, currency)}: ${parts.join(', ')}${inside}`;
}
