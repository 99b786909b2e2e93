import { z } from 'zod';
import { type Money, parseMoney, zero } from '#money/money.ts';
import { csvRows } from './csv-rows.ts';

/** The file has US dollars and nothing else. */
export const fileCurrency = 'USD';

/** Ids in the files are UUIDs. Nothing else is let through, so that no name can stand where an id should. */
export const uuid = z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const code = z.string().regex(/^[A-Za-z0-9.-]{1,32}$/);
const optional = <Output>(schema: z.ZodType<Output>) =>
  z.union([z.literal('').transform(() => undefined), schema]).optional();
const amount = z.string().transform((text, context): Money => {
  const money = parseMoney(text, fileCurrency);
  if (typeof money !== 'string') return money;
  context.addIssue({ code: 'custom', message: 'expected an amount' });
  return zero(fileCurrency);
});
/** Milliseconds since 1970 UTC. */
const instant = z.iso.datetime().transform((text) => Date.parse(text));

/** Who holds an amount: the primary payer, the secondary one, or the patient. */
const holder = z.enum(['1', '2', 'p']);
export type Holder = z.output<typeof holder>;

const shared = {
  ID: uuid,
  CLAIMID: uuid,
  CHARGEID: z
    .string()
    .regex(/^[0-9]{1,12}$/)
    .transform(Number),
  PATIENTID: uuid,
  FROMDATE: instant,
};

const chargeRow = z.object({
  ...shared,
  TYPE: z.literal('CHARGE'),
  AMOUNT: amount,
  TRANSFERTYPE: holder,
  PROCEDURECODE: optional(code),
  MODIFIER1: optional(code),
  MODIFIER2: optional(code),
  UNITS: optional(code),
  UNITAMOUNT: optional(code),
  APPOINTMENTID: optional(uuid),
  FEESCHEDULEID: optional(code),
  PROVIDERID: optional(uuid),
});
const paymentRow = z.object({
  ...shared,
  TYPE: z.literal('PAYMENT'),
  METHOD: z.enum(['CASH', 'CHECK', 'CC', 'ECHECK', 'COPAY']),
  PAYMENTS: amount,
});
const transferOutRow = z.object({ ...shared, TYPE: z.literal('TRANSFEROUT'), TRANSFERS: amount });
const transferInRow = z.object({ ...shared, TYPE: z.literal('TRANSFERIN'), TRANSFERS: amount, TRANSFERTYPE: holder });

const transactionRow = z.discriminatedUnion('TYPE', [chargeRow, paymentRow, transferOutRow, transferInRow]);

type Transaction = z.output<typeof transactionRow>;
export type ChargeRow = z.output<typeof chargeRow>;
export type PaymentRow = z.output<typeof paymentRow>;
export type StepRow = Exclude<Transaction, ChargeRow>;

/** A charge line: a CHARGE row, and the rows after it of the same claim up to the next CHARGE. */
export interface ChargeLine {
  readonly charge: ChargeRow;
  readonly steps: readonly StepRow[];
}

export interface TransactionFile {
  /** By patient, in the order in which the patients appear; each patient's lines in the order of the charges. */
  readonly linesOfPatient: ReadonlyMap<string, readonly ChargeLine[]>;
  readonly rowCount: number;
  /** Lines of the file that are no transaction, or that stand before any charge of their claim. */
  readonly unreadable: readonly number[];
  readonly withoutCharge: number;
}

/**
 * Reads claims_transactions.csv. The order of the file means nothing and claims lie apart in it: CHARGEID, a
 * running number, says what follows what.
 */
export async function readTransactions(directory: string): Promise<TransactionFile> {
  const byClaim = new Map<string, Transaction[]>();
  const unreadable: number[] = [];
  let rowCount = 0;
  for await (const { line, row } of csvRows(directory, 'claims_transactions.csv', transactionRow)) {
    rowCount += 1;
    if (row === undefined) unreadable.push(line);
    else inGroup(byClaim, row.CLAIMID).push(row);
  }
  const claims = [...byClaim.values()].map(linesOfClaim);
  const linesOfPatient = new Map<string, ChargeLine[]>();
  const lines = claims.flatMap((claim) => claim.lines).toSorted((a, b) => a.charge.CHARGEID - b.charge.CHARGEID);
  for (const line of lines) inGroup(linesOfPatient, line.charge.PATIENTID).push(line);
  const withoutCharge = claims.reduce((count, claim) => count + claim.withoutCharge, 0);
  return { linesOfPatient, rowCount, unreadable, withoutCharge };
}

function inGroup<Value>(groups: Map<string, Value[]>, key: string): Value[] {
  const group = groups.get(key) ?? [];
  groups.set(key, group);
  return group;
}

function linesOfClaim(rows: readonly Transaction[]): {
  readonly lines: readonly ChargeLine[];
  readonly withoutCharge: number;
} {
  const lines: { charge: ChargeRow; steps: StepRow[] }[] = [];
  let withoutCharge = 0;
  for (const row of rows.toSorted((a, b) => a.CHARGEID - b.CHARGEID)) {
    const line = lines.at(-1);
    if (row.TYPE === 'CHARGE') lines.push({ charge: row, steps: [] });
    else if (line === undefined) withoutCharge += 1;
    else line.steps.push(row);
  }
  return { lines, withoutCharge };
}
