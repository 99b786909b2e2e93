import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalReader, JournalState } from '#journal/journal.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Progress } from './projection.ts';
import { PositionUnknown, ProjectionBehind, type View, type ViewRequest } from './read-models.ts';

/** How long a query waits for the projector, in milliseconds: it is milliseconds behind, or something is wrong. */
const patience = 2_000;
/** Between two looks whether an entry has come, in milliseconds. */
const arrivalPause = 5;

export interface ViewSource {
  readonly journal: JournalReader;
  readonly today: () => CalendarDate;
  readonly recordedAt: (ordinal: number) => string | undefined;
  readonly projection: () => Progress;
  /** How it stands with a journal that is kept elsewhere and written by others too; undefined for one that stands here. */
  readonly journalState: (() => JournalState) | undefined;
}

/** What a query will see: (asOf, ordinal), fixed here once, so that its parts and its pages agree. */
export async function resolveView(source: ViewSource, request: ViewRequest): Promise<View> {
  const asOf = request.asOf ?? source.today();
  if (request.minPosition !== undefined) await waitFor(source, await arrivedOrdinal(source, request.minPosition));
  const { knownAt } = request;
  if (knownAt === undefined) {
    const { checkpoint, stopped } = source.projection();
    const stale = stopped !== undefined || source.journalState?.().isCurrent === false;
    return { asOf, ordinal: checkpoint, knownAt: source.recordedAt(checkpoint), settled: true, stale };
  }
  if ('instant' in knownAt) {
    const { ordinal, settled } = await source.journal.knownAt(knownAt.instant);
    await waitFor(source, ordinal);
    return { asOf, ordinal, knownAt: knownAt.instant, settled, stale: false };
  }
  const { ordinal } = knownAt;
  await requireKnown(source, ordinal);
  await waitFor(source, ordinal);
  return { asOf, ordinal, knownAt: source.recordedAt(ordinal), settled: true, stale: false };
}

async function ordinalOfToken({ journal }: ViewSource, token: string): Promise<number> {
  const ordinal = await journal.ordinalOf(token);
  if (ordinal === undefined) throw new PositionUnknown('The position was not given out by this journal');
  return ordinal;
}

/** Another process may have given out the position of an entry that has not come here yet. */
async function arrivedOrdinal(source: ViewSource, token: string): Promise<number> {
  const ordinal = await ordinalOfToken(source, token);
  if (source.journalState === undefined) return ordinal;
  const until = performance.now() + patience;
  while ((await source.journal.head()).ordinal < ordinal) {
    if (performance.now() > until) throw new ProjectionBehind('The position has not come here yet; ask again');
    await sleep(arrivalPause);
  }
  return ordinal;
}

async function requireKnown({ journal, projection }: ViewSource, ordinal: number): Promise<void> {
  if (!Number.isSafeInteger(ordinal) || ordinal < 0)
    throw new PositionUnknown('A position is a whole number from 0 on');
  if (ordinal <= projection().checkpoint) return;
  const head = await journal.head();
  if (ordinal > head.ordinal) throw new PositionUnknown('The position lies beyond the last entry');
}

/** Throws `PositionUnknown` for what no projector will ever reach, `ProjectionBehind` for what it has not reached yet. */
async function waitFor(source: ViewSource, ordinal: number): Promise<void> {
  await requireKnown(source, ordinal);
  if (await source.projection().reached(ordinal, patience)) return;
  throw new ProjectionBehind('The read side has not reached this position yet; ask again');
}
