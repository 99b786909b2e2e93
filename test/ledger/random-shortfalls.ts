import type { Allocation, Item } from '#ledger/account.ts';
import type { Sent } from './given-when-then.ts';
import type { Situation } from './random-commands.ts';
import { half, itemOf } from './random-parts.ts';
import { money } from './summary-parts.ts';

/** In one of three lines that pay: a part of something open, whose rest is given up; or all of it, which leaves none. */
export function payingLineOf(situation: Situation, isNamed: boolean): PayingLine {
  const { intent, number, charge } = situation;
  const line = { chargeId: charge, ...(isNamed ? itemOf(situation) : {}), amount: half(intent.cents) };
  const open = openItemOf(situation);
  if (intent.other % 3 !== 0 || open === undefined) return line;
  const shortfall = { adjustmentId: `s${number}`, kind: 'CORRECTION', reasonCode: 'WRONG_AMOUNT' };
  const cents = finalCents(open);
  const part = intent.other % 12 === 0 ? cents : 1n + (cents * BigInt(intent.cents)) / 18_000n;
  const named = isNamed ? { item: open.item } : {};
  return { chargeId: open.chargeId, ...named, amount: money(part), shortfall };
}

interface PayingLine {
  readonly chargeId: string;
  readonly amount: string;
  readonly shortfall?: unknown;
}

function openItemOf({ account, intent }: Situation): Item | undefined {
  const open = [...account.openItems].toSorted();
  return account.items.get(open[intent.which % Math.max(1, open.length)] ?? '');
}

function finalCents({ open }: Item): bigint {
  return open.changes.reduce((sum, { amount }) => sum + BigInt(amount.minor.toString()), 0n);
}

/** In one of three commands that take something back: an allocation with a shortfall, of which some were undone by hand. */
export function chosenShort({ account, intent }: Situation): Allocation | undefined {
  if (intent.which % 3 !== 0) return undefined;
  const short = [...account.allocations.values()].filter(
    ({ shortfall, live }) => shortfall !== undefined && !live.minor.isZero(),
  );
  const undone = short.filter(({ shortfall }) => account.adjustments.get(shortfall ?? '')?.undoneOn !== undefined);
  const chosen = intent.other % 2 === 0 && undone.length > 0 ? undone : short;
  return chosen.toSorted((a, b) => a.allocation - b.allocation)[intent.other % Math.max(1, chosen.length)];
}

/** All of it, or a part. */
export function unapplyShort({ account, intent, effectiveDate }: Situation, allocation: Allocation): Sent {
  const { source, itemKey, live } = allocation;
  const item = account.items.get(itemKey);
  const part = intent.coin < 8 ? BigInt(live.minor.toString()) : 1n;
  const lines = [{ chargeId: item?.chargeId, item: item?.item, amount: money(part) }];
  return ['UnapplyPayment', { paymentId: source.id, effectiveDate, reasonCode: 'MISAPPLIED', lines }];
}
