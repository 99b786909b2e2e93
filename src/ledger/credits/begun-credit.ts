import type { CalendarDate } from '#money/calendar-date.ts';
import { type Money, zero } from '#money/money.ts';
import { type Account, creditSource } from '../account.ts';
import { withTurnover, withUnapplied } from '../account-changes.ts';
import type { Party } from '../parties.ts';
import { emptyTimeline } from '../timeline.ts';
import type { Origin } from '../transfers/balance-transfer.ts';

interface BegunCredit {
  readonly creditId: string;
  readonly party: Party;
  readonly effectiveDate: CalendarDate;
  readonly amount: Money;
  /** Where it was before, if it came from another account. */
  readonly cameFrom?: Origin | undefined;
}

/** A credit that was issued or came from another account: all of it is unapplied from its day on. */
export function withCredit(account: Account, begun: BegunCredit): Account {
  const { creditId, party, effectiveDate, amount, cameFrom } = begun;
  const { currency } = amount;
  const credit = {
    source: creditSource(creditId),
    creditId,
    party,
    effectiveDate,
    sequence: account.sequence,
    amount,
    unapplied: emptyTimeline(currency),
    allocations: [],
    refunded: zero(currency),
    transferred: zero(currency),
    cameFrom,
    voidedOn: undefined,
  };
  const issued = {
    ...account,
    credits: account.credits.set(creditId, credit),
    sequence: account.sequence + 1,
    totals: withTurnover(account, amount),
  };
  return withUnapplied(issued, credit, effectiveDate, amount);
}
