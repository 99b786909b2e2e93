import type { Minor } from '#projections/minor.ts';
import { type BookReader, cutOf, knownAccount, partyCondition } from './book-reader.ts';
import type { PartyFilter, View } from './read-models.ts';
import { bigintOf, maybeNumberOf, numberOf } from './rows.ts';
import { receivable, unappliedCash } from './schema.ts';

export interface BalanceMinor {
  readonly currency: string;
  readonly openCharges: Minor;
  readonly unapplied: Minor;
  readonly overdue: Minor;
  readonly openItemCount: number;
  readonly oldestUnpaidAgeDays: number | null;
}

/** The balance of an account with its parts: each item first, because one that is paid is neither open nor old. */
export function balanceOf(
  reader: BookReader,
  { view, accountId, party }: { readonly view: View; readonly accountId: string; readonly party: PartyFilter },
): BalanceMinor | undefined {
  const cut = cutOf(view);
  const account = knownAccount(reader, cut, accountId);
  if (account === undefined) return undefined;
  const isParty = partyCondition('p.party', party);
  const row = reader.sql.row(
    `SELECT sum(amount) FILTER (WHERE gl = ${receivable}) AS open,
            sum(amount) FILTER (WHERE gl = ${unappliedCash}) AS unapplied,
            sum(amount) FILTER (WHERE gl = ${receivable} AND due < ?) AS overdue,
            count(*) FILTER (WHERE gl = ${receivable} AND amount <> 0) AS items,
            min(due) FILTER (WHERE gl = ${receivable} AND amount <> 0) AS oldest
       FROM (SELECT p.gl, p.due, sum(p.amount) AS amount
               FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
              WHERE e.account = ? AND e.ordinal <= ? AND e.effective <= ? AND p.party IS NOT NULL ${isParty.text}
              GROUP BY p.gl, p.subject)`,
    cut.day,
    account.id,
    cut.ordinal,
    cut.day,
    ...isParty.values,
  );
  if (row === undefined) throw new Error('a sum has no row');
  const oldest = maybeNumberOf(row, 'oldest');
  return {
    currency: account.currency,
    openCharges: bigintOf(row, 'open'),
    // Unapplied money stands on the credit side.
    unapplied: -bigintOf(row, 'unapplied'),
    overdue: bigintOf(row, 'overdue'),
    openItemCount: numberOf(row, 'items'),
    oldestUnpaidAgeDays: oldest === undefined ? null : cut.day - oldest,
  };
}
