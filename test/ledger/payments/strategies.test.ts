import { describe, it } from 'vitest';
import { adjust, aetna, apply, charge, fee, instalments, line, medicare, payment } from '../commands.ts';
import { given, type Sent } from '../given-when-then.ts';

/** A payment of the account holder, spread as the strategy says. */
function spread(amount: string, strategy: string, extra: Readonly<Record<string, unknown>> = {}): Sent {
  return payment('p1', amount, '05-01', { strategy, ...extra });
}

describe('a complaint heard about other systems: three visits, and interest due last, paid with 600', () => {
  const owed = [
    charge('visit-1', '80.00', '03-01', { dueDate: '2024-04-01' }),
    charge('visit-2', '300.00', '03-01', { dueDate: '2024-04-10' }),
    charge('visit-3', '400.00', '03-01', { dueDate: '2024-04-20' }),
    fee('interest', '9.00', '04-25', 'visit-1', { category: 'INTEREST', dueDate: '2024-05-25' }),
  ];

  it('by priority pays the interest first: 9, 80, 300 and 211, and 189 are left', () => {
    given(...owed)
      .when(spread('600.00', 'BY_PRIORITY'))
      .thenFacts(
        'PaymentReceived 2024-05-01 p1 600.00',
        'PaymentApplied 2024-05-01 p1: interest#1 9.00, visit-1#1 80.00, visit-2#1 300.00, visit-3#1 211.00',
      )
      .thenOpen('2024-05-01', { 'visit-1#1': '0.00', 'visit-2#1': '0.00', 'visit-3#1': '189.00', 'interest#1': '0.00' })
      .thenFigures({ '2024-05-01': '189.00 0.00 189.00' });
  });

  it('by due date pays 80, 300 and 220, and 180 and the interest of 9 are left', () => {
    given(...owed)
      .when(spread('600.00', 'OLDEST_DUE_FIRST'))
      .thenFacts(
        'PaymentReceived 2024-05-01 p1 600.00',
        'PaymentApplied 2024-05-01 p1: visit-1#1 80.00, visit-2#1 300.00, visit-3#1 220.00',
      )
      .thenOpen('2024-05-01', { 'visit-1#1': '0.00', 'visit-2#1': '0.00', 'visit-3#1': '180.00', 'interest#1': '9.00' })
      .thenFigures({ '2024-05-01': '189.00 0.00 189.00' });
  });
});

describe('smallest first', () => {
  const owed = [
    charge('large', '90.00', '03-01'),
    charge('small', '10.00', '03-03'),
    charge('middle', '30.00', '03-02'),
  ];

  it('closes as many items as the money can', () => {
    given(...owed)
      .when(spread('60.00', 'SMALLEST_FIRST'))
      .thenFacts(
        'PaymentReceived 2024-05-01 p1 60.00',
        'PaymentApplied 2024-05-01 p1: small#1 10.00, middle#1 30.00, large#1 20.00',
      );
  });

  it('goes by what is still open, not by what was charged', () => {
    given(...owed, adjust('a1', 'large', '-85.00', '03-10'))
      .when(spread('6.00', 'SMALLEST_FIRST'))
      .thenFacts('PaymentReceived 2024-05-01 p1 6.00', 'PaymentApplied 2024-05-01 p1: large#1 5.00, small#1 1.00');
  });

  it('counts what the lines have just taken', () => {
    given(...owed)
      .when(spread('90.00', 'SMALLEST_FIRST', { lines: [line('large', '85.00')] }))
      .thenFacts('PaymentReceived 2024-05-01 p1 90.00', 'PaymentApplied 2024-05-01 p1: large#1 85.00, large#1 5.00');
  });

  it('keeps items of one size in their usual order', () => {
    given(charge('second', '10.00', '03-02'), charge('first', '10.00', '03-01'))
      .when(spread('15.00', 'SMALLEST_FIRST'))
      .thenFacts('PaymentReceived 2024-05-01 p1 15.00', 'PaymentApplied 2024-05-01 p1: first#1 10.00, second#1 5.00');
  });
});

