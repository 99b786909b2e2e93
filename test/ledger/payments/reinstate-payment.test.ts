import { describe, expect, it } from 'vitest';
import { adjust, charge, instalments, line, paid, payment, reinstate, reverse, unapply } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const three = instalments('c1', '03-01', [
  ['80.00', '04-01'],
  ['80.00', '05-01'],
  ['80.00', '06-01'],
]);

describe('reinstating a payment', () => {
  it('restores what the reversal dropped, in the original order, and names what it restores', () => {
    const { facts } = given(three, paid('p1', '200.00', '03-05', line('c1', '170.00')), reverse('p1', '03-10'))
      .when(reinstate('p1', '03-15'))
      .thenFacts(
        'PaymentReinstated 2024-03-15 p1 200.00',
        'PaymentApplied 2024-03-15 p1: c1#1 80.00, c1#2 80.00, c1#3 10.00',
      )
      .thenFigures({ '2024-03-14': '240.00 0.00 240.00', '2024-03-15': '70.00 30.00 40.00' });
    expect(facts[1]?.data).toMatchObject({ allocations: [{ restores: 1 }, { restores: 2 }, { restores: 3 }] });
  });

  it('restores as far as the item is still open; the rest stays unapplied', () => {
    given(
      c1,
      paid('p1', '100.00', '03-05', line('c1', '100.00')),
      reverse('p1', '03-10'),
      paid('p2', '40.00', '03-11', line('c1', '40.00')),
      adjust('a1', 'c1', '-25.00', '03-12'),
    )
      .when(reinstate('p1', '03-15'))
      .thenFacts('PaymentReinstated 2024-03-15 p1 100.00', 'PaymentApplied 2024-03-15 p1: c1#1 35.00')
      .thenFigures({ '2024-03-15': '0.00 65.00 -65.00' });
  });

  it('looks at every later day: what another payment holds from next month on is not paid twice', () => {
    given(
      c1,
      paid('p1', '100.00', '03-05', line('c1', '100.00')),
      reverse('p1', '03-10'),
      paid('p2', '90.00', '04-10', line('c1', '90.00')),
    )
      .when(reinstate('p1', '03-15'))
      .thenFacts('PaymentReinstated 2024-03-15 p1 100.00', 'PaymentApplied 2024-03-15 p1: c1#1 10.00');
  });

  it('restores an allocation on no earlier day than it had', () => {
    given(
      c1,
      payment('p1', '100.00', '03-05'),
      ['ApplyPayment', { paymentId: 'p1', effectiveDate: '2024-05-01', lines: [line('c1', '100.00')] }],
      reverse('p1', '03-10'),
    )
      .when(reinstate('p1', '03-10'))
      .thenFacts('PaymentReinstated 2024-03-10 p1 100.00', 'PaymentApplied 2024-05-01 p1: c1#1 100.00')
      .thenFigures({ '2024-04-30': '100.00 100.00 0.00', '2024-05-01': '0.00 0.00 0.00' });
  });

  it('does not restore what had been un-applied before the reversal', () => {
    given(
      c1,
      paid('p1', '60.00', '03-05', line('c1', '60.00')),
      unapply('p1', '03-07', line('c1', '20.00')),
      reverse('p1', '03-10'),
    )
      .when(reinstate('p1', '03-15'))
      .thenFacts('PaymentReinstated 2024-03-15 p1 60.00', 'PaymentApplied 2024-03-15 p1: c1#1 40.00');
  });

  it('of a second reversal restores what the second one dropped', () => {
    given(
      c1,
      paid('p1', '60.00', '03-05', line('c1', '60.00')),
      reverse('p1', '03-10'),
      reinstate('p1', '03-12'),
      unapply('p1', '03-13', line('c1', '15.00')),
      reverse('p1', '03-14'),
    )
      .when(reinstate('p1', '03-15'))
      .thenFacts('PaymentReinstated 2024-03-15 p1 60.00', 'PaymentApplied 2024-03-15 p1: c1#1 45.00');
  });

  it('needs a reversal, and is not effective before it', () => {
    given(payment('p1', '10.00', '03-05'))
      .when(reinstate('p1', '03-06'))
      .thenRefused('NOT_REVERSED', {}, 'paymentId');
    const reversed = [payment('p1', '10.00', '03-05'), reverse('p1', '03-10')];
    given(...reversed)
      .when(reinstate('p1', '03-09'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' });
    given(...reversed, reinstate('p1', '03-10'))
      .when(reinstate('p1', '03-11'))
      .thenRefused('NOT_REVERSED');
  });
});
