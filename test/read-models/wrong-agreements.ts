import { change, type Patch } from './patches.ts';

/** A hold on the whole account, recorded before. */
const heldBefore = `h.type = 'HoldPlaced' AND h.stream = entry.stream AND h.ordinal < entry.ordinal
  AND h.body ->> '$.data.holdOn' IS NULL AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.type = 'HoldReleased'
    AND r.stream = h.stream AND r.body ->> '$.data.holdId' = h.body ->> '$.data.holdId' AND r.ordinal < entry.ordinal)`;

/** Wrong books about what was agreed about a debt, for verify.test.ts. */
export const wrongAgreements: readonly (readonly [what: string, code: RegExp, patch: Patch])[] = [
  [
    'a hold is released before it was placed',
    /^INV-14 .*before its cause/,
    change('HoldReleased', '$.effectiveDate', "'2024-01-02'"),
  ],
  [
    'a hold that nobody placed is released',
    /^INV-14 .*what it refers to is not there/,
    change('HoldReleased', '$.data.holdId', "'nothing'"),
  ],
  [
    'more is disputed than is open',
    /^INV-01 .*more of an item is disputed than is open/,
    change('DisputeOpened', '$.data.amount', "'88888888'"),
  ],
  [
    'a dispute is older than its item',
    /^INV-17 .*before its cause/,
    change('DisputeOpened', '$.effectiveDate', "'2024-01-02'"),
  ],
  [
    'a dispute is resolved before it was opened',
    /^INV-14 .*before its cause/,
    change('DisputeResolved', '$.effectiveDate', "'2024-01-02'"),
  ],
  [
    'a fee is assessed in spite of a hold',
    /^INV-17 .*on what is protected/,
    change(
      'LateFeeAssessed',
      '$.effectiveDate',
      `(SELECT h.body ->> '$.effectiveDate' FROM entry h WHERE ${heldBefore})`,
      `EXISTS (SELECT 1 FROM entry h WHERE ${heldBefore})`,
    ),
  ],
];
