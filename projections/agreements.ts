import type { Party } from '#ledger/parties.ts';
import type { PlanMove } from '#ledger/plans/plan-events.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { BookEntry } from './book-entry.ts';
import { type Minor, minorOf } from './minor.ts';

/** What was agreed about a debt, or stands in the way of collecting it. */
export type AgreementForm = 'HOLD' | 'DISPUTE' | 'PROMISE' | 'PLAN';

export interface ItemName {
  readonly chargeId: string;
  readonly item: number;
}

/** An agreement as an entry begins it. Everything here is fixed from then on. */
export interface AgreementBegun {
  readonly form: AgreementForm;
  /** The caller's id, unique on the account among those of its form. */
  readonly id: string;
  /** Of a hold: its kind. */
  readonly kind: string | undefined;
  /** The one item that it is about, if it is about one. */
  readonly item: ItemName | undefined;
  /** The items that it is about, if it is about several. */
  readonly items: readonly ItemName[];
  /** What is disputed, promised, or to be paid by a plan. */
  readonly amount: Minor | undefined;
  /** Of a promise: its day. */
  readonly due: CalendarDate | undefined;
  /** Who promised, or with whom a plan was agreed. */
  readonly party: Party | undefined;
}

export interface AgreementEnded {
  readonly form: AgreementForm;
  readonly id: string;
  /** How it ended, where there is more than one way. */
  readonly outcome: string | undefined;
}

/** Nothing, for most entries. */
export function agreementBegunBy({ type, data }: BookEntry): AgreementBegun | undefined {
  const none = { kind: undefined, item: undefined, items: [], amount: undefined, due: undefined, party: undefined };
  switch (type) {
    case 'HoldPlaced':
      return { ...none, form: 'HOLD', id: data.holdId, kind: data.kind, item: data.holdOn };
    case 'DisputeOpened': {
      const { disputeId, chargeId, item, amount } = data;
      return { ...none, form: 'DISPUTE', id: disputeId, item: { chargeId, item }, amount: minorOf(amount) };
    }
    case 'PromiseRecorded': {
      const { promiseId, items, amount, promisedDate, party } = data;
      return { ...none, form: 'PROMISE', id: promiseId, items, amount: minorOf(amount), due: promisedDate, party };
    }
    case 'PaymentPlanAgreed': {
      const { planId, moves, amount, party } = data;
      return { ...none, form: 'PLAN', id: planId, items: movedTo(moves), amount: minorOf(amount), party };
    }
    default:
      return undefined;
  }
}

function movedTo(moves: readonly PlanMove[]): readonly ItemName[] {
  return moves.map(({ chargeId, toItem }) => ({ chargeId, item: toItem }));
}

/** What plans move into new items with another day: it stays the debt that it was. */
export function redatedBy(entry: BookEntry): readonly { readonly from: ItemName; readonly to: ItemName }[] {
  const { type, data } = entry;
  if (type !== 'PaymentPlanAgreed' && type !== 'PaymentPlanRevised' && type !== 'PaymentPlanBroken') return [];
  return data.moves.map(({ chargeId, item, toItem }) => ({ from: { chargeId, item }, to: { chargeId, item: toItem } }));
}

/** A revised plan is about more items than before: those that its revision made. */
export function planRevisedBy({ type, data }: BookEntry): Pick<AgreementBegun, 'id' | 'items'> | undefined {
  return type === 'PaymentPlanRevised' ? { id: data.planId, items: movedTo(data.moves) } : undefined;
}

export function agreementEndedBy({ type, data }: BookEntry): AgreementEnded | undefined {
  switch (type) {
    case 'HoldReleased':
      return { form: 'HOLD', id: data.holdId, outcome: undefined };
    case 'DisputeResolved':
      return { form: 'DISPUTE', id: data.disputeId, outcome: data.outcome };
    case 'PaymentPlanBroken':
      return { form: 'PLAN', id: data.planId, outcome: 'BROKEN' };
    case 'PaymentPlanCompleted':
      return { form: 'PLAN', id: data.planId, outcome: 'COMPLETED' };
    case 'PromiseCancelled':
      return { form: 'PROMISE', id: data.promiseId, outcome: undefined };
    default:
      return undefined;
  }
}
