import { closeAccount, reopenAccount } from './accounts.ts';
import { adjustCharge } from './adjustments.ts';
import { openDispute, placeHold, releaseHold, resolveDispute } from './agreements.ts';
import { refusalThere, transferBalance } from './balance-transfers.ts';
import { openAccount, postCharge } from './charges.ts';
import { applyCredit, issueCredit, unapplyCredit, voidCredit } from './credits.ts';
import { type Dated, isZeroFrom, negativeDay } from './dated.ts';
import { type Desk, dayOf, type Rule } from './desk.ts';
import type { Expected } from './expected.ts';
import { type FeeRunPaper, type RunDesk, runLateFees } from './fee-runs.ts';
import { figuresAt } from './figures.ts';
import { judgedLate } from './late.ts';
import { assessLateFee, reinstateLateFee, waiveLateFee } from './late-fees.ts';
import { newPapers } from './new-papers.ts';
import { expectedStep, type ToldStep } from './own-steps.ts';
import { allSources, type Papers } from './papers.ts';
import { applyPayment, receivePayment } from './payments.ts';
import { reinstatePayment, reversePayment, unapplyPayment } from './payments-undone.ts';
import { announce, failPayment, settlePayment } from './pending.ts';
import { type CalendarDesk, lockedIn, newPeriods, onLocked, type PeriodPapers, periodRules } from './periods.ts';
import { agreePlan, breakPlan, completePlan, revisePlan } from './plans.ts';
import { cancelPromise, recordPromise } from './promises.ts';
import { type LedgerDesk, publishReasonList } from './reason-lists.ts';
import { type ReasonListPaper, reachedByReason, reachedByWrongReason } from './reasons.ts';
import { keysOf, type Posted, type ReceiptPaper } from './receipt-papers.ts';
import { unidentifyReceipt } from './receipt-parts.ts';
import { accountsRefuse, andAccounts, judgeReceipt, type ReceiptDesk } from './receipts.ts';
import { refundCredit, refundPayment, reverseRefund } from './refunds.ts';
import { revalueReceivables } from './revaluation.ts';
import { centsOf, contentOf, unreadable } from './shape.ts';
import type { Told } from './told.ts';
import { transferResponsibility } from './transfers.ts';
import type { Crossing } from './transit-papers.ts';
import { beforeState, refuse, type Verdict } from './verdict.ts';
import { voidCharge } from './void-charge.ts';
import { recoverBadDebt, reverseWriteOff, writeOff } from './write-offs.ts';

/**
 * An independent auditor of the ledger: it hears every command, says from the rules alone what the books have to answer,
 * and keeps its own papers in whole cents. It imports nothing from outside this folder, so an error of the ledger cannot
 * be its error too.
 */
export interface Auditor {
  readonly openingDate: string;
  readonly baseCurrency: string;
  readonly papersOf: (accountId: string) => Papers;
  readonly accounts: () => readonly Papers[];
  /**
   * What the books have to answer now, or to somebody who knows only the first lists of reasons that were published, and the
   * first of what was locked. Changes nothing until an acceptance is recorded.
   */
  readonly judge: (told: Told, today: string, known?: Known) => Verdict;
  /**
   * What somebody is answered who has heard of no closing, and what comes of it where a frozen store carries it out after the fence:
   * it counts from the first open day. Undefined where that would be something else.
   */
  readonly judgeLate: (told: Told, today: string, known: Known, from: string) => Verdict | undefined;
  /** The lists of reasons that were published. */
  readonly lists: readonly ReasonListPaper[];
  readonly periods: PeriodPapers;
  readonly isUsed: (commandId: string) => boolean;
  /** What the ledger has to do by itself next, with what was locked since so many changes; or why it has nothing of the kind to do. */
  readonly expectedStep: (step: ToldStep, locks: number) => Expected | string;
  /** What the other accounts would say to a transfer or to the parts of a receipt, whatever is said where it leaves. */
  readonly refusedThere: (told: Told, today: string) => readonly string[];
  readonly receipts: ReadonlyMap<string, ReceiptPaper>;
  /** All that post: the accounts and the receipts. */
  readonly posted: () => readonly Posted[];
  /** All that has crossed TransferClearing, by its key. */
  readonly crossings: () => readonly Crossing[];
  readonly feeRuns: ReadonlyMap<string, FeeRunPaper>;
}

/** How much of what the ledger itself has recorded somebody knows: how many lists, and how many changes of what is locked. */
export interface Known {
  readonly lists: number;
  readonly locks: number;
  /** The accounts were asked about the parts of a receipt when others were under way: what they would say now does not count. */
  readonly wereAccountsAsked?: boolean;
}

