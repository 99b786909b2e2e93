import type { CalendarDate } from '#money/calendar-date.ts';
import type { Minor } from '#projections/minor.ts';
import { type PlanFilter, type PlanOutcome, planOutcomes } from './agreements.ts';
import { type Asked, accountIn, dateIn, oneOf, pageOfAgreements, partyIn, wantedPage } from './agreements-query.ts';
import { type BookReader, type Cut, cutOf } from './book-reader.ts';
import { dateOfDay } from './days.ts';
import type { Paged } from './paging.ts';
import { bigintOf, numberOf, textOf } from './rows.ts';
import { classNumbers, receivable } from './schema.ts';

export interface PlanMinor {
  readonly accountId: string;
  readonly planId: string;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  readonly currency: string;
  readonly amount: Minor;
  readonly open: Minor;
  readonly overdue: Minor;
  readonly instalments: readonly InstalmentMinor[];
  readonly agreedOn: CalendarDate;
  readonly endedOn: CalendarDate | undefined;
  readonly outcome: PlanOutcome | undefined;
  readonly isAtRisk: boolean;
}

interface InstalmentMinor {
  readonly dueDate: CalendarDate;
  readonly amount: Minor;
  readonly open: Minor;
}

export function plansOf(reader: BookReader, asked: Asked<PlanFilter>): Paged<PlanMinor> {
  const cut = cutOf(asked.view);
  const { isAtRisk: wanted } = asked.filter;
  return wantedPage(
    asked,
    ({ isAtRisk }) => isAtRisk === (wanted ?? isAtRisk),
    (one) =>
      pageOfAgreements(reader, 'PLAN', one, [], (row) => {
        const instalments = instalmentsOf(reader, cut, numberOf(row, 'id'));
        const late = instalments.filter(({ dueDate }) => dueDate < asked.view.asOf);
        const [open, overdue] = [instalments, late].map((some) => some.reduce((sum, each) => sum + each.open, 0n));
        const endedOn = dateIn(row, 'ended');
        return {
          accountId: accountIn(reader, row),
          planId: textOf(row, 'name'),
          ...partyIn(row),
          currency: textOf(row, 'currency'),
          amount: bigintOf(row, 'amount'),
          open: open ?? 0n,
          overdue: overdue ?? 0n,
          instalments,
          agreedOn: dateOfDay(numberOf(row, 'effective')),
          endedOn,
          outcome: row['outcome'] === null ? undefined : oneOf(planOutcomes, textOf(row, 'outcome')),
          isAtRisk: endedOn === undefined && (overdue ?? 0n) > 0n,
        };
      }),
  );
}

/** What is to be paid on each day, as adjusted, written off and moved since, and what of that is open: by due date. */
function instalmentsOf({ sql }: BookReader, { day, ordinal }: Cut, plan: number): readonly InstalmentMinor[] {
  const rows = sql.rows(
    `SELECT i.due, sum(p.amount) AS open,
            sum(p.amount) FILTER (WHERE e.class NOT IN (${classNumbers.APPLIED}, ${classNumbers.RECHARGED})) AS amount
       FROM agreement_item ai JOIN item i ON i.id = ai.item JOIN posting p INDEXED BY posting_aging
         ON p.gl = ${receivable} AND p.party = i.party AND p.due = i.due AND p.subject = i.id AND p.party IS NOT NULL
       JOIN entry e ON e.ordinal = p.ordinal
      WHERE ai.agreement = ? AND p.effective <= ? AND p.ordinal <= ? GROUP BY i.due ORDER BY i.due`,
    plan,
    day,
    ordinal,
  );
  const all = rows.map((row) => ({
    dueDate: dateOfDay(numberOf(row, 'due')),
    amount: bigintOf(row, 'amount'),
    open: bigintOf(row, 'open'),
  }));
  return all.filter(({ amount, open }) => amount !== 0n || open !== 0n);
}
