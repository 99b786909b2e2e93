import type { Role } from '#graphql/permissions.ts';
import { notPursued, plansAtRisk, promisesMade } from './prepared-agreements.ts';
import { postCharge, receivePayment } from './prepared-commands.ts';
import { explainBalance } from './prepared-explanation.ts';
import { foreignBalances, revaluations } from './prepared-foreign.ts';
import { cashToReconcile, trialBalance } from './prepared-general-ledger.ts';
import { moneyUnderWay } from './prepared-pending.ts';
import { cutOffList, fiscalCalendar, reopenings, rollForward } from './prepared-periods.ts';
import {
  account,
  adjustments,
  agingByPayer,
  agingOfTheBook,
  auditTrail,
  balance,
  journal,
  ledger,
  openItems,
  type PreparedQuery,
  reasons,
  replay,
  statement,
} from './prepared-queries.ts';
import { cashByCause, oldestUnapplied, receiptsToIdentify, trailOfReceipts } from './prepared-receipts.ts';
import {
  agingByAccount,
  agingByProvider,
  badDebt,
  creditsGranted,
  largestAdjustments,
  moneyPaidBack,
  reasonsPublished,
  takenBack,
} from './prepared-reviews.ts';
import { accountChanged, journalEntries } from './prepared-streams.ts';
import { betweenAccounts } from './prepared-transfers.ts';

export interface PreparedRole {
  readonly role: Role;
  readonly title: string;
  readonly comesFor: string;
  readonly queries: readonly PreparedQuery[];
}

/** Every role, with what its people come for first. */
export const preparedRoles: readonly PreparedRole[] = [
  {
    role: 'finance',
    title: 'Finance',
    comesFor:
      'how old the receivables are, who owes them, what moved an account, the trial balance, cash, and what of it is unapplied or unidentified',
    queries: [
      agingOfTheBook,
      agingByPayer,
      agingByProvider,
      agingByAccount,
      balance,
      explainBalance,
      statement,
      trialBalance,
      fiscalCalendar,
      rollForward,
      foreignBalances,
      revaluations,
      cashToReconcile,
      cashByCause,
      receiptsToIdentify,
      moneyUnderWay,
      badDebt,
      moneyPaidBack,
    ],
  },
  {
    role: 'auditor',
    title: 'Auditor',
    comesFor: 'who did what and why, what was taken back, an account step by step, the journal itself',
    queries: [
      auditTrail,
      takenBack,
      moneyPaidBack,
      trailOfReceipts,
      replay,
      journal,
      journalEntries,
      agingOfTheBook,
      trialBalance,
      rollForward,
      cutOffList,
      reopenings,
    ],
  },
  {
    role: 'compliance_reviewer',
    title: 'Compliance reviewer',
    comesFor: 'what was forgiven, given up, granted or paid back, with reason, actor and role; who made the reasons',
    queries: [
      adjustments,
      largestAdjustments,
      badDebt,
      creditsGranted,
      moneyPaidBack,
      takenBack,
      reasonsPublished,
      reasons,
      auditTrail,
    ],
  },
  {
    role: 'billing_specialist',
    title: 'Billing specialist',
    comesFor: 'what is open, and posting and adjusting charges',
    queries: [
      openItems,
      postCharge,
      balance,
      explainBalance,
      statement,
      notPursued,
      plansAtRisk,
      promisesMade,
      receiptsToIdentify,
    ],
  },
  {
    role: 'cash_poster',
    title: 'Cash poster',
    comesFor: 'receiving, identifying and applying money',
    queries: [receivePayment, receiptsToIdentify, oldestUnapplied, openItems, balance, accountChanged],
  },
  {
    role: 'supervisor',
    title: 'Supervisor',
    comesFor: 'everything on an account, including what undoes',
    queries: [
      account,
      explainBalance,
      auditTrail,
      takenBack,
      betweenAccounts,
      trailOfReceipts,
      oldestUnapplied,
      moneyUnderWay,
      notPursued,
      plansAtRisk,
      statement,
      replay,
      reasons,
    ],
  },
  {
    role: 'admin',
    title: 'Operator',
    comesFor: 'the state of the ledger; opening it',
    queries: [ledger, reasons, journal, journalEntries],
  },
  {
    role: 'service',
    title: 'Service',
    comesFor: 'what a program of another system may do',
    queries: [ledger, postCharge, receivePayment],
  },
];
