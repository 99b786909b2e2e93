import { describe, expect, it } from 'vitest';
import {
  adjust,
  applyCredit,
  charge,
  credit,
  instalments,
  line,
  medicare,
  paid,
  unapply,
  unapplyCredit,
  voidCredit,
} from '../commands.ts';
import { given, type Sent } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const byStrategy = (date: string, extra: Readonly<Record<string, unknown>> = {}): Sent => [
  'ApplyCredit',
  { effectiveDate: `2024-${date}`, strategy: 'OLDEST_DUE_FIRST', ...extra },
];

describe('applying a credit', () => {
  it('lowers what is open and what is unapplied; the balance stands still', () => {
    given(c1, credit('k1', '30.00', '03-05'))
      .when(applyCredit('k1', '03-06', line('c1', '20.00')))
      .thenFacts('CreditApplied 2024-03-06 k1: c1#1 20.00')
      .thenFigures({ '2024-03-05': '100.00 30.00 70.00', '2024-03-06': '80.00 10.00 70.00' });
  });

  it('uses the running number of the account, which payments use too', () => {
    const [fact] = given(c1, paid('p1', '10.00', '03-02', line('c1', '10.00')), credit('k1', '30.00', '03-05')).when(
      applyCredit('k1', '03-06', line('c1', '20.00')),
    ).facts;
    if (fact?.type !== 'CreditApplied') throw new Error('no credit is applied');
    expect(fact.data.allocations.map(({ allocation }) => allocation)).toEqual([2]);
  });

  it('begins with the credit or the item, whichever is later', () => {
    given(c1, charge('c2', '5.00', '03-20'), credit('k1', '30.00', '03-10'))
      .when(applyCredit('k1', '03-06', line('c1', '10.00'), line('c2', '5.00')))
      .thenFacts('CreditApplied 2024-03-10 k1: c1#1 10.00', 'CreditApplied 2024-03-20 k1: c2#1 5.00');
  });

  it('uses no more than the credit has on any day from its own on', () => {
    const used = [c1, credit('k1', '30.00', '03-05'), applyCredit('k1', '03-10', line('c1', '25.00'))];
    given(...used)
      .when(applyCredit('k1', '03-06', line('c1', '5.01')))
      .thenRefused('INSUFFICIENT_CREDIT', { available: '5.00', bindingDate: '2024-03-10' }, 'lines.0.amount');
    given(...used, unapplyCredit('k1', '03-20'))
      .when(applyCredit('k1', '03-06', line('c1', '5.01')))
      .thenRefused('INSUFFICIENT_CREDIT', {
        available: '5.00',
        bindingDate: '2024-03-10',
        earliestDate: '2024-03-20',
      });
    given(...used)
      .when(byStrategy('03-06', { creditId: 'k1', amount: '5.01' }))
      .thenRefused('INSUFFICIENT_CREDIT', { available: '5.00', bindingDate: '2024-03-10' }, 'amount');
    given(...used, applyCredit('k1', '03-10', line('c1', '5.00')))
      .when(byStrategy('03-11', { creditId: 'k1' }))
      .thenRefused('INSUFFICIENT_CREDIT', { available: '0.00', bindingDate: '2024-03-11' }, 'creditId');
  });

  it('places no more than is open, and says when nothing is', () => {
    given(c1, credit('k1', '300.00', '03-05'))
      .when(applyCredit('k1', '03-06', line('c1', '100.01')))
      .thenRefused('OVER_ALLOCATION', { available: '100.00', bindingDate: '2024-03-06' }, 'lines.0.amount');
    given(credit('k1', '3.00', '03-05'))
      .when(byStrategy('03-06', { creditId: 'k1' }))
      .thenRefused('NOTHING_TO_APPLY', { unapplied: '3.00' }, 'strategy');
  });

  it('is refused for a credit that was voided', () => {
    given(c1, credit('k1', '30.00', '03-05'), voidCredit('k1', '03-06'))
      .when(applyCredit('k1', '03-07', line('c1', '1.00')))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-06' }, 'creditId');
  });
});

