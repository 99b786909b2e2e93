import { type At, type Change, on, sumOf } from './dated.ts';
import type { ChargePaper, ItemPaper, Papers, SourcePaper } from './papers.ts';

/** The transfer by which something came, and the account that it came from. */
export interface CameFrom {
  readonly accountId: string;
  readonly transferId: string;
}

/** So much of an item, and what that is carried at in base. */
interface MovedPart {
  readonly item: ItemPaper;
  readonly due: string;
  readonly cents: bigint;
  readonly base: bigint | undefined;
}

/** Something that has left an account for another one. */
export interface TransitPaper {
  /** Under which it stands in clearing: `account-<the account that it left>/<the id of the transfer>`. */
  readonly key: string;
  readonly transferId: string;
  readonly from: string;
  readonly to: string;
  readonly day: string;
  readonly cents: bigint;
  readonly base: bigint | undefined;
  readonly kind: 'CHARGE' | SourcePaper['kind'];
  /** The charge, payment or credit that it left, and of a charge the items. */
  readonly thing: ChargePaper | SourcePaper;
  readonly parts: readonly MovedPart[];
  /** The transfer by which it had come from where it goes to: there it is again what it was. */
  readonly returns: string | undefined;
  /** What it did on TransferClearing, debits positive, in the order of recording. */
  readonly clearing: Crossed[];
  state: 'LEFT' | 'ARRIVED' | 'REFUSED' | 'COMPLETED' | 'RETURNED';
  /** Why the other account did not take it. */
  refusedAs: string | undefined;
}

/** The account that it left does not know yet what became of it. */
export function isUnderWay({ state }: TransitPaper): boolean {
  return state !== 'COMPLETED' && state !== 'RETURNED';
}

export function isOnTheWay({ transfersOut }: Papers): boolean {
  return [...transfersOut.values()].some(isUnderWay);
}

/** A change on TransferClearing; what is in the currency of the ledger is its own base value. */
export interface Crossed extends Change {
  readonly base: bigint;
}

interface InClearing {
  readonly key: string;
  readonly currency: string;
  /** The first day on which something of it counts. */
  readonly day: string;
  readonly debits: bigint;
  readonly credits: bigint;
  /** Both sides together. */
  readonly base: bigint;
}

/** What crosses clearing under a key; debits positive. */
export interface Crossing {
  readonly key: string;
  readonly currency: string;
  readonly clearing: readonly Crossed[];
}

/** What has left by the day and is not there yet, as known at a position. */
export function clearingAt(crossings: readonly Crossing[], { day, known }: At): readonly InClearing[] {
  return crossings
    .filter(({ clearing }) => on(clearing, day, known) !== 0n)
    .map(({ key, currency, clearing }) => {
      const counted = clearing.filter((change) => change.day <= day && change.known <= known);
      const side = (sign: bigint): bigint =>
        counted.reduce((sum, { cents }) => sum + (cents * sign > 0n ? cents * sign : 0n), 0n);
      const first = counted.map((change) => change.day).toSorted()[0] ?? day;
      const base = sumOf(counted.map((change) => change.base));
      return { key, currency, day: first, debits: side(1n), credits: side(-1n), base };
    });
}
