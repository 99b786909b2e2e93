import { addDays, addMonths, type CalendarDate } from '#money/calendar-date.ts';
import { type Payer, payers, type Service, serviceFields } from './catalogue.ts';
import { patientPays } from './patient-course.ts';
import { paysWholeShare } from './remittance-course.ts';
import {
  adjust,
  type Course,
  demoCurrency,
  lateFees,
  money,
  type Owed,
  receive,
  type Setting,
  type Step,
  share,
  transfer,
} from './steps.ts';

/** A service rendered: what it was, when, and whose insurance covers it. */
export interface Visit {
  readonly service: Service;
  readonly on: CalendarDate;
  readonly primary: Payer | undefined;
  readonly secondary: Payer | undefined;
}

interface ChargeItem {
  readonly cents: number;
  readonly payer?: Payer | undefined;
  readonly dueDate: CalendarDate;
}

export function postCharge(
  setting: Setting,
  visit: Visit,
  chargeId: string,
  items: readonly ChargeItem[],
  more: object = {},
): Step {
  const { service, on } = visit;
  const amount = money(items.reduce((sum, item) => sum + item.cents, 0));
  const parts = items.map(({ cents, payer, dueDate }) => ({
    amount: money(cents),
    dueDate,
    ...(payer === undefined ? {} : { payer }),
  }));
  const input = {
    chargeId,
    category: 'SERVICE',
    currency: demoCurrency,
    amount,
    items: parts,
    serviceDate: on,
    encounterId: `enc-${setting.random.letters(8)}`,
    claimId: `clm-${setting.random.letters(8)}`,
    ...serviceFields(setting.random, service),
    ...more,
  };
  // Posted when the notes are signed: some days after the service, and effective on its day.
  const posted = addDays(on, setting.random.whole(0, 3));
  return { on: posted, role: 'billing_specialist', name: 'PostCharge', input: { ...input, effectiveDate: on } };
}

/** A visit that an insurer pays for: the contract price, what the payer pays of it, and the rest for the patient. */
export function* insuredVisit(setting: Setting, visit: Visit, payer: Payer): Course {
  const { random, nextId } = setting;
  const chargeId = nextId('c');
  const price = visit.service.price;
  yield postCharge(setting, visit, chargeId, [{ cents: price, payer, dueDate: addDays(visit.on, 45) }]);
  const copay = random.chance(0.25) ? 2_500 : 0;
  if (copay > 0) yield copayment(setting, chargeId, copay, visit.on);
  const answered = addDays(visit.on, random.whole(14, 48));
  if (random.chance(0.06)) return;
  if (random.chance(0.07)) yield* deniedByPayer(setting, { chargeId, item: 1, cents: price - copay }, answered);
  else yield* paidByPayer(setting, visit, payer, chargeId, price - copay, answered);
}

/** The patient's money crosses to the item that the payer holds: the line names it. */
function copayment({ random, nextId }: Setting, chargeId: string, cents: number, on: CalendarDate): Step {
  const method = random.pick(['CARD', 'CASH']);
  // Taken at the desk, recorded once the charge is there.
  const step = receive({ paymentId: nextId('p'), cents, method, on, pays: [{ chargeId, item: 1, cents }] });
  return { ...step, on: addDays(on, 3), input: { ...step.input, effectiveDate: on, receivedDate: on } };
}

