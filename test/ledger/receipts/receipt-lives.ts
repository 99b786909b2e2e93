import * as fc from 'fast-check';
import { addDays } from '#money/calendar-date.ts';
import { day } from '../given-when-then.ts';
import { money } from '../summary-parts.ts';
import {
  finalOf,
  later,
  type ModelPart,
  modelOfArrival,
  modelOfIdentify,
  modelOfReturn,
  modelOfReversal,
  modelOfTakeBack,
  partAt,
  type ReceiptModel,
  type Said,
  smallestFrom,
} from './receipt-model.ts';
import { arrived, back, bounce, giveBack, identify, part, type Sent } from './receipts.ts';

/** Random lives of one receipt: what is drawn becomes a command on what there is, with the answer of the model to it. */
/** In the currency of the ledger, and foreign to ledgers with two, no and three decimals. */
const ledgers = [
  { baseCurrency: 'USD', decimals: undefined },
  { baseCurrency: 'EUR', decimals: 2 },
  { baseCurrency: 'JPY', decimals: 0 },
  { baseCurrency: 'BHD', decimals: 3 },
] as const;

const intent = fc.record({
  what: fc.constantFrom(
    ...(['identify', 'identify', 'identify', 'arrive', 'arrive', 'arrive', 'takeBack', 'takeBack'] as const),
    ...(['giveBack', 'reverse', 'lock'] as const),
  ),
  cents: fc.integer({ min: 1, max: 4000 }),
  days: fc.nat(30),
  which: fc.nat(1000),
  coin: fc.nat(11),
});

type Intent = typeof intent extends fc.Arbitrary<infer Drawn> ? Drawn : never;

export const life = fc.record({
  ledger: fc.constantFrom(...ledgers),
  cents: fc.integer({ min: 1, max: 12_000 }),
  base: fc.integer({ min: 0, max: 20_000 }),
  on: fc.nat(8),
  intents: fc.array(intent, { minLength: 5, maxLength: 40, size: 'max' }),
});

export type Life = typeof life extends fc.Arbitrary<infer Drawn> ? Drawn : never;

export const reached = new Map<string, number>();

export const lifeFloors: Readonly<Record<string, number>> = {
  'a receipt is identified in several parts by one command': 100,
  'a receipt is identified to the last cent': 50,
  'a part is identified before what was taken back already': 20,
  'a part is refused by its account': 50,
  'a part is taken back before the receipt hears that it arrived': 20,
  'a receipt hears of an arrival when the part is back': 20,
  'a part is taken back and identified again': 50,
  'a receipt is returned in part': 50,
  'a receipt is reversed with parts on accounts': 50,
  'a receipt is reversed of which nothing is unidentified': 10,
  'a receipt is not reversed before a part of it was identified': 15,
  'a part comes back after the receipt was reversed': 20,
  'a step takes the first open day': 30,
  'a part takes base value that no rate would give it': 40,
  EXCEEDS_UNIDENTIFIED: 50,
  EFFECTIVE_BEFORE_ORIGINAL: 50,
  ALREADY_REVERSED: 50,
  RECEIPT_RETURNED: 20,
  RECEIPT_IN_TRANSIT: 50,
  BACKDATE_CONFLICT: 10,
  PERIOD_LOCKED: 50,
};

export function note(name: string, isSo = true): void {
  if (isSo) reached.set(name, (reached.get(name) ?? 0) + 1);
}

interface Step {
  readonly sent: Sent;
  readonly said: Said;
}

const firstDay = day('2024-03-01');
export const dated = (days: number): string => addDays(firstDay, days);
export const monthAndDay = (date: string): string => date.slice(5);

/** What the intent becomes on this receipt, and what the model says to it; nothing where there is nothing to do it to. */
export function stepOf(model: ReceiptModel, one: Intent, isForeign: boolean): Step | undefined {
  const date = dated(one.days);
  switch (one.what) {
    case 'identify':
      return identifyStep(model, one, date);
    case 'giveBack': {
      if (one.coin > 5) return undefined;
      const cents = BigInt(1 + (one.cents % 300));
      const said = modelOfReturn(model, date, cents);
      note('a receipt is returned in part', typeof said !== 'string' && finalOf(model) > 0n);
      return { sent: giveBack(money(cents), monthAndDay(date)), said };
    }
    case 'reverse':
      // On any day, or behind all that was drawn.
      return one.coin < 8 ? reverseStep(model, one.coin < 5 ? date : dated(30)) : undefined;
    case 'arrive':
      return arriveStep(model, one);
    case 'takeBack':
      return takeBackStep(model, one, isForeign);
    case 'lock':
      if (one.coin < 3) model.lockedThrough = later(model.lockedThrough, dated(Math.floor(one.days / 2)));
      return undefined;
  }
}

