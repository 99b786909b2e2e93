import { describe, it } from 'vitest';
import { charge, failed, line, paid, pended, recover, settled, writeOff } from '../commands.ts';
import { given } from '../given-when-then.ts';

const c1 = charge('c1', '100.00', '03-01');
const waiting = [c1, pended('p1', '60.00', '03-05')];

describe('failing a pending payment', () => {
  it('ends it on that day, whole, and nothing was ever counted', () => {
    given(...waiting)
      .when(failed('p1', '03-08'))
      .thenFacts('PaymentFailed 2024-03-08 p1 60.00')
      .thenPending({ '2024-03-04': '0.00', '2024-03-07': '60.00', '2024-03-08': '0.00' })
      .thenFigures({ '2024-03-05': '100.00 0.00 100.00', '2024-03-08': '100.00 0.00 100.00' });
  });

  it('needs no reason, because it takes nothing back; the code of the bank is a reference', () => {
    given(...waiting)
      .when(failed('p1', '03-08', { reference: 'ACH-R01' }))
      .thenFacts('PaymentFailed 2024-03-08 p1 60.00');
    given(...waiting)
      .when(failed('p1', '03-08', { reasonCode: 'NSF' }))
      .thenRefused('INPUT_INVALID', { expected: 'only the fields of this command' });
  });

  it('is not effective before the payment was pending; on the same day it is', () => {
    given(...waiting)
      .when(failed('p1', '03-04'))
      .thenRefused('EFFECTIVE_BEFORE_ORIGINAL', { earliestDate: '2024-03-05' }, 'effectiveDate');
    given(...waiting)
      .when(failed('p1', '03-05'))
      .thenPending({ '2024-03-05': '0.00' });
  });

  it('happens once, and not after a settlement: what was settled is reversed', () => {
    given(...waiting, failed('p1', '03-08'))
      .when(failed('p1', '03-09'))
      .thenRefused('PENDING_ALREADY_RESOLVED', { resolvedOn: '2024-03-08' }, 'paymentId');
    given(...waiting, settled('p1', '03-08'))
      .when(failed('p1', '03-09'))
      .thenRefused('PENDING_ALREADY_RESOLVED', { resolvedOn: '2024-03-08' }, 'paymentId');
  });

  it('is for what was pending: a payment received, or a recovery, never was', () => {
    given(c1, paid('p2', '60.00', '03-06', line('c1', '60.00')))
      .when(failed('p2', '03-08'))
      .thenRefused('NOT_PENDING', {}, 'paymentId');
    given(c1, writeOff('x1', 'c1', '80.00', '03-02'), recover('r1', 'x1', '30.00', '03-03'))
      .when(failed('r1', '03-08'))
      .thenRefused('NOT_PENDING', {}, 'paymentId');
    given(c1).when(failed('p9', '03-08')).thenRefused('PAYMENT_UNKNOWN', {}, 'paymentId');
  });
});
