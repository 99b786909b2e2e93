import { describe, expect, it } from 'vitest';
import { postingsOf } from '#ledger/posting-rules.ts';
import {
  adjust,
  apply,
  charge,
  fee,
  instalments,
  line,
  paid,
  payment,
  recover,
  refund,
  reinstate,
  reverse,
  reverseWriteOff,
  unapply,
  waive,
  writeOff,
} from './commands.ts';
import { given } from './given-when-then.ts';

/**
 * The worked examples of ledger-rules.md section 10 that the commands of this slice reach, under their own names.
 * Examples 4, 8 and 9 need write-offs, recoveries and foreign currency and come with those commands.
 */
describe('the worked examples of the ledger rules', () => {
  it('1. Release date: a back-dated reduction releases the money on the day it had been applied', () => {
    given(charge('c1', '80.00', '03-01'), paid('p1', '80.00', '03-10', line('c1', '80.00')))
      .when(adjust('a1', 'c1', '-25.00', '03-05'))
      .thenFacts('AllocationReleased 2024-03-10 p1: c1#1 25.00', 'ChargeAdjusted 2024-03-05 c1 -25.00: #1 -25.00')
      .thenFigures({ '2024-03-05': '55.00 0.00 55.00', '2024-03-10': '0.00 25.00 -25.00' });
  });

  it('2. Smallest from its date on: a payment is refused on a day when the charge was paid, and accepted after', () => {
    const before = given(
      charge('c1', '120.00', '04-01'),
      paid('p1', '120.00', '04-05', line('c1', '120.00')),
      unapply('p1', '04-20'),
    );
    before
      .when(paid('p2', '120.00', '04-10', line('c1', '120.00')))
      .thenRefused(
        'OVER_ALLOCATION',
        { available: '0.00', bindingDate: '2024-04-10', earliestDate: '2024-04-20' },
        'lines.0.amount',
      );
    before
      .when(paid('p2', '120.00', '04-20', line('c1', '120.00')))
      .thenFacts('PaymentReceived 2024-04-20 p2 120.00', 'PaymentApplied 2024-04-20 p2: c1#1 120.00');
  });

  it('3. Release order: the newest payment gives its money back first', () => {
    given(
      charge('c1', '90.00', '03-01'),
      paid('p1', '40.00', '03-05', line('c1', '40.00')),
      paid('p2', '50.00', '03-06', line('c1', '50.00')),
    )
      .when(adjust('a1', 'c1', '-60.00', '03-10'))
      .thenFacts(
        'AllocationReleased 2024-03-10 p2: c1#1 50.00',
        'AllocationReleased 2024-03-10 p1: c1#1 10.00',
        'ChargeAdjusted 2024-03-10 c1 -60.00: #1 -60.00',
      )
      .thenFigures({ '2024-03-09': '0.00 0.00 0.00', '2024-03-10': '0.00 60.00 -60.00' });
  });

  it('4. Adjust under a write-off: what is written off can no longer be adjusted away', () => {
    const before = given(charge('c1', '200.00', '03-01'), writeOff('x1', 'c1', '150.00', '03-10'));
    before
      .when(adjust('a1', 'c1', '-80.00', '03-15'))
      .thenRefused('EXCEEDS_ADJUSTABLE', { adjustable: '50.00', bindingDate: '2024-03-15' }, 'amount');
    before.when(adjust('a1', 'c1', '-50.00', '03-15')).thenFigures({ '2024-03-15': '0.00 0.00 0.00' });
  });

  it('5. Paid fee waived: the fee is worth less and the money is free; no more than is left can be waived', () => {
    const paidFee = [
      charge('c1', '100.00', '02-01'),
      fee('f1', '12.00', '03-01', 'c1'),
      paid('p1', '12.00', '03-05', line('f1', '12.00')),
    ];
    given(...paidFee)
      .when(waive('w1', 'f1', '5.00', '03-10'))
      .thenFacts('AllocationReleased 2024-03-10 p1: f1#1 5.00', 'LateFeeWaived 2024-03-10 f1 5.00: #1 5.00')
      .thenOpen('2024-03-10', { 'c1#1': '100.00', 'f1#1': '0.00' })
      .thenFigures({ '2024-03-10': '100.00 5.00 95.00' });
    given(...paidFee, waive('w1', 'f1', '5.00', '03-10'))
      .when(waive('w2', 'f1', '7.01', '03-11'))
      .thenRefused('EXCEEDS_FEE', { left: '7.00', bindingDate: '2024-03-11' }, 'amount');
  });

  it('8. Write-off is no adjustment: a recovery lowers neither it nor what is open, and bounds its reversal', () => {
    const contractual = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' };
    const before = given(
      charge('c1', '500.00', '03-01'),
      adjust('a1', 'c1', '-120.00', '03-05', contractual),
      writeOff('x1', 'c1', '80.00', '03-10'),
      recover('r1', 'x1', '30.00', '03-20'),
    );
    before
      .when(reverseWriteOff('x1', '50.01', '03-25'))
      .thenRefused('EXCEEDS_RECOVERABLE', { left: '50.00', bindingDate: '2024-03-25' }, 'amount');
    before
      .when(reverseWriteOff('x1', '50.00', '03-25'))
      .thenFigures({ '2024-03-24': '300.00 0.00 300.00', '2024-03-25': '350.00 0.00 350.00' });
  });

  it('6. NSF after refund: what was refunded is owed as a charge of its own', () => {
    const { facts } = given(
      charge('c1', '200.00', '03-01'),
      paid('p1', '300.00', '03-05', line('c1', '200.00')),
      refund('r1', 'p1', '03-08', '60.00'),
    )
      .when(reverse('p1', '03-10'))
      .thenFacts(
        'AllocationReleased 2024-03-10 p1: c1#1 200.00',
        'PaymentReversed 2024-03-10 p1 240.00',
        'ChargePosted 2024-03-10 recharge:1 60.00: 60.00 SELF due 2024-03-10',
      )
      .thenOpen('2024-03-10', { 'c1#1': '200.00', 'recharge:1#1': '60.00' })
      .thenFigures({ '2024-03-09': '0.00 40.00 -40.00', '2024-03-10': '260.00 0.00 260.00' });
    expect(facts.at(-1)?.data).toMatchObject({ origin: 'RECHARGE', category: 'OTHER', rechargeOf: 'p1' });
    // 300 came, 60 went as a refund, and the bank took the 300 back.
    const taken = facts.flatMap(postingsOf).filter(({ account }) => account === 'CashClearing');
    expect(taken.map(({ side, amount }) => `${side} ${amount}`)).toEqual(['CREDIT 24000', 'CREDIT 6000']);
  });

  it('7. Refund in two parts: what is unapplied, and what is open again', () => {
    given(charge('c1', '150.00', '03-01'), paid('p1', '180.00', '03-05', line('c1', '150.00')))
      .when(refund('r1', 'p1', '03-10', '30.00', line('c1', '40.00')))
      .thenFacts('PaymentRefunded 2024-03-10 r1 p1 70.00: unapplied 30.00, c1#1 40.00')
      .thenOpen('2024-03-10', { 'c1#1': '40.00' })
      .thenFigures({ '2024-03-10': '40.00 0.00 40.00' });
  });

  it('10. Spread: a payment fills the instalments in order, a reduction takes what is open in order', () => {
    const threeInstalments = instalments('c1', '03-01', [
      ['80.00', '04-01'],
      ['80.00', '05-01'],
      ['80.00', '06-01'],
    ]);
    given(threeInstalments)
      .when(paid('p1', '100.00', '03-10', line('c1', '100.00')))
      .thenOpen('2024-03-10', { 'c1#1': '0.00', 'c1#2': '60.00', 'c1#3': '80.00' });
    given(threeInstalments, paid('p1', '100.00', '03-10', line('c1', '100.00')))
      .when(adjust('a1', 'c1', '-70.00', '03-11'))
      .thenOpen('2024-03-11', { 'c1#1': '0.00', 'c1#2': '0.00', 'c1#3': '70.00' });
  });

  it('10. Reinstatement: what has been paid by another payment meanwhile is not paid twice', () => {
    given(
      charge('c1', '70.00', '03-01'),
      payment('p1', '70.00', '03-05'),
      apply('p1', '03-05', line('c1', '70.00')),
      reverse('p1', '03-10'),
      paid('p2', '70.00', '03-12', line('c1', '70.00')),
    )
      .when(reinstate('p1', '03-15'))
      .thenFacts('PaymentReinstated 2024-03-15 p1 70.00')
      .thenFigures({ '2024-03-15': '0.00 70.00 -70.00' });
  });
});
