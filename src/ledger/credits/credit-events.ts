import { z } from 'zod';
import { allocation, release } from '../event-shapes.ts';
import type { FactOf } from '../events.ts';
import { allocationInBase, baseValue, releaseInBase, statedBaseValue } from '../foreign/base-shapes.ts';
import { partySchema } from '../parties.ts';
import { currencyCode, identifier, positiveMinorText } from '../text.ts';

/** What makes a release of a credit necessary: the item came to be worth less or nothing, or the credit fell away. */
export const creditReleaseCauses = ['ADJUSTMENT', 'WAIVER', 'CHARGE_VOID', 'CREDIT_VOID'] as const;

export type CreditReleaseCause = (typeof creditReleaseCauses)[number];

const amountOfCredit = z.strictObject({ creditId: identifier, currency: currencyCode, amount: positiveMinorText });

const creditIssued = amountOfCredit.extend({ party: partySchema });

const creditApplied = z.strictObject({
  creditId: identifier,
  currency: currencyCode,
  allocations: z.array(allocation).min(1),
});

const creditUnapplied = z.strictObject({
  creditId: identifier,
  currency: currencyCode,
  releases: z.array(release).min(1),
});

const creditReleased = z.strictObject({
  creditId: identifier,
  currency: currencyCode,
  cause: z.enum(creditReleaseCauses),
  causeId: identifier,
  releases: z.array(release).min(1),
});

const releasesInBase = { releases: z.array(releaseInBase).min(1) };

/** The facts of a credit. WARNING: history, as all of the event catalogue is (events.ts). */
export const creditEvents = {
  CreditIssued: { 1: creditIssued, 2: creditIssued.extend(statedBaseValue) },
  CreditApplied: { 1: creditApplied, 2: creditApplied.extend({ allocations: z.array(allocationInBase).min(1) }) },
  CreditUnapplied: { 1: creditUnapplied, 2: creditUnapplied.extend(releasesInBase) },
  /** The ledger's own consequence of another fact of the same command, recorded before it. */
  CreditReleased: { 1: creditReleased, 2: creditReleased.extend(releasesInBase) },
  CreditVoided: { 1: amountOfCredit, 2: amountOfCredit.extend(baseValue) },
} as const;

export type CreditFact = FactOf<keyof typeof creditEvents>;