const rules: Readonly<Record<string, Rule>> = {
  OpenAccount: openAccount,
  PostCharge: postCharge,
  AdjustCharge: adjustCharge,
  ReceivePayment: (desk, told) => (told.input.pending === true ? announce : receivePayment)(desk, told),
  SettlePayment: settlePayment,
  FailPayment: failPayment,
  ApplyPayment: applyPayment,
  UnapplyPayment: unapplyPayment,
  ReversePayment: reversePayment,
  ReinstatePayment: reinstatePayment,
  TransferResponsibility: transferResponsibility,
  AssessLateFee: assessLateFee,
  WaiveLateFee: waiveLateFee,
  ReinstateLateFee: reinstateLateFee,
  VoidCharge: voidCharge,
  CloseAccount: closeAccount,
  ReopenAccount: reopenAccount,
  IssueCredit: issueCredit,
  ApplyCredit: applyCredit,
  UnapplyCredit: unapplyCredit,
  VoidCredit: voidCredit,
  WriteOff: writeOff,
  ReverseWriteOff: reverseWriteOff,
  RecoverBadDebt: recoverBadDebt,
  RefundPayment: refundPayment,
  RefundCredit: refundCredit,
  ReverseRefund: reverseRefund,
  RevalueReceivables: revalueReceivables,
  TransferBalance: transferBalance,
  PlaceHold: placeHold,
  ReleaseHold: releaseHold,
  OpenDispute: openDispute,
  ResolveDispute: resolveDispute,
  RecordPromise: recordPromise,
  CancelPromise: cancelPromise,
  AgreePaymentPlan: agreePlan,
  RevisePaymentPlan: revisePlan,
  BreakPaymentPlan: breakPlan,
  CompletePaymentPlan: completePlan,
};

export function newAuditor(openingDate: string, baseCurrency: string): Auditor {
  const books = new Map<string, Papers>();
  const contents = new Map<string, string>();
  const lists: ReasonListPaper[] = [];
  const periods = newPeriods();
  const feeRuns = new Map<string, FeeRunPaper>();
  const receipts = new Map<string, ReceiptPaper>();
  const papersOf = (accountId: string): Papers => {
    const papers = books.get(accountId) ?? newPapers(accountId);
    books.set(accountId, papers);
    return papers;
  };
  const deskOf = (told: Told, today: string, known: Known): Desk => {
    const papers = papersOf(told.input.accountId ?? '');
    const locked = periods.locks[known.locks - 1];
    return { papers, openingDate, baseCurrency, today, lists: lists.slice(0, known.lists), locked };
  };
  const receiptDeskOf = (today: string, known: Known): ReceiptDesk => {
    const locked = periods.locks[known.locks - 1];
    return { openingDate, baseCurrency, today, lists: lists.slice(0, known.lists), locked, receipts, papersOf };
  };
  return {
    openingDate,
    baseCurrency,
    papersOf,
    lists,
    periods,
    feeRuns,
    accounts: () => [...books.values()],
    isUsed: (commandId) => contents.has(commandId),
    expectedStep: (step, locks) => {
      const known = periods.locks.slice(Math.max(0, locks - 1));
      return expectedStep({ papersOf, accounts: [...books.values()], feeRuns, receipts, locks: known }, step);
    },
    refusedThere: (told, today) =>
      [refusalThere(papersOf, told, today) ?? [], accountsRefuse(receiptDeskOf(today, noneKnown), told)].flat(),
    receipts,
    posted: () => [...books.values(), ...receipts.values()],
    crossings: () => [...books.values()].flatMap(crossingsOf).concat([...receipts.values()].flatMap(crossingsOfParts)),
    judge: (told, today, known = { lists: lists.length, locks: periods.locks.length }) => {
      const content = contents.get(told.input.commandId);
      if (content !== undefined) return judgeRepeated(told, content);
      const ledgerDesk = { openingDate, baseCurrency, today, lists, periods, feeRuns, locked: lockedIn(periods) };
      const ofLedger = ledgerRules[told.name];
      const onAccount = (): Verdict => judgeOnAccount(deskOf(told, today, known), told, receipts);
      const receiptDesk = receiptDeskOf(today, known);
      const ofReceipt = andAccounts(judgeReceipt(receiptDesk, told), () =>
        known.wereAccountsAsked === true ? [] : accountsRefuse(receiptDesk, told),
      );
      const verdict =
        ofLedger?.(ledgerDesk, told) ?? ofReceipt ?? andThere(onAccount(), () => refusalThere(papersOf, told, today));
      return remembered(contents, told, verdict);
    },
    judgeLate: (told, today, known, from) => {
      const judge = (desk: Desk): Verdict => judgeOnAccount(desk, told, receipts);
      const verdict = judgedLate(deskOf(told, today, known), told, judge, from);
      return verdict && remembered(contents, told, verdict);
    },
  };
}

/** From its recording on its id is used. */
function remembered(contents: Map<string, string>, told: Told, verdict: Verdict): Verdict {
  if (verdict.kind !== 'ACCEPT') return verdict;
  const record = (ordinal: number, revision: number): void => {
    verdict.record(ordinal, revision);
    contents.set(told.input.commandId, contentOf(told));
  };
  return { ...verdict, record };
}

const ledgerRules: Readonly<
  Record<string, ((desk: LedgerDesk & CalendarDesk & RunDesk, told: Told) => Verdict) | undefined>
> = { ...periodRules, PublishReasonList: publishReasonList, RunLateFees: runLateFees };

const noneKnown: Known = { lists: 0, locks: 0 };

