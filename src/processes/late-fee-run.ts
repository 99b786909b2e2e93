import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandDesk, CommandOutcome, HandleCommand, Recorded, RecordedFact } from '#app/handle-command.ts';
import type { CommandContext } from '#handle-command/entries.ts';
import type { FeeRunDesk } from '#handle-command/fee-run-desk.ts';
import { answered, stepId } from '#handle-command/process-steps.ts';
import type { Entry } from '#ledger/entry.ts';
import type { EventData, FactOf } from '#ledger/events.ts';
import { mostInOneStep } from '#ledger/fee-runs/charge-run-fees.ts';
import type { FeeRunTotals } from '#ledger/fee-runs/fee-run-events.ts';
import { addDays, type CalendarDate } from '#money/calendar-date.ts';
import { ProjectionBehind, type ReadModels, type View } from '#read-models/read-models.ts';

/**
 * Late-fee runs. `RunLateFees` records that a run begins; then every account with something overdue at that position is asked
 * what it is charged, in steps whose ids are made of the run and the account: killed at any point, the run is carried on and
 * charges nothing twice. A dry run asks the same steps, and nothing is recorded.
 */
export interface LateFeeRuns {
  /** The way in for callers: answers a `RunLateFees` when the run is over, or after a while that it has begun. */
  readonly handleCommand: HandleCommand;
  /** Carries on the runs that somebody has left. */
  readonly resume: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

interface Parts extends FeeRunDesk {
  readonly handle: CommandDesk['handleCommand'];
  readonly readModels: Subjects;
}

/** Where it is found who owes something that is late. */
export type Subjects = Pick<ReadModels, 'view' | 'lateFeeSubjects'>;

/** Accounts that are asked at the same time. */
const atOnce = 16;
/** Milliseconds: between two tries of what cannot be done now, until a caller is answered, and until a run that was left is tried again. */
const pauses = { between: 250, caller: 25_000, later: 10_000 };
/** A step or a figure is tried so often before the run is left for later. */
const attempts = 20;
/** A dry run answers with what it found on so many accounts; its totals are of all of them. */
const mostShown = 200;

type Begun = Entry & FactOf<'LateFeeRunBegun'>;

export function createLateFeeRuns({ handleCommand: handle, feeRuns }: CommandDesk, readModels: Subjects): LateFeeRuns {
  const parts = { ...feeRuns, handle, readModels };
  const stopping = new AbortController();
  const { signal } = stopping;
  const running = new Map<string, Promise<void>>();
  const carryOn = (begun: Begun): Promise<void> => {
    const { runId } = begun.data;
    const run = running.get(runId) ?? finish(parts, begun, signal).finally(() => running.delete(runId));
    running.set(runId, run);
    return run;
  };
  const resume = async (): Promise<void> => {
    if (signal.aborted) return;
    for (const begun of openRunsIn(await parts.ledgerEntries())) await carryOn(begun);
  };
  const later = (): void => {
    if (!signal.aborted) setTimeout(() => void resume().catch(later), pauses.later).unref();
  };
  return {
    handleCommand: async (name, input, context) => {
      const outcome = await parts.handle(name, input, context);
      if (name !== 'RunLateFees' || outcome.outcome === 'REJECTED') return outcome;
      if (outcome.dryRun) return tried(parts, outcome, context);
      const begun = runIn(await parts.ledgerEntries(), outcome.facts[0]?.id);
      if (begun === undefined) return outcome;
      const over = carryOn(begun).catch(later);
      await Promise.race([over, sleep(pauses.caller, undefined, { signal, ref: false }).catch(() => undefined)]);
      return endedWith(parts, outcome, begun);
    },
    resume: () => resume().catch(later),
    stop: async () => {
      stopping.abort();
      await Promise.allSettled(running.values());
    },
  };
}

function isBegun(entry: Entry): entry is Begun {
  return entry.type === 'LateFeeRunBegun';
}

function openRunsIn(entries: readonly Entry[]): readonly Begun[] {
  const ended = new Set(entries.flatMap((entry) => (entry.type === 'LateFeeRunEnded' ? [entry.data.runId] : [])));
  return entries.filter(isBegun).filter(({ data }) => !ended.has(data.runId));
}

function runIn(entries: readonly Entry[], id: string | undefined): Begun | undefined {
  return entries.filter(isBegun).find((entry) => entry.id === id);
}

/** What was recorded for the caller, and the end of the run if there is one by now. */
async function endedWith({ ledgerEntries, tokenOf }: Parts, outcome: Recorded, begun: Begun): Promise<Recorded> {
  const ended = (await ledgerEntries()).find(
    ({ type, data }) => type === 'LateFeeRunEnded' && 'runId' in data && data.runId === begun.data.runId,
  );
  if (ended === undefined) return outcome;
  const { revision, ordinal } = ended;
  return { ...outcome, revision, token: tokenOf(ordinal), facts: [...outcome.facts, ended] };
}

/** Goes through all accounts and says so. Throws where it cannot go on now. */
async function finish(parts: Parts, begun: Begun, signal: AbortSignal): Promise<void> {
  const { actor, correlationId, id, ordinal, effectiveDate, data } = begun;
  if (!openRunsIn(await parts.ledgerEntries()).some((open) => open.id === id)) return;
  const context = { actor, correlationId, causationId: id };
  const view = await viewAt(parts, effectiveDate, ordinal, signal);
  const run = { ...data, on: effectiveDate };
  const { totals } = await throughAccounts(parts, view, run, { context, isDryRun: false, signal });
  const end = { commandId: stepId(keyOf(run.runId), 'end'), runId: run.runId, totals };
  await recorded(() => parts.handle('EndLateFeeRun', end, context), signal);
}

/** A dry run: what every account would be charged if the books stood still. */
async function tried(parts: Parts, outcome: Recorded, context: CommandContext): Promise<CommandOutcome> {
  const [begun] = outcome.facts;
  if (begun?.type !== 'LateFeeRunBegun') return outcome;
  const { id, revision, effectiveDate, data } = begun;
  const how = { context, isDryRun: true, signal: new AbortController().signal };
  const view = await viewAt(parts, effectiveDate, await parts.head(), how.signal);
  const { totals, found } = await throughAccounts(parts, view, { ...data, on: effectiveDate }, how);
  const { runId, currency } = data;
  const ended = { type: 'LateFeeRunEnded', id, revision: revision + 1, effectiveDate } as const;
  return { ...outcome, facts: [begun, ...found, { ...ended, data: { runId, currency, totals } }] };
}

async function viewAt({ readModels }: Parts, asOf: CalendarDate, ordinal: number, signal: AbortSignal): Promise<View> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await readModels.view({ asOf, knownAt: { ordinal } });
    } catch (error) {
      if (!(error instanceof ProjectionBehind) || attempt === attempts) throw error;
    }
    await sleep(pauses.between, undefined, { signal, ref: false });
  }
}

