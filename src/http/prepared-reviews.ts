import { prepared, view } from './prepared-queries.ts';

const trail = `
    ${view}
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
# Which reasons has the house made for itself,
# who did it, and when?
query ReasonsPublished($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {${trail}
  }
}`,
  { filter: { types: ['ReasonListPublished'] } },
);

export const badDebt = prepared(
  `
# What was given up as bad debt,
# and what came back of it?
query BadDebt($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {${trail}
  }
}`,
  {
    filter: { types: ['WrittenOff', 'WriteOffReversed', 'BadDebtRecovered', 'RecoveryReversed', 'RecoveryReinstated'] },
  },
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

export const moneyPaidBack = prepared(
  `
# What money went back, why, and what of it came back?
query MoneyPaidBack($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {${trail}
  }
}`,
  { filter: { types: ['PaymentRefunded', 'CreditRefunded', 'RefundReversed'] } },
);

const undoing = [
  'ChargeVoided',
  'PaymentReversed',
  'PaymentReinstated',
  'PaymentUnapplied',
  'LateFeeReinstated',
  'CreditUnapplied',
  'CreditVoided',
  'RefundReversed',
  'WriteOffReversed',
  'RecoveryReversed',
  'RecoveryReinstated',
  'AccountReopened',
];

export const takenBack = prepared(
  `
# What was taken back, by whom, and why?
query TakenBack($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {${trail}
  }
}`,
  { filter: { types: undoing } },
);

export const largestAdjustments = prepared(
  `
# What was forgiven or given up at one stroke,
# from an amount on?
query LargestAdjustments($filter: AdjustmentFilter) {
  adjustments(filter: $filter, first: 50) {
    ${view}
    edges {
      node {
        kind adjustmentKind currency amount
        worthBefore worthAfter
        entry {
          accountId effectiveDate
          reasonCode reasonLabel reference
          actor { id role onBehalfOf }
        }
        undoneBy { type effectiveDate }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: { amountAtLeast: '500.00' } },
);

export const agingByAccount = prepared(
  `
# What do those owe who are billed themselves,
# and how old is it?
query AgingByAccount($asOf: CalendarDate) {
  aging(
    asOf: $asOf
    groupBy: ACCOUNT
    partyClass: "SELF"
    first: 200
  ) {
    ${view}
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
}`,
  { asOf: null },
);

export const agingByProvider = prepared(
  `
# How old is it since somebody came to owe it,
# provider by provider?
query AgingByProvider($asOf: CalendarDate) {
  aging(
    asOf: $asOf
    basis: RESPONSIBILITY_DATE
    groupBy: PROVIDER
    first: 50
  ) {
    ${view}
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
}`,
  { asOf: null },
);
