import { describe, it } from 'vitest';
import { adjust, applyCredit, charge, credit, fee, line, paid, unapplyCredit, voidCredit, waive } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const applied = [c1, credit('k1', '60.00', '03-05'), applyCredit('k1', '03-10', line('c1', '50.00'))];

describe('voiding a credit', () => {
  it('releases what it was applied to and takes the value back', () => {
    given(...applied)
      .when(voidCredit('k1', '03-15'))
      .thenFacts('CreditReleased 2024-03-15 k1: c1#1 50.00', 'CreditVoided 2024-03-15 k1 60.00')
      .thenFigures({ '2024-03-14': '50.00 10.00 40.00', '2024-03-15': '100.00 0.00 100.00' });
  });

  it('releases no allocation before it was made, nor is anything of it there before', () => {
    given(...applied)
      .when(voidCredit('k1', '03-06'))
      .thenFacts('CreditReleased 2024-03-10 k1: c1#1 50.00', 'CreditVoided 2024-03-06 k1 60.00')
      .thenFigures({
        '2024-03-05': '100.00 60.00 40.00',
        '2024-03-06': '100.00 0.00 100.00',
        '2024-03-10': '100.00 0.00 100.00',
      });
  });

  it('waits for the day on which an allocation inside it was taken back', () => {
    given(...applied, unapplyCredit('k1', '03-20'))
      .when(voidCredit('k1', '03-15'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-15', earliestDate: '2024-03-20' });
  });

  it('comes once, not before the credit, and for a reason', () => {
    given(...applied, voidCredit('k1', '03-15'))
      .when(voidCredit('k1', '03-16'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-15' }, 'creditId');
    given(...applied)
      .when(voidCredit('k1', '03-04'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' }, 'effectiveDate');
    given(...applied)
      .when(voidCredit('k1', '03-15', { reasonCode: undefined }))
      .thenRefused('REASON_REQUIRED', { reasons: 'CREDIT_EXPIRED, CREDIT_ISSUED_IN_ERROR' }, 'reasonCode');
  });
});

describe('a credit gives way like money', () => {
  it('to an adjustment, the newest allocation first whatever it came from', () => {
    given(
      charge('c1', '90.00', '03-01'),
      paid('p1', '40.00', '03-05', line('c1', '40.00')),
      credit('k1', '50.00', '03-06'),
      applyCredit('k1', '03-06', line('c1', '50.00')),
    )
      .when(adjust('a1', 'c1', '-60.00', '03-10'))
      .thenFacts(
        'CreditReleased 2024-03-10 k1: c1#1 50.00',
        'AllocationReleased 2024-03-10 p1: c1#1 10.00',
        'ChargeAdjusted 2024-03-10 c1 -60.00: #1 -60.00',
      )
      .thenFigures({ '2024-03-10': '0.00 60.00 -60.00' });
  });

  it('to the waiver of a fee that it paid', () => {
    given(
      c1,
      fee('f1', '12.00', '03-20', 'c1'),
      credit('k1', '12.00', '03-21'),
      applyCredit('k1', '03-21', line('f1', '12.00')),
    )
      .when(waive('w1', 'f1', '5.00', '03-25'))
      .thenFacts('CreditReleased 2024-03-25 k1: f1#1 5.00', 'LateFeeWaived 2024-03-25 f1 5.00: #1 5.00')
      .thenFigures({ '2024-03-25': '100.00 5.00 95.00' });
  });
});
