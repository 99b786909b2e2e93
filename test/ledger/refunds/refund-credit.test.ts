import { describe, it } from 'vitest';
import {
  applyCredit,
  charge,
  credit,
  line,
  payment,
  refund,
  refundCredit,
  reverseRefund,
  voidCredit,
} from '../commands.ts';
import { given } from '../given-when-then.ts';

const granted = [
  charge('c1', '100.00', '03-01'),
  credit('k1', '50.00', '03-05'),
  applyCredit('k1', '03-06', line('c1', '20.00')),
];

describe('refunding a credit', () => {
  it('pays out what is unapplied of it', () => {
    given(...granted)
      .when(refundCredit('r1', 'k1', '30.00', '03-10'))
      .thenFacts('CreditRefunded 2024-03-10 r1 k1 30.00')
      .thenFigures({ '2024-03-09': '80.00 30.00 50.00', '2024-03-10': '80.00 0.00 80.00' });
  });

  it('pays no more than is unapplied on every later day', () => {
    given(...granted, applyCredit('k1', '04-01', line('c1', '5.00')))
      .when(refundCredit('r1', 'k1', '25.01', '03-10'))
      .thenRefused('INSUFFICIENT_CREDIT', { available: '25.00', bindingDate: '2024-04-01' }, 'amount');
  });

  it('keeps the credit from being void before what was paid out of it had gone, unless that came back', () => {
    const paidOut = [...granted, refundCredit('r1', 'k1', '10.00', '03-10')];
    given(...paidOut)
      .when(voidCredit('k1', '03-08'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' }, 'effectiveDate');
    given(...paidOut)
      .when(voidCredit('k1', '03-10'))
      .thenFigures({ '2024-03-09': '80.00 30.00 50.00', '2024-03-10': '100.00 0.00 100.00' });
    given(...paidOut, reverseRefund('r1', '03-12'))
      .when(voidCredit('k1', '03-12'))
      .thenFigures({ '2024-03-12': '100.00 0.00 100.00' });
  });

  it('is reversed when the money comes back: it is a credit again', () => {
    given(...granted, refundCredit('r1', 'k1', '30.00', '03-10'))
      .when(reverseRefund('r1', '03-20'))
      .thenFacts('RefundReversed 2024-03-20 r1 k1 30.00')
      .thenFigures({ '2024-03-20': '80.00 30.00 50.00' });
  });

  it('leaves only the rest to be voided, and nothing comes back to a credit that is void', () => {
    const refunded = [...granted, refundCredit('r1', 'k1', '30.00', '03-10')];
    given(...refunded)
      .when(voidCredit('k1', '03-12'))
      .thenFigures({ '2024-03-12': '100.00 0.00 100.00' });
    given(...refunded, voidCredit('k1', '03-12'))
      .when(reverseRefund('r1', '03-20'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-12' }, 'refundId');
  });

  it('of all of it leaves nothing to void', () => {
    given(credit('k1', '50.00', '03-05'), refundCredit('r1', 'k1', '50.00', '03-10'))
      .when(voidCredit('k1', '03-12'))
      .thenRefused('NO_CREDIT_AVAILABLE', {}, 'creditId');
  });

  it('shares its ids with the refunds of payments', () => {
    given(...granted, payment('p1', '10.00', '03-05'), refund('r1', 'p1', '03-10', '10.00'))
      .when(refundCredit('r1', 'k1', '1.00', '03-10'))
      .thenRefused('DUPLICATE_ID', { takenBy: 'refund' }, 'refundId');
  });
});
