import { z } from 'zod';
import { allocation, itemChange, itemOpened, release } from '../event-shapes.ts';
import { identifier, itemNumber, minorText, notNegativeMinorText, positiveMinorText, rateText } from '../text.ts';

/**
 * What facts of an account in a foreign currency carry besides their amounts: base values, in minor units of the ledger's
 * base currency. Absent on accounts in the base currency, whose amounts are their own base values (decisions/0018).
 * WARNING: history, as all of the event catalogue is (events.ts).
 */
export const baseValue = { baseAmount: notNegativeMinorText.optional() };

/** Units of the base currency for one of another, and where that is from. */
export const statedRate = z.strictObject({ rate: rateText, source: identifier });

/** A base value that was stated with the fact: as it is, or at a rate (units of the base currency for one of the account's). */
export const statedBaseValue = {
  ...baseValue,
  rate: statedRate.optional(),
};

/** The base value of a part of an item: of what it leaves, or of what it comes to. */
export const partBase = { base: notNegativeMinorText.optional() };

export const itemOpenedInBase = itemOpened.extend(partBase);

/** The base has the sign of the amount. */
export const itemChangeInBase = itemChange.extend({ base: minorText.optional() });

export const itemPartInBase = z.strictObject({
  item: itemNumber,
  amount: positiveMinorText,
  ...partBase,
});

/** The part of the item that is settled, and the money that is used for it: the second less the first is a realised gain. */
const bothSides = { baseSettled: notNegativeMinorText.optional(), baseUsed: notNegativeMinorText.optional() };

export const allocationInBase = allocation.extend(bothSides);
export const releaseInBase = release.extend(bothSides);