function identifyStep(model: ReceiptModel, { cents, coin, which }: Intent, date: string): Step {
  const all = smallestFrom(model, date);
  const whole = coin < 2 && all > 0n ? all : BigInt(cents);
  const first = (whole * BigInt(1 + (which % 9))) / 10n;
  const parts = coin % 2 === 0 && first > 0n ? [first, whole - first] : [whole];
  const isAgain = model.parts.some(({ state }) => state === 'BACK');
  const isBefore = model.parts.some((one) => one.state === 'BACK' && one.date > date);
  const said = modelOfIdentify(model, date, parts);
  if (typeof said !== 'string') {
    note('a receipt is identified in several parts by one command', parts.length > 1);
    note('a receipt is identified to the last cent', finalOf(model) === 0n);
    note('a part is taken back and identified again', isAgain);
    note('a part is identified before what was taken back already', isBefore);
  }
  const inputs = parts.map((amount, index) => part(`a${index}`, money(amount)));
  return { sent: identify(monthAndDay(date), inputs), said };
}

function reverseStep(model: ReceiptModel, date: string): Step {
  const isWhole = finalOf(model) === 0n;
  const said = modelOfReversal(model, date);
  note(
    'a receipt is not reversed before a part of it was identified',
    date > model.on && said === 'EFFECTIVE_BEFORE_ORIGINAL',
  );
  if (typeof said !== 'string') {
    note('a receipt is reversed with parts on accounts', !said[0]?.endsWith('of '));
    note('a receipt is reversed of which nothing is unidentified', isWhole);
  }
  return { sent: bounce(monthAndDay(date)), said };
}

function arriveStep(model: ReceiptModel, { which, coin }: Intent): Step | undefined {
  const chosen = chosenPart(model, which, ({ state }) => state === 'IN_TRANSIT' || (state === 'BACK' && coin === 0));
  if (chosen === undefined) return undefined;
  note('a receipt hears of an arrival when the part is back', chosen.state === 'BACK');
  note('a step takes the first open day', chosen.date <= model.lockedThrough);
  return {
    sent: arrived(chosen.part, monthAndDay(chosen.date)),
    said: modelOfArrival(model, chosen.date, chosen),
  };
}

/** Refused on its way there, or taken back from the account, which may be before the receipt heard that it has it. */
function takeBackStep(model: ReceiptModel, one: Intent, isForeign: boolean): Step | undefined {
  const chosen = chosenPart(model, one.which, ({ state }) => state !== 'BACK');
  if (chosen === undefined) return undefined;
  const isRefused = chosen.state === 'IN_TRANSIT' && one.coin < 6;
  const isLater = !isRefused && dated(one.days) > chosen.date;
  const date = isLater ? dated(one.days) : chosen.date;
  note('a part is refused by its account', isRefused);
  note('a part is taken back before the receipt hears that it arrived', chosen.state === 'IN_TRANSIT' && !isRefused);
  note('a part comes back after the receipt was reversed', model.reversedOn !== undefined);
  const sent = back(chosen.part, 'a0', String(chosen.amount), monthAndDay(date), isRefused ? { isRefused } : {});
  const moved = Object.assign({}, sent[1]['moved'], isForeign ? { baseAmount: String(chosen.base) } : {});
  return { sent: [sent[0], { ...sent[1], moved }], said: modelOfTakeBack(model, date, chosen) };
}

function chosenPart(model: ReceiptModel, which: number, is: (part: ModelPart) => boolean): ModelPart | undefined {
  const among = model.parts.filter(is);
  const chosen = among[which % Math.max(1, among.length)];
  return chosen && partAt(model, chosen.part);
}
