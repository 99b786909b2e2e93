/** What the metadata of a stream say about how much of it a reader may see. */
export interface Retention {
  /** Revision of the first event that is still there. */
  readonly truncateBefore: bigint;
  readonly maxCount: bigint | undefined;
  readonly maxAgeSeconds: number | undefined;
}

/** `$tb` of a stream that was deleted softly, and the revision of the last event of one that was deleted for ever. */
export const deleted = 2n ** 63n - 1n;

export function retentionOf(metadata: Uint8Array | undefined): Retention {
  const keys = keysOf(metadata);
  return {
    truncateBefore: truncateBefore(keys['$tb']),
    maxCount: typeof keys['$maxCount'] === 'number' ? BigInt(keys['$maxCount']) : undefined,
    maxAgeSeconds: typeof keys['$maxAge'] === 'number' ? keys['$maxAge'] : undefined,
  };
}

/** The metadata as they were, but for where the stream begins. */
export function truncatedBefore(metadata: Uint8Array | undefined, revision: bigint): Uint8Array {
  const { $tb: _, ...kept } = keysOf(metadata);
  const others = JSON.stringify(kept).slice(1, -1);
  return Buffer.from(`{"$tb":${revision}${others === '' ? '' : `,${others}`}}`);
}

function keysOf(metadata: Uint8Array | undefined): Readonly<Record<string, unknown>> {
  if (metadata === undefined) return {};
  const parsed: unknown = JSON.parse(Buffer.from(metadata).toString());
  return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
}

/** A JSON number beyond 2^53 has lost its last digits; only the mark of a deletion is that large. */
function truncateBefore(value: unknown): bigint {
  if (typeof value !== 'number') return 0n;
  return value > Number.MAX_SAFE_INTEGER ? deleted : BigInt(value);
}
