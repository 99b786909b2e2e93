import type { CalendarDate } from '#money/calendar-date.ts';
import type { Account } from './account.ts';
import { isInForce, type Lasting } from './agreements.ts';
import { isRedatedFrom } from './plans/lineage.ts';
import { isKept } from './plans/plan.ts';

/** What keeps late fees, reminders and agencies away from an item on a day. */
export interface Protection {
  readonly by: 'HOLD' | 'DISPUTE' | 'PLAN';
  /** The id of the hold, the dispute or the plan. */
  readonly id: string;
  readonly since: CalendarDate;
}

/**
 * What protects an item on a day: a hold on it or on the account, a dispute of any part of it, or a plan that it is on and that is
 * kept. Of several the one that
 * began first is named. An item that a plan made of an older one is protected by what stands on the older one.
 */
export function protectionOf(account: Account, itemKey: string, day: CalendarDate): Protection | undefined {
  const { holds, disputes, plans } = account.agreements;
  const found = [
    ...[...holds.values()]
      .filter((hold) => hold.itemKey === undefined || isRedatedFrom(account, itemKey, hold.itemKey))
      .flatMap((hold) => inForce('HOLD', hold.holdId, hold, day)),
    ...[...disputes.values()]
      .filter((dispute) => isRedatedFrom(account, itemKey, dispute.itemKey))
      .flatMap((dispute) => inForce('DISPUTE', dispute.disputeId, dispute, day)),
    ...[...plans.values()]
      .filter((plan) => plan.itemKeys.includes(itemKey) && isKept(account, plan, day))
      .flatMap((plan) => inForce('PLAN', plan.planId, plan, day)),
  ];
  return found.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))[0];
}

function inForce(by: Protection['by'], id: string, lasting: Lasting, day: CalendarDate): readonly Protection[] {
  return isInForce(lasting, day) ? [{ by, id, since: lasting.effectiveDate }] : [];
}

function nameOf({ since, by, id }: Protection): string {
  return `${since} ${by} ${id}`;
}
