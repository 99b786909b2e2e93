import type { CalendarDate } from '#money/calendar-date.ts';
import { adjustmentKinds, type EventData, type FactOf } from '../events.ts';
import { contraAccounts } from '../posting-rules.ts';
import { type Reason, type ReasonList, reasonedCommands } from '../reasons.ts';

/** A list that was published: its codes are added to what was there before, or take the place of the same code. */
export interface PublishedReasonList extends ReasonList {
  readonly effectiveDate: CalendarDate;
}

export function publishedList({ effectiveDate, data }: FactOf<'ReasonListPublished'>): PublishedReasonList {
  return { version: data.version, effectiveDate, reasons: data.reasons.map(reasonOf) };
}

/**
 * The list in force on a day: what ships, and what was published and is effective by then, in the order of publication;
 * of a code, what was published last counts. Its version is that of the last list in it, so that a version and a day
 * say for ever what the list was: what was published later cannot be in it.
 */
export function reasonsInForce(
  shipped: ReasonList,
  published: readonly PublishedReasonList[],
  asOf: CalendarDate,
): ReasonList {
  const lists = published.filter(({ effectiveDate }) => effectiveDate <= asOf);
  const last = lists.at(-1);
  if (last === undefined) return shipped;
  const reasons = new Map([shipped, ...lists].flatMap((list) => list.reasons.map((reason) => [reason.code, reason])));
  return { version: last.version, reasons: [...reasons.values()] };
}

/** The list that an entry of this day was decided on, by the version it names; undefined if there was none of that version. */
export function reasonsOfVersion(
  shipped: ReasonList,
  published: readonly PublishedReasonList[],
  version: string,
  asOf: CalendarDate,
): ReasonList | undefined {
  const last = published.findIndex((list) => list.version === version);
  const list = reasonsInForce(shipped, published.slice(0, last + 1), asOf);
  return list.version === version ? list : undefined;
}

function reasonOf({ code, label, ...stored }: EventData<'ReasonListPublished'>['reasons'][number]): Reason {
  return {
    code,
    label,
    commands: stored.commands.map((name) => known(reasonedCommands, name)),
    kinds: stored.kinds.map((name) => known(adjustmentKinds, name)),
    ...(stored.contraAccount === undefined ? {} : { contraAccount: known(contraAccounts, stored.contraAccount) }),
    ...(stored.validFrom === undefined ? {} : { validFrom: stored.validFrom }),
    ...(stored.validTo === undefined ? {} : { validTo: stored.validTo }),
  };
}

/** Never forgiven: a list that names what is not there was not published by these rules. */
function known<Name extends string>(names: readonly Name[], name: string): Name {
  const found = names.find((one) => one === name);
  if (found === undefined) throw new Error('a published reason names a command, kind or account that is not there');
  return found;
}
