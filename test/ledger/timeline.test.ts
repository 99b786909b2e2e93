import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { datesAfter, firstDateThat, supplyFrom, supplyShortage } from '#ledger/supply.ts';
import { changeOn, emptyTimeline, finalValue, smallestFrom, type Timeline, valueOn } from '#ledger/timeline.ts';
import { addDays } from '#money/calendar-date.ts';
import { formatMoney, fromMinorText } from '#money/money.ts';
import { day } from './given-when-then.ts';

type Changes = readonly (readonly [date: string, minor: number])[];

const usd = (minor: number) => fromMinorText(String(minor), 'USD');
const timeline = (changes: Changes): Timeline =>
  changes.reduce((line, [date, minor]) => changeOn(line, day(date), usd(minor)), emptyTimeline('USD'));

const changes: fc.Arbitrary<Changes> = fc.array(
  fc.tuple(
    fc.nat(12).map((days) => String(addDays(day('2024-03-01'), days))),
    fc.integer({ min: -500, max: 500 }),
  ),
  { maxLength: 12 },
);

/** Every day around the changes, one by one: the slow and obvious way. */
const days = Array.from({ length: 20 }, (_, index) => addDays(day('2024-02-27'), index));
const slowValue = (all: Changes, date: string): number =>
  all.reduce((sum, [on, minor]) => (on <= date ? sum + minor : sum), 0);
const slowSmallest = (all: Changes, from: string, before = '9999-12-31'): number =>
  Math.min(...days.filter((date) => date >= from && date < before).map((date) => slowValue(all, date)));

describe('a figure over days', () => {
  it('is the sum of its changes up to the day, and its smallest value that of the day-by-day search', () => {
    fc.assert(
      fc.property(
        changes,
        fc.constantFrom(...days.slice(0, 15)),
        fc.integer({ min: 1, max: 4 }),
        (all, date, length) => {
          const line = timeline(all);
          expect(formatMoney(valueOn(line, date))).toBe(formatMoney(usd(slowValue(all, date))));
          expect(formatMoney(smallestFrom(line, date))).toBe(formatMoney(usd(slowSmallest(all, date))));
          const before = addDays(date, length);
          expect(formatMoney(smallestFrom(line, date, before))).toBe(formatMoney(usd(slowSmallest(all, date, before))));
          expect(formatMoney(finalValue(line))).toBe(formatMoney(usd(slowValue(all, '9999-12-31'))));
        },
      ),
    );
  });

  it('has one change a day, in order, whatever the order of recording', () => {
    expect(
      timeline([
        ['2024-03-05', 5],
        ['2024-03-01', 1],
        ['2024-03-03', 3],
        ['2024-03-01', 10],
      ]).changes,
    ).toEqual([
      { date: '2024-03-01', amount: usd(11) },
      { date: '2024-03-03', amount: usd(3) },
      { date: '2024-03-05', amount: usd(5) },
    ]);
  });

  it('holds on the first and the last day there is', () => {
    const line = timeline([
      ['9999-12-31', 7],
      ['0001-01-01', 5],
    ]);
    expect(['0001-01-01', '9999-12-30', '9999-12-31'].map((date) => formatMoney(valueOn(line, day(date))))).toEqual([
      '0.05',
      '0.05',
      '0.12',
    ]);
  });
});

describe('why several figures cannot bear an amount', () => {
  it('is told by the first day below it and the first day that would do, found day by day', () => {
    fc.assert(
      fc.property(
        changes,
        changes,
        fc.constantFrom(...days.slice(0, 15)),
        fc.integer({ min: 1, max: 700 }),
        (one, other, date, minor) => {
          const lines = [timeline(one), timeline(other)];
          const slowSupply = (from: string) => slowSmallest(one, from) + slowSmallest(other, from);
          const shortage = supplyShortage('USD', lines, date, usd(minor));
          expect(formatMoney(supplyFrom('USD', lines, date))).toBe(formatMoney(usd(slowSupply(date))));
          expect(shortage === undefined).toBe(slowSupply(date) >= minor);
          if (shortage === undefined) return;
          const later = days.filter((each) => each >= date);
          const below = later.find((each) => slowValue(one, each) + slowValue(other, each) < minor);
          expect(shortage.bindingDate).toBe(below ?? date);
          expect(shortage.earliestDate).toBe(later.find((each) => slowSupply(each) >= minor));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('is nothing where each day has just the amount', () => {
    const line = timeline([
      ['2024-03-01', 100],
      ['2024-03-05', -40],
    ]);
    expect(supplyShortage('USD', [line], day('2024-03-01'), usd(60))).toBeUndefined();
    expect(supplyShortage('USD', [line], day('2024-03-01'), usd(61))).toMatchObject({ bindingDate: '2024-03-05' });
    expect(supplyShortage('USD', [line], day('2024-03-01'), usd(100))).toEqual({
      available: usd(60),
      bindingDate: '2024-03-05',
      earliestDate: undefined,
    });
  });

  it('looks at the days of change only, and finds the first that suffices', () => {
    const dates = datesAfter(
      [
        timeline([
          ['2024-03-05', 1],
          ['2024-03-01', 1],
        ]),
        timeline([
          ['2024-03-05', 1],
          ['2024-03-09', 1],
        ]),
      ],
      day('2024-03-01'),
    );
    expect(dates).toEqual(['2024-03-05', '2024-03-09']);
    expect(firstDateThat(dates, (date) => date > '2024-03-05')).toBe('2024-03-09');
    expect(firstDateThat(dates, () => true)).toBe('2024-03-05');
    expect(firstDateThat(dates, () => false)).toBeUndefined();
  });
});
