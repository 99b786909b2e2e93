import { Map as PersistentMap } from 'immutable';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Account } from './account.ts';
import type { Dispute } from './disputes/dispute.ts';
import type { Hold } from './holds/hold.ts';
import type { PaymentPlan } from './plans/plan.ts';
import type { PromiseToPay } from './promises/promise.ts';
import { type Rejection, reject } from './rejections.ts';

/** What was agreed about a debt, or stands in the way of collecting it. None of it changes what is owed. */
export interface Agreements {
  readonly holds: PersistentMap<string, Hold>;
  readonly disputes: PersistentMap<string, Dispute>;
  readonly promises: PersistentMap<string, PromiseToPay>;
  readonly plans: PersistentMap<string, PaymentPlan>;
}

export const noAgreements: Agreements = {
  holds: PersistentMap(),
  disputes: PersistentMap(),
  promises: PersistentMap(),
  plans: PersistentMap(),
};

/** From its own day on, until the day on which it ended, if it has. */
export interface Lasting {
  readonly effectiveDate: CalendarDate;
  readonly endedOn: CalendarDate | undefined;
}

export function isInForce({ effectiveDate, endedOn }: Lasting, day: CalendarDate): boolean {
  return effectiveDate <= day && (endedOn === undefined || day < endedOn);
}

/** It ends once. */
export function ended({ endedOn }: Pick<Lasting, 'endedOn'>, inputPath: string): Rejection | undefined {
  return endedOn === undefined ? undefined : reject('ALREADY_ENDED', { endedOn }, inputPath);
}

export function withAgreements(account: Account, changed: Partial<Agreements>): Account {
  return { ...account, agreements: { ...account.agreements, ...changed } };
}
