import type { AgreementFact } from '#ledger/agreement-facts.ts';
import { money, partyText } from './summary-parts.ts';

/** An agreement in one line for a reader. */
export function agreementDetails(fact: AgreementFact): string {
  switch (fact.type) {
    case 'HoldPlaced': {
      const { holdId, kind, holdOn, feesInside } = fact.data;
      return ` ${holdId} ${kind} on ${holdOn === undefined ? 'everything' : itemText(holdOn)}${fees(feesInside)}`;
    }
    case 'HoldReleased':
      return ` ${fact.data.holdId}`;
    case 'DisputeOpened': {
      const { disputeId, amount, currency, feesInside } = fact.data;
      return ` ${disputeId} ${itemText(fact.data)} ${money(amount, currency)}${fees(feesInside)}`;
    }
    case 'DisputeResolved':
      return ` ${fact.data.disputeId} ${fact.data.outcome}`;
    case 'PromiseRecorded': {
      const { promiseId, amount, currency, promisedDate, party, items } = fact.data;
      const on = items.map(itemText).join(' ');
      return ` ${promiseId} ${money(amount, currency)} by ${promisedDate} of ${partyText(party)} on ${on}`;
    }
    case 'PromiseCancelled':
      return ` ${fact.data.promiseId}`;
  }
}

function itemText({ chargeId, item }: { readonly chargeId: string; readonly item: number }): string {
  return `${chargeId}#${item}`;
}

function fees(inside: readonly string[] | undefined): string {
  return inside === undefined ? '' : `, fees inside: ${inside.join(' ')}`;
}
