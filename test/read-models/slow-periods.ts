import type { Entry } from '#ledger/entry.ts';
import type { StoredTotals } from '#ledger/periods/period-events.ts';
import { glAccounts, postingsOf } from '#ledger/posting-rules.ts';
import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import { slowBook } from './slow-fold.ts';

/** The slow twin of late entries: each as it counts, by looking back through everything recorded before it. */
export function slowCounted(entries: readonly Entry[]): readonly Entry[] {
  return entries.map((entry, index) => {
    const last = entries.slice(0, index).findLast(({ type }) => type === 'PeriodFenced' || type === 'PeriodReopened');
    const through = last?.type === 'PeriodFenced' ? last.data.periodEnd : lockedIn(last);
    const isLate = through !== undefined && entry.effectiveDate <= through;
    return isLate ? { ...entry, effectiveDate: addDays(through, 1) } : entry;
  });
}

function lockedIn(entry: Entry | undefined): CalendarDate | undefined {
  return entry?.type === 'PeriodReopened' ? entry.data.lockedThrough : undefined;
}

export interface SlowSums {
  readonly open: bigint;
  readonly unapplied: bigint;
}

/** What is open and unapplied over the whole book, of the entries that a test lets through. */
export function slowSums(entries: readonly Entry[], counts: (entry: Entry) => boolean): SlowSums {
  let [open, unapplied] = [0n, 0n];
  for (const { account, side, amount } of entries.filter(counts).flatMap((entry) => postingsOf(entry))) {
    const signed = side === 'DEBIT' ? BigInt(amount) : -BigInt(amount);
    if (account === 'AccountsReceivable') open += signed;
    if (account === 'UnappliedCash' || account === 'UnappliedCredits') unapplied -= signed;
  }
  return { open, unapplied };
}

/** The slow twin of what a closing freezes: every account folded, every line added up. */
export function slowTotals(entries: readonly Entry[], asOf: CalendarDate, ordinal: number): StoredTotals {
  const known = slowCounted(entries).filter((entry) => entry.ordinal <= ordinal);
  const sides = new Map<string, { debits: bigint; credits: bigint }>();
  for (const entry of known.filter(({ effectiveDate }) => effectiveDate <= asOf)) {
    const currency = 'currency' in entry.data ? entry.data.currency : '';
    for (const { account, side, amount } of postingsOf(entry)) {
      const own = sides.get(`${currency} ${account}`) ?? { debits: 0n, credits: 0n };
      if (side === 'DEBIT') own.debits += BigInt(amount);
      else own.credits += BigInt(amount);
      sides.set(`${currency} ${account}`, own);
    }
  }
  const currencies = [...new Set([...sides.keys()].map((key) => key.slice(0, 3)))].toSorted();
  const net = (currency: string, account: string): bigint => {
    const { debits, credits } = sides.get(`${currency} ${account}`) ?? { debits: 0n, credits: 0n };
    return debits - credits;
  };
  const accounts = known.filter(({ type, effectiveDate }) => type === 'AccountOpened' && effectiveDate <= asOf);
  const items = slowBook(known, ordinal).items(asOf);
  return {
    accounts: accounts.length,
    openItems: items.filter(({ open }) => open !== 0n).length,
    currencies: currencies.map((currency) => ({
      currency,
      openCharges: String(net(currency, 'AccountsReceivable')),
      unappliedPayments: String(-net(currency, 'UnappliedCash')),
      unappliedCredits: String(-net(currency, 'UnappliedCredits')),
    })),
    trialBalance: currencies.flatMap((currency) =>
      chart.flatMap((account) => {
        const own = sides.get(`${currency} ${account}`);
        return own === undefined
          ? []
          : [{ account, currency, debits: String(own.debits), credits: String(own.credits) }];
      }),
    ),
  };
}

/** As the read side numbers its accounts: those that lines belong to first. */
const first: readonly string[] = ['AccountsReceivable', 'UnappliedCash', 'UnappliedCredits', 'CashClearing'];
const chart = [...first, ...glAccounts.filter((account) => !first.includes(account))];
