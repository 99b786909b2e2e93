import { prepared, view } from './prepared-queries.ts';

export const promisesMade = prepared(
  `
# Who promised what, and what came of it? As of any day:
# OPEN, KEPT, PARTLY_KEPT, BROKEN or CANCELLED
query Promises(
  $filter: PromiseFilter
  $asOf: CalendarDate
) {
  promises(filter: $filter, asOf: $asOf) {
    ${view}
    edges {
      node {
        accountId promiseId recordedOn promisedDate
        partyClass payerId amount received currency state
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: {} },
);

export const plansAtRisk = prepared(
  `
# Which payment plans have something overdue?
# filter: isStanding, isAtRisk, accountId
query PaymentPlans(
  $filter: PaymentPlanFilter
  $asOf: CalendarDate
) {
  paymentPlans(filter: $filter, asOf: $asOf) {
    ${view}
    edges {
      node {
        accountId planId agreedOn endedOn outcome
        partyClass payerId currency
        amount open overdue isAtRisk
        instalments { dueDate amount open }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: { isAtRisk: true } },
);

export const notPursued = prepared(
  `
# What is not pursued now, and why: what is held,
# and what somebody disputes
query NotPursued($asOf: CalendarDate) {
  holds(filter: { isStanding: true }, asOf: $asOf) {
    ${view}
    edges {
      node {
        accountId holdId kind chargeId item placedOn
      }
    }
    pageInfo { hasNextPage endCursor }
  }
  disputes(filter: { isStanding: true }, asOf: $asOf) {
    ${view}
    edges {
      node {
        accountId disputeId chargeId item openedOn
        partyClass payerId amount disputed currency
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
);
