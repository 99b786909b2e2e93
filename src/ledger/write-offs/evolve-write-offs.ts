import type { CalendarDate } from '#money/calendar-date.ts';
import { fromMinorText, type Money, negate, subtract, zero } from '#money/money.ts';
import { type Account, itemKey } from '../account.ts';
import { withDay, withTurnover, withWrittenOff } from '../account-changes.ts';
import { assertNever } from '../assert-never.ts';
import type { FactOf } from '../events.ts';
import { changeOn, emptyTimeline } from '../timeline.ts';
import { recoveryAt, type WrittenOffItem, writeOffAt } from './written-off.ts';

export type WriteOffFact = FactOf<
  'WrittenOff' | 'WriteOffReversed' | 'BadDebtRecovered' | 'RecoveryReversed' | 'RecoveryReinstated'
>;

/** The account after one more fact about bad debt. */
export function evolveWriteOff(account: Account, fact: WriteOffFact): Account {
  switch (fact.type) {
    case 'WrittenOff':
      return writtenOff(account, fact);
    case 'WriteOffReversed':
      return writeOffReversed(account, fact);
    case 'BadDebtRecovered':
      return badDebtRecovered(account, fact);
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      return recoveryTurned(account, fact);
    default:
      return assertNever(fact);
  }
}

function writtenOff(account: Account, fact: FactOf<'WrittenOff'>): Account {
  const { writeOffId, chargeId, currency, amount } = fact.data;
  const { effectiveDate } = fact;
  const items = partsOf(fact);
  const recoverable = changeOn(emptyTimeline(currency), effectiveDate, fromMinorText(amount, currency));
  const writeOff = { writeOffId, chargeId, effectiveDate, items, recoverable };
  const recorded = { ...account, writeOffs: account.writeOffs.set(writeOffId, writeOff) };
  return items.reduce(
    (state, part) => withWrittenOff(state, itemKey(chargeId, part.item), effectiveDate, part.amount),
    recorded,
  );
}

function writeOffReversed(account: Account, fact: FactOf<'WriteOffReversed'>): Account {
  const { writeOffId, chargeId, currency, amount } = fact.data;
  const reversed = partsOf(fact);
  const writeOff = writeOffAt(account, writeOffId);
  const none = zero(currency);
  const items = writeOff.items.map((left) => {
    const back = reversed.find(({ item }) => item === left.item)?.amount ?? none;
    return { item: left.item, amount: subtract(left.amount, back) };
  });
  const less = withRecoverable(
    { ...account, writeOffs: account.writeOffs.set(writeOffId, { ...writeOff, items }) },
    writeOffId,
    fact.effectiveDate,
    negate(fromMinorText(amount, currency)),
  );
  return reversed.reduce(
    (state, part) => withWrittenOff(state, itemKey(chargeId, part.item), fact.effectiveDate, negate(part.amount)),
    less,
  );
}

function badDebtRecovered(account: Account, fact: FactOf<'BadDebtRecovered'>): Account {
  const { paymentId, writeOffId, currency, method } = fact.data;
  const { effectiveDate } = fact;
  const amount = fromMinorText(fact.data.amount, currency);
  const recovery = { paymentId, writeOffId, amount, method, reversedOn: undefined, settledOn: effectiveDate };
  const recovered = {
    ...account,
    recoveries: account.recoveries.set(paymentId, recovery),
    totals: withTurnover(account, amount),
  };
  return withRecoverable(recovered, writeOffId, effectiveDate, negate(amount));
}

function recoveryTurned(account: Account, fact: FactOf<'RecoveryReversed' | 'RecoveryReinstated'>): Account {
  const { effectiveDate } = fact;
  const recovery = recoveryAt(account, fact.data.paymentId);
  const { writeOffId, amount } = recovery;
  const isReversal = fact.type === 'RecoveryReversed';
  const turned = isReversal
    ? { ...recovery, reversedOn: effectiveDate }
    : { ...recovery, reversedOn: undefined, settledOn: effectiveDate };
  const kept = { ...account, recoveries: account.recoveries.set(recovery.paymentId, turned) };
  return withRecoverable(kept, writeOffId, effectiveDate, isReversal ? amount : negate(amount));
}

function withRecoverable(account: Account, writeOffId: string, date: CalendarDate, amount: Money): Account {
  const writeOff = writeOffAt(account, writeOffId);
  const recoverable = changeOn(writeOff.recoverable, date, amount);
  return withDay({ ...account, writeOffs: account.writeOffs.set(writeOffId, { ...writeOff, recoverable }) }, date);
}

function partsOf({ data }: FactOf<'WrittenOff' | 'WriteOffReversed'>): readonly WrittenOffItem[] {
  return data.items.map(({ item, amount }) => ({ item, amount: fromMinorText(amount, data.currency) }));
}
