import { describe, expect, it } from 'vitest';
import { type AccountCommand, type CommandName, commandInputs } from '#ledger/commands.ts';
import * as agree from '../agreement-commands.ts';
import {
  adjust,
  apply,
  applyCredit,
  charge,
  close,
  credit,
  failed,
  fee,
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
  reopen,
  reverse,
  reverseRefund,
  reverseWriteOff,
  settled as settle,
  transfer,
  unapply,
  unapplyCredit,
  voidCharge,
  voidCredit,
  waive,
  writeOff,
} from '../commands.ts';
import { revalue } from '../foreign/foreign-books.ts';
import { after, decideSent, given } from '../given-when-then.ts';
import { unidentify } from '../receipts/receipts.ts';
import { soundAgreements } from '../sound-agreements.ts';
import { transferBalance } from '../transfers/transfers.ts';

const c1 = charge('c1', '100.00', '03-01');
const settled = [c1, paid('p1', '100.00', '03-10', line('c1', '100.00'))];
const written = [charge('c2', '9.00', '03-01'), fee('f1', '8.00', '03-02', 'c2'), waive('w1', 'f1', '8.00', '03-03')];
const credited = [
  charge('c3', '7.00', '03-01'),
  credit('k1', '7.00', '03-01'),
  applyCredit('k1', '03-02', line('c3', '7.00')),
];
const refunded = [payment('p9', '3.00', '03-01'), refund('b1', 'p9', '03-02', '3.00')];
const closed = [
  pended('q1', '5.00', '03-01'),
  failed('q1', '03-02'),
  ...settled,
  ...written,
  ...credited,
  ...refunded,
  agree.hold('h1', '03-03'),
  agree.dispute('d1', 'c2', '03-03'),
  agree.resolveDispute('d1', '03-03'),
  agree.agreePlan('l1', '03-03', agree.monthly(2, '04-01'), [{ chargeId: 'c2' }]),
  agree.breakPlan('l1', '03-03'),
  agree.promise('m1', '1.00', '03-03', '03-30', { covers: [{ chargeId: 'c2' }] }),
  writeOff('x1', 'c2', '9.00', '03-03'),
  close('03-20'),
];

/** Of each command one that would be accepted if the account were open, as far as it can be while it is empty. */
type Sendable = AccountCommand['name'] & CommandName;

const soundOnClosed: { readonly [Name in Sendable]: Readonly<Record<string, unknown>> } = {
  OpenAccount: {},
  CloseAccount: {},
  ReopenAccount: {},
  PostCharge: charge('c5', '1.00', '03-05')[1],
  AdjustCharge: adjust('a1', 'c1', '1.00', '03-21')[1],
  ReceivePayment: payment('p2', '1.00', '03-21')[1],
  SettlePayment: settle('q1', '03-21')[1],
  FailPayment: failed('q1', '03-21')[1],
  ApplyPayment: apply('p1', '03-21', line('c1', '1.00'))[1],
  UnapplyPayment: unapply('p1', '03-21')[1],
  ReversePayment: reverse('p1', '03-21')[1],
  ReinstatePayment: reinstate('p1', '03-21')[1],
  TransferResponsibility: transfer('t1', 'c1', '1.00', '03-21', { toPayer: medicare })[1],
  AssessLateFee: fee('f2', '1.00', '03-21', 'c1')[1],
  WaiveLateFee: waive('w2', 'f1', '1.00', '03-21')[1],
  ReinstateLateFee: reinstateFee('w1', '03-21')[1],
  IssueCredit: credit('k2', '1.00', '03-21')[1],
  ApplyCredit: applyCredit('k1', '03-21', line('c1', '1.00'))[1],
  UnapplyCredit: unapplyCredit('k1', '03-21')[1],
  VoidCredit: voidCredit('k1', '03-21')[1],
  VoidCharge: voidCharge('c3', '03-21')[1],
  WriteOff: writeOff('x2', 'c1', '1.00', '03-21')[1],
  ReverseWriteOff: reverseWriteOff('x1', '1.00', '03-21')[1],
  RecoverBadDebt: recover('r1', 'x1', '1.00', '03-21')[1],
  RefundPayment: refund('b2', 'p1', '03-21', '0.00', line('c1', '1.00'))[1],
  RefundCredit: refundCredit('b3', 'k1', '1.00', '03-21')[1],
  ReverseRefund: reverseRefund('b1', '03-21')[1],
  ...soundAgreements,
  AgreePaymentPlan: agree.agreePlan('l2', '03-21', agree.monthly(1, '04-01'))[1],
  RevisePaymentPlan: agree.revisePlan('l1', '03-21', agree.monthly(1, '04-01'))[1],
  RevalueReceivables: revalue('1.10', '03-02')[1],
  TransferBalance: transferBalance('t1', '1.00', '03-21', { chargeId: 'c1' })[1],
  UnidentifyReceipt: unidentify('p1', '03-21')[1],
};
const commandNames = Object.keys(commandInputs).filter((name): name is Sendable => name in soundOnClosed);

