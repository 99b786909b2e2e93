import type { Money } from '#money/money.ts';
import { bucketsOf } from '#projections/aging.ts';
import type { AgingMinor, AgingRowMinor } from './aging-query.ts';
import type { DisputeRow, PlanRow, PromiseRow } from './agreements.ts';
import type { DisputeMinor, PromiseMinor } from './agreements-query.ts';
import type { BalanceMinor } from './balance-query.ts';
import type { ClearingRow, TrialBalance, TrialBalanceRow, TrialBalanceTotal } from './general-ledger.ts';
import type { ClearingMinor, SidesMinor, TrialBalanceMinor } from './general-ledger-query.ts';
import type { OpenItemMinor } from './open-items-query.ts';
import type { Paged } from './paging.ts';
import type { PlanMinor } from './plans-query.ts';
import type { Aging, AgingRequest, AgingRow, Balance, BaseBalance, OpenItemRow, Page } from './read-models.ts';
import type { CashByCauseRow, ReceiptRow, UnappliedPaymentRow } from './receipts.ts';
import type { CashByCauseMinor, ReceiptMinor } from './receipts-query.ts';
import type { RolledForward, RollForwardRow } from './roll-forward.ts';
import type { RolledMinor, RollForwardMinor } from './roll-forward-query.ts';
import { moneyOfMinor } from './rows.ts';
import type { Statement } from './statement.ts';
import type { StatementMinor } from './statement-query.ts';
import type { UnappliedPaymentMinor } from './unapplied-query.ts';

/** Where whole minor units become Money: the answers of the tables as the interface promises them. */

export function balanceOfMinor(balance: BalanceMinor): Balance {
  const { currency, openItemCount, oldestUnpaidAgeDays } = balance;
  return {
    currency,
    balance: moneyOfMinor(currency, balance.openCharges - balance.unapplied),
    openCharges: moneyOfMinor(currency, balance.openCharges),
    unapplied: moneyOfMinor(currency, balance.unapplied),
    unappliedPayments: moneyOfMinor(currency, balance.unapplied - balance.unappliedCredits),
    unappliedCredits: moneyOfMinor(currency, balance.unappliedCredits),
    overdue: moneyOfMinor(currency, balance.overdue),
    openItemCount,
    oldestUnpaidAgeDays,
    netCharged: moneyOfMinor(currency, balance.netCharged),
    writtenOff: moneyOfMinor(currency, balance.writtenOff),
    recovered: moneyOfMinor(currency, balance.recovered),
    refunded: moneyOfMinor(currency, balance.refunded),
    pending: moneyOfMinor(currency, balance.pending),
    disputed: moneyOfMinor(currency, balance.disputed),
    inBase: balance.inBase && inBaseOfMinor(balance.inBase),
    adjustmentsByReason: balance.adjustmentsByReason.map(({ reasonCode, amount }) => ({
      reasonCode,
      amount: moneyOfMinor(currency, amount),
    })),
  };
}

function inBaseOfMinor({ currency, openCharges, unapplied, ...fx }: NonNullable<BalanceMinor['inBase']>): BaseBalance {
  return {
    currency,
    openCharges: moneyOfMinor(currency, openCharges),
    unapplied: moneyOfMinor(currency, unapplied),
    fxRealized: moneyOfMinor(currency, fx.fxRealized),
    fxUnrealized: moneyOfMinor(currency, fx.fxUnrealized),
    balance: moneyOfMinor(currency, openCharges - unapplied + fx.fxUnrealized),
  };
}

export function agingOfMinor({ basis, edges, groupBy }: AgingRequest, aging: AgingMinor): Aging {
  const rows = aging.rows.map((row) => ({ ...agingRowOf(edges, row), cursor: row.cursor }));
  const totals = aging.totals.map((row) => agingRowOf(edges, row));
  return { basis, edges, groupBy, rows, hasNextPage: aging.hasNextPage, totals };
}

function agingRowOf(edges: readonly number[], { group, currency, buckets, unapplied }: AgingRowMinor): AgingRow {
  const shown = bucketsOf(edges).map((bucket, index) => ({
    ...bucket,
    amount: moneyOfMinor(currency, buckets[index] ?? 0n),
  }));
  const openCharges = buckets.reduce((total, amount) => total + amount, 0n);
  return {
    group,
    currency,
    buckets: shown,
    openCharges: moneyOfMinor(currency, openCharges),
    unapplied: moneyOfMinor(currency, unapplied),
    balance: moneyOfMinor(currency, openCharges - unapplied),
  };
}

export function openItemsOfMinor({ rows, hasNextPage }: Paged<OpenItemMinor>): Page<OpenItemRow> {
  const shown = rows.map(({ currency, amount, open, ...row }) => ({
    ...row,
    amount: moneyOfMinor(currency, amount),
    open: moneyOfMinor(currency, open),
  }));
  return { rows: shown, hasNextPage };
}

export function disputesOfMinor({ rows, hasNextPage }: Paged<DisputeMinor>): Page<DisputeRow> {
  const shown = rows.map(({ currency, amount, disputed, ...row }) => ({
    ...row,
    amount: moneyOfMinor(currency, amount),
    disputed: moneyOfMinor(currency, disputed),
  }));
  return { rows: shown, hasNextPage };
}

export function receiptsOfMinor({ rows, hasNextPage }: Paged<ReceiptMinor>): Page<ReceiptRow> {
  const shown = rows.map(({ currency, amount, unidentified, identified, returned, reversed, parts, ...row }) => ({
    ...row,
    currency,
    amount: moneyOfMinor(currency, amount),
    unidentified: moneyOfMinor(currency, unidentified),
    identified: moneyOfMinor(currency, identified),
    returned: moneyOfMinor(currency, returned),
    reversed: moneyOfMinor(currency, reversed),
    parts: parts.map((part) => ({ ...part, amount: moneyOfMinor(currency, part.amount) })),
  }));
  return { rows: shown, hasNextPage };
}