describe('by party', () => {
  const owed = instalments('c1', '03-01', [
    ['60.00', '04-01'],
    ['40.00', '03-15', medicare],
    ['20.00', '03-20'],
  ]);

  it('pays only what the payer itself owes, in the usual order; the rest stays unapplied', () => {
    given(owed)
      .when(spread('100.00', 'BY_PARTY'))
      .thenFacts('PaymentReceived 2024-05-01 p1 100.00', 'PaymentApplied 2024-05-01 p1: c1#3 20.00, c1#1 60.00')
      .thenFigures({ '2024-05-01': '40.00 20.00 20.00' });
    given(owed)
      .when(spread('100.00', 'BY_PARTY', { payer: medicare }))
      .thenFacts('PaymentReceived 2024-05-01 p1 100.00', 'PaymentApplied 2024-05-01 p1: c1#2 40.00');
  });

  it('leaves explicit lines free to pay what another party owes', () => {
    given(owed)
      .when(spread('100.00', 'BY_PARTY', { payer: medicare, lines: [line('c1', '10.00', 1)] }))
      .thenFacts('PaymentReceived 2024-05-01 p1 100.00', 'PaymentApplied 2024-05-01 p1: c1#1 10.00, c1#2 40.00');
  });

  it('finds nothing where the payer owes nothing', () => {
    given(owed, payment('p1', '10.00', '05-01', { payer: aetna }))
      .when(['ApplyPayment', { paymentId: 'p1', effectiveDate: '2024-05-01', strategy: 'BY_PARTY' }])
      .thenRefused('NOTHING_TO_APPLY', { unapplied: '10.00' }, 'strategy');
  });
});

describe('by priority', () => {
  const owed = [
    charge('other', '20.00', '03-01', { category: 'OTHER' }),
    charge('service', '20.00', '03-02'),
    charge('earlier', '20.00', '03-03', { dueDate: '2024-02-01' }),
    fee('late', '20.00', '04-01', 'service'),
    fee('interest', '20.00', '04-01', 'service', { category: 'INTEREST', period: '2024-04' }),
  ];

  it('pays interest, late fees, services and the rest, each in the usual order', () => {
    given(...owed)
      .when(spread('90.00', 'BY_PRIORITY'))
      .thenFacts(
        'PaymentReceived 2024-05-01 p1 90.00',
        'PaymentApplied 2024-05-01 p1: interest#1 20.00, late#1 20.00, earlier#1 20.00, service#1 20.00, other#1 10.00',
      );
  });

  it('pays in the order that the command states, and what it does not name last', () => {
    given(...owed, payment('p1', '90.00', '05-01'))
      .when([
        'ApplyPayment',
        { paymentId: 'p1', effectiveDate: '2024-05-01', strategy: 'BY_PRIORITY', priority: ['OTHER', 'SERVICE'] },
      ])
      .thenFacts(
        'PaymentApplied 2024-05-01 p1: other#1 20.00, earlier#1 20.00, service#1 20.00, interest#1 20.00, late#1 10.00',
      );
  });

  it('takes an order only for itself, and each category once', () => {
    const expected = { expected: 'the strategy BY_PRIORITY for this order' };
    given(...owed)
      .when(spread('90.00', 'PRO_RATA', { priority: ['OTHER'] }))
      .thenRefused('INPUT_INVALID', expected, 'priority');
    given(...owed, payment('p1', '90.00', '05-01'))
      .when(['ApplyPayment', { ...apply('p1', '05-02', line('other', '1.00'))[1], priority: ['OTHER'] }])
      .thenRefused('INPUT_INVALID', expected, 'priority');
    given(...owed)
      .when(spread('90.00', 'BY_PRIORITY', { priority: ['OTHER', 'OTHER'] }))
      .thenRefused('INPUT_INVALID', { expected: 'each category once' }, 'priority');
  });
});
