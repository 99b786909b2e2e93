import { fromMinorText, negate, zero } from '#money/money.ts';
import { type Account, creditAt, creditSource } from '../account.ts';
import { withTurnover, withUnapplied } from '../account-changes.ts';
import { applied, released } from '../allocation-facts.ts';
import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import { emptyTimeline } from '../timeline.ts';
import type { CreditFact } from './credit-events.ts';

export function evolveCredits(account: Account, fact: CreditFact): Account {
  switch (fact.type) {
    case 'CreditIssued':
      return creditIssued(account, fact);
    case 'CreditApplied':
      return applied(account, fact);
    case 'CreditUnapplied':
    case 'CreditReleased':
      return released(account, fact);
    case 'CreditVoided':
      return creditVoided(account, fact);
    default:
      return assertNever(fact);
  }
}

function creditIssued(account: Account, fact: FactOf<'CreditIssued'>): Account {
  const { creditId, party, currency } = fact.data;
  const { effectiveDate } = fact;
  const amount = fromMinorText(fact.data.amount, currency);
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

function creditVoided(account: Account, fact: FactOf<'CreditVoided'>): Account {
  const { creditId, currency } = fact.data;
  const amount = fromMinorText(fact.data.amount, currency);
  const voided = { ...creditAt(account, creditId), voidedOn: fact.effectiveDate };
  return withUnapplied(account, voided, fact.effectiveDate, negate(amount));
}
