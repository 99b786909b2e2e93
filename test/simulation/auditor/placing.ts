import { smallestUndisputed } from './agreements.ts';
import { allocateInBase } from './base.ts';
import { type Dated, later, lesser, over, smallestFrom, sumOf } from './dated.ts';
import {
  type AllocationPaper,
  type ItemPaper,
  openOf,
  type Papers,
  post,
  type SourcePaper,
  stillOpen,
  unappliedAccounts,
} from './papers.ts';
import type { Loss } from './releasing.ts';
import { centsOf } from './shape.ts';
import type { Input, ToldLine, ToldShortfall } from './told.ts';

/** A part of a payment on an item, from a day on. */
export interface Placement {
  readonly item: ItemPaper;
  readonly day: string;
  readonly cents: bigint;
}

/** Money being placed: what the payment has, from when on, and what has been placed so far. */
export interface Placing {
  readonly papers: Papers;
  readonly unapplied: Dated;
  readonly from: string;
  /** What other sources place with the same command. */
  readonly taken?: readonly Placement[];
  readonly placed: readonly Placement[];
  /** What the lines so far give up. */
  readonly givenUp?: readonly GivenUp[];
  /** A strategy does not pay what is disputed. */
  readonly sparesDisputed?: true;
}

/** The rest of a line that is given up with it, and the last placement of the line, on which it hangs. */
interface GivenUp {
  readonly shortfall: ToldShortfall;
  readonly losses: readonly Loss[];
  readonly day: string;
  readonly last: Placement;
}

function openWith({ placed, givenUp = [], taken: others = [] }: Placing, item: ItemPaper): Dated {
  const taken = [...others, ...placed].filter((one) => one.item === item);
  const lost = givenUp.flatMap(({ losses, day }) => losses.map((loss) => ({ ...loss, day })));
  const gone = [...taken, ...lost.filter((one) => one.item === item)];
  return [...openOf(item), ...gone.map(({ day, cents }) => ({ day, cents: -cents, known: 0 }))];
}

function leftOf({ unapplied, placed }: Placing): Dated {
  return [...unapplied, ...placed.map(({ day, cents }) => ({ day, cents: -cents, known: 0 }))];
}

/** No allocation is effective before its item or its payment. */
function dayFor({ from }: Placing, item: ItemPaper): string {
  return later(from, item.from);
}

function roomFor(placing: Placing, item: ItemPaper): bigint {
  return payableOn(placing, item, dayFor(placing, item));
}

function payableOn(placing: Placing, item: ItemPaper, day: string): bigint {
  const open = openWith(placing, item);
  return placing.sparesDisputed ? smallestUndisputed(placing.papers, item, open, day) : smallestFrom(open, day);
}

/** Up to `cents` on one item from `day` on. */
export function place(placing: Placing, item: ItemPaper, day: string, cents: bigint): Placing {
  const room = lesser(payableOn(placing, item, day), smallestFrom(leftOf(placing), day));
  const part = lesser(cents, room);
  return part > 0n ? { ...placing, placed: [...placing.placed, { item, day, cents: part }] } : placing;
}

export function placeLine(placing: Placing, items: readonly ItemPaper[], cents: bigint): Placing {
  const before = placedIn(placing);
  return items.reduce(
    (next, item) => place(next, item, dayFor(next, item), cents - (placedIn(next) - before)),
    placing,
  );
}

function placedIn({ placed }: Placing): bigint {
  return sumOf(placed.map(({ cents }) => cents));
}

/** The items that a line means: the one it names, or those of the charge that are open, in order. */
export function itemsOfLine(papers: Papers, { chargeId, item }: ToldLine): readonly ItemPaper[] {
  const items = papers.charges.get(chargeId)?.items ?? [];
  return item === undefined ? stillOpen(items) : items.filter(({ number }) => number === item);
}

export function itemRequired(papers: Papers, lines: readonly ToldLine[]): string | false {
  const isAmbiguous = lines.some((line) => {
    const parties = new Set(itemsOfLine(papers, line).map(({ party }) => party));
    return line.item === undefined && parties.size > 1;
  });
  return isAmbiguous && 'ITEM_REQUIRED';
}

/** The source of the money: enough for all lines and for what the strategy may use, from the first day on. */
export function insufficient(placing: Placing, input: Input, kind: SourcePaper['kind']): string | false {
  const lines = sumOf((input.lines ?? []).map(({ amount }) => centsOf(amount)));
  const available = smallestFrom(placing.unapplied, placing.from);
  const isNothingLeft = input.lines === undefined && available <= 0n;
  return (
    (isNothingLeft || lines + centsOf(input.amount) > available) &&
    (kind === 'CREDIT' ? 'INSUFFICIENT_CREDIT' : 'INSUFFICIENT_FUNDS')
  );
}

/** Where money goes that no line takes, and how much of it. */
export interface Rest {
  readonly strategy: string;
  readonly priority: readonly string[];
  /** The party that paid. */
  readonly party: string;
  readonly asked: bigint | undefined;
}

export function restOf(input: Input, party: string): Rest {
  const asked = input.amount === undefined ? undefined : centsOf(input.amount);
  return { strategy: input.strategy ?? 'NONE', priority: input.priority ?? [], party, asked };
}

type Misplaced = 'OVER_ALLOCATION' | 'NO_SHORTFALL';

