import type { Account } from '#ledger/account.ts';
import { disputedOn } from '#ledger/disputes/dispute.ts';
import type { Entry } from '#ledger/entry.ts';
import { figuresOf } from '#ledger/figures.ts';
import { type Timeline, valueOn } from '#ledger/timeline.ts';
import { type CalendarDate, calendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import { type AgingMinor, agingOf } from './aging-query.ts';
import { balanceOf } from './balance-query.ts';
import type { BookReader } from './book-reader.ts';
import { dateOfDay, dayOf } from './days.ts';
import type { Findings } from './findings.ts';
import { trialBalanceOf } from './general-ledger-query.ts';
import { openItemsOf } from './open-items-query.ts';
import { type AgingBasis, type AgingGrouping, agingBases, type View } from './read-models.ts';
import { maybeNumberOf } from './rows.ts';
import { lastDay } from './verify-stream.ts';

/**
 * INV-31 and INV-35 on one account: its figures as known after this entry, on the entry's own day and at the end of time,
 * are what the fold says. The read side sums rows, the fold walks timelines: they share no code.
 */
export function verifySample(
  reader: BookReader,
  account: Account,
  entry: Entry,
  seed: number,
  findings: Findings,
): void {
  const checkpoint = checkpointOf(reader);
  if (account.opened === undefined || entry.ordinal > checkpoint) return;
  const day = dateOfDay(dayBetween(account, seed));
  for (const asOf of [entry.effectiveDate, day, lastDay]) {
    const view = viewOf(asOf, entry.ordinal);
    const found = balanceOf(reader, { view, accountId: account.accountId, party: {} });
    const folded = figuresOf(account, asOf);
    const isSame =
      found?.openCharges === minor(folded.openCharges) &&
      found.unapplied === minor(folded.unapplied) &&
      found.unappliedCredits === minor(folded.unappliedCredits) &&
      found.pending === minor(folded.pending) &&
      found.disputed === minor(disputedOn(account, asOf)) &&
      found.inBase?.openCharges === baseOn(account.base?.open, asOf) &&
      found?.inBase?.unapplied === baseOn(account.base?.unapplied, asOf) &&
      found?.inBase?.fxUnrealized === baseOn(account.base?.unrealized, asOf);
    const place = `${entry.stream} as of ${asOf}, known at ${entry.ordinal}`;
    findings.require(isSame, 'INV-31', place, 'the figures of the read model are not those of the fold');
  }
}

/** What is carried on a day; undefined on an account in the base currency. */
function baseOn(timeline: Timeline | undefined, asOf: CalendarDate): bigint | undefined {
  return timeline === undefined ? undefined : minor(valueOn(timeline, asOf));
}

function checkpointOf({ sql }: BookReader): number {
  return maybeNumberOf(sql.row('SELECT ordinal FROM checkpoint') ?? {}, 'ordinal') ?? 0;
}

/** A day of the last year of the account, another for every seed and length. */
function dayBetween(account: Account, seed: number): number {
  const last = account.totals?.lastDate ?? calendarDate('2024-01-01');
  const offset = (seed * 7 + account.revision * 13) % 400;
  return dayOf(last) - offset;
}

/** INV-07, INV-10 and INV-11 of the whole book: all groupings and bases share out the same open charges. */
export function verifyBookFigures(reader: BookReader, ordinal: number, findings: Findings): void {
  for (const asOf of daysOf(reader)) {
    const view = viewOf(asOf, ordinal);
    const whole = openByCurrency(ageing(reader, view, 'DUE_DATE', 'BOOK'));
    for (const basis of agingBases) {
      for (const groupBy of ['CURRENCY', 'PARTY_CLASS', 'PAYER', 'PROVIDER'] as const) {
        const shared = openByCurrency(ageing(reader, view, basis, groupBy));
        findings.require(
          shared === whole,
          'INV-10',
          `aging by ${basis} and ${groupBy} as of ${asOf}`,
          'the buckets do not add up to open charges',
        );
      }
    }
    verifyTrialBalance(reader, view, findings);
    const { rows } = openItemsOf(reader, { view, filter: {}, page: { first: 1_000 } });
    findings.require(
      rows.every(({ open }) => open > 0n),
      'INV-01',
      `open items as of ${asOf}`,
      'less than nothing is open of an item',
    );
  }
}

/** INV-07 on a day, for each currency and in base. */
function verifyTrialBalance(reader: BookReader, view: View, findings: Findings): void {
  const nets = new Map<string, bigint>();
  let base = 0n;
  for (const row of trialBalanceOf(reader, { view, currency: undefined })) {
    nets.set(row.currency, (nets.get(row.currency) ?? 0n) + row.debits - row.credits);
    base += row.baseDebits - row.baseCredits;
  }
  const isZero = base === 0n && [...nets.values()].every((net) => net === 0n);
  findings.require(isZero, 'INV-07', `trial balance as of ${view.asOf}`, 'debits and credits are not equal');
}

function ageing(
  reader: BookReader,
  view: View,
  basis: AgingBasis,
  groupBy: Exclude<AgingGrouping, 'ACCOUNT'>,
): AgingMinor {
  return agingOf(reader, { view, request: { basis, edges: [30, 60, 90, 120], groupBy } });
}

function openByCurrency({ rows }: AgingMinor): string {
  const sums = new Map<string, bigint>();
  for (const { currency, buckets, unapplied } of rows) {
    const open = buckets.reduce((total, amount) => total + amount, 0n);
    sums.set(`${currency} open`, (sums.get(`${currency} open`) ?? 0n) + open);
    sums.set(`${currency} unapplied`, (sums.get(`${currency} unapplied`) ?? 0n) + unapplied);
  }
  return [...sums]
    .filter(([, amount]) => amount !== 0n)
    .map(([name, amount]) => `${name} ${amount}`)
    .toSorted()
    .join();
}

/** The last day of the book, one in the middle, and the end of time. */
function daysOf({ sql }: BookReader): readonly CalendarDate[] {
  const row = sql.row('SELECT min(effective) AS first, max(effective) AS last FROM entry') ?? {};
  const [first, last] = [maybeNumberOf(row, 'first') ?? 0, maybeNumberOf(row, 'last') ?? 0];
  return [dateOfDay(Math.floor((first + last) / 2)), dateOfDay(last), lastDay];
}

function viewOf(asOf: CalendarDate, ordinal: number): View {
  return { asOf, ordinal, knownAt: undefined, settled: true, stale: false };
}

function minor(money: Money): bigint {
  return BigInt(money.minor.toString());
}
