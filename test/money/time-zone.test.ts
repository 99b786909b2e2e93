import { execFileSync } from 'node:child_process';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateInZone, isTimeZone } from '#money/calendar-date.ts';

const instant = Date.parse;

describe('the day in a zone', () => {
  it.each([
    ['2026-03-08T04:59:59.999Z', 'America/New_York', '2026-03-07'],
    ['2026-03-08T05:00:00.000Z', 'America/New_York', '2026-03-08'],
    ['2026-03-09T03:59:59.999Z', 'America/New_York', '2026-03-08'],
    ['2026-03-09T04:00:00.000Z', 'America/New_York', '2026-03-09'],
    ['2026-11-01T03:59:59.999Z', 'America/New_York', '2026-10-31'],
    ['2026-11-02T04:59:59.999Z', 'America/New_York', '2026-11-01'],
    ['2026-11-02T05:00:00.000Z', 'America/New_York', '2026-11-02'],
    ['2026-06-30T14:59:59.999Z', 'Asia/Tokyo', '2026-06-30'],
    ['2026-06-30T15:00:00.000Z', 'Asia/Tokyo', '2026-07-01'],
    ['2026-01-31T18:14:59.000Z', 'Asia/Kathmandu', '2026-01-31'],
    ['2026-01-31T18:15:00.000Z', 'Asia/Kathmandu', '2026-02-01'],
    ['2026-12-31T09:59:59.999Z', 'Pacific/Kiritimati', '2026-12-31'],
    ['2026-12-31T10:00:00.000Z', 'Pacific/Kiritimati', '2027-01-01'],
    ['2027-01-01T10:59:59.999Z', 'Pacific/Pago_Pago', '2026-12-31'],
    ['2027-01-01T11:00:00.000Z', 'Pacific/Pago_Pago', '2027-01-01'],
    ['2024-02-29T23:59:59.999Z', 'UTC', '2024-02-29'],
    ['2024-03-01T00:00:00.000Z', 'UTC', '2024-03-01'],
    ['1969-12-31T23:59:59.999Z', 'UTC', '1969-12-31'],
    ['0001-01-02T00:00:00.000Z', 'UTC', '0001-01-02'],
    ['0999-06-01T00:00:00.000Z', 'UTC', '0999-06-01'],
    ['9999-12-30T00:00:00.000Z', 'Pacific/Kiritimati', '9999-12-30'],
  ])('at %s in %s is %s', (text, zone, date) => {
    expect(dateInZone(instant(text), zone)).toBe(date);
  });

  it('had no 30 December 2011 in Samoa', () => {
    expect(dateInZone(instant('2011-12-30T09:59:59Z'), 'Pacific/Apia')).toBe('2011-12-29');
    expect(dateInZone(instant('2011-12-30T10:00:00Z'), 'Pacific/Apia')).toBe('2011-12-31');
  });

  it('turns inside a minute where a zone once differed from UTC by seconds', () => {
    // Monrovia was 44 minutes and 30 seconds behind until 1972.
    expect(dateInZone(instant('1970-06-02T00:44:29Z'), 'Africa/Monrovia')).toBe('1970-06-01');
    expect(dateInZone(instant('1970-06-02T00:44:31Z'), 'Africa/Monrovia')).toBe('1970-06-02');
  });

  it('changes between two neighbouring milliseconds, asked in any order', () => {
    const midnight = instant('2026-07-01T04:00:00Z');
    const asked = [midnight, midnight - 1, midnight, midnight + 59_999, midnight - 60_000, midnight + 1];
    expect(asked.map((at) => dateInZone(at, 'America/New_York'))).toEqual([
      '2026-07-01',
      '2026-06-30',
      '2026-07-01',
      '2026-07-01',
      '2026-06-30',
      '2026-07-01',
    ]);
  });

  it('takes a fraction of a millisecond, before 1970 too', () => {
    expect(dateInZone(-0.5, 'UTC')).toBe('1969-12-31');
    expect(dateInZone(0.5, 'UTC')).toBe('1970-01-01');
  });

  it('is the day of UTC in UTC, at any instant', () => {
    const instants = fc.integer({ min: instant('0001-01-02T00:00:00Z'), max: instant('9999-12-31T00:00:00Z') });
    fc.assert(
      fc.property(instants, (at) => {
        expect(dateInZone(at, 'UTC')).toBe(new Date(at).toISOString().slice(0, 10));
      }),
    );
  });

  it('agrees with another formatter and calendar of the runtime in any zone', () => {
    const zones = fc.constantFrom(...Intl.supportedValuesOf('timeZone'));
    const instants = fc.integer({ min: instant('1900-01-01T00:00:00Z'), max: instant('2100-01-01T00:00:00Z') });
    fc.assert(
      fc.property(instants, zones, (at, timeZone) => {
        // Swedish writes dates as we do.
        const swedish = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
        expect(dateInZone(at, timeZone)).toBe(swedish.format(at));
        expect(dateInZone(at, timeZone)).toBe(swedish.format(at));
      }),
      { numRuns: 400 },
    );
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 8.64e15, -8.64e15, 253_402_300_800_000])(
    'at %d is outside the calendar',
    (at) => {
      expect(() => dateInZone(at, 'UTC')).toThrow('outside the years');
    },
  );

  it('throws on an unknown zone', () => {
    expect(() => dateInZone(0, 'Mars/Olympus_Mons')).toThrow(RangeError);
  });
});

