import { describe, expect, it } from 'vitest';
import { charge, line, paid, refund, reverse } from '../commands.ts';
import { given } from '../given-when-then.ts';
import { transferBalance } from '../transfers/transfers.ts';
import { arriving, reversedWith, unidentify } from './receipts.ts';
import { reinstatedAfterAll } from './refused-receipts.ts';

describe('a part of a receipt on its account', () => {
  const c1 = charge('c1', '80.00', '03-01');

  it('is a payment that is applied as it was said, and the rest is unapplied', () => {
    const lines = [{ chargeId: 'c1', amount: '5000' }];
    given(c1)
      .when(arriving('p1', '6000', '03-05', { lines }))
      .thenFacts('PaymentIdentified 2024-03-05 p1 60.00', 'PaymentApplied 2024-03-05 p1: c1#1 50.00')
      .thenFigures({ '2024-03-04': '80.00 0.00 80.00', '2024-03-05': '30.00 10.00 20.00' });
    given(c1)
      .when(arriving('p1', '6000', '03-05', { strategy: 'OLDEST_DUE_FIRST' }))
      .thenFigures({ '2024-03-05': '20.00 0.00 20.00' });
  });

  it('that the account does not take is an entry there, with the code; as a dry run it is a plain refusal', () => {
    const tooMuch = arriving('p1', '9000', '03-05', { lines: [{ chargeId: 'c1', amount: '8001' }] });
    given(c1).when(tooMuch).thenFacts('ReceiptPartRefused 2024-03-05 1 account-1/p1 OVER_ALLOCATION');
    given(c1)
      .when([tooMuch[0], { ...tooMuch[1], dryRun: true }])
      .thenRefused('OVER_ALLOCATION', undefined, 'lines.0.amount');
  });

  it('goes back to its receipt with every allocation dropped, and what it paid is open again', () => {
    given(c1, arriving('p1', '6000', '03-05', { strategy: 'OLDEST_DUE_FIRST' }))
      .when(unidentify('p1', '03-10'))
      .thenFacts('AllocationReleased 2024-03-10 p1: c1#1 60.00', 'PaymentUnidentified 2024-03-10 p1 60.00')
      .thenFigures({ '2024-03-09': '20.00 0.00 20.00', '2024-03-10': '80.00 0.00 80.00' });
  });

  it('goes back once, not before it came, and not while a part of it is elsewhere', () => {
    const came = arriving('p1', '6000', '03-05');
    given(came, unidentify('p1', '03-10'))
      .when(unidentify('p1', '03-11'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-10' });
    given(came)
      .when(unidentify('p1', '03-04'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' });
    given(came, transferBalance('t1', '5.00', '03-06', { paymentId: 'p1' }))
      .when(unidentify('p1', '03-07'))
      .thenRefused('PAYMENT_TRANSFERRED', { transferred: '5.00' });
    given(came).when(unidentify('p9', '03-07')).thenRefused('PAYMENT_UNKNOWN');
  });

  it('is reversed with its receipt alone, and comes again by no reinstatement', () => {
    given(arriving('p1', '6000', '03-05'))
      .when(reverse('p1', '03-06'))
      .thenRefused('PAYMENT_FROM_RECEIPT');
    expect(reinstatedAfterAll.provoke()).toMatchObject({ code: 'PAYMENT_FROM_RECEIPT' });
    given(c1, arriving('p1', '6000', '03-05', { strategy: 'OLDEST_DUE_FIRST' }))
      .when(reversedWith('p1', '03-10'))
      .thenFacts('AllocationReleased 2024-03-10 p1: c1#1 60.00', 'PaymentReversed 2024-03-10 p1 60.00')
      .thenFigures({ '2024-03-10': '80.00 0.00 80.00' });
  });

  it('is reversed on the first day that allows it: the bank does not ask, and nothing is below zero', () => {
    given(c1, arriving('p1', '6000', '03-05'), refund('b1', 'p1', '03-20', '15.00'))
      .when(reversedWith('p1', '03-10'))
      .thenFacts(
        'PaymentReversed 2024-03-20 p1 45.00',
        'ChargePosted 2024-03-20 recharge:1 15.00: 15.00 SELF due 2024-03-20',
      )
      .thenFigures({ '2024-03-20': '95.00 0.00 95.00' });
  });

  it('a part of which something is on another account waits', () => {
    given(arriving('p1', '6000', '03-05'), transferBalance('t1', '5.00', '03-06', { paymentId: 'p1' }))
      .when(reversedWith('p1', '03-10'))
      .thenRefused('PAYMENT_TRANSFERRED', { transferred: '5.00' });
  });

  it('an id that a payment has cannot be taken by a part', () => {
    given(c1, paid('p1', '5.00', '03-02', line('c1', '5.00')))
      .when(arriving('p1', '6000', '03-05'))
      .thenFacts('ReceiptPartRefused 2024-03-05 1 account-1/p1 DUPLICATE_ID');
  });
});
