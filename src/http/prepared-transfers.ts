import { prepared, view } from './prepared-queries.ts';

export const betweenAccounts = prepared(
  `
# What has gone from account to account:
# who moved it, why, and what did it post?
query BetweenAccounts($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {
    ${view}
    edges {
      node {
        effectiveDate recordedAt accountId type
        actor { id role }
        reasonCode
        data
        postings { account side amount currency }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: { types: ['BalanceTransferredOut', 'BalanceTransferredIn'] } },
);
