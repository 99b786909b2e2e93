import { describe, it } from 'vitest';
import { charge, fee, line, paid, reinstateFee, waive, writeOff } from '../commands.ts';
import { given } from '../given-when-then.ts';

const assessed = [charge('c1', '100.00', '02-01'), fee('f1', '12.00', '03-05', 'c1')];
const waived = [...assessed, waive('w1', 'f1', '5.00', '03-10')];

describe('ReinstateLateFee', () => {
  it('makes the whole of what was waived owed again, from its day on', () => {
    given(...waived)
      .when(reinstateFee('w1', '03-20'))
      .thenFacts('LateFeeReinstated 2024-03-20 f1 5.00: #1 5.00')
      .thenFigures({ '2024-03-19': '107.00 0.00 107.00', '2024-03-20': '112.00 0.00 112.00' });
  });

  it('leaves the money that the waiver freed unapplied', () => {
    given(...assessed, paid('p1', '12.00', '03-08', line('f1', '12.00')), waive('w1', 'f1', '5.00', '03-10'))
      .when(reinstateFee('w1', '03-20'))
      .thenFigures({ '2024-03-10': '100.00 5.00 95.00', '2024-03-20': '105.00 5.00 100.00' });
  });

  it('on the day of the waiver leaves every figure as it was before it', () => {
    given(...waived)
      .when(reinstateFee('w1', '03-10'))
      .thenFigures({ '2024-03-09': '112.00 0.00 112.00', '2024-03-10': '112.00 0.00 112.00' });
  });

  it('comes once, and never before the waiver', () => {
    given(...waived, reinstateFee('w1', '03-20'))
      .when(reinstateFee('w1', '03-21'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-20' }, 'waiverId');
    given(...waived)
      .when(reinstateFee('w1', '03-09'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' }, 'effectiveDate');
  });

  it('names a waiver that is there, and a reason that explains it', () => {
    given(...assessed)
      .when(reinstateFee('w1', '03-20'))
      .thenRefused('WAIVER_UNKNOWN', {}, 'waiverId');
    given(...waived)
      .when(reinstateFee('w1', '03-20', { reasonCode: 'GOODWILL' }))
      .thenRefused('REASON_UNKNOWN', { reasons: 'WAIVED_IN_ERROR, CONDITION_NOT_MET' }, 'reasonCode');
  });

  it('leaves the fee to be waived or written off again', () => {
    given(...waived, reinstateFee('w1', '03-20'))
      .when(waive('w2', 'f1', undefined, '03-21'))
      .thenFacts('LateFeeWaived 2024-03-21 f1 12.00: #1 12.00');
    given(...waived, reinstateFee('w1', '03-20'))
      .when(writeOff('x1', 'f1', '12.00', '03-21'))
      .thenFacts('WrittenOff 2024-03-21 f1 12.00: #1 12.00');
  });
});
