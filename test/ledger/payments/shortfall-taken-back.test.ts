import { describe, expect, it } from 'vitest';
import {
  adjust,
  charge,
  instalments,
  line,
  medicare,
  paid,
  reverse,
  short,
  transfer,
  unapply,
  voidCharge,
  writeOff,
} from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const paidShort = [c1, paid('p1', '80.00', '03-10', short('c1', '80.00', 's1'))];
const whole = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };
const undoneByHand = adjust('a1', 'c1', '20.00', '03-12', { ...whole, undoes: 's1' });

describe('un-applying an allocation with a shortfall', () => {
  it('takes back what was given up, under the reason for which it was', () => {
    const { facts } = given(...paidShort)
      .when(unapply('p1', '03-15'))
      .thenFacts('PaymentUnapplied 2024-03-15 p1: c1#1 80.00', 'ChargeAdjusted 2024-03-15 c1 20.00: #1 20.00')
      .thenFigures({ '2024-03-14': '0.00 0.00 0.00', '2024-03-15': '100.00 80.00 20.00' });
    expect(facts[1]).toMatchObject({
      reasonCode: 'CONTRACT_RATE',
      data: {
        adjustmentId: 'shortfall:1',
        kind: 'CONTRACTUAL',
        contraAccount: 'ContractualAllowances',
        undoes: 's1',
        shortfallOf: { paymentId: 'p1', allocation: 1 },
      },
    });
  });

  it('takes the tax part back to the cent', () => {
    const taxed = charge('c1', '100.00', '03-01', { taxAmount: '16.67' });
    given(taxed, paid('p1', '66.66', '03-10', short('c1', '66.66', 's1')))
      .when(unapply('p1', '03-15'))
      .thenFacts(
        'PaymentUnapplied 2024-03-15 p1: c1#1 66.66',
        'ChargeAdjusted 2024-03-15 c1 33.34 (tax 5.56): #1 33.34',
      );
  });

  it('is whole only, and says how much that is', () => {
    given(...paidShort)
      .when(unapply('p1', '03-15', line('c1', '79.99')))
      .thenRefused('SHORTFALL_WHOLE_ONLY', { allocated: '80.00', adjustmentId: 's1' }, 'lines');
    given(...paidShort)
      .when(unapply('p1', '03-15', line('c1', '50.00'), line('c1', '30.00')))
      .thenFigures({ '2024-03-15': '100.00 80.00 20.00' });
  });

  it('is asked after dates, and before more than is applied is', () => {
    given(...paidShort)
      .when(unapply('p1', '03-09', line('c1', '1.00')))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' });
    given(...paidShort)
      .when(unapply('p1', '03-15', line('c1', '80.01')))
      .thenRefused('NOT_ALLOCATED', { allocated: '80.00' }, 'lines.0');
  });

  it('of a line over several items hangs on its last allocation: the others can go in part', () => {
    const three = instalments('c1', '03-01', [
      ['80.00', '04-01'],
      ['80.00', '05-01'],
      ['80.00', '06-01'],
    ]);
    const both = [three, paid('p1', '100.00', '03-10', short('c1', '100.00', 's1'))];
    given(...both)
      .when(unapply('p1', '03-15', line('c1', '30.00')))
      .thenFacts(
        'PaymentUnapplied 2024-03-15 p1: c1#2 20.00, c1#1 10.00',
        'ChargeAdjusted 2024-03-15 c1 140.00: #2 60.00, #3 80.00',
      );
    given(...both)
      .when(unapply('p1', '03-15', line('c1', '30.00', 1)))
      .thenFacts('PaymentUnapplied 2024-03-15 p1: c1#1 30.00');
    given(...both)
      .when(unapply('p1', '03-15', line('c1', '10.00')))
      .thenRefused('SHORTFALL_WHOLE_ONLY', { allocated: '20.00', adjustmentId: 's1' });
  });

  it('never takes it back before the day on which it was given up', () => {
    const later = transfer('t1', 'c1', '50.00', '04-10', { toPayer: medicare });
    const rest = transfer('t2', 'c1', '50.00', '05-10', { toPayer: medicare, item: 1 });
    given(c1, later, rest, paid('p1', '30.00', '03-10', short('c1', '30.00', 's1')))
      .when(unapply('p1', '04-15'))
      .thenFacts(
        'PaymentUnapplied 2024-04-15 p1: c1#2 30.00',
        'ChargeAdjusted 2024-05-10 c1 70.00: #2 20.00, #3 50.00',
      );
  });

  it('raises the item whatever became of it meanwhile', () => {
    given(
      ...paidShort,
      adjust('a1', 'c1', '-30.00', '03-11'),
      adjust('a2', 'c1', '15.00', '03-12'),
      writeOff('x1', 'c1', '15.00', '03-13'),
    )
      .when(unapply('p1', '03-15'))
      .thenFacts('PaymentUnapplied 2024-03-15 p1: c1#1 50.00', 'ChargeAdjusted 2024-03-15 c1 20.00: #1 20.00')
      .thenFigures({ '2024-03-15': '70.00 80.00 -10.00' });
  });

  it('takes nothing back where somebody has done so already, and may then be in part', () => {
    given(...paidShort, undoneByHand)
      .when(unapply('p1', '03-15', line('c1', '30.00')))
      .thenFacts('PaymentUnapplied 2024-03-15 p1: c1#1 30.00')
      .thenFigures({ '2024-03-15': '50.00 30.00 20.00' });
  });

  it('of one line leaves the shortfalls of the others', () => {
    given(
      c1,
      charge('c2', '50.00', '03-01'),
      paid('p1', '100.00', '03-10', short('c1', '70.00', 's1'), short('c2', '30.00', 's2')),
    )
      .when(unapply('p1', '03-15', line('c2', '30.00')))
      .thenFacts('PaymentUnapplied 2024-03-15 p1: c2#1 30.00', 'ChargeAdjusted 2024-03-15 c2 20.00: #1 20.00')
      .thenOpen('2024-03-15', { 'c1#1': '0.00', 'c2#1': '50.00' });
  });

  it('gives its taking back the first id that is free', () => {
    given(c1, adjust('shortfall:1', 'c1', '-1.00', '03-02'), paid('p1', '80.00', '03-10', short('c1', '80.00', 's1')))
      .when(unapply('p1', '03-15'))
      .thenFigures({ '2024-03-15': '99.00 80.00 19.00' });
  });
});

