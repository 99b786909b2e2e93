import type { Fact } from '../events.ts';
import type { PlanFact } from './plan-events.ts';

const names: ReadonlySet<string> = new Set([
  'PaymentPlanAgreed',
  'PaymentPlanRevised',
  'PaymentPlanBroken',
  'PaymentPlanCompleted',
] satisfies readonly PlanFact['type'][]);

export function isPlanFact(fact: Fact): fact is PlanFact {
  return names.has(fact.type);
}
