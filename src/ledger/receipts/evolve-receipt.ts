import { Map as PersistentMap } from 'immutable';
import type { CalendarDate } from '#money/calendar-date.ts';
import { add, fromMinorText, type Money, negate, zero } from '#money/money.ts';
import { assertNever } from '../assert-never.ts';
import type { Entry } from '../entry.ts';
import type { EventData, FactOf } from '../events.ts';
import { type Carried, carry, moved } from '../foreign/carried.ts';
import { requireNext, withCommand } from '../recorded-command.ts';
import { changeOn, emptyTimeline } from '../timeline.ts';
import { moneyOf, partOfReceipt, type Receipt, type ReceiptMoney, type ReceiptPart } from './receipt.ts';
import { isReceiptFact, type ReceiptFact } from './receipt-events.ts';

/** The receipt after one more entry of its stream. */
export function evolveReceipt(receipt: Receipt, entry: Entry): Receipt {
  if (!isReceiptFact(entry)) throw new Error(`${entry.type} does not belong to the stream of a receipt`);
  requireNext(receipt, entry);
  return withCommand(evolveReceiptFact(receipt, entry), entry);
}

/** The receipt after one more fact; what the journal adds (revision, command) is not touched. */
export function evolveReceiptFact(receipt: Receipt, fact: ReceiptFact): Receipt {
  if (fact.type === 'ReceiptRecorded') return { ...receipt, money: recorded(fact) };
  return { ...receipt, money: evolveMoney(moneyOf(receipt), fact) };
}

function evolveMoney(money: ReceiptMoney, fact: Exclude<ReceiptFact, FactOf<'ReceiptRecorded'>>): ReceiptMoney {
  const { effectiveDate: date } = fact;
  switch (fact.type) {
    case 'ReceiptIdentified': {
      const part = identified(money, date, fact.data);
      return withPart(withChange(money, date, negate(part.amount), part.base && negate(part.base)), part);
    }
    case 'ReceiptPartArrived': {
      const part = partOfReceipt(money, fact.data.part);
      return part.state === 'BACK' ? money : withPart(money, { ...part, state: 'ARRIVED' });
    }
    case 'ReceiptPartReturned': {
      const part = partOfReceipt(money, fact.data.part);
      const { amount, base } = movedBy(money, fact.data);
      return withPart(withChange(money, date, amount, base), { ...part, state: 'BACK' });
    }
    case 'ReceiptReturned': {
      const { amount, base } = movedBy(money, fact.data);
      const less = withChange(money, date, negate(amount), base && negate(base));
      return { ...less, returned: add(less.returned, amount) };
    }
    case 'ReceiptReversed': {
      const { amount, base } = movedBy(money, fact.data);
      return { ...withChange(money, date, negate(amount), base && negate(base)), reversedOn: date };
    }
    case 'ReceiptReversalCompleted':
      return money;
    default:
      return assertNever(fact);
  }
}

function recorded({ effectiveDate: on, data }: FactOf<'ReceiptRecorded'>): ReceiptMoney {
  const { currency, baseCurrency, baseAmount, method, receivedDate } = data;
  const amount = fromMinorText(data.amount, currency);
  return {
    on,
    amount,
    method,
    receivedDate,
    unidentified: changeOn(emptyTimeline(currency), on, amount),
    returned: zero(currency),
    parts: PersistentMap(),
    reversedOn: undefined,
    base:
      baseCurrency === undefined || baseAmount === undefined
        ? undefined
        : carry(amount, fromMinorText(baseAmount, baseCurrency)),
  };
}

function identified(money: ReceiptMoney, on: CalendarDate, data: EventData<'ReceiptIdentified'>): ReceiptPart {
  const { part, accountId, paymentId } = data;
  return { part, on, accountId, paymentId, ...movedBy(money, data), state: 'IN_TRANSIT' };
}

interface Moved {
  readonly currency: string;
  readonly amount: string;
  readonly baseAmount?: string | undefined;
}

function movedBy({ base }: ReceiptMoney, data: Moved): { readonly amount: Money; readonly base: Money | undefined } {
  const amount = fromMinorText(data.amount, data.currency);
  if (base === undefined) return { amount, base: undefined };
  if (data.baseAmount === undefined)
    throw new Error('an entry of a receipt in a foreign currency lacks its base value');
  return { amount, base: fromMinorText(data.baseAmount, base.base.currency) };
}

function withChange(money: ReceiptMoney, date: CalendarDate, amount: Money, inBase: Money | undefined): ReceiptMoney {
  const { base } = money;
  const carried: Carried | undefined = base && moved(base, amount, inBase ?? zero(base.base.currency));
  return { ...money, unidentified: changeOn(money.unidentified, date, amount), base: carried };
}

function withPart(money: ReceiptMoney, part: ReceiptPart): ReceiptMoney {
  return { ...money, parts: money.parts.set(part.part, part) };
}
