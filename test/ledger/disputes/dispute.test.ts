import { describe, it } from 'vitest';
import { dispute, resolveDispute } from '../agreement-commands.ts';
import { adjust, charge, close, fee, instalments, line, medicare, paid, payment, transfer } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const c2 = charge('c2', '50.00', '03-05');

describe('OpenDispute', () => {
  it('is about a part of an item, or all that is open of it, and changes nothing that is owed', () => {
    given(c1)
      .when(dispute('d1', 'c1', '03-10', { amount: '30.00' }))
      .thenFacts('DisputeOpened 2024-03-10 d1 c1#1 30.00')
      .thenFigures({ '2024-03-10': '100.00 0.00 100.00' });
    given(c1, paid('p1', '40.00', '03-12', line('c1', '40.00')))
      .when(dispute('d1', 'c1', '03-10'))
      .thenFacts('DisputeOpened 2024-03-10 d1 c1#1 60.00');
  });

  it('is about no more than is open on any day from its own on, less what others dispute', () => {
    given(c1, dispute('d1', 'c1', '03-10', { amount: '70.00' }))
      .when(dispute('d2', 'c1', '03-09', { amount: '30.01' }))
      .thenRefused('EXCEEDS_OPEN', { available: '30.00', bindingDate: '2024-03-10' }, 'amount');
    given(c1, dispute('d1', 'c1', '03-10', { amount: '70.00' }), resolveDispute('d1', '03-20'))
      .when(dispute('d2', 'c1', '03-10', { amount: '30.01' }))
      .thenRefused(
        'EXCEEDS_OPEN',
        { available: '30.00', bindingDate: '2024-03-10', earliestDate: '2024-03-20' },
        'amount',
      );
    given(c1, dispute('d1', 'c1', '03-10', { amount: '70.00' }))
      .when(dispute('d2', 'c1', '03-10'))
      .thenFacts('DisputeOpened 2024-03-10 d2 c1#1 30.00');
    given(c1, dispute('d1', 'c1', '03-10'))
      .when(dispute('d2', 'c1', '03-10'))
      .thenRefused('EXCEEDS_OPEN', { available: '0.00', bindingDate: '2024-03-10' }, 'amount');
  });

  it('lists the fees that were assessed inside it', () => {
    given(c1, fee('f1', '9.00', '03-20', 'c1'))
      .when(dispute('d1', 'c1', '03-10', { amount: '30.00' }))
      .thenFacts('DisputeOpened 2024-03-10 d1 c1#1 30.00, fees inside: f1');
  });

  it('keeps strategies from what is disputed, on every day of the dispute', () => {
    const disputed = [c1, c2, dispute('d1', 'c1', '03-10', { amount: '80.00' })];
    given(...disputed)
      .when(payment('p1', '150.00', '03-15', { strategy: 'OLDEST_DUE_FIRST' }))
      .thenFacts('PaymentReceived 2024-03-15 p1 150.00', 'PaymentApplied 2024-03-15 p1: c1#1 20.00, c2#1 50.00');
    given(...disputed)
      .when(payment('p1', '70.00', '03-15', { strategy: 'PRO_RATA' }))
      .thenFacts('PaymentReceived 2024-03-15 p1 70.00', 'PaymentApplied 2024-03-15 p1: c1#1 20.00, c2#1 50.00');
    given(...disputed)
      .when(payment('p1', '30.00', '03-15', { strategy: 'SMALLEST_FIRST' }))
      .thenFacts('PaymentReceived 2024-03-15 p1 30.00', 'PaymentApplied 2024-03-15 p1: c1#1 20.00, c2#1 10.00');
    given(...disputed, resolveDispute('d1', '03-14'))
      .when(payment('p1', '150.00', '03-15', { strategy: 'OLDEST_DUE_FIRST' }))
      .thenFacts('PaymentReceived 2024-03-15 p1 150.00', 'PaymentApplied 2024-03-15 p1: c1#1 100.00, c2#1 50.00');
    given(...disputed, resolveDispute('d1', '03-14'))
      .when(payment('p1', '150.00', '03-05', { strategy: 'OLDEST_DUE_FIRST' }))
      .thenFacts('PaymentReceived 2024-03-05 p1 150.00', 'PaymentApplied 2024-03-05 p1: c1#1 20.00, c2#1 50.00');
  });

  it('is no bar to a line that names the item: what is open falls below what is disputed, and counts at most', () => {
    const disputed = [c1, c2, dispute('d1', 'c1', '03-10', { amount: '80.00' })];
    given(...disputed)
      .when(paid('p1', '70.00', '03-15', line('c1', '70.00')))
      .thenOpen('2024-03-15', { 'c1#1': '30.00', 'c2#1': '50.00' });
    given(...disputed, paid('p1', '70.00', '03-15', line('c1', '70.00')))
      .when(payment('p2', '60.00', '03-16', { strategy: 'OLDEST_DUE_FIRST' }))
      .thenFacts('PaymentReceived 2024-03-16 p2 60.00', 'PaymentApplied 2024-03-16 p2: c2#1 50.00');
  });

  it('is no bar to an adjustment or a transfer either', () => {
    const disputed = [c1, dispute('d1', 'c1', '03-10')];
    given(...disputed)
      .when(adjust('a1', 'c1', '-30.00', '03-15'))
      .thenOpen('2024-03-15', { 'c1#1': '70.00' });
    given(...disputed)
      .when(transfer('t1', 'c1', '100.00', '03-15', { toPayer: medicare }))
      .thenOpen('2024-03-15', { 'c1#1': '0.00', 'c1#2': '100.00' });
  });

  it('is not effective before its item, and each has an id of its own', () => {
    const two = instalments('c3', '03-01', [['60.00', '04-01']]);
    given(two, transfer('t1', 'c3', '60.00', '03-08', { toPayer: medicare }))
      .when(dispute('d1', 'c3', '03-07', { item: 2 }))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-08' }, 'effectiveDate');
    given(c1, dispute('d1', 'c1', '03-10', { amount: '1.00' }))
      .when(dispute('d1', 'c1', '03-10', { amount: '1.00' }))
      .thenRefused('DUPLICATE_ID', { takenBy: 'dispute' }, 'disputeId');
  });
});

