import type { Decision } from '#ledger/books.ts';
import { disputedBy } from '#ledger/disputes/dispute.ts';
import { finalValue, valueOn } from '#ledger/timeline.ts';
import { compare, isPositive } from '#money/money.ts';
import { day, type Sent, type Standing } from './given-when-then.ts';

/** How often random books have to come to what is hard about agreements (situations.ts). */
export const agreementFloors: Readonly<Record<string, number>> = {
  'a hold on an item': 20,
  'a hold on the whole account': 20,
  'a hold is found to have fees inside': 10,
  'a fee is refused because of a hold': 20,
  'a fee is refused because of a dispute': 10,
  'a second dispute on an item': 20,
  'more is disputed than is left': 20,
  'a dispute is found to have fees inside': 5,
  'a disputed item is paid below what is disputed': 10,
  'a strategy pays beside a dispute': 20,
  'an account is not closed because of a dispute alone': 5,
};

export function agreementSituations(before: Standing, sent: Sent, decision: Decision): readonly string[] {
  return decision.outcome === 'ACCEPTED' ? accepted(before, sent, decision) : refused(decision);
}

type Accepted = Extract<Decision, { readonly outcome: 'ACCEPTED' }>;

function accepted({ account }: Standing, sent: Sent, decision: Accepted): readonly string[] {
  return decision.facts.flatMap((fact) => {
    switch (fact.type) {
      case 'HoldPlaced':
        return [
          fact.data.holdOn === undefined ? 'a hold on the whole account' : 'a hold on an item',
          ...(fact.data.feesInside === undefined ? [] : ['a hold is found to have fees inside']),
        ];
      case 'DisputeOpened': {
        const { chargeId, item, feesInside } = fact.data;
        const isSecond = account.agreements.disputes.some(({ itemKey }) => itemKey === `${chargeId}#${item}`);
        return [
          ...(isSecond ? ['a second dispute on an item'] : []),
          ...(feesInside === undefined ? [] : ['a dispute is found to have fees inside']),
        ];
      }
      case 'PaymentApplied':
        return appliedBeside(decision, sent);
      default:
        return [];
    }
  });
}

function appliedBeside({ account }: Accepted, [, input]: Sent): readonly string[] {
  const asOf = day('2024-12-31');
  const standing = account.agreements.disputes.filter(({ endedOn }) => endedOn === undefined);
  const isBelow = standing.some((dispute) => {
    const item = account.items.get(dispute.itemKey);
    const disputed = valueOn(disputedBy([dispute], dispute.amount.currency), asOf);
    return item !== undefined && compare(finalValue(item.open), disputed) < 0 && isPositive(finalValue(item.open));
  });
  const isSpared = input['strategy'] !== undefined && input['strategy'] !== 'NONE' && standing.size > 0;
  return [
    ...(isBelow ? ['a disputed item is paid below what is disputed'] : []),
    ...(isSpared ? ['a strategy pays beside a dispute'] : []),
  ];
}

function refused({ code, figures }: Exclude<Decision, Accepted>): readonly string[] {
  switch (code) {
    case 'ITEM_PROTECTED':
      return [`a fee is refused because of a ${figures['protectedBy']?.toLowerCase()}`];
    case 'EXCEEDS_OPEN':
      return ['more is disputed than is left'];
    case 'ACCOUNT_NOT_EMPTY':
      return figures['disputes'] !== undefined && figures['openItems'] === '0' && figures['unapplied'] === '0.00'
        ? ['an account is not closed because of a dispute alone']
        : [];
    default:
      return [];
  }
}
