import type { Journal } from '#journal/journal.ts';
import { addDays, type CalendarDate, calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { type AgingRequest, agingBases, agingGroupings, type View } from '#read-models/read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { removeDirectory, temporaryDirectory } from '../journal/sqlite-directory.ts';
import { canonical } from '../ledger/canonical.ts';

const days = ['2026-03-15', '2026-06-30', '2026-12-31', '2027-12-31'].map(calendarDate);

function today(): CalendarDate {
  return calendarDate('2027-06-30');
}

/** What readers are shown, as of several days and known at several moments. */
export async function figuresOfBooks(journal: Journal, accounts: readonly string[]): Promise<readonly string[]> {
  const directory = temporaryDirectory();
  const { book, file: journalFile } = journal;
  const reads = await openReadModels({ dataDirectory: directory, journal: book, journalFile, today });
  const lines: string[] = [];
  try {
    for (const [look, view] of (await viewsOf(journal, reads)).entries()) {
      lines.push(canonical(view), ...(await figuresIn(reads, view, look)));
      const some = accounts.filter((_, index) => (index + look) % 8 === 0);
      for (const accountId of some) lines.push(...(await figuresOfAccount(reads, view, accountId)));
    }
  } finally {
    await reads.close();
    removeDirectory(directory);
  }
  return lines;
}

async function viewsOf(journal: Journal, reads: ReadSide): Promise<readonly View[]> {
  const { ordinal: head } = await journal.head();
  const moments = [0.2, 0.55, 1].map((part) => ({ ordinal: Math.floor(head * part) }));
  const instants = ['2026-05-04T17:00:00.000Z', '2026-11-30T03:00:00.000Z'].map((instant) => ({ instant }));
  const views: View[] = [];
  for (const knownAt of [...moments, ...instants]) {
    for (const asOf of days) views.push(await reads.view({ asOf, knownAt }));
  }
  return views;
}

/** The whole book: the trial balance, cash by day and method, aging, and what is open. */
async function figuresIn(reads: ReadSide, view: View, look: number): Promise<readonly string[]> {
  const agings: AgingRequest[] = agingGroupings.map((groupBy, index) => ({
    groupBy,
    basis: agingBases[(index + look) % agingBases.length] ?? 'DUE_DATE',
    edges: [10, 30, 60, 90],
    page: { first: 1_000 },
  }));
  const answers: unknown[] = [
    await reads.trialBalance(view),
    await reads.clearing(view, {}, { first: 1_000 }),
    await reads.openItems(view, {}, { first: 5_000 }),
    await reads.accounts(view, {}, { first: 1_000 }),
  ];
  for (const request of agings) answers.push(await reads.aging(view, request));
  return answers.map(canonical);
}

async function figuresOfAccount(reads: ReadSide, view: View, accountId: string): Promise<readonly string[]> {
  const parties = [{}, { partyClass: 'SELF' }, { payerId: 'cms' }];
  const balances = await Promise.all(parties.map((party) => reads.balance(view, accountId, party)));
  const statement = await reads.statement(view, accountId, addDays(view.asOf, -60), view.asOf);
  const audit = await reads.audit(view, { accountId }, { first: 500 });
  return [...balances, statement, audit].map((figure) => canonical(figure ?? 'not known'));
}
