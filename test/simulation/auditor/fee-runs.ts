import { isProtected } from './agreements.ts';
import { type At, later, lesser, on, sumOf } from './dated.ts';
import { plusDays } from './days.ts';
import { worthOf } from './desk.ts';
import { type Moment, openItemsAt } from './figures.ts';
import { recordFee } from './late-fees.ts';
import { type ItemPaper, inOrder, isFee, openOf, type Papers } from './papers.ts';
import { lineageOf } from './plan-papers.ts';
import { centsOf, malformed } from './shape.ts';
import type { Input, Told, ToldFeeTerms } from './told.ts';
import { firstObjection, type Verdict } from './verdict.ts';

/** A run of late fees over the whole book, from the moment it began. */
export interface FeeRunPaper {
  readonly runId: string;
  readonly period: string;
  readonly currency: string;
  readonly terms: ToldFeeTerms;
  readonly rate: Input['rate'];
  /** The day it is of, and the ordinal with which it began. */
  readonly day: string;
  readonly known: number;
  /** What it did on each account that it found something on. */
  readonly done: Map<string, Found>;
  hasEnded: boolean;
}

interface FeeDue {
  readonly item: ItemPaper;
  readonly overdue: bigint;
  readonly cents: bigint;
  readonly interest: { readonly from: string; readonly through: string; readonly moneyDays: bigint } | undefined;
}

interface Found {
  readonly fees: readonly FeeDue[];
  readonly notices: readonly ItemPaper[];
  readonly leftOut: number;
}

export interface RunDesk {
  readonly openingDate: string;
  readonly baseCurrency: string;
  readonly today: string;
  readonly locked: string | undefined;
  readonly feeRuns: Map<string, FeeRunPaper>;
}

export function runLateFees(desk: RunDesk, told: Told): Verdict {
  const { input } = told;
  const day = input.effectiveDate ?? desk.today;
  const isForeign = input.currency !== desk.baseCurrency;
  const refused = firstObjection(
    () => [...malformed(told), ...misshapen(input)],
    () => [desk.feeRuns.has(input.runId ?? '') && 'FEE_RUN_TAKEN'],
    () => [
      isForeign && input.rate === undefined && 'BASE_VALUE_REQUIRED',
      !isForeign && input.rate !== undefined && 'BASE_VALUE_NOT_TAKEN',
    ],
    () => [
      day < desk.openingDate && 'BEFORE_LEDGER_OPENING',
      desk.locked !== undefined && day <= desk.locked && 'PERIOD_LOCKED',
      day > desk.today && 'FEE_RUN_AHEAD',
    ],
  );
  const { runId = '', period = '', currency = '', terms = { method: '' }, rate } = input;
  const record = (known: number): void => {
    const run = { runId, period, currency, terms, rate, day, known, done: new Map<string, Found>(), hasEnded: false };
    desk.feeRuns.set(runId, run);
  };
  return refused ?? { kind: 'ACCEPT', reached: [`a late-fee run: ${terms.method}`], record };
}

function misshapen({ terms, expect }: Input): readonly (string | false)[] {
  const { amount, mostAmount, leastAmount } = terms ?? {};
  return [
    expect !== undefined && 'INPUT_INVALID',
    [amount, mostAmount, leastAmount].some((text) => text !== undefined && centsOf(text) <= 0n) &&
      'AMOUNT_NOT_POSITIVE',
  ];
}

/** The accounts that a run asks: those on which something of the account holder was overdue when it began. */
function subjectsOf(run: FeeRunPaper, accounts: readonly Papers[]): readonly Papers[] {
  const moment: Moment = { day: run.day, known: run.known };
  const isLate = ({ due, paper, open }: ReturnType<typeof openItemsAt>[number]): boolean =>
    open > 0n && !isFee(paper.charge) && plusDays(due, run.terms.graceDays ?? 0) < run.day;
  return accounts.filter(
    (papers) =>
      papers.currency === run.currency && openItemsAt(papers, moment, (party) => party === 'SELF').some(isLate),
  );
}

/** What a run charges an account, by all that is recorded there now. */
export function feesDue(papers: Papers, run: FeeRunPaper): Found {
  const { terms, day } = run;
  const late = inOrder(
    [...papers.items.values()].filter(
      (item) =>
        item.party === 'SELF' &&
        !isFee(item.charge) &&
        plusDays(item.due, terms.graceDays ?? 0) < day &&
        on(openOf(item), day) > 0n,
    ),
  );
  const unfined = late.filter((item) => !lineageOf(item).some(({ key }) => papers.fees.has(`${key}@${run.period}`)));
  const free = unfined.filter((item) => !isProtected(papers, item, day));
  const fees = free.filter((item) => isNoticed(papers, item, run)).flatMap((item) => feeOn(papers, item, run) ?? []);
  return {
    fees:
      terms.method === 'FLAT'
        ? fees.filter((fee, index) => isFirstOfItsDebt(papers, run, fees.slice(0, index), fee))
        : fees,
    notices: free.filter((item) => terms.noticeDays !== undefined && noticedOn(papers, item) === undefined),
    leftOut: unfined.length - free.length,
  };
}

/** The item that no plan had made. */
function origin(item: ItemPaper): ItemPaper | undefined {
  return lineageOf(item).at(-1);
}

