import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The real files lie beside the checkout; not every machine has them. */
export const samples = fileURLToPath(new URL('../../../shared/samples/synthea', import.meta.url));
export const samplesAreThere = existsSync(join(samples, 'claims_transactions.csv'));
export const whenSamplesAreThere = samplesAreThere ? '' : ` (NOT RUN: ../shared/samples/synthea is not there)`;

/** Opaque ids of an invented file: u(7) is a UUID that ends in 7. */
export function u(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export type Row = Readonly<Record<string, string>>;

const transactionColumns = [
  'ID',
  'CLAIMID',
  'CHARGEID',
  'PATIENTID',
  'TYPE',
  'AMOUNT',
  'METHOD',
  'FROMDATE',
  'PROCEDURECODE',
  'MODIFIER1',
  'MODIFIER2',
  'UNITS',
  'NOTES',
  'UNITAMOUNT',
  'TRANSFERTYPE',
  'PAYMENTS',
  'TRANSFERS',
  'OUTSTANDING',
  'APPOINTMENTID',
  'FEESCHEDULEID',
  'PROVIDERID',
];

function csv(columns: readonly string[], rows: readonly Row[]): string {
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => `${cells.join(',')}\n`)
    .join('');
}

/** An invented set of files: one claim of two patients each, with the payers of `claims`. */
export function writeFiles(directory: string, transactions: readonly Row[], claims: readonly Row[]): void {
  const payers = [
    { Id: u(901), NAME: 'Medicare' },
    { Id: u(902), NAME: 'Some Insurer' },
    { Id: u(903), NAME: 'NO_INSURANCE' },
    { Id: u(904), NAME: 'Dual Eligible' },
  ];
  const providers = [{ Id: u(801), NAME: 'Canary Provider', SPECIALITY: 'NURSE PRACTITIONER' }];
  writeFileSync(join(directory, 'claims_transactions.csv'), csv(transactionColumns, transactions));
  writeFileSync(
    join(directory, 'claims.csv'),
    csv(['Id', 'PRIMARYPATIENTINSURANCEID', 'SECONDARYPATIENTINSURANCEID'], claims),
  );
  writeFileSync(join(directory, 'payers.csv'), csv(['Id', 'NAME'], payers));
  writeFileSync(join(directory, 'providers.csv'), csv(['Id', 'NAME', 'SPECIALITY'], providers));
}

/** Rows of one claim of patient u(1), numbered in the order given. */
export function claimRows(claim: number, rows: readonly Row[]): readonly Row[] {
  return rows.map((row, index) => ({
    ID: u(claim * 100 + index),
    CLAIMID: u(claim),
    CHARGEID: String(claim * 100 + index),
    PATIENTID: u(1),
    FROMDATE: '2024-03-01T14:00:00Z',
    NOTES: 'Canary note',
    ...row,
  }));
}

export const charge = (holder: string, amount: string): Row => ({
  TYPE: 'CHARGE',
  AMOUNT: amount,
  TRANSFERTYPE: holder,
  PROCEDURECODE: '185345009',
  UNITS: '1',
  UNITAMOUNT: amount,
  APPOINTMENTID: u(701),
  FEESCHEDULEID: '1',
  PROVIDERID: u(801),
});
export const payment = (method: string, amount: string): Row => ({ TYPE: 'PAYMENT', METHOD: method, PAYMENTS: amount });
export const out = (amount: string): Row => ({ TYPE: 'TRANSFEROUT', TRANSFERS: amount });
export const into = (holder: string, amount: string): Row => ({
  TYPE: 'TRANSFERIN',
  TRANSFERTYPE: holder,
  AMOUNT: amount,
  TRANSFERS: amount,
});
