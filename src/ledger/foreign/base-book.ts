import { Map as PersistentMap, Set as PersistentSet } from 'immutable';
import type { CalendarDate } from '#money/calendar-date.ts';
import { add, fromMinorText, type Money, zero } from '#money/money.ts';
import { changeOn, emptyTimeline, type Timeline } from '../timeline.ts';
import { type Carried, moved } from './carried.ts';

/**
 * What an account in a foreign currency is worth in the base currency of the ledger, part by part: the other half of its
 * state, which the rules of amounts know nothing of. Its parts move with the amounts and by what the facts say, never by
 * what could be computed again: the order of recording decided on the last cent (decisions/0018).
 */
export interface BaseBook {
  /** The ledger's. */
  readonly currency: string;
  /** By itemKey: what is open. */
  readonly items: PersistentMap<string, Carried>;
  /** By sourceKey: what is unapplied of a payment or credit. */
  readonly sources: PersistentMap<string, Carried>;
  readonly allocations: PersistentMap<number, AllocatedBase>;
  readonly adjustments: PersistentMap<string, AdjustedBase>;
  readonly waivers: PersistentMap<string, ReadonlyMap<number, Money>>;
  /** By partKey of write-off and item: what of it has not been reversed. */
  readonly writeOffs: PersistentMap<string, Carried>;
  /** The base of the money that went back. */
  readonly refunds: PersistentMap<string, Money>;
  readonly recoveries: PersistentMap<string, Money>;
  /** By sourceKey: what the reversal of a payment took. */
  readonly reversed: PersistentMap<string, Money>;
  /** What is open, in base, by day. */
  readonly open: Timeline;
  /** What is unapplied, in base, by day. */
  readonly unapplied: Timeline;
  /** Gains of revaluations less losses, by day: of each on its day, and nothing of it from the next on. */
  readonly unrealized: Timeline;
  /** The days of revaluations. */
  readonly revalued: PersistentSet<CalendarDate>;
  /** All that was ever charged, raised, paid and granted, in base. */
  readonly turnover: Money;
}

/** Both sides of an allocation: the part of the item it settles, and the money it uses. */
export interface AllocatedBase {
  readonly settled: Carried;
  readonly used: Carried;
  /** What was last taken back of it: where that is restored whole, it is restored exactly. */
  readonly takenBack: TakenBack | undefined;
}

interface TakenBack {
  readonly amount: Money;
  readonly settled: Money;
  readonly used: Money;
}

/** Signed, as the adjustment is. */
interface AdjustedBase {
  readonly items: ReadonlyMap<number, Money>;
  readonly total: Money;
  readonly tax: Money;
}

export function newBaseBook(currency: string): BaseBook {
  return {
    currency,
    items: PersistentMap(),
    sources: PersistentMap(),
    allocations: PersistentMap(),
    adjustments: PersistentMap(),
    waivers: PersistentMap(),
    writeOffs: PersistentMap(),
    refunds: PersistentMap(),
    recoveries: PersistentMap(),
    reversed: PersistentMap(),
    open: emptyTimeline(currency),
    unapplied: emptyTimeline(currency),
    unrealized: emptyTimeline(currency),
    revalued: PersistentSet(),
    turnover: zero(currency),
  };
}

interface NamesSource {
  readonly paymentId?: string | undefined;
  readonly creditId?: string | undefined;
}

/** A payment and a credit may have the same id. */
export function sourceKey({ paymentId, creditId }: NamesSource): string {
  return creditId === undefined ? `PAYMENT ${paymentId}` : `CREDIT ${creditId}`;
}

export function partKey(writeOffId: string, item: number): string {
  return `${writeOffId}#${item}`;
}

/** A stored base value. Its absence on an account in a foreign currency is a corrupt book. */
export function baseIn({ currency }: BaseBook, text: string | undefined): Money {
  return fromMinorText(known(text, 'value'), currency);
}

export function itemIn({ items }: BaseBook, key: string): Carried {
  return known(items.get(key), 'item');
}

export function sourceIn({ sources }: BaseBook, key: string): Carried {
  return known(sources.get(key), 'payment or credit');
}

export function allocationIn({ allocations }: BaseBook, number: number): AllocatedBase {
  return known(allocations.get(number), 'allocation');
}

export function known<Value>(value: Value | undefined, what: string): Value {
  if (value === undefined)
    throw new Error(`an entry of an account in a foreign currency lacks the base of its ${what}`);
  return value;
}

/** A change of an amount and of its base value on a day. */
export interface BaseChange {
  readonly date: CalendarDate;
  readonly amount: Money;
  readonly base: Money;
}

export function withNewItem(book: BaseBook, key: string, carried: Carried, date: CalendarDate): BaseBook {
  const open = changeOn(book.open, date, carried.carried);
  return { ...book, items: book.items.set(key, carried), open };
}

export function withItemMoved(book: BaseBook, key: string, { date, amount, base }: BaseChange): BaseBook {
  const items = book.items.set(key, moved(itemIn(book, key), amount, base));
  return { ...book, items, open: changeOn(book.open, date, base) };
}

export function withNewSource(book: BaseBook, key: string, carried: Carried, date: CalendarDate): BaseBook {
  const unapplied = changeOn(book.unapplied, date, carried.carried);
  return withBaseTurnover({ ...book, sources: book.sources.set(key, carried), unapplied }, carried.carried);
}

export function withSourceMoved(book: BaseBook, key: string, { date, amount, base }: BaseChange): BaseBook {
  const sources = book.sources.set(key, moved(sourceIn(book, key), amount, base));
  return { ...book, sources, unapplied: changeOn(book.unapplied, date, base) };
}

/** What comes in counts for ever, as the turnover of amounts does. */
export function withBaseTurnover(book: BaseBook, base: Money): BaseBook {
  return { ...book, turnover: add(book.turnover, base) };
}
