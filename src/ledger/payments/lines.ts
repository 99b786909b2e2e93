import { z } from 'zod';
import { add, compare, type Money, zero } from '#money/money.ts';
import type { Account } from '../account.ts';
import { chargeCategories } from '../charge-kinds.ts';
import { amountOf, positive, unknownItem } from '../checks.ts';
import { lineInput } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { mostAllocations, type Plan } from './allocation-plan.ts';
import type { Spread } from './strategies.ts';
import { strategies } from './strategy-names.ts';

export const linesField = z
  .array(lineInput)
  .min(1)
  .max(mostAllocations)
  .optional()
  .describe('What to pay first, in this order.');

export const strategyField = z
  .enum(strategies)
  .optional()
  .describe(
    'Where the rest goes: NONE leaves it unapplied (default), OLDEST_DUE_FIRST, SMALLEST_FIRST by what is open, PRO_RATA by what is open, BY_PARTY only to items of the payer, BY_PRIORITY by category.',
  );

export const priorityField = z
  .array(z.enum(chargeCategories))
  .min(1)
  .max(chargeCategories.length)
  .refine((list) => new Set(list).size === list.length, 'expected each category once')
  .optional()
  .describe(
    'For BY_PRIORITY: categories in the order in which they are paid; INTEREST, LATE_FEE, SERVICE, OTHER when left out. Those not named come last, in that order.',
  );

interface SpreadInput {
  readonly strategy?: Spread['strategy'] | undefined;
  readonly priority?: Spread['priority'];
}

export function spreadOf({ strategy = 'NONE', priority }: SpreadInput): Spread {
  return { strategy, priority };
}

export function strayPriority({ strategy, priority }: SpreadInput): Rejection | undefined {
  return priority === undefined || strategy === 'BY_PRIORITY'
    ? undefined
    : reject('INPUT_INVALID', { expected: 'the strategy BY_PRIORITY for this order' }, 'priority');
}

export interface Line {
  readonly chargeId: string;
  readonly item?: number | undefined;
  readonly amount: string;
}

export function invalidLines(lines: readonly Line[], currency: string): Rejection | undefined {
  for (const [index, line] of lines.entries()) {
    const fault = positive(amountOf(line.amount, currency), `lines.${index}.amount`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Compared line by line: hundreds of the largest amounts would not add up inside the largest total. */
export function linesBeyond(lines: readonly Line[], amount: Money): Rejection | undefined {
  let total = zero(amount.currency);
  for (const line of lines) {
    total = add(total, amountOf(line.amount, amount.currency));
    if (compare(total, amount) > 0) return reject('LINES_EXCEED_AMOUNT', {}, 'lines');
  }
  return undefined;
}

export function unknownLine(
  account: Account,
  lines: readonly { readonly chargeId: string; readonly item?: number | undefined }[],
  inputPath = 'lines',
): Rejection | undefined {
  for (const [index, line] of lines.entries()) {
    const unknown = unknownItem(account, line, `${inputPath}.${index}`);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

/** Allocations, and items of which something is given up: each is a line of an entry. */
export function tooManyIn({ placed, leftShort }: Plan): Rejection | undefined {
  return tooMany(placed.length + leftShort.reduce((count, { parts }) => count + parts.length, 0));
}

export function tooMany(allocations: number): Rejection | undefined {
  return allocations > mostAllocations ? reject('TOO_MANY_ALLOCATIONS', { limit: mostAllocations }) : undefined;
}
