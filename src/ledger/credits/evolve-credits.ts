import { fromMinorText, negate } from '#money/money.ts';
import { type Account, creditAt } from '../account.ts';
import { withUnapplied } from '../account-changes.ts';
import { applied, released } from '../allocation-facts.ts';
import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import { withCredit } from './begun-credit.ts';
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
  const amount = fromMinorText(fact.data.amount, currency);
  return withCredit(account, { creditId, party, effectiveDate: fact.effectiveDate, amount });
}

function creditVoided(account: Account, fact: FactOf<'CreditVoided'>): Account {
  const { creditId, currency } = fact.data;
  const amount = fromMinorText(fact.data.amount, currency);
  const voided = { ...creditAt(account, creditId), voidedOn: fact.effectiveDate };
  return withUnapplied(account, voided, fact.effectiveDate, negate(amount));
}
