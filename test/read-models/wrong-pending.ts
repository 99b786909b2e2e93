import { change, type Patch } from './patches.ts';

/** What was settled, or received, before on the same account. */
const earlier = (type: string, entry: string): string => `SELECT r.body ->> '$.data.paymentId' FROM entry r
  WHERE r.type = '${type}' AND r.stream = ${entry}.stream AND r.ordinal < ${entry}.ordinal`;
const earlierSettlement = (entry: string): string => earlier('PaymentSettled', entry);
const earlierReceipt = (entry: string): string => earlier('PaymentReceived', entry);

/** Wrong books about money that is announced first, for verify.test.ts. */
export const wrongPending: readonly (readonly [what: string, code: RegExp, patch: Patch])[] = [
  [
    'a payment is settled before it was pending',
    /^INV-14 .*before its cause/,
    change('PaymentSettled', '$.effectiveDate', "'2024-01-02'"),
  ],
  [
    'more of a payment lapsed than was pending',
    /^INV-37 .*not what was pending/,
    change('PaymentSettled', '$.data.lapsed', "'88888888'", "body ->> '$.data.lapsed' IS NOT NULL"),
  ],
  ['a part of a payment failed', /^INV-37 .*not what was pending/, change('PaymentFailed', '$.data.amount', "'1'")],
  [
    'a payment failed that was settled',
    /^INV-15 .*settled or had failed already/,
    change(
      'PaymentFailed',
      '$.data.paymentId',
      `(${earlierSettlement('entry')} LIMIT 1)`,
      `EXISTS (${earlierSettlement('entry')})`,
    ),
  ],
  [
    'a payment is pending under an id that is taken',
    /^INV-33 .*was there already/,
    change(
      'PaymentPended',
      '$.data.paymentId',
      `(${earlierReceipt('entry')} LIMIT 1)`,
      `EXISTS (${earlierReceipt('entry')})`,
    ),
  ],
];
