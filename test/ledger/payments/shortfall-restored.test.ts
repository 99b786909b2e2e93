import { describe, expect, it } from 'vitest';
import {
  adjust,
  apply,
  charge,
  close,
  line,
  paid,
  payment,
  refund,
  reinstate,
  reverse,
  reverseRefund,
  short,
  unapply,
} from '../commands.ts';
import { given, type Sent } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const paidShort = [c1, paid('p1', '80.00', '03-10', short('c1', '80.00', 's1'))];
const whole = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };
const undoneByHand = adjust('a1', 'c1', '20.00', '03-12', { ...whole, undoes: 's1' });

describe('reversing a payment with shortfalls', () => {
  const reversed = [...paidShort, reverse('p1', '03-15')];

  it('takes all of them back', () => {
    given(
      c1,
      charge('c2', '50.00', '03-01'),
      paid('p1', '100.00', '03-10', short('c1', '70.00', 's1'), short('c2', '30.00', 's2')),
    )
      .when(reverse('p1', '03-15'))
      .thenFacts(
        'AllocationReleased 2024-03-15 p1: c2#1 30.00, c1#1 70.00',
        'PaymentReversed 2024-03-15 p1 100.00',
        'ChargeAdjusted 2024-03-15 c2 20.00: #1 20.00',
        'ChargeAdjusted 2024-03-15 c1 30.00: #1 30.00',
      )
      .thenFigures({ '2024-03-15': '150.00 0.00 150.00' });
  });

  it('does so on a closed account too', () => {
    given(...paidShort, close('03-12'))
      .when(reverse('p1', '03-15'))
      .thenFigures({ '2024-03-15': '100.00 0.00 100.00' });
  });

  it('and reinstating it leaves every figure as before: what was given up is given up again', () => {
    const { facts } = given(...reversed)
      .when(reinstate('p1', '03-20'))
      .thenFacts(
        'PaymentReinstated 2024-03-20 p1 80.00',
        'PaymentApplied 2024-03-20 p1: c1#1 80.00',
        'ChargeAdjusted 2024-03-20 c1 -20.00: #1 -20.00',
      )
      .thenFigures({ '2024-03-19': '100.00 0.00 100.00', '2024-03-20': '0.00 0.00 0.00' });
    expect(facts[2]).toMatchObject({
      reasonCode: 'CONTRACT_RATE',
      data: { adjustmentId: 'shortfall:2', undoes: 'shortfall:1', shortfallOf: { paymentId: 'p1', allocation: 2 } },
    });
  });

  it('once more takes it back once more', () => {
    given(...reversed, reinstate('p1', '03-20'))
      .when(reverse('p1', '03-25'))
      .thenFacts(
        'AllocationReleased 2024-03-25 p1: c1#1 80.00',
        'PaymentReversed 2024-03-25 p1 80.00',
        'ChargeAdjusted 2024-03-25 c1 20.00: #1 20.00',
      );
    given(...reversed, reinstate('p1', '03-20'))
      .when(unapply('p1', '03-25', line('c1', '1.00')))
      .thenRefused('SHORTFALL_WHOLE_ONLY', { allocated: '80.00', adjustmentId: 'shortfall:2' });
  });

  it.each<[string, readonly Sent[], string]>([
    ['another payment took a part of the allocation', [paid('p2', '50.00', '03-16', line('c1', '50.00'))], '0.00'],
    ['another payment took a part of the rest', [paid('p2', '15.00', '03-16', line('c1', '15.00'))], '5.00'],
    ['the rest was given up by hand meanwhile', [adjust('a1', 'c1', '-20.00', '03-16')], '0.00'],
    [
      'its taking back was undone by hand',
      [adjust('a1', 'c1', '-20.00', '03-16', { ...whole, undoes: 'shortfall:1' })],
      '0.00',
    ],
  ])('and reinstating it restores the money alone where %s', (_why, meanwhile, open) => {
    const outcome = given(...reversed, ...meanwhile).when(reinstate('p1', '03-20'));
    expect(outcome.facts.map(({ type }) => type)).not.toContain('ChargeAdjusted');
    outcome.thenOpen('2024-03-20', { 'c1#1': open });
  });

  it('does not give up again what somebody had taken back before', () => {
    given(...paidShort, undoneByHand, reverse('p1', '03-15'))
      .when(reinstate('p1', '03-20'))
      .thenFacts('PaymentReinstated 2024-03-20 p1 80.00', 'PaymentApplied 2024-03-20 p1: c1#1 80.00');
  });

  it('restores all money before anything is given up again', () => {
    given(
      c1,
      paid('p1', '80.00', '03-10', short('c1', '50.00', 's1')),
      adjust('a1', 'c1', '30.00', '03-11'),
      apply('p1', '03-12', line('c1', '30.00')),
      reverse('p1', '03-15'),
      paid('p2', '30.00', '03-16', line('c1', '30.00')),
    )
      .when(reinstate('p1', '03-20'))
      .thenFacts('PaymentReinstated 2024-03-20 p1 80.00', 'PaymentApplied 2024-03-20 p1: c1#1 50.00, c1#1 30.00')
      .thenOpen('2024-03-20', { 'c1#1': '20.00' });
  });

  it('leaves open what the tax inside no longer allows', () => {
    const taxed = charge('c1', '100.00', '03-01', { taxAmount: '20.00' });
    given(
      taxed,
      paid('p1', '80.00', '03-10', short('c1', '80.00', 's1')),
      reverse('p1', '03-15'),
      adjust('a1', 'c1', '-18.00', '03-16', { taxAmount: '-18.00' }),
      adjust('a2', 'c1', '30.00', '03-16', { taxAmount: '0.00' }),
    )
      .when(reinstate('p1', '03-20'))
      .thenFacts('PaymentReinstated 2024-03-20 p1 80.00', 'PaymentApplied 2024-03-20 p1: c1#1 80.00')
      .thenOpen('2024-03-20', { 'c1#1': '32.00' });
  });
});

