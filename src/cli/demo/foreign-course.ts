import { addDays, addMonths, type CalendarDate, endOfMonth } from '#money/calendar-date.ts';
import type { Random } from './random.ts';
import { type Course, type Setting, type Step, stepsUpTo } from './steps.ts';

/** Patients from abroad are billed in their own currency; units of it, and what one is worth in cents of the dollar, more or less. */
const currencies = [
  { currency: 'EUR', decimals: 2, cents: 108 },
  { currency: 'CAD', decimals: 2, cents: 73 },
  { currency: 'JPY', decimals: 0, cents: 0.67 },
  { currency: 'BHD', decimals: 3, cents: 265 },
] as const;

type Foreign = (typeof currencies)[number];

export const foreignAccountCount: number = currencies.length;

/** The account of this number among those in a foreign currency: opened, billed, paid and valued at every end of a month. */
export function foreignSteps(
  setting: Setting,
  number: number,
  opened: CalendarDate,
  today: CalendarDate,
): readonly Step[] {
  const foreign = currencies[number % currencies.length] ?? currencies[0];
  const { currency } = foreign;
  const opening: Step = { on: opened, role: 'billing_specialist', name: 'OpenAccount', input: { currency } };
  const visits = Array.from({ length: 18 }, (_, month) =>
    visit(setting, foreign, addMonths(addDays(opened, 5), month)),
  );
  const courses = [...visits, valuations(setting, foreign, opened)];
  return [opening, ...stepsUpTo(today, courses)];
}

/** A visit a month, paid two months later at the rate of that day: in two parts, too much, or not at all. */
function* visit({ random, nextId }: Setting, foreign: Foreign, on: CalendarDate): Course {
  const units = random.pick([80, 120, 240, 360]);
  const chargeId = nextId('c');
  const charge = { chargeId, category: 'SERVICE', serviceDate: on, dueDate: addDays(on, 30) };
  yield valued(foreign, random, { on, role: 'billing_specialist', name: 'PostCharge', units, input: charge });
  if (random.chance(0.8)) yield* paidLater({ random, nextId }, foreign, { chargeId, units, on: addMonths(on, 2) });
}

interface Bill {
  readonly chargeId: string;
  readonly units: number;
  readonly on: CalendarDate;
}

function* paidLater({ random, nextId }: Setting, foreign: Foreign, { chargeId, units, on }: Bill): Course {
  const half = random.chance(0.5) ? units / 2 : units;
  const paymentId = nextId('p');
  const pays = { paymentId, method: 'WIRE', lines: [{ chargeId, amount: text(foreign, half) }] };
  const extra = random.chance(0.15) ? 10 : 0;
  yield valued(foreign, random, { on, role: 'cash_poster', name: 'ReceivePayment', units: half + extra, input: pays });
  if (random.chance(0.2)) {
    const undo = { paymentId, currency: foreign.currency, lines: [{ chargeId }], reasonCode: 'MISAPPLIED' };
    yield { on: addDays(on, 3), role: 'cash_poster', name: 'UnapplyPayment', input: undo };
    const again = { paymentId, currency: foreign.currency, lines: [{ chargeId, amount: text(foreign, half) }] };
    yield { on: addDays(on, 4), role: 'cash_poster', name: 'ApplyPayment', input: again };
  }
}

/** On the first days of a month what was open at the end of the last is valued at its rate. */
function* valuations({ random }: Setting, foreign: Foreign, opened: CalendarDate): Course {
  for (let month = 1; ; month += 1) {
    const effectiveDate = endOfMonth(addMonths(opened, month));
    const { currency } = foreign;
    const input = { effectiveDate, currency, rate: rateOn(foreign, random, effectiveDate) };
    yield { on: addDays(effectiveDate, 1), role: 'supervisor', name: 'RevalueReceivables', input };
  }
}

type Valued = Step & { readonly units: number };

function valued(foreign: Foreign, random: Random, { on, role, name, units, input }: Valued): Step {
  const { currency } = foreign;
  return {
    on,
    role,
    name,
    input: { currency, amount: text(foreign, units), ...input, rate: rateOn(foreign, random, on) },
  };
}

/** A rate of the day within three percent of the usual one, with six decimals. */
function rateOn({ currency, cents }: Foreign, random: Random, on: CalendarDate) {
  const millionths = Math.round(cents * random.whole(9_700, 10_300));
  const rate = `${Math.floor(millionths / 1_000_000)}.${String(millionths % 1_000_000).padStart(6, '0')}`;
  return { rate, source: `DEMO:${currency}:${on}` };
}

function text({ decimals }: Foreign, units: number): string {
  return decimals === 0 ? String(units * 100) : `${units}.${'0'.repeat(decimals)}`;
}
