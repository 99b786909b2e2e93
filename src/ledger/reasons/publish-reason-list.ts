import { z } from 'zod';
import type { Books, Ledger } from '../books.ts';
import { beforeOpening, dateOf } from '../checks.ts';
import { commandFields, dateInput, effectiveDateField } from '../command-input.ts';
import { adjustmentKinds, type FactOf } from '../events.ts';
import { lockedOn } from '../periods/locked-period.ts';
import { contraAccounts } from '../posting-rules.ts';
import { reasonedCommands } from '../reasons.ts';
import { type Rejection, reject } from '../rejections.ts';
import { identifier, reasonLabel } from '../text.ts';

const reasonInput = z
  .strictObject({
    code: identifier.describe('What commands give as `reasonCode`. A code that is there already is replaced.'),
    label: reasonLabel.describe('What it means, in a few plain words for everybody; never about a person.'),
    commands: z.array(z.enum(reasonedCommands)).min(1).max(40).describe('The commands that it is valid for.'),
    kinds: z
      .array(z.enum(adjustmentKinds))
      .max(20)
      .optional()
      .describe('The kinds of adjustment that it explains; for AdjustCharge, and only for it.'),
    contraAccount: z
      .enum(contraAccounts)
      .optional()
      .describe('Where the other side of an adjustment posts to; for AdjustCharge, and only for it.'),
    validFrom: dateInput.optional().describe('The first day, if later than the list’s own.'),
    validTo: dateInput.optional().describe('The last day. This is how a code ends: it is never removed.'),
  })
  .meta({ title: 'ReasonInput', description: 'A reason: a code, what it means and what it is valid for.' });

export const publishReasonListInput = z
  .strictObject({
    ...commandFields,
    effectiveDate: effectiveDateField.describe('From this day on it is in force; today when left out.'),
    version: identifier.describe('Names this list for ever: entries that were decided on it say so.'),
    reasons: z.array(reasonInput).min(1).max(200).describe('The codes to add or to replace; all others stay.'),
  })
  .describe('Publishes reasons: adds codes to the list, or replaces them from a day on. Codes are never removed.');

export type PublishReasonList = z.output<typeof publishReasonListInput>;
type ReasonInput = PublishReasonList['reasons'][number];

/** The list, an entry of the ledger's own stream; `books.reasons` is the list that ships. */
export function decidePublishReasonList(
  ledger: Ledger,
  input: PublishReasonList,
  books: Books,
): FactOf<'ReasonListPublished'> | Rejection {
  const refusal =
    misformed(input) ??
    (ledger.terms === undefined ? reject('LEDGER_NOT_OPEN', {}) : undefined) ??
    takenVersion(ledger, input.version, books) ??
    beforeOpening(books, dateOf(input, books)) ??
    lockedOn(books, dateOf(input, books));
  if (refusal !== undefined) return refusal;
  const { version } = input;
  const reasons = input.reasons.map(({ kinds = [], ...reason }) => ({ ...reason, kinds }));
  return { type: 'ReasonListPublished', effectiveDate: dateOf(input, books), data: { version, reasons } };
}

function misformed({ reasons }: PublishReasonList): Rejection | undefined {
  const seen = new Set<string>();
  for (const [index, reason] of reasons.entries()) {
    const fault = faultOf(reason, seen);
    if (fault !== undefined) return reject('INPUT_INVALID', { expected: fault[1] }, `reasons.${index}.${fault[0]}`);
    seen.add(reason.code);
  }
  return undefined;
}

/** The field, and what would have been right. An adjustment without a contra account could not be posted. */
function faultOf(reason: ReasonInput, seen: ReadonlySet<string>): readonly [keyof ReasonInput, string] | undefined {
  const { code, commands, kinds = [], contraAccount, validFrom, validTo } = reason;
  const isAdjusting = commands.includes('AdjustCharge');
  const inOrder = validFrom === undefined || validTo === undefined || validFrom <= validTo;
  if (seen.has(code)) return ['code', 'each code once'];
  if (isAdjusting !== kinds.length > 0) return ['kinds', 'the kinds of a reason for AdjustCharge, and none for others'];
  if (isAdjusting !== (contraAccount !== undefined)) {
    return ['contraAccount', 'the account of a reason for AdjustCharge, and none for others'];
  }
  return inOrder ? undefined : ['validTo', 'a day on or after the first day'];
}

function takenVersion(ledger: Ledger, version: string, books: Books): Rejection | undefined {
  const known = ledger.reasonLists.find((list) => list.version === version);
  if (known === undefined && version !== books.reasons.version) return undefined;
  return reject('REASON_LIST_TAKEN', { publishedOn: known?.effectiveDate }, 'version');
}
