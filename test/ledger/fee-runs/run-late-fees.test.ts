import { describe, expect, it } from 'vitest';
import { warningsOfRun } from '#ledger/fee-runs/late-fee-run.ts';
import { emptyLedger } from '#ledger/ledger.ts';
import { books, day } from '../given-when-then.ts';
import { aRun, decidedEnd, decidedRun, openedLedger, recordedIn } from './ledger-of-runs.ts';

describe('a late-fee run', () => {
  it('begins with its terms, written out in minor units', () => {
    const terms = {
      method: 'PERCENT',
      percent: '1.5',
      graceDays: 5,
      mostAmount: '25',
      leastAmount: '0.50',
      noticeDays: 14,
    };
    expect(decidedRun(openedLedger, { ...aRun, terms, importsWithinDays: 3 })).toEqual({
      type: 'LateFeeRunBegun',
      effectiveDate: '2024-06-30',
      data: {
        runId: 'r1',
        period: '2024-06',
        currency: 'USD',
        terms: { ...terms, mostAmount: '2500', leastAmount: '50', amount: undefined },
        importsWithinDays: 3,
      },
    });
  });

  it('has no grace unless stated, and is of today', () => {
    const { effectiveDate: _, ...today } = aRun;
    expect(decidedRun(openedLedger, today)).toMatchObject({
      effectiveDate: books.today,
      data: { terms: { graceDays: 0, amount: '1500' } },
    });
  });

  it('ends on its own day, once', () => {
    const begun = recordedIn(openedLedger, decidedRun(openedLedger));
    const end = decidedEnd(begun);
    expect(end).toMatchObject({ type: 'LateFeeRunEnded', effectiveDate: '2024-06-30', data: { currency: 'USD' } });
    expect(decidedEnd(recordedIn(begun, end))).toMatchObject({ code: 'FEE_RUN_OVER' });
  });

  it('ends on the first open day where its own was locked while it was under way', () => {
    const locked = { ...books, lockedThrough: day('2024-06-30') };
    const begun = recordedIn(openedLedger, decidedRun(openedLedger));
    expect(decidedEnd(begun, locked)).toMatchObject({ effectiveDate: '2024-07-01' });
  });

  it.each([
    [{ method: 'FLAT' }, 'an amount with FLAT, and with nothing else'],
    [{ method: 'PERCENT', amount: '1.00', percent: '1' }, 'an amount with FLAT, and with nothing else'],
    [{ method: 'INTEREST' }, 'a percentage with PERCENT and INTEREST, and with nothing else'],
    [{ method: 'PERCENT', percent: '1', daysInYear: 365 }, 'the days of a year with INTEREST only'],
  ])('needs terms that fit its method: %j', (terms, expected) => {
    expect(decidedRun(openedLedger, { ...aRun, terms })).toMatchObject({
      code: 'INPUT_INVALID',
      figures: { expected },
      inputPath: 'terms',
    });
  });

  it.each(['0', '0.000', '1,5', '-1', '1e2', '1000'])('knows no percentage like %s', (percent) => {
    expect(decidedRun(openedLedger, { ...aRun, terms: { method: 'PERCENT', percent } })).toMatchObject({
      code: 'INPUT_INVALID',
      inputPath: 'terms.percent',
    });
  });

  it.each([
    ['2024-06', '2024-06-01', []],
    ['2024-06', '2024-06-30', []],
    ['2024-06', '2024-05-31', ['DAY_OUTSIDE_PERIOD']],
    ['2024-06', '2024-07-01', ['DAY_OUTSIDE_PERIOD']],
    ['2023-06', '2024-06-30', ['DAY_OUTSIDE_PERIOD']],
    ['2024-06-30', '2024-06-30', []],
    ['2024-06-30', '2023-07-01', []],
    ['2024-06-30', '2024-07-01', ['DAY_OUTSIDE_PERIOD']],
    ['2024-06-30', '2023-06-30', ['DAY_OUTSIDE_PERIOD']],
  ])('for the period %s, of %s, is warned of %j', (period, on, warnings) => {
    const begun = decidedRun(openedLedger, { ...aRun, period });
    if ('outcome' in begun || begun.type !== 'LateFeeRunBegun') throw new Error('the run is refused');
    expect(warningsOfRun(day(on), begun.data, undefined)).toEqual(warnings);
  });

  it('refuses what is never charged, books that are not open, days before them and locked ones', () => {
    const nothing = { method: 'FLAT', amount: '0.00' };
    const refusal = { outcome: 'REJECTED' };
    expect(decidedRun(openedLedger, { ...aRun, terms: nothing })).toMatchObject({
      code: 'AMOUNT_NOT_POSITIVE',
      inputPath: 'terms.amount',
    });
    expect(decidedRun(openedLedger, { ...aRun, terms: { ...nothing, amount: '1.001' } })).toMatchObject({
      code: 'AMOUNT_SCALE',
      inputPath: 'terms.amount',
    });
    expect(decidedRun(emptyLedger())).toMatchObject({ ...refusal, code: 'LEDGER_NOT_OPEN' });
    expect(decidedRun(openedLedger, { ...aRun, effectiveDate: '2023-12-31' })).toMatchObject({
      code: 'BEFORE_LEDGER_OPENING',
    });
    const locked = { ...books, lockedThrough: day('2024-06-30') };
    expect(decidedRun(openedLedger, aRun, locked)).toMatchObject({
      code: 'PERIOD_LOCKED',
      figures: { firstOpenDay: '2024-07-01' },
    });
    const foreign = { ...aRun, currency: 'EUR' };
    expect(decidedRun(openedLedger, foreign, locked)).toMatchObject({ code: 'BASE_VALUE_REQUIRED', inputPath: 'rate' });
  });
});
