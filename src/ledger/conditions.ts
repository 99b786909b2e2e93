import { compare, type Money, parseMoney, subtract } from '#money/money.ts';
import { type Account, currencyOf } from './account.ts';
import { refusedAmount } from './amounts-in-input.ts';
import { amountOf } from './checks.ts';
import type { Expect } from './command-input.ts';
import { type Rejection, reject } from './rejections.ts';

/**
 * What a caller takes for granted (`expect`): checked when everything else has said yes, against the account as
 * it is decided on, so that between the look and the deed nothing can slip in.
 */
const bounds = [
  { name: 'balanceAtLeast', figure: 'balance', isLeast: true },
  { name: 'balanceAtMost', figure: 'balance', isLeast: false },
  { name: 'unappliedAtLeast', figure: 'unapplied', isLeast: true },
  { name: 'openChargesAtLeast', figure: 'openCharges', isLeast: true },
] as const;

type Figure = (typeof bounds)[number]['figure'];

/** A command that states no currency has its conditions in the account's: only here it is known what its amounts may look like. */
export function misformedCondition(
  account: Account,
  input: { readonly currency?: string; readonly expect?: Expect | undefined },
): Rejection | undefined {
  if (input.expect === undefined || input.currency !== undefined || account.opened === undefined) return undefined;
  for (const { name } of bounds) {
    const text = input.expect[name];
    const read = text === undefined ? undefined : parseMoney(text, account.opened.currency);
    if (typeof read === 'string') return refusedAmount(read, account.opened.currency, `expect.${name}`);
  }
  return undefined;
}

/** The revision is the one before the command; figures are those after it, over everything recorded. */
export function failedCondition(before: Account, after: Account, expect: Expect | undefined): Rejection | undefined {
  if (expect === undefined) return undefined;
  const { revision } = before;
  if ((expect.revision ?? revision) !== revision) return failed('expect.revision', { revision });
  const broken = bounds.find((bound) => isBroken(after, expect, bound));
  return broken && failed(`expect.${broken.name}`, { [broken.figure]: figureOf(after, broken.figure) });
}

function isBroken(account: Account, expect: Expect, { name, figure, isLeast }: (typeof bounds)[number]): boolean {
  const text = expect[name];
  if (text === undefined) return false;
  const order = compare(figureOf(account, figure), amountOf(text, currencyOf(account)));
  return isLeast ? order < 0 : order > 0;
}

function figureOf({ totals }: Account, figure: Figure): Money {
  if (totals === undefined) throw new Error('an account that a command was accepted on is open');
  if (figure === 'balance') return subtract(totals.open, totals.unapplied);
  return figure === 'unapplied' ? totals.unapplied : totals.open;
}

function failed(inputPath: string, found: { readonly revision?: number } & { readonly [Name in Figure]?: Money }) {
  const none = { revision: undefined, balance: undefined, unapplied: undefined, openCharges: undefined };
  return reject('CONDITION_FAILED', { ...none, ...found }, inputPath);
}
