import {
  charge,
  fee,
  instalments,
  medicare,
  recover,
  reinstate,
  reinstateFee,
  reverse,
  reverseWriteOff,
  waive,
  writeOff,
} from './commands.ts';
import type { PostingRule } from './credits/posted-credits.ts';
import { given } from './given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const interestFee = fee('f1', '1.20', '03-05', 'c1', { category: 'INTEREST' });
const twoItems = instalments('c1', '03-01', [
  ['60.00', '04-01'],
  ['0.00', '05-01'],
  ['40.00', '05-01', medicare],
]);

/** What is given up, and what of it comes back. */
export const badDebtPostings: readonly PostingRule[] = [
  [
    'waiver taken back: the mirror, as often as once',
    () => given(c1, interestFee, waive('w1', 'f1', '0.50', '03-07')).when(reinstateFee('w1', '03-08')),
    `
    LateFeeReinstated         Dr AccountsReceivable         0.50  f1#1
                              Cr InterestRevenue            0.50`,
  ],
  [
    'written off: bad debt is an expense, and the item is no longer owed',
    () => given(twoItems).when(writeOff('x1', 'c1', '40.00', '03-05', { item: 3 })),
    `
    WrittenOff                Dr BadDebtExpense            40.00
                              Cr AccountsReceivable        40.00  c1#3`,
  ],
  [
    'write-off reversed in part: the mirror',
    () => given(c1, writeOff('x1', 'c1', '40.00', '03-05')).when(reverseWriteOff('x1', '15.00', '03-06')),
    `
    WriteOffReversed          Dr AccountsReceivable        15.00  c1#1
                              Cr BadDebtExpense            15.00`,
  ],
  [
    'bad debt recovered: cash against recovery, never against the receivable',
    () => given(c1, writeOff('x1', 'c1', '40.00', '03-05')).when(recover('r1', 'x1', '30.00', '03-06')),
    `
    BadDebtRecovered          Dr CashClearing              30.00
                              Cr BadDebtRecovery           30.00`,
  ],
  [
    'recovery taken back by the bank',
    () =>
      given(c1, writeOff('x1', 'c1', '40.00', '03-05'), recover('r1', 'x1', '30.00', '03-06')).when(
        reverse('r1', '03-07'),
      ),
    `
    RecoveryReversed          Dr BadDebtRecovery           30.00
                              Cr CashClearing              30.00`,
  ],
  [
    'recovery paid when presented again',
    () =>
      given(
        c1,
        writeOff('x1', 'c1', '40.00', '03-05'),
        recover('r1', 'x1', '30.00', '03-06'),
        reverse('r1', '03-07'),
      ).when(reinstate('r1', '03-08')),
    `
    RecoveryReinstated        Dr CashClearing              30.00
                              Cr BadDebtRecovery           30.00`,
  ],
];