function* paidByPayer(
  setting: Setting,
  visit: Visit,
  payer: Payer,
  chargeId: string,
  open: number,
  on: CalendarDate,
): Course {
  const { random, nextId } = setting;
  const allowance = share(open, random.whole(15, payer.payerClass === 'MEDICAID' ? 55 : 40));
  const allowed = open - allowance;
  const withheld = payer.payerClass === 'MEDICARE' ? share(allowed, 2) : 0;
  if (withheld === 0 && allowance > 0 && random.chance(0.2))
    return yield* paysWholeShare(setting, payer, { chargeId, item: 1, cents: allowed }, on);
  const contractual = { kind: 'CONTRACTUAL', reasonCode: 'CONTRACT_RATE', item: 1, on };
  yield adjust(nextId('a'), chargeId, { ...contractual, cents: -allowance });
  if (withheld > 0)
    yield adjust(nextId('a'), chargeId, { ...contractual, reasonCode: 'SEQUESTRATION', cents: -withheld });
  const patientShare = random.pick([0, 10, 20, 20, 30, 100]);
  const forOthers = share(allowed - withheld, patientShare);
  const paid = allowed - withheld - forOthers;
  if (paid > 0)
    yield receive({
      paymentId: nextId('p'),
      cents: paid,
      method: 'EFT',
      payer,
      on,
      pays: [{ chargeId, item: 1, cents: paid }],
    });
  if (forOthers > 0) yield* othersPay(setting, visit.secondary, { chargeId, item: 1, cents: forOthers }, on);
  if (paid > 2_000 && random.chance(0.07))
    yield* correctedLater(setting, chargeId, visit.on, addDays(on, random.whole(20, 60)));
}

function* othersPay(setting: Setting, secondary: Payer | undefined, rest: Owed, on: CalendarDate): Course {
  const { nextId } = setting;
  if (secondary === undefined) {
    yield transfer(nextId('t'), rest, { reasonCode: 'PATIENT_SHARE', dueDate: addDays(on, 30), on });
    yield* patientPays(setting, { ...rest, item: 2 }, on);
  } else {
    yield* secondaryPays(setting, secondary, rest, on);
  }
}

function* secondaryPays(setting: Setting, payer: Payer, rest: Owed, on: CalendarDate): Course {
  const { random, nextId } = setting;
  yield transfer(nextId('t'), rest, { toPayer: payer, reasonCode: 'NEXT_PAYER', dueDate: addDays(on, 45), on });
  const answered = addDays(on, random.whole(15, 40));
  const cents = share(rest.cents, 80);
  const theirs = { ...rest, item: 2 };
  if (cents > 0)
    yield receive({ paymentId: nextId('p'), cents, method: 'EFT', payer, on: answered, pays: [{ ...theirs, cents }] });
  const left = { ...theirs, cents: rest.cents - cents };
  if (left.cents === 0) return;
  yield transfer(nextId('t'), left, { reasonCode: 'PATIENT_SHARE', dueDate: addDays(answered, 30), on: answered });
  yield* patientPays(setting, { ...left, item: 3 }, answered);
}

function* deniedByPayer(setting: Setting, open: Owed, on: CalendarDate): Course {
  const { random, nextId } = setting;
  if (random.chance(0.25)) {
    const late = { kind: 'ADMINISTRATIVE', reasonCode: 'TIMELY_FILING', cents: -open.cents, item: 1, on };
    yield adjust(nextId('a'), open.chargeId, late);
    return;
  }
  yield transfer(nextId('t'), open, { reasonCode: 'NOT_COVERED', dueDate: addDays(on, 30), on });
  const own = { ...open, item: 2 };
  if (random.chance(0.3)) {
    const found = addDays(on, random.whole(20, 50));
    yield transfer(nextId('t'), own, {
      toPayer: payers.medicaid,
      reasonCode: 'COVERAGE_FOUND',
      dueDate: addDays(found, 45),
      on: found,
    });
    return;
  }
  yield* patientPays(setting, own, on);
}

/** Found weeks later and dated back to the service: the past as of that day changes, the past as known does not. */
function* correctedLater(
  { random, nextId }: Setting,
  chargeId: string,
  effectiveDate: CalendarDate,
  on: CalendarDate,
): Course {
  const adjustmentId = nextId('a');
  const cents = -random.whole(100, 900);
  const correction = { kind: 'CORRECTION', reasonCode: 'WRONG_AMOUNT', item: 1, effectiveDate, on };
  yield adjust(adjustmentId, chargeId, { ...correction, cents });
  if (!random.chance(0.3)) return;
  const back = {
    kind: 'CORRECTION',
    reasonCode: 'ADJUSTED_IN_ERROR',
    cents: -cents,
    undoes: adjustmentId,
    on: addDays(on, 9),
  };
  yield adjust(nextId('a'), chargeId, back);
}

