import { applyCredit, charge, credit, line, unapplyCredit, voidCredit } from '../commands.ts';
import { given, type Outcome } from '../given-when-then.ts';

export type PostingRule = readonly [title: string, outcome: () => Pick<Outcome, 'facts'>, lines: string];

const c1 = charge('c1', '100.00', '03-01');
const credited = [c1, credit('k1', '30.00', '03-05'), applyCredit('k1', '03-06', line('c1', '20.00'))];

/** What credits post, for posting-rules.test.ts. */
export const creditRules: readonly PostingRule[] = [
  [
    'credit issued: value granted, not cash',
    () => given(c1).when(credit('k1', '30.00', '03-05')),
    `
    CreditIssued              Dr CreditsGranted            30.00
                              Cr UnappliedCredits          30.00  k1`,
  ],
  [
    'credit applied',
    () => given(c1, credit('k1', '30.00', '03-05')).when(applyCredit('k1', '03-06', line('c1', '20.00'))),
    `
    CreditApplied             Dr UnappliedCredits          20.00  k1
                              Cr AccountsReceivable        20.00  c1#1`,
  ],
  [
    'credit un-applied: the mirror',
    () => given(...credited).when(unapplyCredit('k1', '03-07')),
    `
    CreditUnapplied           Dr AccountsReceivable        20.00  c1#1
                              Cr UnappliedCredits          20.00  k1`,
  ],
  [
    'credit voided: releases, then the mirror of its issue',
    () => given(...credited).when(voidCredit('k1', '03-07')),
    `
    CreditReleased            Dr AccountsReceivable        20.00  c1#1
                              Cr UnappliedCredits          20.00  k1
    CreditVoided              Dr UnappliedCredits          30.00  k1
                              Cr CreditsGranted            30.00`,
  ],
];
