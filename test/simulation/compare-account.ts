import type { Account } from '#ledger/account.ts';
import { figuresOf } from '#ledger/figures.ts';
import { valueOn } from '#ledger/timeline.ts';
import { calendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import { on } from './auditor/dated.ts';
import { plusDays } from './auditor/days.ts';
import { daysOf, figuresAt } from './auditor/figures.ts';
import { allSources, openOf, type Papers } from './auditor/papers.ts';
import { requireSame } from './difference.ts';
import type { Random } from './random.ts';

const always = Number.POSITIVE_INFINITY;

export function centsIn(money: Money): bigint {
  return BigInt(money.minor.toString());
}

/** Every figure of the account right after a command, as of some days on which it changes and some on which it does not. */
export function compareAccount(account: Account, papers: Papers, random: Random): void {
  compareAllocations(account, papers);
  compareBase(account, papers);
  for (const day of [...daysOf(papers), ...someDays(papers, random)]) {
    const figures = figuresOf(account, calendarDate(day));
    const own = figuresAt(papers, { day, known: always });
    requireSame(
      `figures as of ${day}`,
      [figures.openCharges, figures.unapplied, figures.balance, figures.pending].map(centsIn),
      [own.openCharges, own.unapplied, own.balance, own.pending],
    );
    requireSame(`open of each item as of ${day}`, openInBooks(account, day), openInPapers(papers, day));
    requireSame(
      `unapplied of each payment as of ${day}`,
      unappliedInBooks(account, day),
      unappliedInPapers(papers, day),
    );
  }
}

/** What is carried in base of each item, payment, credit and allocation, to the cent. */
function compareBase({ base }: Account, papers: Papers): void {
  requireSame('base values are kept', base !== undefined, papers.base !== undefined);
  if (base === undefined || papers.base === undefined) return;
  const shown = [
    ...[...base.items].map(([key, { left, carried }]) => [key, centsIn(left), centsIn(carried)]),
    ...[...base.sources].map(([key, { left, carried }]) => [key, centsIn(left), centsIn(carried)]),
    ...[...base.allocations].map(([key, { settled, used }]) => [key, centsIn(settled.carried), centsIn(used.carried)]),
  ];
  const own = [
    ...[...papers.base.items].map(([{ key }, { left, carried }]) => [key, left, carried]),
    ...[...papers.base.sources].map(([{ kind, id }, { left, carried }]) => [`${kind} ${id}`, left, carried]),
    ...[...papers.base.allocations].map(([{ number }, { settled, used }]) => [number, settled.carried, used.carried]),
  ];
  requireSame('base values', shown.map(String).toSorted(), own.map(String).toSorted());
}

/** What of which payment or credit pays which item, and since when; the numbers say in which order things give way. */
function compareAllocations(account: Account, papers: Papers): void {
  const shown = [...account.allocations.values()]
    .filter(({ live }) => centsIn(live) > 0n)
    .map(({ allocation, source, itemKey, effectiveDate, live }) => {
      return [allocation, source.kind, source.id, itemKey, effectiveDate, centsIn(live)].join();
    });
  const own = papers.allocations
    .filter(({ live }) => live > 0n)
    .map(({ number, source, item, day, live }) => [number, source.kind, source.id, item.key, day, live].join());
  requireSame('live allocations', shown.toSorted(), own.toSorted());
}

export function someDays(papers: Papers, random: Random): readonly string[] {
  const days = daysOf(papers);
  const first = days[0] ?? '2026-01-01';
  const chosen = [random.oneOf(days), random.oneOf(days), plusDays(first, random.between(-3, 150))];
  return [...chosen.filter((day) => day !== undefined), '2027-12-31'];
}

type Rows = readonly (readonly unknown[])[];

function sorted(rows: Rows): Rows {
  return rows.toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1));
}

function openInBooks(account: Account, day: string): Rows {
  const rows = [...account.items.values()].map((item) => [
    item.key,
    centsIn(valueOn(item.open, calendarDate(day))),
    centsIn(valueOn(item.worth, calendarDate(day))),
    item.dueDate,
    item.effectiveDate,
  ]);
  return sorted(rows);
}

function openInPapers(papers: Papers, day: string): Rows {
  const rows = [...papers.items.values()].map((item) => [
    item.key,
    on(openOf(item), day),
    on(item.worth, day),
    item.due,
    item.from,
  ]);
  return sorted(rows);
}

function unappliedInBooks(account: Account, day: string): Rows {
  const rows = [...account.payments, ...account.credits].map(([id, { unapplied }]) => [
    id,
    centsIn(valueOn(unapplied, calendarDate(day))),
  ]);
  return sorted(rows);
}

function unappliedInPapers(papers: Papers, day: string): Rows {
  return sorted(allSources(papers).map((source) => [source.id, on(source.unapplied, day)]));
}
