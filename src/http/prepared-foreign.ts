import { prepared, view } from './prepared-queries.ts';

export const foreignBalances = prepared(
  `
# What do accounts in another currency owe,
# and what is it worth in that of the ledger?
query ForeignBalances(
  $filter: AccountFilter
  $asOf: CalendarDate
) {
  accounts(filter: $filter, asOf: $asOf) {
    ${view}
    edges {
      node {
        accountId currency
        balance {
          balance openCharges unapplied
          inBase {
            currency balance openCharges unapplied
            fxRealized fxUnrealized
          }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: { currency: 'EUR' }, asOf: null },
);

export const revaluations = prepared(
  `
# What was open in a foreign currency at the rates of the
# ends of months: each is taken back on the next day
query Revaluations {
  auditTrail(
    filter: { types: [ReceivablesRevalued] }
    first: 50
  ) {
    ${view}
    edges {
      node {
        effectiveDate accountId actor { id role }
        data
        postings { account side baseMinor }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
);
