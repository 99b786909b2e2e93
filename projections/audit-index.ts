import type { EventType, Fact } from '#ledger/events.ts';
import { isLedgerFact } from '#ledger/ledger-facts.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { MinorText } from '#money/money.ts';
import type { BookEntry } from './book-entry.ts';
import { absoluteMinor, type Minor, minorOf } from './minor.ts';

/** What an entry can be found by. The entry itself is read from the journal. */
export interface AuditIndexRow {
  readonly type: EventType;
  readonly actorId: string;
  readonly reasonCode: string | undefined;
  readonly effectiveDate: CalendarDate;
  readonly recordedAt: string;
  /**
   * The entry's main amount in the base currency, without its sign; undefined where it has none, and where nobody has said
   * what it is worth there: of a foreign account what is announced, disputed or promised.
   */
  readonly amount: Minor | undefined;
}

/** `isForeign`: the entry is of an account or a receipt in another currency than the ledger's. */
export function auditIndexRowOf(entry: BookEntry, isForeign: boolean): AuditIndexRow {
  const { type, actor, reasonCode, effectiveDate, recordedAt } = entry;
  const amount = isForeign ? mainBaseOf(entry) : mainAmountOf(entry);
  return { type, actorId: actor.id, reasonCode, effectiveDate, recordedAt, amount };
}

/** What the entry is about in money: its amount, or everything it applies or releases. */
function mainAmountOf(fact: Fact): Minor | undefined {
  if (isLedgerFact(fact)) return undefined;
  const { data } = fact;
  if ('allocations' in data) return totalOf(data.allocations, ({ amount }) => amount);
  if ('releases' in data) return totalOf(data.releases, ({ amount }) => amount);
  return 'amount' in data ? absoluteMinor(minorOf(data.amount)) : undefined;
}

/** The same as it is carried: of what is applied or released the money, not what it settled. */
function mainBaseOf(fact: Fact): Minor | undefined {
  if (isLedgerFact(fact)) return undefined;
  const { data } = fact;
  if ('allocations' in data) return totalOf(data.allocations, ({ baseUsed }) => baseUsed);
  if ('releases' in data) return totalOf(data.releases, ({ baseUsed }) => baseUsed);
  if ('baseChange' in data) return absoluteMinor(minorOf(data.baseChange));
  if ('baseAmount' in data && data.baseAmount !== undefined) return absoluteMinor(minorOf(data.baseAmount));
  if ('moves' in data) return totalOf(data.moves, ({ base }) => base);
  const changed = 'items' in data && 'chargeId' in data ? totalOf(data.items, ({ base }) => base) : undefined;
  return changed === undefined ? undefined : absoluteMinor(changed);
}

/** Undefined where a line has none. */
function totalOf<Line>(lines: readonly Line[], amountIn: (line: Line) => MinorText | undefined): Minor | undefined {
  let total = 0n;
  for (const line of lines) {
    const amount = amountIn(line);
    if (amount === undefined) return undefined;
    total += minorOf(amount);
  }
  return total;
}
