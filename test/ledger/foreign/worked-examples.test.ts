import { describe, expect, it } from 'vitest';
import { apply, charge, line, paid, payment, unapply } from '../commands.ts';
import { after, givenIn } from '../given-when-then.ts';
import { atRate, carriedOf, inEuros, linesInBase, realised, worth } from './foreign-books.ts';

describe('the worked figures of foreign currency', () => {
  it('200.00 at 1.20 settled at 1.15 is a loss of 10.00', () => {
    const { facts } = givenIn(inEuros, atRate('1.20', charge('c1', '200.00', '03-01'))).when(
      atRate('1.15', paid('p1', '200.00', '03-10', line('c1', '200.00'))),
    );
    expect(linesInBase(facts)).toEqual([
      'Dr CashClearing 200.00 at 230.00',
      'Cr UnappliedCash 200.00 at 230.00',
      'Dr UnappliedCash 200.00 at 230.00',
      'Cr AccountsReceivable 200.00 at 230.00',
      'Dr FxRealized 0.00 at 10.00',
      'Cr AccountsReceivable 0.00 at 10.00',
    ]);
  });

  it('50.00 carried at 60.00 and paid with 66.00 is a gain of 6.00', () => {
    const { facts } = givenIn(inEuros, worth('60.00', charge('c1', '50.00', '03-01'))).when(
      worth('66.00', paid('p1', '50.00', '03-10', line('c1', '50.00'))),
    );
    expect(linesInBase(facts).slice(-2)).toEqual(['Dr AccountsReceivable 0.00 at 6.00', 'Cr FxRealized 0.00 at 6.00']);
    expect(realised(facts)).toBe('6.00');
  });

  it('80.00 received at 1.50 on 100.00 at 1.60 leaves 20.00 open at base 32.00 and a loss of 8.00', () => {
    const { account, facts } = after(
      [
        atRate('1.60', charge('c1', '100.00', '03-01')),
        atRate('1.50', paid('p1', '80.00', '03-10', line('c1', '80.00'))),
      ],
      inEuros,
    );
    expect(carriedOf(account, 'c1#1')).toBe('20.00 at 32.00');
    expect(realised(facts)).toBe('-8.00');
  });

  it('9. FX rounding: three parts of 9.00 at 10.00, each with its own gain, and the second taken back exactly', () => {
    const three = ['03-10', '03-11', '03-12'].map((date, index) => {
      return worth('3.40', paid(`p${index + 1}`, '3.00', date, line('c1', '3.00')));
    });
    const { account, facts } = after([worth('10.00', charge('c1', '9.00', '03-01')), ...three], inEuros);
    const lines = facts.flatMap((fact) => (fact.type === 'PaymentApplied' ? fact.data.allocations : []));
    expect(lines.map(({ baseSettled, baseUsed }) => `${baseSettled} of ${baseUsed}`)).toEqual([
      '333 of 340',
      '334 of 340',
      '333 of 340',
    ]);
    expect(carriedOf(account, 'c1#1')).toBe('0.00 at 0.00');
    const undone = givenIn(inEuros, worth('10.00', charge('c1', '9.00', '03-01')), ...three).when(
      unapply('p2', '03-20'),
    );
    expect(undone.facts).toMatchObject([{ data: { releases: [{ baseSettled: '334', baseUsed: '340' }] } }]);
    expect(realised(undone.facts)).toBe('-0.06');
  });

  it('leaves money that is not applied at the value it came in at, however late it is used', () => {
    const { facts } = givenIn(
      inEuros,
      worth('10.00', payment('p1', '9.00', '03-01')),
      worth('9.00', charge('c1', '9.00', '03-02')),
      apply('p1', '03-03', line('c1', '3.00')),
    ).when(apply('p1', '03-04', line('c1', '6.00')));
    expect(facts).toMatchObject([{ data: { allocations: [{ baseSettled: '600', baseUsed: '667' }] } }]);
  });
});
