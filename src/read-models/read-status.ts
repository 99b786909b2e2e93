export interface ReadStatus {
  /** Everything up to this ordinal is in the tables. */
  readonly checkpoint: number;
  /** The projection's own failure, in words without any value of the entry; undefined while it runs. */
  readonly stopped: { readonly ordinal: number; readonly problem: string } | undefined;
  readonly rebuilding: boolean;
}
