import { prepared } from './prepared-queries.ts';

const trail = `
    asOf knownAt position settled stale
    edges {
      node {
        recordedAt effectiveDate accountId type
        actor { id role onBehalfOf }
        reasonCode reasonLabel reasonList
        postings { account side amount currency }
        data
      }
    }
    pageInfo { hasNextPage endCursor }`;

export const reasonsPublished = prepared(
  `
# Which reasons has the house made for itself, who, and when?
query ReasonsPublished($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {${trail}
  }
}`,
  { filter: { types: ['ReasonListPublished'] } },
);

export const badDebt = prepared(
  `
# What was given up as bad debt, and what came back of it?
query BadDebt($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {${trail}
  }
}`,
  { filter: { types: ['WrittenOff', 'WriteOffReversed', 'BadDebtRecovered'] } },
);

export const creditsGranted = prepared(
  `
# What value was granted without money, by whom, and why?
query CreditsGranted($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {${trail}
  }
}`,
  { filter: { types: ['CreditIssued', 'CreditVoided'] } },
);

export const agingByProvider = prepared(`
# How old is it since somebody came to owe it,
# provider by provider?
query AgingByProvider($asOf: CalendarDate) {
  aging(
    asOf: $asOf
    basis: RESPONSIBILITY_DATE
    groupBy: PROVIDER
    first: 50
  ) {
    asOf knownAt position settled stale
    rows {
      edges {
        node {
          group currency
          buckets { label amount }
          openCharges unapplied balance
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`);
