import type { BookEntry } from './book-entry.ts';

/** Whether an account is closed from this entry on; undefined where it says nothing about that. */
export function closingOf({ type }: BookEntry): boolean | undefined {
  if (type === 'AccountClosed') return true;
  return type === 'AccountReopened' ? false : undefined;
}
