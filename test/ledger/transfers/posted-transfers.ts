import { credit, instalments, payment } from '../commands.ts';
import type { PostingRule } from '../credits/posted-credits.ts';
import { after, given } from '../given-when-then.ts';
import { chargeArriving, comeBack, receive, transferBalance } from './transfers.ts';

const twoItems = instalments('c1', '03-01', [
  ['60.00', '04-01'],
  ['40.00', '05-01'],
]);
const p1 = payment('p1', '80.00', '03-05');
const chargeLeft = [twoItems, transferBalance('t1', '70.00', '03-06', { chargeId: 'c1' })];
const paymentLeft = [p1, transferBalance('t1', '30.00', '03-06', { paymentId: 'p1' })];

/** What moves between accounts posts, for posting-rules.test.ts. */
export const transferRules: readonly PostingRule[] = [
  [
    'an open amount leaves for another account',
    () => given(twoItems).when(transferBalance('t1', '70.00', '03-06', { chargeId: 'c1' })),
    `
    BalanceTransferredOut     Dr TransferClearing          70.00  account-account-1/t1
                              Cr AccountsReceivable        60.00  c1#1
                              Cr AccountsReceivable        10.00  c1#2`,
  ],
  [
    'an unapplied payment leaves',
    () => given(p1).when(transferBalance('t1', '30.00', '03-06', { paymentId: 'p1' })),
    `
    BalanceTransferredOut     Dr UnappliedCash             30.00  p1
                              Cr TransferClearing          30.00  account-account-1/t1`,
  ],
  [
    'an unapplied credit leaves',
    () => given(credit('k1', '20.00', '03-05')).when(transferBalance('t1', '5.00', '03-06', { creditId: 'k1' })),
    `
    BalanceTransferredOut     Dr UnappliedCredits           5.00  k1
                              Cr TransferClearing           5.00  account-account-1/t1`,
  ],
  [
    'an open amount arrives: no revenue',
    () => given().when(receive('t9', '03-06', chargeArriving)),
    `
    BalanceTransferredIn      Dr AccountsReceivable        20.00  t9#1
                              Dr AccountsReceivable        40.00  t9#2
                              Cr TransferClearing          60.00  account-account-2/t9`,
  ],
  [
    'a payment arrives, and no cash moves',
    () => given().when(receive('t9', '03-06', {})),
    `
    BalanceTransferredIn      Dr TransferClearing          50.00  account-account-2/t9
                              Cr UnappliedCash             50.00  t9`,
  ],
  [
    'a credit arrives',
    () =>
      given().when(receive('t9', '03-06', { what: { kind: 'CREDIT', creditId: 'x', party: { partyClass: 'SELF' } } })),
    `
    BalanceTransferredIn      Dr TransferClearing          50.00  account-account-2/t9
                              Cr UnappliedCredits          50.00  t9`,
  ],
  [
    'what the other account refuses comes back: the mirror',
    () => given(...chargeLeft).when(comeBack(after(chargeLeft).facts, '03-06')),
    `
    BalanceTransferReturned   Dr AccountsReceivable        60.00  c1#1
                              Dr AccountsReceivable        10.00  c1#2
                              Cr TransferClearing          70.00  account-account-1/t1`,
  ],
  [
    'the same of a payment',
    () => given(...paymentLeft).when(comeBack(after(paymentLeft).facts, '03-06')),
    `
    BalanceTransferReturned   Dr TransferClearing          30.00  account-account-1/t1
                              Cr UnappliedCash             30.00  p1`,
  ],
];
