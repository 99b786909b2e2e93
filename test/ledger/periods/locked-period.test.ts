import { describe, it } from 'vitest';
import { adjust, charge, line, paid, payment, reverse } from '../commands.ts';
import { books, day, given } from '../given-when-then.ts';
import { lockedBooks } from './refused-periods.ts';

const locked = { lockedThrough: '2024-03-31', firstOpenDay: '2024-04-01' };
const c1 = charge('c1', '80.00', '03-01');

describe('on a day that is locked', () => {
  it('nothing is recorded; on the first open day it is', () => {
    given(c1)
      .when(payment('p1', '10.00', '03-31'), lockedBooks)
      .thenRefused('PERIOD_LOCKED', locked, 'effectiveDate');
    given(c1)
      .when(payment('p1', '10.00', '04-01'), lockedBooks)
      .thenFacts('PaymentReceived 2024-04-01 p1 10.00');
  });

  it('nothing is taken over either', () => {
    const old = charge('c2', '1.00', '03-01', { origin: 'OPENING', effectiveDate: '2023-05-01' });
    given().when(old, lockedBooks).thenRefused('PERIOD_LOCKED', locked);
  });

  it('a command that names no day counts on today', () => {
    given()
      .when(['PostCharge', { chargeId: 'c1', category: 'SERVICE', amount: '1.00' }], lockedBooks)
      .thenFacts('ChargePosted 2024-06-30 c1 1.00: 1.00 SELF due 2024-06-30');
    const today = { ...books, lockedThrough: day('2024-06-30') };
    given()
      .when(['PostCharge', { chargeId: 'c1', category: 'SERVICE', amount: '1.00' }], today)
      .thenRefused('PERIOD_LOCKED');
  });

  it('what the command names is missed first, and its state is not looked at', () => {
    given()
      .when(adjust('a1', 'c9', '-1.00', '03-10'), lockedBooks)
      .thenRefused('CHARGE_UNKNOWN');
    given(c1)
      .when(adjust('a1', 'c1', '-1.00', '03-10', { reasonCode: 'NSF' }), lockedBooks)
      .thenRefused('REASON_UNKNOWN');
    given(c1)
      .when(adjust('a1', 'c1', '-81.00', '03-10'), lockedBooks)
      .thenRefused('PERIOD_LOCKED');
    given(c1)
      .when(payment('p1', '10.00', '03-10', { effectiveDate: '2023-12-31' }), lockedBooks)
      .thenRefused('BEFORE_LEDGER_OPENING');
  });

  it('consequences are dated with what follows, in the open period', () => {
    given(c1, paid('p1', '80.00', '03-10', line('c1', '80.00')))
      .when(reverse('p1', '04-02'), lockedBooks)
      .thenFacts('AllocationReleased 2024-04-02 p1: c1#1 80.00', 'PaymentReversed 2024-04-02 p1 80.00');
  });
});
