import { describe, it } from 'vitest';
import { charge, instalments, line, paid, recover, reverse, reverseWriteOff, writeOff } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '200.00', '03-01');
const writtenOff = [c1, writeOff('x1', 'c1', '150.00', '03-10')];

describe('ReverseWriteOff', () => {
  it('makes a part owed again from its day on, and the rest later', () => {
    given(...writtenOff)
      .when(reverseWriteOff('x1', '40.00', '03-15'))
      .thenFacts('WriteOffReversed 2024-03-15 c1 40.00: #1 40.00')
      .thenFigures({ '2024-03-14': '50.00 0.00 50.00', '2024-03-15': '90.00 0.00 90.00' });
    given(...writtenOff, reverseWriteOff('x1', '40.00', '03-15'))
      .when(reverseWriteOff('x1', '110.00', '03-16'))
      .thenFigures({ '2024-03-16': '200.00 0.00 200.00' });
  });

  it('takes no more than is left of it, whatever was reversed on another day', () => {
    const partly = [...writtenOff, reverseWriteOff('x1', '40.00', '03-20')];
    given(...partly)
      .when(reverseWriteOff('x1', '110.01', '03-15'))
      .thenRefused('EXCEEDS_RECOVERABLE', { left: '110.00', bindingDate: '2024-03-20' }, 'amount');
    given(...partly)
      .when(reverseWriteOff('x1', '110.00', '03-15'))
      .thenFigures({ '2024-03-15': '160.00 0.00 160.00' });
  });

  it('takes no more than is left after recoveries, on every day from its own on', () => {
    const recovered = [...writtenOff, recover('r1', 'x1', '100.00', '03-12'), reverse('r1', '03-20')];
    given(...recovered)
      .when(reverseWriteOff('x1', '50.01', '03-15'))
      .thenRefused('EXCEEDS_RECOVERABLE', {
        left: '50.00',
        bindingDate: '2024-03-15',
        earliestDate: '2024-03-20',
      });
    given(...recovered)
      .when(reverseWriteOff('x1', '150.00', '03-20'))
      .thenFigures({ '2024-03-20': '200.00 0.00 200.00' });
  });

  it('gives the item written off last back first: what is left is what a smaller write-off would have taken', () => {
    const items = instalments('c1', '03-01', [
      ['50.00', '04-01'],
      ['50.00', '05-01'],
    ]);
    given(items, writeOff('x1', 'c1', '80.00', '03-10'))
      .when(reverseWriteOff('x1', '40.00', '03-15'))
      .thenFacts('WriteOffReversed 2024-03-15 c1 40.00: #2 30.00, #1 10.00')
      .thenOpen('2024-03-15', { 'c1#1': '10.00', 'c1#2': '50.00' });
    given(items, writeOff('x1', 'c1', '80.00', '03-10'), reverseWriteOff('x1', '40.00', '03-15'))
      .when(reverseWriteOff('x1', '40.00', '03-16'))
      .thenFacts('WriteOffReversed 2024-03-16 c1 40.00: #1 40.00');
  });

  it('is not effective before the write-off; on the same day it leaves every figure as before', () => {
    given(...writtenOff)
      .when(reverseWriteOff('x1', '1.00', '03-09'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-10' }, 'effectiveDate');
    given(...writtenOff)
      .when(reverseWriteOff('x1', '150.00', '03-10'))
      .thenFigures({ '2024-03-09': '200.00 0.00 200.00', '2024-03-10': '200.00 0.00 200.00' });
  });

  it('makes room for money that comes after all', () => {
    given(...writtenOff, reverseWriteOff('x1', '150.00', '03-15'))
      .when(paid('p1', '200.00', '03-16', line('c1', '200.00')))
      .thenFigures({ '2024-03-16': '0.00 0.00 0.00' });
  });

  it('names a write-off of the account', () => {
    given(c1)
      .when(reverseWriteOff('x1', '1.00', '03-15'))
      .thenRefused('WRITE_OFF_UNKNOWN', {}, 'writeOffId');
  });
});
