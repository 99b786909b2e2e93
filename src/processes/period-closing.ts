import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandDesk, CommandOutcome, HandleCommand, Recorded } from '#app/handle-command.ts';
import type { Closing, ClosingDesk } from '#handle-command/closing-desk.ts';
import type { CommandContext } from '#handle-command/entries.ts';
import type { StoredTotals } from '#ledger/periods/period-events.ts';
import { isRejection } from '#ledger/rejections.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { ProjectionBehind, type ReadModels } from '#read-models/read-models.ts';

/**
 * Closes periods. `ClosePeriod` records that a period is being closed; what follows is done here, by itself and under ids made
 * of that entry's: wait until nothing older can arrive, record the fence, freeze the totals as known at the fence. Killed at
 * any point it goes on from what the ledger's stream says, in any process.
 */
export interface PeriodClosing {
  /** The way in for callers: answers a `ClosePeriod` when the period is closed, or says that its closing has begun. */
  readonly handleCommand: HandleCommand;
  /** Carries a closing through that somebody has left; nothing where none is under way. */
  readonly resume: () => Promise<void>;
  /** Ends what is under way, and begins nothing more. */
  readonly stop: () => Promise<void>;
}

/** A step that could not be recorded, or figures that were not there, are tried again so often before the caller is answered. */
const attempts = 20;
/** Milliseconds between two tries, and until a closing that was left is tried again by itself. */
const pauses = { between: 250, later: 10_000 };

/** The steps of a closing, and the way of commands that are none of its own. */
type Desk = Pick<CommandDesk, 'closings'> & { readonly handleCommand: HandleCommand };

/** Where totals are taken from. */
export type Figures = Pick<ReadModels, 'view' | 'periodTotals'>;

export function createPeriodClosing(desk: Desk, readModels: Figures): PeriodClosing {
  const { closings } = desk;
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Map<string, Promise<Closing>>();
  const finishOnce = (closing: Closing): Promise<Closing> => {
    const { id } = closing.begun;
    const finishing =
      running.get(id) ?? finish({ closings, readModels, signal }, closing).finally(() => running.delete(id));
    running.set(id, finishing);
    return finishing;
  };
  const resume = async (): Promise<void> => {
    const closing = signal.aborted ? undefined : await closings.find();
    if (closing !== undefined) await finishOnce(closing);
  };
  const later = (): void => {
    if (!signal.aborted) setTimeout(() => void resume().catch(later), pauses.later).unref();
  };
  return {
    handleCommand: async (name, input, context) => {
      const outcome = await desk.handleCommand(name, input, context);
      if (name !== 'ClosePeriod') return outcome;
      // Another process may have left what stands in the way.
      if (isRejection(outcome) && outcome.code === 'PERIOD_CLOSING') void resume().catch(later);
      if (isRejection(outcome)) return outcome;
      if (outcome.dryRun) return withTotals(outcome, readModels);
      const closing = await closings.find(outcome.facts[0]?.id);
      const ended = closing && (await finishOnce(closing).catch(later));
      return ended === undefined ? outcome : closedWith(outcome, ended, closings);
    },
    resume: () => resume().catch(later),
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running.values());
    },
  };
}

interface Parts {
  readonly closings: ClosingDesk;
  readonly readModels: Figures;
  readonly signal: AbortSignal;
}

/** The closing with its end: closed here or by another process, or reopened meanwhile. Throws where it cannot go on now. */
async function finish(parts: Parts, { begun }: Closing): Promise<Closing> {
  const { closings, signal } = parts;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const closing = await closings.find(begun.id);
    if (closing === undefined) throw new Error('INV-23: the closing is not in the stream of the ledger');
    if (closing.ended !== undefined) return closing;
    const outcome = await nextStep(parts, closing);
    const isDone = outcome?.outcome === 'RECORDED' || outcome?.code === 'PERIOD_NOT_CLOSING';
    if (!isDone) await sleep(pauses.between, undefined, { signal, ref: false });
  }
  throw new Error('the closing cannot go on now');
}

/** Undefined where the figures are not there yet. */
async function nextStep(parts: Parts, closing: Closing): Promise<CommandOutcome | undefined> {
  const { closings, signal } = parts;
  const { begun, periodEnd, position } = closing;
  const { id, actor, correlationId } = begun;
  const context: CommandContext = { actor, correlationId, causationId: id };
  if (position === undefined) {
    await closings.fence(signal);
    return closings.step({ name: 'FencePeriod', input: { commandId: `fence-${id}`, periodEnd } }, context);
  }
  const totals = await totalsAt(parts.readModels, periodEnd, position);
  if (totals === undefined) return undefined;
  return closings.step(
    { name: 'FreezePeriod', input: { commandId: `freeze-${id}`, periodEnd, position, totals } },
    context,
  );
}

async function totalsAt(readModels: Figures, asOf: CalendarDate, ordinal: number): Promise<StoredTotals | undefined> {
  try {
    return await readModels.periodTotals(await readModels.view({ asOf, knownAt: { ordinal } }));
  } catch (error) {
    if (error instanceof ProjectionBehind) return undefined;
    throw error;
  }
}

/** What was recorded for the caller, and what came of it. */
function closedWith(outcome: Recorded, { steps, ended }: Closing, closings: ClosingDesk): Recorded {
  if (ended?.type !== 'PeriodClosed') return outcome;
  const { revision, ordinal } = ended;
  return { ...outcome, revision, token: closings.tokenOf(ordinal), facts: [...outcome.facts, ...steps] };
}

/** A dry run: the totals that would be frozen if the books stood still. */
async function withTotals(outcome: Recorded, readModels: Figures): Promise<Recorded> {
  const [closing] = outcome.facts;
  if (closing?.type !== 'PeriodClosing') return outcome;
  const { periodEnd } = closing.data;
  const view = await readModels.view({ asOf: periodEnd });
  const totals = await readModels.periodTotals(view);
  const { id, effectiveDate } = closing;
  const revision = closing.revision + 1;
  const data = { periodEnd, position: view.ordinal, totals };
  return { ...outcome, facts: [...outcome.facts, { type: 'PeriodClosed', id, revision, effectiveDate, data }] };
}
