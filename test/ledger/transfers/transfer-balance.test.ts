import { describe, expect, it } from 'vitest';
import { emptyAccount } from '#ledger/account.ts';
import {
  adjust,
  charge,
  close,
  credit,
  fee,
  instalments,
  line,
  medicare,
  paid,
  payment,
  refund,
  reinstate,
  reverse,
  transfer,
  voidCharge,
} from '../commands.ts';
import { after, decideSent, given } from '../given-when-then.ts';
import { chargeArriving, comeBack, complete, receive, transferBalance } from './transfers.ts';

const c1 = charge('c1', '100.00', '03-01', { serviceDate: '2024-02-20', dueDate: '2024-04-01' });
const p1 = payment('p1', '80.00', '03-05', { payer: medicare });
const ofCharge = { chargeId: 'c1' };
const left = [c1, transferBalance('t1', '30.00', '03-10', ofCharge)];

/** Of what has arrived by `t9`. */
const sent = (transferId: string, amount: string) =>
  transferBalance(transferId, amount, '03-12', { chargeId: 't9', item: 2 });

describe('an amount leaves for another account', () => {
  it('of a charge: no longer open here, and with the old due and service date on its way', () => {
    const outcome = given(c1).when(transferBalance('t1', '30.00', '03-10', ofCharge));
    outcome
      .thenFacts(
        'BalanceTransferredOut 2024-03-10 t1 account-1 to account-2: CHARGE c1 30.00, #1 30.00 SELF due 2024-04-01',
      )
      .thenFigures({ '2024-03-09': '100.00 0.00 100.00', '2024-03-10': '70.00 0.00 70.00' });
    expect(outcome.facts[0]?.data).toMatchObject({ what: { serviceDate: '2024-02-20', category: 'SERVICE' } });
  });

  it('of several items in their order, with a due date of its own if one is stated', () => {
    given(
      instalments('c1', '03-01', [
        ['60.00', '05-01'],
        ['40.00', '04-01'],
      ]),
    )
      .when(transferBalance('t1', '50.00', '03-10', ofCharge, { dueDate: '2024-06-01' }))
      .thenFacts(
        'BalanceTransferredOut 2024-03-10 t1 account-1 to account-2: CHARGE c1 50.00, #2 40.00 SELF due 2024-06-01, #1 10.00 SELF due 2024-06-01',
      );
  });

  it('of a payment or credit: what is unapplied, and no more on any later day', () => {
    given(p1)
      .when(transferBalance('t1', '30.00', '03-10', { paymentId: 'p1' }))
      .thenFacts('BalanceTransferredOut 2024-03-10 t1 account-1 to account-2: PAYMENT p1 30.00')
      .thenFigures({ '2024-03-10': '0.00 50.00 -50.00' });
    given(charge('c1', '60.00', '03-01'), p1, [
      'ApplyPayment',
      { paymentId: 'p1', effectiveDate: '2024-03-20', lines: [line('c1', '60.00')] },
    ])
      .when(transferBalance('t1', '20.01', '03-10', { paymentId: 'p1' }))
      .thenRefused('INSUFFICIENT_FUNDS', { available: '20.00', bindingDate: '2024-03-20' }, 'amount');
    given(credit('k1', '9.00', '03-01'))
      .when(transferBalance('t1', '9.01', '03-10', { creditId: 'k1' }))
      .thenRefused('INSUFFICIENT_CREDIT', { available: '9.00', bindingDate: '2024-03-10' }, 'amount');
  });

  it('no more than is open on any later day', () => {
    given(c1, paid('p2', '80.00', '04-01', line('c1', '80.00')))
      .when(transferBalance('t1', '20.01', '03-10', ofCharge))
      .thenRefused('EXCEEDS_OPEN', { available: '20.00', bindingDate: '2024-04-01' }, 'amount');
  });

  it('cannot be adjusted away here any more', () => {
    given(...left)
      .when(adjust('a1', 'c1', '-70.01', '03-11'))
      .thenRefused('EXCEEDS_ADJUSTABLE', { adjustable: '70.00', bindingDate: '2024-03-11' });
    given(...left)
      .when(adjust('a1', 'c1', '-70.00', '03-11'))
      .thenFigures({ '2024-03-11': '0.00 0.00 0.00' });
  });

  it('keeps the charge from being voided, the payment from being reversed and the recharge from falling', () => {
    given(...left)
      .when(voidCharge('c1', '03-12'))
      .thenRefused('CHARGE_TRANSFERRED', { transferred: '30.00' }, 'chargeId');
    given(
      payment('p1', '10.00', '03-01'),
      refund('r1', 'p1', '03-02', '10.00'),
      reverse('p1', '03-03'),
      transferBalance('t1', '4.00', '03-04', { chargeId: 'recharge:1' }),
    )
      .when(reinstate('p1', '03-05'))
      .thenRefused('CHARGE_TRANSFERRED', { transferred: '4.00', chargeId: 'recharge:1' }, 'paymentId');
  });

  it('keeps the account open until what became of it is known', () => {
    const all = [c1, transferBalance('t1', '100.00', '03-10', ofCharge)];
    const figures = { openItems: '0', unapplied: '0.00', pending: '0.00', inTransit: '1' };
    given(...all)
      .when(close('03-12'))
      .thenRefused('ACCOUNT_NOT_EMPTY', { ...figures, bindingDate: '2024-03-12' }, 'effectiveDate');
    given(...all, complete('t1', '03-10'))
      .when(close('03-12'))
      .thenFacts('AccountClosed 2024-03-12');
  });
});

