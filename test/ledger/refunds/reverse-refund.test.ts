import { describe, expect, it } from 'vitest';
import { charge, line, paid, refund, reinstate, reverse, reverseRefund } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const refunded = [
  c1,
  paid('p1', '130.00', '03-05', line('c1', '100.00')),
  refund('r1', 'p1', '03-10', '30.00', line('c1', '40.00')),
];

describe('reversing a refund', () => {
  it('makes the money unapplied again and pays again what the refund had opened', () => {
    const { facts } = given(...refunded)
      .when(reverseRefund('r1', '03-20'))
      .thenFacts('RefundReversed 2024-03-20 r1 p1 70.00', 'PaymentApplied 2024-03-20 p1: c1#1 40.00')
      .thenFigures({ '2024-03-19': '40.00 0.00 40.00', '2024-03-20': '0.00 30.00 -30.00' });
    expect(facts[1]?.data).toMatchObject({ allocations: [{ restores: 1 }] });
  });

  it('pays as much as is still open; the rest stays unapplied', () => {
    given(...refunded, paid('p2', '25.00', '03-12', line('c1', '25.00')))
      .when(reverseRefund('r1', '03-20'))
      .thenFacts('RefundReversed 2024-03-20 r1 p1 70.00', 'PaymentApplied 2024-03-20 p1: c1#1 15.00')
      .thenFigures({ '2024-03-20': '0.00 55.00 -55.00' });
  });

  it('happens once, and not before the refund', () => {
    given(...refunded)
      .when(reverseRefund('r1', '03-09'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' });
    given(...refunded, reverseRefund('r1', '03-20'))
      .when(reverseRefund('r1', '03-21'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-20' }, 'refundId');
    given(...refunded)
      .when(reverseRefund('r9', '03-20'))
      .thenRefused('REFUND_UNKNOWN', {}, 'refundId');
  });

  it('waits while the payment itself is reversed, and is possible again once it came back', () => {
    given(...refunded, reverse('p1', '03-15'))
      .when(reverseRefund('r1', '03-20'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-15' }, 'refundId');
    const back = [...refunded, reverse('p1', '03-15'), reinstate('p1', '03-18')];
    given(...back)
      .when(reverseRefund('r1', '03-17'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-18' });
    given(...back)
      .when(reverseRefund('r1', '03-20'))
      .thenFigures({ '2024-03-20': '0.00 30.00 -30.00' });
  });

  it('leaves the amount free to be refunded again', () => {
    given(...refunded, reverseRefund('r1', '03-20'))
      .when(refund('r2', 'p1', '03-21', '30.00', line('c1', '100.00')))
      .thenFigures({ '2024-03-21': '100.00 0.00 100.00' });
  });
});
