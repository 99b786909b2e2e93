import { describe, expect, it } from 'vitest';
import { evolveLedgerFact } from '#ledger/ledger.ts';
import { lockedThrough } from '#ledger/periods/fiscal-calendar.ts';
import { books, day } from '../given-when-then.ts';
import {
  calendar,
  close,
  closed,
  fence,
  firstMonths,
  freeze,
  givenLedger,
  ledgerAfter,
  type OnLedger,
  openedLedger,
  reopen,
} from './ledger-of-periods.ts';

const lockedAfter = (...sent: readonly OnLedger[]) => lockedThrough(ledgerAfter(...sent).calendar);

describe('extending the fiscal calendar', () => {
  it('records the last days of the new periods', () => {
    givenLedger()
      .when(calendar('2024-01-31', '2024-02-29'))
      .thenFact('CalendarExtended 2024-06-30 2024-01-31, 2024-02-29');
    expect(ledgerAfter(firstMonths, calendar('2024-08-31')).calendar.ends).toHaveLength(6);
  });

  it('may begin with a period that ends on the opening day, and with none before it', () => {
    givenLedger().when(calendar('2024-01-01')).thenFact('CalendarExtended 2024-06-30 2024-01-01');
    givenLedger().when(calendar('2023-12-31')).thenRefused('BEFORE_LEDGER_OPENING', { openedOn: '2024-01-01' });
  });

  it.each([
    ['2024-01-31', '2024-01-31'],
    ['2024-02-29', '2024-01-31'],
  ])('refuses %s before %s', (...ends) => {
    givenLedger()
      .when(calendar(...ends))
      .thenRefused('INPUT_INVALID', { expected: 'days in ascending order' });
  });

  it('goes on behind the last period only', () => {
    givenLedger(firstMonths).when(calendar('2024-07-30')).thenRefused('CALENDAR_COVERS', { lastEnd: '2024-07-31' });
    givenLedger(firstMonths).when(calendar('2024-08-01')).thenFact('CalendarExtended 2024-06-30 2024-08-01');
  });
});

describe('closing a period', () => {
  it('locks its days from the first step on', () => {
    expect(lockedAfter(firstMonths)).toBeUndefined();
    expect(lockedAfter(firstMonths, close('2024-01-31'))).toBe('2024-01-31');
    expect(lockedAfter(firstMonths, close('2024-01-31'), fence('2024-01-31'))).toBe('2024-01-31');
    expect(lockedAfter(firstMonths, ...closed('2024-01-31'))).toBe('2024-01-31');
    expect(lockedAfter(firstMonths, ...closed('2024-01-31'), close('2024-02-29'))).toBe('2024-02-29');
  });

  it('goes step by step', () => {
    const begun = [firstMonths, close('2024-01-31')];
    givenLedger(firstMonths).when(close('2024-01-31')).thenFact('PeriodClosing 2024-06-30 2024-01-31');
    givenLedger(...begun)
      .when(freeze('2024-01-31'))
      .thenRefused('PERIOD_NOT_CLOSING');
    givenLedger(...begun)
      .when(fence('2024-01-31'))
      .thenFact('PeriodFenced 2024-06-30 2024-01-31');
    givenLedger(...begun, fence('2024-01-31'))
      .when(fence('2024-01-31'))
      .thenRefused('PERIOD_NOT_CLOSING');
    givenLedger(...begun, fence('2024-01-31'))
      .when(freeze('2024-01-31'))
      .thenFact('PeriodClosed 2024-06-30 2024-01-31 at 7');
    givenLedger(firstMonths, ...closed('2024-01-31'))
      .when(fence('2024-02-29'))
      .thenRefused('PERIOD_NOT_CLOSING');
  });

  it('is in order, once, and not before the period is over', () => {
    givenLedger().when(close('2024-01-31')).thenRefused('PERIOD_UNKNOWN');
    givenLedger(firstMonths).when(close('2024-03-31')).thenRefused('PERIOD_NOT_NEXT', { nextEnd: '2024-01-31' });
    givenLedger(firstMonths, ...closed('2024-01-31'))
      .when(close('2024-01-31'))
      .thenRefused('PERIOD_ALREADY_CLOSED');
    givenLedger(calendar('2024-01-31'), ...closed('2024-01-31'))
      .when(close('2024-01-31'))
      .thenRefused('PERIOD_ALREADY_CLOSED');
    givenLedger(firstMonths, close('2024-01-31')).when(close('2024-02-29')).thenRefused('PERIOD_CLOSING');
    const onItsLastDay = { ...books, today: day('2024-01-31') };
    givenLedger(firstMonths)
      .when(close('2024-01-31'), onItsLastDay)
      .thenRefused('PERIOD_NOT_OVER', { today: '2024-01-31' });
  });

  it('is never dated on a day that it locks, whatever the clock says', () => {
    const setBack = { ...books, today: day('2024-01-31') };
    givenLedger(firstMonths, close('2024-01-31'))
      .when(fence('2024-01-31'), setBack)
      .thenFact('PeriodFenced 2024-02-01 2024-01-31');
  });
});

