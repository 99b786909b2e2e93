import { describe, expect, it } from 'vitest';
import {
  adjust,
  apply,
  applyCredit,
  charge,
  credit,
  fee,
  instalments,
  line,
  medicare,
  paid,
  payment,
  pended,
  recover,
  refund,
  refundCredit,
  reinstate,
  reinstateFee,
  reverse,
  reverseRefund,
  reverseWriteOff,
  settled,
  transfer,
  unapply,
  voidCharge,
  voidCredit,
  waive,
  writeOff,
} from '../commands.ts';
import { after, day, decideSent, given, givenIn, type Sent } from '../given-when-then.ts';
import { refusalOf } from '../provocation.ts';
import { atRate, booksIn, carriedOf, inEuros, linesInBase, realised, worth } from './foreign-books.ts';
import { wrongBaseValues } from './refused-base-values.ts';

const c1 = atRate('1.60', charge('c1', '100.00', '03-01'));

/** What is carried of an item after these commands; the auditor has looked at each fact on the way. */
function carriedAfter(key: string, ...sent: readonly Sent[]): string {
  return carriedOf(after(sent, inEuros).account, key);
}

describe('a base value', () => {
  it('is stated, or made of a rate that stands in the entry, rounded half up', () => {
    const { facts } = givenIn(inEuros).when(atRate('1.005', charge('c1', '0.50', '03-01')));
    expect(facts).toMatchObject([
      { data: { baseAmount: '50', rate: { rate: '1.005', source: 'ECB:2024-03-01' }, items: [{ base: '50' }] } },
    ]);
    expect(givenIn(inEuros).when(worth('0.51', charge('c1', '0.50', '03-01'))).facts).toMatchObject([
      { data: { baseAmount: '51' } },
    ]);
  });

  it('is split over the items of a charge without losing a cent', () => {
    const three = instalments('c1', '03-01', [
      ['10.00', '04-01'],
      ['10.00', '05-01'],
      ['10.00', '06-01', medicare],
    ]);
    const { facts } = givenIn(inEuros).when(worth('20.00', three));
    expect(facts).toMatchObject([{ data: { items: [{ base: '667' }, { base: '667' }, { base: '666' }] } }]);
  });

  it('of yen has no decimals, and of dinars three', () => {
    const { facts } = givenIn(booksIn('JPY')).when(atRate('149.505', charge('c1', '1.00', '03-01')));
    expect(facts).toMatchObject([{ data: { baseAmount: '150' } }]);
    const dinars = givenIn(booksIn('BHD')).when(worth('0.376', charge('c1', '1.00', '03-01')));
    expect(dinars.facts).toMatchObject([{ data: { baseAmount: '376' } }]);
    givenIn(booksIn('JPY'))
      .when(worth('1.5', charge('c1', '1.00', '03-01')))
      .thenRefused('AMOUNT_SCALE', { decimals: '0' });
  });

  it('written in two ways is one content', () => {
    const inputs = ['9.00', '9', '9.0'].map((text) => worth(text, charge('c1', '10.00', '03-01')));
    const facts = inputs.map((sent) => givenIn(inEuros).when(sent).facts);
    expect(facts[1]).toEqual(facts[0]);
    expect(facts[2]).toEqual(facts[0]);
  });

  it.each(wrongBaseValues)('is refused where it is %s', (_what, sent, code, path) => {
    const refusal = refusalOf(decideSent(after([], inEuros).account, sent, inEuros));
    expect([refusal.code, refusal.inputPath]).toEqual([code, path]);
  });

  it('is asked of everything that brings value in, and of nothing else', () => {
    const needy: readonly Sent[] = [
      payment('p1', '10.00', '03-02'),
      credit('k1', '10.00', '03-02'),
      fee('f1', '1.00', '03-20', 'c1'),
      recover('r1', 'x1', '1.00', '03-20'),
      settled('q1', '03-20'),
    ];
    for (const sent of needy) {
      givenIn(inEuros, c1, writeOff('x1', 'c1', '5.00', '03-10'), pended('q1', '10.00', '03-02'))
        .when(sent)
        .thenRefused('BASE_VALUE_REQUIRED', { baseCurrency: 'EUR' }, 'baseAmount');
    }
    given()
      .when(atRate('1.10', charge('c1', '10.00', '03-01')))
      .thenRefused('BASE_VALUE_NOT_TAKEN', {}, 'rate');
  });

  it('counts against what one account can hold', () => {
    const largest = Array.from({ length: 91 }, (_, index) => {
      return worth('100000000000000.00', payment(`p${index}`, '1.00', '03-01'));
    });
    const { account } = after(largest.slice(0, 90), inEuros);
    expect(largest.slice(90).map((sent) => refusalOf(decideSent(account, sent, inEuros)).code)).toEqual([
      'ACCOUNT_TOTAL_TOO_LARGE',
    ]);
  });
});

