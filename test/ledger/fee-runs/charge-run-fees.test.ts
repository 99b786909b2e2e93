import { describe, expect, it } from 'vitest';
import { charge, fee, instalments, line, medicare, paid, transfer } from '../commands.ts';
import { books, day, given, type Sent } from '../given-when-then.ts';

const flat = { method: 'FLAT', amount: '1500', graceDays: 0 };
const interest = { method: 'INTEREST', percent: '12', graceDays: 0 };

/** The step of a run on the account; amounts of its terms are minor units, as the entry of the run has them. */
function run(runId: string, date: string, terms: object = flat, period = date.slice(0, 7)): Sent {
  const effectiveDate = `2024-${date}`;
  return [
    'ChargeRunFees',
    { effectiveDate, run: { runId, period: `2024-${period.slice(0, 2)}`, currency: 'USD', terms } },
  ];
}

const c1 = charge('c1', '200.00', '03-01');

describe('a late-fee run on an account', () => {
  it('charges what is late, says how each fee came about, and names itself', () => {
    given(c1, charge('c2', '80.00', '03-10'))
      .when(run('r1', '04-01'))
      .thenFacts(
        'LateFeesRun 2024-04-01 r1: [r1-1 on c1#1 of 200.00, r1-2 on c2#1 of 80.00] noted [] left out 0',
        'LateFeeAssessed 2024-04-01 r1-1 15.00 on c1#1 for 2024-04: SELF due 2024-04-01',
        'LateFeeAssessed 2024-04-01 r1-2 15.00 on c2#1 for 2024-04: SELF due 2024-04-01',
      )
      .thenFigures({ '2024-04-01': '310.00 0.00 310.00' });
  });

  it('takes an item for late on the day after its grace', () => {
    const terms = { ...flat, graceDays: 10 };
    given(c1)
      .when(run('r1', '03-11', terms))
      .thenRefused('NO_FEE_DUE', { leftOut: '0' });
    given(c1)
      .when(run('r1', '03-12', terms))
      .thenFacts(
        'LateFeesRun 2024-03-12 r1: [r1-1 on c1#1 of 200.00] noted [] left out 0',
        'LateFeeAssessed 2024-03-12 r1-1 15.00 on c1#1 for 2024-03: SELF due 2024-03-12',
      );
  });

  it('asks each instalment, and only what the account holder owes', () => {
    const parts = instalments('c1', '03-01', [
      ['50.00', '03-10'],
      ['50.00', '05-10'],
      ['70.00', '03-10', medicare],
    ]);
    const { facts } = given(parts).when(run('r1', '04-01'));
    expect(facts.map(({ type }) => type)).toEqual(['LateFeesRun', 'LateFeeAssessed']);
    expect(facts[1]?.data).toMatchObject({ feeOn: { chargeId: 'c1', item: 1 } });
  });

  it('charges a flat amount once for what a plan had split, and the parts of a percentage', () => {
    const plan: Sent = [
      'AgreePaymentPlan',
      {
        planId: 'l1',
        effectiveDate: '2024-03-05',
        covers: [{ chargeId: 'c1' }],
        equalParts: { count: 4, firstDueDate: '2024-03-10', every: 'MONTH' },
      },
    ];
    const broken: Sent = ['BreakPaymentPlan', { planId: 'l1', effectiveDate: '2024-03-20' }];
    given(c1, plan, broken)
      .when(run('r1', '04-01'))
      .thenFacts(
        'LateFeesRun 2024-04-01 r1: [r1-1 on c1#6 of 50.00] noted [] left out 0',
        'LateFeeAssessed 2024-04-01 r1-1 15.00 on c1#6 for 2024-04: SELF due 2024-04-01',
      );
    given(c1, plan, broken, run('r1', '04-01')).when(run('r2', '04-15')).thenRefused('NO_FEE_DUE');
    given(c1, plan, broken, run('r1', '04-01'))
      .when(run('r2', '05-01'))
      .thenFigures({ '2024-05-01': '230.00 0.00 230.00' });
    given(c1, plan, broken)
      .when(run('r1', '04-01', { method: 'PERCENT', percent: '2', graceDays: 0 }))
      .thenFigures({ '2024-04-01': '204.00 0.00 204.00' });
  });

  it('fines an item once in a period, whoever fined it first, and never a fee', () => {
    const fined = [c1, fee('f1', '12.00', '04-01', 'c1', { period: '2024-04' })];
    given(...fined)
      .when(run('r1', '04-15'))
      .thenRefused('NO_FEE_DUE');
    given(c1, run('r1', '04-15')).when(run('r2', '04-20')).thenRefused('NO_FEE_DUE');
    const { facts } = given(...fined).when(run('r1', '05-15'));
    expect(facts.filter(({ type }) => type === 'LateFeeAssessed')).toHaveLength(1);
  });

  it('counts what is open at the end of its day', () => {
    given(c1, paid('p1', '200.00', '04-01', line('c1', '200.00')))
      .when(run('r1', '04-01'))
      .thenRefused('NO_FEE_DUE');
    given(c1, paid('p1', '200.00', '04-02', line('c1', '200.00')))
      .when(run('r1', '04-01'))
      .thenFigures({ '2024-04-01': '215.00 0.00 215.00', '2024-04-02': '15.00 0.00 15.00' });
  });

  it('takes a part of what is overdue, rounded half up, between its cap and what is worth charging', () => {
    const percent = { method: 'PERCENT', percent: '1.25', graceDays: 0 };
    given(charge('c1', '33.40', '03-01'))
      .when(run('r1', '04-01', percent))
      .thenFigures({ '2024-04-01': '33.82 0.00 33.82' });
    given(c1)
      .when(run('r1', '04-01', { ...percent, mostAmount: '100' }))
      .thenFigures({ '2024-04-01': '201.00 0.00 201.00' });
    given(c1)
      .when(run('r1', '04-01', { ...percent, leastAmount: '251' }))
      .thenRefused('NO_FEE_DUE');
    given(c1)
      .when(run('r1', '04-01', { ...percent, leastAmount: '250' }))
      .thenFigures({ '2024-04-01': '202.50 0.00 202.50' });
  });

  it('notes an item first where the terms want notice, and fines it when that is long enough ago', () => {
    const terms = { ...flat, noticeDays: 14 };
    given(c1)
      .when(run('r1', '03-10', terms))
      .thenFacts('LateFeesRun 2024-03-10 r1: [] noted [c1#1] left out 0')
      .thenFigures({ '2024-03-10': '200.00 0.00 200.00' });
    const noted = [c1, run('r1', '03-10', terms)];
    given(...noted)
      .when(run('r2', '03-23', terms))
      .thenRefused('NO_FEE_DUE');
    given(...noted)
      .when(run('r2', '03-24', terms))
      .thenFigures({ '2024-03-24': '215.00 0.00 215.00' });
  });

  it('takes ids for its fees that are free', () => {
    const { facts } = given(c1, charge('r1-1', '1.00', '05-30')).when(run('r1', '04-01'));
    expect(facts[1]?.data).toMatchObject({ chargeId: 'r1-2' });
  });

  it('charges on the first open day what was late on a day that has been locked meanwhile', () => {
    given(c1)
      .when(run('r1', '04-01'), { ...books, lockedThrough: day('2024-04-30') })
      .thenFacts(
        'LateFeesRun 2024-05-01 r1: [r1-1 on c1#1 of 200.00] noted [] left out 0',
        'LateFeeAssessed 2024-05-01 r1-1 15.00 on c1#1 for 2024-04: SELF due 2024-05-01',
      );
  });
});

