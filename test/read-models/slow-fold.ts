import { accountOfStream } from '#journal/stream-names.ts';
import { type Account, emptyAccount, type Item } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolve } from '#ledger/evolve.ts';
import { payerIdOf } from '#ledger/parties.ts';
import { valueOn } from '#ledger/timeline.ts';
import { type CalendarDate, daysBetween } from '#money/calendar-date.ts';

/**
 * The slow twin of every figure: all entries up to a position, folded account by account as a command would see them,
 * and every item looked at on the day asked for. Whole numbers of minor units; no table, no posting, no sum by key.
 */
export interface SlowItem {
  readonly accountId: string;
  readonly key: string;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  readonly dueDate: CalendarDate;
  readonly serviceDate: CalendarDate;
  readonly chargeDate: CalendarDate;
  readonly responsibilityDate: CalendarDate;
  readonly providerId: string | undefined;
  readonly open: bigint;
}

interface SlowPayment {
  readonly accountId: string;
  readonly partyClass: string;
  readonly payerId: string | undefined;
  readonly isCredit: boolean;
  readonly unapplied: bigint;
}

export interface SlowBook {
  readonly accounts: ReadonlyMap<string, Account>;
  readonly items: (asOf: CalendarDate) => readonly SlowItem[];
  readonly payments: (asOf: CalendarDate) => readonly SlowPayment[];
}

export function slowBook(entries: readonly Entry[], ordinal: number): SlowBook {
  const folded = nothing();
  fold(folded, entries, { after: -1, through: ordinal });
  return bookOf(folded);
}

/** The same at several positions, each folded on from the one before it: a position that is asked for costs no fold of its own. */
export function slowBooks(entries: readonly Entry[], ordinals: readonly number[]): (ordinal: number) => SlowBook {
  const books = new Map<number, SlowBook>();
  const folded = nothing();
  let after = -1;
  for (const through of [...new Set(ordinals)].toSorted((a, b) => a - b)) {
    fold(folded, entries, { after, through });
    const { accounts, serviceDates, providers } = folded;
    const kept = { accounts: new Map(accounts), serviceDates: new Map(serviceDates), providers: new Map(providers) };
    books.set(through, bookOf(kept));
    after = through;
  }
  return (ordinal) => {
    const book = books.get(ordinal);
    if (book === undefined) throw new Error('a position that was not asked for');
    return book;
  };
}

interface Folded {
  readonly accounts: Map<string, Account>;
  readonly serviceDates: Map<string, CalendarDate>;
  readonly providers: Map<string, string>;
}

function nothing(): Folded {
  return { accounts: new Map(), serviceDates: new Map(), providers: new Map() };
}

interface Stretch {
  readonly after: number;
  readonly through: number;
}

function fold(
  { accounts, serviceDates, providers }: Folded,
  entries: readonly Entry[],
  { after, through }: Stretch,
): void {
  for (const entry of entries) {
    const accountId = accountOfStream(entry.ledgerId, entry.stream);
    if (accountId === undefined || entry.ordinal > through || entry.ordinal <= after) continue;
    accounts.set(accountId, evolve(accounts.get(accountId) ?? emptyAccount(accountId), entry));
    noteArrival(entry, accountId, serviceDates, providers);
    if (entry.type === 'ChargePosted' && entry.data.serviceDate !== undefined) {
      serviceDates.set(`${accountId}/${entry.data.chargeId}`, entry.data.serviceDate);
    }
    if (entry.type === 'ChargePosted' && entry.data.justification?.providerId !== undefined) {
      providers.set(`${accountId}/${entry.data.chargeId}`, entry.data.justification.providerId);
    }
  }
}

function bookOf({ accounts, serviceDates, providers }: Folded): SlowBook {
  const itemOn = (account: Account, item: Item, asOf: CalendarDate): SlowItem => {
    const { accountId } = account;
    const chargeDate = account.charges.get(item.chargeId)?.effectiveDate ?? item.effectiveDate;
    return {
      accountId,
      key: item.key,
      partyClass: item.party.partyClass,
      payerId: payerIdOf(item.party),
      dueDate: item.dueDate,
      serviceDate: serviceDates.get(`${accountId}/${item.chargeId}`) ?? chargeDate,
      chargeDate,
      responsibilityDate: sinceWhen(account, item).effectiveDate,
      providerId: providers.get(`${accountId}/${item.chargeId}`),
      open: BigInt(valueOn(item.open, asOf).minor.toString()),
    };
  };
  return {
    accounts,
    items: oncePerDay((asOf) =>
      [...accounts.values()].flatMap((account) =>
        [...account.items.values()].map((item) => itemOn(account, item, asOf)),
      ),
    ),
    payments: oncePerDay((asOf) => [...accounts.values()].flatMap((account) => paymentsOn(account, asOf))),
  };
}

/** A charge from another account keeps these two. */
function noteArrival(
  entry: Entry,
  accountId: string,
  serviceDates: Map<string, CalendarDate>,
  providers: Map<string, string>,
): void {
  if (entry.type !== 'BalanceTransferredIn' || entry.data.returns !== undefined) return;
  const { what } = entry.data;
  if (what.kind !== 'CHARGE') return;
  if (what.serviceDate !== undefined) serviceDates.set(`${accountId}/${what.chargeId}`, what.serviceDate);
  if (what.providerId !== undefined) providers.set(`${accountId}/${what.chargeId}`, what.providerId);
}

/** A plan changes when it is due, not since when it is owed by whom. */
function sinceWhen(account: Account, item: Item): Item {
  const from = item.redatedFrom === undefined ? undefined : account.items.get(item.redatedFrom);
  return from === undefined ? item : sinceWhen(account, from);
}

function paymentsOn(account: Account, asOf: CalendarDate): readonly SlowPayment[] {
  return [...account.payments.values(), ...account.credits.values()].map(({ source, party, unapplied }) => ({
    isCredit: source.kind === 'CREDIT',
    accountId: account.accountId,
    partyClass: party.partyClass,
    payerId: payerIdOf(party),
    unapplied: BigInt(valueOn(unapplied, asOf).minor.toString()),
  }));
}

function oncePerDay<Value>(of: (day: CalendarDate) => Value): (day: CalendarDate) => Value {
  const known = new Map<CalendarDate, Value>();
  return (day) => {
    const value = known.get(day) ?? of(day);
    known.set(day, value);
    return value;
  };
}

export function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** Sums by age: the first bucket whose last day is not before the age. */
export function slowBuckets(
  items: readonly SlowItem[],
  anchor: (item: SlowItem) => CalendarDate,
  asOf: CalendarDate,
  edges: readonly number[],
): readonly bigint[] {
  const lastDays = [0, ...edges, Number.POSITIVE_INFINITY];
  return lastDays.map((last, index) => {
    const first = index === 0 ? Number.NEGATIVE_INFINITY : (lastDays[index - 1] ?? 0);
    const inside = items.filter((item) => {
      const age = daysBetween(anchor(item), asOf);
      return age > first && age <= last;
    });
    return total(inside.map(({ open }) => open));
  });
}
