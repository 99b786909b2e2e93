import { add, isNegative, isZero, type Money, negate, subtract, sum, zero } from '#money/money.ts';
import { type ChargeLine, fileCurrency, type Holder, type PaymentRow, type TransactionFile } from './transactions.ts';

const paymentKinds = ['patient', 'copay', 'primary', 'secondary'] as const;
export type PaymentKind = (typeof paymentKinds)[number];

/** What can be counted on both sides: in the file, and in the ledger. */
export interface ImportFigures {
  readonly patients: number;
  readonly claims: number;
  readonly lines: number;
  readonly zeroLines: number;
  readonly charges: Money;
  readonly payments: Readonly<Record<PaymentKind, Money>>;
  readonly transfersOut: Money;
  readonly transfersIn: Money;
  /** Charges less payments: negative, more was paid than charged. */
  readonly net: Money;
  /** Lines on which more was paid than charged, and how much more. */
  readonly creditLines: number;
  readonly credit: Money;
}

const kindOfHolder = { '1': 'primary', '2': 'secondary', p: 'patient' } as const satisfies Record<Holder, PaymentKind>;

/** Who paid: a co-payment is the patient's whoever holds the line; other money is the holder's. */
function kindOf(row: PaymentRow, holder: Holder): PaymentKind {
  return row.METHOD === 'COPAY' ? 'copay' : kindOfHolder[holder];
}

export interface LinePayment {
  readonly row: PaymentRow;
  readonly kind: PaymentKind;
  readonly line: ChargeLine;
}

export function paymentsOf(line: ChargeLine): readonly LinePayment[] {
  let holder = line.charge.TRANSFERTYPE;
  return line.steps.flatMap((step) => {
    if (step.TYPE === 'TRANSFERIN') holder = step.TRANSFERTYPE;
    return step.TYPE === 'PAYMENT' ? { row: step, kind: kindOf(step, holder), line } : [];
  });
}

export function total(amounts: Iterable<Money>): Money {
  return sum(fileCurrency, amounts);
}

/** The file's own arithmetic, from its rows alone: nothing here knows what was sent to the ledger. */
export function figuresOfFile(file: TransactionFile): ImportFigures {
  const lines = [...file.linesOfPatient.values()].flat();
  const payments = lines.flatMap(paymentsOf);
  const steps = lines.flatMap((line) => line.steps);
  const ofKind = (kind: PaymentKind) =>
    total(payments.filter((one) => one.kind === kind).map(({ row }) => row.PAYMENTS));
  const credits = lines.map(netOf).filter(isNegative);
  return {
    patients: file.linesOfPatient.size,
    claims: new Set(lines.map(({ charge }) => charge.CLAIMID)).size,
    lines: lines.length,
    zeroLines: lines.filter(({ charge }) => isZero(charge.AMOUNT)).length,
    charges: total(lines.map(({ charge }) => charge.AMOUNT)),
    payments: {
      patient: ofKind('patient'),
      copay: ofKind('copay'),
      primary: ofKind('primary'),
      secondary: ofKind('secondary'),
    },
    transfersOut: total(steps.map((step) => (step.TYPE === 'TRANSFEROUT' ? step.TRANSFERS : zero(fileCurrency)))),
    transfersIn: total(steps.map((step) => (step.TYPE === 'TRANSFERIN' ? step.TRANSFERS : zero(fileCurrency)))),
    net: total(lines.map(netOf)),
    creditLines: credits.length,
    credit: negate(total(credits)),
  };
}

function netOf(line: ChargeLine): Money {
  return subtract(line.charge.AMOUNT, total(paymentsOf(line).map(({ row }) => row.PAYMENTS)));
}

export function totalPayments({ payments }: ImportFigures): Money {
  return paymentKinds.reduce((so, kind) => add(so, payments[kind]), zero(fileCurrency));
}
