import { charge, line, pended, reverse, settled } from '../commands.ts';
import type { PostingRule } from '../credits/posted-credits.ts';
import { given } from '../given-when-then.ts';

const waiting = [charge('c1', '100.00', '03-01'), pended('p1', '60.00', '03-05')];

/** What money that is announced first posts, for posting-rules.test.ts: nothing, until it is there. */
export const pendingRules: readonly PostingRule[] = [
  [
    'pending payment settled in part, and applied',
    () => given(...waiting).when(settled('p1', '03-08', { amount: '50.00', lines: [line('c1', '40.00')] })),
    `
    PaymentSettled            Dr CashClearing              50.00
                              Cr UnappliedCash             50.00  p1
    PaymentApplied            Dr UnappliedCash             40.00  p1
                              Cr AccountsReceivable        40.00  c1#1`,
  ],
  [
    'settled payment reversed: what had come, not what was pending',
    () => given(...waiting, settled('p1', '03-08', { amount: '50.00' })).when(reverse('p1', '03-09')),
    `
    PaymentReversed           Dr UnappliedCash             50.00  p1
                              Cr CashClearing              50.00`,
  ],
];
