import type { Account } from '#ledger/account.ts';
import { addDays } from '#money/calendar-date.ts';
import { aetna, medicare } from './commands.ts';
import { day, type Sent } from './given-when-then.ts';
import type { Situation } from './random-commands.ts';
import { money } from './summary-parts.ts';

/** What random commands are put together from. */
export const parties = [undefined, medicare, aetna];

export function chargeOf({ intent, number, effectiveDate, amount }: Situation): Sent {
  const { coin, cents, other } = intent;
  const start = day(effectiveDate);
  const due = (days: number) => addDays(start, days);
  const tax = coin % 4 === 1 ? { taxAmount: money(BigInt(Math.floor(cents / 7))) } : {};
  const base = { chargeId: `c${number}`, category: 'SERVICE', amount, effectiveDate, ...tax };
  if (coin < 6) return ['PostCharge', { ...base, dueDate: due(other % 30) }];
  const [first, second, third] = [Math.floor(cents / 3), Math.floor(cents / 5), cents];
  const items = [
    { amount: money(BigInt(first)), dueDate: due(30), ...(coin > 9 ? { payer: parties[1 + (other % 2)] } : {}) },
    { amount: money(BigInt(second)), dueDate: due(10) },
    { amount: money(BigInt(third - first - second)), dueDate: due(20) },
  ];
  return ['PostCharge', { ...base, items }];
}

export function unapplyLinesOf({ account, intent, charge }: Situation, live: readonly number[]) {
  const itemKey = account.allocations.get(live[intent.which % Math.max(1, live.length)] ?? 0)?.itemKey;
  const chargeId = itemKey?.split('#')[0] ?? charge;
  const amount = intent.coin % 3 === 0 ? {} : { amount: half(intent.cents) };
  return intent.coin < 3 ? {} : { lines: [{ chargeId, ...amount }] };
}

export function half(cents: number): string {
  return money(BigInt(Math.ceil(cents / 2)));
}

/** Names an item in two of three commands that could. */
export function itemOf({ account, intent, charge }: Situation): { readonly item?: number } {
  const items = account.charges.get(charge)?.itemCount ?? 1;
  return intent.coin % 3 === 0 ? {} : { item: 1 + (intent.other % items) };
}

export function feeOf(account: Account, which: number): string | undefined {
  const fees = [...account.charges.values()].filter(({ category }) => category === 'LATE_FEE');
  return fees.map(({ chargeId }) => chargeId).toSorted()[which % Math.max(1, fees.length)];
}

/** A write-off of the account, and what of it stands on its items, as text. */
export function writeOffIn({ account, intent }: Situation): { readonly writeOffId: string; readonly left: string } {
  const all = [...account.writeOffs.values()].toSorted((a, b) => (a.writeOffId < b.writeOffId ? -1 : 1));
  const chosen = all[intent.which % Math.max(1, all.length)];
  const left = (chosen?.items ?? []).reduce((sum, { amount }) => sum + BigInt(amount.minor.toString()), 0n);
  return { writeOffId: chosen?.writeOffId ?? 'none', left: left === 0n ? '1.00' : money(left) };
}
