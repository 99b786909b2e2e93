import { z } from 'zod';
import { csvRows } from './csv-rows.ts';
import { uuid } from './transactions.ts';

export interface Payer {
  readonly payerId: string;
  readonly payerClass: string;
}

/** Who pays for a claim, as claims.csv says it; undefined where it names a payer that payers.csv does not have. */
export interface ClaimPayers {
  readonly primary: Payer | undefined;
  readonly secondary: Payer | undefined;
}

/**
 * The class of a payer by its name in payers.csv: the public programmes by name, every other insurer is
 * commercial. NO_INSURANCE is a row of its own, which stands for "nobody yet".
 */
const classes: ReadonlyMap<string, string> = new Map([
  ['Medicare', 'MEDICARE'],
  ['Medicaid', 'MEDICAID'],
  ['Dual Eligible', 'DUAL_ELIGIBLE'],
  ['NO_INSURANCE', 'UNINSURED'],
]);
const noPayer = 'NO_INSURANCE';

const payerRow = z.object({ Id: uuid, NAME: z.string() });
const claimRow = z.object({
  Id: uuid,
  PRIMARYPATIENTINSURANCEID: z.union([uuid, z.enum(['', '0'])]),
  SECONDARYPATIENTINSURANCEID: z.union([uuid, z.enum(['', '0'])]),
});

/** The payers of every claim. Insurance id 0 is the row NO_INSURANCE: the claim has no insurer. */
export async function readClaimPayers(directory: string): Promise<ReadonlyMap<string, ClaimPayers>> {
  const payers = new Map<string, Payer>();
  for await (const { row } of csvRows(directory, 'payers.csv', payerRow)) {
    if (row === undefined) continue;
    const payer = { payerId: row.Id, payerClass: classes.get(row.NAME) ?? 'COMMERCIAL' };
    payers.set(row.Id, payer);
    if (row.NAME === noPayer) payers.set('0', payer).set('', payer);
  }
  const claims = new Map<string, ClaimPayers>();
  for await (const { row } of csvRows(directory, 'claims.csv', claimRow)) {
    if (row === undefined) continue;
    const primary = payers.get(row.PRIMARYPATIENTINSURANCEID);
    claims.set(row.Id, { primary, secondary: payers.get(row.SECONDARYPATIENTINSURANCEID) });
  }
  return claims;
}

const providerRow = z.object({ Id: uuid, SPECIALITY: z.string().regex(/^[A-Z]+( [A-Z]+){0,4}$/) });

/** What each provider is, as a code: NURSE_PRACTITIONER, GENERAL_PRACTICE ... Names stay in the file. */
export async function readProviderTypes(directory: string): Promise<ReadonlyMap<string, string>> {
  const types = new Map<string, string>();
  for await (const { row } of csvRows(directory, 'providers.csv', providerRow)) {
    if (row !== undefined) types.set(row.Id, row.SPECIALITY.replaceAll(' ', '_'));
  }
  return types;
}
