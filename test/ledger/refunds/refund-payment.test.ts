import { describe, it } from 'vitest';
import {
  adjust,
  apply,
  charge,
  instalments,
  line,
  paid,
  payment,
  refund,
  reverse,
  unapply,
  voidCharge,
} from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const over = [c1, paid('p1', '130.00', '03-05', line('c1', '100.00'))];

describe('refunding a payment', () => {
  it('gives back what is unapplied; nobody owes more for it', () => {
    given(...over)
      .when(refund('r1', 'p1', '03-10', '30.00'))
      .thenFacts('PaymentRefunded 2024-03-10 r1 p1 30.00: unapplied 30.00')
      .thenFigures({ '2024-03-09': '0.00 30.00 -30.00', '2024-03-10': '0.00 0.00 0.00' });
  });

  it('opens again what it takes from charges, the newest allocation first', () => {
    given(...over, unapply('p1', '03-06', line('c1', '40.00')), apply('p1', '03-07', line('c1', '40.00')))
      .when(refund('r1', 'p1', '03-10', '0.00', line('c1', '50.00')))
      .thenFacts('PaymentRefunded 2024-03-10 r1 p1 50.00: unapplied 0.00, c1#1 40.00, c1#1 10.00')
      .thenFigures({ '2024-03-09': '0.00 30.00 -30.00', '2024-03-10': '50.00 30.00 20.00' });
  });

  it('takes from the item that is named', () => {
    given(
      instalments('c1', '03-01', [
        ['80.00', '04-01'],
        ['80.00', '05-01'],
      ]),
      paid('p1', '160.00', '03-05', line('c1', '160.00')),
    )
      .when(refund('r1', 'p1', '03-10', '0.00', line('c1', '30.00', 1), line('c1', '20.00')))
      .thenOpen('2024-03-10', { 'c1#1': '30.00', 'c1#2': '20.00' });
  });

  it('leaves the rest of the allocation to be un-applied, and no more than that', () => {
    const refunded = [...over, refund('r1', 'p1', '03-10', '30.00', line('c1', '40.00'))];
    given(...refunded)
      .when(unapply('p1', '03-11'))
      .thenFacts('PaymentUnapplied 2024-03-11 p1: c1#1 60.00')
      .thenFigures({ '2024-03-11': '100.00 60.00 40.00' });
    given(...refunded)
      .when(unapply('p1', '03-11', line('c1', '60.01')))
      .thenRefused('NOT_ALLOCATED', { allocated: '60.00' });
  });

  it('takes no more from unapplied than is there on every later day', () => {
    given(...over, charge('c2', '50.00', '03-01'), apply('p1', '04-01', line('c2', '20.00')))
      .when(refund('r1', 'p1', '03-10', '10.01'))
      .thenRefused('REFUND_EXCEEDS_PAYMENT', { available: '10.00', bindingDate: '2024-04-01' }, 'fromUnapplied');
    given(...over, unapply('p1', '03-20', line('c1', '50.00')))
      .when(refund('r1', 'p1', '03-10', '80.00'))
      .thenRefused(
        'REFUND_EXCEEDS_PAYMENT',
        { available: '30.00', bindingDate: '2024-03-10', earliestDate: '2024-03-20' },
        'fromUnapplied',
      );
  });

  it('offers no later day where it asks for more than was paid on a charge as well', () => {
    given(...over, unapply('p1', '03-20', line('c1', '50.00')))
      .when(refund('r1', 'p1', '03-10', '80.00', line('c1', '900.00')))
      .thenRefused('REFUND_EXCEEDS_PAYMENT', { available: '30.00', bindingDate: '2024-03-10' }, 'fromUnapplied');
  });

  it('takes no more from a charge than this payment has paid there', () => {
    given(c1, paid('p1', '30.00', '03-05', line('c1', '30.00')), paid('p2', '70.00', '03-05', line('c1', '70.00')))
      .when(refund('r1', 'p1', '03-10', '0.00', line('c1', '20.00'), line('c1', '10.01')))
      .thenRefused('REFUND_EXCEEDS_PAYMENT', { available: '10.00', bindingDate: '2024-03-10' }, 'reopen.1.amount');
    given(...over, adjust('a1', 'c1', '-90.00', '03-08'))
      .when(refund('r1', 'p1', '03-10', '0.00', line('c1', '10.01')))
      .thenRefused('REFUND_EXCEEDS_PAYMENT', { available: '10.00', bindingDate: '2024-03-10' });
  });

  it('states parts that add up', () => {
    for (const [amount, fromUnapplied] of [
      ['30.00', undefined],
      ['30.01', '30.00'],
      ['29.99', '30.00'],
    ] as const) {
      given(...over)
        .when(refund('r1', 'p1', '03-10', fromUnapplied, { amount }))
        .thenRefused('REFUND_DOES_NOT_SUM', {}, 'amount');
    }
    given(...over)
      .when(refund('r1', 'p1', '03-10', '-1.00', line('c1', '2.00'), { amount: '1.00' }))
      .thenRefused('AMOUNT_NEGATIVE', {}, 'fromUnapplied');
    given(...over)
      .when(refund('r1', 'p1', '03-10', '5', { amount: '5' }))
      .thenFigures({ '2024-03-10': '0.00 25.00 -25.00' });
  });

  it('is not effective before the payment, nor before the allocation it takes from', () => {
    given(...over)
      .when(refund('r1', 'p1', '03-04', '30.00'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' }, 'effectiveDate');
    given(charge('c1', '100.00', '04-01'), paid('p1', '100.00', '03-05', line('c1', '100.00')))
      .when(refund('r1', 'p1', '03-10', '0.00', line('c1', '1.00')))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-04-01' }, 'effectiveDate');
  });

  it('names no charge that was voided', () => {
    given(...over, charge('c2', '5.00', '03-01'), voidCharge('c2', '03-06'))
      .when(refund('r1', 'p1', '03-10', '0.00', line('c1', '1.00'), line('c2', '1.00')))
      .thenRefused('CHARGE_VOIDED', { voidedOn: '2024-03-06' }, 'reopen.1.chargeId');
  });

  it('has an id of its own, and a payment that was not taken back', () => {
    given(...over, refund('r1', 'p1', '03-10', '10.00'))
      .when(refund('r1', 'p1', '03-10', '10.00'))
      .thenRefused('DUPLICATE_ID', { takenBy: 'refund' }, 'refundId');
    given(payment('p1', '10.00', '03-05'), reverse('p1', '03-06'))
      .when(refund('r1', 'p1', '03-10', '10.00'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-06' });
  });
});
