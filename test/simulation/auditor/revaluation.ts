import { revaluedInBase } from './base.ts';
import { on, sumOf } from './dated.ts';
import { plusDays } from './days.ts';
import { beforeOpening, currency, dayOf, type Rule, shapeAndAccount, worthOf } from './desk.ts';
import { openOf } from './papers.ts';
import { firstObjection } from './verdict.ts';

/** What is open on a day, at the rate of the day; once for each day, of an account in another currency than the ledger's. */
export const revalueReceivables: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const open = sumOf([...papers.items.values()].map((item) => on(openOf(item), day)));
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    currency(desk, input),
    () => [papers.base === undefined && 'BASE_VALUE_NOT_TAKEN'],
    beforeOpening(desk, input),
    () => [papers.base?.revalued.has(day) === true && 'ALREADY_REVALUED', open === 0n && 'NOTHING_TO_REVALUE'],
  );
  const record = (known: number): void => {
    revaluedInBase(papers, { day, known }, plusDays(day, 1), worthOf(desk, input, open) ?? 0n);
  };
  return refused ?? { kind: 'ACCEPT', reached: ['receivables are revalued'], record };
};
