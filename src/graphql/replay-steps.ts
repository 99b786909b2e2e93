import { type Account, emptyAccount, itemKey } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolve } from '#ledger/evolve.ts';
import { type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import { type Timeline, valueOn } from '#ledger/timeline.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { add, type Money, subtract, zero } from '#money/money.ts';

/** One entry of an account, and the account as it stood right after it, as of one day. */
export interface ReplayStep {
  readonly entry: Entry;
  readonly currency: string;
  readonly openCharges: Money;
  readonly unapplied: Money;
  readonly balance: Money;
  readonly pending: Money;
  readonly touched: readonly Touched[];
}

/** An open item, a payment or a credit before and after an entry: what is open, or what is unapplied. */
export interface Touched {
  readonly chargeId: string | undefined;
  readonly item: number | undefined;
  readonly paymentId: string | undefined;
  readonly creditId: string | undefined;
  readonly before: Money;
  readonly after: Money;
}

interface Walk {
  readonly account: Account;
  readonly steps: readonly ReplayStep[];
}

/** The account step by step, by the same fold that decides on its commands. `counted`: an entry as it counts. */
export function replaySteps(
  accountId: string,
  entries: readonly Entry[],
  counted: (entry: Entry) => Entry,
  asOf: CalendarDate,
): readonly ReplayStep[] {
  const walk = entries.reduce<Walk & { steps: ReplayStep[] }>(
    ({ account, steps }, entry) => {
      const after = evolve(account, counted(entry));
      steps.push(stepOf(account, after, entry, steps.at(-1), asOf));
      return { account: after, steps };
    },
    { account: emptyAccount(accountId), steps: [] },
  );
  return walk.steps;
}

// Only what an entry touches can have changed, so the totals are carried on and never summed again.
function stepOf(
  before: Account,
  after: Account,
  entry: Entry,
  last: ReplayStep | undefined,
  asOf: CalendarDate,
): ReplayStep {
  const currency = after.opened?.currency ?? '';
  const none = zero(currency);
  const touched = touchedBy(entry).map(({ place, timelineIn }) => {
    const valueIn = (account: Account): Money => valueOf(timelineIn(account), asOf, none);
    return { ...place, before: valueIn(before), after: valueIn(after) };
  });
  const changeOf = (parts: readonly Touched[]): Money =>
    parts.reduce((total, part) => add(total, subtract(part.after, part.before)), none);
  const openCharges = add(last?.openCharges ?? none, changeOf(touched.filter(isItem)));
  const unapplied = add(last?.unapplied ?? none, changeOf(touched.filter((part) => !isItem(part))));
  const pending = add(last?.pending ?? none, pendingChange(before, after, entry, asOf, none));
  return { entry, currency, openCharges, unapplied, balance: subtract(openCharges, unapplied), pending, touched };
}

/** What is pending posts nothing: it is looked up by the payment that the entry names. */
function pendingChange(before: Account, after: Account, { data }: Entry, asOf: CalendarDate, none: Money): Money {
  const paymentId = 'paymentId' in data ? data.paymentId : undefined;
  if (paymentId === undefined) return none;
  const pendingIn = ({ pendingPayments }: Account): Money =>
    valueOf(pendingPayments.get(paymentId)?.pending, asOf, none);
  return subtract(pendingIn(after), pendingIn(before));
}

function isItem(touched: Touched): boolean {
  return touched.chargeId !== undefined;
}

function valueOf(timeline: Timeline | undefined, asOf: CalendarDate, none: Money): Money {
  return timeline === undefined ? none : valueOn(timeline, asOf);
}

interface Place {
  readonly place: Pick<Touched, 'chargeId' | 'item' | 'paymentId' | 'creditId'>;
  readonly timelineIn: (account: Account) => Timeline | undefined;
}

/** The items, payments and credits of an entry's postings, each once, in the order of the lines. */
function touchedBy(entry: Entry): readonly Place[] {
  const places = new Map<string, Place>();
  for (const line of postingsOf(entry)) {
    const place = placeOf(line);
    if (place !== undefined) places.set(place.key, place);
  }
  return [...places.values()];
}

function placeOf({ item, paymentId, creditId }: PostingLine): (Place & { readonly key: string }) | undefined {
  if (item !== undefined) {
    const key = itemKey(item.chargeId, item.item);
    const place = { ...nowhere, chargeId: item.chargeId, item: item.item };
    return { key: `item ${key}`, place, timelineIn: (account) => account.items.get(key)?.open };
  }
  if (paymentId !== undefined) {
    const timelineIn = (account: Account): Timeline | undefined => account.payments.get(paymentId)?.unapplied;
    return { key: `payment ${paymentId}`, place: { ...nowhere, paymentId }, timelineIn };
  }
  if (creditId === undefined) return undefined;
  const timelineIn = (account: Account): Timeline | undefined => account.credits.get(creditId)?.unapplied;
  return { key: `credit ${creditId}`, place: { ...nowhere, creditId }, timelineIn };
}

const nowhere = { chargeId: undefined, item: undefined, paymentId: undefined, creditId: undefined };
