import type { BookReader } from '#read-models/book-reader.ts';
import { clearingOf, trialBalanceOf } from '#read-models/general-ledger-query.ts';
import type { View } from '#read-models/read-models.ts';
import type { Auditor } from './auditor/auditor.ts';
import { on, sumOf } from './auditor/dated.ts';
import { daysBetween } from './auditor/days.ts';
import { cashAt, generalAt, type Moment } from './auditor/figures.ts';
import { clearingAt } from './auditor/transit-papers.ts';
import { requireSame, requireThat } from './difference.ts';
import { followedInBase } from './journal-invariants.ts';

/** The whole book as a bookkeeper is shown it. */
export function compareGeneralLedger(reader: BookReader, view: View, auditor: Auditor, moment: Moment): void {
  compareTrialBalance(trialBalanceOf(reader, { view, currency: undefined }), auditor, moment);
  const question = { view, filter: {}, page: { first: 1_000 } };
  compareClearing(clearingOf(reader, question).rows, auditor, moment);
}

function compareTrialBalance(rows: ReturnType<typeof trialBalanceOf>, auditor: Auditor, moment: Moment): void {
  requireSame(`trial balance as of ${moment.day}, known at ${moment.known}`, netOf(rows), ownNet(auditor, moment));
  for (const currency of new Set(rows.map((row) => row.currency))) {
    const own = rows.filter((row) => row.currency === currency);
    const sum = sumOf(own.map(({ debits, credits }) => debits - credits));
    requireThat(sum === 0n, `INV-07 the trial balance in ${currency} as of ${moment.day} is off by ${sum}`);
  }
  compareInBase(rows, auditor, moment);
}

/** In base everything adds up to nothing; an account in the currency of the ledger is in it as it is. */
function compareInBase(rows: ReturnType<typeof trialBalanceOf>, auditor: Auditor, moment: Moment): void {
  const sum = rows.reduce((total, { baseDebits, baseCredits }) => total + baseDebits - baseCredits, 0n);
  requireThat(sum === 0n, `INV-07 the trial balance in base as of ${moment.day} is off by ${sum}`);
  const own = followedInBase.map((account): [string, bigint] => [account, inBaseAt(auditor, account, moment)]);
  const shown = followedInBase.map((name): [string, bigint] => {
    const lines = rows.filter(({ account }) => account === name);
    return [name, sumOf(lines.map(({ baseDebits, baseCredits }) => baseDebits - baseCredits))];
  });
  requireSame(`trial balance in base as of ${moment.day}, known at ${moment.known}`, notZero(shown), notZero(own));
}

function inBaseAt(auditor: Auditor, account: string, moment: Moment): bigint {
  return auditor.posted().reduce((total, papers) => {
    if (papers.base === undefined) return total + (generalAt(papers, moment)[account] ?? 0n);
    return total + on(papers.base.general.get(account) ?? [], moment.day, moment.known);
  }, 0n);
}

/** What stands on each account over all that post, by currency, debits positive. */
export function ownNet(auditor: Auditor, moment: Moment): readonly string[] {
  const own = new Map<string, bigint>();
  for (const papers of auditor.posted()) {
    for (const [account, cents] of Object.entries(generalAt(papers, moment))) {
      const key = `${papers.currency} ${account}`;
      own.set(key, (own.get(key) ?? 0n) + cents);
    }
  }
  return notZero([...own]);
}

type Sides = {
  readonly account: string;
  readonly currency: string;
  readonly debits: string | bigint;
  readonly credits: string | bigint;
};

/** The same of a trial balance. */
export function netOf(rows: readonly Sides[]): readonly string[] {
  return notZero(
    rows.map(({ account, currency, debits, credits }) => [`${currency} ${account}`, BigInt(debits) - BigInt(credits)]),
  );
}

function notZero(rows: readonly (readonly [string, bigint])[]): readonly string[] {
  return rows
    .filter(([, cents]) => cents !== 0n)
    .map(String)
    .toSorted();
}

/** Cash by day and method, and what is between two accounts by its transfer: both sides of it, and how old it is. */
function compareClearing(rows: ReturnType<typeof clearingOf>['rows'], auditor: Auditor, moment: Moment): void {
  const cash = cashAt(auditor.posted(), moment).map(({ method: key, ...rest }) => ({ key, ...rest }));
  const own = [...cash, ...clearingAt(auditor.crossings(), moment)].map(({ day, key, currency, debits, credits }) =>
    [day, key, currency, debits, credits, daysBetween(day, moment.day)].join(),
  );
  const shown = rows.map(({ date, key, currency, debits, credits, ageDays }) =>
    [date, key, currency, debits, credits, ageDays].join(),
  );
  requireSame(`clearing as of ${moment.day}, known at ${moment.known}`, shown.toSorted(), own.toSorted());
}
