import {
  adjust,
  charge,
  line,
  medicare,
  paid,
  recover,
  refund,
  reverse,
  transfer,
  unapply,
  voidCharge,
  writeOff,
} from '../commands.ts';
import type { PostingRule } from '../credits/posted-credits.ts';
import { givenIn } from '../given-when-then.ts';
import { atRate, inEuros, revalue, worth } from './foreign-books.ts';

const c1 = atRate('1.60', charge('c1', '100.00', '03-01'));
const taxed = worth('100.00', charge('c1', '120.00', '03-01', { taxAmount: '20.00' }));
const allowance = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };
const settled = [c1, atRate('1.50', paid('p1', '80.00', '03-10', line('c1', '80.00')))];

/** What facts of an account in a foreign currency post, each line `at` its base value, for posting-rules.test.ts. */
export const foreignRules: readonly PostingRule[] = [
  [
    'charge in a foreign currency: tax and revenue share its base value',
    () => givenIn(inEuros).when(taxed),
    `
    ChargePosted              Dr AccountsReceivable       120.00 at 100.00  c1#1
                              Cr ServiceRevenue           100.00 at 83.34
                              Cr TaxPayable                20.00 at 16.66`,
  ],
  [
    'settled at another rate: a loss, in base only',
    () => givenIn(inEuros, c1).when(atRate('1.50', paid('p1', '80.00', '03-10', line('c1', '80.00')))),
    `
    PaymentReceived           Dr CashClearing              80.00 at 120.00
                              Cr UnappliedCash             80.00 at 120.00  p1
    PaymentApplied            Dr UnappliedCash             80.00 at 120.00  p1
                              Cr AccountsReceivable        80.00 at 120.00  c1#1
                              Dr FxRealized                 0.00 at 8.00
                              Cr AccountsReceivable         0.00 at 8.00  c1#1`,
  ],
  [
    'un-applied: the loss is taken back with it',
    () => givenIn(inEuros, ...settled).when(unapply('p1', '03-11')),
    `
    PaymentUnapplied          Dr AccountsReceivable        80.00 at 120.00  c1#1
                              Cr UnappliedCash             80.00 at 120.00  p1
                              Dr AccountsReceivable         0.00 at 8.00  c1#1
                              Cr FxRealized                 0.00 at 8.00`,
  ],
  [
    'refunded: what was used goes out at its value, and the item is open at its own',
    () => givenIn(inEuros, ...settled).when(refund('r1', 'p1', '03-11', '0.00', line('c1', '30.00'))),
    `
    PaymentRefunded           Dr AccountsReceivable        30.00 at 45.00  c1#1
                              Dr AccountsReceivable         0.00 at 3.00  c1#1
                              Cr FxRealized                 0.00 at 3.00
                              Cr CashClearing              30.00 at 45.00`,
  ],
  [
    'refunded and then reversed: what had been refunded is charged at the value at which it went out',
    () =>
      givenIn(inEuros, ...settled, refund('r1', 'p1', '03-11', '0.00', line('c1', '80.00'))).when(
        reverse('p1', '03-12'),
      ),
    `
    ChargePosted              Dr AccountsReceivable        80.00 at 120.00  recharge:1#1
                              Cr CashClearing              80.00 at 120.00`,
  ],
  [
    'adjusted down: the part leaves at what it is carried at, without gain or loss',
    () => givenIn(inEuros, taxed).when(adjust('a1', 'c1', '-12.00', '03-05', allowance)),
    `
    ChargeAdjusted            Dr ContractualAllowances     10.00 at 8.34
                              Dr TaxPayable                 2.00 at 1.66
                              Cr AccountsReceivable        12.00 at 10.00  c1#1`,
  ],
  [
    'adjusted up: at the rate of the item',
    () => givenIn(inEuros, ...settled).when(adjust('a1', 'c1', '10.00', '03-12')),
    `
    ChargeAdjusted            Cr BillingCorrections        10.00 at 16.00
                              Dr AccountsReceivable        10.00 at 16.00  c1#1`,
  ],
  [
    'voided: all that is carried, back to where it came from',
    () => givenIn(inEuros, c1, adjust('a1', 'c1', '-30.00', '03-05', allowance)).when(voidCharge('c1', '03-06')),
    `
    ChargeVoided              Dr ServiceRevenue           100.00 at 160.00
                              Cr ContractualAllowances     30.00 at 48.00
                              Cr AccountsReceivable        70.00 at 112.00  c1#1`,
  ],
  [
    'written off and responsibility transferred: at what is carried',
    () => givenIn(inEuros, ...settled).when(writeOff('x1', 'c1', '5.00', '03-12')),
    `
    WrittenOff                Dr BadDebtExpense             5.00 at 8.00
                              Cr AccountsReceivable         5.00 at 8.00  c1#1`,
  ],
  [
    'moved to another party',
    () => givenIn(inEuros, ...settled).when(transfer('t1', 'c1', '20.00', '03-12', { toPayer: medicare })),
    `
    ResponsibilityTransferred Dr AccountsReceivable        20.00 at 32.00  c1#2
                              Cr AccountsReceivable        20.00 at 32.00  c1#1`,
  ],
  [
    'recovered: at the value of the money',
    () =>
      givenIn(inEuros, ...settled, writeOff('x1', 'c1', '5.00', '03-12')).when(
        atRate('1.40', recover('r1', 'x1', '5.00', '03-13')),
      ),
    `
    BadDebtRecovered          Dr CashClearing               5.00 at 7.00
                              Cr BadDebtRecovery            5.00 at 7.00`,
  ],
  [
    'revalued up: unrealised, and taken back on the next day',
    () => givenIn(inEuros, ...settled).when(revalue('1.65', '03-31')),
    `
    ReceivablesRevalued       Dr FxUnrealizedAR             0.00 at 1.00
                              Cr FxUnrealized               0.00 at 1.00
    ReceivablesRevalued       Dr FxUnrealized               0.00 at 1.00
                              Cr FxUnrealizedAR             0.00 at 1.00`,
  ],
];