describe('it arrives', () => {
  it('as a charge of the id of the transfer, from its day on, each item with its party and due date', () => {
    given()
      .when(receive('t9', '03-10', chargeArriving))
      .thenFacts(
        'BalanceTransferredIn 2024-03-10 t9 account-2 to account-1: CHARGE t9 60.00, #1 20.00 SELF due 2024-02-01, #2 40.00 MEDICARE/cms due 2024-02-15',
      )
      .thenOpen('2024-03-10', { 't9#1': '20.00', 't9#2': '40.00' });
  });

  it('as a payment or a credit that pays like any other, and goes back like any other', () => {
    given(c1, receive('t9', '03-10', {}))
      .when(['ApplyPayment', { paymentId: 't9', effectiveDate: '2024-03-11', lines: [line('c1', '50.00')] }])
      .thenFigures({ '2024-03-11': '50.00 0.00 50.00' });
    given(receive('t9', '03-10', {}))
      .when(reverse('t9', '03-12'))
      .thenFacts('PaymentReversed 2024-03-12 t9 50.00');
  });

  it('an account says no in its own books, once and for good; to a dry run it just says no', () => {
    const taken = [payment('t9', '1.00', '03-01')];
    given(...taken)
      .when(receive('t9', '03-10', {}))
      .thenFacts('BalanceTransferRefused 2024-03-10 t9 account-2 to account-1: DUPLICATE_ID');
    given(...taken)
      .when(receive('t9', '03-10', {}, { dryRun: true }))
      .thenRefused('DUPLICATE_ID', { takenBy: 'payment' }, 'transferId');
    given(close('03-01'))
      .when(receive('t9', '03-10', {}))
      .thenFacts('BalanceTransferRefused 2024-03-10 t9 account-2 to account-1: ACCOUNT_CLOSED');
    given()
      .when(receive('t9', '03-10', { currency: 'EUR' }))
      .thenFacts('BalanceTransferRefused 2024-03-10 t9 account-2 to account-1: CURRENCY_MISMATCH');
    expect(decideSent(emptyAccount('account-1'), receive('t9', '03-10', {}))).toMatchObject({
      outcome: 'REJECTED',
      code: 'ACCOUNT_UNKNOWN',
    });
  });
});

