import type { BasePapers, PostedInBase, Rated } from './base-papers.ts';
import { type At, type Change, on } from './dated.ts';
import {
  type AdjustmentPaper,
  type AllocationPaper,
  type ChargePaper,
  type ItemPaper,
  type Papers,
  type Part,
  type RecoveryPaper,
  type RefundPaper,
  type SourcePaper,
  unappliedAccounts,
  type WaiverPaper,
  type WriteOffPaper,
} from './papers.ts';

/**
 * What an account in another currency than the ledger's is worth in the ledger's, cent by cent in the order of recording
 * (ledger-rules 8). An account in the currency of the ledger has no such papers, and nothing here does anything to it. Of the
 * general ledger only what these figures are made of: what else is posted balances it.
 */
export function newBase(): BasePapers {
  return {
    items: new Map(),
    sources: new Map(),
    allocations: new Map(),
    adjustments: new Map(),
    waivers: new Map(),
    writeOffs: new Map(),
    refunds: new Map(),
    reversed: new Map(),
    recoveries: new Map(),
    general: new Map(),
    revalued: new Set(),
  };
}

export function postBase({ general }: PostedInBase, at: At, account: string, cents: bigint): void {
  if (cents === 0n) return;
  const changes: Change[] = general.get(account) ?? [];
  changes.push({ day: at.day, known: at.known, cents });
  general.set(account, changes);
}

export function rated(face: bigint, base: bigint): Rated {
  return { face, base, left: face, carried: base };
}

function there<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('the auditor itself has no base value of something');
  return value;
}

/** To the nearest cent, half up. */
function nearest(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}

/** The part goes that leaves `round(base x left / face)`; all of it where nothing is left; `exactly` where something is undone. */
export function take(from: Rated, cents: bigint, exactly?: bigint): bigint {
  from.left -= cents;
  const kept = from.left === 0n ? 0n : nearest(from.base * from.left, from.face);
  const beyond = from.carried > kept ? from.carried - kept : 0n;
  const asked = from.left === 0n || exactly === undefined ? beyond : exactly;
  const part = asked < from.carried ? asked : from.carried;
  from.carried -= part;
  return part;
}

export function give(to: Rated, cents: bigint, base: bigint): void {
  to.left += cents;
  to.carried += base;
}

/** What was posted on an item, or taken off it, with the receivable that it is. */
export function itemGains(base: BasePapers, item: ItemPaper, change: Change, worth: bigint): void {
  give(there(base.items.get(item)), change.cents, worth);
  postBase(base, change, 'AccountsReceivable', worth);
}

export function itemLoses(base: BasePapers, item: ItemPaper, change: Change, exactly?: bigint): bigint {
  const part = take(there(base.items.get(item)), change.cents, exactly);
  postBase(base, change, 'AccountsReceivable', -part);
  return part;
}

/** By amount; the cents that are left over go one by one to the first items that have one. An item of nothing has the rate of its charge. */
export function chargeInBase({ base }: Papers, charge: ChargePaper, worth: bigint | undefined, at: At): void {
  if (base === undefined || worth === undefined) return;
  const parts = charge.items.map(({ posted }) => (charge.cents === 0n ? 0n : (worth * posted) / charge.cents));
  let rest = charge.cents === 0n ? 0n : worth - parts.reduce((sum, part) => sum + part, 0n);
  for (const [index, item] of charge.items.entries()) {
    const extra = rest > 0n && item.posted > 0n ? 1n : 0n;
    rest -= extra;
    const own = (parts[index] ?? 0n) + extra;
    const ofNothing = { face: charge.cents, base: worth, left: 0n, carried: 0n };
    base.items.set(item, item.posted === 0n ? ofNothing : rated(item.posted, own));
    postBase(base, at, 'AccountsReceivable', own);
  }
}

