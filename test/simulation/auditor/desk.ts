import type { ItemPaper, Papers } from './papers.ts';
import type { ReasonListPaper } from './reasons.ts';
import { centsOf, malformed } from './shape.ts';
import type { Input, Told, ToldLine, ToldPayer } from './told.ts';
import type { Verdict } from './verdict.ts';

/** What a rule is applied to: the papers of the account, the terms of the ledger, and the day it is. */
export interface Desk {
  readonly papers: Papers;
  readonly openingDate: string;
  readonly baseCurrency: string;
  readonly today: string;
  /** The lists of reasons that were published, in that order. */
  readonly lists: readonly ReasonListPaper[];
  /** The last day that is locked, as far as whoever decides knows it. */
  readonly locked: string | undefined;
  /** Of what came after the fence of its period: the first open day. */
  readonly countsFrom?: string | undefined;
}

export type Rule = (desk: Desk, told: Told) => Verdict;

/** One stage of checks: all it objects to. */
export type Stage = () => readonly (string | false)[];

/** From which on it counts. */
export function dayOf({ today, countsFrom }: Desk, { effectiveDate }: Input): string {
  const day = effectiveDate ?? today;
  return countsFrom !== undefined && day < countsFrom ? countsFrom : day;
}

/** The stages that every command on an account begins with. */
export function shapeAndAccount({ papers }: Desk, told: Told): readonly Stage[] {
  return [() => malformed(told), () => [papers.openedOn === undefined && 'ACCOUNT_UNKNOWN']];
}

export function currency({ papers }: Desk, input: Input): Stage {
  return () => [input.currency !== papers.currency && 'CURRENCY_MISMATCH'];
}

/** Of what brings value in: in another currency than the ledger's it says what that is worth, otherwise it does not. */
export function valued(desk: Desk, input: Input): Stage {
  return () => [
    input.currency !== desk.papers.currency && 'CURRENCY_MISMATCH',
    ...misvalued(input, desk.papers.base !== undefined),
  ];
}

export function misvalued({ baseAmount, rate }: Input, isForeign: boolean): readonly (string | false)[] {
  const isStated = baseAmount !== undefined || rate !== undefined;
  return [isForeign && !isStated && 'BASE_VALUE_REQUIRED', !isForeign && isStated && 'BASE_VALUE_NOT_TAKEN'];
}

type Stated = Pick<Input, 'baseAmount' | 'rate'>;

/** What an amount is worth in base; undefined in the currency of the ledger. */
export function worthOf({ papers }: Pick<Desk, 'papers'>, stated: Stated, cents: bigint): bigint | undefined {
  return papers.base === undefined ? undefined : statedWorth(stated, cents);
}

/** As it is stated, or at the rate that is, to the nearest cent, half up. */
export function statedWorth({ baseAmount, rate }: Stated, cents: bigint): bigint {
  if (rate === undefined) return centsOf(baseAmount);
  const [whole = '0', part = ''] = rate.rate.split('.');
  const unit = 10n ** BigInt(part.length);
  return (2n * cents * BigInt(whole + part) + unit) / (2n * unit);
}

export function beforeOpening(desk: Desk, input: Input): Stage {
  return () => [dayOf(desk, input) < desk.openingDate && 'BEFORE_LEDGER_OPENING'];
}

export function unknownLines(papers: Papers, lines: readonly ToldLine[]): readonly (string | false)[] {
  return lines.map(({ chargeId, item }) => {
    const charge = papers.charges.get(chargeId);
    if (charge === undefined) return 'CHARGE_UNKNOWN';
    return item !== undefined && item > charge.items.length && 'ITEM_UNKNOWN';
  });
}

export function isTakenPayment(papers: Papers, paymentId = ''): boolean {
  return papers.sources.has(paymentId) || papers.recoveries.has(paymentId) || papers.pending.has(paymentId);
}

/** Recoveries have ids of payments, but are never applied. */
export function unknownPayment(papers: Papers, paymentId = ''): string | false {
  if (papers.recoveries.has(paymentId)) return 'PAYMENT_IS_RECOVERY';
  return !isTakenPayment(papers, paymentId) && 'PAYMENT_UNKNOWN';
}

/** Of the state: what is only announced, or never came, can be neither used nor taken back. */
export function notArrived(papers: Papers, paymentId = ''): string | false {
  const pending = papers.pending.get(paymentId);
  if (pending === undefined || pending.became === 'SETTLED') return false;
  return pending.became === 'FAILED' ? 'PAYMENT_FAILED' : 'PAYMENT_PENDING';
}

export function earlierThan(day: string, start: string | undefined): string | false {
  return start !== undefined && day < start && 'EFFECTIVE_BEFORE_ORIGINAL';
}

export function partyOf(payer: ToldPayer | undefined): string {
  return payer === undefined ? 'SELF' : `${payer.payerClass}/${payer.payerId}`;
}

/** From when on there is something to change: the item's first day, or the charge's. */
export function startOf(papers: Papers, { chargeId, item }: Input): string | undefined {
  const charge = papers.charges.get(chargeId ?? '');
  return item === undefined ? charge?.from : charge?.items[item - 1]?.from;
}

export function namedItems(papers: Papers, { chargeId, item }: Input): readonly ItemPaper[] {
  const items = papers.charges.get(chargeId ?? '')?.items ?? [];
  return item === undefined ? items : items.filter(({ number }) => number === item);
}

/** A thing that the stage of existence has proven to be there. */
export function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the auditor looks for something that its own papers do not have');
  return value;
}