describe('CloseAccount', () => {
  it('closes an account on which nothing was ever owed, and one on which everything was paid', () => {
    given().when(close('01-01')).thenFacts('AccountClosed 2024-01-01');
    given(...settled)
      .when(close('03-10'))
      .thenFacts('AccountClosed 2024-03-10');
  });

  it('closes one on which what was open is written off, however much of that came back', () => {
    given(c1, writeOff('x1', 'c1', '100.00', '03-10'), recover('r1', 'x1', '30.00', '03-12'))
      .when(close('03-12'))
      .thenFacts('AccountClosed 2024-03-12');
  });

  it('is refused while an item is open or money is unapplied', () => {
    given(c1, payment('p1', '30.00', '03-10'))
      .when(close('03-20'))
      .thenRefused(
        'ACCOUNT_NOT_EMPTY',
        { openItems: '1', unapplied: '30.00', pending: '0.00', bindingDate: '2024-03-20' },
        'effectiveDate',
      );
  });

  it('looks at the day of closing: before the last payment it is too early', () => {
    given(...settled)
      .when(close('03-05'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '1',
        unapplied: '0.00',
        pending: '0.00',
        bindingDate: '2024-03-05',
        earliestDate: '2024-03-10',
      });
  });

  it('looks at every later day too: an item of the future keeps the account open', () => {
    given(...settled, charge('c2', '5.00', '09-01'))
      .when(close('03-20'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '1',
        unapplied: '0.00',
        pending: '0.00',
        bindingDate: '2024-09-01',
      });
    given(...settled, charge('c2', '5.00', '04-01'), adjust('a1', 'c2', '-5.00', '04-15'))
      .when(close('03-20'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '1',
        unapplied: '0.00',
        pending: '0.00',
        bindingDate: '2024-04-01',
        earliestDate: '2024-04-15',
      });
  });

  it('is not fooled by an item and a payment that make the balance zero', () => {
    given(...settled, unapply('p1', '03-15'))
      .when(close('03-20'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '1',
        unapplied: '100.00',
        pending: '0.00',
        bindingDate: '2024-03-20',
      });
  });

  it('is refused while money is pending, also where it was settled or failed only later', () => {
    given(...settled, pended('q1', '9.00', '03-15'))
      .when(close('03-20'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '0',
        unapplied: '0.00',
        pending: '9.00',
        bindingDate: '2024-03-20',
      });
    given(...settled, pended('q1', '9.00', '03-15'), failed('q1', '03-25'))
      .when(close('03-20'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '0',
        unapplied: '0.00',
        pending: '9.00',
        bindingDate: '2024-03-20',
        earliestDate: '2024-03-25',
      });
    given(...settled, pended('q1', '9.00', '03-15'), failed('q1', '03-25'))
      .when(close('03-25'))
      .thenFacts('AccountClosed 2024-03-25');
  });

  it('is refused for a day before a settlement, whatever that paid', () => {
    const paidLater = [c1, pended('q1', '100.00', '03-15'), settle('q1', '03-25', { lines: [line('c1', '100.00')] })];
    given(...paidLater)
      .when(close('03-20'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '1',
        unapplied: '0.00',
        pending: '100.00',
        bindingDate: '2024-03-20',
        earliestDate: '2024-03-25',
      });
    given(...paidLater)
      .when(close('03-25'))
      .thenFacts('AccountClosed 2024-03-25');
  });

  it('is refused where money will be pending on a later day', () => {
    given(...settled, pended('q1', '9.00', '04-15'))
      .when(close('03-20'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '0',
        unapplied: '0.00',
        pending: '9.00',
        bindingDate: '2024-04-15',
      });
  });

  it('is not effective before the account was opened, or last reopened', () => {
    given(...closed, reopen('04-01'))
      .when(close('03-31'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-04-01' }, 'effectiveDate');
    given(...closed, reopen('04-01'))
      .when(close('04-01'))
      .thenFacts('AccountClosed 2024-04-01');
  });
});

describe('a closed account', () => {
  it('is closed once', () => {
    given(...closed)
      .when(close('03-21'))
      .thenRefused('ACCOUNT_CLOSED', { closedOn: '2024-03-20' }, 'accountId');
  });

  it('refuses every command but what a bank takes back and its reopening, whatever the day', () => {
    const { account } = after(closed);
    for (const name of commandNames) {
      const decision = decideSent(account, [name, soundOnClosed[name]]);
      const isTaken = ['ReversePayment', 'ReverseRefund', 'ReopenAccount'].includes(name);
      // Also taken, of an account that is not in the base currency.
      const code = name === 'RevalueReceivables' ? 'BASE_VALUE_NOT_TAKEN' : 'ACCOUNT_CLOSED';
      expect([name, decision.outcome === 'ACCEPTED' ? 'ACCEPTED' : decision.code]).toEqual([
        name,
        isTaken ? 'ACCEPTED' : code,
      ]);
    }
  });

  it('says first what is wrong with a command before its state', () => {
    given(...closed)
      .when(transfer('t1', 'none', '1.00', '03-21'))
      .thenRefused('CHARGE_UNKNOWN');
    given(...closed)
      .when(charge('c4', '1.00', '03-21', { currency: 'EUR' }))
      .thenRefused('CURRENCY_MISMATCH');
  });

  it('takes what a bank takes back: its items are open again, and nothing more can be done before it is reopened', () => {
    given(...closed)
      .when(reverse('p1', '03-25'))
      .thenFacts('AllocationReleased 2024-03-25 p1: c1#1 100.00', 'PaymentReversed 2024-03-25 p1 100.00')
      .thenFigures({ '2024-03-25': '100.00 0.00 100.00' });
    given(...closed, reverse('p1', '03-25'))
      .when(reinstate('p1', '03-26'))
      .thenRefused('ACCOUNT_CLOSED', { closedOn: '2024-03-20' });
  });

  it('takes back a recovery too', () => {
    given(c1, writeOff('x1', 'c1', '100.00', '03-10'), recover('r1', 'x1', '30.00', '03-12'), close('03-12'))
      .when(reverse('r1', '03-15'))
      .thenFacts('RecoveryReversed 2024-03-15 r1 for x1 30.00');
  });
});

describe('ReopenAccount', () => {
  it('makes a closed account take commands again', () => {
    given(...closed)
      .when(reopen('03-20'))
      .thenFacts('AccountReopened 2024-03-20');
    given(...closed, reopen('03-20'))
      .when(charge('c4', '5.00', '03-21'))
      .thenFigures({ '2024-03-21': '5.00 0.00 5.00' });
  });

  it('is not effective before the closing, and opens nothing that is open', () => {
    given(...closed)
      .when(reopen('03-19'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-20' }, 'effectiveDate');
    given(...settled)
      .when(reopen('03-21'))
      .thenRefused('ACCOUNT_NOT_CLOSED', {}, 'accountId');
  });
});
