import { z } from 'zod';
import type { FactOf } from '../events.ts';
import { identifier, itemNumber } from '../text.ts';

/** Why nothing is collected meanwhile: the law, the person, or the house. */
export const holdKinds = ['BANKRUPTCY', 'DECEASED', 'HARDSHIP', 'BAD_ADDRESS', 'ASSISTANCE', 'LEGAL', 'OTHER'] as const;

export type HoldKind = (typeof holdKinds)[number];

/** The facts of holds. They post nothing. WARNING: history, as all of the event catalogue is (events.ts). */
export const holdEvents = {
  /** On one item, or without one on the whole account. `feesInside`: fees that were assessed before somebody knew of the hold. */
  HoldPlaced: {
    1: z.strictObject({
      holdId: identifier,
      kind: z.enum(holdKinds),
      holdOn: z.strictObject({ chargeId: identifier, item: itemNumber }).optional(),
      feesInside: z.array(identifier).min(1).optional(),
    }),
  },
  HoldReleased: { 1: z.strictObject({ holdId: identifier }) },
} as const;

export type HoldFact = FactOf<keyof typeof holdEvents>;
