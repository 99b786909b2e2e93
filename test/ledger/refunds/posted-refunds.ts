import {
  adjust,
  charge,
  credit,
  line,
  paid,
  payment,
  refund,
  refundCredit,
  reinstate,
  reverse,
  reverseRefund,
} from '../commands.ts';
import type { PostingRule } from '../credits/posted-credits.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const refunded = [
  c1,
  paid('p1', '80.00', '03-05', line('c1', '70.00')),
  refund('r1', 'p1', '03-06', '10.00', line('c1', '40.00')),
];

/** What money that goes back posts, for posting-rules.test.ts. */
export const refundRules: readonly PostingRule[] = [
  [
    'payment reversed: releases, then the cash',
    () => given(c1, paid('p1', '80.00', '03-05', line('c1', '70.00'))).when(reverse('p1', '03-06')),
    `
    AllocationReleased        Dr AccountsReceivable        70.00  c1#1
                              Cr UnappliedCash             70.00  p1
    PaymentReversed           Dr UnappliedCash             80.00  p1
                              Cr CashClearing              80.00`,
  ],
  [
    'payment reinstated: the mirror',
    () =>
      given(c1, paid('p1', '80.00', '03-05', line('c1', '70.00')), reverse('p1', '03-06')).when(
        reinstate('p1', '03-07'),
      ),
    `
    PaymentReinstated         Dr CashClearing              80.00
                              Cr UnappliedCash             80.00  p1
    PaymentApplied            Dr UnappliedCash             70.00  p1
                              Cr AccountsReceivable        70.00  c1#1`,
  ],
  [
    'payment refunded: what was unapplied, and what is open again',
    () =>
      given(c1, paid('p1', '80.00', '03-05', line('c1', '70.00'))).when(
        refund('r1', 'p1', '03-06', '10.00', line('c1', '40.00')),
      ),
    `
    PaymentRefunded           Dr UnappliedCash             10.00  p1
                              Dr AccountsReceivable        40.00  c1#1
                              Cr CashClearing              50.00`,
  ],
  [
    'refund reversed: unapplied again, then applied again',
    () => given(...refunded).when(reverseRefund('r1', '03-07')),
    `
    RefundReversed            Dr CashClearing              50.00
                              Cr UnappliedCash             50.00  p1
    PaymentApplied            Dr UnappliedCash             40.00  p1
                              Cr AccountsReceivable        40.00  c1#1`,
  ],
  [
    'refunded payment reversed: the refunded part is owed, and is no revenue',
    () => given(...refunded).when(reverse('p1', '03-07')),
    `
    AllocationReleased        Dr AccountsReceivable        30.00  c1#1
                              Cr UnappliedCash             30.00  p1
    PaymentReversed           Dr UnappliedCash             30.00  p1
                              Cr CashClearing              30.00
    ChargePosted              Dr AccountsReceivable        50.00  recharge:1#1
                              Cr CashClearing              50.00`,
  ],
  [
    'payment reversed of which nothing was left: only what had been refunded',
    () => given(payment('p1', '80.00', '03-05'), refund('r1', 'p1', '03-06', '80.00')).when(reverse('p1', '03-07')),
    `
    ChargePosted              Dr AccountsReceivable        80.00  recharge:1#1
                              Cr CashClearing              80.00`,
  ],
  [
    'payment back: its recharge never was, nor what had been given up of it',
    () =>
      given(...refunded, reverse('p1', '03-07'), adjust('a1', 'recharge:1', '-8.00', '03-07')).when(
        reinstate('p1', '03-08'),
      ),
    `
    ChargeVoided              Dr CashClearing              50.00
                              Cr BillingCorrections         8.00
                              Cr AccountsReceivable        42.00  recharge:1#1
    PaymentReinstated         Dr CashClearing              30.00
                              Cr UnappliedCash             30.00  p1
    PaymentApplied            Dr UnappliedCash             30.00  p1
                              Cr AccountsReceivable        30.00  c1#1`,
  ],
  [
    'credit refunded: value granted becomes cash',
    () => given(credit('k1', '30.00', '03-05')).when(refundCredit('r1', 'k1', '20.00', '03-06')),
    `
    CreditRefunded            Dr UnappliedCredits          20.00  k1
                              Cr CashClearing              20.00`,
  ],
  [
    'refund of a credit reversed: the mirror',
    () =>
      given(credit('k1', '30.00', '03-05'), refundCredit('r1', 'k1', '20.00', '03-06')).when(
        reverseRefund('r1', '03-07'),
      ),
    `
    RefundReversed            Dr CashClearing              20.00
                              Cr UnappliedCredits          20.00  k1`,
  ],
];
