import { describe, expect, it } from 'vitest';
import { agreePlan, breakPlan, monthly } from '../agreement-commands.ts';
import { aetna, charge, fee, instalments, line, medicare, paid, transfer, waive } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '02-01');

describe('assessing a late fee', () => {
  it('charges it to the party of the item, due at once', () => {
    given(c1)
      .when(fee('f1', '12.00', '03-05', 'c1'))
      .thenFacts('LateFeeAssessed 2024-03-05 f1 12.00 on c1#1 for 2024-03: SELF due 2024-03-05')
      .thenFigures({ '2024-03-05': '112.00 0.00 112.00' });
  });

  it('may be interest, be due later and name its run', () => {
    const { facts } = given(c1).when(
      fee('f1', '1.20', '03-05', 'c1', { category: 'INTEREST', dueDate: '2024-04-01', runId: 'run-7' }),
    );
    expect(facts[0]?.data).toMatchObject({ category: 'INTEREST', dueDate: '2024-04-01', runId: 'run-7' });
  });

  it('happens once for each item and period, even after a waiver', () => {
    const waived = [c1, fee('f1', '12.00', '03-05', 'c1'), waive('w1', 'f1', undefined, '03-06')];
    given(...waived)
      .when(fee('f2', '12.00', '03-10', 'c1'))
      .thenRefused('FEE_ALREADY_ASSESSED', { assessedOn: '2024-03-05' });
    given(...waived)
      .when(fee('f2', '12.00', '04-10', 'c1', { period: '2024-04' }))
      .thenFigures({ '2024-04-10': '112.00 0.00 112.00' });
  });

  it('takes a month and its last day for the same period', () => {
    const february = { period: '2024-02' };
    given(c1, fee('f1', '12.00', '03-01', 'c1', february))
      .when(fee('f2', '12.00', '03-02', 'c1', { period: '2024-02-29' }))
      .thenRefused('FEE_ALREADY_ASSESSED', { assessedOn: '2024-03-01' }, 'period');
    given(c1, fee('f1', '12.00', '03-01', 'c1', february))
      .when(fee('f2', '12.00', '03-02', 'c1', { period: '2024-02-15' }))
      .thenFacts('LateFeeAssessed 2024-03-02 f2 12.00 on c1#1 for 2024-02-15: SELF due 2024-03-02');
  });

  it('happens once in a period also where a plan has moved the amount to another item', () => {
    const redated = [c1, fee('f1', '12.00', '03-05', 'c1'), agreePlan('l1', '03-06', monthly(2, '03-10'))];
    const onInstalment = { feeOn: { chargeId: 'c1', item: 2 } };
    given(...redated)
      .when(fee('f2', '12.00', '03-15', 'c1', onInstalment))
      .thenRefused('FEE_ALREADY_ASSESSED', { assessedOn: '2024-03-05' }, 'period');
    given(...redated, breakPlan('l1', '03-20'))
      .when(fee('f2', '12.00', '03-25', 'c1', { feeOn: { chargeId: 'c1', item: 4 } }))
      .thenRefused('FEE_ALREADY_ASSESSED', { assessedOn: '2024-03-05' }, 'period');
    given(...redated)
      .when(fee('f2', '12.00', '04-15', 'c1', { ...onInstalment, period: '2024-04' }))
      .thenFacts('LateFeeAssessed 2024-04-15 f2 12.00 on c1#2 for 2024-04: SELF due 2024-04-15');
  });

  it.each(['2024', '2024-00', '2024-13', '2024-2', '2023-02-29', '2024-03-05T00:00'])(
    'has no period like %s',
    (period) => {
      given(c1)
        .when(fee('f1', '12.00', '03-05', 'c1', { period }))
        .thenRefused('INPUT_INVALID', { expected: 'a month YYYY-MM or the last day of a period' }, 'period');
    },
  );

  it('on an item of a payer needs that payer stated, and no other', () => {
    const ofPayer = instalments('c1', '02-01', [['100.00', '03-01', medicare]]);
    given(ofPayer)
      .when(fee('f1', '12.00', '03-05', 'c1'))
      .thenRefused('FEE_PARTY_NOT_STATED', { partyClass: 'MEDICARE' });
    given(ofPayer)
      .when(fee('f1', '12.00', '03-05', 'c1', { payer: aetna }))
      .thenRefused('FEE_PARTY_NOT_STATED');
    given(ofPayer)
      .when(fee('f1', '12.00', '03-05', 'c1', { payer: medicare }))
      .thenFacts('LateFeeAssessed 2024-03-05 f1 12.00 on c1#1 for 2024-03: MEDICARE/cms due 2024-03-05');
    given(c1)
      .when(fee('f1', '12.00', '03-05', 'c1', { payer: medicare }))
      .thenRefused('FEE_PARTY_NOT_STATED', { partyClass: 'SELF' });
  });

  it('on each item of a charge is a fee of its own', () => {
    const feeOnSecond = { feeOn: { chargeId: 'c1', item: 2 }, payer: aetna };
    given(c1, transfer('t1', 'c1', '40.00', '02-10', { toPayer: aetna }), fee('f1', '12.00', '03-05', 'c1'))
      .when(fee('f2', '9.00', '03-05', 'c1', feeOnSecond))
      .thenFacts('LateFeeAssessed 2024-03-05 f2 9.00 on c1#2 for 2024-03: COMMERCIAL/aetna due 2024-03-05');
  });

  it('is never a fee on a fee, also not on one that changed its party', () => {
    given(c1, fee('f1', '12.00', '03-05', 'c1'), transfer('t1', 'f1', '12.00', '03-06', { toPayer: aetna }))
      .when(fee('f2', '1.00', '04-05', 'f1', { feeOn: { chargeId: 'f1', item: 2 }, payer: aetna }))
      .thenRefused('FEE_ON_FEE', { category: 'LATE_FEE' }, 'feeOn');
  });

  it('is paid like any charge', () => {
    given(c1, fee('f1', '12.00', '03-05', 'c1'))
      .when(paid('p1', '12.00', '03-06', line('f1', '12.00')))
      .thenOpen('2024-03-06', { 'c1#1': '100.00', 'f1#1': '0.00' });
  });
});