type Run = EventData<'LateFeeRunBegun'> & { readonly on: CalendarDate };

interface How {
  readonly context: CommandContext;
  readonly isDryRun: boolean;
  readonly signal: AbortSignal;
}

async function throughAccounts(parts: Parts, view: View, run: Run, how: How) {
  const { terms, currency, on } = run;
  const dueBefore = addDays(on, -terms.graceDays);
  const { accounts, newestImportOn } = await parts.readModels.lateFeeSubjects(view, currency, dueBefore);
  const waiting = accounts.values();
  const tally = { accounts: accounts.length, fees: 0, amount: 0n, notices: 0, leftOut: 0, refused: 0 };
  const found: RecordedFact[] = [];
  const count = ({ facts, leftOut, refused }: StepResult): void => {
    tally.leftOut += leftOut;
    tally.refused += refused;
    const ran = facts.filter((fact) => fact.type === 'LateFeesRun');
    for (const { data } of ran) {
      tally.fees += data.fees.length;
      tally.notices += data.notices.length;
      tally.amount += data.fees.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
    }
    if (how.isDryRun && found.length < mostShown) found.push(...ran);
  };
  const work = async (): Promise<void> => {
    for (const accountId of waiting) (await onAccount(parts, run, accountId, how)).forEach(count);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  const totals: FeeRunTotals = { ...tally, amount: String(tally.amount), newestImportOn };
  return { totals, found };
}

interface StepResult {
  readonly facts: readonly RecordedFact[];
  readonly leftOut: number;
  readonly refused: number;
}

/** One step, or more where a step came to as much as it may. */
async function onAccount(
  { handle }: Parts,
  { runId, period, currency, terms, rate, on }: Run,
  accountId: string,
  { context, isDryRun, signal }: How,
): Promise<readonly StepResult[]> {
  const results: StepResult[] = [];
  const run = { runId, period, currency, terms, rate };
  for (let step = 1; ; step += 1) {
    const commandId = stepId(`${keyOf(runId)}/${accountId}`, `charge-${step}`);
    const input = { commandId, accountId, effectiveDate: on, run, dryRun: isDryRun || undefined };
    const outcome = await recorded(() => handle('ChargeRunFees', input, context), signal);
    if (outcome.outcome === 'REJECTED') {
      if (step > 1) return results;
      const leftOut = Number(outcome.figures['leftOut'] ?? 0);
      return [{ facts: [], leftOut, refused: Number(outcome.code !== 'NO_FEE_DUE') }];
    }
    const done = outcome.facts.find((fact) => fact.type === 'LateFeesRun')?.data;
    results.push({ facts: outcome.facts, leftOut: step === 1 ? (done?.leftOut ?? 0) : 0, refused: 0 });
    const count = (done?.fees.length ?? 0) + (done?.notices.length ?? 0);
    if (isDryRun || count < mostInOneStep) return results;
  }
}

function keyOf(runId: string): string {
  return `late-fee-run/${runId}`;
}

/** Sends until it is recorded, or refused for good: nothing is due, or the account is closed. Throws where it cannot be now. */
async function recorded(send: () => Promise<CommandOutcome>, signal: AbortSignal): Promise<CommandOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await answered(send());
    if (outcome?.outcome === 'RECORDED' || outcome?.retryable === false) return outcome;
    if (attempt === attempts) throw new Error('the late-fee run cannot go on now');
    await sleep(pauses.between, undefined, { signal, ref: false });
  }
}
