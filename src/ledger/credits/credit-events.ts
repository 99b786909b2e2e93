import { z } from 'zod';
import { allocation, release } from '../event-shapes.ts';
import type { FactOf } from '../events.ts';
import { partySchema } from '../parties.ts';
import { currencyCode, identifier, positiveMinorText } from '../text.ts';

/** What makes a release of a credit necessary: the item came to be worth less or nothing, or the credit fell away. */
export const creditReleaseCauses = ['ADJUSTMENT', 'WAIVER', 'CHARGE_VOID', 'CREDIT_VOID'] as const;

export type CreditReleaseCause = (typeof creditReleaseCauses)[number];

const amountOfCredit = z.strictObject({ creditId: identifier, currency: currencyCode, amount: positiveMinorText });

/** The facts of a credit. WARNING: history, as all of the event catalogue is (events.ts). */
export const creditEvents = {
  CreditIssued: { 1: amountOfCredit.extend({ party: partySchema }) },
  CreditApplied: {
    1: z.strictObject({ creditId: identifier, currency: currencyCode, allocations: z.array(allocation).min(1) }),
  },
  CreditUnapplied: {
    1: z.strictObject({ creditId: identifier, currency: currencyCode, releases: z.array(release).min(1) }),
  },
  /** The ledger's own consequence of another fact of the same command, recorded before it. */
  CreditReleased: {
    1: z.strictObject({
      creditId: identifier,
      currency: currencyCode,
      cause: z.enum(creditReleaseCauses),
      causeId: identifier,
      releases: z.array(release).min(1),
    }),
  },
  CreditVoided: { 1: amountOfCredit },
} as const;

export type CreditFact = FactOf<keyof typeof creditEvents>;
