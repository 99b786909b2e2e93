import { describe, it } from 'vitest';
import { apply, charge, line, paid, payment, reinstate, reverse, unapply } from '../commands.ts';
import { given, type Sent } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const p1 = payment('p1', '60.00', '03-10');

function byStrategy(strategy: string, date: string, amount?: string): Sent {
  return ['ApplyPayment', { paymentId: 'p1', effectiveDate: `2024-${date}`, strategy, amount }];
}

describe('applying a payment', () => {
  it('moves money from unapplied to the item; the balance stands still', () => {
    given(c1, p1)
      .when(apply('p1', '03-12', line('c1', '45.00')))
      .thenFacts('PaymentApplied 2024-03-12 p1: c1#1 45.00')
      .thenFigures({ '2024-03-11': '100.00 60.00 40.00', '2024-03-12': '55.00 15.00 40.00' });
  });

  it('before the payment was received is effective on the day it was', () => {
    given(c1, p1)
      .when(apply('p1', '03-02', line('c1', '45.00')))
      .thenFacts('PaymentApplied 2024-03-10 p1: c1#1 45.00');
  });

  it('takes no more than the payment has on every later day', () => {
    given(c1, p1, apply('p1', '04-01', line('c1', '20.00')))
      .when(apply('p1', '03-12', line('c1', '40.01')))
      .thenRefused('INSUFFICIENT_FUNDS', { available: '40.00', bindingDate: '2024-04-01' }, 'lines.0.amount');
  });

  it('offers a day on which both the payment has the money and the item is open', () => {
    given(
      charge('c1', '60.00', '03-01'),
      p1,
      apply('p1', '03-12', line('c1', '60.00')),
      unapply('p1', '03-20'),
      paid('p2', '60.00', '03-20', line('c1', '60.00')),
      unapply('p2', '03-25'),
    )
      .when(apply('p1', '03-15', line('c1', '60.00')))
      .thenRefused(
        'INSUFFICIENT_FUNDS',
        { available: '0.00', bindingDate: '2024-03-15', earliestDate: '2024-03-25' },
        'lines.0.amount',
      );
  });

  it('looks at the money for all lines before it looks at any item', () => {
    given(c1, charge('c2', '10.00', '03-01'), p1)
      .when(apply('p1', '03-12', line('c2', '10.01'), line('c1', '50.00')))
      .thenRefused('INSUFFICIENT_FUNDS', { available: '49.99', bindingDate: '2024-03-12' }, 'lines.1.amount');
  });

  it('by strategy uses what is left after the lines, or as much as it is told', () => {
    given(c1, p1).when(byStrategy('OLDEST_DUE_FIRST', '03-12')).thenFigures({ '2024-03-12': '40.00 0.00 40.00' });
    given(c1, p1)
      .when(byStrategy('PRO_RATA', '03-12', '12.34'))
      .thenFigures({ '2024-03-12': '87.66 47.66 40.00' });
    given(c1, p1)
      .when(byStrategy('PRO_RATA', '03-12', '60.01'))
      .thenRefused('INSUFFICIENT_FUNDS', { available: '60.00', bindingDate: '2024-03-12' }, 'amount');
    given(c1, charge('c2', '5.00', '03-02'), p1)
      .when([
        'ApplyPayment',
        { paymentId: 'p1', lines: [line('c2', '5.00')], strategy: 'OLDEST_DUE_FIRST', amount: '10.00' },
      ])
      .thenFacts('PaymentApplied 2024-06-30 p1: c2#1 5.00, c1#1 10.00');
  });

  it('by strategy says whether the payment has nothing or there is nothing to pay', () => {
    given(p1).when(byStrategy('PRO_RATA', '03-12')).thenRefused('NOTHING_TO_APPLY', { unapplied: '60.00' }, 'strategy');
    given(c1, p1, apply('p1', '03-12', line('c1', '60.00')))
      .when(byStrategy('PRO_RATA', '03-12'))
      .thenRefused('INSUFFICIENT_FUNDS', { available: '0.00', bindingDate: '2024-03-12' }, 'paymentId');
    given(c1, p1, apply('p1', '03-12', line('c1', '60.00')), unapply('p1', '03-20'))
      .when(byStrategy('OLDEST_DUE_FIRST', '03-12'))
      .thenRefused(
        'INSUFFICIENT_FUNDS',
        { available: '0.00', bindingDate: '2024-03-12', earliestDate: '2024-03-20' },
        'paymentId',
      );
  });

  it('asks for lines or a strategy, and for a strategy where it is told how much', () => {
    given(c1, p1)
      .when(['ApplyPayment', { paymentId: 'p1' }])
      .thenRefused('INPUT_INVALID', { expected: 'lines or a strategy' });
    given(c1, p1)
      .when(['ApplyPayment', { paymentId: 'p1', strategy: 'NONE' }])
      .thenRefused('INPUT_INVALID', { expected: 'lines or a strategy' });
    given(c1, p1)
      .when(['ApplyPayment', { paymentId: 'p1', lines: [line('c1', '5.00')], amount: '5.00' }])
      .thenRefused('INPUT_INVALID', { expected: 'a strategy for this amount' }, 'amount');
    given(c1, p1)
      .when(byStrategy('PRO_RATA', '03-12', '0.00'))
      .thenRefused('AMOUNT_NOT_POSITIVE', {}, 'amount');
  });

  it('finds no money in a reversed payment, nor in the days between its reversal and its return', () => {
    given(c1, p1, reverse('p1', '03-15'))
      .when(apply('p1', '03-12', line('c1', '1.00')))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-15' }, 'paymentId');
    given(c1, p1, reverse('p1', '03-15'), reinstate('p1', '03-20'))
      .when(apply('p1', '03-12', line('c1', '1.00')))
      .thenRefused('INSUFFICIENT_FUNDS', { available: '0.00', bindingDate: '2024-03-15', earliestDate: '2024-03-20' });
  });
});
