import type { CalendarDate } from '#money/calendar-date.ts';
import { fromMinorText, type Money } from '#money/money.ts';
import { type Account, itemKey } from '../account.ts';
import { withDay } from '../account-changes.ts';
import { type Lasting, withAgreements } from '../agreements.ts';
import type { Party } from '../parties.ts';
import type { PromiseFact } from './promise-events.ts';

/** A promise to pay, kept after its day and after it was cancelled. */
export interface PromiseToPay extends Lasting {
  readonly promiseId: string;
  readonly party: Party;
  readonly amount: Money;
  readonly promisedDate: CalendarDate;
  readonly itemKeys: readonly string[];
}

export function promiseAt({ agreements }: Account, promiseId: string): PromiseToPay {
  const promise = agreements.promises.get(promiseId);
  if (promise === undefined) throw new Error('the state of the account lacks the promise that an entry names');
  return promise;
}

export function evolvePromise(account: Account, fact: PromiseFact): Account {
  const promises = account.agreements.promises.set(fact.data.promiseId, promiseAfter(account, fact));
  return withDay(withAgreements(account, { promises }), fact.effectiveDate);
}

function promiseAfter(account: Account, { type, effectiveDate, data }: PromiseFact): PromiseToPay {
  if (type === 'PromiseCancelled') return { ...promiseAt(account, data.promiseId), endedOn: effectiveDate };
  const { promiseId, party, currency, amount, promisedDate, items } = data;
  return {
    promiseId,
    party,
    amount: fromMinorText(amount, currency),
    promisedDate,
    itemKeys: items.map(({ chargeId, item }) => itemKey(chargeId, item)),
    effectiveDate,
    endedOn: undefined,
  };
}
