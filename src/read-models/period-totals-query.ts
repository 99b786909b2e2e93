import type { StoredTotals } from '#ledger/periods/period-events.ts';
import type { GlAccount } from '#ledger/posting-rules.ts';
import { type BookReader, baseCurrencyIn, cutOf } from './book-reader.ts';
import { type SidesMinor, type TrialBalanceMinor, trialBalanceOf } from './general-ledger-query.ts';
import type { View } from './read-models.ts';
import { numberOf } from './rows.ts';
import { receivable } from './schema.ts';

/** What is frozen when a period is closed: the books as of its last day, known up to the position of its fence. */
export function periodTotalsOf(reader: BookReader, { view }: { readonly view: View }): StoredTotals {
  const rows = trialBalanceOf(reader, { view, currency: undefined });
  const baseCurrency = baseCurrencyIn(reader);
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  const withBase = <Base>(currency: string, inBase: Base) =>
    baseCurrency === undefined || currency === baseCurrency ? {} : { inBase };
  return {
    ...countsOf(reader, view),
    ...(baseCurrency === undefined ? {} : { baseCurrency }),
    currencies: currencies.map((currency) => {
      const own = rows.filter((row) => row.currency === currency);
      return { currency, ...figuresOf(own), ...withBase(currency, figuresOf(own.map(inBaseOf))) };
    }),
    trialBalance: rows.map((row) => {
      const { account, currency } = row;
      return { account, currency, ...sidesOf(row), ...withBase(currency, sidesOf(inBaseOf(row))) };
    }),
  };
}

function inBaseOf({ account, currency, baseDebits, baseCredits }: TrialBalanceMinor): SidesMinor {
  return { account, currency, debits: baseDebits, credits: baseCredits };
}

function sidesOf({ debits, credits }: SidesMinor) {
  return { debits: String(debits), credits: String(credits) };
}

function figuresOf(rows: readonly SidesMinor[]) {
  const netOf = (account: GlAccount): bigint => {
    const row = rows.find((one) => one.account === account);
    return row === undefined ? 0n : row.debits - row.credits;
  };
  return {
    openCharges: String(netOf('AccountsReceivable')),
    // What is unapplied stands on the credit side.
    unappliedPayments: String(-netOf('UnappliedCash')),
    unappliedCredits: String(-netOf('UnappliedCredits')),
  };
}

function countsOf({ sql }: BookReader, view: View): { readonly accounts: number; readonly openItems: number } {
  const { day, ordinal } = cutOf(view);
  const accounts = sql.row(
    'SELECT count(*) AS accounts FROM account WHERE opened_at <= ? AND opened_on <= ?',
    ordinal,
    day,
  );
  const items = sql.row(
    `SELECT count(*) AS items FROM (
       SELECT subject FROM posting INDEXED BY posting_aging
        WHERE gl = ${receivable} AND party IS NOT NULL AND ordinal <= ? AND effective <= ?
        GROUP BY party, due, subject HAVING sum(amount) <> 0)`,
    ordinal,
    day,
  );
  return { accounts: numberOf(accounts ?? {}, 'accounts'), openItems: numberOf(items ?? {}, 'items') };
}
