import { describe, expect, it } from 'vitest';
import { charge, credit, medicare, payment } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');

describe('issuing a credit', () => {
  it('puts value on the account that is not money; the balance falls by it', () => {
    given(c1)
      .when(credit('k1', '30.00', '03-05'))
      .thenFacts('CreditIssued 2024-03-05 k1 30.00')
      .thenFigures({ '2024-03-04': '100.00 0.00 100.00', '2024-03-05': '100.00 30.00 70.00' });
  });

  it('may be granted to a payer, who is named in the books', () => {
    const [fact] = given(c1).when(credit('k1', '30.00', '03-05', { payer: medicare })).facts;
    if (fact?.type !== 'CreditIssued') throw new Error('no credit is issued');
    expect(fact.data.party).toEqual({ partyClass: 'MEDICARE', payerId: 'cms' });
  });

  it('takes an id once; a payment of the same id is another thing', () => {
    given(credit('k1', '30.00', '03-05'))
      .when(credit('k1', '30.00', '03-06'))
      .thenRefused('DUPLICATE_ID', { takenBy: 'credit' }, 'creditId');
    given(payment('k1', '30.00', '03-05'))
      .when(credit('k1', '5.00', '03-06'))
      .thenFigures({ '2024-03-06': '0.00 35.00 -35.00' });
  });

  it('is more than nothing, and has a reason', () => {
    given()
      .when(credit('k1', '0.00', '03-05'))
      .thenRefused('AMOUNT_NOT_POSITIVE', {}, 'amount');
    given()
      .when(credit('k1', '1.00', '03-05', { reasonCode: undefined }))
      .thenRefused('REASON_REQUIRED', { reasons: 'GOODWILL, PRICE_GUARANTEE, LOYALTY_CREDIT, SERVICE_CREDIT' });
    given()
      .when(credit('k1', '1.00', '03-05', { reasonCode: 'NSF' }))
      .thenRefused('REASON_UNKNOWN');
  });
});