describe('applying the credits of an account without naming one', () => {
  const three = [
    c1,
    credit('young', '30.00', '03-10'),
    credit('old', '20.00', '03-05'),
    credit('same-day', '5.00', '03-05'),
  ];

  it('takes the oldest first, and of one day the one recorded first', () => {
    given(...three)
      .when(applyCredit(undefined, '03-15', line('c1', '40.00')))
      .thenFacts(
        'CreditApplied 2024-03-15 old: c1#1 20.00',
        'CreditApplied 2024-03-15 same-day: c1#1 5.00',
        'CreditApplied 2024-03-15 young: c1#1 15.00',
      )
      .thenFigures({ '2024-03-15': '60.00 15.00 45.00' });
  });

  it('goes as far as they go', () => {
    given(...three)
      .when(applyCredit(undefined, '03-15', line('c1', '90.00')))
      .thenFigures({ '2024-03-15': '45.00 0.00 45.00' });
  });

  it('fills the lines in their order', () => {
    given(...three, charge('c2', '9.00', '03-02'))
      .when(applyCredit(undefined, '03-15', line('c2', '9.00'), line('c1', '50.00')))
      .thenFacts(
        'CreditApplied 2024-03-15 old: c2#1 9.00, c1#1 11.00',
        'CreditApplied 2024-03-15 same-day: c1#1 5.00',
        'CreditApplied 2024-03-15 young: c1#1 30.00',
      );
  });

  it('uses a credit that begins later from its first day on', () => {
    given(...three)
      .when(applyCredit(undefined, '03-07', line('c1', '30.00')))
      .thenFacts(
        'CreditApplied 2024-03-07 old: c1#1 20.00',
        'CreditApplied 2024-03-07 same-day: c1#1 5.00',
        'CreditApplied 2024-03-10 young: c1#1 5.00',
      );
  });

  it('passes over what is used up or voided', () => {
    given(...three, voidCredit('old', '03-06'), applyCredit('same-day', '03-06', line('c1', '5.00')))
      .when(byStrategy('03-15'))
      .thenFacts('CreditApplied 2024-03-15 young: c1#1 30.00');
  });

  it('spreads by strategy up to the amount stated', () => {
    given(...three, charge('c2', '9.00', '02-15'))
      .when(byStrategy('03-15', { amount: '27.00' }))
      .thenFacts(
        'CreditApplied 2024-03-15 old: c2#1 9.00, c1#1 11.00',
        'CreditApplied 2024-03-15 same-day: c1#1 5.00',
        'CreditApplied 2024-03-15 young: c1#1 2.00',
      );
    given(...three)
      .when(byStrategy('03-15', { strategy: 'PRO_RATA' }))
      .thenFigures({ '2024-03-15': '45.00 0.00 45.00' });
  });

  it('is refused where there is none, or none has anything left', () => {
    given(c1)
      .when(applyCredit(undefined, '03-15', line('c1', '1.00')))
      .thenRefused('NO_CREDIT_AVAILABLE', {});
    given(c1, credit('k1', '1.00', '03-05'), applyCredit('k1', '03-20', line('c1', '1.00')))
      .when(byStrategy('03-10'))
      .thenRefused('NO_CREDIT_AVAILABLE', {});
  });

  it('is refused for a line above what is open, however little credit there is', () => {
    given(...three)
      .when(applyCredit(undefined, '03-15', line('c1', '60.00'), line('c1', '40.01')))
      .thenRefused('OVER_ALLOCATION', { available: '40.00', bindingDate: '2024-03-15' }, 'lines.1.amount');
    given(...three, paid('p1', '100.00', '03-12', line('c1', '100.00')), unapply('p1', '03-25'))
      .when(applyCredit(undefined, '03-15', line('c1', '10.00')))
      .thenRefused('OVER_ALLOCATION', { available: '0.00', bindingDate: '2024-03-15', earliestDate: '2024-03-25' });
  });

  it('finds nothing where nothing is open', () => {
    given(...three, adjust('a1', 'c1', '-100.00', '03-11'))
      .when(byStrategy('03-15'))
      .thenRefused('NOTHING_TO_APPLY', { unapplied: '55.00' }, 'strategy');
  });

  it('never chooses between parties', () => {
    const shared = instalments('c2', '03-01', [
      ['60.00', '04-01'],
      ['40.00', '05-01', medicare],
    ]);
    given(shared, credit('k1', '5.00', '03-05'))
      .when(applyCredit(undefined, '03-15', line('c2', '5.00')))
      .thenRefused('ITEM_REQUIRED', { items: '1, 2' }, 'lines.0.item');
  });

  it('of more than 500 allocations is several commands', () => {
    const many = Array.from({ length: 300 }, (_, index) => charge(`m${index}`, '1.00', '03-01'));
    const lines = Array.from({ length: 300 }, (_, index) => line(`m${index}`, '1.00'));
    const halves = [credit('h1', '150.50', '03-02'), credit('h2', '149.50', '03-02')];
    given(...many, ...halves)
      .when(applyCredit(undefined, '03-15', ...lines))
      .thenFigures({ '2024-03-15': '0.00 0.00 0.00' });
    const more = Array.from({ length: 501 }, (_, index) => charge(`n${index}`, '1.00', '03-01'));
    given(...more, credit('h1', '250.00', '03-02'), credit('h2', '251.00', '03-02'))
      .when(byStrategy('03-15'))
      .thenRefused('TOO_MANY_ALLOCATIONS', { limit: '500' });
  });
});
