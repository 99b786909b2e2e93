import type { BasePapers } from './base-papers.ts';
import { type At, type Change, type Dated, over } from './dated.ts';
import type { CameFrom, TransitPaper } from './transit-papers.ts';

/** The auditor's own papers of one account. Figures are lists of dated changes; nothing is ever kept as a sum. */
export interface Papers {
  readonly accountId: string;
  currency: string;
  openedOn: string | undefined;
  reopenedOn: string | undefined;
  closedOn: string | undefined;
  readonly charges: Map<string, ChargePaper>;
  readonly items: Map<string, ItemPaper>;
  /** Payments. */
  readonly sources: Map<string, SourcePaper>;
  readonly credits: Map<string, SourcePaper>;
  /** Announced money, also after it came or did not come; what came is a payment. */
  readonly pending: Map<string, PendingPaper>;
  readonly allocations: AllocationPaper[];
  readonly adjustments: Map<string, AdjustmentPaper>;
  readonly waivers: Map<string, WaiverPaper>;
  readonly writeOffs: Map<string, WriteOffPaper>;
  /** Payments for what was written off: in the ids of payments, but never a source of allocations. */
  readonly recoveries: Map<string, RecoveryPaper>;
  readonly recovered: Classified[];
  readonly refunds: Map<string, RefundPaper>;
  /** What was paid out of payments and credits, less what came back, by the party that had paid. */
  readonly refunded: Classified[];
  /** What was charged, adjusted and waived, by the party that owed it; the last two with their reason. */
  readonly charged: Classified[];
  readonly writtenOff: Classified[];
  readonly transfers: Set<string>;
  /** What has left for other accounts, by the id of its transfer, also after it arrived or came back. */
  readonly transfersOut: Map<string, TransitPaper>;
  readonly holds: Map<string, AgreementPaper>;
  readonly disputes: Map<string, AgreementPaper>;
  readonly promises: Map<string, PromisePaper>;
  readonly plans: Map<string, PlanPaper>;
  /** Item and period, and the day on which the fee was assessed. */
  readonly fees: Map<string, string>;
  /** Of late-fee runs, by item: the day on which it was first noted as late, and the last one that has borne interest. */
  readonly noticed: Map<string, string>;
  readonly borne: Map<string, string>;
  /** By account of the general ledger: debits positive, credits negative. */
  readonly general: Map<string, Change[]>;
  /** Of an account in another currency than the ledger's. */
  base: BasePapers | undefined;
  /** What moved on CashClearing, by the way it went. */
  readonly cash: (Change & { readonly method: string })[];
  /** Of the last entry on the account, -1 before the first. */
  revision: number;
  /** Charges, payments and transfers so far: the order of recording. */
  order: number;
}

export interface Classified extends Change {
  readonly party: string;
  readonly reason?: string | undefined;
}

export interface ChargePaper {
  readonly chargeId: string;
  readonly category: string;
  readonly origin: string;
  readonly from: string;
  readonly serviceDate: string | undefined;
  readonly cents: bigint;
  readonly items: ItemPaper[];
  readonly tax: bigint;
  /** Of a recharge: how the money had come that was owed back. */
  readonly method?: string | undefined;
  readonly cameFrom?: CameFrom | undefined;
  /** What of it is on other accounts. */
  away: bigint;
  /** So many of the items came with the charge; later ones by transfer. */
  itemsPosted: number;
  voidedOn: string | undefined;
  taxLeft: bigint;
  /** Amount, adjustments and waivers over all days. */
  worth: bigint;
}

export interface ItemPaper {
  readonly key: string;
  readonly charge: ChargePaper;
  readonly number: number;
  readonly party: string;
  readonly due: string;
  readonly from: string;
  /** Of an item that a plan made: whose amount it took. */
  readonly redated?: ItemPaper | undefined;
  readonly order: number;
  /** Amount, moves, adjustments, waivers, write-offs and their reversals. */
  readonly worth: Change[];
  /** What came with the charge, or with a transfer. */
  readonly posted: bigint;
  /** Given up as bad debt and not taken back. */
  readonly writtenOff: Change[];
  /** Of what is applied, that which credits pay. */
  readonly credited: Change[];
  /** What is applied to it, negative, and released again. */
  readonly paid: Change[];
}

/** What allocations are made of: a payment, or a credit. */
export interface SourcePaper {
  readonly kind: 'PAYMENT' | 'CREDIT';
  readonly id: string;
  readonly party: string;
  /** How the money came; a credit is none. */
  readonly method?: string | undefined;
  readonly cameFrom?: CameFrom | undefined;
  /** The part of a receipt that it was. */
  readonly receipt?: { readonly receiptId: string; readonly part: number } | undefined;
  /** What of it is on other accounts. */
  away: bigint;
  readonly from: string;
  readonly order: number;
  readonly cents: bigint;
  readonly unapplied: Change[];
  /** Since when it is reversed; of a credit, voided. */
  reversedOn: string | undefined;
  /** The day it was received or last reinstated. */
  settledOn: string;
  /** What the reversal took back, to be restored in the order of making. */
  dropped: readonly Part[];
  /** While it is reversed: the charge for what of it had been refunded. */
  recharge: ChargePaper | undefined;
}

export interface PendingPaper {
  readonly party: string;
  readonly method: string | undefined;
  readonly day: string;
  readonly cents: bigint;
  /** What of it is waited for. */
  readonly waiting: Change[];
  became: 'SETTLED' | 'FAILED' | undefined;
}