describe('what is carried', () => {
  it('is not touched on an account in the base currency: no entry says a word of it', () => {
    const { account, facts } = after([
      charge('c1', '10.00', '03-01'),
      paid('p1', '10.00', '03-02', line('c1', '10.00')),
    ]);
    expect(account.base).toBeUndefined();
    expect(JSON.stringify(facts)).not.toMatch(/base|rate/i);
  });

  it('leaves with what is adjusted, waived, written off and moved, without gain or loss', () => {
    const sent = [
      c1,
      adjust('a1', 'c1', '-10.00', '03-02'),
      writeOff('x1', 'c1', '15.00', '03-03'),
      transfer('t1', 'c1', '25.00', '03-04', { toPayer: medicare }),
    ];
    expect(carriedAfter('c1#1', ...sent)).toBe('50.00 at 80.00');
    expect(carriedAfter('c1#2', ...sent)).toBe('25.00 at 40.00');
    expect(realised(after(sent, inEuros).facts)).toBe('0.00');
    const waived = [c1, atRate('1.70', fee('f1', '10.00', '03-20', 'c1')), waive('w1', 'f1', '4.00', '03-21')];
    expect(carriedAfter('f1#1', ...waived)).toBe('6.00 at 10.20');
    expect(carriedAfter('f1#1', ...waived, reinstateFee('w1', '03-22'))).toBe('10.00 at 17.00');
  });

  it('comes back as it went, part by part', () => {
    const odd = worth('10.00', charge('c1', '9.00', '03-01'));
    const writtenOff = [odd, writeOff('x1', 'c1', '6.00', '03-03')];
    expect(carriedAfter('c1#1', ...writtenOff)).toBe('3.00 at 3.33');
    expect(carriedAfter('c1#1', ...writtenOff, reverseWriteOff('x1', '2.00', '03-04'))).toBe('5.00 at 5.55');
    expect(
      carriedAfter(
        'c1#1',
        ...writtenOff,
        reverseWriteOff('x1', '2.00', '03-04'),
        reverseWriteOff('x1', '4.00', '03-05'),
      ),
    ).toBe('9.00 at 10.00');
    const undone = adjust('a2', 'c1', '3.00', '03-03', { undoes: 'a1' });
    expect(carriedAfter('c1#1', odd, adjust('a1', 'c1', '-3.00', '03-02'), undone)).toBe('9.00 at 10.00');
  });

  it('of a part of an allocation goes back in proportion, and the rest with the last', () => {
    const thirds = [
      worth('10.00', charge('c1', '9.00', '03-01')),
      worth('12.00', paid('p1', '9.00', '03-02', line('c1', '9.00'))),
    ];
    const first = givenIn(inEuros, ...thirds).when(unapply('p1', '03-03', line('c1', '3.00')));
    expect(first.facts).toMatchObject([{ data: { releases: [{ baseSettled: '333', baseUsed: '400' }] } }]);
    const rest = givenIn(inEuros, ...thirds, unapply('p1', '03-03', line('c1', '3.00'))).when(unapply('p1', '03-04'));
    expect(rest.facts).toMatchObject([{ data: { releases: [{ baseSettled: '667', baseUsed: '800' }] } }]);
  });

  it('of a charge posted for nothing has no rate, and of one of its items that of the charge', () => {
    const twoItems = instalments('c1', '03-01', [
      ['0.00', '04-01'],
      ['50.00', '05-01'],
    ]);
    expect(carriedAfter('c1#1', worth('60.00', twoItems), adjust('a1', 'c1', '5.00', '03-02', { item: 1 }))).toBe(
      '5.00 at 6.00',
    );
  });

  it('of a reversed payment comes back when it does, and its allocations with it', () => {
    const odd = [
      worth('10.00', charge('c1', '9.00', '03-01')),
      worth('3.40', paid('p1', '3.00', '03-02', line('c1', '3.00'))),
    ];
    const before = after([...odd, worth('3.40', paid('p2', '3.00', '03-03', line('c1', '3.00')))], inEuros).account;
    const again = after(
      [
        ...odd,
        worth('3.40', paid('p2', '3.00', '03-03', line('c1', '3.00'))),
        reverse('p1', '03-04'),
        reinstate('p1', '03-05'),
      ],
      inEuros,
    );
    expect(carriedOf(again.account, 'c1#1')).toBe(carriedOf(before, 'c1#1'));
    expect(realised(again.facts)).toBe('0.13');
  });

  it('of a refund goes out, and comes back with it', () => {
    const sent = [c1, atRate('1.50', paid('p1', '90.00', '03-02', line('c1', '80.00')))];
    const { facts } = givenIn(inEuros, ...sent).when(refund('r1', 'p1', '03-03', '5.00', line('c1', '40.00')));
    expect(linesInBase(facts)).toEqual([
      'Dr UnappliedCash 5.00 at 7.50',
      'Dr AccountsReceivable 40.00 at 60.00',
      'Dr AccountsReceivable 0.00 at 4.00',
      'Cr FxRealized 0.00 at 4.00',
      'Cr CashClearing 45.00 at 67.50',
    ]);
    const back = [...sent, refund('r1', 'p1', '03-03', '5.00', line('c1', '40.00')), reverseRefund('r1', '03-04')];
    expect(carriedAfter('c1#1', ...back)).toBe('20.00 at 32.00');
    expect(realised(after(back, inEuros).facts)).toBe('-8.00');
  });

  it('of a credit is used like that of a payment, paid out and voided', () => {
    const granted = [c1, atRate('1.70', credit('k1', '20.00', '03-02'))];
    const { facts } = givenIn(inEuros, ...granted).when(applyCredit('k1', '03-03', line('c1', '10.00')));
    expect(realised(facts)).toBe('1.00');
    const out = givenIn(inEuros, ...granted).when(refundCredit('r1', 'k1', '5.00', '03-03'));
    expect(linesInBase(out.facts)).toEqual(['Dr UnappliedCredits 5.00 at 8.50', 'Cr CashClearing 5.00 at 8.50']);
    const gone = givenIn(inEuros, ...granted, applyCredit('k1', '03-03', line('c1', '10.00'))).when(
      voidCredit('k1', '03-04'),
    );
    expect(linesInBase(gone.facts).slice(-2)).toEqual([
      'Dr UnappliedCredits 20.00 at 34.00',
      'Cr CreditsGranted 20.00 at 34.00',
    ]);
  });

  it('of a voided charge goes whole, with the last cent of what was adjusted and taken back', () => {
    const odd = worth('10.00', charge('c1', '9.00', '03-01'));
    const { facts } = givenIn(
      inEuros,
      odd,
      adjust('a1', 'c1', '3.00', '03-02'),
      adjust('a2', 'c1', '-1.00', '03-03'),
    ).when(voidCharge('c1', '03-04'));
    expect(linesInBase(facts)).toEqual([
      'Dr ServiceRevenue 9.00 at 10.00',
      'Dr BillingCorrections 3.00 at 3.33',
      'Cr BillingCorrections 1.00 at 1.11',
      'Cr AccountsReceivable 11.00 at 12.22',
    ]);
  });

  it('of pending money is stated when it comes', () => {
    const { facts } = givenIn(inEuros, c1, pended('q1', '10.00', '03-02')).when(
      atRate('1.55', settled('q1', '03-03', { lines: [line('c1', '10.00')] })),
    );
    expect(realised(facts)).toBe('-0.50');
  });

  it('is used in the order of recording, whatever the dates', () => {
    const late = [worth('10.00', charge('c1', '9.00', '03-01')), worth('3.33', payment('p1', '3.00', '03-01'))];
    const { facts } = givenIn(inEuros, ...late, worth('3.34', paid('p2', '3.00', '03-20', line('c1', '3.00')))).when(
      apply('p1', '03-05', line('c1', '3.00')),
    );
    expect(facts).toMatchObject([{ data: { allocations: [{ baseSettled: '334', baseUsed: '333' }] } }]);
    expect(day('2024-03-05')).toBeDefined();
  });
});
