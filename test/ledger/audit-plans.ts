import type { PlanFact } from '#ledger/plans/plan-events.ts';
import { found, must, type Papers, type Touched } from './audit-papers.ts';
import { addOn, sumsOf, upTo } from './dated-sums.ts';

/** A plan re-dates: what leaves an item begins as another one of the same party, and the plan begins once and ends once. */
export function planned(papers: Papers, fact: PlanFact): Touched {
  const name = `PLAN ${fact.data.planId}`;
  const { effectiveDate: date } = fact;
  if (fact.type === 'PaymentPlanAgreed') {
    must(!papers.agreements.has(name), `INV-33 ${name} begins twice`);
    papers.agreements.set(name, { date, endedOn: undefined, itemKey: 'none', amount: 0n });
  } else {
    const plan = found(papers.agreements.get(name), `INV-14 no ${name}`);
    must(plan.endedOn === undefined && date >= plan.date, `INV-15 ${name} changes after its end, or before it begins`);
    const isEnd = fact.type !== 'PaymentPlanRevised';
    papers.agreements.set(name, { ...plan, date, endedOn: isEnd ? date : undefined });
  }
  if (fact.type === 'PaymentPlanCompleted') {
    nothingOpen(papers, name, date);
    return { items: [], sources: [] };
  }
  if ('instalments' in fact.data) scheduled(fact.data);
  return moved(papers, fact);
}

type Moving = Exclude<PlanFact, { readonly type: 'PaymentPlanCompleted' }>;

function scheduled({ instalments, moves, amount }: Extract<Moving['data'], { instalments: unknown }>): void {
  const total = instalments.reduce((sum, one) => sum + BigInt(one.amount), 0n);
  must(total === BigInt(amount), 'INV-37 instalments do not add up');
  for (const { dueDate, amount: part } of instalments) {
    const own = moves.filter((move) => move.dueDate === dueDate).reduce((sum, move) => sum + BigInt(move.amount), 0n);
    must(own === BigInt(part), `INV-37 the instalment of ${dueDate} is not what moves into it`);
  }
}

function moved(papers: Papers, { data, effectiveDate: date }: Moving): Touched {
  const total = data.moves.reduce((sum, move) => sum + BigInt(move.amount), 0n);
  must(total === BigInt(data.amount), 'INV-37 the moves of a plan do not add up');
  const keys = data.moves.flatMap(({ chargeId, item, toItem, amount }) => {
    const [from, to] = [`${chargeId}#${item}`, `${chargeId}#${toItem}`];
    const source = found(papers.items.get(from), `INV-14 no ${from}`);
    must(date >= source.start, 'INV-17 a plan before its item');
    must(!papers.items.has(to), `INV-14 ${to} begins twice`);
    papers.items.set(to, { ...source, start: date });
    papers.redatedFrom.set(to, from);
    papers.planned.set(to, `PLAN ${data.planId}`);
    addOn(sumsOf(papers.open, from), date, -BigInt(amount));
    addOn(sumsOf(papers.open, to), date, BigInt(amount));
    return [from, to];
  });
  return { items: [...new Set(keys)], sources: [] };
}

function nothingOpen(papers: Papers, name: string, date: string): void {
  for (const [key, plan] of papers.planned) {
    if (plan !== name) continue;
    const open = sumsOf(papers.open, key);
    const days = [date, ...open.keys()].filter((day) => day >= date);
    must(
      days.every((day) => upTo(open, day) === 0n),
      `${name} is complete while ${key} is open`,
    );
  }
}
