import type { EventType, Fact } from '#ledger/events.ts';
import { isLedgerFact } from '#ledger/ledger-facts.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { BookEntry } from './book-entry.ts';
import { absoluteMinor, type Minor, minorOf } from './minor.ts';

/** What an entry can be found by. The entry itself is read from the journal. */
export interface AuditIndexRow {
  readonly type: EventType;
  readonly actorId: string;
  readonly reasonCode: string | undefined;
  readonly effectiveDate: CalendarDate;
  readonly recordedAt: string;
  /** The entry's main amount, without its sign; undefined where it has none. */
  readonly amount: Minor | undefined;
}

export function auditIndexRowOf(entry: BookEntry): AuditIndexRow {
  const { type, actor, reasonCode, effectiveDate, recordedAt } = entry;
  return { type, actorId: actor.id, reasonCode, effectiveDate, recordedAt, amount: mainAmountOf(entry) };
}

/** What the entry is about in money: its amount, or everything it applies or releases. */
function mainAmountOf(fact: Fact): Minor | undefined {
  if (isLedgerFact(fact)) return undefined;
  const { data } = fact;
  if ('allocations' in data) return totalOf(data.allocations);
  if ('releases' in data) return totalOf(data.releases);
  return 'amount' in data ? absoluteMinor(minorOf(data.amount)) : undefined;
}

function totalOf(lines: readonly { readonly amount: string }[]): Minor {
  return lines.reduce((total, { amount }) => total + minorOf(amount), 0n);
}
