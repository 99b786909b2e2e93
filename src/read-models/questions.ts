import type { StoredTotals } from '#ledger/periods/period-events.ts';
import type { UnappliedCause } from '#projections/unapplied-causes.ts';
import { accountRowOf, accountRows } from './accounts-query.ts';
import { type AgingMinor, agingOf } from './aging-query.ts';
import type { HoldRow } from './agreements.ts';
import { type DisputeMinor, disputesOf, holdsOf, type PromiseMinor, promisesOf } from './agreements-query.ts';
import { auditRows, recordedAt } from './audit-query.ts';
import { type BalanceMinor, balanceOf } from './balance-query.ts';
import { type BookReader, baseCurrencyIn, linesOf } from './book-reader.ts';
import { feeRunRows, type LateFeeSubjects, lateFeeSubjectsOf } from './fee-run-query.ts';
import type { InTransit } from './general-ledger.ts';
import {
  type ClearingMinor,
  clearingOf,
  inTransitOf,
  type TrialBalanceMinor,
  trialBalanceOf,
} from './general-ledger-query.ts';
import { type OpenItemMinor, openItemsOf } from './open-items-query.ts';
import type { Paged } from './paging.ts';
import { periodTotalsOf } from './period-totals-query.ts';
import { type PlanMinor, plansOf } from './plans-query.ts';
import type { AccountRow, AuditRow } from './read-models.ts';
import type { UnidentifiedCause } from './receipts.ts';
import { type CashByCauseMinor, type ReceiptMinor, receiptsOf, unidentifiedCashOf } from './receipts-query.ts';
import type { CutOffRow, LateRow } from './roll-forward.ts';
import { cutOffOf, lateEntriesOf, type RollForwardMinor, rollForwardOf } from './roll-forward-query.ts';
import { type StatementMinor, statementOf } from './statement-query.ts';
import { type UnappliedPaymentMinor, unappliedCashOf, unappliedPaymentsOf } from './unapplied-query.ts';

/**
 * Everything the tables can be asked, as plain data that crosses from thread to thread: amounts are whole minor units
 * here, because a Money does not survive being copied.
 */
export interface Answers {
  readonly account: AccountRow | undefined;
  readonly accounts: Paged<AccountRow>;
  readonly aging: AgingMinor;
  readonly audit: Paged<AuditRow>;
  readonly balance: BalanceMinor | undefined;
  readonly clearing: Paged<ClearingMinor>;
  readonly cutOff: Paged<CutOffRow>;
  readonly lateEntries: Paged<LateRow>;
  readonly rollForward: readonly RollForwardMinor[];
  readonly disputes: Paged<DisputeMinor>;
  readonly holds: Paged<HoldRow>;
  readonly promises: Paged<PromiseMinor>;
  readonly inTransit: readonly InTransit[];
  readonly feeRun: Paged<AuditRow>;
  readonly lateFeeSubjects: LateFeeSubjects;
  readonly plans: Paged<PlanMinor>;
  readonly openItems: Paged<OpenItemMinor>;
  readonly periodTotals: StoredTotals;
  readonly receipts: Paged<ReceiptMinor>;
  readonly recordedAt: string | undefined;
  readonly statement: StatementMinor | undefined;
  readonly trialBalance: WholeTrialBalance;
  readonly unidentifiedCash: readonly CashByCauseMinor<UnidentifiedCause>[];
  readonly unappliedCash: readonly CashByCauseMinor<UnappliedCause>[];
  readonly unappliedPayments: Paged<UnappliedPaymentMinor>;
  readonly lines: number;
}

interface WholeTrialBalance {
  readonly rows: readonly TrialBalanceMinor[];
  readonly baseCurrency: string | undefined;
}

function wholeTrialBalance(reader: BookReader, of: Parameters<typeof trialBalanceOf>[1]): WholeTrialBalance {
  return { rows: trialBalanceOf(reader, of), baseCurrency: baseCurrencyIn(reader) };
}

const answerers = {
  account: accountRowOf,
  accounts: accountRows,
  aging: agingOf,
  audit: auditRows,
  balance: balanceOf,
  clearing: clearingOf,
  cutOff: cutOffOf,
  lateEntries: lateEntriesOf,
  rollForward: rollForwardOf,
  disputes: disputesOf,
  holds: holdsOf,
  promises: promisesOf,
  inTransit: inTransitOf,
  feeRun: feeRunRows,
  lateFeeSubjects: lateFeeSubjectsOf,
  plans: plansOf,
  openItems: openItemsOf,
  periodTotals: periodTotalsOf,
  receipts: receiptsOf,
  recordedAt,
  statement: statementOf,
  trialBalance: wholeTrialBalance,
  unidentifiedCash: unidentifiedCashOf,
  unappliedCash: unappliedCashOf,
  unappliedPayments: unappliedPaymentsOf,
  lines: (reader: BookReader, { accountId }: { readonly accountId: string }) => linesOf(reader, accountId),
};

export type Kind = keyof Answers;

type Arguments = { readonly [K in Kind]: Parameters<(typeof answerers)[K]>[1] };

export interface Question<K extends Kind> {
  readonly kind: K;
  readonly of: Arguments[K];
}

const table: { readonly [K in Kind]: (reader: BookReader, of: Arguments[K]) => Answers[K] } = answerers;

export function answer<K extends Kind>(reader: BookReader, { kind, of }: Question<K>): Answers[K] {
  return table[kind](reader, of);
}
