import { describe, expect, it } from 'vitest';
import { finalValue } from '#ledger/timeline.ts';
import { formatMoney } from '#money/money.ts';
import {
  adjust,
  charge,
  fee,
  instalments,
  line,
  medicare,
  paid,
  reverse,
  transfer,
  waive,
  writeOff,
} from '../commands.ts';
import { after, given } from '../given-when-then.ts';

const c1 = charge('c1', '200.00', '03-01');
const threeItems = instalments('c1', '03-01', [
  ['50.00', '06-01'],
  ['50.00', '04-01'],
  ['50.00', '05-01'],
]);

describe('WriteOff', () => {
  it('gives up what is open from its day on; what is left stays open', () => {
    given(c1)
      .when(writeOff('x1', 'c1', '150.00', '03-10'))
      .thenFacts('WrittenOff 2024-03-10 c1 150.00: #1 150.00')
      .thenFigures({ '2024-03-09': '200.00 0.00 200.00', '2024-03-10': '50.00 0.00 50.00' });
  });

  it('fills the items of the charge in the order of their due dates', () => {
    given(threeItems)
      .when(writeOff('x1', 'c1', '80.00', '03-10'))
      .thenFacts('WrittenOff 2024-03-10 c1 80.00: #2 50.00, #3 30.00')
      .thenOpen('2024-03-10', { 'c1#1': '50.00', 'c1#2': '0.00', 'c1#3': '20.00' });
  });

  it('takes only the item that is named, where items of more than one party are open', () => {
    const shared = [c1, transfer('t1', 'c1', '60.00', '03-05', { toPayer: medicare })];
    given(...shared)
      .when(writeOff('x1', 'c1', '60.00', '03-10'))
      .thenRefused('ITEM_REQUIRED', { items: '1, 2' }, 'item');
    given(...shared)
      .when(writeOff('x1', 'c1', '60.00', '03-10', { item: 2 }))
      .thenFacts('WrittenOff 2024-03-10 c1 60.00: #2 60.00');
  });

  it('never touches money that was paid: it refuses more than is open', () => {
    given(c1, paid('p1', '120.00', '03-05', line('c1', '120.00')))
      .when(writeOff('x1', 'c1', '80.01', '03-10'))
      .thenRefused('EXCEEDS_OPEN', { available: '80.00', bindingDate: '2024-03-10' }, 'amount');
  });

  it('looks at every day from its own on: what a later day needs is not there to be given up', () => {
    const paidThenReturned = [c1, paid('p1', '200.00', '03-10', line('c1', '200.00')), reverse('p1', '03-20')];
    given(...paidThenReturned)
      .when(writeOff('x1', 'c1', '1.00', '03-05'))
      .thenRefused('EXCEEDS_OPEN', {
        available: '0.00',
        bindingDate: '2024-03-10',
        earliestDate: '2024-03-20',
      });
    given(...paidThenReturned)
      .when(writeOff('x1', 'c1', '200.00', '03-20'))
      .thenFigures({ '2024-03-19': '0.00 0.00 0.00', '2024-03-20': '0.00 0.00 0.00' });
  });

  it('is not effective before the charge, or the item that is named', () => {
    given(c1)
      .when(writeOff('x1', 'c1', '1.00', '02-29'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-01' }, 'effectiveDate');
    given(c1, transfer('t1', 'c1', '60.00', '03-05', { toPayer: medicare }))
      .when(writeOff('x1', 'c1', '1.00', '03-04', { item: 2 }))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' }, 'effectiveDate');
  });

  it('leaves the charge worth what it was: only what is not written off can still be adjusted away', () => {
    const { account } = after([c1, writeOff('x1', 'c1', '150.00', '03-10')]);
    const item = account.items.get('c1#1');
    expect(formatMoney(account.charges.get('c1')?.worth ?? never())).toBe('200.00');
    expect(item && [item.worth, item.writtenOff, item.open].map((sums) => formatMoney(finalValue(sums)))).toEqual([
      '50.00',
      '150.00',
      '50.00',
    ]);
  });

  it('back-dated before an adjustment, takes no more than the adjustment left', () => {
    given(c1, adjust('a1', 'c1', '-120.00', '03-20'))
      .when(writeOff('x1', 'c1', '80.01', '03-10'))
      .thenRefused('EXCEEDS_OPEN', { available: '80.00', bindingDate: '2024-03-20' }, 'amount');
  });

  it('of a fee leaves nothing to waive', () => {
    given(c1, fee('f1', '12.00', '03-20', 'c1'), writeOff('x1', 'f1', '12.00', '03-25'))
      .when(waive('w1', 'f1', '0.01', '03-26'))
      .thenRefused('EXCEEDS_FEE', { left: '0.00', bindingDate: '2024-03-26' }, 'amount');
  });

  it('needs a reason of its own, and an id that is not taken', () => {
    given(c1)
      .when(writeOff('x1', 'c1', '1.00', '03-10', { reasonCode: 'GOODWILL' }))
      .thenRefused('REASON_UNKNOWN', {
        reasons: 'UNCOLLECTABLE, BANKRUPT, NO_ESTATE, STATUTE_BARRED, SENT_TO_AGENCY',
      });
    given(c1, writeOff('x1', 'c1', '1.00', '03-10'))
      .when(writeOff('x1', 'c1', '1.00', '03-10'))
      .thenRefused('DUPLICATE_ID', { takenBy: 'write-off' }, 'writeOffId');
  });
});

function never(): never {
  throw new Error('it is not there');
}
