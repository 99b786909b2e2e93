import { describe, expect, it } from 'vitest';
import { charge, instalments, line, medicare, paid } from '../commands.ts';
import { after, given } from '../given-when-then.ts';

const old = (chargeId: string, date: string) =>
  charge(chargeId, '9.00', '01-01', { effectiveDate: date, origin: 'OPENING' });
const manyItems = (count: number, amount: string) => Array.from({ length: count }, () => ({ amount }));

describe('posting a charge', () => {
  it('opens one item of the account holder, due on the day of the charge', () => {
    given()
      .when(charge('c1', '80.00', '03-01'))
      .thenFacts('ChargePosted 2024-03-01 c1 80.00: 80.00 SELF due 2024-03-01')
      .thenFigures({ '2024-02-29': '0.00 0.00 0.00', '2024-03-01': '80.00 0.00 80.00' });
  });

  it('keeps the references it came with, and leaves out what was not said', () => {
    const { facts } = given().when(
      charge('c1', '75', '03-01', {
        taxAmount: '5',
        dueDate: '2024-03-31',
        serviceDate: '2024-02-20',
        code: '99213',
        modifiers: ['25'],
        placeOfService: '11',
        units: '2.5',
        unitPrice: '30.000',
        claimId: 'claim-1',
        justification: { orderId: 'order-1', providerType: 'NP' },
      }),
    );
    expect(JSON.parse(JSON.stringify(facts[0]))).toEqual({
      type: 'ChargePosted',
      effectiveDate: '2024-03-01',
      data: {
        chargeId: 'c1',
        origin: 'ORIGINAL',
        category: 'SERVICE',
        currency: 'USD',
        amount: '7500',
        taxAmount: '500',
        items: [{ item: 1, party: { partyClass: 'SELF' }, dueDate: '2024-03-31', amount: '7500' }],
        serviceDate: '2024-02-20',
        code: '99213',
        modifiers: ['25'],
        placeOfService: '11',
        units: '2.5',
        unitPrice: '30.000',
        claimId: 'claim-1',
        justification: { orderId: 'order-1', providerType: 'NP' },
      },
    });
  });

  it('in instalments and for several parties opens an item for each', () => {
    given()
      .when(
        instalments('c1', '03-01', [
          ['60.00', '04-01'],
          ['40.00', '05-01', medicare],
        ]),
      )
      .thenFacts('ChargePosted 2024-03-01 c1 100.00: 60.00 SELF due 2024-04-01, 40.00 MEDICARE/cms due 2024-05-01')
      .thenOpen('2024-03-01', { 'c1#1': '60.00', 'c1#2': '40.00' });
  });

  it('of 0.00 is recorded and never open', () => {
    given()
      .when(charge('c1', '0.00', '03-01'))
      .thenFacts('ChargePosted 2024-03-01 c1 0.00: 0.00 SELF due 2024-03-01')
      .thenFigures({ '2024-03-01': '0.00 0.00 0.00' });
    given(charge('c1', '0.00', '03-01'))
      .when(paid('p1', '1.00', '03-02', line('c1', '1.00')))
      .thenRefused('OVER_ALLOCATION', { available: '0.00', bindingDate: '2024-03-02' });
    expect(after([charge('c1', '0.00', '03-01')]).account.openItems.size).toBe(0);
  });

  it('without a day is effective today', () => {
    given()
      .when(['PostCharge', { chargeId: 'c1', category: 'OTHER', amount: '1.00' }])
      .thenFacts('ChargePosted 2024-06-30 c1 1.00: 1.00 SELF due 2024-06-30');
  });

  it('in the future counts from its day on', () => {
    given()
      .when(charge('c1', '80.00', '12-01'))
      .thenFigures({ '2024-11-30': '0.00 0.00 0.00', '2024-12-01': '80.00 0.00 80.00' });
  });

  it('taken over at cut-over keeps its old day, on the first and last day there is too', () => {
    given()
      .when(old('c1', '0001-01-01'))
      .thenFacts('ChargePosted 0001-01-01 c1 9.00: 9.00 SELF due 0001-01-01')
      .thenFigures({ '0001-01-01': '9.00 0.00 9.00' });
    given()
      .when(old('c1', '9999-12-31'))
      .thenFigures({ '9999-12-30': '0.00 0.00 0.00', '9999-12-31': '9.00 0.00 9.00' });
    given()
      .when(charge('c1', '9.00', '01-01', { effectiveDate: '2023-12-31' }))
      .thenRefused('BEFORE_LEDGER_OPENING');
  });

  it('of a fee is refused unless another system brings it', () => {
    const interest = { category: 'INTEREST' };
    given()
      .when(charge('c1', '9.00', '03-01', interest))
      .thenRefused('CATEGORY_NOT_POSTABLE');
    given()
      .when(charge('c1', '9.00', '03-01', { ...interest, source: { system: 'old-system', id: '77' } }))
      .thenFacts('ChargePosted 2024-03-01 c1 9.00: 9.00 SELF due 2024-03-01');
  });

  it.each([
    ['2', '0.625', '1.25'],
    ['3', '0.335', '1.01'],
    ['0', '5', '0.00'],
  ])('of %s units at %s has to be %s', (units, unitPrice, amount) => {
    given()
      .when(charge('c1', amount, '03-01', { units, unitPrice }))
      .thenFigures({ '2024-03-01': `${amount} 0.00 ${amount}` });
    given()
      .when(charge('c1', '7.77', '03-01', { units, unitPrice }))
      .thenRefused('UNITS_DO_NOT_MULTIPLY');
    given()
      .when(charge('c1', amount, '03-01', { units }))
      .thenRefused('INPUT_INVALID', { expected: 'units and unit price together' }, 'unitPrice');
  });

  it('with many items of the largest amount is refused, not fallen over', () => {
    const largest = { amount: '100000000000000.00' };
    given()
      .when(charge('c1', largest.amount, '03-01', { items: manyItems(120, largest.amount) }))
      .thenRefused('ITEMS_DO_NOT_SUM', {}, 'items');
    given()
      .when(charge('c1', largest.amount, '03-01', { items: [largest] }))
      .thenFigures({
        '2024-03-01': `${largest.amount} 0.00 ${largest.amount}`,
      });
    given()
      .when(charge('c1', '1.00', '03-01', { items: manyItems(121, '0.00') }))
      .thenRefused('INPUT_INVALID', { expected: 'at most 120' }, 'items');
  });

  it('keeps a currency without cents and one with thousandths to the unit', () => {
    const yen = { ...charge('c1', '80', '03-01')[1], currency: 'JPY' };
    given().when(['PostCharge', yen]).thenRefused('CURRENCY_MISMATCH', { currency: 'USD' }, 'currency');
    given()
      .when(['PostCharge', { ...yen, amount: '80.5' }])
      .thenRefused('AMOUNT_SCALE', { decimals: '0' }, 'amount');
    given()
      .when(['PostCharge', { ...yen, currency: 'BHD', amount: '0.0001' }])
      .thenRefused('AMOUNT_SCALE', { decimals: '3' });
  });
});
