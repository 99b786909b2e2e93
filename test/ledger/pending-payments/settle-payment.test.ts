import { describe, expect, it } from 'vitest';
import {
  aetna,
  apply,
  charge,
  failed,
  instalments,
  line,
  medicare,
  paid,
  pended,
  recover,
  refund,
  reinstate,
  reverse,
  settled,
  short,
  unapply,
  voidCharge,
  writeOff,
} from '../commands.ts';
import { given, type Sent } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const waiting = [c1, pended('p1', '60.00', '03-05')];

describe('settling a pending payment', () => {
  it('makes it money of the day of the settlement: pending before, unapplied from then on', () => {
    given(...waiting)
      .when(settled('p1', '03-08'))
      .thenFacts('PaymentSettled 2024-03-08 p1 60.00')
      .thenPending({ '2024-03-04': '0.00', '2024-03-07': '60.00', '2024-03-08': '0.00' })
      .thenFigures({ '2024-03-07': '100.00 0.00 100.00', '2024-03-08': '100.00 60.00 40.00' });
  });

  it('takes lines and a strategy as money received does, in the same append', () => {
    given(...waiting, charge('c2', '10.00', '03-02'))
      .when(settled('p1', '03-08', { lines: [line('c2', '4.00')], strategy: 'OLDEST_DUE_FIRST' }))
      .thenFacts('PaymentSettled 2024-03-08 p1 60.00', 'PaymentApplied 2024-03-08 p1: c2#1 4.00, c1#1 56.00')
      .thenFigures({ '2024-03-07': '110.00 0.00 110.00', '2024-03-08': '50.00 0.00 50.00' });
  });

  it('spreads by the party that had paid when it was announced', () => {
    const shared = instalments('c2', '03-01', [
      ['60.00', '04-01'],
      ['40.00', '05-01', aetna],
    ]);
    given(shared, pended('p1', '50.00', '03-05', { payer: aetna }))
      .when(settled('p1', '03-08', { strategy: 'BY_PARTY' }))
      .thenFacts('PaymentSettled 2024-03-08 p1 50.00', 'PaymentApplied 2024-03-08 p1: c2#2 40.00');
  });

  it('waits with an allocation for the start of its item', () => {
    given(c1, pended('p1', '60.00', '03-05'), charge('c2', '20.00', '04-01'))
      .when(settled('p1', '03-08', { lines: [line('c2', '20.00')] }))
      .thenFacts('PaymentSettled 2024-03-08 p1 60.00', 'PaymentApplied 2024-04-01 p1: c2#1 20.00');
  });

  it('can give up the rest of what a line pays, and a reversal takes that back with the money', () => {
    const paidShort = settled('p1', '03-08', { lines: [short('c1', '60.00', 's1')] });
    given(...waiting)
      .when(paidShort)
      .thenFacts(
        'PaymentSettled 2024-03-08 p1 60.00',
        'PaymentApplied 2024-03-08 p1: c1#1 60.00',
        'ChargeAdjusted 2024-03-08 c1 -40.00: #1 -40.00',
      )
      .thenFigures({ '2024-03-08': '0.00 0.00 0.00' });
    given(...waiting, paidShort)
      .when(reverse('p1', '03-12'))
      .thenFigures({ '2024-03-11': '0.00 0.00 0.00', '2024-03-12': '100.00 0.00 100.00' });
  });

  it('for less lets the rest lapse: nothing of it is pending any more', () => {
    given(...waiting)
      .when(settled('p1', '03-08', { amount: '45.5', lines: [line('c1', '45.50')] }))
      .thenFacts('PaymentSettled 2024-03-08 p1 45.50, lapsed 14.50', 'PaymentApplied 2024-03-08 p1: c1#1 45.50')
      .thenPending({ '2024-03-07': '60.00', '2024-03-08': '0.00' })
      .thenFigures({ '2024-03-08': '54.50 0.00 54.50' });
  });

  it('for the whole amount, stated or not, says nothing of a lapse', () => {
    const { facts } = given(...waiting).when(settled('p1', '03-08', { amount: '60' }));
    expect(facts.map(({ data }) => data)).toEqual([{ paymentId: 'p1', currency: 'USD', amount: '6000' }]);
  });

  it('for more than is pending is refused: what came besides is a payment of its own', () => {
    given(...waiting)
      .when(settled('p1', '03-08', { amount: '60.01' }))
      .thenRefused('EXCEEDS_PENDING', { pending: '60.00' }, 'amount');
  });

  it('with lines beyond what comes is refused, for the stated amount or for what is pending', () => {
    given(...waiting)
      .when(settled('p1', '03-08', { amount: '50.00', lines: [line('c1', '50.01')] }))
      .thenRefused('LINES_EXCEED_AMOUNT', {}, 'lines');
    given(...waiting)
      .when(settled('p1', '03-08', { lines: [line('c1', '30.00'), line('c1', '30.01')] }))
      .thenRefused('EXCEEDS_PENDING', { pending: '60.00' }, 'lines');
  });

  it('for nothing is refused: such a payment failed', () => {
    given(...waiting)
      .when(settled('p1', '03-08', { amount: '0.00' }))
      .thenRefused('AMOUNT_NOT_POSITIVE', {}, 'amount');
  });

  it('is refused above what is open, with the day on which it would do', () => {
    const covered = [...waiting, paid('p2', '100.00', '03-06', line('c1', '100.00')), unapply('p2', '03-20')];
    given(...covered)
      .when(settled('p1', '03-08', { lines: [line('c1', '60.00')] }))
      .thenRefused(
        'OVER_ALLOCATION',
        { available: '0.00', bindingDate: '2024-03-08', earliestDate: '2024-03-20' },
        'lines.0.amount',
      );
    given(...covered)
      .when(settled('p1', '03-20', { lines: [line('c1', '60.00')] }))
      .thenFigures({ '2024-03-20': '40.00 100.00 -60.00' });
  });

  it('asks whose debt a line means before it looks at the amount, and never pays a voided charge', () => {
    const shared = instalments('c2', '03-01', [
      ['60.00', '04-01'],
      ['40.00', '05-01', medicare],
    ]);
    given(...waiting, shared)
      .when(settled('p1', '03-08', { amount: '60.01', lines: [line('c2', '1.00')] }))
      .thenRefused('ITEM_REQUIRED', { items: '1, 2' }, 'lines.0.item');
    given(...waiting, voidCharge('c1', '03-06'))
      .when(settled('p1', '03-08', { lines: [line('c1', '1.00')] }))
      .thenRefused('CHARGE_VOIDED', { voidedOn: '2024-03-06' }, 'lines.0.chargeId');
  });

  it('touches no more items than one command may', () => {
    const many = Array.from({ length: 501 }, (_, index) => charge(`c${index}`, '1.00', '03-01'));
    given(...many, pended('p1', '501.00', '03-05'))
      .when(settled('p1', '03-08', { strategy: 'OLDEST_DUE_FIRST' }))
      .thenRefused('TOO_MANY_ALLOCATIONS', { limit: '500' });
  });

  it('is not effective before the payment was pending; on the same day it is', () => {
    given(...waiting)
      .when(settled('p1', '03-04'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' }, 'effectiveDate');
    given(...waiting)
      .when(settled('p1', '03-05'))
      .thenPending({ '2024-03-04': '0.00', '2024-03-05': '0.00' })
      .thenFigures({ '2024-03-05': '100.00 60.00 40.00' });
  });

  it('may be back-dated: the past as of those days changes, and nothing falls below zero', () => {
    const paidMeanwhile = [...waiting, paid('p2', '70.00', '03-20', line('c1', '70.00'))];
    given(...paidMeanwhile)
      .when(settled('p1', '03-08', { strategy: 'OLDEST_DUE_FIRST' }))
      .thenFacts('PaymentSettled 2024-03-08 p1 60.00', 'PaymentApplied 2024-03-08 p1: c1#1 30.00')
      .thenPending({ '2024-03-07': '60.00', '2024-03-08': '0.00' })
      .thenFigures({ '2024-03-08': '70.00 30.00 40.00', '2024-03-20': '0.00 30.00 -30.00' });
  });

  it('happens once: a payment that was settled or failed is not settled again', () => {
    given(...waiting, settled('p1', '03-08'))
      .when(settled('p1', '03-09'))
      .thenRefused('PENDING_ALREADY_RESOLVED', { resolvedOn: '2024-03-08' }, 'paymentId');
    given(...waiting, failed('p1', '03-07'))
      .when(settled('p1', '03-09'))
      .thenRefused('PENDING_ALREADY_RESOLVED', { resolvedOn: '2024-03-07' }, 'paymentId');
    given(...waiting, settled('p1', '03-08'), reverse('p1', '03-10'))
      .when(settled('p1', '03-11'))
      .thenRefused('PENDING_ALREADY_RESOLVED', { resolvedOn: '2024-03-08' }, 'paymentId');
  });

  it('is for what was pending: a payment received, or a recovery, never was', () => {
    given(c1, paid('p2', '60.00', '03-06', line('c1', '60.00')))
      .when(settled('p2', '03-08'))
      .thenRefused('NOT_PENDING', {}, 'paymentId');
    given(c1, writeOff('x1', 'c1', '80.00', '03-02'), recover('r1', 'x1', '30.00', '03-03'))
      .when(settled('r1', '03-08'))
      .thenRefused('NOT_PENDING', {}, 'paymentId');
    given(c1).when(settled('p9', '03-08')).thenRefused('PAYMENT_UNKNOWN', {}, 'paymentId');
  });

  it('keeps the conditions of the caller', () => {
    given(...waiting)
      .when(settled('p1', '03-08', { amount: '50.00', expect: { balanceAtMost: '49.99' } }))
      .thenRefused('CONDITION_FAILED', { balance: '50.00' }, 'expect.balanceAtMost');
  });
});

describe('a settled payment', () => {
  const used = [...waiting, settled('p1', '03-08', { amount: '50.00', lines: [line('c1', '40.00')] })];

  it('is used, reversed, reinstated and refunded like any payment, for what came', () => {
    given(...used)
      .when(apply('p1', '03-09', line('c1', '10.00')))
      .thenFigures({ '2024-03-09': '50.00 0.00 50.00' });
    given(...used)
      .when(reverse('p1', '03-12'))
      .thenFacts('AllocationReleased 2024-03-12 p1: c1#1 40.00', 'PaymentReversed 2024-03-12 p1 50.00')
      .thenPending({ '2024-03-12': '0.00' })
      .thenFigures({ '2024-03-11': '60.00 10.00 50.00', '2024-03-12': '100.00 0.00 100.00' });
    given(...used, reverse('p1', '03-12'))
      .when(reinstate('p1', '03-13'))
      .thenFacts('PaymentReinstated 2024-03-13 p1 50.00', 'PaymentApplied 2024-03-13 p1: c1#1 40.00');
    given(...used)
      .when(refund('r1', 'p1', '03-12', '10.00'))
      .thenFigures({ '2024-03-12': '60.00 0.00 60.00' });
  });

  it('gives no more back than came, whatever had been pending', () => {
    given(...used)
      .when(refund('r1', 'p1', '03-12', '10.01'))
      .thenRefused('REFUND_EXCEEDS_PAYMENT', { available: '10.00', bindingDate: '2024-03-12' });
  });

  it.each([
    ['reversed', reverse('p1', '03-07')],
    ['refunded', refund('r1', 'p1', '03-07', '10.00')],
  ] satisfies readonly (readonly [string, Sent])[])('is not %s before the day of its settlement', (_what, sent) => {
    given(...used)
      .when(sent)
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-08' }, 'effectiveDate');
  });

  it('pays from its settlement on, where a command asks for an earlier day', () => {
    given(...waiting, settled('p1', '03-08'))
      .when(apply('p1', '03-06', line('c1', '10.00')))
      .thenFacts('PaymentApplied 2024-03-08 p1: c1#1 10.00');
  });
});
