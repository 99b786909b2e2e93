import { arrive, comeBack, refusedThere } from './arrivals.ts';
import { type Books, type Expected, openDays } from './expected.ts';
import { type FeeRunPaper, feeIdsFor, feesDue, recordRun, totalsOf } from './fee-runs.ts';
import type { Papers } from './papers.ts';
import { expectedOfReceipt, type ToldReceiptStep } from './receipt-steps.ts';
import type { TransitPaper } from './transit-papers.ts';

/** What the ledger has done by itself, as its entry names it. */
export type ToldStep =
  | ToldReceiptStep
  | { readonly kind: 'ARRIVAL' | 'END'; readonly fromAccountId: string; readonly transferId: string }
  | { readonly kind: 'FEES'; readonly runId: string; readonly accountId: string }
  | { readonly kind: 'END_OF_RUN'; readonly runId: string };

/** Each step once, in its order, and only where something is to be done: otherwise the words for what is wrong. */
export function expectedStep(books: Books, step: ToldStep): Expected | string {
  if ('receiptId' in step || 'paymentId' in step) return expectedOfReceipt(books, step);
  if ('transferId' in step) return ofTransfer(books, step);
  const run = books.feeRuns.get(step.runId);
  if (run === undefined) return `there is no late-fee run ${step.runId}`;
  if (run.hasEnded) return `${step.runId} had ended`;
  return step.kind === 'FEES' ? feesOn(books, run, books.papersOf(step.accountId)) : endOf(books, run);
}

function ofTransfer(books: Books, { kind, fromAccountId, transferId }: Extract<ToldStep, { transferId: string }>) {
  const transit = books.papersOf(fromAccountId).transfersOut.get(transferId);
  if (transit === undefined) return `nothing has left ${fromAccountId} by ${transferId}`;
  const next = kind === 'ARRIVAL' ? arrival(books, transit) : ending(books, transit);
  return next ?? `${transit.key} is ${transit.state}`;
}

function endsOf({ transferId, from, to }: TransitPaper) {
  return { transferId, fromAccountId: from, toAccountId: to };
}

function amountsOf({ cents, base, returns }: TransitPaper) {
  return { amount: String(cents), baseAmount: base === undefined ? undefined : String(base), returns };
}

function arrival(books: Books, transit: TransitPaper): Expected | undefined {
  if (transit.state !== 'LEFT') return undefined;
  const to = books.papersOf(transit.to);
  const days = openDays(books, transit.day);
  const refusedAs = refusedThere(to, transit, books.papersOf(transit.from).currency);
  const isLater = days.every((day) => day > transit.day);
  if (refusedAs === undefined) {
    const says = { type: 'BalanceTransferredIn', ...endsOf(transit), ...amountsOf(transit) };
    const reached = ['a transfer arrives', ...(isLater ? ['a later leg takes the first open day'] : [])];
    return { papers: to, says, days, reached, record: (at) => arrive(to, transit, at) };
  }
  const record = (): void => {
    transit.state = 'REFUSED';
    transit.refusedAs = refusedAs;
  };
  const says = { type: 'BalanceTransferRefused', ...endsOf(transit), code: refusedAs };
  return { papers: to, says, days, reached: ['a transfer is refused when it arrives'], record };
}

function ending(books: Books, transit: TransitPaper): Expected | undefined {
  const from = books.papersOf(transit.from);
  const days = openDays(books, transit.day);
  if (transit.state === 'REFUSED') {
    const says = { type: 'BalanceTransferReturned', ...endsOf(transit), ...amountsOf(transit) };
    return {
      papers: from,
      says,
      days,
      reached: ['a transfer comes back', ...(transit.base === undefined ? [] : ['a foreign transfer comes back'])],
      record: (at) => comeBack(from, transit, at),
    };
  }
  if (transit.state !== 'ARRIVED') return undefined;
  const record = (): void => {
    transit.state = 'COMPLETED';
  };
  return { papers: from, says: { type: 'BalanceTransferCompleted', ...endsOf(transit) }, days, reached: [], record };
}

function feesOn(books: Books, run: FeeRunPaper, papers: Papers): Expected | string {
  const { runId, period, currency, known } = run;
  const { accountId } = papers;
  const found = feesDue(papers, run);
  const { fees, notices, leftOut } = found;
  if (run.done.has(accountId)) return `${accountId} was charged by ${runId} already`;
  if (papers.closedOn !== undefined || fees.length + notices.length === 0)
    return `${runId} finds nothing on ${accountId}`;
  const ids = feeIdsFor(papers, run, fees.length);
  const says = {
    type: 'LateFeesRun',
    runId,
    accountId,
    period,
    currency,
    fees: fees.map(({ item, overdue, cents, interest }, index) => ({
      feeId: ids[index],
      feeOn: { chargeId: item.charge.chargeId, item: item.number },
      overdue: String(overdue),
      amount: String(cents),
      ...(interest === undefined ? {} : { interest: { ...interest, moneyDays: String(interest.moneyDays) } }),
    })),
    notices: notices.map(({ charge, number }) => ({ chargeId: charge.chargeId, item: number })),
    leftOut,
  };
  const isMoved = [...papers.general.values()].some((changes) => changes.some((change) => change.known > known));
  const reached = [
    fees.length > 0 ? ['a run charges fees'] : [],
    fees.some(({ interest }) => interest !== undefined) ? ['a run charges interest'] : [],
    fees.length > 1 ? ['a run charges several items of an account'] : [],
    fees.some(({ item }) => papers.borne.has(item.key)) ? ['interest goes on where it had ended'] : [],
    notices.length > 0 ? ['a run gives notice first'] : [],
    leftOut > 0 ? ['a run leaves out what is protected'] : [],
    openDays(books, run.day).every((day) => day > run.day) ? ['a run charges on the first open day'] : [],
    isMoved ? ['the books go on while a run is under way'] : [],
  ].flat();
  return { papers, says, days: openDays(books, run.day), reached, record: (at) => recordRun(papers, run, found, at) };
}

function endOf(books: Books, run: FeeRunPaper): Expected | string {
  const totals = totalsOf(run, books.accounts);
  if (typeof totals === 'string') return totals;
  const { runId, currency } = run;
  const record = (): void => {
    run.hasEnded = true;
  };
  const reached = ['a late-fee run ends', ...(totals.refused > 0 ? ['a run leaves out a closed account'] : [])];
  const says = { type: 'LateFeeRunEnded', runId, currency, totals };
  return { papers: undefined, says, days: openDays(books, run.day), reached, record };
}
