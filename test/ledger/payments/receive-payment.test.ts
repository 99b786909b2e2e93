import { describe, expect, it } from 'vitest';
import { aetna, charge, instalments, line, medicare, paid, payment } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const oldestFirst = { strategy: 'OLDEST_DUE_FIRST' };
const proRata = { strategy: 'PRO_RATA' };

describe('receiving a payment', () => {
  it('leaves it unapplied where nothing else was said', () => {
    given(c1)
      .when(payment('p1', '30.00', '03-05'))
      .thenFacts('PaymentReceived 2024-03-05 p1 30.00')
      .thenFigures({ '2024-03-04': '100.00 0.00 100.00', '2024-03-05': '100.00 30.00 70.00' });
  });

  it('records how and from whom it came', () => {
    const { facts } = given().when(
      payment('p1', '30', '03-05', { method: 'EFT', payer: aetna, receivedDate: '2024-03-04' }),
    );
    expect(facts[0]?.data).toEqual({
      paymentId: 'p1',
      currency: 'USD',
      amount: '3000',
      method: 'EFT',
      payer: { partyClass: 'COMMERCIAL', payerId: 'aetna' },
      receivedDate: '2024-03-04',
    });
  });

  it('pays explicit lines in the order given, the rest stays unapplied', () => {
    given(c1, charge('c2', '50.00', '03-02'))
      .when(paid('p1', '90.00', '03-05', line('c2', '50.00'), line('c1', '20.00')))
      .thenFacts('PaymentReceived 2024-03-05 p1 90.00', 'PaymentApplied 2024-03-05 p1: c2#1 50.00, c1#1 20.00')
      .thenFigures({ '2024-03-05': '80.00 20.00 60.00' });
  });

  it('pays the items of a charge in the order of their due dates, whatever their numbers', () => {
    given(
      instalments('c1', '03-01', [
        ['80.00', '06-01'],
        ['80.00', '04-01'],
        ['80.00', '05-01'],
      ]),
    )
      .when(paid('p1', '170.00', '03-05', line('c1', '170.00')))
      .thenFacts(
        'PaymentReceived 2024-03-05 p1 170.00',
        'PaymentApplied 2024-03-05 p1: c1#2 80.00, c1#3 80.00, c1#1 10.00',
      );
  });

  it('may pay what another party owes, where the item is named', () => {
    const shared = instalments('c1', '03-01', [
      ['60.00', '04-01'],
      ['40.00', '05-01', medicare],
    ]);
    given(shared)
      .when(paid('p1', '40.00', '03-05', line('c1', '40.00', 2)))
      .thenOpen('2024-03-05', { 'c1#1': '60.00', 'c1#2': '0.00' });
    given(shared, paid('p1', '40.00', '03-05', line('c1', '40.00', 2)))
      .when(paid('p2', '10.00', '03-06', line('c1', '10.00')))
      .thenOpen('2024-03-06', { 'c1#1': '50.00', 'c1#2': '0.00' });
    given(shared)
      .when(paid('p1', '40.00', '03-05', line('c1', '40.00')))
      .thenRefused('ITEM_REQUIRED', { items: '1, 2' });
  });

  it('reaches an item that begins later on its first day', () => {
    given(charge('c1', '100.00', '05-01'), charge('c2', '10.00', '03-01'))
      .when(paid('p1', '100.00', '03-05', line('c1', '60.00'), line('c2', '10.00')))
      .thenFacts(
        'PaymentReceived 2024-03-05 p1 100.00',
        'PaymentApplied 2024-03-05 p1: c2#1 10.00',
        'PaymentApplied 2024-05-01 p1: c1#1 60.00',
      )
      .thenFigures({ '2024-03-05': '0.00 90.00 -90.00', '2024-05-01': '40.00 30.00 10.00' });
  });

  it('in the future applies on its own day', () => {
    given(c1)
      .when(paid('p1', '100.00', '12-01', line('c1', '100.00')))
      .thenFigures({ '2024-11-30': '100.00 0.00 100.00', '2024-12-01': '0.00 0.00 0.00' });
  });

  it('never pays an item twice in one command', () => {
    given(c1)
      .when(paid('p1', '120.00', '03-05', line('c1', '60.00'), line('c1', '60.00')))
      .thenRefused('OVER_ALLOCATION', { available: '40.00', bindingDate: '2024-03-05' }, 'lines.1.amount');
  });

  it('is refused where the item is closed', () => {
    given(c1, paid('p1', '100.00', '03-05', line('c1', '100.00')))
      .when(paid('p2', '0.01', '03-05', line('c1', '0.01', 1)))
      .thenRefused('OVER_ALLOCATION', { available: '0.00', bindingDate: '2024-03-05' }, 'lines.0.amount');
  });

  it('with many lines of the largest amount is refused, not fallen over', () => {
    const lines = Array(500).fill(line('c1', '100000000000000.00'));
    given(c1)
      .when(payment('p1', '1.00', '03-05', { lines }))
      .thenRefused('LINES_EXCEED_AMOUNT', {}, 'lines');
  });
});

