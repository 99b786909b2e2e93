import { type Account, itemKey } from '../account.ts';
import { withDay } from '../account-changes.ts';
import { type Lasting, withAgreements } from '../agreements.ts';
import type { HoldFact, HoldKind } from './hold-events.ts';

/** Something that stands in the way of collecting from an account, or one of its items. Kept after it is released. */
export interface Hold extends Lasting {
  readonly holdId: string;
  readonly kind: HoldKind;
  /** Undefined: the whole account. */
  readonly itemKey: string | undefined;
}

export function holdAt({ agreements }: Account, holdId: string): Hold {
  const hold = agreements.holds.get(holdId);
  if (hold === undefined) throw new Error('the state of the account lacks the hold that an entry names');
  return hold;
}

export function evolveHold(account: Account, fact: HoldFact): Account {
  const holds = account.agreements.holds.set(fact.data.holdId, holdAfter(account, fact));
  return withDay(withAgreements(account, { holds }), fact.effectiveDate);
}

function holdAfter(account: Account, { type, effectiveDate, data }: HoldFact): Hold {
  if (type === 'HoldReleased') return { ...holdAt(account, data.holdId), endedOn: effectiveDate };
  const { holdId, kind, holdOn } = data;
  return {
    holdId,
    kind,
    itemKey: holdOn && itemKey(holdOn.chargeId, holdOn.item),
    effectiveDate,
    endedOn: undefined,
  };
}
