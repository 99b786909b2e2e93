import type { Account } from '#ledger/account.ts';
import { isInForce, type Lasting } from '#ledger/agreements.ts';
import type { Dispute } from '#ledger/disputes/dispute.ts';
import type { Party } from '#ledger/parties.ts';
import { valueOn } from '#ledger/timeline.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Money } from '#money/money.ts';
import type { DisputeRow, HoldRow } from '#read-models/agreements.ts';
import { type SlowBook, total } from './slow-fold.ts';

/** Agreements from the slow fold, as lines that can be compared; sorted, because the fold does not know who recorded first. */
interface AgreementFilter {
  readonly accountId?: string;
  readonly isStanding?: boolean;
}

const minor = (money: Money): bigint => BigInt(money.minor.toString());

function shown<Kept extends Lasting>(
  book: SlowBook,
  asOf: CalendarDate,
  { accountId, isStanding }: AgreementFilter,
  allOf: (account: Account) => Iterable<Kept>,
  lineOf: (account: Account, kept: Kept) => string,
): readonly string[] {
  return [...book.accounts.values()]
    .filter((account) => account.accountId === (accountId ?? account.accountId))
    .flatMap((account) =>
      [...allOf(account)]
        .filter((kept) => kept.effectiveDate <= asOf)
        .filter((kept) => isInForce(kept, asOf) === (isStanding ?? isInForce(kept, asOf)))
        .map((kept) => lineOf(account, kept)),
    )
    .toSorted();
}

const endOf = ({ endedOn }: Lasting, asOf: CalendarDate): string | undefined =>
  endedOn !== undefined && endedOn <= asOf ? endedOn : undefined;

export function slowHolds(book: SlowBook, asOf: CalendarDate, filter: AgreementFilter): readonly string[] {
  return shown(
    book,
    asOf,
    filter,
    ({ agreements }) => agreements.holds.values(),
    ({ accountId }, hold) =>
      [accountId, hold.holdId, hold.kind, hold.itemKey, hold.effectiveDate, endOf(hold, asOf)].join(),
  );
}

export function shownHolds(rows: readonly HoldRow[]): readonly string[] {
  const lines = rows.map(({ accountId, holdId, kind, chargeId, item, placedOn, releasedOn }) => {
    const key = chargeId === undefined ? undefined : `${chargeId}#${item}`;
    return [accountId, holdId, kind, key, placedOn, releasedOn].join();
  });
  return lines.toSorted();
}

export function slowDisputes(book: SlowBook, asOf: CalendarDate, filter: AgreementFilter): readonly string[] {
  return shown(
    book,
    asOf,
    filter,
    ({ agreements }) => agreements.disputes.values(),
    ({ accountId }, dispute) => {
      const { disputeId, itemKey, amount, effectiveDate } = dispute;
      const end = endOf(dispute, asOf);
      const outcome = end === undefined ? undefined : dispute.outcome;
      return [accountId, disputeId, itemKey, minor(amount), effectiveDate, end, outcome].join();
    },
  );
}

export function shownDisputes(rows: readonly DisputeRow[]): readonly string[] {
  const lines = rows.map(({ accountId, disputeId, chargeId, item, amount, openedOn, resolvedOn, outcome }) =>
    [accountId, disputeId, `${chargeId}#${item}`, minor(amount), openedOn, resolvedOn, outcome].join(),
  );
  return lines.toSorted();
}

/** Item by item what its disputes add up to, and at most what is open of it. */
export function disputedOnDay(
  { accounts }: SlowBook,
  asOf: CalendarDate,
  accountId: string,
  isMeant: (party: Party) => boolean,
): bigint {
  const account = accounts.get(accountId);
  const standing = [...(account?.agreements.disputes.values() ?? [])].filter((one) => isInForce(one, asOf));
  const items = [...(account?.items.values() ?? [])].filter(({ party }) => isMeant(party));
  return total(
    items.map(({ key, open }) => {
      const disputed = total(standing.filter((one: Dispute) => one.itemKey === key).map(({ amount }) => minor(amount)));
      const left = minor(valueOn(open, asOf));
      return left < disputed ? left : disputed;
    }),
  );
}
