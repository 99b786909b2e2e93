import { describe, it } from 'vitest';
import {
  adjust,
  charge,
  fee,
  instalments,
  line,
  medicare,
  paid,
  payment,
  reinstate,
  reverse,
  transfer,
  unapply,
  waive,
} from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const three = instalments('c1', '03-01', [
  ['80.00', '04-01'],
  ['80.00', '05-01'],
  ['80.00', '06-01'],
]);

describe('reversing a payment', () => {
  it('drops all its allocations in one step: everything is owed again and nothing is unapplied', () => {
    given(three, paid('p1', '200.00', '03-05', line('c1', '170.00')))
      .when(reverse('p1', '03-10'))
      .thenFacts(
        'AllocationReleased 2024-03-10 p1: c1#3 10.00, c1#2 80.00, c1#1 80.00',
        'PaymentReversed 2024-03-10 p1 200.00',
      )
      .thenFigures({ '2024-03-09': '70.00 30.00 40.00', '2024-03-10': '240.00 0.00 240.00' });
  });

  it('drops an allocation that begins later on the day it would have begun', () => {
    given(charge('c1', '100.00', '05-01'), paid('p1', '100.00', '03-05', line('c1', '100.00')))
      .when(reverse('p1', '03-10'))
      .thenFacts('AllocationReleased 2024-05-01 p1: c1#1 100.00', 'PaymentReversed 2024-03-10 p1 100.00')
      .thenFigures({ '2024-03-10': '0.00 0.00 0.00', '2024-05-01': '100.00 0.00 100.00' });
  });

  it('leaves other payments where they are', () => {
    given(c1, paid('p1', '60.00', '03-05', line('c1', '60.00')), paid('p2', '40.00', '03-06', line('c1', '40.00')))
      .when(reverse('p1', '03-10'))
      .thenOpen('2024-03-10', { 'c1#1': '60.00' });
  });

  it('takes back what a reduction or a waiver had already freed, too', () => {
    given(c1, paid('p1', '100.00', '03-05', line('c1', '100.00')), adjust('a1', 'c1', '-30.00', '03-07'))
      .when(reverse('p1', '03-10'))
      .thenFacts('AllocationReleased 2024-03-10 p1: c1#1 70.00', 'PaymentReversed 2024-03-10 p1 100.00')
      .thenFigures({ '2024-03-10': '70.00 0.00 70.00' });
    given(
      c1,
      fee('f1', '12.00', '03-05', 'c1'),
      paid('p1', '12.00', '03-06', line('f1', '12.00')),
      waive('w1', 'f1', '5.00', '03-07'),
    )
      .when(reverse('p1', '03-10'))
      .thenFigures({ '2024-03-10': '107.00 0.00 107.00' });
  });

  it('opens the item of the party that had been paid, after a transfer of the rest', () => {
    given(
      c1,
      paid('p1', '30.00', '03-05', line('c1', '30.00')),
      transfer('t1', 'c1', '70.00', '03-06', { toPayer: medicare }),
    )
      .when(reverse('p1', '03-10'))
      .thenOpen('2024-03-10', { 'c1#1': '30.00', 'c1#2': '70.00' });
  });

  it('on a day when some of the money was still applied is refused with the first day that will do', () => {
    given(c1, paid('p1', '100.00', '03-05', line('c1', '100.00')), unapply('p1', '03-20'))
      .when(reverse('p1', '03-10'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-10', earliestDate: '2024-03-20' }, 'effectiveDate');
    given(c1, paid('p1', '100.00', '03-05', line('c1', '100.00')), adjust('a1', 'c1', '-30.00', '03-20'))
      .when(reverse('p1', '03-19'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-19', earliestDate: '2024-03-20' });
  });

  it('happens once, not before the payment, and again after it was reinstated', () => {
    const p1 = payment('p1', '10.00', '03-05');
    given(p1).when(reverse('p1', '03-04')).thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' });
    given(p1, reverse('p1', '03-05'))
      .when(reverse('p1', '03-06'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-05' });
    const returned = [p1, reverse('p1', '03-08'), reinstate('p1', '03-12')];
    given(...returned)
      .when(reverse('p1', '03-11'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-12' });
    given(...returned)
      .when(reverse('p1', '03-12'))
      .thenFigures({ '2024-03-07': '0.00 10.00 -10.00', '2024-03-12': '0.00 0.00 0.00' });
  });
});
