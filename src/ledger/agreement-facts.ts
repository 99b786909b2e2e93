import type { Account } from './account.ts';
import { assertNever } from './assert-never.ts';
import { evolveDispute } from './disputes/dispute.ts';
import type { Fact, FactOf } from './events.ts';
import { evolveHold } from './holds/hold.ts';
import { evolvePlan } from './plans/plan.ts';
import type { PlanFact } from './plans/plan-events.ts';
import { isPlanFact } from './plans/plan-facts.ts';
import { evolvePromise } from './promises/promise.ts';

const agreementFactTypes = [
  ...(['HoldPlaced', 'HoldReleased', 'DisputeOpened', 'DisputeResolved'] as const),
  ...(['PromiseRecorded', 'PromiseCancelled'] as const),
] as const;

/** What is agreed about a debt, or stands in the way of collecting it: nothing of it posts. */
export type AgreementFact = FactOf<(typeof agreementFactTypes)[number]>;

const names: ReadonlySet<string> = new Set(agreementFactTypes);

export function isAgreementFact(fact: Fact): fact is AgreementFact {
  return names.has(fact.type);
}

export function evolveAgreement(account: Account, fact: AgreementFact | PlanFact): Account {
  if (isPlanFact(fact)) return evolvePlan(account, fact);
  switch (fact.type) {
    case 'HoldPlaced':
    case 'HoldReleased':
      return evolveHold(account, fact);
    case 'DisputeOpened':
    case 'DisputeResolved':
      return evolveDispute(account, fact);
    case 'PromiseRecorded':
    case 'PromiseCancelled':
      return evolvePromise(account, fact);
    default:
      return assertNever(fact);
  }
}
