import { z } from 'zod';
import type { CalendarDate } from '#money/calendar-date.ts';
import { type Account, itemAt, itemKey } from '../account.ts';
import { accept, type Books, type Decision, draftOf, record } from '../books.ts';
import { beforeOpening, beforeOriginal, dateOf, openAccount, takenId, unknownItem, voidedCharge } from '../checks.ts';
import { accountFields, itemInput } from '../command-input.ts';
import type { FactOf } from '../events.ts';
import { feesInside } from '../fees-inside.ts';
import { tooMany } from '../payments/lines.ts';
import { isRedatedFrom } from '../plans/lineage.ts';
import type { Rejection } from '../rejections.ts';
import { identifier } from '../text.ts';
import { holdKinds } from './hold-events.ts';

export const placeHoldInput = z
  .strictObject({
    ...accountFields,
    holdId: identifier.describe('Yours, unique on the account.'),
    kind: z.enum(holdKinds).describe('What stands in the way.'),
    holdOn: itemInput.optional().describe('The item that is held; the whole account when left out.'),
  })
  .describe(
    'Says that something stands in the way of collecting from an account or an item: from this day until its release no late fee ' +
      'is assessed there. Fees that were assessed inside it already are listed in its entry, and stay owed until they are waived.',
  );

type PlaceHold = z.output<typeof placeHoldInput>;

export function decidePlaceHold(account: Account, input: PlaceHold, books: Books): Decision {
  const date = dateOf(input, books);
  const refusal =
    openAccount(account, books) ??
    (input.holdOn && unknownItem(account, named(input.holdOn), 'holdOn')) ??
    takenId(account.agreements.holds.has(input.holdId), 'hold', 'holdId') ??
    beforeOpening(books, date) ??
    notHoldable(account, input, date);
  if (refusal !== undefined) return refusal;
  const placed = holdPlaced(account, input, date);
  return tooMany(placed.data.feesInside?.length ?? 0) ?? accept(record(draftOf(account), placed));
}

function named({ chargeId, item = 1 }: NonNullable<PlaceHold['holdOn']>) {
  return { chargeId, item };
}

function notHoldable(account: Account, { holdOn }: PlaceHold, date: CalendarDate): Rejection | undefined {
  if (holdOn === undefined) return undefined;
  const held = named(holdOn);
  return (
    voidedCharge(account, held.chargeId, 'holdOn.chargeId') ??
    beforeOriginal(date, itemAt(account, itemKey(held.chargeId, held.item)).effectiveDate)
  );
}

function holdPlaced(account: Account, input: PlaceHold, date: CalendarDate): FactOf<'HoldPlaced'> {
  const { holdId, kind } = input;
  const holdOn = input.holdOn && named(input.holdOn);
  const heldKey = holdOn && itemKey(holdOn.chargeId, holdOn.item);
  const fees = feesInside(account, date, (key) => heldKey === undefined || isRedatedFrom(account, key, heldKey));
  return { type: 'HoldPlaced', effectiveDate: date, data: { holdId, kind, holdOn, feesInside: fees } };
}
