import { describe, it } from 'vitest';
import { adjust, aetna, charge, fee, line, paid, transfer, unapply, waive } from '../commands.ts';
import { given } from '../given-when-then.ts';

const assessed = [charge('c1', '100.00', '02-01'), fee('f1', '12.00', '03-05', 'c1')];

describe('waiving a late fee', () => {
  it('in part lowers what it is worth; all of it where no amount is stated', () => {
    given(...assessed)
      .when(waive('w1', 'f1', '5.00', '03-10'))
      .thenFacts('LateFeeWaived 2024-03-10 f1 5.00: #1 5.00');
    given(...assessed, waive('w1', 'f1', '5.00', '03-10'))
      .when(waive('w2', 'f1', undefined, '03-11'))
      .thenFacts('LateFeeWaived 2024-03-11 f1 7.00: #1 7.00')
      .thenFigures({ '2024-03-10': '107.00 0.00 107.00', '2024-03-11': '100.00 0.00 100.00' });
  });

  it('is bounded by the fee with its adjustments', () => {
    given(...assessed, adjust('a1', 'f1', '-2.00', '03-06'))
      .when(waive('w1', 'f1', '10.01', '03-10'))
      .thenRefused('EXCEEDS_FEE', { left: '10.00', bindingDate: '2024-03-10' }, 'amount');
    given(...assessed, waive('w1', 'f1', undefined, '03-10'))
      .when(waive('w2', 'f1', undefined, '03-11'))
      .thenRefused('EXCEEDS_FEE', { left: '0.00', bindingDate: '2024-03-11' }, 'chargeId');
  });

  it('of all of it offers the day from which there is something to waive again', () => {
    given(...assessed, waive('w1', 'f1', undefined, '03-10'), adjust('a1', 'f1', '3.00', '04-01'))
      .when(waive('w2', 'f1', undefined, '03-11'))
      .thenRefused('EXCEEDS_FEE', { left: '0.00', bindingDate: '2024-03-11', earliestDate: '2024-04-01' });
  });

  it('of a paid fee frees the money on the day it had been applied, or on the day of the waiver', () => {
    given(...assessed, paid('p1', '12.00', '03-20', line('f1', '12.00')))
      .when(waive('w1', 'f1', undefined, '03-10'))
      .thenFacts('AllocationReleased 2024-03-20 p1: f1#1 12.00', 'LateFeeWaived 2024-03-10 f1 12.00: #1 12.00')
      .thenFigures({ '2024-03-10': '100.00 0.00 100.00', '2024-03-20': '100.00 12.00 88.00' });
  });

  it('on a day when the money on it cannot be released yet is refused', () => {
    given(...assessed, paid('p1', '12.00', '03-10', line('f1', '12.00')), unapply('p1', '03-20'))
      .when(waive('w1', 'f1', '1.00', '03-15'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-15', earliestDate: '2024-03-20' }, 'effectiveDate');
  });

  it('of a part that two parties owe has to name the item; of all of it takes both', () => {
    const shared = [...assessed, transfer('t1', 'f1', '4.00', '03-06', { toPayer: aetna })];
    given(...shared)
      .when(waive('w1', 'f1', '1.00', '03-10'))
      .thenRefused('ITEM_REQUIRED', { items: '1, 2' }, 'item');
    given(...shared)
      .when(waive('w1', 'f1', '1.00', '03-10', { item: 2 }))
      .thenFacts('LateFeeWaived 2024-03-10 f1 1.00: #2 1.00');
    given(...shared)
      .when(waive('w1', 'f1', undefined, '03-10'))
      .thenFacts('LateFeeWaived 2024-03-10 f1 12.00: #1 8.00, #2 4.00');
  });

  it('is for fees only, and not effective before the fee', () => {
    given(...assessed)
      .when(waive('w1', 'c1', '1.00', '03-10'))
      .thenRefused('NOT_A_FEE', { category: 'SERVICE' }, 'chargeId');
    given(...assessed)
      .when(waive('w1', 'f1', '1.00', '03-04'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' });
  });

  it('works on a fee that came from another system', () => {
    const imported = { category: 'LATE_FEE', source: { system: 'old-system', id: '9' } };
    given(charge('f9', '8.00', '02-01', imported))
      .when(waive('w1', 'f9', undefined, '03-10'))
      .thenFacts('LateFeeWaived 2024-03-10 f9 8.00: #1 8.00');
  });
});