export function rechargeInBase(papers: Papers, payment: SourcePaper, charge: ChargePaper, at: At): void {
  const { base, refunds } = papers;
  if (base === undefined) return;
  const standing = [...refunds.values()].filter((one) => one.source === payment && one.reversedOn === undefined);
  const worth = standing.reduce((sum, one) => sum + there(base.refunds.get(one)), 0n);
  chargeInBase(papers, charge, worth, at);
  postBase(base, at, 'CashClearing', -worth);
}

export function moveInBase({ base }: Papers, from: ItemPaper, to: ItemPaper, change: Change): void {
  if (base === undefined) return;
  const part = take(there(base.items.get(from)), change.cents);
  base.items.set(to, rated(change.cents, part));
}

export function adjustInBase({ base }: Papers, adjustment: AdjustmentPaper, known: number): void {
  if (base === undefined) return;
  const { day, items, undoes } = adjustment;
  const undone = undoes === undefined ? undefined : there(base.adjustments.get(undoes));
  const parts = new Map<ItemPaper, bigint>();
  for (const { item, cents } of items) {
    const stored = undone?.get(item);
    const { face, base: worth } = there(base.items.get(item));
    if (cents < 0n) {
      parts.set(item, -itemLoses(base, item, { day, known, cents: -cents }, stored));
    } else {
      const raised = stored === undefined ? nearest(worth * cents, face) : -stored;
      itemGains(base, item, { day, known, cents }, raised);
      parts.set(item, raised);
    }
  }
  base.adjustments.set(adjustment, parts);
}

export function waiveInBase({ base }: Papers, waiver: WaiverPaper, known: number): void {
  if (base === undefined) return;
  const { day, items } = waiver;
  const parts = items.map(({ item, cents }): [ItemPaper, bigint] => [
    item,
    itemLoses(base, item, { day, known, cents }),
  ]);
  base.waivers.set(waiver, new Map(parts));
}

export function waiverBackInBase({ base }: Papers, waiver: WaiverPaper, at: At): void {
  if (base === undefined) return;
  const parts = there(base.waivers.get(waiver));
  for (const { item, cents } of waiver.items) itemGains(base, item, { ...at, cents }, there(parts.get(item)));
}

/** Below zero: taken back. */
export function writeOffInBase({ base }: Papers, paper: WriteOffPaper, item: ItemPaper, change: Change): void {
  if (base === undefined) return;
  const parts = base.writeOffs.get(paper) ?? new Map<ItemPaper, Rated>();
  base.writeOffs.set(paper, parts);
  if (change.cents > 0n) {
    parts.set(item, rated(change.cents, itemLoses(base, item, change)));
  } else {
    const back = { ...change, cents: -change.cents };
    itemGains(base, item, back, take(there(parts.get(item)), back.cents));
  }
}

/** `from`: the account of the general ledger that money comes from. */
export function sourceInBase(
  { base }: Papers,
  source: SourcePaper,
  worth: bigint | undefined,
  at: At,
  from = 'CashClearing',
): void {
  if (base === undefined || worth === undefined) return;
  base.sources.set(source, rated(source.cents, worth));
  postBase(base, at, unappliedAccounts[source.kind], -worth);
  if (source.kind === 'PAYMENT') postBase(base, at, from, worth);
}

export function sourceLoses(base: BasePapers, source: SourcePaper, change: Change, exactly?: bigint): bigint {
  const part = take(there(base.sources.get(source)), change.cents, exactly);
  postBase(base, change, unappliedAccounts[source.kind], part);
  return part;
}

export function sourceGains(base: BasePapers, source: SourcePaper, change: Change, worth: bigint): void {
  give(there(base.sources.get(source)), change.cents, worth);
  postBase(base, change, unappliedAccounts[source.kind], -worth);
}

/** The gain is what the money was worth beyond the part of the item. What is restored whole is restored exactly. */
export function allocateInBase(
  { base }: Papers,
  allocation: AllocationPaper,
  known: number,
  dropped?: AllocationPaper,
) {
  if (base === undefined) return;
  const { day, source, item, live: cents } = allocation;
  const back = dropped === undefined ? undefined : there(base.allocations.get(dropped)).back;
  const exactly = back?.cents === cents ? back : undefined;
  const settled = itemLoses(base, item, { day, known, cents }, exactly?.settled);
  const used = sourceLoses(base, source, { day, known, cents }, exactly?.used);
  postBase(base, { day, known }, 'FxRealized', settled - used);
  base.allocations.set(allocation, { settled: rated(cents, settled), used: rated(cents, used), back: undefined });
}