describe('oldest due first', () => {
  it('pays by due date, then effective date, then order of recording, after the lines', () => {
    given(
      charge('late', '10.00', '03-01', { dueDate: '2024-05-01' }),
      charge('second', '10.00', '03-03', { dueDate: '2024-04-01' }),
      charge('first', '10.00', '03-02', { dueDate: '2024-04-01' }),
      charge('third', '10.00', '03-03', { dueDate: '2024-04-01' }),
    )
      .when(payment('p1', '35.00', '03-05', { ...oldestFirst, lines: [line('late', '10.00')] }))
      .thenFacts(
        'PaymentReceived 2024-03-05 p1 35.00',
        'PaymentApplied 2024-03-05 p1: late#1 10.00, first#1 10.00, second#1 10.00, third#1 5.00',
      );
  });

  it('leaves over what nobody owes', () => {
    given(c1)
      .when(payment('p1', '130.00', '03-05', oldestFirst))
      .thenFigures({ '2024-03-05': '0.00 30.00 -30.00' });
    given()
      .when(payment('p1', '130.00', '03-05', oldestFirst))
      .thenFacts('PaymentReceived 2024-03-05 p1 130.00');
  });

  it('uses what is open on every later day only', () => {
    given(c1, paid('p1', '100.00', '04-01', line('c1', '100.00')), charge('c2', '10.00', '03-01'))
      .when(payment('p2', '30.00', '03-05', oldestFirst))
      .thenFacts('PaymentReceived 2024-03-05 p2 30.00', 'PaymentApplied 2024-03-05 p2: c2#1 10.00');
  });
});

describe('pro rata', () => {
  it('spreads by what is open, and cents that do not divide go to the first', () => {
    given(charge('c1', '10.00', '03-01'), charge('c2', '10.00', '03-02'), charge('c3', '10.00', '03-03'))
      .when(payment('p1', '10.00', '03-05', proRata))
      .thenFacts(
        'PaymentReceived 2024-03-05 p1 10.00',
        'PaymentApplied 2024-03-05 p1: c1#1 3.34, c2#1 3.33, c3#1 3.33',
      );
  });

  it('overpays no item where it pays them all', () => {
    given(charge('c1', '10.00', '03-01'), charge('c2', '0.01', '03-02'), charge('c3', '0.00', '03-02'))
      .when(payment('p1', '20.00', '03-05', proRata))
      .thenOpen('2024-03-05', { 'c1#1': '0.00', 'c2#1': '0.00', 'c3#1': '0.00' })
      .thenFigures({ '2024-03-05': '0.00 9.99 -9.99' });
  });

  it('spreads one cent over many items to the first of them', () => {
    given(charge('c1', '0.02', '03-01'), charge('c2', '70.00', '03-02'))
      .when(payment('p1', '0.01', '03-05', proRata))
      .thenFacts('PaymentReceived 2024-03-05 p1 0.01', 'PaymentApplied 2024-03-05 p1: c1#1 0.01');
  });

  it('over more than 500 items is refused, and over 500 is not', () => {
    const charges = Array.from({ length: 501 }, (_, index) => charge(`c${index}`, '2.00', '03-01'));
    given(...charges)
      .when(payment('p1', '900.00', '03-05', proRata))
      .thenRefused('TOO_MANY_ALLOCATIONS', { limit: '500' });
    given(...charges.slice(1))
      .when(payment('p1', '900.00', '03-05', proRata))
      .thenFigures({ '2024-03-05': '100.00 0.00 100.00' });
  });
});
