import { prepared, view } from './prepared-queries.ts';

export const trialBalance = prepared(
  `
# Do the books balance, account by account?
# inBase: all together, in that of the ledger
query TrialBalance($asOf: CalendarDate) {
  trialBalance(asOf: $asOf) {
    ${view}
    rows { account currency debits credits net }
    totals { currency debits credits net }
    inBase { currency debits credits net }
  }
}`,
  { asOf: null },
);

export const cashToReconcile = prepared(
  `
# Money by day and method, to tick off against the bank.
query CashToReconcile($from: CalendarDate) {
  clearing(from: $from, first: 200) {
    ${view}
    edges {
      node {
        date key currency
        debits credits amount ageDays
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { from: null },
);
