import { moveInBase } from './base.ts';
import { addItem } from './charges.ts';
import { over, smallestFrom, sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  dayOf,
  earlierThan,
  partyOf,
  type Rule,
  shapeAndAccount,
  startOf,
  there,
  unknownLines,
} from './desk.ts';
import { openOf } from './papers.ts';
import { itemRequired, itemsOfLine } from './placing.ts';
import { wrongReason } from './reasons.ts';
import { partsOf } from './releasing.ts';
import { centsOf } from './shape.ts';
import { firstObjection, refuse } from './verdict.ts';
import { voided } from './void-charge.ts';

export const transferResponsibility: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const chargeId = input.chargeId ?? '';
  const line = { chargeId, item: input.item };
  const toParty = partyOf(input.toPayer);
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [...unknownLines(papers, [line]), papers.transfers.has(input.transferId ?? '') && 'DUPLICATE_ID'],
    currency(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [
      voided(papers, [chargeId]),
      itemRequired(papers, [line]),
      itemsOfLine(papers, line)[0]?.party === toParty && 'SAME_PARTY',
      earlierThan(day, startOf(papers, input)),
    ],
  );
  if (refused !== undefined) return refused;
  const cents = centsOf(input.amount);
  const sources = itemsOfLine(papers, line);
  const rooms = sources.map((item) => smallestFrom(openOf(item), day));
  if (sumOf(rooms) < cents) return refuse(['EXCEEDS_OPEN']);
  const moves = partsOf(sources, rooms, cents);
  const record = (known: number): void => {
    papers.transfers.add(input.transferId ?? '');
    papers.order += 1;
    const charge = there(papers.charges.get(chargeId));
    for (const { item, cents: part } of moves) {
      item.worth.push({ day, cents: -part, known });
      const due = input.dueDate ?? item.due;
      const to = addItem(papers, charge, { party: toParty, due, from: day, cents: part }, known, false);
      moveInBase(papers, item, to, { day, known, cents: part });
    }
  };
  const isPartlyPaid = moves.some(({ item }) => over(item.paid) < 0n);
  const reached = ['responsibility is transferred', ...(isPartlyPaid ? ['a partly paid item changes its party'] : [])];
  return { kind: 'ACCEPT', reached, record };
};
