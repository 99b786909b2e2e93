import type { Entry } from '#ledger/entry.ts';
import type { FactOf } from '#ledger/events.ts';
import { type PublishedReasonList, publishedList, reasonsOfVersion } from '#ledger/reasons/published-lists.ts';
import {
  defaultReasons,
  findReason,
  type ReasonedCommand,
  type ReasonList,
  reasonedCommands,
} from '#ledger/reasons.ts';
import { earlierOf } from '#money/calendar-date.ts';
import type { Findings } from './findings.ts';

/** A list of reasons and where it was published: an entry cannot have been decided on a later one. */
export interface KnownList {
  readonly ordinal: number;
  readonly list: PublishedReasonList;
}

export function listsIn(entries: readonly Entry[]): readonly KnownList[] {
  return entries.flatMap((entry) => {
    const list = entry.type === 'ReasonListPublished' ? readableList(entry) : undefined;
    return list === undefined ? [] : [{ ordinal: entry.ordinal, list }];
  });
}

/** A list that cannot be read breaks the fold of the ledger, which is found there (INV-14). */
function readableList(fact: FactOf<'ReasonListPublished'>): PublishedReasonList | undefined {
  try {
    return publishedList(fact);
  } catch {
    return undefined;
  }
}

/** INV-18 of one stream: what needs a reason has one, of a list that was in force, valid for that command, kind and date. */
export function verifyReasons(entries: readonly Entry[], lists: readonly KnownList[], findings: Findings): void {
  let first = 0;
  for (let index = 1; index <= entries.length; index += 1) {
    if (entries[index]?.command.id === entries[first]?.command.id) continue;
    verifyCommand(entries.slice(first, index), lists, findings);
    first = index;
  }
}

function verifyCommand(entries: readonly Entry[], lists: readonly KnownList[], findings: Findings): void {
  for (const entry of entries) verifyShortfallReason(entry, lists, findings);
  const command = reasonedCommands.find((name) => name === entries[0]?.command.name);
  if (command === undefined) return;
  // What a command sets in motion besides may have a later date of its own, on which the reason need not be valid.
  const date = entries.map(({ effectiveDate }) => effectiveDate).reduce(earlierOf);
  for (const entry of entries) {
    const place = `${entry.stream}@${entry.revision}`;
    if (entry.reasonCode === undefined) findings.add('INV-18', place, 'it needs a reason and has none');
    else if (entry.effectiveDate === date && !isOfShortfall(entry))
      verifyReason(entry, command, place, lists, findings);
  }
}

/** It has the reason of an adjustment, whatever the command is called; its taking back has the same one. */
function isOfShortfall(entry: Entry): boolean {
  return entry.type === 'ChargeAdjusted' && entry.data.shortfallOf !== undefined;
}

/** Valid on the day of the command, which may be earlier than the day from which an item can be adjusted. */
function verifyShortfallReason(entry: Entry, lists: readonly KnownList[], findings: Findings): void {
  if (entry.type !== 'ChargeAdjusted' || !isOfShortfall(entry) || entry.data.undoes !== undefined) return;
  const { kind } = entry.data;
  const reason = listOf(entry, lists)?.reasons.find(({ code }) => code === entry.reasonCode);
  const isKnown = reason?.commands.includes('AdjustCharge') === true && reason.kinds.includes(kind);
  const isBegun = (reason?.validFrom ?? entry.effectiveDate) <= entry.effectiveDate;
  const place = `${entry.stream}@${entry.revision}`;
  findings.require(isKnown && isBegun, 'INV-18', place, 'the reason is not valid for this shortfall');
}

/** The list that the entry names, if it was in force. */
function listOf({ ordinal, versions, effectiveDate }: Entry, lists: readonly KnownList[]): ReasonList | undefined {
  const before = lists.filter((known) => known.ordinal < ordinal).map(({ list }) => list);
  return reasonsOfVersion(defaultReasons, before, versions.reasonList ?? '', effectiveDate);
}

function verifyReason(
  entry: Entry,
  command: ReasonedCommand,
  place: string,
  lists: readonly KnownList[],
  findings: Findings,
): void {
  const { effectiveDate, reasonCode = '' } = entry;
  const list = listOf(entry, lists);
  if (list === undefined) return findings.add('INV-18', place, 'it names a list of reasons that was not in force');
  const kind = entry.type === 'ChargeAdjusted' ? entry.data.kind : undefined;
  const isValid = findReason(list, reasonCode, command, kind, effectiveDate) !== undefined;
  findings.require(isValid, 'INV-18', place, 'the reason is not valid for this command, kind and date');
}
