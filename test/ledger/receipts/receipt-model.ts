import { found } from '../audit-papers.ts';
import { give, type Rated, rated, take } from '../base-papers.ts';
import { addOn, type DatedSums, upTo } from '../dated-sums.ts';

/**
 * One receipt as an outside auditor thinks of it: sums by day and base values in plain bigint, and for every command what
 * the books have to say to it, refusal or facts. Shares no code with the rule book.
 */
export interface ModelPart {
  readonly part: number;
  readonly date: string;
  readonly amount: bigint;
  readonly base: bigint;
  state: 'IN_TRANSIT' | 'ARRIVED' | 'BACK';
}

export interface ReceiptModel {
  readonly on: string;
  readonly unidentified: DatedSums;
  readonly carried: Rated;
  readonly parts: ModelPart[];
  returned: bigint;
  reversedOn: string | undefined;
  lockedThrough: string;
}

/** Facts as lines, or a code. */
export type Said = readonly string[] | string;

const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

export const later = (one: string, other: string): string => (one > other ? one : other);

export function newModel(on: string, amount: bigint, base: bigint): ReceiptModel {
  const unidentified = new Map([[on, amount]]);
  const none = { returned: 0n, reversedOn: undefined, lockedThrough: '2023-12-31' };
  return { on, unidentified, carried: rated(amount, base), parts: [], ...none };
}

export function finalOf({ unidentified }: ReceiptModel): bigint {
  return upTo(unidentified, '9999-12-31');
}

/** The smallest that is unidentified at the end of this day or of any later one. */
export function smallestFrom({ unidentified }: ReceiptModel, date: string): bigint {
  const days = [date, ...[...unidentified.keys()].filter((day) => day > date)];
  return days.map((day) => upTo(unidentified, day)).reduce((one, other) => (other < one ? other : one));
}

export function modelOfIdentify(model: ReceiptModel, date: string, amounts: readonly bigint[]): Said {
  const total = amounts.reduce((sum, amount) => sum + amount, 0n);
  const no = refusalOf(model, date) ?? (total > smallestFrom(model, date) ? 'EXCEEDS_UNIDENTIFIED' : undefined);
  if (no !== undefined) return no;
  return amounts.map((amount) => {
    const base = leaves(model, date, amount);
    const part: ModelPart = { part: model.parts.length + 1, date, amount, base, state: 'IN_TRANSIT' };
    model.parts.push(part);
    return `ReceiptIdentified ${date} ${amount} ${base} ${part.part}`;
  });
}

export function modelOfReturn(model: ReceiptModel, date: string, amount: bigint): Said {
  const no = refusalOf(model, date) ?? (amount > smallestFrom(model, date) ? 'EXCEEDS_UNIDENTIFIED' : undefined);
  if (no !== undefined) return no;
  model.returned += amount;
  return [`ReceiptReturned ${date} ${amount} ${leaves(model, date, amount)}`];
}

export function modelOfReversal(model: ReceiptModel, date: string): Said {
  const rest = finalOf(model);
  const there = model.parts.filter(({ state }) => state === 'ARRIVED');
  const no =
    lockedOn(model, date) ??
    (model.reversedOn === undefined ? undefined : 'ALREADY_REVERSED') ??
    (model.returned > 0n ? 'RECEIPT_RETURNED' : undefined) ??
    (model.parts.some(({ state }) => state === 'IN_TRANSIT') ? 'RECEIPT_IN_TRANSIT' : undefined) ??
    (date < model.on || there.some((part) => date < part.date) ? 'EFFECTIVE_BEFORE_ORIGINAL' : undefined) ??
    (smallestFrom(model, date) < rest ? 'BACKDATE_CONFLICT' : undefined);
  if (no !== undefined) return no;
  model.reversedOn = date;
  return [`ReceiptReversed ${date} ${rest} ${leaves(model, date, rest)} of ${there.map(({ part }) => part).join()}`];
}

export function modelOfArrival(model: ReceiptModel, asked: string, part: ModelPart): Said {
  if (part.state === 'IN_TRANSIT') part.state = 'ARRIVED';
  return [`ReceiptPartArrived ${later(asked, dayAfter(model.lockedThrough))} ${part.part}`];
}

export function modelOfTakeBack(model: ReceiptModel, asked: string, part: ModelPart): Said {
  const date = later(asked, dayAfter(model.lockedThrough));
  const { amount, base } = part;
  part.state = 'BACK';
  addOn(model.unidentified, date, amount);
  give(model.carried, amount, base);
  const back = `ReceiptPartReturned ${date} ${amount} ${base} ${part.part}`;
  if (model.reversedOn === undefined) return [back];
  const gone = later(date, model.reversedOn);
  model.returned += amount;
  return [back, `ReceiptReturned ${gone} ${amount} ${leaves(model, gone, amount)}`];
}

function leaves(model: ReceiptModel, date: string, amount: bigint): bigint {
  addOn(model.unidentified, date, -amount);
  return amount === 0n ? 0n : take(model.carried, amount);
}

function refusalOf(model: ReceiptModel, date: string): string | undefined {
  return (
    lockedOn(model, date) ??
    (model.reversedOn === undefined ? undefined : 'ALREADY_REVERSED') ??
    (date < model.on ? 'EFFECTIVE_BEFORE_ORIGINAL' : undefined)
  );
}

function lockedOn({ lockedThrough }: ReceiptModel, date: string): string | undefined {
  return date <= lockedThrough ? 'PERIOD_LOCKED' : undefined;
}

export function partAt(model: ReceiptModel, part: number): ModelPart {
  return found(model.parts[part - 1], 'no such part');
}
