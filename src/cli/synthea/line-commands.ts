import { assertNever } from '#ledger/assert-never.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { formatMoney, isPositive, larger, type Money, smaller, subtract, zero } from '#money/money.ts';
import { type Sending, stated } from '../sending.ts';
import type { ClaimPayers, Payer } from './payers.ts';
import {
  type ChargeLine,
  type ChargeRow,
  fileCurrency,
  type Holder,
  type PaymentRow,
  type StepRow,
} from './transactions.ts';

/** What the lines of the file need from beside it. */
export interface Surroundings {
  readonly payersOf: (claimId: string) => ClaimPayers | undefined;
  readonly providerTypeOf: (providerId: string) => string | undefined;
  readonly dayOf: (instant: number) => CalendarDate;
}

/** Why the importer sends nothing for a line. */
export type LineFault = 'CLAIM_UNKNOWN' | 'PAYER_UNKNOWN' | 'TRANSFER_INCOMPLETE';

export const sourceSystem = 'synthea';

/** How it was paid. The file calls a co-payment a method; how that money came it does not say. */
const methods = { CASH: 'CASH', CHECK: 'CHECK', CC: 'CARD', ECHECK: 'ACH', COPAY: 'OTHER' } as const;

/** Where the line stands: the item that holds the amount now, whose it is, and what is open on it. */
interface Standing {
  readonly item: number;
  readonly holder: Holder;
  readonly open: Money;
}

/** A line being read, with what its rows share. */
interface Reading {
  readonly charge: ChargeRow;
  readonly day: CalendarDate;
  readonly claim: ClaimPayers;
  readonly providerType: string | undefined;
}

export function accountCommand(patientId: string, openedOn: CalendarDate): Sending {
  const input = { ...fields('account', patientId, patientId), effectiveDate: openedOn, currency: fileCurrency };
  return { name: 'OpenAccount', input };
}

/**
 * The commands of a charge line, in order. A pure function of the files: a second run, or one after a crash,
 * makes the same ids and the same content, and records nothing twice.
 *
 * The file has no posting date, so everything of a line is effective on the day its service began, in the time
 * zone of the ledger; there it is also due.
 */
export function lineCommands(line: ChargeLine, around: Surroundings): readonly Sending[] | LineFault {
  const { charge, steps } = line;
  const claim = around.payersOf(charge.CLAIMID);
  if (claim === undefined) return 'CLAIM_UNKNOWN';
  if (holdersOf(line).some((holder) => holder !== 'p' && payerOf(claim, holder) === undefined)) return 'PAYER_UNKNOWN';
  const providerType = charge.PROVIDERID === undefined ? undefined : around.providerTypeOf(charge.PROVIDERID);
  const reading: Reading = { charge, day: around.dayOf(charge.FROMDATE), claim, providerType };
  const commands = [chargeCommand(reading)];
  let standing: Standing = { item: 1, holder: charge.TRANSFERTYPE, open: charge.AMOUNT };
  for (const [index, step] of steps.entries()) {
    const taken = take(reading, standing, step, steps.slice(index + 1));
    if (taken === undefined) return 'TRANSFER_INCOMPLETE';
    commands.push(...taken.commands);
    standing = taken.standing;
  }
  return commands;
}

function holdersOf({ charge, steps }: ChargeLine): readonly Holder[] {
  return [charge.TRANSFERTYPE, ...steps.flatMap((step) => (step.TYPE === 'TRANSFERIN' ? step.TRANSFERTYPE : []))];
}

interface Taken {
  readonly commands: readonly Sending[];
  readonly standing: Standing;
}

/** One row of the line; undefined where half of a transfer is missing. */
function take(reading: Reading, standing: Standing, step: StepRow, rest: readonly StepRow[]): Taken | undefined {
  switch (step.TYPE) {
    case 'PAYMENT': {
      const applied = applicable(standing, step, rest);
      const command = paymentCommand(reading, step, standing, applied);
      return { commands: [command], standing: { ...standing, open: subtract(standing.open, applied) } };
    }
    // Out and in are one transfer: nothing is recorded before its second half is read.
    case 'TRANSFEROUT':
      return rest[0]?.TYPE === 'TRANSFERIN' ? { commands: [], standing } : undefined;
    case 'TRANSFERIN': {
      const { TRANSFERTYPE: holder, TRANSFERS: open } = step;
      const command = transferCommand(reading, step, standing);
      return { commands: [command], standing: { item: standing.item + 1, holder, open } };
    }
    default:
      return assertNever(step);
  }
}

