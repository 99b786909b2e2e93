import type { Intent } from './random-commands.ts';

/** The strategies, each as often as the others. */
const spreads = [
  { strategy: 'OLDEST_DUE_FIRST' },
  { strategy: 'PRO_RATA' },
  { strategy: 'SMALLEST_FIRST' },
  { strategy: 'BY_PARTY' },
  { strategy: 'BY_PRIORITY' },
  { strategy: 'BY_PRIORITY', priority: ['SERVICE', 'LATE_FEE'] },
];

export function spreadOf({ which }: Intent): Readonly<Record<string, unknown>> {
  return spreads[which % spreads.length] ?? {};
}
