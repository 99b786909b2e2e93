import type { Map as PersistentMap } from 'immutable';
import { type CalendarDate, earlierOf } from '#money/calendar-date.ts';
import type { Entry } from './entry.ts';

/** A command that stands in the stream: where, and what it said. */
export interface RecordedCommand {
  readonly commandId: string;
  readonly hash: string;
  readonly firstRevision: number;
  readonly lastRevision: number;
  /** The first day on which something of it counts. */
  readonly effectiveDate: CalendarDate;
}

interface Folded {
  readonly revision: number;
  readonly commands: PersistentMap<string, RecordedCommand>;
}

/** Throws where the entry cannot be the next one of the stream: a corrupt book. */
export function requireNext({ revision }: Folded, entry: Entry): void {
  if (entry.revision !== revision + 1) throw new Error(`revision ${entry.revision} cannot follow revision ${revision}`);
}

/** At the revision of the entry, which is marked as made by its command, so that a retry finds it. */
export function withCommand<State extends Folded>(
  state: State,
  { revision, command: { id: commandId, hash }, effectiveDate: day }: Entry,
): State {
  const known = state.commands.get(commandId);
  const effectiveDate = known === undefined ? day : earlierOf(known.effectiveDate, day);
  const firstRevision = known?.firstRevision ?? revision;
  const recorded = { commandId, hash, firstRevision, lastRevision: revision, effectiveDate };
  return { ...state, revision, commands: state.commands.set(commandId, recorded) };
}
