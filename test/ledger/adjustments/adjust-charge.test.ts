import { describe, expect, it } from 'vitest';
import { adjust, charge, instalments, line, medicare, paid, payment, reverse, transfer, unapply } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const taxed = charge('c1', '120.00', '03-01', { taxAmount: '20.00' });
const three = instalments('c1', '03-01', [
  ['80.00', '04-01'],
  ['80.00', '05-01'],
  ['80.00', '06-01'],
]);

describe('adjusting a charge down', () => {
  it('lowers what is owed, under the contra account of its reason', () => {
    const { facts } = given(c1)
      .when(adjust('a1', 'c1', '-30.00', '03-05', { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' }))
      .thenFacts('ChargeAdjusted 2024-03-05 c1 -30.00: #1 -30.00')
      .thenFigures({ '2024-03-04': '100.00 0.00 100.00', '2024-03-05': '70.00 0.00 70.00' });
    expect(facts[0]?.data).toMatchObject({
      kind: 'CONTRACTUAL',
      contraAccount: 'ContractualAllowances',
      amount: '-3000',
    });
  });

  it('asks for a reason that is valid for the kind', () => {
    given(c1)
      .when(adjust('a1', 'c1', '-30.00', '03-05', { kind: 'CHARITY' }))
      .thenRefused('REASON_UNKNOWN', { reasons: 'CHARITY_CARE' }, 'reasonCode');
  });

  it('takes what is open in order, then what was paid, newest payment first', () => {
    given(
      three,
      paid('p1', '80.00', '03-05', line('c1', '80.00', 3)),
      paid('p2', '30.00', '03-06', line('c1', '30.00', 1)),
    )
      .when(adjust('a1', 'c1', '-150.00', '03-10'))
      .thenFacts(
        'AllocationReleased 2024-03-10 p2: c1#1 20.00',
        'ChargeAdjusted 2024-03-10 c1 -150.00: #1 -70.00, #2 -80.00',
      )
      .thenOpen('2024-03-10', { 'c1#1': '0.00', 'c1#2': '0.00', 'c1#3': '0.00' });
  });

  it('by all it is worth frees every payment and leaves an item of nothing', () => {
    given(c1, paid('p1', '60.00', '03-05', line('c1', '60.00')), paid('p2', '40.00', '03-06', line('c1', '40.00')))
      .when(adjust('a1', 'c1', '-100.00', '03-10'))
      .thenFacts(
        'AllocationReleased 2024-03-10 p2: c1#1 40.00',
        'AllocationReleased 2024-03-10 p1: c1#1 60.00',
        'ChargeAdjusted 2024-03-10 c1 -100.00: #1 -100.00',
      )
      .thenFigures({ '2024-03-10': '0.00 100.00 -100.00' });
  });

  it('never goes below nothing, also counting reductions that are effective later', () => {
    given(c1, adjust('a1', 'c1', '-30.00', '05-01'))
      .when(adjust('a2', 'c1', '-70.01', '03-05'))
      .thenRefused('EXCEEDS_ADJUSTABLE', { adjustable: '70.00', bindingDate: '2024-05-01' }, 'amount');
  });

  it('of one item leaves the others alone', () => {
    given(three)
      .when(adjust('a1', 'c1', '-30.00', '03-10', { item: 2 }))
      .thenOpen('2024-03-10', {
        'c1#1': '80.00',
        'c1#2': '50.00',
        'c1#3': '80.00',
      });
    given(three)
      .when(adjust('a1', 'c1', '-80.01', '03-10', { item: 2 }))
      .thenRefused('EXCEEDS_ADJUSTABLE', { adjustable: '80.00', bindingDate: '2024-03-10' });
  });

  it('of what two parties owe has to name the item', () => {
    const shared = [c1, transfer('t1', 'c1', '40.00', '03-02', { toPayer: medicare })];
    given(...shared)
      .when(adjust('a1', 'c1', '-10.00', '03-10'))
      .thenRefused('ITEM_REQUIRED', { items: '1, 2' }, 'item');
    given(...shared)
      .when(adjust('a1', 'c1', '-10.00', '03-10', { item: 2 }))
      .thenOpen('2024-03-10', { 'c1#1': '60.00', 'c1#2': '30.00' });
  });

  it('releases an early allocation before a newer one where only the early one helps the early day', () => {
    given(c1, paid('p1', '50.00', '03-05', line('c1', '50.00')), paid('p2', '50.00', '03-20', line('c1', '50.00')))
      .when(adjust('a1', 'c1', '-70.00', '03-10'))
      .thenFacts(
        'AllocationReleased 2024-03-10 p1: c1#1 20.00',
        'AllocationReleased 2024-03-20 p2: c1#1 50.00',
        'ChargeAdjusted 2024-03-10 c1 -70.00: #1 -70.00',
      )
      .thenFigures({ '2024-03-10': '0.00 20.00 -20.00', '2024-03-20': '0.00 70.00 -70.00' });
  });

  it('on a day when the money on it cannot be released yet is refused with the first day that will do', () => {
    const taken = [c1, paid('p1', '100.00', '03-05', line('c1', '100.00')), unapply('p1', '03-20')];
    given(...taken)
      .when(adjust('a1', 'c1', '-10.00', '03-19'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-19', earliestDate: '2024-03-20' }, 'effectiveDate');
    given(...taken)
      .when(adjust('a1', 'c1', '-10.00', '03-20'))
      .thenFigures({ '2024-03-20': '90.00 100.00 -10.00' });
  });

  it('spreads to the items that can bear it on a past day', () => {
    const dipped = [three, paid('p1', '80.00', '03-05', line('c1', '80.00', 1)), unapply('p1', '03-20')];
    given(...dipped)
      .when(adjust('a1', 'c1', '-160.00', '03-10'))
      .thenFacts('ChargeAdjusted 2024-03-10 c1 -160.00: #2 -80.00, #3 -80.00');
    given(...dipped)
      .when(adjust('a1', 'c1', '-160.01', '03-10'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-10', earliestDate: '2024-03-20' });
  });

  it('releases at most 500 allocations in one command', () => {
    const payments = Array.from({ length: 501 }, (_, index) => paid(`p${index}`, '0.10', '03-05', line('c1', '0.10')));
    given(c1, ...payments)
      .when(adjust('a1', 'c1', '-100.00', '03-10'))
      .thenRefused('TOO_MANY_ALLOCATIONS', { limit: '500' });
    given(c1, ...payments)
      .when(adjust('a1', 'c1', '-99.90', '03-10'))
      .thenFigures({ '2024-03-10': '0.00 50.00 -50.00' });
  });
});

describe('adjusting a charge up', () => {
  it('goes to the item that is last in order', () => {
    given(
      instalments('c1', '03-01', [
        ['80.00', '06-01'],
        ['80.00', '04-01'],
      ]),
    )
      .when(adjust('a1', 'c1', '15.00', '03-05'))
      .thenFacts('ChargeAdjusted 2024-03-05 c1 15.00: #1 15.00');
  });

  it('gives a charge of 0.00 its first amount', () => {
    given(charge('c1', '0.00', '03-01'))
      .when(adjust('a1', 'c1', '15.00', '03-05'))
      .thenFigures({ '2024-03-04': '0.00 0.00 0.00', '2024-03-05': '15.00 0.00 15.00' });
  });

  it('is not effective before the charge', () => {
    given(c1)
      .when(adjust('a1', 'c1', '15.00', '02-29'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-01' }, 'effectiveDate');
  });
});

describe('the tax inside a charge', () => {
  it('changes in proportion, and the last change takes the last cent', () => {
    given(taxed)
      .when(adjust('a1', 'c1', '-40.00', '03-05'))
      .thenFacts('ChargeAdjusted 2024-03-05 c1 -40.00 (tax -6.67): #1 -40.00');
    given(taxed, adjust('a1', 'c1', '-40.00', '03-05'))
      .when(adjust('a2', 'c1', '-80.00', '03-06'))
      .thenFacts('ChargeAdjusted 2024-03-06 c1 -80.00 (tax -13.33): #1 -80.00');
    given(taxed)
      .when(adjust('a1', 'c1', '60.00', '03-05'))
      .thenFacts('ChargeAdjusted 2024-03-05 c1 60.00 (tax 10.00): #1 60.00');
  });

  it('changes as stated, within its bounds', () => {
    given(taxed)
      .when(adjust('a1', 'c1', '-40.00', '03-05', { taxAmount: '0.00' }))
      .thenFacts('ChargeAdjusted 2024-03-05 c1 -40.00: #1 -40.00');
    given(taxed)
      .when(adjust('a1', 'c1', '-110.00', '03-05', { taxAmount: '-5.00' }))
      .thenRefused('EXCEEDS_TAX', { taxLeft: '20.00', worth: '120.00' }, 'taxAmount');
    given(taxed)
      .when(adjust('a1', 'c1', '-40.00', '03-05', { taxAmount: '1.00' }))
      .thenRefused('TAX_EXCEEDS_AMOUNT');
    given(taxed)
      .when(adjust('a1', 'c1', '-4.00', '03-05', { taxAmount: '-4.01' }))
      .thenRefused('TAX_EXCEEDS_AMOUNT');
  });

  it('comes back exactly when the adjustment is undone', () => {
    given(taxed, adjust('a1', 'c1', '-40.00', '03-05'), adjust('a2', 'c1', '-1.00', '03-06'))
      .when(adjust('a3', 'c1', '40.00', '03-07', { undoes: 'a1' }))
      .thenFacts('ChargeAdjusted 2024-03-07 c1 40.00 (tax 6.67): #1 40.00');
    given(taxed, adjust('a1', 'c1', '-40.00', '03-05'))
      .when(adjust('a2', 'c1', '40.00', '03-07', { undoes: 'a1', taxAmount: '6.66' }))
      .thenRefused('OPPOSITE_EXPECTED');
  });
});

describe('undoing an adjustment', () => {
  const lowered = [three, paid('p1', '100.00', '03-05', line('c1', '100.00')), adjust('a1', 'c1', '-110.00', '03-10')];

  it('gives each item back exactly what it lost', () => {
    given(...lowered)
      .when(adjust('a2', 'c1', '110.00', '03-12', { undoes: 'a1' }))
      .thenFacts('ChargeAdjusted 2024-03-12 c1 110.00: #2 60.00, #3 50.00')
      .thenOpen('2024-03-12', { 'c1#1': '0.00', 'c1#2': '60.00', 'c1#3': '80.00' });
  });

  it('may be undone itself, item by item, by which money that came meanwhile is freed', () => {
    given(
      ...lowered,
      adjust('a2', 'c1', '110.00', '03-12', { undoes: 'a1' }),
      paid('p2', '60.00', '03-13', line('c1', '60.00', 2)),
    )
      .when(adjust('a3', 'c1', '-110.00', '03-14', { undoes: 'a2' }))
      .thenFacts(
        'AllocationReleased 2024-03-14 p2: c1#2 60.00',
        'ChargeAdjusted 2024-03-14 c1 -110.00: #2 -60.00, #3 -50.00',
      );
  });

  it('posts to the contra account of the original, whatever its reason', () => {
    const service = { kind: 'ADMINISTRATIVE', reasonCode: 'SERVICE_FAILURE' };
    const { facts } = given(c1, adjust('a1', 'c1', '-10.00', '03-05', service)).when(
      adjust('a2', 'c1', '10.00', '03-06', { kind: 'ADMINISTRATIVE', reasonCode: 'NOT_BILLABLE', undoes: 'a1' }),
    );
    expect(facts[0]?.data).toMatchObject({ contraAccount: 'CourtesyAllowances', undoes: 'a1' });
  });

  it('happens once, on no earlier day, and as the exact opposite', () => {
    const undoing = (change: Readonly<Record<string, unknown>>, amount = '10.00', date = '03-06') =>
      given(c1, adjust('a1', 'c1', '-10.00', '03-05')).when(
        adjust('a2', 'c1', amount, date, { undoes: 'a1', ...change }),
      );
    undoing({}, '-10.00').thenRefused('OPPOSITE_EXPECTED', { amount: '10.00', kind: 'CORRECTION' }, 'undoes');
    undoing({ kind: 'CHARITY', reasonCode: 'CHARITY_CARE' }).thenRefused('OPPOSITE_EXPECTED');
    undoing({ item: 1 }).thenRefused('OPPOSITE_EXPECTED');
    undoing({}, '10.00', '03-04').thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' });
    given(c1, adjust('a1', 'c1', '-10.00', '03-05'), adjust('a2', 'c1', '10.00', '03-06', { undoes: 'a1' }))
      .when(adjust('a3', 'c1', '10.00', '03-07', { undoes: 'a1' }))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-06' }, 'undoes');
    given(c1, charge('c2', '10.00', '03-01'), adjust('a1', 'c1', '-10.00', '03-05'))
      .when(adjust('a2', 'c2', '10.00', '03-06', { undoes: 'a1' }))
      .thenRefused('ADJUSTMENT_UNKNOWN', {}, 'undoes');
  });

  it('of an increase is refused where the charge is no longer worth it', () => {
    given(c1, adjust('a1', 'c1', '10.00', '03-05'), adjust('a2', 'c1', '-105.00', '03-06'))
      .when(adjust('a3', 'c1', '-10.00', '03-07', { undoes: 'a1' }))
      .thenRefused('EXCEEDS_ADJUSTABLE', { adjustable: '5.00', bindingDate: '2024-03-07' });
  });
});

describe('an adjustment of a charge that was paid and bounced', () => {
  it('touches no allocation that was dropped', () => {
    given(c1, payment('p1', '100.00', '03-05', { strategy: 'OLDEST_DUE_FIRST' }), reverse('p1', '03-10'))
      .when(adjust('a1', 'c1', '-100.00', '03-10'))
      .thenFacts('ChargeAdjusted 2024-03-10 c1 -100.00: #1 -100.00')
      .thenFigures({ '2024-03-09': '0.00 0.00 0.00', '2024-03-10': '0.00 0.00 0.00' });
  });
});
