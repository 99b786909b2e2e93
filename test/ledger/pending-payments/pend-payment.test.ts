import { describe, expect, it } from 'vitest';
import { aetna, apply, charge, failed, line, medicare, paid, payment, pended, recover, writeOff } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');

describe('receiving a payment that is pending', () => {
  it('shows it as pending from its day on, and counts it nowhere', () => {
    given(c1)
      .when(pended('p1', '60.00', '03-05'))
      .thenFacts('PaymentPended 2024-03-05 p1 60.00')
      .thenPending({ '2024-03-04': '0.00', '2024-03-05': '60.00', '2024-12-31': '60.00' })
      .thenFigures({ '2024-03-04': '100.00 0.00 100.00', '2024-12-31': '100.00 0.00 100.00' });
  });

  it('records how and from whom it is to come', () => {
    const { facts } = given().when(pended('p1', '30', '03-05', { payer: aetna, receivedDate: '2024-03-04' }));
    expect(facts[0]?.data).toEqual({
      paymentId: 'p1',
      currency: 'USD',
      amount: '3000',
      method: 'CARD',
      payer: { partyClass: 'COMMERCIAL', payerId: 'aetna' },
      receivedDate: '2024-03-04',
    });
  });

  it('takes neither lines nor a strategy: what is not there is placed nowhere', () => {
    const lines = [line('c1', '1.00')];
    for (const [path, extra] of [
      ['lines', { lines }],
      ['strategy', { strategy: 'OLDEST_DUE_FIRST' }],
      ['strategy', { strategy: 'NONE' }],
      ['priority', { priority: ['SERVICE'] }],
      ['lines', { lines, strategy: 'PRO_RATA' }],
    ] as const) {
      given(c1)
        .when(pended('p1', '60.00', '03-05', extra))
        .thenRefused('INPUT_INVALID', { expected: 'nothing here while the payment is pending' }, path);
    }
  });

  it('is an ordinary payment where it says that it is not pending', () => {
    given(c1)
      .when(payment('p1', '60.00', '03-05', { pending: false, lines: [line('c1', '60.00')] }))
      .thenFacts('PaymentReceived 2024-03-05 p1 60.00', 'PaymentApplied 2024-03-05 p1: c1#1 60.00')
      .thenPending({ '2024-03-05': '0.00' });
  });

  it('may lie in the future, and is for somebody whose charge is yet to come', () => {
    given()
      .when(pended('p1', '60.00', '09-01', { payer: medicare }))
      .thenPending({ '2024-08-31': '0.00', '2024-09-01': '60.00' });
  });

  it('holds its id, pending or failed: nothing else on the account is a payment of that name', () => {
    const waiting = pended('p1', '60.00', '03-05');
    const taken = { takenBy: 'payment' };
    const writtenOff = [c1, writeOff('x1', 'c1', '80.00', '03-02'), waiting];
    given(c1, waiting)
      .when(payment('p1', '60.00', '03-06'))
      .thenRefused('DUPLICATE_ID', taken, 'paymentId');
    given(c1, waiting).when(waiting).thenRefused('DUPLICATE_ID', taken, 'paymentId');
    given(...writtenOff)
      .when(recover('p1', 'x1', '1.00', '03-06'))
      .thenRefused('DUPLICATE_ID', taken, 'paymentId');
    given(c1, waiting, failed('p1', '03-06'))
      .when(pended('p1', '60.00', '03-07'))
      .thenRefused('DUPLICATE_ID', taken, 'paymentId');
    given(c1, paid('p1', '60.00', '03-06', line('c1', '60.00')))
      .when(waiting)
      .thenRefused('DUPLICATE_ID', taken, 'paymentId');
    given(c1, writeOff('x1', 'c1', '80.00', '03-02'), recover('p1', 'x1', '1.00', '03-06'))
      .when(waiting)
      .thenRefused('DUPLICATE_ID', taken, 'paymentId');
  });

  it('counts towards the most that one account can hold, once: settling it adds nothing', () => {
    const largest = '100000000000000.00';
    const many = Array.from({ length: 90 }, (_, index) => pended(`p${index}`, largest, '03-01'));
    given(...many)
      .when(pended('one-more', '0.01', '03-01'))
      .thenRefused('ACCOUNT_TOTAL_TOO_LARGE', { largest: '9000000000000000.00' }, 'amount');
    given(...many)
      .when(['SettlePayment', { paymentId: 'p0', effectiveDate: '2024-03-02' }])
      .thenFigures({ '2024-03-02': `0.00 ${largest} -${largest}` });
  });
});

describe('money that is pending', () => {
  const waiting = [c1, pended('p1', '60.00', '03-05')];

  it('pays nothing, whatever is asked of it', () => {
    for (const use of [
      apply('p1', '03-10', line('c1', '60.00')),
      ['UnapplyPayment', { paymentId: 'p1', effectiveDate: '2024-03-10', reasonCode: 'MISAPPLIED' }] as const,
      ['ReversePayment', { paymentId: 'p1', effectiveDate: '2024-03-10', reasonCode: 'NSF' }] as const,
      ['ReinstatePayment', { paymentId: 'p1', effectiveDate: '2024-03-10', reasonCode: 'REDEPOSITED' }] as const,
      [
        'RefundPayment',
        {
          refundId: 'r1',
          paymentId: 'p1',
          amount: '1.00',
          fromUnapplied: '1.00',
          method: 'CHECK',
          effectiveDate: '2024-03-10',
          reasonCode: 'OVERPAYMENT',
        },
      ] as const,
    ]) {
      given(...waiting)
        .when(use)
        .thenRefused('PAYMENT_PENDING', { pendingSince: '2024-03-05' }, 'paymentId');
      given(...waiting, failed('p1', '03-08'))
        .when(use)
        .thenRefused('PAYMENT_FAILED', { failedOn: '2024-03-08' }, 'paymentId');
    }
  });

  it('does not stand in the way of a void: nothing of it is on the charge', () => {
    given(...waiting)
      .when(['VoidCharge', { chargeId: 'c1', effectiveDate: '2024-03-10', reasonCode: 'CHARGED_IN_ERROR' }])
      .thenFigures({ '2024-03-10': '0.00 0.00 0.00' })
      .thenPending({ '2024-03-10': '60.00' });
  });

  it('is in no figure that a caller can make a condition of', () => {
    given(c1)
      .when(pended('p1', '60.00', '03-05', { expect: { revision: -1, balanceAtLeast: '100.00' } }))
      .thenFacts('PaymentPended 2024-03-05 p1 60.00');
    given(c1)
      .when(pended('p1', '60.00', '03-05', { expect: { balanceAtMost: '99.99' } }))
      .thenRefused('CONDITION_FAILED', { balance: '100.00' }, 'expect.balanceAtMost');
    given(c1)
      .when(pended('p1', '60.00', '03-05', { expect: { unappliedAtLeast: '0.01' } }))
      .thenRefused('CONDITION_FAILED', { unapplied: '0.00' }, 'expect.unappliedAtLeast');
  });
});
