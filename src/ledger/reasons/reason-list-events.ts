import { z } from 'zod';
import { dateText, identifier, reasonLabel } from '../text.ts';

/** WARNING: history, as in events.ts. Names of commands, kinds and accounts are kept as text: the lists of them grow. */
export const reasonListEvents = {
  /** Codes that are added or replaced, valid from the effective date on. Never the whole list: nothing can be left out of it by accident. */
  ReasonListPublished: {
    1: z.strictObject({
      version: identifier,
      reasons: z
        .array(
          z.strictObject({
            code: identifier,
            label: reasonLabel,
            commands: z.array(identifier).min(1),
            kinds: z.array(identifier),
            contraAccount: identifier.optional(),
            validFrom: dateText.optional(),
            validTo: dateText.optional(),
          }),
        )
        .min(1),
    }),
  },
} as const;
