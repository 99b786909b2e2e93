import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import type { Random } from './random.ts';
import { type Course, demoCurrency, money } from './steps.ts';

/** Cheques that arrive without a name in the last months, and the accounts they turn out to be for. */
export function lockboxReceipts(random: Random, accountIds: readonly string[], today: CalendarDate): readonly Course[] {
  const count = Math.floor(accountIds.length / 3);
  return Array.from({ length: count }, (_, number) => {
    const ours = accountIds.slice(number * 3, number * 3 + 3);
    return lockboxReceipt(random, {
      receiptId: `lockbox-${number + 1}`,
      ours,
      on: addDays(today, -random.whole(1, 110)),
    });
  });
}

interface Lockbox {
  readonly receiptId: string;
  readonly ours: readonly string[];
  readonly on: CalendarDate;
}

const base = { currency: demoCurrency };

/** One cheque for several accounts, or somebody's whom nobody knows. */
function* lockboxReceipt(random: Random, { receiptId, ours, on }: Lockbox): Course {
  const owed = ours
    .slice(0, random.whole(1, 3))
    .map((accountId) => ({ accountId, cents: random.pick([4_500, 8_000, 12_000]) }));
  const extra = random.chance(0.3) ? 1_000 : 0;
  const amount = money(owed.reduce((sum, { cents }) => sum + cents, extra));
  yield { on, role: 'cash_poster', name: 'RecordReceipt', input: { ...base, receiptId, amount, method: 'CHECK' } };
  const known = addDays(on, random.whole(1, 6));
  if (random.chance(0.15)) return yield* senderUnknown(random, receiptId, amount, known);
  // What it is for is charged when that is known: earlier, what else is paid on the account might have used it.
  for (const { accountId, cents } of owed) yield charged(accountId, cents, known);
  const parts = owed.map(({ accountId, cents }) => {
    const lines = [{ chargeId: 'c-901', amount: money(cents) }];
    return { accountId, paymentId: 'p-901', amount: money(cents), lines };
  });
  yield { on: known, role: 'cash_poster', name: 'IdentifyReceipt', input: { ...base, receiptId, parts } };
  const later = addDays(known, random.whole(3, 20));
  if (random.chance(0.2))
    yield { on: later, role: 'supervisor', name: 'ReverseReceipt', input: { receiptId, reasonCode: 'NSF' } };
  else if (random.chance(0.3)) yield* wrongPayer(random, { receiptId, ours, on: later }, owed);
}

function charged(accountId: string, cents: number, on: CalendarDate) {
  const charge = { chargeId: 'c-901', category: 'SERVICE', amount: money(cents), serviceDate: on };
  return { on, role: 'billing_specialist', name: 'PostCharge', input: { ...base, accountId, ...charge } } as const;
}

/** It goes back to where it came from, all of it or what nobody could place; or it waits. */
function* senderUnknown(random: Random, receiptId: string, amount: string, on: CalendarDate): Course {
  if (random.chance(0.4)) return;
  const back = { ...base, receiptId, amount: random.chance(0.5) ? amount : '20.00', reasonCode: 'SENDER_UNKNOWN' };
  yield { on: addDays(on, 30), role: 'supervisor', name: 'ReturnReceipt', input: back };
}

/** A part was somebody else's: it is taken back, and most often its owner is found. */
function* wrongPayer(
  random: Random,
  { receiptId, ours, on }: Lockbox,
  owed: readonly { readonly accountId: string; readonly cents: number }[],
): Course {
  const [first] = owed;
  const owner = ours.at(-1);
  if (first === undefined || owner === undefined) return;
  const { accountId, cents } = first;
  const taking = { accountId, paymentId: 'p-901', reasonCode: 'WRONG_PAYER' };
  yield { on, role: 'supervisor', name: 'UnidentifyReceipt', input: taking };
  if (random.chance(0.3)) return;
  const parts = [{ accountId: owner, paymentId: 'p-902', amount: money(cents), strategy: 'NONE' }];
  yield { on: addDays(on, 2), role: 'cash_poster', name: 'IdentifyReceipt', input: { ...base, receiptId, parts } };
}
