import { z } from 'zod';
import { type CalendarDate, laterOf } from '#money/calendar-date.ts';
import { type Account, chargeAt, type Item, itemAt, itemKey } from './account.ts';
import { inOrder, itemRequired, openItemsOf } from './checks.ts';
import { mostAllocations } from './payments/allocation-plan.ts';
import type { Rejection } from './rejections.ts';
import { identifier, itemNumber } from './text.ts';

const cover = z
  .strictObject({
    chargeId: identifier.describe('The charge.'),
    item: itemNumber.optional().describe('The item of the charge; its open items when left out.'),
  })
  .meta({ title: 'CoverInput', description: 'A charge or one of its items that is agreed about.' });

export const coversField = z.array(cover).min(1).max(mostAllocations).describe('What it is about: open items.');

export type Covers = z.output<typeof coversField>;

/** Each item once, in the order of rule 4. The caller has made sure that they are there. */
export function coveredItems(account: Account, covers: Covers): readonly Item[] {
  const items = covers.flatMap((line) => itemsOfLine(account, line));
  return inOrder([...new Map(items.map((item) => [item.key, item])).values()]);
}

function itemsOfLine(account: Account, { chargeId, item }: Covers[number]): readonly Item[] {
  return item === undefined
    ? openItemsOf(account, chargeAt(account, chargeId))
    : [itemAt(account, itemKey(chargeId, item))];
}

/** A charge with open items of several parties has to say which item is meant. */
export function ambiguousCover(account: Account, covers: Covers): Rejection | undefined {
  for (const [index, line] of covers.entries()) {
    const refusal = itemRequired(itemsOfLine(account, line), line.item, `covers.${index}.item`);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** The day on which the last of the items begins. */
export function latestStart(items: readonly Item[]): CalendarDate | undefined {
  const [first, ...rest] = items.map(({ effectiveDate }) => effectiveDate);
  return first === undefined ? undefined : rest.reduce(laterOf, first);
}
