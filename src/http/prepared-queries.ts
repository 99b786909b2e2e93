/** A query that a reader of this kind comes for, ready to run. */
export interface PreparedQuery {
  readonly query: string;
  /** With `accountId` the page fills in an account of the ledger. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Which day and state of knowledge figures are of: two people compare their reports by it. */
export const view = 'asOf knownAt position settled stale';

export function prepared(query: string, variables: PreparedQuery['variables'] = {}): PreparedQuery {
  return { query: `${query.trim()}\n`, variables };
}

export const agingOfTheBook = prepared(
  `
# How old is what we are owed?
# asOf: any day. knownAt: what was known then, as
# { "position": "..." }, which every answer shows,
# or { "instant": "2026-06-30T22:00:00Z" }
query Aging(
  $asOf: CalendarDate
  $knownAt: KnownAt
) {
  aging(asOf: $asOf, knownAt: $knownAt) {
    ${view}
    totals {
      currency
      buckets { label amount }
      openCharges unapplied balance
    }
  }
}`,
  { asOf: null, knownAt: null },
);

export const agingByPayer = prepared(
  `
# Who owes it, payer by payer.
query AgingByPayer($asOf: CalendarDate) {
  aging(asOf: $asOf, groupBy: PAYER, first: 50) {
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

export const statement = prepared(
  `
# What moved an account, and the balance after each line.
query Statement(
  $accountId: String!
  $from: CalendarDate!
  $to: CalendarDate!
) {
  statement(
    accountId: $accountId
    from: $from
    to: $to
  ) {
    ${view}
    currency openingBalance closingBalance
    lines {
      edges {
        node {
          effectiveDate type chargeId paymentId
          openChange unappliedChange balanceAfter
          recordedAt
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
  { accountId: '', from: '2000-01-01', to: '2099-12-31' },
);

export const balance = prepared(
  `
# What an account owes, with its parts.
query Balance($accountId: String!, $asOf: CalendarDate) {
  balance(accountId: $accountId, asOf: $asOf) {
    ${view}
    currency balance openCharges overdue
    unapplied unappliedPayments unappliedCredits
    openItemCount oldestUnpaidAgeDays
    netCharged writtenOff recovered refunded pending
    adjustmentsByReason { reasonCode reasonLabel amount }
  }
}`,
  { accountId: '', asOf: null },
);

export const account = prepared(
  `
# Is the account open, and what does it owe?
query Account($accountId: String!, $asOf: CalendarDate) {
  account(id: $accountId, asOf: $asOf) {
    ${view}
    accountId currency openedOn closedOn
    balance { balance openCharges unapplied overdue }
  }
}`,
  { accountId: '', asOf: null },
);

export const openItems = prepared(`
# What is open, item by item.
query OpenItems {
  openItems(first: 50) {
    ${view}
    edges {
      node {
        accountId chargeId item category
        partyClass payerId dueDate ageDays
        currency amount open
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`);

export const auditTrail = prepared(
  `
# Who did what, when and why, newest first.
# Narrow it by account, actor, type, reason, date.
query AuditTrail($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {
    ${view}
    edges {
      node {
        position recordedAt effectiveDate accountId type
        actor { kind id role onBehalfOf }
        reasonCode reasonLabel reference
        command { name id contentHash } causationId
        postings {
          account side amount currency
          chargeId item paymentId
        }
        data
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: { accountId: '' } },
);

export const replay = prepared(
  `
# An account as it stood, step by step.
query Replay($accountId: String!) {
  replay(accountId: $accountId, first: 100) {
    ${view}
    steps {
      edges {
        node {
          entry {
            revision type effectiveDate recordedAt
            actor { id role }
            command { name }
            reasonCode
          }
          touched {
            chargeId item paymentId before after
          }
          openCharges unapplied balance
        }
      }
      pageInfo { hasNextPage endCursor }
    }
  }
}`,
  { accountId: '' },
);

export const journal = prepared(
  `
# The journal itself, from any position on.
query Journal($after: Position) {
  journal(after: $after, first: 50) {
    edges {
      node {
        position recordedAt type
        accountId revision effectiveDate
        correlationId
        command { name id }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { after: null },
);

export const adjustments = prepared(
  `
# What lowered what somebody owes, or raised it back:
# why, who, before and after, and what took it back.
query Adjustments($filter: AdjustmentFilter) {
  adjustments(filter: $filter, first: 50) {
    ${view}
    edges {
      node {
        kind adjustmentKind shortfallOf currency amount
        chargeId worthBefore worthAfter
        items { item partyClass payerId amount }
        entry {
          accountId effectiveDate recordedAt
          reasonCode reasonLabel reasonList reference
          actor { id role onBehalfOf }
          command { name id }
        }
        undoes { type effectiveDate }
        undoneBy { type effectiveDate }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: {} },
);

export const reasons = prepared(
  `
# The reasons that commands may give, and what for: the
# list in force on a day. An entry names the version that
# decided it.
query Reasons($asOf: CalendarDate) {
  reasons(asOf: $asOf) {
    asOf version
    reasons {
      code label commands kinds contraAccount
      validFrom validTo
    }
  }
}`,
  { asOf: null },
);

export const ledger = prepared(`
# The ledger: its terms, its last entry,
# and how far the figures are.
query Ledger {
  ledger {
    ledgerId
    terms { openedOn baseCurrency timeZone mode }
    head lastRecordedAt
    checkpoint entriesBehind stopped rebuilding
  }
}`);
