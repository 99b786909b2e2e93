import { prepared, view } from './prepared-queries.ts';

export const cashByCause = prepared(
  `
# Money that pays for nothing yet, by cause and age:
# of accounts, and of nobody that we know
query UnappliedAndUnidentified($asOf: CalendarDate) {
  unappliedCash(asOf: $asOf) {
    ${view}
    rows {
      currency cause amount count
      oldestOn oldestAgeDays
    }
  }
  unidentifiedCash(asOf: $asOf) {
    rows {
      currency cause amount count
      oldestOn oldestAgeDays
    }
  }
}`,
  { asOf: null },
);

export const receiptsToIdentify = prepared(
  `
# Whose is this money? state: UNIDENTIFIED, IDENTIFIED,
# PARTLY_IDENTIFIED, RETURNED or REVERSED
query Receipts(
  $filter: ReceiptFilter
  $asOf: CalendarDate
) {
  receipts(filter: $filter, asOf: $asOf) {
    ${view}
    edges {
      node {
        receiptId method receivedOn ageDays
        currency amount unidentified state cause
        identified returned reversed
        parts { part accountId paymentId amount state }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: { state: 'UNIDENTIFIED' } },
);

export const oldestUnapplied = prepared(
  `
# Which payments pay for nothing yet? The oldest first.
# filter: accountId, currency, cause, olderThanDays
query UnappliedPayments(
  $filter: UnappliedPaymentFilter
) {
  unappliedPayments(filter: $filter, first: 50) {
    ${view}
    edges {
      node {
        accountId paymentId partyClass payerId method
        currency unapplied receivedOn ageDays
        cause since
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  { filter: {} },
);

export const trailOfReceipts = prepared(
  `
# What became of money that was nobody's, by whom
# and why? filter: receiptId for one of them
query TrailOfReceipts($filter: AuditFilter) {
  auditTrail(filter: $filter, first: 50) {
    ${view}
    edges {
      node {
        effectiveDate recordedAt receiptId type
        actor { id role }
        reasonCode reasonLabel
        data
        postings { account side amount receiptId }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}`,
  {
    filter: {
      types: ['ReceiptRecorded', 'ReceiptIdentified', 'ReceiptPartReturned', 'ReceiptReturned', 'ReceiptReversed'],
    },
  },
);
