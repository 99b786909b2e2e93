/** The stages of checks, in their order (ledger-rules 4). */
export const stages = [
  'COMMAND_ID',
  'SHAPE',
  'EXISTENCE',
  'CURRENCY',
  'REASON',
  'PERIOD',
  'STATE',
  'SOURCE_AMOUNT',
  'TARGET_AMOUNT',
  'LIMIT',
  'CONDITION',
  'CAPACITY',
] as const;

export type Stage = (typeof stages)[number];

export interface Meaning<Figures extends readonly string[] = readonly string[]> {
  readonly stage: Stage;
  /** A fact of the books in one sentence. */
  readonly message: string;
  /** Names of the figures that come with it; a name with `?` may be missing. */
  readonly figures: Figures;
  /** The same command may be accepted later without being changed. */
  readonly retryable: boolean;
}

/** The figures of a figure that is too small. */
export const shortage = ['available', 'bindingDate', 'earliestDate?'] as const;

/** A line of the catalogue (rejections.ts). */
export function meaning<const Figures extends readonly string[] = readonly []>(
  stage: Stage,
  message: string,
  figures?: Figures,
  retryable = false,
): Meaning<Figures | readonly []> {
  return { stage, message, figures: figures ?? [], retryable };
}