/** Lines in the order given, then the strategy with up to `asked` or with all that is left; or the objection. */
export function placeAll(start: Placing, lines: readonly ToldLine[], rest: Rest): Placing | Misplaced {
  let placing = start;
  for (const line of lines) {
    const items = itemsOfLine(placing.papers, line);
    const rooms = items.map((item) => roomFor(placing, item));
    if (sumOf(rooms) < centsOf(line.amount)) return 'OVER_ALLOCATION';
    placing = placeLine(placing, items, centsOf(line.amount));
    if (line.shortfall === undefined) continue;
    const givenUp = restOfLine(placing, items, line.shortfall);
    if (givenUp === undefined) return 'NO_SHORTFALL';
    placing = { ...placing, givenUp: [...(placing.givenUp ?? []), givenUp] };
  }
  const left = smallestFrom(leftOf(placing), placing.from);
  return spread(placing, rest, rest.asked === undefined ? left : lesser(rest.asked, left));
}

/** What the line leaves open of its items, from the day on which all of them and its last placement have begun. */
function restOfLine(placing: Placing, items: readonly ItemPaper[], shortfall: ToldShortfall): GivenUp | undefined {
  const last = placing.placed.at(-1);
  const open = items.filter((item) => roomFor(placing, item) > 0n);
  if (last === undefined || open.length === 0) return undefined;
  const day = open.map(({ from }) => from).reduce(later, last.day);
  const losses = open.map((item) => ({ item, cents: smallestFrom(openWith(placing, item), day) }));
  return { shortfall, losses, day, last };
}

/** What was lent comes last; categories that a priority does not name come after those it names. */
const usualPriority: readonly string[] = ['INTEREST', 'LATE_FEE', 'SERVICE', 'OTHER'];

function spread(before: Placing, { strategy, priority, party }: Rest, cents: bigint): Placing {
  if (strategy === 'NONE' || cents <= 0n) return before;
  const placing: Placing = { ...before, sparesDisputed: true };
  const items = stillOpen(placing.papers.items.values());
  if (strategy === 'PRO_RATA') return proRata(placing, items, cents);
  if (strategy === 'BY_PARTY') {
    const own = items.filter((item) => item.party === party);
    return placeLine(placing, own, cents);
  }
  if (strategy === 'SMALLEST_FIRST') {
    const bySize = items.toSorted((a, b) => Number(roomFor(placing, a) - roomFor(placing, b)));
    return placeLine(placing, bySize, cents);
  }
  const categories = strategy === 'BY_PRIORITY' ? [...new Set([...priority, ...usualPriority])] : [];
  const rank = ({ charge }: ItemPaper): number => categories.indexOf(charge.category);
  const byCategory = items.toSorted((a, b) => rank(a) - rank(b));
  return placeLine(placing, byCategory, cents);
}

/** By what is open: each its share rounded down, the cents that are left one by one to the first. */
function proRata(placing: Placing, items: readonly ItemPaper[], cents: bigint): Placing {
  const rooms = items.map((item) => roomFor(placing, item));
  const total = sumOf(rooms);
  if (cents >= total) return placeLine(placing, items, cents);
  const shares = rooms.map((room) => (cents * room) / total);
  let rest = cents - sumOf(shares);
  return items.reduce((next, item, index) => {
    const extra = rest > 0n && (rooms[index] ?? 0n) > 0n ? 1n : 0n;
    rest -= extra;
    return placeLine(next, [item], (shares[index] ?? 0n) + extra);
  }, placing);
}

/** Enters the placements as allocations, in the order of their days. */
export function enter(
  papers: Papers,
  source: SourcePaper,
  placed: readonly Placement[],
  known: number,
  restorations: readonly { readonly dropped: AllocationPaper; readonly placement: Placement }[] = [],
): ReadonlyMap<Placement, AllocationPaper> {
  const allocations = new Map<Placement, AllocationPaper>();
  for (const placement of placed.toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)))) {
    const { item, day, cents } = placement;
    item.paid.push({ day, cents: -cents, known });
    if (source.kind === 'CREDIT') item.credited.push({ day, cents: -cents, known });
    source.unapplied.push({ day, cents: -cents, known });
    const number = papers.allocations.length + 1;
    const allocation: AllocationPaper = { number, source, item, day, live: cents, shortfall: undefined };
    papers.allocations.push(allocation);
    allocations.set(placement, allocation);
    const restored = restorations.find((one) => one.placement === placement);
    allocateInBase(papers, allocation, known, restored?.dropped);
    post(papers, { day, known }, [
      [unappliedAccounts[source.kind], cents],
      ['AccountsReceivable', -cents],
    ]);
  }
  return allocations;
}

/** Situations that an application of money can be an example of. */
export function reachedBy(placed: readonly Placement[], party: string, from: string): readonly string[] {
  const names: string[] = [];
  if (placed.some(({ item }) => item.party !== party)) names.push('a payment crosses to an item of another party');
  if (placed.some(({ day }) => day > from)) names.push('an allocation waits for the start of its item');
  if (new Set(placed.map(({ item }) => item)).size > 1) names.push('a payment is spread over several items');
  if (placed.some(({ item, cents }) => over(openOf(item)) > cents)) names.push('an item is paid in part');
  return names;
}
