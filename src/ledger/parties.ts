import { z } from 'zod';
import { identifier, payerClass } from './text.ts';

/** Who owes an item: the account holder (SELF) or a payer with its class. Ids are opaque. */
export type Party = { readonly partyClass: 'SELF' } | { readonly partyClass: string; readonly payerId: string };

const self: Party = { partyClass: 'SELF' };

export const partySchema: z.ZodType<Party> = z.union([
  z.strictObject({ partyClass: z.literal('SELF') }),
  z.strictObject({ partyClass: payerClass, payerId: identifier }),
]);

/** Whether a class of parties may be called so: SELF, or a class of payers. */
export function isPartyClass(text: string): boolean {
  return text === self.partyClass || payerClass.safeParse(text).success;
}

export function isSelf(party: Party): boolean {
  return party.partyClass === 'SELF';
}

export function payerIdOf(party: Party): string | undefined {
  return 'payerId' in party ? party.payerId : undefined;
}

export function isSameParty(one: Party, other: Party): boolean {
  return one.partyClass === other.partyClass && payerIdOf(one) === payerIdOf(other);
}

/** The party that an input names; the account holder when it names none. */
export function partyOf(payer: { readonly payerId: string; readonly payerClass: string } | undefined): Party {
  return payer === undefined ? self : { partyClass: payer.payerClass, payerId: payer.payerId };
}
