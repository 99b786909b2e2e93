import { end } from './agreements.ts';
import { on, sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  dayOf,
  earlierThan,
  partyOf,
  type Rule,
  shapeAndAccount,
  unknownLines,
} from './desk.ts';
import { type ItemPaper, inOrder, openOf, type Papers } from './papers.ts';
import { itemRequired, itemsOfLine } from './placing.ts';
import { centsOf, malformed } from './shape.ts';
import type { ToldCover } from './told.ts';
import { firstObjection, refuse } from './verdict.ts';
import { voided } from './void-charge.ts';

/** The items that are meant, each once, in their order. */
export function itemsCovered(papers: Papers, covers: readonly ToldCover[]): readonly ItemPaper[] {
  return inOrder([...new Set(covers.flatMap((line) => itemsOfLine(papers, line)))]);
}

/** The least that each is open from the day on, added up. */
function leastOf(items: readonly ItemPaper[], day: string): bigint {
  return sumOf(
    items.map((item) => {
      const open = openOf(item);
      const days = [day, ...open.map((change) => change.day)].filter((one) => one >= day);
      return days.map((one) => on(open, one)).reduce((least, cents) => (cents < least ? cents : least));
    }),
  );
}

export const recordPromise: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const covers = input.covers ?? [];
  const refused = firstObjection(
    () => [...malformed(told), (input.promisedDate ?? '') < day && 'INPUT_INVALID'],
    ...shapeAndAccount(desk, told),
    () => [...unknownLines(papers, covers), papers.promises.has(input.promiseId ?? '') && 'DUPLICATE_ID'],
    currency(desk, input),
    beforeOpening(desk, input),
    () => [
      voided(
        papers,
        covers.map(({ chargeId }) => chargeId),
      ),
      itemRequired(papers, covers),
    ],
    () => itemsCovered(papers, covers).map(({ from }) => earlierThan(day, from)),
  );
  if (refused !== undefined) return refused;
  const items = itemsCovered(papers, covers);
  if (centsOf(input.amount) > leastOf(items, day)) return refuse(['EXCEEDS_OPEN']);
  const record = (known: number): void => {
    const cents = centsOf(input.amount);
    const by = input.promisedDate ?? '';
    papers.promises.set(input.promiseId ?? '', { item: undefined, by, day, known, cents, ended: undefined });
  };
  const party = partyOf(input.payer);
  return { kind: 'ACCEPT', reached: ['a promise is recorded', `a promise of ${party}`], record };
};

/** What has run out is kept or broken. */
export const cancelPromise: Rule = (desk, told) => {
  const promise = desk.papers.promises.get(told.input.promiseId ?? '');
  const verdict = end(desk, told, promise, 'PROMISE_UNKNOWN', 'a promise is cancelled');
  const isGone = promise !== undefined && dayOf(desk, told.input) > promise.by;
  return verdict.kind === 'ACCEPT' && isGone ? refuse(['ALREADY_ENDED']) : verdict;
};