/** A flat amount is charged once in a period for what plans have split, however many parts of it are late. */
function isFirstOfItsDebt(
  { items, fees }: Papers,
  { period }: FeeRunPaper,
  before: readonly FeeDue[],
  { item }: FeeDue,
): boolean {
  const parts = [...items.values()].filter((one) => origin(one) === origin(item));
  return !parts.some((part) => fees.has(`${part.key}@${period}`) || before.some((fee) => fee.item === part));
}

function noticedOn({ noticed }: Papers, item: ItemPaper): string | undefined {
  return lineageOf(item)
    .flatMap(({ key }) => noticed.get(key) ?? [])
    .toSorted()[0];
}

function isNoticed(papers: Papers, item: ItemPaper, { terms, day }: FeeRunPaper): boolean {
  if (terms.noticeDays === undefined) return true;
  const since = noticedOn(papers, item);
  return since !== undefined && plusDays(since, terms.noticeDays) <= day;
}

function feeOn(papers: Papers, item: ItemPaper, run: FeeRunPaper): FeeDue | undefined {
  const { terms, day } = run;
  const overdue = on(openOf(item), day);
  const interest = terms.method === 'INTEREST' ? interestDays(papers, item, day) : undefined;
  const full = fullFee(terms, overdue, interest?.moneyDays);
  const cents = terms.mostAmount === undefined ? full : lesser(full, centsOf(terms.mostAmount));
  if (cents <= 0n || (terms.leastAmount !== undefined && cents < centsOf(terms.leastAmount))) return undefined;
  return { item, overdue, cents, interest };
}

/** Rounded once, a half up. */
function fullFee(
  { amount, percent = '0', daysInYear = 365 }: ToldFeeTerms,
  overdue: bigint,
  moneyDays?: bigint,
): bigint {
  if (amount !== undefined) return centsOf(amount);
  const [whole = '0', part = ''] = percent.split('.');
  const hundred = 100n * 10n ** BigInt(part.length);
  const [of, year] = moneyDays === undefined ? [overdue, 1n] : [moneyDays, BigInt(daysInYear)];
  return (2n * of * BigInt(whole + part) + hundred * year) / (2n * hundred * year);
}

/** From the day after it was due, or after the last day that has borne interest; a day on which it was protected bears none. */
function interestDays(papers: Papers, item: ItemPaper, through: string) {
  const borne = lineageOf(item).flatMap(({ key }) => papers.borne.get(key) ?? []);
  const from = [item.due, ...borne].map((day) => plusDays(day, 1)).reduce(later, item.from);
  let moneyDays = 0n;
  for (let day = from; day <= through; day = plusDays(day, 1)) {
    if (!isProtected(papers, item, day)) moneyDays += on(openOf(item), day);
  }
  return { from, through, moneyDays };
}

/** The fees of a run on one account, with the ids that they have to have. */
export function feeIdsFor({ charges }: Papers, { runId }: FeeRunPaper, count: number): readonly string[] {
  const ids: string[] = [];
  for (let number = 1; ids.length < count; number += 1) {
    if (!charges.has(`${runId}-${number}`)) ids.push(`${runId}-${number}`);
  }
  return ids;
}

export function recordRun(papers: Papers, run: FeeRunPaper, found: Found, at: At): void {
  const ids = feeIdsFor(papers, run, found.fees.length);
  const category = run.terms.method === 'INTEREST' ? 'INTEREST' : 'LATE_FEE';
  for (const [index, { item, cents, interest }] of found.fees.entries()) {
    const worth = worthOf({ papers }, { rate: run.rate }, cents);
    const fee = { chargeId: ids[index] ?? '', category, cents, due: at.day, period: run.period, worth };
    recordFee(papers, fee, item, at);
    if (interest !== undefined) papers.borne.set(item.key, interest.through);
  }
  for (const { key } of found.notices) papers.noticed.set(key, at.day);
  run.done.set(papers.accountId, found);
}

/** What the run has to say of itself when it is over, or the account that it has left out. */
export function totalsOf(run: FeeRunPaper, accounts: readonly Papers[]) {
  const subjects = subjectsOf(run, accounts);
  const missed = subjects.filter((papers) => {
    const { fees, notices } = run.done.get(papers.accountId) ?? dueOn(papers, run);
    return !run.done.has(papers.accountId) && fees.length + notices.length > 0;
  });
  if (missed.length > 0) return `nothing was charged on ${missed.map(({ accountId }) => accountId).join()}`;
  const done = [...run.done.values()];
  const idle = subjects.filter(({ accountId }) => !run.done.has(accountId));
  return {
    accounts: subjects.length,
    fees: done.reduce((sum, { fees }) => sum + fees.length, 0),
    amount: String(sumOf(done.flatMap(({ fees }) => fees.map(({ cents }) => cents)))),
    notices: done.reduce((sum, { notices }) => sum + notices.length, 0),
    leftOut: [...done, ...idle.map((papers) => dueOn(papers, run))].reduce((sum, { leftOut }) => sum + leftOut, 0),
    refused: idle.filter(({ closedOn }) => closedOn !== undefined).length,
  };
}

const nothing: Found = { fees: [], notices: [], leftOut: 0 };

/** A closed account is charged nothing. */
function dueOn(papers: Papers, run: FeeRunPaper): Found {
  return papers.closedOn === undefined ? feesDue(papers, run) : nothing;
}
