import { addMonths, type CalendarDate } from '#money/calendar-date.ts';
import type { Step } from './steps.ts';

const slidingScale = {
  code: 'SLIDING_SCALE',
  label: 'Reduced by the sliding fee scale',
  commands: ['AdjustCharge'],
  kinds: ['CHARITY'],
  contraAccount: 'CharityAllowances',
};

/** The house's own reasons: published when the books begin, and put in other words half a year before their end. */
export function houseReasons(first: CalendarDate, today: CalendarDate): readonly Step[] {
  const wrongPayee = { code: 'WRONG_PAYEE', label: 'Meant for another payee', commands: ['UnapplyPayment'] };
  const renamed = { ...slidingScale, label: 'Sliding fee scale, rules of this year' };
  return [
    publishing('house-1', first, [slidingScale, wrongPayee]),
    publishing('house-2', addMonths(today, -6), [renamed]),
  ];
}

function publishing(version: string, on: CalendarDate, reasons: readonly object[]): Step {
  return { on, role: 'admin', name: 'PublishReasonList', input: { version, reasons } };
}
