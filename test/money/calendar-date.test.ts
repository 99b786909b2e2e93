import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  addMonths,
  calendarDate,
  daysBetween,
  earlierOf,
  endOfMonth,
  isAfter,
  isBefore,
  laterOf,
  parseCalendarDate,
} from '#money/calendar-date.ts';

const day = calendarDate;
const millisecondsPerDay = 86_400_000;
const lastDay = 3_652_058;

// The oracle: the runtime's own UTC dates, which the source does not use.
const oracleInstant = (number: number): number => Date.parse('0001-01-01T00:00:00Z') + number * millisecondsPerDay;
const oracleText = (number: number): string => new Date(oracleInstant(number)).toISOString().slice(0, 10);
const daysSinceFirst = (text: string): number => (Date.parse(text) - oracleInstant(0)) / millisecondsPerDay;
const twoDigits = (last: number): readonly string[] =>
  Array.from({ length: last + 1 }, (_, value) => String(value).padStart(2, '0'));
const isDay = (text: string): boolean => {
  const instant = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(text);
};
const yearText = (year: number): string => String(year).padStart(4, '0');
const dayNumbers = fc.oneof(fc.integer({ min: 0, max: lastDay }), fc.integer({ min: 700_000, max: 760_000 }));

describe('reading a date', () => {
  it.each([
    '0001-01-01',
    '0004-02-29',
    '1600-02-29',
    '1900-02-28',
    '1970-01-01',
    '2000-02-29',
    '2023-02-28',
    '2024-02-29',
    '2024-04-30',
    '2024-12-31',
    '9999-12-31',
  ])('%s is a day', (text) => {
    expect(parseCalendarDate(text)).toBe(text);
    expect(calendarDate(text)).toBe(text);
  });

  it.each([
    '2023-02-29',
    '1900-02-29',
    '2100-02-29',
    '2024-02-30',
    '2024-04-31',
    '2024-06-31',
    '2024-09-31',
    '2024-11-31',
    '2024-01-32',
    '2024-01-00',
    '2024-00-10',
    '2024-13-01',
    '0000-01-01',
    '10000-01-01',
    '-001-01-01',
    '+002024-01-01',
    '2024-1-1',
    '24-01-01',
    '2024/01/01',
    '20240101',
    '01.02.2024',
    '2024-01-01T00:00:00Z',
    '2024-01-01 ',
    ' 2024-01-01',
    '2024-01-01\n',
    '\u0662\u0660\u0662\u0664-01-01',
    '2024\u201301\u201301',
    '2024-W01-1',
    '2024-001',
    'today',
    '',
    '\ud800',
  ])('%j is no day', (text) => {
    expect(parseCalendarDate(text)).toBeUndefined();
    expect(() => calendarDate(text)).toThrow('Not a calendar date');
  });

  it('does not repeat a malformed text in its error', () => {
    expect(() => calendarDate('canary')).not.toThrow(/canary/);
  });

  it('knows every day there is, and no other text of that form in the years around the rules', () => {
    const texts = [1, 4, 100, 400, 1600, 1900, 2000, 2023, 2024, 2100, 9999].flatMap((year) =>
      twoDigits(13).flatMap((month) =>
        twoDigits(32).map((date) => `${String(year).padStart(4, '0')}-${month}-${date}`),
      ),
    );
    const days = texts.filter(isDay);
    expect(texts.filter((text) => parseCalendarDate(text) !== undefined)).toEqual(days);
    expect(days).toHaveLength(11 * 365 + 5);
  });

  it('any text is a day or undefined', () => {
    const texts = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/));
    fc.assert(
      fc.property(texts, (text) => {
        const date = parseCalendarDate(text);
        expect(date === undefined || date === text).toBe(true);
      }),
    );
  });
});

describe('comparing dates', () => {
  it.each([
    ['2024-01-31', '2024-02-01'],
    ['2024-12-31', '2025-01-01'],
    ['0999-12-31', '1000-01-01'],
    ['2024-02-28', '2024-02-29'],
  ])('%s is before %s', (first, second) => {
    const [a, b] = [day(first), day(second)];
    expect([isBefore(a, b), isBefore(b, a), isBefore(a, a)]).toEqual([true, false, false]);
    expect([isAfter(a, b), isAfter(b, a), isAfter(a, a)]).toEqual([false, true, false]);
    expect([laterOf(a, b), laterOf(b, a), laterOf(a, a)]).toEqual([b, b, a]);
    expect([earlierOf(a, b), earlierOf(b, a), earlierOf(a, a)]).toEqual([a, a, a]);
  });

  it('as text is comparing as days', () => {
    fc.assert(
      fc.property(dayNumbers, dayNumbers, (a, b) => {
        const [first, second] = [day(oracleText(a)), day(oracleText(b))];
        expect(isBefore(first, second)).toBe(a < b);
        expect(isAfter(first, second)).toBe(a > b);
        expect(laterOf(first, second)).toBe(oracleText(Math.max(a, b)));
        expect(earlierOf(first, second)).toBe(oracleText(Math.min(a, b)));
      }),
    );
  });
});