function crossingsOf({ currency, transfersOut }: Papers): readonly Crossing[] {
  return [...transfersOut.values()].map(({ key, clearing }) => ({ key, currency, clearing }));
}

function crossingsOfParts({ currency, parts }: ReceiptPaper): readonly Crossing[] {
  return parts.flatMap((part) => {
    const { there, back } = keysOf(part);
    return [
      { key: there, currency, clearing: part.there },
      { key: back, currency, clearing: part.back },
    ];
  });
}

/** What leaves an account has to be taken by another one. */
function andThere(verdict: Verdict, there: () => string | undefined): Verdict {
  const refusal = verdict.kind === 'ACCEPT' ? there() : undefined;
  return refusal === undefined ? verdict : refuse([refusal], 'the other account does not take a transfer');
}

function judgeOnAccount(desk: Desk, told: Told, receipts: ReadonlyMap<string, ReceiptPaper>): Verdict {
  const { papers } = desk;
  const rule = told.name === 'UnidentifyReceipt' ? unidentifyReceipt(receipts) : rules[told.name];
  if (rule === undefined) throw new Error(`the auditor knows no rule for ${told.name}`);
  const verdict = onLocked(dayOf(desk, told.input), desk.locked, onClosed(papers, told, rule(desk, told)));
  if (verdict.kind === 'REFUSE' && verdict.codes.includes('REASON_UNKNOWN')) {
    return refuse(verdict.codes, ...verdict.reached, ...reachedByWrongReason(desk, told));
  }
  if (verdict.kind !== 'ACCEPT') return verdict;
  if (isConditionBroken(rule, desk, told)) return refuse(['CONDITION_FAILED']);
  const record = (known: number, revision: number): void => {
    verdict.record(known, revision);
    papers.revision = revision;
    requireSound(papers);
  };
  return { ...verdict, reached: [...verdict.reached, ...reachedByReason(desk, told)], record };
}

/** A closed account takes only what a bank takes back, until it is reopened; what is wrong before the state is said first. */
function onClosed({ closedOn }: Papers, { name }: Told, verdict: Verdict): Verdict {
  if (
    closedOn === undefined ||
    ['ReversePayment', 'ReverseRefund', 'ReopenAccount', 'RevalueReceivables'].includes(name)
  )
    return verdict;
  const isEarlier = verdict.kind === 'REFUSE' && verdict.codes.some((code) => beforeState.includes(code));
  return isEarlier ? verdict : refuse(['ACCOUNT_CLOSED']);
}

/** What the caller takes for granted: the revision before, and the figures after, which a copy of the papers tells. */
function isConditionBroken(rule: Rule, desk: Desk, told: Told): boolean {
  const { expect } = told.input;
  if (expect === undefined) return false;
  const papers = structuredClone(desk.papers);
  const after = rule({ ...desk, papers }, told);
  if (after.kind === 'ACCEPT') after.record(0, 0);
  const { balance, unapplied, openCharges } = figuresAt(papers, { day: '9999-12-31', known: Number.POSITIVE_INFINITY });
  const { revision, balanceAtLeast, balanceAtMost, unappliedAtLeast, openChargesAtLeast } = expect;
  return (
    (revision !== undefined && revision !== desk.papers.revision) ||
    (balanceAtLeast !== undefined && balance < centsOf(balanceAtLeast)) ||
    (balanceAtMost !== undefined && balance > centsOf(balanceAtMost)) ||
    (unappliedAtLeast !== undefined && unapplied < centsOf(unappliedAtLeast)) ||
    (openChargesAtLeast !== undefined && openCharges < centsOf(openChargesAtLeast))
  );
}

/** A used id: the same content is answered again, other content refused. What cannot be read has no content. */
function judgeRepeated(told: Told, content: string): Verdict {
  if (contentOf(told) === content) return { kind: 'REPLAY' };
  const cannotBeRead = unreadable(told).some((code) => code !== false);
  return refuse(cannotBeRead ? ['INPUT_INVALID', 'AMOUNT_SCALE'] : ['IDEMPOTENCY_CONFLICT']);
}

/** The auditor's own papers hold what the rules promise: nothing is below zero on any day, and what is taken back is nothing. */
function requireSound(papers: Papers): void {
  for (const { key, charge, worth, paid } of papers.items.values()) {
    const day = negativeDay([...worth, ...paid]) ?? negativeDay(worth);
    if (day !== undefined) throw new Error(`the auditor itself has ${key} below zero on ${day}`);
    requireNothingFrom(worth, charge.voidedOn, key);
  }
  for (const { id, unapplied, reversedOn } of allSources(papers)) {
    const day = negativeDay(unapplied);
    if (day !== undefined) throw new Error(`the auditor itself has ${id} below zero on ${day}`);
    requireNothingFrom(unapplied, reversedOn, id);
  }
}

function requireNothingFrom(changes: Dated, day: string | undefined, what: string): void {
  if (day === undefined || isZeroFrom(changes, day)) return;
  throw new Error(`the auditor itself has something of ${what} after ${day}, when it was taken back`);
}
