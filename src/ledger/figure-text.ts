import type { CalendarDate } from '#money/calendar-date.ts';
import { formatMoney, type Money } from '#money/money.ts';

/** A figure behind a refusal. */
export type FigureValue = Money | CalendarDate | string | number | readonly (string | number)[] | undefined;

export function figuresAsText(figures: Readonly<Record<string, FigureValue>>): Readonly<Record<string, string>> {
  const text: Record<string, string> = {};
  for (const [name, value] of Object.entries(figures)) {
    if (value !== undefined) text[name] = asText(value);
  }
  return text;
}

function asText(value: Exclude<FigureValue, undefined>): string {
  if (typeof value === 'object' && 'minor' in value) return formatMoney(value);
  return typeof value === 'object' ? value.join(', ') : String(value);
}
