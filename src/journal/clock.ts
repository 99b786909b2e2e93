/**
 * Where recorded time comes from, in a form that another thread can be given: the writer reads it inside the transaction.
 * A standing clock is for sandbox ledgers and tests: it shows what it was last set to.
 */
export type LedgerClock = { readonly kind: 'SYSTEM' } | { readonly kind: 'STANDING'; readonly cell: BigInt64Array };

export const systemClock: LedgerClock = { kind: 'SYSTEM' };

export function standingClock(milliseconds: number): LedgerClock & { readonly kind: 'STANDING' } {
  const cell = new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT));
  Atomics.store(cell, 0, BigInt(milliseconds));
  return { kind: 'STANDING', cell };
}

export function setClock(clock: LedgerClock & { readonly kind: 'STANDING' }, milliseconds: number): void {
  Atomics.store(clock.cell, 0, BigInt(milliseconds));
}

/** Milliseconds since 1970. */
export function readClock(clock: LedgerClock): number {
  return clock.kind === 'SYSTEM' ? Date.now() : Number(Atomics.load(clock.cell, 0));
}
