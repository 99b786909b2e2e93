import { formatMoney, type Money } from '#money/money.ts';
import { amountText, countText } from '../terminal/amounts.ts';
import type { Table } from '../terminal/table.ts';
import { type ImportFigures, totalPayments } from './file-figures.ts';

/** A figure of the file beside the same figure of the ledger. */
export interface Comparison {
  readonly name: string;
  readonly file: Money | number;
  readonly ledger: Money | number;
  readonly isSame: boolean;
}

const named: readonly (readonly [string, (figures: ImportFigures) => Money | number])[] = [
  ['patients (accounts)', ({ patients }) => patients],
  ['claims', ({ claims }) => claims],
  ['charge lines', ({ lines }) => lines],
  ['  of them 0.00', ({ zeroLines }) => zeroLines],
  ['charges', ({ charges }) => charges],
  ['payments', totalPayments],
  ['  patient', ({ payments }) => payments.patient],
  ['  copay', ({ payments }) => payments.copay],
  ['  primary payer', ({ payments }) => payments.primary],
  ['  secondary payer', ({ payments }) => payments.secondary],
  ['transfers between parties, out', ({ transfersOut }) => transfersOut],
  ['transfers between parties, in', ({ transfersIn }) => transfersIn],
  ['net AR', ({ net }) => net],
  ['lines paid beyond their price', ({ creditLines }) => creditLines],
  ['money left unapplied', ({ credit }) => credit],
];

export function compareFigures(file: ImportFigures, ledger: ImportFigures): readonly Comparison[] {
  return named.map(([name, figure]) => {
    const [inFile, inLedger] = [figure(file), figure(ledger)];
    return { name, file: inFile, ledger: inLedger, isSame: asText(inFile) === asText(inLedger) };
  });
}

/** Plain text for machines: 11101.22, 190. */
export function asText(figure: Money | number): string {
  return typeof figure === 'number' ? String(figure) : formatMoney(figure);
}

function forTheEye(figure: Money | number): string {
  return typeof figure === 'number' ? countText(figure) : amountText(figure);
}

export function comparisonTable(comparisons: readonly Comparison[]): Table {
  return {
    columns: [
      { title: 'figure', align: 'LEFT' },
      { title: 'file', align: 'RIGHT' },
      { title: 'ledger', align: 'RIGHT' },
      { title: '', align: 'LEFT' },
    ],
    rows: comparisons.map(({ name, file, ledger, isSame }) => [
      name,
      forTheEye(file),
      forTheEye(ledger),
      isSame ? 'ok' : 'DIFFERS',
    ]),
  };
}
