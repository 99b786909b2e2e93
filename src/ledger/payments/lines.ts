import { z } from 'zod';
import { add, compare, type Money, zero } from '#money/money.ts';
import type { Account } from '../account.ts';
import { amountOf, positive, unknownItem } from '../checks.ts';
import { lineInput } from '../command-input.ts';
import { type Rejection, reject } from '../rejections.ts';
import { mostAllocations, strategies } from './allocation-plan.ts';

export const linesField = z
  .array(lineInput)
  .min(1)
  .max(mostAllocations)
  .optional()
  .describe('What to pay first, in this order.');

export const strategyField = z
  .enum(strategies)
  .optional()
  .describe('Where the rest goes: NONE leaves it unapplied (default), OLDEST_DUE_FIRST, PRO_RATA by what is open.');

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
): Rejection | undefined {
  for (const [index, line] of lines.entries()) {
    const unknown = unknownItem(account, line, `lines.${index}`);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

export function tooMany(allocations: number): Rejection | undefined {
  return allocations > mostAllocations ? reject('TOO_MANY_ALLOCATIONS', { limit: mostAllocations }) : undefined;
}