describe('a shortfall whose allocation stands', () => {
  it('can be undone by hand, as any adjustment: the rest is open again', () => {
    given(...paidShort)
      .when(undoneByHand)
      .thenFacts('ChargeAdjusted 2024-03-12 c1 20.00: #1 20.00')
      .thenFigures({ '2024-03-12': '20.00 0.00 20.00' });
  });

  it('stays when an adjustment releases a part of the allocation, and goes with what is left', () => {
    const lowered = [...paidShort, adjust('a1', 'c1', '-30.00', '03-12')];
    given(...paidShort)
      .when(adjust('a1', 'c1', '-30.00', '03-12'))
      .thenFacts('AllocationReleased 2024-03-12 p1: c1#1 30.00', 'ChargeAdjusted 2024-03-12 c1 -30.00: #1 -30.00');
    given(...lowered)
      .when(unapply('p1', '03-15', line('c1', '49.99')))
      .thenRefused('SHORTFALL_WHOLE_ONLY', { allocated: '50.00', adjustmentId: 's1' });
    given(...lowered)
      .when(unapply('p1', '03-15'))
      .thenFigures({ '2024-03-15': '70.00 80.00 -10.00' });
  });

  it('is an adjustment like any other once adjustments have released all of its allocation', () => {
    given(...paidShort, adjust('a1', 'c1', '-80.00', '03-12'))
      .when(reverse('p1', '03-15'))
      .thenFacts('PaymentReversed 2024-03-15 p1 80.00')
      .thenFigures({ '2024-03-15': '0.00 0.00 0.00' });
  });

  it('falls with a charge that is voided after its allocation', () => {
    given(...paidShort, unapply('p1', '03-15'))
      .when(voidCharge('c1', '03-20'))
      .thenFacts('ChargeVoided 2024-03-20 c1 100.00: #1 100.00');
    given(...paidShort, adjust('a1', 'c1', '-80.00', '03-12'))
      .when(voidCharge('c1', '03-20'))
      .thenFacts('ChargeVoided 2024-03-20 c1 100.00: s1 -20.00, a1 -80.00, ');
  });
});
