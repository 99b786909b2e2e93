import { zero } from '#money/money.ts';
import type { Account } from '../account.ts';
import { withDay } from '../account-changes.ts';
import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import { newBaseBook } from '../foreign/base-book.ts';

/** The account after its opening, its closing or its reopening. */
export function evolveAccount(
  account: Account,
  fact: FactOf<'AccountOpened' | 'AccountClosed' | 'AccountReopened'>,
): Account {
  const { effectiveDate } = fact;
  switch (fact.type) {
    case 'AccountOpened':
      return accountOpened(account, fact);
    case 'AccountClosed':
      return withDay({ ...account, closedOn: effectiveDate }, effectiveDate);
    case 'AccountReopened':
      return withDay({ ...account, closedOn: undefined, openSince: effectiveDate }, effectiveDate);
    default:
      return assertNever(fact);
  }
}

function accountOpened(account: Account, { effectiveDate, data }: FactOf<'AccountOpened'>): Account {
  const { currency, baseCurrency } = data;
  const none = zero(currency);
  return {
    ...account,
    opened: { on: effectiveDate, currency },
    openSince: effectiveDate,
    base: baseCurrency === undefined ? undefined : newBaseBook(baseCurrency),
    totals: {
      open: none,
      unapplied: none,
      unappliedCredits: none,
      pending: none,
      turnover: none,
      lastDate: effectiveDate,
    },
  };
}