describe('it comes back', () => {
  const figures = { '2024-03-09': '100.00 0.00 100.00', '2024-03-10': '100.00 0.00 100.00' };

  it('when the other account refused it: everything is as before', () => {
    given(...left)
      .when(comeBack(after(left).facts, '03-10'))
      .thenFacts(
        'BalanceTransferReturned 2024-03-10 t1 account-1 to account-2: CHARGE c1 30.00, #1 30.00 SELF due 2024-04-01',
      )
      .thenFigures(figures);
    given(...left, comeBack(after(left).facts, '03-10'))
      .when(voidCharge('c1', '03-12'))
      .thenFigures({ '2024-03-12': '0.00 0.00 0.00' });
  });

  it('when it is sent back from there: into the charge that it had left, or the payment', () => {
    const item = { item: 1, party: { partyClass: 'SELF' }, dueDate: '2024-07-01', amount: '2000' };
    const what = { kind: 'CHARGE', chargeId: 't1', category: 'SERVICE', items: [item] };
    given(...left, complete('t1', '03-10'))
      .when(receive('b1', '03-15', { what, amount: '2000', returns: 't1' }))
      .thenFacts(
        'BalanceTransferredIn 2024-03-15 b1 account-2 to account-1 (back by t1): CHARGE c1 20.00, #1 20.00 SELF due 2024-04-01',
      )
      .thenOpen('2024-03-15', { 'c1#1': '90.00' });
    given(p1, transferBalance('t1', '50.00', '03-10', { paymentId: 'p1' }), receive('b1', '03-15', { returns: 't1' }))
      .when(reverse('p1', '03-16'))
      .thenFacts('PaymentReversed 2024-03-16 p1 80.00');
    given(p1, transferBalance('t1', '50.00', '03-10', { paymentId: 'p1' }), receive('b1', '03-15', { returns: 't1' }))
      .when(reverse('p1', '03-12'))
      .thenRefused('BACKDATE_CONFLICT', { bindingDate: '2024-03-12', earliestDate: '2024-03-15' });
  });

  it('and what came from an account says, when it goes there, by which transfer it had come', () => {
    const arrived = [receive('t9', '03-10', chargeArriving)];
    const [fact] = given(...arrived).when(transferBalance('b1', '5.00', '03-12', { chargeId: 't9', item: 2 })).facts;
    expect(fact?.data).toMatchObject({ returns: 't9', what: { chargeId: 't9', items: [{ item: 2 }] } });
    const toThird = { toAccountId: 'account-3' };
    const [other] = given(...arrived).when(
      transferBalance('b1', '5.00', '03-12', { chargeId: 't9', item: 2 }, toThird),
    ).facts;
    expect(other?.data).not.toHaveProperty('returns', 't9');
  });

  it('an item that began here by a transfer of responsibility arrives there as something new', () => {
    const moved = [receive('t9', '03-10', chargeArriving), transfer('r1', 't9', '10.00', '03-10', { item: 2 })];
    const [fact] = given(...moved).when(transferBalance('b1', '5.00', '03-12', { chargeId: 't9', item: 3 })).facts;
    expect(fact?.data).not.toHaveProperty('returns', 't9');
  });

  it('what it came to be worth here beyond what had come arrives there as something new, so that the charge it left can still be voided', () => {
    const raised = [receive('t9', '03-10', chargeArriving), adjust('a1', 't9', '15.00', '03-10', { item: 2 })];
    const returnsOf = (before: typeof raised, transferId: string, amount: string) =>
      given(...before).when(sent(transferId, amount)).facts[0]?.data;
    expect(returnsOf(raised, 'b1', '55.00')).not.toHaveProperty('returns', 't9');
    expect(returnsOf(raised, 'b1', '40.00')).toHaveProperty('returns', 't9');
    expect(returnsOf([...raised, sent('b1', '30.00')], 'b2', '10.00')).toHaveProperty('returns', 't9');
    expect(returnsOf([...raised, sent('b1', '30.00')], 'b2', '10.01')).not.toHaveProperty('returns', 't9');
    const refused = [...raised, sent('b1', '30.00')];
    expect(returnsOf([...refused, comeBack(after(refused).facts, '03-12')], 'b2', '40.00')).toHaveProperty(
      'returns',
      't9',
    );
  });
});

describe('a fee that moves', () => {
  it('stays a fee: none is assessed on it, and it is waived, not voided', () => {
    const moved = [charge('c1', '10.00', '02-01'), fee('f1', '8.00', '03-01', 'c1')];
    const [fact] = given(...moved).when(transferBalance('t1', '8.00', '03-02', { chargeId: 'f1' })).facts;
    expect(fact?.data).toMatchObject({ what: { category: 'LATE_FEE' } });
    const item = { item: 1, party: { partyClass: 'SELF' }, dueDate: '2024-03-01', amount: '5000' };
    const arriving = { what: { kind: 'CHARGE', chargeId: 'f1', category: 'LATE_FEE', items: [item] } };
    given(receive('t9', '03-10', arriving))
      .when(fee('f2', '1.00', '04-01', 't9'))
      .thenRefused('FEE_ON_FEE', { category: 'LATE_FEE' });
  });
});