/** The item is open again, and the gain is none; what had been used is for the caller to put somewhere. */
function reopened(base: BasePapers, { allocation, cents }: Part, at: At): bigint {
  const both = there(base.allocations.get(allocation));
  const [settled, used] = [take(both.settled, cents), take(both.used, cents)];
  both.back = { cents, settled, used };
  itemGains(base, allocation.item, { ...at, cents }, settled);
  postBase(base, at, 'FxRealized', used - settled);
  return used;
}

export function releaseInBase({ base }: Papers, part: Part, at: At): void {
  if (base === undefined) return;
  sourceGains(base, part.allocation.source, { ...at, cents: part.cents }, reopened(base, part, at));
}

export function refundInBase({ base }: Papers, refund: RefundPaper, fromUnapplied: bigint, at: At): void {
  if (base === undefined) return;
  const free = sourceLoses(base, refund.source, { ...at, cents: fromUnapplied });
  const worth = refund.reopened.reduce((sum, part) => sum + reopened(base, part, at), free);
  base.refunds.set(refund, worth);
  postBase(base, at, 'CashClearing', -worth);
}

export function refundBackInBase({ base }: Papers, refund: RefundPaper, at: At): void {
  if (base === undefined) return;
  const worth = there(base.refunds.get(refund));
  sourceGains(base, refund.source, { ...at, cents: refund.cents }, worth);
  postBase(base, at, 'CashClearing', worth);
}

/** A reversed payment, or a credit that is void: all that is unapplied of it. */
export function goneInBase({ base }: Papers, source: SourcePaper, cents: bigint, at: At): void {
  if (base === undefined) return;
  const worth = sourceLoses(base, source, { ...at, cents });
  base.reversed.set(source, worth);
  if (source.kind === 'PAYMENT') postBase(base, at, 'CashClearing', -worth);
}

export function backInBase({ base }: Papers, source: SourcePaper, cents: bigint, at: At): void {
  if (base === undefined) return;
  const worth = there(base.reversed.get(source));
  sourceGains(base, source, { ...at, cents }, worth);
  postBase(base, at, 'CashClearing', worth);
}

/** All that is carried goes; of a recharge the cash comes back, but for what its adjustments had changed. */
export function voidInBase(papers: Papers, charge: ChargePaper, standing: readonly AdjustmentPaper[], at: At): void {
  const { base } = papers;
  if (base === undefined) return;
  let worth = 0n;
  for (const item of charge.items) {
    const { left } = there(base.items.get(item));
    if (left > 0n) worth += itemLoses(base, item, { ...at, cents: left });
  }
  if (charge.origin !== 'RECHARGE') return;
  for (const one of standing) for (const part of there(base.adjustments.get(one)).values()) worth -= part;
  postBase(base, at, 'CashClearing', worth);
}

/** On its day what is open is worth more, or less, than it is carried at; on the next nothing of that is left. */
export function revaluedInBase({ base }: Papers, at: At, next: string, value: bigint): void {
  if (base === undefined) return;
  const gain = value - on(base.general.get('AccountsReceivable') ?? [], at.day);
  postBase(base, at, 'FxUnrealizedAR', gain);
  postBase(base, { ...at, day: next }, 'FxUnrealizedAR', -gain);
  base.revalued.add(at.day);
}

/** Money for bad debt; below zero it is taken back. */
export function recoverInBase({ base }: Papers, recovery: RecoveryPaper, change: Change, worth?: bigint): void {
  if (base === undefined) return;
  if (worth !== undefined) base.recoveries.set(recovery, worth);
  const own = there(base.recoveries.get(recovery));
  postBase(base, change, 'CashClearing', change.cents < 0n ? -own : own);
}
