import { describe, it } from 'vitest';
import {
  apply,
  charge,
  line,
  payment,
  recover,
  reinstate,
  reverse,
  reverseWriteOff,
  unapply,
  writeOff,
} from '../commands.ts';
import { given } from '../given-when-then.ts';

const writtenOff = [charge('c1', '200.00', '03-01'), writeOff('x1', 'c1', '150.00', '03-10')];
const recovered = [...writtenOff, recover('r1', 'x1', '100.00', '03-15')];
const returned = [...recovered, reverse('r1', '03-20')];

describe('RecoverBadDebt', () => {
  it('is money in the books that touches neither what is open nor what is unapplied', () => {
    given(...writtenOff)
      .when(recover('r1', 'x1', '100.00', '03-15'))
      .thenFacts('BadDebtRecovered 2024-03-15 r1 for x1 100.00')
      .thenFigures({ '2024-03-14': '50.00 0.00 50.00', '2024-03-15': '50.00 0.00 50.00' });
  });

  it('takes no more than was written off and neither reversed nor recovered', () => {
    given(...recovered, reverseWriteOff('x1', '20.00', '03-18'))
      .when(recover('r2', 'x1', '30.01', '03-16'))
      .thenRefused('EXCEEDS_RECOVERABLE', { left: '30.00', bindingDate: '2024-03-18' }, 'amount');
    given(...recovered, reverseWriteOff('x1', '20.00', '03-18'))
      .when(recover('r2', 'x1', '30.00', '03-16'))
      .thenFigures({ '2024-03-18': '70.00 0.00 70.00' });
  });

  it('shares its ids with payments', () => {
    given(...recovered)
      .when(payment('r1', '1.00', '03-16'))
      .thenRefused('DUPLICATE_ID', { takenBy: 'payment' });
    given(...writtenOff, payment('p1', '1.00', '03-12'))
      .when(recover('p1', 'x1', '1.00', '03-16'))
      .thenRefused('DUPLICATE_ID', { takenBy: 'payment' }, 'paymentId');
  });

  it('can be neither applied nor un-applied', () => {
    given(...recovered)
      .when(apply('r1', '03-16', line('c1', '50.00')))
      .thenRefused('PAYMENT_IS_RECOVERY', {}, 'paymentId');
    given(...recovered)
      .when(unapply('r1', '03-16'))
      .thenRefused('PAYMENT_IS_RECOVERY', {}, 'paymentId');
  });

  it('is not effective before its write-off, and names one that is there', () => {
    given(...writtenOff)
      .when(recover('r1', 'x1', '1.00', '03-09'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' }, 'effectiveDate');
    given(...writtenOff)
      .when(recover('r1', 'x2', '1.00', '03-15'))
      .thenRefused('WRITE_OFF_UNKNOWN', {}, 'writeOffId');
  });
});

describe('ReversePayment of a recovery', () => {
  it('leaves the write-off to be recovered again', () => {
    given(...recovered)
      .when(reverse('r1', '03-20'))
      .thenFacts('RecoveryReversed 2024-03-20 r1 for x1 100.00')
      .thenFigures({ '2024-03-20': '50.00 0.00 50.00' });
    given(...returned)
      .when(recover('r2', 'x1', '150.00', '03-20'))
      .thenFacts('BadDebtRecovered 2024-03-20 r2 for x1 150.00');
  });

  it('comes once, not before the recovery, and for a reason', () => {
    given(...returned)
      .when(reverse('r1', '03-21'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-20' }, 'paymentId');
    given(...recovered)
      .when(reverse('r1', '03-14'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-15' }, 'effectiveDate');
    given(...recovered)
      .when(reverse('r1', '03-20', { reasonCode: 'REDEPOSITED' }))
      .thenRefused('REASON_UNKNOWN');
  });
});

describe('ReinstatePayment of a recovery', () => {
  it('takes the money in again; it may be reversed again, not before that', () => {
    given(...returned)
      .when(reinstate('r1', '03-25'))
      .thenFacts('RecoveryReinstated 2024-03-25 r1 for x1 100.00');
    given(...returned, reinstate('r1', '03-25'))
      .when(reverse('r1', '03-24'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-25' }, 'effectiveDate');
    given(...returned, reinstate('r1', '03-25'))
      .when(reverse('r1', '03-25'))
      .thenFacts('RecoveryReversed 2024-03-25 r1 for x1 100.00');
  });

  it('is refused where the write-off was reversed meanwhile', () => {
    given(...returned, reverseWriteOff('x1', '60.00', '03-22'))
      .when(reinstate('r1', '03-25'))
      .thenRefused('EXCEEDS_RECOVERABLE', { left: '90.00', bindingDate: '2024-03-25' }, 'paymentId');
  });

  it('is refused for what was never reversed, and before the reversal', () => {
    given(...recovered)
      .when(reinstate('r1', '03-25'))
      .thenRefused('NOT_REVERSED', {}, 'paymentId');
    given(...returned)
      .when(reinstate('r1', '03-19'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-20' }, 'effectiveDate');
  });
});
