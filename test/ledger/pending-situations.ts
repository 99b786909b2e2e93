import type { Decision } from '#ledger/books.ts';
import type { Fact } from '#ledger/events.ts';
import type { Standing } from './given-when-then.ts';

/** How often random books have to come to what is hard about pending money (situations.ts). */
export const pendingFloors: Readonly<Record<string, number>> = {
  'a pending payment is settled and pays': 50,
  'a part of a pending payment lapses': 20,
  'a pending payment is settled before what is recorded already': 20,
  'a pending payment fails': 20,
  'a settled payment is reversed': 20,
  'pending or failed money is asked for': 20,
  'a pending payment is resolved twice': 20,
  'a settlement asks for more than is pending': 20,
  'an account is not closed because of pending money alone': 5,
};

export function pendingSituations(before: Standing, decision: Decision): readonly string[] {
  return decision.outcome === 'ACCEPTED' ? accepted(before, decision.facts) : refused(decision);
}

function accepted({ account }: Standing, facts: readonly Fact[]): readonly string[] {
  return facts.flatMap((fact) => {
    switch (fact.type) {
      case 'PaymentSettled': {
        const isEarlier = fact.effectiveDate < (account.totals?.lastDate ?? '');
        return [
          ...(facts.some(({ type }) => type === 'PaymentApplied') ? ['a pending payment is settled and pays'] : []),
          ...(fact.data.lapsed === undefined ? [] : ['a part of a pending payment lapses']),
          ...(isEarlier ? ['a pending payment is settled before what is recorded already'] : []),
        ];
      }
      case 'PaymentFailed':
        return ['a pending payment fails'];
      case 'PaymentReversed':
        return account.pendingPayments.has(fact.data.paymentId) ? ['a settled payment is reversed'] : [];
      default:
        return [];
    }
  });
}

function refused({ code, figures }: Extract<Decision, { readonly outcome: 'REJECTED' }>): readonly string[] {
  switch (code) {
    case 'PAYMENT_PENDING':
    case 'PAYMENT_FAILED':
      return ['pending or failed money is asked for'];
    case 'PENDING_ALREADY_RESOLVED':
      return ['a pending payment is resolved twice'];
    case 'EXCEEDS_PENDING':
      return ['a settlement asks for more than is pending'];
    case 'ACCOUNT_NOT_EMPTY':
      return figures['openItems'] === '0' && figures['unapplied'] === '0.00'
        ? ['an account is not closed because of pending money alone']
        : [];
    default:
      return [];
  }
}
