import type { EventData } from '#ledger/events.ts';
import type { Auditor } from './auditor/auditor.ts';
import type { Told } from './auditor/told.ts';
import type { BooksUnderTest } from './books-under-test.ts';
import type { Random } from './random.ts';

/** A history under way. */
export interface Course {
  readonly random: Random;
  /** Another stream, so that what is looked at does not change what is sent. */
  readonly looks: Random;
  readonly books: BooksUnderTest;
  readonly auditor: Auditor;
  /** What kind of a history it is. */
  readonly manner: number;
  readonly sent: Told[];
  readonly reached: Map<string, number>;
  readonly trace: string[];
  /** What closings have frozen, in order. */
  readonly frozen: EventData<'PeriodClosed'>[];
  /** What came after the fence of its period: up to which day that was locked, and where it stands. */
  readonly late: { readonly through: string; readonly accountId: string }[];
  step: number;
  ordinal: number;
}

export function note({ reached }: Course, ...names: readonly string[]): void {
  for (const name of names) reached.set(name, (reached.get(name) ?? 0) + 1);
}