describe('refunding what an allocation with a shortfall had paid', () => {
  it('takes back what was given up, and is whole only', () => {
    given(...paidShort)
      .when(refund('r1', 'p1', '03-15', '0.00', line('c1', '80.00')))
      .thenFacts(
        'PaymentRefunded 2024-03-15 r1 p1 80.00: unapplied 0.00, c1#1 80.00',
        'ChargeAdjusted 2024-03-15 c1 20.00: #1 20.00',
      )
      .thenFigures({ '2024-03-15': '100.00 0.00 100.00' });
    given(...paidShort)
      .when(refund('r1', 'p1', '03-15', '0.00', line('c1', '79.00')))
      .thenRefused('SHORTFALL_WHOLE_ONLY', { allocated: '80.00', adjustmentId: 's1' }, 'reopen');
  });

  it('and taking the refund back gives it up again', () => {
    given(...paidShort, refund('r1', 'p1', '03-15', '0.00', line('c1', '80.00')))
      .when(reverseRefund('r1', '03-20'))
      .thenFacts(
        'RefundReversed 2024-03-20 r1 p1 80.00',
        'PaymentApplied 2024-03-20 p1: c1#1 80.00',
        'ChargeAdjusted 2024-03-20 c1 -20.00: #1 -20.00',
      )
      .thenFigures({ '2024-03-20': '0.00 0.00 0.00' });
  });
});

describe('a shortfall on the charge for a refunded payment', () => {
  it('falls with that charge when the payment comes back', () => {
    given(
      payment('p1', '50.00', '03-05'),
      refund('r1', 'p1', '03-06', '50.00'),
      reverse('p1', '03-07'),
      paid('p2', '30.00', '03-08', short('recharge:1', '30.00', 's1')),
    )
      .when(reinstate('p1', '03-09'))
      .thenFacts(
        'AllocationReleased 2024-03-09 p2: recharge:1#1 30.00',
        'ChargeVoided 2024-03-09 recharge:1 50.00: s1 -20.00, #1 30.00',
        'PaymentReinstated 2024-03-09 p1 0.00',
      );
  });
});
