import { describe, it } from 'vitest';
import { adjust, apply, charge, instalments, line, paid, reverse, unapply } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const applied = [c1, paid('p1', '60.00', '03-05', line('c1', '60.00'))];

describe('un-applying a payment', () => {
  it('opens the item again and frees the money; the balance stands still', () => {
    given(...applied)
      .when(unapply('p1', '03-10'))
      .thenFacts('PaymentUnapplied 2024-03-10 p1: c1#1 60.00')
      .thenFigures({ '2024-03-09': '40.00 0.00 40.00', '2024-03-10': '100.00 60.00 40.00' });
  });

  it('takes the newest allocation of a charge first', () => {
    given(
      instalments('c1', '03-01', [
        ['30.00', '05-01'],
        ['30.00', '04-01'],
      ]),
      paid('p1', '50.00', '03-05', line('c1', '50.00')),
    )
      .when(unapply('p1', '03-10', line('c1', '25.00')))
      .thenFacts('PaymentUnapplied 2024-03-10 p1: c1#1 20.00, c1#2 5.00');
  });

  it('takes back all that is applied there where no amount is stated', () => {
    given(
      ...applied,
      charge('c2', '9.00', '03-01'),
      paid('p2', '9.00', '03-05', line('c2', '4.00'), line('c1', '5.00')),
    )
      .when(unapply('p2', '03-10', { chargeId: 'c1' }))
      .thenFacts('PaymentUnapplied 2024-03-10 p2: c1#1 5.00');
  });

  it('counts what earlier lines took, and what was released before', () => {
    given(...applied)
      .when(unapply('p1', '03-10', line('c1', '40.00'), line('c1', '20.01')))
      .thenRefused('NOT_ALLOCATED', { allocated: '20.00' }, 'lines.1');
    given(...applied, adjust('a1', 'c1', '-90.00', '03-08'))
      .when(unapply('p1', '03-10', line('c1', '10.01')))
      .thenRefused('NOT_ALLOCATED', { allocated: '10.00' }, 'lines.0');
    given(...applied, adjust('a1', 'c1', '-90.00', '03-20'))
      .when(unapply('p1', '03-10'))
      .thenFacts('PaymentUnapplied 2024-03-10 p1: c1#1 10.00')
      .thenFigures({ '2024-03-10': '50.00 10.00 40.00', '2024-03-20': '10.00 60.00 -50.00' });
  });

  it('is not effective before the allocation it takes back', () => {
    given(...applied, charge('c2', '10.00', '05-01'), paid('p2', '10.00', '03-06', line('c2', '10.00')))
      .when(unapply('p2', '04-01'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-05-01' }, 'effectiveDate');
    given(...applied)
      .when(unapply('p1', '03-05'))
      .thenFigures({ '2024-03-05': '100.00 60.00 40.00' });
  });

  it('finds nothing where nothing is applied', () => {
    given(...applied, unapply('p1', '03-10'))
      .when(unapply('p1', '03-11'))
      .thenRefused('NOT_ALLOCATED', { allocated: '0.00' }, 'paymentId');
    given(...applied, reverse('p1', '03-10'))
      .when(unapply('p1', '03-11'))
      .thenRefused('NOT_ALLOCATED', { allocated: '0.00' });
    given(...applied, charge('c2', '9.00', '03-01'))
      .when(unapply('p1', '03-10', { chargeId: 'c2' }))
      .thenRefused('NOT_ALLOCATED', { allocated: '0.00' }, 'lines.0');
  });

  it('of more than 500 allocations is several commands', () => {
    const lines = Array.from({ length: 400 }, () => line('c1', '0.10'));
    const twice = [c1, paid('p1', '90.00', '03-05', ...lines), apply('p1', '03-06', ...lines)];
    given(...twice)
      .when(unapply('p1', '03-10'))
      .thenRefused('TOO_MANY_ALLOCATIONS', { limit: '500' });
    given(...twice)
      .when(unapply('p1', '03-10', line('c1', '50.00')))
      .thenFigures({ '2024-03-10': '70.00 60.00 10.00' });
  });
});
