import type { Auditor } from '../auditor/auditor.ts';
import { over } from '../auditor/dated.ts';
import { plusDays } from '../auditor/days.ts';
import { type ItemPaper, openOf, type Papers, type SourcePaper } from '../auditor/papers.ts';
import { lockedIn } from '../auditor/periods.ts';
import type { Input, Told, ToldPayer } from '../auditor/told.ts';
import type { Random } from '../random.ts';

/** What a command is drawn from: chance, the day, and what the auditor's papers show to be there. */
export interface Chooser {
  readonly random: Random;
  readonly auditor: Auditor;
  readonly papers: Papers;
  readonly today: string;
  /** Whether what is of more than one account is drawn too. */
  readonly isWholeBook: boolean;
  /** The same for all commands of a history: what kind of a history it is. */
  readonly manner: number;
  /** A number that no other command of the history has. */
  readonly number: number;
}

/** Undefined where there is nothing that the command could be about. */
export type Draw = (chooser: Chooser) => Told | undefined;
export type Weighted = readonly [weight: number, draw: Draw];

/** One of the draws, by their weights, and what it draws. */
export function drawnOf(weights: readonly Weighted[], chooser: Chooser): Told | undefined {
  const total = weights.reduce((sum, [weight]) => sum + weight, 0);
  let roll = chooser.random.below(total);
  const [, draw] = weights.find(([weight]) => (roll -= weight) < 0) ?? [];
  return draw?.(chooser);
}

export const payers: readonly [undefined, undefined, ToldPayer, ToldPayer] = [
  undefined,
  undefined,
  { payerId: 'cms', payerClass: 'MEDICARE' },
  { payerId: 'aetna', payerClass: 'COMMERCIAL' },
];

export function money(cents: bigint): string {
  const size = cents < 0n ? -cents : cents;
  return `${cents < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
}

/** Few amounts, so that they meet again; one in four with odd cents. */
export function someCents({ random }: Chooser): bigint {
  if (random.chance(25)) return BigInt(random.between(1, 9_999));
  return BigInt(random.pick([500, 1_200, 2_500, 3_000, 4_000, 5_000, 8_000, 9_000, 12_000, 20_000]));
}

/** All of it, half of it, a cent more, or anything. */
export function someOf(chooser: Chooser, cents: bigint): bigint {
  const { random } = chooser;
  const roll = random.below(10);
  if (cents > 0n && roll < 4) return cents;
  if (cents > 1n && roll < 7) return cents / 2n;
  if (cents > 0n && roll < 8) return cents + 1n;
  return someCents(chooser);
}

/** Today said or unsaid, a past day, a day on which something happened already, or a future day. */
function someDay({ random, today, papers, auditor }: Chooser): string | undefined {
  const locked = lockedIn(auditor.periods);
  if (locked !== undefined && random.chance(20)) return plusDays(locked, random.pick([-3, 0, 1, 1, 1]));
  const roll = random.below(100);
  if (roll < 20) return undefined;
  if (roll < 35) return today;
  if (roll < 60) return plusDays(today, -random.between(1, 30));
  if (roll < 80) return random.oneOf([...papers.items.values()].flatMap(({ worth, paid }) => [...worth, ...paid]))?.day;
  return roll < 97 ? plusDays(today, random.between(1, 20)) : plusDays(today, -random.between(60, 120));
}

/** `acceptable` is the day before which the command would be refused: mostly it is kept to. */
export function common(
  chooser: Chooser,
  acceptable?: string,
): Pick<Input, 'commandId' | 'accountId' | 'effectiveDate'> {
  const { number, papers, random, today } = chooser;
  const drawn = someDay(chooser);
  const isEarly = acceptable !== undefined && (drawn ?? today) < acceptable;
  const effectiveDate = isEarly && random.chance(75) ? acceptable : drawn;
  const fields = { commandId: `k${number}`, accountId: papers.accountId };
  return effectiveDate === undefined ? fields : { ...fields, effectiveDate };
}

/** What is voided is out of play: seldom named again. */
function itemsInPlay({ random, papers }: Chooser): readonly ItemPaper[] {
  const items = [...papers.items.values()];
  return random.chance(8) ? items : items.filter(({ charge }) => charge.voidedOn === undefined);
}

export function openItem(chooser: Chooser): ItemPaper | undefined {
  const { random } = chooser;
  const items = itemsInPlay(chooser);
  return random.oneOf(items.filter((item) => over(openOf(item)) > 0n)) ?? random.oneOf(items);
}

/** One that money is on. */
export function paidItem({ random, papers }: Chooser): ItemPaper | undefined {
  return random.oneOf([...papers.items.values()].filter(({ paid }) => over(paid) < 0n));
}

export function anyItem(chooser: Chooser): ItemPaper | undefined {
  return chooser.random.oneOf(itemsInPlay(chooser));
}

/** Mostly one that the command suits; undefined where there is none. */
export function anySource(
  { random, papers }: Chooser,
  isWanted: (source: SourcePaper) => boolean,
): SourcePaper | undefined {
  const sources = [...papers.sources.values()];
  return random.oneOf(random.chance(90) ? sources.filter(isWanted) : sources);
}

export const nobody = 'unknown-1';
