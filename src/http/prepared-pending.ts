import { prepared, view } from './prepared-queries.ts';

export const moneyUnderWay = prepared(
  `
# Money that was announced: what came of it,
# when, and what has not come yet?
query MoneyUnderWay($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {
    ${view}
    edges {
      node {
        effectiveDate recordedAt accountId type
        actor { id role }
        reference
        data
        postings { account side amount currency }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: { types: ['PaymentPended', 'PaymentSettled', 'PaymentFailed'] } },
);
