/** What the auditor writes down of base values, by the text of ledger-rules 8. */
/** What came in sets the rate; what is left of it moves. */
export interface Rated {
  readonly face: bigint;
  readonly base: bigint;
  left: bigint;
  carried: bigint;
}

interface AuditedAllocation {
  readonly settled: Rated;
  readonly used: Rated;
  takenBack: { readonly amount: bigint; readonly settled: bigint; readonly used: bigint } | undefined;
}

export interface BasePapers {
  readonly items: Map<string, Rated>;
  readonly sources: Map<string, Rated>;
  readonly allocations: Map<number, AuditedAllocation>;
  /** By id and item. */
  readonly adjusted: Map<string, bigint>;
  readonly waived: Map<string, bigint>;
  readonly writtenOff: Map<string, Rated>;
  readonly refunded: Map<string, bigint>;
  readonly reversed: Map<string, bigint>;
  readonly recovered: Map<string, bigint>;
  /** What the postings say, by item and by payment or credit. */
  readonly posted: Map<string, bigint>;
}

export function newBasePapers(): BasePapers {
  return {
    items: new Map(),
    sources: new Map(),
    allocations: new Map(),
    adjusted: new Map(),
    waived: new Map(),
    writtenOff: new Map(),
    refunded: new Map(),
    reversed: new Map(),
    recovered: new Map(),
    posted: new Map(),
  };
}

export function rated(face: bigint, base: bigint): Rated {
  return { face, base, left: face, carried: base };
}

/** The part leaves with what rounding half up says is left; the last part takes all. */
export function take(from: Rated, amount: bigint, exactly?: bigint): bigint {
  const rest = from.left - amount;
  const kept = rest === 0n ? 0n : (2n * from.base * rest + from.face) / (2n * from.face);
  const free = from.carried > kept ? from.carried - kept : 0n;
  const asked = exactly === undefined || rest === 0n ? free : exactly;
  const part = asked > from.carried ? from.carried : asked;
  from.left = rest;
  from.carried -= part;
  return part;
}

export function give(to: Rated, amount: bigint, base: bigint): void {
  to.left += amount;
  to.carried += base;
}
