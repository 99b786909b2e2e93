import { describe, expect, it } from 'vitest';
import { promiseStateOn } from '#ledger/promises/promise-state.ts';
import { cancelPromise, promise } from '../agreement-commands.ts';
import { charge, instalments, line, medicare, paid } from '../commands.ts';
import { day, given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const c2 = charge('c2', '50.00', '03-05');

describe('RecordPromise', () => {
  it('says who will have paid how much on which items by the end of a day, and changes nothing', () => {
    given(c1, c2)
      .when(promise('m1', '120.00', '03-10', '03-31', { covers: [{ chargeId: 'c2' }, { chargeId: 'c1', item: 1 }] }))
      .thenFacts('PromiseRecorded 2024-03-10 m1 120.00 by 2024-03-31 of SELF on c1#1 c2#1')
      .thenFigures({ '2024-03-10': '150.00 0.00 150.00' });
    given(c1)
      .when(promise('m1', '10.00', '03-10', '03-10', { payer: medicare }))
      .thenFacts('PromiseRecorded 2024-03-10 m1 10.00 by 2024-03-10 of MEDICARE/cms on c1#1');
  });

  it('is about each item once, and of a charge about what is open of it', () => {
    const two = instalments('c1', '03-01', [
      ['60.00', '04-01'],
      ['40.00', '05-01'],
    ]);
    given(two, paid('p1', '60.00', '03-02', line('c1', '60.00', 1)))
      .when(promise('m1', '40.00', '03-10', '03-31', { covers: [{ chargeId: 'c1' }, { chargeId: 'c1', item: 2 }] }))
      .thenFacts('PromiseRecorded 2024-03-10 m1 40.00 by 2024-03-31 of SELF on c1#2');
  });

  it('is for no more than is open of them, and for a day that is not gone', () => {
    given(c1)
      .when(promise('m1', '100.01', '03-10', '03-31'))
      .thenRefused('EXCEEDS_OPEN', { available: '100.00', bindingDate: '2024-03-10' }, 'amount');
    given(c1)
      .when(promise('m1', '10.00', '03-10', '03-09'))
      .thenRefused('INPUT_INVALID', { expected: 'the effective date of the promise, or a later day' }, 'promisedDate');
    given(c1, c2)
      .when(promise('m1', '10.00', '03-04', '03-09', { covers: [{ chargeId: 'c1' }, { chargeId: 'c2' }] }))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' }, 'effectiveDate');
  });
});

describe('CancelPromise', () => {
  const promised = [c1, promise('m1', '10.00', '03-10', '03-31')];

  it('takes it out, once, through its day', () => {
    given(...promised)
      .when(cancelPromise('m1', '03-31'))
      .thenFacts('PromiseCancelled 2024-03-31 m1');
    given(...promised)
      .when(cancelPromise('m1', '04-01'))
      .thenRefused('ALREADY_ENDED', { endedOn: '2024-03-31' }, 'promiseId');
    given(...promised, cancelPromise('m1', '03-12'))
      .when(cancelPromise('m1', '03-13'))
      .thenRefused('ALREADY_ENDED', { endedOn: '2024-03-12' }, 'promiseId');
  });
});

describe('the state of a promise', () => {
  const of = { promisedDate: day('2024-03-31'), cancelledOn: undefined, amount: 1000n };

  it.each([
    ['2024-03-31', 1000n, 'OPEN'],
    ['2024-04-01', 1000n, 'KEPT'],
    ['2024-04-01', 1200n, 'KEPT'],
    ['2024-04-01', 999n, 'PARTLY_KEPT'],
    ['2024-04-01', 0n, 'BROKEN'],
  ] as const)('on %s with %s received is %s', (asOf, received, state) => {
    expect(promiseStateOn(day(asOf), { ...of, received })).toBe(state);
  });

  it('is cancelled from the day on that says so', () => {
    const cancelled = { ...of, cancelledOn: day('2024-03-20'), received: 0n };
    expect(promiseStateOn(day('2024-03-19'), cancelled)).toBe('OPEN');
    expect(promiseStateOn(day('2024-04-20'), cancelled)).toBe('CANCELLED');
  });
});
