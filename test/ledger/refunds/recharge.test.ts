import { describe, it } from 'vitest';
import {
  adjust,
  applyCredit,
  charge,
  credit,
  line,
  medicare,
  paid,
  payment,
  refund,
  reinstate,
  reverse,
  reverseRefund,
  unapply,
} from '../commands.ts';
import { given } from '../given-when-then.ts';

const bounced = [payment('p1', '100.00', '03-05'), refund('r1', 'p1', '03-08', '60.00'), reverse('p1', '03-10')];

describe('reversing a payment of which something had been refunded', () => {
  it('charges the refunded part to whoever had paid', () => {
    given(payment('p1', '100.00', '03-05', { payer: medicare }), refund('r1', 'p1', '03-08', '100.00'))
      .when(reverse('p1', '03-10'))
      .thenFacts(
        'PaymentReversed 2024-03-10 p1 0.00',
        'ChargePosted 2024-03-10 recharge:1 100.00: 100.00 MEDICARE/cms due 2024-03-10',
      )
      .thenFigures({ '2024-03-10': '100.00 0.00 100.00' });
  });

  it('leaves out what came back of the refund', () => {
    given(payment('p1', '100.00', '03-05'), refund('r1', 'p1', '03-08', '60.00'), reverseRefund('r1', '03-09'))
      .when(reverse('p1', '03-10'))
      .thenFacts('PaymentReversed 2024-03-10 p1 100.00');
  });

  it('is not effective before the refund, nor while the refund had not come back yet', () => {
    given(payment('p1', '100.00', '03-05'), refund('r1', 'p1', '03-08', '60.00'))
      .when(reverse('p1', '03-07'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-08' });
    given(payment('p1', '100.00', '03-05'), refund('r1', 'p1', '03-08', '60.00'), reverseRefund('r1', '03-12'))
      .when(reverse('p1', '03-10'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-10', earliestDate: '2024-03-12' });
  });

  it('takes the first id that is free', () => {
    given(charge('recharge:1', '1.00', '03-01'), payment('p1', '9.00', '03-05'), refund('r1', 'p1', '03-08', '9.00'))
      .when(reverse('p1', '03-10'))
      .thenOpen('2024-03-10', { 'recharge:1#1': '1.00', 'recharge:2#1': '9.00' });
  });
});

describe('reinstating such a payment', () => {
  it('takes the recharge back: every day after is as it was before the reversal', () => {
    given(...bounced)
      .when(reinstate('p1', '03-12'))
      .thenFacts('ChargeVoided 2024-03-12 recharge:1 60.00: #1 60.00', 'PaymentReinstated 2024-03-12 p1 40.00')
      .thenFigures({ '2024-03-11': '60.00 0.00 60.00', '2024-03-12': '0.00 40.00 -40.00' });
  });

  it('releases what had been paid on the recharge, on no earlier day than it was', () => {
    given(...bounced, paid('p2', '25.00', '03-15', line('recharge:1', '25.00')))
      .when(reinstate('p1', '03-12'))
      .thenFacts(
        'AllocationReleased 2024-03-15 p2: recharge:1#1 25.00',
        'ChargeVoided 2024-03-12 recharge:1 60.00: #1 60.00',
        'PaymentReinstated 2024-03-12 p1 40.00',
      )
      .thenFigures({ '2024-03-12': '0.00 40.00 -40.00', '2024-03-15': '0.00 65.00 -65.00' });
  });

  it('releases a credit too, and takes the adjustments of the recharge with it', () => {
    given(
      ...bounced,
      credit('k1', '10.00', '03-11'),
      applyCredit('k1', '03-11', line('recharge:1', '10.00')),
      adjust('a1', 'recharge:1', '-5.00', '03-11'),
    )
      .when(reinstate('p1', '03-12'))
      .thenFacts(
        'CreditReleased 2024-03-12 k1: recharge:1#1 10.00',
        'ChargeVoided 2024-03-12 recharge:1 60.00: a1 -5.00, #1 55.00',
        'PaymentReinstated 2024-03-12 p1 40.00',
      )
      .thenFigures({ '2024-03-12': '0.00 50.00 -50.00' });
  });

  it('counts what was adjusted, undone and adjusted again once', () => {
    given(
      ...bounced,
      adjust('a1', 'recharge:1', '-5.00', '03-11'),
      adjust('a2', 'recharge:1', '5.00', '03-11', { undoes: 'a1' }),
      adjust('a3', 'recharge:1', '-5.00', '03-11', { undoes: 'a2' }),
    )
      .when(reinstate('p1', '03-12'))
      .thenFacts(
        'ChargeVoided 2024-03-12 recharge:1 60.00: a3 -5.00, #1 55.00',
        'PaymentReinstated 2024-03-12 p1 40.00',
      )
      .thenFigures({ '2024-03-12': '0.00 40.00 -40.00' });
  });

  it('is not possible before the recharge was last adjusted: its fall takes that back too', () => {
    const adjusted = [...bounced, adjust('a1', 'recharge:1', '-5.00', '03-20')];
    given(...adjusted)
      .when(reinstate('p1', '03-19'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-20' });
    given(...adjusted)
      .when(reinstate('p1', '03-20'))
      .thenFigures({ '2024-03-19': '60.00 0.00 60.00', '2024-03-20': '0.00 40.00 -40.00' });
  });

  it('waits until a past day no longer stands in the way', () => {
    given(...bounced, paid('p2', '60.00', '03-11', line('recharge:1', '60.00')), unapply('p2', '03-20'))
      .when(reinstate('p1', '03-12'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-12', earliestDate: '2024-03-20' });
  });

  it('can be followed by another reversal, with another recharge', () => {
    given(...bounced, reinstate('p1', '03-12'))
      .when(reverse('p1', '03-14'))
      .thenOpen('2024-03-14', { 'recharge:1#1': '0.00', 'recharge:2#1': '60.00' })
      .thenFigures({ '2024-03-14': '60.00 0.00 60.00' });
  });
});
