import { describe, it } from 'vitest';
import { applyCredit, charge, credit, line, unapplyCredit } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const c2 = charge('c2', '50.00', '03-01');
const applied = [
  c1,
  c2,
  credit('k1', '60.00', '03-05'),
  applyCredit('k1', '03-06', line('c1', '30.00')),
  applyCredit('k1', '03-07', line('c2', '10.00'), line('c1', '5.00')),
];

describe('un-applying a credit', () => {
  it('opens the items again, and the credit is there to be applied', () => {
    given(...applied)
      .when(unapplyCredit('k1', '03-10'))
      .thenFacts('CreditUnapplied 2024-03-10 k1: c1#1 5.00, c2#1 10.00, c1#1 30.00')
      .thenFigures({ '2024-03-09': '105.00 15.00 90.00', '2024-03-10': '150.00 60.00 90.00' });
  });

  it('takes a part back from the newest allocation of the charge first', () => {
    given(...applied)
      .when(unapplyCredit('k1', '03-10', line('c1', '7.00')))
      .thenFacts('CreditUnapplied 2024-03-10 k1: c1#1 5.00, c1#1 2.00');
  });

  it('is not effective before what it takes back', () => {
    given(...applied)
      .when(unapplyCredit('k1', '03-06'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-07' }, 'effectiveDate');
  });

  it('takes back no more than is applied there', () => {
    given(...applied)
      .when(unapplyCredit('k1', '03-10', line('c1', '35.01')))
      .thenRefused('NOT_ALLOCATED', { allocated: '35.00' }, 'lines.0');
    given(...applied, unapplyCredit('k1', '03-10'))
      .when(unapplyCredit('k1', '03-11'))
      .thenRefused('NOT_ALLOCATED', { allocated: '0.00' }, 'creditId');
  });
});