export function cashByCauseOfMinor<Cause extends string>(
  rows: readonly CashByCauseMinor<Cause>[],
): readonly CashByCauseRow<Cause>[] {
  return rows.map((row) => ({ ...row, amount: moneyOfMinor(row.currency, row.amount) }));
}

export function unappliedPaymentsOfMinor({
  rows,
  hasNextPage,
}: Paged<UnappliedPaymentMinor>): Page<UnappliedPaymentRow> {
  const shown = rows.map((row) => ({ ...row, unapplied: moneyOfMinor(row.currency, row.unapplied) }));
  return { rows: shown, hasNextPage };
}

export function promisesOfMinor({ rows, hasNextPage }: Paged<PromiseMinor>): Page<PromiseRow> {
  const shown = rows.map(({ currency, amount, received, ...row }) => ({
    ...row,
    amount: moneyOfMinor(currency, amount),
    received: moneyOfMinor(currency, received),
  }));
  return { rows: shown, hasNextPage };
}

export function plansOfMinor({ rows, hasNextPage }: Paged<PlanMinor>): Page<PlanRow> {
  const shown = rows.map(({ currency, amount, open, overdue, instalments, ...row }) => ({
    ...row,
    amount: moneyOfMinor(currency, amount),
    open: moneyOfMinor(currency, open),
    overdue: moneyOfMinor(currency, overdue),
    instalments: instalments.map((one) => ({
      dueDate: one.dueDate,
      amount: moneyOfMinor(currency, one.amount),
      open: moneyOfMinor(currency, one.open),
    })),
  }));
  return { rows: shown, hasNextPage };
}

/** The lines with the balance after each, and the balance after the last. */
export function statementOfMinor(
  { from, to }: Pick<Statement, 'from' | 'to'>,
  entryIds: ReadonlyMap<number, string>,
  { currency, openingBalance, lines }: StatementMinor,
): Statement {
  const money = (minor: bigint) => moneyOfMinor(currency, minor);
  let balance = openingBalance;
  const shown = lines.map(({ openChange, unappliedChange, ...line }) => {
    balance += openChange - unappliedChange;
    return {
      ...line,
      entryId: entryIds.get(line.revision) ?? '',
      openChange: money(openChange),
      unappliedChange: money(unappliedChange),
      balanceChange: money(openChange - unappliedChange),
      balanceAfter: money(balance),
    };
  });
  return { currency, from, to, openingBalance: money(openingBalance), closingBalance: money(balance), lines: shown };
}

export function trialBalanceOfMinor(
  sides: readonly TrialBalanceMinor[],
  baseCurrency: string | undefined,
): TrialBalance {
  const currencies = [...new Set(sides.map(({ currency }) => currency))];
  const totals = currencies.map((currency) => {
    const own = sides.filter((row) => row.currency === currency);
    const [debits, credits] = [total(own.map((row) => row.debits)), total(own.map((row) => row.credits))];
    return { currency, ...sidesOfMinor({ currency, debits, credits }) };
  });
  const inBase = (debits: bigint, credits: bigint): TrialBalanceTotal | undefined =>
    baseCurrency === undefined || sides.length === 0
      ? undefined
      : { currency: baseCurrency, ...sidesOfMinor({ currency: baseCurrency, debits, credits }) };
  const rows = sides.map(({ account, currency, debits, credits, baseDebits, baseCredits }): TrialBalanceRow => {
    const both = sidesOfMinor({ currency, debits, credits });
    return { account, currency, ...both, inBase: inBase(baseDebits, baseCredits) };
  });
  const allBase = inBase(total(sides.map((row) => row.baseDebits)), total(sides.map((row) => row.baseCredits)));
  return { rows, totals, inBase: allBase };
}

export function clearingOfMinor({ rows, hasNextPage }: Paged<ClearingMinor>): Page<ClearingRow> {
  const shown = rows.map((row) => {
    const { net, ...both } = sidesOfMinor(row);
    return { ...row, ...both, amount: net };
  });
  return { rows: shown, hasNextPage };
}

function sidesOfMinor({ currency, debits, credits }: Pick<SidesMinor, 'currency' | 'debits' | 'credits'>) {
  return {
    debits: moneyOfMinor(currency, debits),
    credits: moneyOfMinor(currency, credits),
    net: moneyOfMinor(currency, debits - credits),
  };
}

function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

export function rollForwardOfMinor(rows: readonly RollForwardMinor[]): readonly RollForwardRow[] {
  return rows.map(({ currency, isInBase, receivables, unapplied }) => ({
    currency,
    isInBase,
    receivables: rolledOf(currency, receivables),
    unapplied: rolledOf(currency, unapplied),
  }));
}

function rolledOf<Class extends string>(
  currency: string,
  { opening, lines, closing }: RolledMinor<Class>,
): RolledForward<Class> {
  const money = (minor: bigint): Money => moneyOfMinor(currency, minor);
  const corrections = lines.reduce((total, { priorPeriodCorrections }) => total + priorPeriodCorrections, 0n);
  return {
    opening: money(opening),
    lines: lines.map((line) => ({
      class: line.class,
      amount: money(line.amount),
      priorPeriodCorrections: money(line.priorPeriodCorrections),
    })),
    priorPeriodCorrections: money(corrections),
    closing: money(closing),
  };
}