/** A visit without insurance: paid at once for a discount, in instalments, or like any bill. */
export function* selfPaidVisit(setting: Setting, visit: Visit): Course {
  const { random, nextId } = setting;
  const chargeId = nextId('c');
  const cents = visit.service.price;
  if (cents >= 80_000) {
    yield* instalments(setting, visit, chargeId);
    return;
  }
  yield postCharge(setting, visit, chargeId, [{ cents, dueDate: addDays(visit.on, 30) }]);
  const at = addDays(visit.on, 4);
  if (random.chance(0.2)) {
    const discount = share(cents, 10);
    yield adjust(nextId('a'), chargeId, {
      kind: 'EARLY_PAYMENT_DISCOUNT',
      reasonCode: 'PROMPT_PAY',
      cents: -discount,
      on: at,
    });
    const paid = cents - discount;
    yield receive({
      paymentId: nextId('p'),
      cents: paid,
      method: 'CARD',
      on: at,
      pays: [{ chargeId, item: 1, cents: paid }],
    });
    return;
  }
  yield* patientPays(setting, { chargeId, item: 1, cents }, at);
}

/** Monthly items of one charge, the last of them due after today where the visit is recent. */
function* instalments(setting: Setting, visit: Visit, chargeId: string): Course {
  const { random, nextId } = setting;
  const months = random.pick([6, 10, 12, 18]);
  const each = Math.floor(visit.service.price / months);
  const first = visit.service.price - each * (months - 1);
  const items = Array.from({ length: months }, (_, index) => ({
    cents: index === 0 ? first : each,
    dueDate: addMonths(visit.on, index + 1),
  }));
  yield postCharge(setting, visit, chargeId, items);
  for (const [index, { cents, dueDate }] of items.entries()) {
    const owed = { chargeId, item: index + 1, cents };
    const isMissed = random.chance(0.12);
    if (isMissed && random.chance(0.4)) return;
    if (isMissed) yield* lateFees(setting, owed, dueDate, 1);
    else
      yield receive({
        paymentId: nextId('p'),
        cents,
        method: 'ACH',
        on: addDays(dueDate, -random.whole(0, 3)),
        pays: [owed],
      });
  }
}

/** Money before the service: a deposit, applied when the charge is there; what it does not need stays unapplied. */
export function* depositThenVisit(setting: Setting, visit: Visit): Course {
  const { random, nextId } = setting;
  const paymentId = nextId('p');
  const cents = random.pick([5_000, 10_000, 20_000]);
  yield receive({ paymentId, cents, method: 'CARD', on: addDays(visit.on, -random.whole(3, 20)), pays: [] });
  const chargeId = nextId('c');
  const price = visit.service.price;
  yield postCharge(setting, visit, chargeId, [{ cents: price, dueDate: addDays(visit.on, 30) }]);
  const amount = money(Math.min(cents, price));
  const apply = { paymentId, currency: demoCurrency, lines: [{ chargeId, item: 1, amount }] };
  yield { on: addDays(visit.on, 4), role: 'cash_poster', name: 'ApplyPayment', input: apply };
  const owed = { chargeId, item: 1, cents: price - cents };
  if (owed.cents > 0) yield* patientPays(setting, owed, addDays(visit.on, 5));
}

/** Something sold beside the service, with the tax inside. Now and then it was not as promised. */
export function* saleWithTax(setting: Setting, on: CalendarDate): Course {
  const { random, nextId } = setting;
  const chargeId = nextId('c');
  const net = random.pick([4_000, 8_500, 12_000]);
  const tax = share(net, 6);
  const dueDate = addDays(on, 14);
  const charge = {
    chargeId,
    category: 'OTHER',
    currency: demoCurrency,
    amount: money(net + tax),
    taxAmount: money(tax),
    dueDate,
  };
  yield { on, role: 'billing_specialist', name: 'PostCharge', input: { ...charge, code: 'BRACE-1' } };
  const off = random.chance(0.15) ? share(net, 25) : 0;
  const courtesy = { kind: 'COURTESY', reasonCode: 'SERVICE_FAILURE', cents: -off, on: addDays(on, 2) };
  if (off > 0) yield adjust(nextId('a'), chargeId, courtesy);
  yield* patientPays(setting, { chargeId, item: 1, cents: net + tax - off }, addDays(on, 3));
}
