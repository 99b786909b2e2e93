import type { BookEntry } from './book-entry.ts';
import type { Sentence } from './explanation.ts';
import { type Minor, minorOf } from './minor.ts';

/**
 * Money that is on its way, and money that never came, whole or in part: no balance counts it, so somebody who looks for it
 * there has to be told.
 */
export function pendingSentences<Line extends BookEntry>(
  entries: readonly Line[],
  money: (amount: Minor) => string,
): readonly Sentence<Line>[] {
  const waiting = new Map<string, Part<Line>>();
  const failed: Part<Line>[] = [];
  const lapsed: Part<Line>[] = [];
  for (const entry of entries) {
    switch (entry.type) {
      case 'PaymentPended':
        waiting.set(entry.data.paymentId, { entry, amount: minorOf(entry.data.amount) });
        break;
      case 'PaymentFailed':
        waiting.delete(entry.data.paymentId);
        failed.push({ entry, amount: minorOf(entry.data.amount) });
        break;
      case 'PaymentSettled':
        waiting.delete(entry.data.paymentId);
        if (entry.data.lapsed !== undefined) lapsed.push({ entry, amount: minorOf(entry.data.lapsed) });
        break;
      default:
    }
  }
  return [
    ...sentence('Payments pending, which no balance counts yet', [...waiting.values()], money),
    ...sentence('Pending payments that came only in part; the rest lapsed', lapsed, money),
    ...sentence('Pending payments that never came', failed, money),
  ];
}

interface Part<Line extends BookEntry> {
  readonly entry: Line;
  readonly amount: Minor;
}

function sentence<Line extends BookEntry>(
  what: string,
  parts: readonly Part<Line>[],
  money: (amount: Minor) => string,
): readonly Sentence<Line>[] {
  if (parts.length === 0) return [];
  const total = parts.reduce((sum, { amount }) => sum + amount, 0n);
  const text = `${what}: ${parts.length} (${money(total)}).`;
  return [{ text, amount: 0n, entries: parts.map(({ entry }) => entry) }];
}
