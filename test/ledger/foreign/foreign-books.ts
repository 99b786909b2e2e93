import type { Account } from '#ledger/account.ts';
import type { Books } from '#ledger/books.ts';
import type { Fact } from '#ledger/events.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { formatMoney } from '#money/money.ts';
import { books, type Sent } from '../given-when-then.ts';
import { money } from '../summary-parts.ts';

/** The accounts of the tests are in US dollars: in a ledger with another base currency they are foreign. */
export function booksIn(baseCurrency: string): Books {
  if (books.terms === undefined) throw new Error('the ledger of the tests is open');
  return { ...books, terms: { ...books.terms, baseCurrency } };
}

export const inEuros = booksIn('EUR');

/** The command with what its amount is worth in the base currency. */
export function worth(baseAmount: string, [name, input]: Sent): Sent {
  return [name, { ...input, baseAmount }];
}

/** The command with a rate of exchange. */
export function atRate(rate: string, [name, input]: Sent): Sent {
  return [name, { ...input, rate: { rate, source: 'ECB:2024-03-01' } }];
}

/** What is open, at the rate of a day of 2024. */
export function revalue(rate: string, monthAndDay: string): Sent {
  return atRate(rate, ['RevalueReceivables', { effectiveDate: `2024-${monthAndDay}` }]);
}

/** What facts post in base, one line each: `Dr AccountsReceivable 1.00 at 1.20`, as an accountant reads them. */
export function linesInBase(facts: readonly Fact[], baseCurrency = 'EUR'): readonly string[] {
  return facts.flatMap(postingsOf).map(({ account, side, amount, base }) => {
    const inBase = base === undefined ? 'none' : money(base, baseCurrency);
    return `${side === 'DEBIT' ? 'Dr' : 'Cr'} ${account} ${money(amount)} at ${inBase}`;
  });
}

/** What is left of an item, and at what it is carried: `20.00 at 32.00`. */
export function carriedOf({ base }: Account, key: string): string {
  const item = base?.items.get(key);
  return item === undefined ? 'nothing' : `${formatMoney(item.left)} at ${formatMoney(item.carried)}`;
}

/** Gains less losses of these facts. */
export function realised(facts: readonly Fact[], baseCurrency = 'EUR'): string {
  const lines = facts.flatMap(postingsOf).filter(({ account }) => account === 'FxRealized');
  const total = lines.reduce(
    (sum, { side, base = '0' }) => sum + (side === 'CREDIT' ? BigInt(base) : -BigInt(base)),
    0n,
  );
  return money(total, baseCurrency);
}