describe('counting days', () => {
  it.each([
    ['2024-02-28', 1, '2024-02-29'],
    ['2024-02-29', 1, '2024-03-01'],
    ['2023-02-28', 1, '2023-03-01'],
    ['1900-02-28', 1, '1900-03-01'],
    ['2000-02-28', 1, '2000-02-29'],
    ['2023-12-31', 1, '2024-01-01'],
    ['2024-12-31', 1, '2025-01-01'],
    ['2024-01-01', 366, '2025-01-01'],
    ['2024-03-10', 30, '2024-04-09'],
    ['2000-01-01', 146_097, '2400-01-01'],
    ['0001-01-01', lastDay, '9999-12-31'],
    ['2024-05-05', 0, '2024-05-05'],
  ])('%s and %i days is %s', (from, days, to) => {
    expect(addDays(day(from), days)).toBe(to);
    expect(addDays(day(to), -days)).toBe(from);
    expect(daysBetween(day(from), day(to))).toBe(days);
    expect(daysBetween(day(to), day(from)) + days).toBe(0);
  });

  it('walks through every day of four centuries as the runtime does', () => {
    const start = daysSinceFirst('1899-12-31');
    const walked: string[] = [];
    for (let date = day('1899-12-31'); date < '2300-01-01'; date = addDays(date, 1)) {
      walked.push(date);
    }
    expect(walked).toEqual(walked.map((_, number) => oracleText(start + number)));
    expect(walked).toHaveLength(146_098);
  });

  it('turns every year at the right day', () => {
    const wrong = Array.from({ length: 9998 }, (_, index) => index + 1).filter((year) => {
      const [last, first] = [day(`${yearText(year)}-12-31`), day(`${yearText(year + 1)}-01-01`)];
      return addDays(last, 1) !== first || addDays(first, -1) !== last;
    });
    expect(wrong).toEqual([]);
  });

  it('agrees with the runtime for any two days', () => {
    fc.assert(
      fc.property(dayNumbers, dayNumbers, (a, b) => {
        expect(daysBetween(day(oracleText(a)), day(oracleText(b)))).toBe(b - a);
        expect(addDays(day(oracleText(a)), b - a)).toBe(oracleText(b));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['0001-01-01', -1],
    ['9999-12-31', 1],
    ['2024-01-01', 1e9],
    ['2024-01-01', 0.5],
    ['2024-01-01', Number.NaN],
    ['2024-01-01', Number.POSITIVE_INFINITY],
  ])('%s and %d days is no date', (from, days) => {
    expect(() => addDays(day(from), days)).toThrow('outside the years');
  });
});

describe('counting months', () => {
  it.each([
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-01-31', 2, '2024-03-31'],
    ['2024-01-31', 3, '2024-04-30'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-12-15', 1, '2025-01-15'],
    ['2024-01-15', -1, '2023-12-15'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2024-02-29', -1200, '1924-02-29'],
    ['2024-05-05', 0, '2024-05-05'],
    ['0001-01-31', 1, '0001-02-28'],
    ['9999-11-30', 1, '9999-12-30'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(day(from), months)).toBe(to);
  });

  it.each([
    ['2024-02-01', '2024-02-29'],
    ['2023-02-28', '2023-02-28'],
    ['2024-04-30', '2024-04-30'],
    ['2024-12-05', '2024-12-31'],
    ['1900-02-10', '1900-02-28'],
    ['9999-12-01', '9999-12-31'],
  ])('the month of %s ends on %s', (date, end) => {
    expect(endOfMonth(day(date))).toBe(end);
  });

  it('agrees with the runtime, which knows the last day of a month as day 0 of the next', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 300_000, max: 3_000_000 }),
        fc.integer({ min: -2400, max: 2400 }),
        (number, months) => {
          const from = new Date(oracleInstant(number));
          const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0));
          const expected = new Date(last);
          expected.setUTCDate(Math.min(from.getUTCDate(), last.getUTCDate()));
          const date = addMonths(day(oracleText(number)), months);
          expect(date).toBe(expected.toISOString().slice(0, 10));
          expect(endOfMonth(date)).toBe(last.toISOString().slice(0, 10));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['0001-01-01', -1],
    ['9999-12-31', 1],
    ['2024-01-01', 0.5],
    ['2024-01-01', 1e9],
    ['2024-01-01', Number.NaN],
  ])('%s and %d months is no date', (from, months) => {
    expect(() => addMonths(day(from), months)).toThrow('Not a calendar date');
  });
});
