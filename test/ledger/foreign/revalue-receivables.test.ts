import { describe, expect, it } from 'vitest';
import { valueOn } from '#ledger/timeline.ts';
import { formatMoney } from '#money/money.ts';
import { charge, line, paid } from '../commands.ts';
import { after, day, given, givenIn } from '../given-when-then.ts';
import { atRate, inEuros, linesInBase, revalue } from './foreign-books.ts';

const settled = [
  atRate('1.60', charge('c1', '100.00', '03-01')),
  atRate('1.50', paid('p1', '80.00', '03-10', line('c1', '80.00'))),
];

describe('RevalueReceivables', () => {
  it('values what is open at the rate of the day, and takes it back on the next', () => {
    const { facts } = givenIn(inEuros, ...settled).when(revalue('1.55', '03-31'));
    expect(facts.map(({ effectiveDate, data }) => [effectiveDate, 'baseChange' in data && data.baseChange])).toEqual([
      ['2024-03-31', '-100'],
      ['2024-04-01', '100'],
    ]);
    expect(facts).toMatchObject([{ data: { open: '2000', baseAmount: '3100', baseCarried: '3200' } }, {}]);
    expect(linesInBase(facts)).toEqual([
      'Dr FxUnrealized 0.00 at 1.00',
      'Cr FxUnrealizedAR 0.00 at 1.00',
      'Dr FxUnrealizedAR 0.00 at 1.00',
      'Cr FxUnrealized 0.00 at 1.00',
    ]);
  });

  it('looks at the day: what was settled later is still open on it', () => {
    const { facts } = givenIn(inEuros, ...settled).when(revalue('1.70', '03-05'));
    expect(facts).toMatchObject([{ data: { open: '10000', baseCarried: '16000', baseChange: '1000' } }, {}]);
  });

  it('leaves what is carried as it was, and nothing of itself on the day after', () => {
    const { base } = after([...settled, revalue('1.55', '03-31')], inEuros).account;
    const unrealized = (date: string) => base && formatMoney(valueOn(base.unrealized, day(date)));
    expect(['2024-03-30', '2024-03-31', '2024-04-01'].map(unrealized)).toEqual(['0.00', '-1.00', '0.00']);
    expect(base && formatMoney(valueOn(base.open, day('2024-04-01')))).toBe('32.00');
  });

  it('posts nothing where the rate is the one it came in at, and is done all the same', () => {
    const { facts } = givenIn(inEuros, ...settled).when(revalue('1.60', '03-31'));
    expect(linesInBase(facts)).toEqual([]);
    givenIn(inEuros, ...settled, revalue('1.60', '03-31'))
      .when(revalue('1.70', '03-31'))
      .thenRefused('ALREADY_REVALUED', {}, 'effectiveDate');
  });

  it('is done once for each day, of an account that is not in the base currency and owes something', () => {
    givenIn(inEuros, ...settled, revalue('1.55', '03-31'))
      .when(revalue('1.55', '04-30'))
      .thenFacts(
        'ReceivablesRevalued 2024-04-30 20.00 of 2024-04-30: -100 in base',
        'ReceivablesRevalued 2024-05-01 20.00 of 2024-04-30: 100 in base',
      );
    given(charge('c1', '100.00', '03-01'))
      .when(revalue('1.55', '03-31'))
      .thenRefused('BASE_VALUE_NOT_TAKEN', {}, 'rate');
    givenIn(inEuros).when(revalue('1.55', '03-31')).thenRefused('NOTHING_TO_REVALUE');
    givenIn(inEuros, ...settled)
      .when(revalue('1.55', '02-29'))
      .thenRefused('NOTHING_TO_REVALUE');
    givenIn(inEuros, ...settled)
      .when(atRate('1.55', ['RevalueReceivables', { effectiveDate: '2023-12-31' }]))
      .thenRefused('BEFORE_LEDGER_OPENING');
    givenIn(inEuros, ...settled)
      .when(revalue('99999999', '03-31'))
      .thenFacts(
        'ReceivablesRevalued 2024-03-31 20.00 of 2024-03-31: 199999994800 in base',
        'ReceivablesRevalued 2024-04-01 20.00 of 2024-03-31: -199999994800 in base',
      );
  });
});
