import { prepared, view } from './prepared-queries.ts';

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
