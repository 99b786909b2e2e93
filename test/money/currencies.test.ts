import { describe, expect, it } from 'vitest';
import { currencyTableVersion, decimalsOf, isCurrencyCode } from '#money/currencies.ts';

describe('currencies', () => {
  it.each([
    ['USD', 2],
    ['EUR', 2],
    ['GBP', 2],
    ['CHF', 2],
    ['MXN', 2],
    ['HUF', 2],
    ['IDR', 2],
    ['MGA', 2],
    ['MRU', 2],
    ['XCG', 2],
    ['ZWG', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['CLP', 0],
    ['ISK', 0],
    ['VND', 0],
    ['XAF', 0],
    ['XOF', 0],
    ['XPF', 0],
    ['BHD', 3],
    ['IQD', 3],
    ['JOD', 3],
    ['KWD', 3],
    ['LYD', 3],
    ['OMR', 3],
    ['TND', 3],
  ])('%s has %i decimals', (code, decimals) => {
    expect(isCurrencyCode(code)).toBe(true);
    expect(decimalsOf(code)).toBe(decimals);
  });

  it.each(['XAU', 'XAG', 'XDR', 'XTS', 'XXX', 'XBA', 'CLF', 'UYW', 'UYI', 'CHE', 'CHW', 'BOV', 'COU', 'MXV', 'USN'])(
    '%s bills nobody and is no currency here',
    (code) => {
      expect(isCurrencyCode(code)).toBe(false);
    },
  );

  it.each(['DEM', 'HRK', 'BGN', 'SLL', 'ANG', 'ZWL', 'CUC', 'VEF'])('%s was withdrawn before this table', (code) => {
    expect(isCurrencyCode(code)).toBe(false);
  });

  it.each(['', 'usd', 'Usd', ' USD', 'USD ', 'US', 'USDD', '840', 'constructor', '__proto__', 'toString', '\ud800'])(
    'the text %j is no currency',
    (text) => {
      expect(isCurrencyCode(text)).toBe(false);
      expect(() => decimalsOf(text)).toThrow(/iso4217/);
    },
  );

  it('has 155 currencies, all known to the runtime by name except the second bolivar', () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'.split('');
    const every = letters.flatMap((a) => letters.flatMap((b) => letters.map((c) => a + b + c)));
    const ours = every.filter(isCurrencyCode);
    const runtime = new Set(Intl.supportedValuesOf('currency'));
    expect(ours).toHaveLength(155);
    expect(ours.filter((code) => !runtime.has(code))).toEqual(['VED']);
    expect(ours.filter((code) => decimalsOf(code) === 0)).toHaveLength(16);
    expect(ours.filter((code) => decimalsOf(code) === 3)).toHaveLength(7);
  });

  it('does not repeat an unknown code in its error', () => {
    expect(() => decimalsOf('canary-code')).not.toThrow(/canary/);
  });

  it('names the version of its table, which entries carry', () => {
    expect(currencyTableVersion).toBe('iso4217-2026-01');
  });
});
