import { type EventType, eventSchemas } from '#ledger/events.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Minor } from '#projections/minor.ts';
import { type BookReader, type Cut, cutOf, knownAccount } from './book-reader.ts';
import { dateOfDay, dayOf } from './days.ts';
import type { View } from './read-models.ts';
import { bigintOf, maybeTextOf, numberOf, type Row, textOf } from './rows.ts';
import { receivable, unappliedAccounts, unappliedCash, unappliedCredits } from './schema.ts';

interface StatementLineMinor {
  readonly ordinal: number;
  readonly revision: number;
  readonly type: EventType;
  readonly effectiveDate: CalendarDate;
  readonly recordedAt: string;
  readonly chargeId: string | undefined;
  readonly paymentId: string | undefined;
  readonly creditId: string | undefined;
  readonly openChange: Minor;
  readonly unappliedChange: Minor;
}

export interface StatementMinor {
  readonly currency: string;
  readonly openingBalance: Minor;
  readonly lines: readonly StatementLineMinor[];
}

interface StatementQuestion {
  readonly view: View;
  readonly accountId: string;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
}

/** One line for each entry that moved open items or what is unapplied, by effective date and then by recording. */
export function statementOf(reader: BookReader, question: StatementQuestion): StatementMinor | undefined {
  const { view, accountId, from, to } = question;
  const cut = cutOf(view);
  const account = knownAccount(reader, cut, accountId);
  if (account === undefined) return undefined;
  // Nothing after the day of the view is in it, whatever the statement asks for.
  const until = Math.min(dayOf(to), cut.day);
  const before = Math.min(dayOf(from) - 1, cut.day);
  return {
    currency: account.currency,
    openingBalance: balanceOn(reader, account.id, { ...cut, day: before }),
    lines: linesBetween(reader, account.id, cut, dayOf(from), until),
  };
}

function balanceOn({ sql }: BookReader, account: number, cut: Cut): Minor {
  const row = sql.row(
    `SELECT sum(p.amount) AS balance FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
      WHERE e.account = ? AND e.ordinal <= ? AND e.effective <= ? AND p.party IS NOT NULL`,
    account,
    cut.ordinal,
    cut.day,
  );
  return bigintOf(row ?? {}, 'balance');
}

function linesBetween(
  { sql }: BookReader,
  account: number,
  cut: Cut,
  from: number,
  to: number,
): readonly StatementLineMinor[] {
  const rows = sql.rows(
    `SELECT e.ordinal, e.revision, e.effective, e.recorded, t.text AS type,
            sum(p.amount) FILTER (WHERE p.gl = ${receivable}) AS open,
            sum(p.amount) FILTER (WHERE p.gl IN (${unappliedAccounts})) AS unapplied,
            min(i.charge) AS charge, max(i.charge) AS last_charge, min(c.credit) AS credit,
            coalesce(min(m.payment), min(w.payment)) AS payment
       FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal JOIN term t ON t.id = e.type
       LEFT JOIN item i ON p.gl = ${receivable} AND i.id = p.subject
       LEFT JOIN payment m ON p.gl = ${unappliedCash} AND m.id = p.subject
       LEFT JOIN credit c ON p.gl = ${unappliedCredits} AND c.id = p.subject
       LEFT JOIN payment w ON w.id = e.payment
      WHERE e.account = ? AND e.ordinal <= ? AND e.effective BETWEEN ? AND ? AND p.party IS NOT NULL
      GROUP BY e.ordinal ORDER BY e.effective, e.ordinal`,
    account,
    cut.ordinal,
    from,
    to,
  );
  return rows.map(lineOf);
}

function lineOf(row: Row): StatementLineMinor {
  const charge = maybeTextOf(row, 'charge');
  return {
    ordinal: numberOf(row, 'ordinal'),
    revision: numberOf(row, 'revision'),
    type: eventTypeOf(textOf(row, 'type')),
    effectiveDate: dateOfDay(numberOf(row, 'effective')),
    recordedAt: new Date(numberOf(row, 'recorded')).toISOString(),
    // A payment applied to several charges in one entry is about the payment.
    chargeId: charge === maybeTextOf(row, 'last_charge') ? charge : undefined,
    paymentId: maybeTextOf(row, 'payment'),
    creditId: maybeTextOf(row, 'credit'),
    openChange: bigintOf(row, 'open'),
    unappliedChange: -bigintOf(row, 'unapplied'),
  };
}

function isEventType(text: string): text is EventType {
  return Object.hasOwn(eventSchemas, text);
}

function eventTypeOf(text: string): EventType {
  if (!isEventType(text)) throw new Error('an entry has a type that is not in the catalogue');
  return text;
}