describe('interest', () => {
  it('of 200.00 at 12 % for 20 days of 365 is 1.32', () => {
    given(c1)
      .when(run('r1', '03-21', interest))
      .thenFacts(
        'LateFeesRun 2024-03-21 r1: [r1-1 on c1#1 of 200.00 2024-03-02..2024-03-21 4000.00] noted [] left out 0',
        'LateFeeAssessed 2024-03-21 r1-1 1.32 on c1#1 for 2024-03: SELF due 2024-03-21',
      );
  });

  it('of a year of 360 days is more', () => {
    given(c1)
      .when(run('r1', '03-21', { ...interest, daysInYear: 360 }))
      .thenFigures({ '2024-03-21': '201.33 0.00 201.33' });
  });

  it('is borne by what was owed on each day', () => {
    given(c1, paid('p1', '150.00', '03-12', line('c1', '150.00')))
      .when(run('r1', '03-21', interest))
      .thenFacts(
        'LateFeesRun 2024-03-21 r1: [r1-1 on c1#1 of 50.00 2024-03-02..2024-03-21 2500.00] noted [] left out 0',
        'LateFeeAssessed 2024-03-21 r1-1 0.82 on c1#1 for 2024-03: SELF due 2024-03-21',
      );
  });

  it('is of the days on which it was the account holder’s, and says so', () => {
    const ofPayer = instalments('c1', '03-01', [['200.00', '03-01', medicare]]);
    given(ofPayer, transfer('t1', 'c1', '200.00', '03-12'))
      .when(run('r1', '03-21', interest))
      .thenFacts(
        'LateFeesRun 2024-03-21 r1: [r1-1 on c1#2 of 200.00 2024-03-12..2024-03-21 2000.00] noted [] left out 0',
        'LateFeeAssessed 2024-03-21 r1-1 0.66 on c1#2 for 2024-03: SELF due 2024-03-21',
      );
  });

  it('goes on where the last run has stopped, and bears none itself', () => {
    given(c1, run('r1', '03-21', interest))
      .when(run('r2', '04-10', interest))
      .thenFacts(
        'LateFeesRun 2024-04-10 r2: [r2-1 on c1#1 of 200.00 2024-03-22..2024-04-10 4000.00] noted [] left out 0',
        'LateFeeAssessed 2024-04-10 r2-1 1.32 on c1#1 for 2024-04: SELF due 2024-04-10',
      );
  });

  it('that was too little to be charged is not lost', () => {
    const terms = { ...interest, leastAmount: '200' };
    given(c1)
      .when(run('r1', '03-21', terms))
      .thenRefused('NO_FEE_DUE');
    given(c1)
      .when(run('r1', '04-10', terms))
      .thenFacts(
        'LateFeesRun 2024-04-10 r1: [r1-1 on c1#1 of 200.00 2024-03-02..2024-04-10 8000.00] noted [] left out 0',
        'LateFeeAssessed 2024-04-10 r1-1 2.63 on c1#1 for 2024-04: SELF due 2024-04-10',
      );
  });
});
