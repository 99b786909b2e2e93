import { isDisputedFrom } from './agreements.ts';
import { isZeroFrom } from './dated.ts';
import { beforeOpening, dayOf, earlierThan, type Rule, shapeAndAccount } from './desk.ts';
import { allSources, openOf } from './papers.ts';
import { isPlannedFrom } from './plan-papers.ts';
import { isOnTheWay } from './transit-papers.ts';
import { firstObjection } from './verdict.ts';

export const closeAccount: Rule = (desk, told) => {
  const { papers } = desk;
  const day = dayOf(desk, told.input);
  const figures = [
    ...[...papers.items.values()].map(openOf),
    ...allSources(papers).map(({ unapplied }) => unapplied),
    ...[...papers.pending.values()].map(({ waiting }) => waiting),
  ];
  const refused = firstObjection(...shapeAndAccount(desk, told), beforeOpening(desk, told.input), () => [
    earlierThan(day, papers.reopenedOn ?? papers.openedOn),
    (figures.some((changes) => !isZeroFrom(changes, day)) ||
      isDisputedFrom(papers, day) ||
      isPlannedFrom(papers, day) ||
      isOnTheWay(papers)) &&
      'ACCOUNT_NOT_EMPTY',
  ]);
  const record = (): void => {
    papers.closedOn = day;
  };
  return refused ?? { kind: 'ACCEPT', reached: ['an account is closed'], record };
};

export const reopenAccount: Rule = (desk, told) => {
  const { papers } = desk;
  const day = dayOf(desk, told.input);
  const refused = firstObjection(...shapeAndAccount(desk, told), beforeOpening(desk, told.input), () => [
    papers.closedOn === undefined && 'ACCOUNT_NOT_CLOSED',
    earlierThan(day, papers.closedOn),
  ]);
  const record = (): void => {
    papers.closedOn = undefined;
    papers.reopenedOn = day;
  };
  return refused ?? { kind: 'ACCEPT', reached: ['an account is reopened'], record };
};
