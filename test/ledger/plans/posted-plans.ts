import { agreePlan, breakPlan, monthly, revisePlan } from '../agreement-commands.ts';
import { charge } from '../commands.ts';
import type { PostingRule } from '../credits/posted-credits.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const planned = [c1, agreePlan('l1', '03-10', monthly(2, '04-01'))];

/** What plans post, for posting-rules.test.ts: the receivable on another day. */
export const planRules: readonly PostingRule[] = [
  [
    'payment plan agreed',
    () => given(c1).when(agreePlan('l1', '03-10', monthly(2, '04-01'))),
    `
    PaymentPlanAgreed         Dr AccountsReceivable        50.00  c1#2
                              Cr AccountsReceivable        50.00  c1#1
                              Dr AccountsReceivable        50.00  c1#3
                              Cr AccountsReceivable        50.00  c1#1`,
  ],
  [
    'payment plan revised, and broken',
    () => given(...planned, revisePlan('l1', '03-11', monthly(1, '05-01'))).when(breakPlan('l1', '03-12')),
    `
    PaymentPlanBroken         Dr AccountsReceivable        50.00  c1#6
                              Cr AccountsReceivable        50.00  c1#4
                              Dr AccountsReceivable        50.00  c1#7
                              Cr AccountsReceivable        50.00  c1#5`,
  ],
  [
    'payment plan revised',
    () => given(...planned).when(revisePlan('l1', '03-11', monthly(1, '05-01'))),
    `
    PaymentPlanRevised        Dr AccountsReceivable        50.00  c1#4
                              Cr AccountsReceivable        50.00  c1#2
                              Dr AccountsReceivable        50.00  c1#5
                              Cr AccountsReceivable        50.00  c1#3`,
  ],
];
