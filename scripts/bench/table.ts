/** One line of the report: what was measured, how much, and the ratio to what ran beside it. */
export interface Line {
  readonly what: string;
  readonly value: number | string;
  readonly unit: string;
  readonly ratio?: { readonly to: string; readonly value: number };
  /** The aim of the issue, where there is one, and whether it was met. */
  readonly aim?: { readonly text: string; readonly met: boolean };
}

export function printLines(title: string, lines: readonly Line[]): void {
  console.log(`\n${title}`);
  for (const { what, value, unit, ratio, aim } of lines) {
    const figure = typeof value === 'number' ? numeral(value) : value;
    const beside = ratio === undefined ? '' : `  ${ratio.value.toFixed(2)} x ${ratio.to}`;
    const goal = aim === undefined ? '' : `  aim ${aim.text}: ${aim.met ? 'met' : 'MISSED'}`;
    console.log(`  ${what.padEnd(58)} ${figure.padStart(10)} ${unit.padEnd(14)}${beside}${goal}`);
  }
}

function numeral(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2);
}

/** The value below which a share of the sorted values lies. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
