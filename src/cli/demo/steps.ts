import type { Role } from '#graphql/permissions.ts';
import type { CommandName } from '#ledger/commands.ts';
import { addDays, addMonths, type CalendarDate, endOfMonth } from '#money/calendar-date.ts';
import { formatMoney, fromMinorText } from '#money/money.ts';
import type { Payer } from './catalogue.ts';
import type { Random } from './random.ts';

/** Something that somebody records on a day. The effective date is that day unless the input says another. */
export interface Step {
  readonly on: CalendarDate;
  readonly role: Role;
  readonly name: CommandName;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What happens to one charge or payment, step after step. It is read up to today and left there. */
export type Course = Generator<Step, void, void>;

/** The steps of courses, each read up to today, in the order of the days on which they were recorded. */
export function stepsUpTo(today: CalendarDate, courses: readonly Course[]): readonly Step[] {
  return courses.flatMap((course) => [...readUpTo(today, course)]).toSorted(byDay);
}

function* readUpTo(today: CalendarDate, course: Course): Course {
  for (const step of course) {
    if (step.on > today) return;
    yield step;
  }
}

export function byDay(one: Pick<Step, 'on'>, other: Pick<Step, 'on'>): number {
  return one.on < other.on ? -1 : Number(one.on > other.on);
}

/** What the courses of one account share. */
export interface Setting {
  readonly random: Random;
  /** The next id of a kind, unique on the account: c-1, p-1 ... */
  readonly nextId: (kind: string) => string;
}

export const demoCurrency = 'USD';

/** Cents as decimal text. */
export function money(cents: number): string {
  return formatMoney(fromMinorText(String(cents), demoCurrency));
}

export function share(cents: number, percent: number): number {
  return Math.round((cents * percent) / 100);
}

/** Part of a charge that somebody owes: an item, and how much is open on it in cents. */
export interface Owed {
  readonly chargeId: string;
  readonly item: number;
  readonly cents: number;
}

export interface Received {
  readonly paymentId: string;
  readonly cents: number;
  readonly method: string;
  readonly payer?: Payer | undefined;
  readonly on: CalendarDate;
  /** What it pays; the rest stays unapplied. */
  readonly pays: readonly Paid[];
}

interface Paid extends Owed {
  /** Why what it leaves open is given up. */
  readonly shortfall?: { readonly adjustmentId: string; readonly kind: string; readonly reasonCode: string };
}

export function receive({ paymentId, cents, method, payer, on, pays }: Received): Step {
  const lines = pays.map(({ chargeId, item, cents: paid, shortfall }) => ({
    chargeId,
    item,
    amount: money(paid),
    ...(shortfall === undefined ? {} : { shortfall }),
  }));
  const payee = payer === undefined ? {} : { payer };
  const applied = lines.length === 0 ? {} : { lines };
  const input = { paymentId, currency: demoCurrency, amount: money(cents), method, ...payee, ...applied };
  // The cash desk does not decide that less is owed.
  const role = pays.some(({ shortfall }) => shortfall !== undefined) ? 'supervisor' : 'cash_poster';
  return { on, role, name: 'ReceivePayment', input };
}

export interface Adjusting {
  readonly kind: string;
  readonly reasonCode: string;
  readonly cents: number;
  readonly on: CalendarDate;
  readonly effectiveDate?: CalendarDate;
  readonly item?: number;
  readonly undoes?: string;
}

export function adjust(adjustmentId: string, chargeId: string, { on, cents, ...rest }: Adjusting): Step {
  const input = { adjustmentId, chargeId, currency: demoCurrency, amount: money(cents), ...rest };
  return { on, role: 'billing_specialist', name: 'AdjustCharge', input };
}

export interface Transferring {
  readonly toPayer?: Payer;
  readonly reasonCode: string;
  readonly dueDate: CalendarDate;
  readonly on: CalendarDate;
}

export function transfer(transferId: string, owed: Owed, { on, ...rest }: Transferring): Step {
  const { chargeId, item, cents } = owed;
  const input = { transferId, chargeId, item, currency: demoCurrency, amount: money(cents), ...rest };
  return { on, role: 'billing_specialist', name: 'TransferResponsibility', input };
}

export function reversingRefund(refundId: string, reasonCode: string, on: CalendarDate): Step {
  return { on, role: 'supervisor', name: 'ReverseRefund', input: { refundId, reasonCode } };
}

const lateFee = 1_200;

/** At the end of a month, on what was late in it. */
export function assessLateFee(chargeId: string, owed: Owed, on: CalendarDate): Step {
  const feeOn = { chargeId: owed.chargeId, item: owed.item };
  const period = on.slice(0, 7);
  const fee = { chargeId, currency: demoCurrency, amount: money(lateFee), feeOn, period, runId: `fee-run-${period}` };
  return { on, role: 'service', name: 'AssessLateFee', input: { ...fee, dueDate: addDays(on, 14) } };
}

export function waiveLateFee(waiverId: string, chargeId: string, reasonCode: string, on: CalendarDate): Step {
  const waiver = { waiverId, chargeId, currency: demoCurrency, reasonCode };
  return { on, role: 'supervisor', name: 'WaiveLateFee', input: waiver };
}

/** Late fees at the ends of the months after the due date, as often as said; one in three is waived, some are paid. */
export function* lateFees({ random, nextId }: Setting, owed: Owed, dueDate: CalendarDate, months: number): Course {
  for (let month = 1; month <= months; month += 1) {
    const on = endOfMonth(addMonths(dueDate, month));
    const chargeId = nextId('f');
    yield assessLateFee(chargeId, owed, on);
    const pays = [{ chargeId, item: 1, cents: lateFee }];
    if (random.chance(0.25))
      yield receive({ paymentId: nextId('p'), cents: lateFee, method: 'CARD', on: addDays(on, 1), pays });
    if (!random.chance(0.34)) continue;
    const reasonCode = random.pick(['FIRST_TIME', 'HARDSHIP', 'OUR_ERROR', 'GOODWILL']);
    const waiverId = nextId('w');
    yield waiveLateFee(waiverId, chargeId, reasonCode, addDays(on, random.whole(2, 12)));
    if (!random.chance(0.12)) continue;
    const back = { waiverId, reasonCode: 'WAIVED_IN_ERROR' };
    yield { on: addDays(on, random.whole(13, 25)), role: 'supervisor', name: 'ReinstateLateFee', input: back };
  }
}
