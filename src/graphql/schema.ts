import type { GraphQLSchema } from 'graphql';
import { addAdvanceClock } from './advance-clock.ts';
import { createBuilder } from './builder.ts';
import { addFigureConnection } from './builder-connections.ts';
import { addEnums } from './enums.ts';
import { addMutations } from './mutations.ts';
import type { SchemaParts } from './parts.ts';
import { addAccounts } from './queries/accounts.ts';
import { addAdjustments } from './queries/adjustments.ts';
import { addAging } from './queries/aging.ts';
import { addAuditTrail } from './queries/audit-trail.ts';
import { addBalance } from './queries/balance.ts';
import { addCashByCause } from './queries/cash-by-cause.ts';
import { addCitedEntry } from './queries/cited-entry.ts';
import { addClearing } from './queries/clearing.ts';
import { addCutOff, addLateEntries } from './queries/cut-off.ts';
import { addDisputes } from './queries/disputes.ts';
import { addEntry } from './queries/entry.ts';
import { addExplainBalance } from './queries/explain-balance.ts';
import { addHolds } from './queries/holds.ts';
import { addJournal } from './queries/journal.ts';
import { addLateFeeRuns } from './queries/late-fee-runs.ts';
import { addLedger } from './queries/ledger.ts';
import { addOpenItems } from './queries/open-items.ts';
import { addPaymentPlans } from './queries/payment-plans.ts';
import { addPeriods } from './queries/periods.ts';
import { addPromises } from './queries/promises.ts';
import { addReasons } from './queries/reasons.ts';
import { addReceipts } from './queries/receipts.ts';
import { addReplay } from './queries/replay.ts';
import { addRollForward } from './queries/roll-forward.ts';
import { addStatement } from './queries/statement.ts';
import { addTrialBalance } from './queries/trial-balance.ts';
import { addUnappliedPayments } from './queries/unapplied-payments.ts';
import { addAccountChanged } from './subscriptions/account-changed.ts';
import { addJournalEntries } from './subscriptions/journal-entries.ts';
import { addFigure, addKnownAt } from './view.ts';

/** The whole API. What it stands on comes with each request, so a schema can be printed without any of it. */
export function createGraphqlSchema(): GraphQLSchema {
  const builder = createBuilder();
  const figure = addFigure(builder);
  const enums = addEnums(builder);
  const parts: SchemaParts = { builder, enums, figure, knownAt: addKnownAt(builder) };
  addMutations(builder, enums);
  addAdvanceClock(builder);
  const account = addAccounts(parts, addBalance(parts));
  addAging(parts);
  addOpenItems(parts);
  addStatement(parts);
  addTrialBalance(parts);
  addClearing(parts);
  addRollForward(parts, addPeriods(parts));
  addHolds(parts);
  addDisputes(parts);
  addPromises(parts);
  addPaymentPlans(parts);
  addReceipts(parts);
  addCashByCause(parts);
  addUnappliedPayments(parts);
  const entry = addEntry(parts);
  addAuditTrail(
    parts,
    addFigureConnection(builder, parts, { name: 'AuditTrail', node: entry, what: 'entries, newest first' }),
  );
  addAdjustments(parts, entry);
  addJournal(parts, entry);
  addCutOff(parts, entry);
  addLateEntries(parts, entry);
  addReplay(parts, entry);
  addReasons(parts);
  const cited = addCitedEntry(builder, enums);
  addJournalEntries(parts, entry);
  addAccountChanged(parts, account, cited);
  addExplainBalance(parts, cited);
  addLateFeeRuns(parts);
  addLedger(parts);
  return builder.toSchema();
}