describe('the names of zones', () => {
  it.each(['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    '%s is one',
    (text) => {
      expect(isTimeZone(text)).toBe(true);
    },
  );

  it.each([
    '',
    'local',
    'Mars/Olympus_Mons',
    '+02:00',
    '-05:00',
    '+02',
    ' UTC',
    'UTC ',
    'UTC\n',
    '\ud800',
    'A'.repeat(1000),
  ])('%j is none', (text) => {
    expect(isTimeZone(text)).toBe(false);
  });

  it('takes every zone the runtime lists', () => {
    expect(Intl.supportedValuesOf('timeZone').filter((zone) => !isTimeZone(zone))).toEqual([]);
  });
});

describe('the zone and the language of the machine', () => {
  const program = `
    const dates = await import('#money/calendar-date.ts');
    const { parseMoney, formatMoney } = await import('#money/money.ts');
    const out = [];
    for (let hour = 0; hour < 24 * 40; hour += 1) {
      const at = 1772236800000 + hour * 3600000;
      for (const zone of ['America/New_York', 'Asia/Kathmandu', 'Pacific/Kiritimati', 'UTC']) {
        out.push(dates.dateInZone(at, zone));
      }
      const date = dates.addDays(dates.calendarDate('2026-02-20'), hour);
      out.push(date, dates.addMonths(date, hour), dates.endOfMonth(date), dates.daysBetween(date, '2026-03-08'));
    }
    out.push(new Date(1772236800000).getTimezoneOffset() === 0 ? 'zero' : 'shifted', formatMoney(parseMoney('1234567.89', 'USD')));
    console.log(JSON.stringify(out));
  `;

  function onMachine(TZ: string, LC_ALL: string): readonly unknown[] {
    const text = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: new URL('../..', import.meta.url),
      env: { ...process.env, TZ, LC_ALL, LANG: LC_ALL },
      encoding: 'utf8',
    });
    const answer: unknown = JSON.parse(text);
    return Array.isArray(answer) ? answer : [];
  }

  it('change no date and no amount', () => {
    const atHome = onMachine('UTC', 'C');
    expect(atHome).toHaveLength(24 * 40 * 8 + 2);
    for (const [zone, language] of [
      ['America/St_Johns', 'de_DE.UTF-8'],
      ['Pacific/Kiritimati', 'ar_SA.UTF-8'],
      ['Pacific/Pago_Pago', 'th_TH.UTF-8'],
    ] as const) {
      const abroad = onMachine(zone, language);
      // The machine did move, or the comparison would prove nothing.
      expect([atHome.at(-2), abroad.at(-2)]).toEqual(['zero', 'shifted']);
      expect(abroad.toSpliced(-2, 1)).toEqual(atHome.toSpliced(-2, 1));
    }
  });
});
