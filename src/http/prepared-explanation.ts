import { prepared, view } from './prepared-queries.ts';

export const explainBalance = prepared(
  `
# Why an account owes what it owes, in sentences.
query ExplainBalance(
  $accountId: String!
  $asOf: CalendarDate
) {
  explainBalance(accountId: $accountId, asOf: $asOf) {
    ${view}
    currency balance
    sentences {
      text amount entryCount
      entries { type effectiveDate recordedAt position }
    }
  }
}`,
  { accountId: '', asOf: null },
);