/** So much of an allocation. */
export interface Part {
  readonly allocation: AllocationPaper;
  readonly cents: bigint;
}

/** Money of a payment or credit that went back. */
export interface RefundPaper {
  readonly source: SourcePaper;
  readonly method: string | undefined;
  readonly day: string;
  readonly cents: bigint;
  /** What it took from allocations. */
  readonly reopened: readonly Part[];
  reversedOn: string | undefined;
}

export interface AllocationPaper {
  readonly number: number;
  readonly source: SourcePaper;
  readonly item: ItemPaper;
  readonly day: string;
  live: bigint;
  /** What was given up with it; or, since it was taken back, what took that back. */
  shortfall: AdjustmentPaper | undefined;
}

export interface AdjustmentPaper {
  readonly chargeId: string;
  readonly kind: string;
  readonly reason: string;
  readonly day: string;
  readonly cents: bigint;
  readonly tax: bigint;
  readonly contra: string;
  readonly items: readonly { readonly item: ItemPaper; readonly cents: bigint }[];
  /** What undoes an undoing says again what the first had said. */
  readonly isUndoing: boolean;
  /** The one that it takes back. */
  readonly undoes?: AdjustmentPaper | undefined;
  undoneOn: string | undefined;
}

export interface WaiverPaper {
  readonly charge: ChargePaper;
  readonly day: string;
  readonly cents: bigint;
  readonly items: readonly { readonly item: ItemPaper; readonly cents: bigint }[];
  reversedOn: string | undefined;
}

export interface WriteOffPaper {
  readonly day: string;
  readonly items: readonly { readonly item: ItemPaper; readonly cents: bigint }[];
  /** How much of each item has come back. */
  readonly reversed: Map<ItemPaper, bigint>;
  /** What has been neither reversed nor recovered. */
  readonly left: Change[];
}

export interface RecoveryPaper {
  readonly party: string;
  readonly method: string | undefined;
  readonly writeOff: WriteOffPaper;
  readonly cents: bigint;
  reversedOn: string | undefined;
  settledOn: string;
}

/** Something that stands between two days, known from an ordinal on, and its end from another. */
export interface AgreementPaper {
  /** Of a hold: undefined where it is on the whole account. */
  readonly item: ItemPaper | undefined;
  readonly day: string;
  readonly known: number;
  /** What is disputed; nothing of a hold. */
  readonly cents: bigint;
  ended: At | undefined;
}

interface PromisePaper extends AgreementPaper {
  readonly by: string;
}

export interface PlanPaper {
  readonly day: string;
  readonly items: ItemPaper[];
  /** Agreed, or last revised. */
  changed: string;
  ended: string | undefined;
}

/** Where what of a source is not applied stands in the general ledger. */
export const unappliedAccounts = { PAYMENT: 'UnappliedCash', CREDIT: 'UnappliedCredits' } as const;

export function allSources({ sources, credits }: Papers): readonly SourcePaper[] {
  return [...sources.values(), ...credits.values()];
}

export const feeCategories: readonly string[] = ['LATE_FEE', 'INTEREST'];

export function isFee(charge: ChargePaper): boolean {
  return feeCategories.includes(charge.category);
}

export function openOf(item: ItemPaper): Dated {
  return [...item.worth, ...item.paid];
}

/** Due date, effective date, order of recording, item number. */
export function inOrder(items: readonly ItemPaper[]): readonly ItemPaper[] {
  const rank = (item: ItemPaper): readonly (string | number)[] => [item.due, item.from, item.order, item.number];
  return items.toSorted((a, b) => compared(rank(a), rank(b)));
}

function compared(one: readonly (string | number)[], other: readonly (string | number)[]): number {
  for (const [index, value] of one.entries()) {
    const against = other[index] ?? value;
    if (value !== against) return value < against ? -1 : 1;
  }
  return 0;
}

/** Items on which something is open once everything recorded counts. */
export function stillOpen(items: Iterable<ItemPaper>): readonly ItemPaper[] {
  return inOrder([...items].filter((item) => over(openOf(item)) > 0n));
}

/** What is left of the allocations on an item or of a payment, newest first. */
export function liveNewestFirst(
  papers: Papers,
  belongs: (allocation: AllocationPaper) => boolean,
): readonly AllocationPaper[] {
  return papers.allocations.filter((one) => one.live > 0n && belongs(one)).toReversed();
}

/** The refunds of a payment or credit that have not come back. */
export function standingRefunds(papers: Papers, source: SourcePaper): readonly RefundPaper[] {
  return [...papers.refunds.values()].filter((one) => one.source === source && one.reversedOn === undefined);
}

/** One posting: debits positive, credits negative; where it moves cash, the way it went. */
export function post(
  papers: Pick<Papers, 'general' | 'cash'>,
  at: At & { readonly method?: string | undefined },
  lines: readonly (readonly [account: string, cents: bigint])[],
): void {
  for (const [account, cents] of lines) {
    if (cents === 0n) continue;
    const changes = papers.general.get(account) ?? [];
    const { day, known, method } = at;
    changes.push({ day, known, cents });
    papers.general.set(account, changes);
    if (account !== 'CashClearing') continue;
    if (method === undefined) throw new Error('the auditor itself moves cash in no way');
    papers.cash.push({ day, known, cents, method });
  }
}