describe('reopening a period', () => {
  const two = [firstMonths, ...closed('2024-01-31'), ...closed('2024-02-29')];

  it('opens the last one closed, and says what stays locked', () => {
    givenLedger(...two)
      .when(reopen('2024-02-29'))
      .thenFact('PeriodReopened 2024-06-30 2024-02-29, locked through 2024-01-31');
    expect(lockedAfter(...two, reopen('2024-02-29'))).toBe('2024-01-31');
    expect(lockedAfter(...two, reopen('2024-02-29'), reopen('2024-01-31'))).toBeUndefined();
    expect(lockedAfter(...two, reopen('2024-02-29'), ...closed('2024-02-29'))).toBe('2024-02-29');
  });

  it('gives up a closing that is under way, before its fence and behind it', () => {
    for (const steps of [[close('2024-01-31')], [close('2024-01-31'), fence('2024-01-31')]]) {
      givenLedger(firstMonths, ...steps)
        .when(reopen('2024-01-31'))
        .thenFact('PeriodReopened 2024-06-30 2024-01-31, locked through nothing');
      expect(lockedAfter(firstMonths, ...steps, reopen('2024-01-31'))).toBeUndefined();
    }
  });

  it('needs a reason, and goes from the last backwards', () => {
    givenLedger(...two)
      .when(['ReopenPeriod', { periodEnd: '2024-02-29' }])
      .thenRefused('REASON_REQUIRED', {
        reasons: 'LATE_DOCUMENT, AUDIT_FINDING, CLOSED_IN_ERROR',
      });
    givenLedger(...two)
      .when(reopen('2024-02-29', 'NSF'))
      .thenRefused('REASON_UNKNOWN');
    givenLedger(...two)
      .when(reopen('2024-01-31'))
      .thenRefused('PERIOD_NOT_LAST', { lastClosed: '2024-02-29' });
    givenLedger(...two)
      .when(reopen('2024-03-31'))
      .thenRefused('PERIOD_NOT_CLOSED');
    givenLedger(...two)
      .when(reopen('2024-02-28'))
      .thenRefused('PERIOD_UNKNOWN', { nextEnd: '2024-02-29' });
  });

  it('may be for a reason that the house has published', () => {
    const reasons = [{ code: 'TAX_OFFICE', label: 'The tax office asks', commands: ['ReopenPeriod'] }];
    const list: OnLedger = ['PublishReasonList', { version: 'house-1', reasons, effectiveDate: '2024-06-01' }];
    givenLedger(...two, list)
      .when(reopen('2024-02-29', 'TAX_OFFICE'))
      .thenFact('PeriodReopened 2024-06-30 2024-02-29, locked through 2024-01-31');
  });
});

describe('the stream of the ledger', () => {
  const effectiveDate = day('2024-06-30');

  it('is corrupt where a step does not follow on the one before it', () => {
    const fact = { type: 'PeriodFenced', effectiveDate, data: { periodEnd: day('2024-01-31') } } as const;
    expect(() => evolveLedgerFact(ledgerAfter(firstMonths), fact)).toThrow('INV-23');
  });

  it('is corrupt where a period is reopened that is not locked', () => {
    const fact = { type: 'PeriodReopened', effectiveDate, data: { periodEnd: day('2024-01-31') } } as const;
    expect(() => evolveLedgerFact(ledgerAfter(firstMonths), fact)).toThrow('INV-23');
  });

  it('takes no list of reasons that is dated in a locked period', () => {
    const reasons = [{ code: 'TAX_OFFICE', label: 'The tax office asks', commands: ['ReopenPeriod'] }];
    const list = (effective: string): OnLedger => [
      'PublishReasonList',
      { version: 'h', reasons, effectiveDate: effective },
    ];
    const locked = givenLedger(firstMonths, ...closed('2024-01-31'));
    locked.when(list('2024-01-31')).thenRefused('PERIOD_LOCKED', { firstOpenDay: '2024-02-01' });
    locked.when(list('2024-02-01')).thenFact('ReasonListPublished 2024-02-01 h: TAX_OFFICE');
    expect(openedLedger.calendar.ends).toEqual([]);
  });
});
