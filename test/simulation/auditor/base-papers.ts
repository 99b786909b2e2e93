import type { Change } from './dated.ts';
import type {
  AdjustmentPaper,
  AllocationPaper,
  ItemPaper,
  RecoveryPaper,
  RefundPaper,
  SourcePaper,
  WaiverPaper,
  WriteOffPaper,
} from './papers.ts';

/** An amount that came in at a value in base; what is left of it, and what that is carried at. */
export interface Rated {
  readonly face: bigint;
  readonly base: bigint;
  left: bigint;
  carried: bigint;
}

interface AllocatedBase {
  readonly settled: Rated;
  readonly used: Rated;
  /** What was last taken back of it. */
  back: { readonly cents: bigint; readonly settled: bigint; readonly used: bigint } | undefined;
}

/** AccountsReceivable, UnappliedCash, UnappliedCredits, UnidentifiedCash, the clearing accounts, FxRealized and FxUnrealizedAR in base. */
export interface PostedInBase {
  readonly general: Map<string, Change[]>;
}

/** Values in the currency of the ledger, by what they are of. */
export interface BasePapers extends PostedInBase {
  readonly items: Map<ItemPaper, Rated>;
  readonly sources: Map<SourcePaper, Rated>;
  readonly allocations: Map<AllocationPaper, AllocatedBase>;
  readonly adjustments: Map<AdjustmentPaper, ReadonlyMap<ItemPaper, bigint>>;
  readonly waivers: Map<WaiverPaper, ReadonlyMap<ItemPaper, bigint>>;
  readonly writeOffs: Map<WriteOffPaper, Map<ItemPaper, Rated>>;
  readonly refunds: Map<RefundPaper, bigint>;
  readonly reversed: Map<SourcePaper, bigint>;
  readonly recoveries: Map<RecoveryPaper, bigint>;
  readonly revalued: Set<string>;
}