describe('ResolveDispute', () => {
  const disputed = [c1, dispute('d1', 'c1', '03-10', { amount: '30.00' })];

  it('says who was right, and leaves the money to an adjustment', () => {
    given(...disputed)
      .when(resolveDispute('d1', '03-20', { outcome: 'UPHELD' }))
      .thenFacts('DisputeResolved 2024-03-20 d1 UPHELD')
      .thenFigures({ '2024-03-20': '100.00 0.00 100.00' });
  });

  it('comes once, and not before the dispute', () => {
    given(...disputed, resolveDispute('d1', '03-20'))
      .when(resolveDispute('d1', '03-21'))
      .thenRefused('ALREADY_ENDED', { endedOn: '2024-03-20' }, 'disputeId');
    given(...disputed)
      .when(resolveDispute('d1', '03-09'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' }, 'effectiveDate');
  });
});

describe('an account with a dispute', () => {
  const paidUp = [c1, dispute('d1', 'c1', '03-10'), paid('p1', '100.00', '03-11', line('c1', '100.00'))];

  it('is not closed before the dispute is resolved, paid or not', () => {
    given(...paidUp)
      .when(close('03-11'))
      .thenRefused(
        'ACCOUNT_NOT_EMPTY',
        { openItems: '0', unapplied: '0.00', pending: '0.00', disputes: '1', bindingDate: '2024-03-11' },
        'effectiveDate',
      );
    given(...paidUp, resolveDispute('d1', '03-15'))
      .when(close('03-15'))
      .thenFacts('AccountClosed 2024-03-15');
    given(...paidUp, resolveDispute('d1', '03-15'))
      .when(close('03-12'))
      .thenRefused('ACCOUNT_NOT_EMPTY', {
        openItems: '0',
        unapplied: '0.00',
        pending: '0.00',
        disputes: '1',
        bindingDate: '2024-03-12',
        earliestDate: '2024-03-15',
      });
  });
});