/**
 * As much of a payment as the item has open and a later transfer does not need. More than that stays
 * unapplied: co-payments above the price of the service, and a cent that the file pays and transfers as well.
 */
function applicable(standing: Standing, payment: PaymentRow, rest: readonly StepRow[]): Money {
  const next = rest.find((step) => step.TYPE === 'TRANSFERIN');
  const free = next === undefined ? standing.open : subtract(standing.open, next.TRANSFERS);
  return larger(zero(fileCurrency), smaller(payment.PAYMENTS, free));
}

function payerOf(claim: ClaimPayers, holder: Holder): Payer | undefined {
  switch (holder) {
    case '1':
      return claim.primary;
    case '2':
      return claim.secondary;
    case 'p':
      return undefined;
    default:
      return assertNever(holder);
  }
}

function fields(kind: string, id: string, accountId: string): Readonly<Record<string, unknown>> {
  return { commandId: `${sourceSystem}-${kind}-${id}`, source: { system: sourceSystem, id }, accountId };
}

function chargeCommand({ charge: row, day, claim, providerType }: Reading): Sending {
  const amount = formatMoney(row.AMOUNT);
  const modifiers = [row.MODIFIER1, row.MODIFIER2].filter((modifier) => modifier !== undefined);
  const isPriced = row.UNITS !== undefined && row.UNITAMOUNT !== undefined;
  const input = {
    ...fields('charge', row.ID, row.PATIENTID),
    effectiveDate: day,
    serviceDate: day,
    chargeId: row.ID,
    category: 'SERVICE',
    currency: fileCurrency,
    amount,
    units: isPriced ? row.UNITS : undefined,
    unitPrice: isPriced ? row.UNITAMOUNT : undefined,
    items: [stated({ amount, payer: payerOf(claim, row.TRANSFERTYPE) })],
    code: row.PROCEDURECODE,
    modifiers: modifiers.length === 0 ? undefined : modifiers,
    claimId: row.CLAIMID,
    encounterId: row.APPOINTMENTID,
    justification: stated({ feeScheduleId: row.FEESCHEDULEID, providerId: row.PROVIDERID, providerType }),
  };
  return { name: 'PostCharge', input: stated(input) };
}

/** On a line that a payer holds, the patient's co-payment crosses to the payer's item: the line names it. */
function paymentCommand({ charge, day, claim }: Reading, row: PaymentRow, standing: Standing, applied: Money): Sending {
  const line = { chargeId: charge.ID, item: standing.item, amount: formatMoney(applied) };
  const input = {
    ...fields('payment', row.ID, charge.PATIENTID),
    effectiveDate: day,
    paymentId: row.ID,
    currency: fileCurrency,
    amount: formatMoney(row.PAYMENTS),
    method: methods[row.METHOD],
    payer: row.METHOD === 'COPAY' ? undefined : payerOf(claim, standing.holder),
    lines: isPositive(applied) ? [line] : undefined,
  };
  return { name: 'ReceivePayment', input: stated(input) };
}

type TransferIn = Extract<StepRow, { readonly TYPE: 'TRANSFERIN' }>;

function transferCommand({ charge, day, claim }: Reading, row: TransferIn, standing: Standing): Sending {
  const input = {
    ...fields('transfer', row.ID, charge.PATIENTID),
    effectiveDate: day,
    transferId: row.ID,
    chargeId: charge.ID,
    item: standing.item,
    currency: fileCurrency,
    amount: formatMoney(row.TRANSFERS),
    toPayer: payerOf(claim, row.TRANSFERTYPE),
    reasonCode: row.TRANSFERTYPE === 'p' ? 'PATIENT_SHARE' : 'NEXT_PAYER',
  };
  return { name: 'TransferResponsibility', input: stated(input) };
}
