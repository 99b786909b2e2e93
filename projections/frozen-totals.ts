import type { StoredTotals } from '#ledger/periods/period-events.ts';
import { add, fromMinorText, type Money, zero } from '#money/money.ts';

/** What was open and unapplied when a period was closed, in one currency. */
export interface FrozenFigures {
  readonly currency: string;
  readonly openCharges: Money;
  readonly unappliedPayments: Money;
  readonly unappliedCredits: Money;
  /** Of a foreign currency: the same in the base currency of the ledger. Absent where nothing was frozen in base. */
  readonly inBase?: FrozenFigures | undefined;
}

/** Both sides of an account of the general ledger when a period was closed. */
export interface FrozenSides {
  readonly account: string;
  readonly currency: string;
  readonly debits: Money;
  readonly credits: Money;
  readonly inBase?: FrozenSides | undefined;
}

type StoredFigures = Omit<StoredTotals['currencies'][number], 'inBase'>;
type StoredSides = Omit<StoredTotals['trialBalance'][number], 'inBase'>;

export function frozenFigures({ currencies, baseCurrency: currency }: StoredTotals): readonly FrozenFigures[] {
  return currencies.map(({ inBase, ...own }) => ({
    ...figuresOf(own),
    ...(inBase === undefined || currency === undefined ? {} : { inBase: figuresOf({ ...inBase, currency }) }),
  }));
}

function figuresOf({ currency, openCharges, unappliedPayments, unappliedCredits }: StoredFigures): FrozenFigures {
  return {
    currency,
    openCharges: fromMinorText(openCharges, currency),
    unappliedPayments: fromMinorText(unappliedPayments, currency),
    unappliedCredits: fromMinorText(unappliedCredits, currency),
  };
}

/** What was open in all currencies together, as carried in base; undefined where nothing was frozen in base. */
export function openInBase({ currencies, baseCurrency }: StoredTotals): Money | undefined {
  if (baseCurrency === undefined) return undefined;
  const carried = currencies.map(({ inBase, openCharges }) => inBase?.openCharges ?? openCharges);
  return carried.reduce((sum, minor) => add(sum, fromMinorText(minor, baseCurrency)), zero(baseCurrency));
}

/** In the order of the chart. */
export function frozenTrialBalance({ trialBalance, baseCurrency: currency }: StoredTotals): readonly FrozenSides[] {
  return trialBalance.map(({ inBase, ...own }) => ({
    ...sidesOf(own),
    ...(inBase === undefined || currency === undefined
      ? {}
      : { inBase: sidesOf({ ...inBase, account: own.account, currency }) }),
  }));
}

function sidesOf({ account, currency, debits, credits }: StoredSides): FrozenSides {
  return {
    account,
    currency,
    debits: fromMinorText(debits, currency),
    credits: fromMinorText(credits, currency),
  };
}
