import { prepared } from './prepared-queries.ts';

export const journalEntries = prepared(
  `
# The journal as it grows. Stop it, put the last position
# into the variable after, and it goes on where it was.
subscription JournalEntries($after: Position) {
  journalEntries(after: $after) {
    position recordedAt type
    accountId revision effectiveDate
    command { name id }
  }
}`,
  { after: null },
);

export const accountChanged = prepared(
  `
# What is recorded on an account from now on,
# with its figures right after it.
subscription AccountChanged(
  $accountId: String!
  $after: Position
) {
  accountChanged(accountId: $accountId, after: $after) {
    position
    entries { type effectiveDate recordedAt }
    account {
      balance { currency balance openCharges unapplied }
    }
  }
}`,
  { accountId: '', after: null },
);
