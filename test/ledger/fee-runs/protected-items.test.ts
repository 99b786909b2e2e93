import { describe, expect, it } from 'vitest';
import { agreePlan, breakPlan, dispute, hold, monthly, releaseHold } from '../agreement-commands.ts';
import { charge } from '../commands.ts';
import { atRate, inEuros, linesInBase } from '../foreign/foreign-books.ts';
import { after, decideSent, given, type Sent } from '../given-when-then.ts';

const flat = { method: 'FLAT', amount: '1500', graceDays: 0 };
const interest = { method: 'INTEREST', percent: '12', graceDays: 0 };

function run(runId: string, date: string, terms: object = flat, more: object = {}): Sent {
  const period = `2024-${date.slice(0, 2)}`;
  return ['ChargeRunFees', { effectiveDate: `2024-${date}`, run: { runId, period, currency: 'USD', terms, ...more } }];
}

const c1 = charge('c1', '200.00', '03-01');
const c2 = charge('c2', '80.00', '03-01');

describe('a late-fee run leaves out', () => {
  it.each([
    ['a held item', hold('h1', '03-10', { holdOn: { chargeId: 'c1' } })],
    ['an item that somebody disputes', dispute('d1', 'c1', '03-10', { amount: '1.00' })],
    ['an item on a plan that is kept', agreePlan('pp1', '03-10', monthly(4, '04-10'))],
  ])('%s, and counts it', (_, protection) => {
    given(c1, c2, protection).when(run('r1', '04-01')).thenFigures({ '2024-04-01': '295.00 0.00 295.00' });
  });

  it('an account that is held, whole', () => {
    given(c1, c2, hold('h1', '03-10')).when(run('r1', '04-01')).thenRefused('NO_FEE_DUE', { leftOut: '2' });
  });

  it('the days of a hold from the interest of later', () => {
    const released = [c1, hold('h1', '03-06'), releaseHold('h1', '03-16')];
    given(...released)
      .when(run('r1', '03-21', interest))
      .thenFacts(
        'LateFeesRun 2024-03-21 r1: [r1-1 on c1#1 of 200.00 2024-03-02..2024-03-21 2000.00] noted [] left out 0',
        'LateFeeAssessed 2024-03-21 r1-1 0.66 on c1#1 for 2024-03: SELF due 2024-03-21',
      );
  });

  it('an item that was fined already in the period, also when a plan has given it another day', () => {
    given(c1, run('r1', '03-05'), agreePlan('pp1', '03-10', monthly(2, '03-12')), breakPlan('pp1', '03-20'))
      .when(run('r2', '03-25'))
      .thenRefused('NO_FEE_DUE');
  });
});

describe('a late-fee run in a foreign currency', () => {
  it('gives its fees their base value by the rate of the run', () => {
    const { account } = after([atRate('1.20', c1)], inEuros);
    const decision = decideSent(account, run('r1', '04-01', flat, { rate: { rate: '1.10', source: 'ECB' } }), inEuros);
    if (decision.outcome === 'REJECTED') throw new Error(decision.code);
    expect(linesInBase(decision.facts)).toEqual([
      'Dr AccountsReceivable 15.00 at 16.50',
      'Cr LateFeeRevenue 15.00 at 16.50',
    ]);
  });
});
