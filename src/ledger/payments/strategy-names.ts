/** Where money goes that no explicit line takes (ledger-rules 4). */
export const strategies = [
  'NONE',
  'OLDEST_DUE_FIRST',
  'SMALLEST_FIRST',
  'PRO_RATA',
  'BY_PARTY',
  'BY_PRIORITY',
] as const;

export type Strategy = (typeof strategies)[number];
