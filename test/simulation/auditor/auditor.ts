import { closeAccount, reopenAccount } from './accounts.ts';
import { adjustCharge } from './adjustments.ts';
import { openAccount, postCharge } from './charges.ts';
import { applyCredit, issueCredit, unapplyCredit, voidCredit } from './credits.ts';
import { negativeDay } from './dated.ts';
import type { Desk, Rule } from './desk.ts';
import { figuresAt } from './figures.ts';
import { assessLateFee, reinstateLateFee, waiveLateFee } from './late-fees.ts';
import { allSources, newPapers, openOf, type Papers } from './papers.ts';
import { applyPayment, receivePayment } from './payments.ts';
import { reinstatePayment, reversePayment, unapplyPayment } from './payments-undone.ts';
import { centsOf, contentOf, malformed } from './shape.ts';
import type { Told } from './told.ts';
import { transferResponsibility } from './transfers.ts';
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
  readonly papersOf: (accountId: string) => Papers;
  readonly accounts: () => readonly Papers[];
  /** What the books have to answer now. Changes nothing until an acceptance is recorded. */
  readonly judge: (told: Told, today: string) => Verdict;
  readonly isUsed: (commandId: string) => boolean;
}

const rules: Readonly<Record<string, Rule>> = {
  OpenAccount: openAccount,
  PostCharge: postCharge,
  AdjustCharge: adjustCharge,
  ReceivePayment: receivePayment,
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
};

export function newAuditor(openingDate: string, baseCurrency: string): Auditor {
  const books = new Map<string, Papers>();
  const contents = new Map<string, string>();
  const papersOf = (accountId: string): Papers => {
    const papers = books.get(accountId) ?? newPapers(accountId);
    books.set(accountId, papers);
    return papers;
  };
  return {
    openingDate,
    papersOf,
    accounts: () => [...books.values()],
    isUsed: (commandId) => contents.has(commandId),
    judge: (told, today) => {
      const { accountId, commandId } = told.input;
      const content = contents.get(commandId);
      if (content !== undefined) return judgeRepeated(told, content);
      const rule = rules[told.name];
      if (rule === undefined) throw new Error(`the auditor knows no rule for ${told.name}`);
      const desk = { papers: papersOf(accountId), openingDate, baseCurrency, today };
      const verdict = onClosed(desk.papers, told, rule(desk, told));
      if (verdict.kind !== 'ACCEPT') return verdict;
      if (isConditionBroken(rule, desk, told)) return refuse(['CONDITION_FAILED']);
      return {
        ...verdict,
        record: (known, revision) => {
          verdict.record(known, revision);
          desk.papers.revision = revision;
          contents.set(commandId, contentOf(told));
          requireSound(desk.papers);
        },
      };
    },
  };
}

/** A closed account takes only what a bank takes back, until it is reopened; what is wrong before the state is said first. */
function onClosed({ closedOn }: Papers, { name }: Told, verdict: Verdict): Verdict {
  if (closedOn === undefined || ['ReversePayment', 'ReverseRefund', 'ReopenAccount'].includes(name)) return verdict;
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
  const unreadable = malformed(told).some((code) => code === 'INPUT_INVALID' || code === 'AMOUNT_SCALE');
  return refuse(unreadable ? ['INPUT_INVALID', 'AMOUNT_SCALE'] : ['IDEMPOTENCY_CONFLICT']);
}

/** The auditor's own papers hold what the rules promise: nothing is below zero on any day. */
function requireSound(papers: Papers): void {
  for (const item of papers.items.values()) {
    const day = negativeDay(openOf(item)) ?? negativeDay(item.worth);
    if (day !== undefined) throw new Error(`the auditor itself has ${item.key} below zero on ${day}`);
  }
  for (const source of allSources(papers)) {
    const day = negativeDay(source.unapplied);
    if (day !== undefined) throw new Error(`the auditor itself has ${source.id} below zero on ${day}`);
  }
}
