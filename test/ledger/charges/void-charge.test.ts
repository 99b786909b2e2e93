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
  reverseWriteOff,
  transfer,
  unapply,
  unapplyCredit,
  voidCharge,
  waive,
  writeOff,
} from '../commands.ts';
import { given, type Sent } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01', { taxAmount: '20.00' });

describe('voiding a charge', () => {
  it('takes it back from its day on; before that day it was owed', () => {
    given(c1)
      .when(voidCharge('c1', '03-10'))
      .thenFacts('ChargeVoided 2024-03-10 c1 100.00: #1 100.00')
      .thenFigures({ '2024-03-09': '100.00 0.00 100.00', '2024-03-10': '0.00 0.00 0.00' });
  });

  it('takes the adjustments that stand on it back too, each with its reason', () => {
    const outcome = given(
      c1,
      adjust('a1', 'c1', '-30.00', '03-02', { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE' }),
      adjust('a2', 'c1', '5.00', '03-03'),
      adjust('a3', 'c1', '-10.00', '03-04'),
      adjust('a4', 'c1', '10.00', '03-05', { undoes: 'a3' }),
    ).when(voidCharge('c1', '03-10'));
    outcome
      .thenFacts('ChargeVoided 2024-03-10 c1 100.00: a1 -30.00, a2 5.00, #1 75.00')
      .thenFigures({ '2024-03-10': '0.00 0.00 0.00' });
    const [fact] = outcome.facts;
    if (fact?.type !== 'ChargeVoided') throw new Error('no charge is voided');
    expect(fact.data.adjustments.map(({ reasonCode, contraAccount }) => [reasonCode, contraAccount])).toEqual([
      ['CONTRACT_RATE', 'ContractualAllowances'],
      ['WRONG_AMOUNT', 'BillingCorrections'],
    ]);
  });

  it('names what each item was still worth', () => {
    const shared = instalments('c2', '03-01', [
      ['60.00', '04-01'],
      ['0.00', '05-01'],
      ['40.00', '05-01', medicare],
    ]);
    given(shared, adjust('a1', 'c2', '-10.00', '03-02', { item: 3 }))
      .when(voidCharge('c2', '03-10'))
      .thenFacts('ChargeVoided 2024-03-10 c2 100.00: a1 -10.00, #1 60.00, #3 30.00');
  });

  it('of nothing, or of which nothing is left, is recorded all the same', () => {
    given(charge('c0', '0.00', '03-01'))
      .when(voidCharge('c0', '03-10'))
      .thenFacts('ChargeVoided 2024-03-10 c0 0.00: ')
      .thenFigures({ '2024-03-10': '0.00 0.00 0.00' });
    given(c1, adjust('a1', 'c1', '-100.00', '03-02'))
      .when(voidCharge('c1', '03-10'))
      .thenFacts('ChargeVoided 2024-03-10 c1 100.00: a1 -100.00, ');
  });

  it('releases the credits on it, each on the later of the two days', () => {
    const credited = [c1, credit('k1', '50.00', '03-02'), applyCredit('k1', '03-08', line('c1', '30.00'))];
    given(...credited)
      .when(voidCharge('c1', '03-10'))
      .thenFacts('CreditReleased 2024-03-10 k1: c1#1 30.00', 'ChargeVoided 2024-03-10 c1 100.00: #1 100.00')
      .thenFigures({ '2024-03-09': '70.00 20.00 50.00', '2024-03-10': '0.00 50.00 -50.00' });
    given(...credited)
      .when(voidCharge('c1', '03-05'))
      .thenFacts('CreditReleased 2024-03-08 k1: c1#1 30.00', 'ChargeVoided 2024-03-05 c1 100.00: #1 100.00')
      .thenFigures({ '2024-03-05': '0.00 50.00 -50.00', '2024-03-08': '0.00 50.00 -50.00' });
  });

  it('waits for the day on which a credit was taken back that had paid it', () => {
    given(
      c1,
      credit('k1', '50.00', '03-02'),
      applyCredit('k1', '03-08', line('c1', '30.00')),
      unapplyCredit('k1', '03-20'),
    )
      .when(voidCharge('c1', '03-10'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-10', earliestDate: '2024-03-20' }, 'effectiveDate');
  });

  it('leaves the fees on it: they are waived for themselves', () => {
    const fined = [c1, fee('f1', '12.00', '03-20', 'c1')];
    given(...fined)
      .when(voidCharge('c1', '03-25'))
      .thenOpen('2024-03-25', { 'c1#1': '0.00', 'f1#1': '12.00' });
    given(...fined, voidCharge('c1', '03-25'))
      .when(waive('w1', 'f1', undefined, '03-26'))
      .thenFigures({ '2024-03-26': '0.00 0.00 0.00' });
  });
});

describe('a charge is not voided', () => {
  it('while money is applied to it on any day from then on', () => {
    const applied = [c1, paid('p1', '30.00', '03-10', line('c1', '30.00'))];
    given(...applied)
      .when(voidCharge('c1', '03-05'))
      .thenRefused('CHARGE_HAS_PAYMENT', { allocated: '30.00', bindingDate: '2024-03-10' }, 'chargeId');
    given(...applied, unapply('p1', '03-20'))
      .when(voidCharge('c1', '03-15'))
      .thenRefused('CHARGE_HAS_PAYMENT', {
        allocated: '30.00',
        bindingDate: '2024-03-15',
        earliestDate: '2024-03-20',
      });
    given(...applied, unapply('p1', '03-20'))
      .when(voidCharge('c1', '03-20'))
      .thenFigures({ '2024-03-19': '70.00 0.00 70.00', '2024-03-20': '0.00 30.00 -30.00' });
  });

  it('and the day it names waits for credits as well', () => {
    given(
      c1,
      payment('p1', '30.00', '03-02'),
      apply('p1', '03-10', line('c1', '30.00')),
      unapply('p1', '03-15'),
      credit('k1', '50.00', '03-02'),
      applyCredit('k1', '03-12', line('c1', '30.00')),
      unapplyCredit('k1', '03-20'),
    )
      .when(voidCharge('c1', '03-11'))
      .thenRefused('CHARGE_HAS_PAYMENT', {
        allocated: '30.00',
        bindingDate: '2024-03-11',
        earliestDate: '2024-03-20',
      });
  });

  it('while another party owes a part of it; when it came back, it is', () => {
    const moved = [c1, transfer('t1', 'c1', '40.00', '03-05', { toPayer: medicare })];
    given(...moved)
      .when(voidCharge('c1', '03-10'))
      .thenRefused('CHARGE_HAS_TRANSFER', { items: '2' }, 'chargeId');
    const back = [...moved, transfer('t2', 'c1', '40.00', '03-08', { item: 2 })];
    given(...back)
      .when(voidCharge('c1', '03-10'))
      .thenFacts('ChargeVoided 2024-03-10 c1 100.00: #1 60.00, #3 40.00');
    given(...back)
      .when(voidCharge('c1', '03-07'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-08' }, 'effectiveDate');
  });

  it('while a part of it is written off; when that is owed again, it is', () => {
    const lost = [c1, writeOff('x1', 'c1', '40.00', '03-05')];
    given(...lost)
      .when(voidCharge('c1', '03-10'))
      .thenRefused('CHARGE_HAS_WRITE_OFF', { writtenOff: '40.00' }, 'chargeId');
    given(...lost, reverseWriteOff('x1', '40.00', '03-08'))
      .when(voidCharge('c1', '03-10'))
      .thenFigures({ '2024-03-10': '0.00 0.00 0.00' });
  });

  it('before itself or an adjustment of it, twice, without a reason, or where it is a fee', () => {
    given(c1, adjust('a1', 'c1', '-30.00', '03-05'))
      .when(voidCharge('c1', '03-04'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' }, 'effectiveDate');
    given(c1, voidCharge('c1', '03-10'))
      .when(voidCharge('c1', '03-11'))
      .thenRefused('ALREADY_REVERSED', { reversedOn: '2024-03-10' }, 'chargeId');
    given(c1)
      .when(voidCharge('c1', '03-10', { reasonCode: undefined }))
      .thenRefused('REASON_REQUIRED', { reasons: 'CHARGED_IN_ERROR, WRONG_ACCOUNT, NOT_RENDERED' });
    given(c1, fee('f1', '1.00', '03-20', 'c1', { category: 'INTEREST' }))
      .when(voidCharge('f1', '03-25'))
      .thenRefused('FEE_NOT_VOIDABLE', { category: 'INTEREST' }, 'chargeId');
  });
});

describe('a voided charge', () => {
  const before = [
    c1,
    payment('p1', '30.00', '03-02'),
    credit('k1', '30.00', '03-02'),
    adjust('a1', 'c1', '-30.00', '03-02'),
    voidCharge('c1', '03-10'),
  ];
  const naming: readonly (readonly [path: string, sent: Sent])[] = [
    ['chargeId', adjust('a2', 'c1', '-1.00', '03-05')],
    ['chargeId', adjust('a2', 'c1', '30.00', '03-12', { undoes: 'a1' })],
    ['chargeId', transfer('t1', 'c1', '1.00', '03-05', { toPayer: medicare })],
    ['chargeId', writeOff('x1', 'c1', '1.00', '03-05')],
    ['feeOn.chargeId', fee('f1', '1.00', '03-12', 'c1')],
    ['lines.0.chargeId', paid('p2', '1.00', '03-05', line('c1', '1.00'))],
    ['lines.0.chargeId', apply('p1', '03-05', line('c1', '1.00'))],
    ['lines.0.chargeId', unapply('p1', '03-12', line('c1', '1.00'))],
    ['lines.0.chargeId', applyCredit('k1', '03-12', line('c1', '1.00'))],
    ['lines.0.chargeId', applyCredit(undefined, '03-12', line('c1', '1.00'))],
    ['lines.0.chargeId', unapplyCredit('k1', '03-12', line('c1', '1.00'))],
  ];

  it.each(naming)('is there to be read only: %s', (path, sent) => {
    given(...before)
      .when(sent)
      .thenRefused('CHARGE_VOIDED', { voidedOn: '2024-03-10' }, path);
  });

  it('keeps its id', () => {
    given(...before)
      .when(charge('c1', '5.00', '03-15'))
      .thenRefused('DUPLICATE_ID', { takenBy: 'charge' }, 'chargeId');
  });
});
