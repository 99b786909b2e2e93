import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Account } from '../account.ts';
import type { Books } from '../books.ts';
import { invalidReason, takenId } from '../checks.ts';
import { lineInput, reasonField } from '../command-input.ts';
import { type AdjustmentKind, adjustmentKinds } from '../events.ts';
import { findReason } from '../reasons.ts';
import type { Rejection } from '../rejections.ts';
import { identifier } from '../text.ts';
import { mostAllocations } from './allocation-plan.ts';
import type { Line } from './lines.ts';

const shortfallInput = z
  .strictObject({
    adjustmentId: identifier.describe('Yours, unique on the account: the adjustment that this makes.'),
    kind: z.enum(adjustmentKinds).describe('What kind of adjustment it is.'),
    reasonCode: reasonField,
  })
  .meta({ title: 'ShortfallInput', description: 'Why the rest of what a line pays is given up.' });

const paymentLine = lineInput
  .extend({
    shortfall: shortfallInput
      .optional()
      .describe(
        'What the line leaves open of its item, or of the open items of its charge, is adjusted away with it. Taking that allocation back takes the adjustment back.',
      ),
  })
  .meta({ title: 'PaymentLineInput', description: 'What to pay of a charge or one of its items, and why no more.' });

/** The lines of a command that pays with money. A credit has no shortfall: who grants it decides how much. */
export const paymentLinesField = z
  .array(paymentLine)
  .min(1)
  .max(mostAllocations)
  .optional()
  .describe('What to pay first, in this order.');

export type PaymentLine = z.output<typeof paymentLine>;

/** Why the rest is given up, and where the other side of the posting goes. */
export interface Shortfall {
  readonly adjustmentId: string;
  readonly kind: AdjustmentKind;
  readonly reasonCode: string;
  readonly contraAccount: string;
}

/** A line that can be placed: its reason is known to be valid. */
export interface LineToPlace extends Line {
  readonly shortfall?: Shortfall | undefined;
}

export function takenAdjustment(account: Account, lines: readonly PaymentLine[]): Rejection | undefined {
  const seen = new Set<string>();
  for (const [index, { shortfall }] of lines.entries()) {
    if (shortfall === undefined) continue;
    const { adjustmentId } = shortfall;
    const isTaken = account.adjustments.has(adjustmentId) || seen.has(adjustmentId);
    const taken = takenId(isTaken, 'adjustment', `lines.${index}.shortfall.adjustmentId`);
    if (taken !== undefined) return taken;
    seen.add(adjustmentId);
  }
  return undefined;
}

export function invalidShortfall(
  books: Books,
  lines: readonly PaymentLine[],
  date: CalendarDate,
): Rejection | undefined {
  for (const [index, { shortfall }] of lines.entries()) {
    if (shortfall === undefined) continue;
    const { reasonCode, kind } = shortfall;
    const path = `lines.${index}.shortfall.reasonCode`;
    const invalid = invalidReason(books, 'AdjustCharge', reasonCode, date, kind, path);
    if (invalid !== undefined) return invalid;
  }
  return undefined;
}

/** The lines once their reasons have been found valid. */
export function withContraAccounts(
  books: Books,
  lines: readonly PaymentLine[],
  date: CalendarDate,
): readonly LineToPlace[] {
  return lines.map(({ shortfall, ...line }) => {
    if (shortfall === undefined) return line;
    const { adjustmentId, kind, reasonCode = '' } = shortfall;
    const contraAccount = findReason(books.reasons, reasonCode, 'AdjustCharge', kind, date)?.contraAccount;
    if (contraAccount === undefined) throw new Error('a shortfall for a reason without a contra account');
    return { ...line, shortfall: { adjustmentId, kind, reasonCode, contraAccount } };
  });
}
