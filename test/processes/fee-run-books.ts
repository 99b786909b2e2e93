import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type CommandOutcome, createCommandDesk, type HandleCommand } from '#app/handle-command.ts';
import { type AppendRequest, type Journal, Unavailable } from '#journal/journal.ts';
import type { CommandName } from '#ledger/commands.ts';
import type { Entry } from '#ledger/entry.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { createLateFeeRuns, type LateFeeRuns } from '#processes/late-fee-run.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { noon } from '../handle-command/desk.ts';
import { passedOn } from '../journal/passed-on.ts';
import { accepted } from './closing-books.ts';

export type Send = (name: CommandName, input: Readonly<Record<string, unknown>>) => Promise<CommandOutcome>;

/** One process with everything that a late-fee run takes. */
export interface FeeRunBooks {
  readonly journal: Journal;
  readonly runs: LateFeeRuns;
  readonly send: Send;
  /** Without the process that carries runs through: as if this one had died right after. */
  readonly sendOnly: Send;
  /** Every entry there is, in order. */
  readonly entries: () => Promise<readonly Entry[]>;
}

const context = { actor: { kind: 'PERSON', id: 'u-9', role: 'supervisor' }, correlationId: 'request-9' } as const;

const today = () => calendarDate('2026-03-20');

function by(handle: HandleCommand): Send {
  return (name, input) => handle(name, input, context);
}

/** Opens a process over the journal; today is 20 March 2026. */
export async function openFeeRunProcess(journal: Journal): Promise<FeeRunBooks> {
  const parts = { journal, clock: () => noon, reasons: defaultReasons, cacheBytes: 50_000_000, mostUnderWay: 5_000 };
  const desk = createCommandDesk(parts);
  const dataDirectory = mkdtempSync(join(tmpdir(), 'ar-ledger-fees-'));
  const { book, file } = journal;
  const readModels = await openReadModels({ dataDirectory, journal: book, journalFile: file, today });
  const runs = createLateFeeRuns(desk, readModels);
  onTestFinished(async () => {
    await runs.stop();
    await readModels.close();
    rmSync(dataDirectory, { recursive: true, force: true });
  });
  return {
    journal,
    runs,
    send: by(runs.handleCommand),
    sendOnly: by(desk.handleCommand),
    entries: () => journal.readAll(0, 10_000),
  };
}

/** A journal that dies with the process: after so many appends it takes nothing more. */
export function dyingAfter(
  appends: number,
  journal: Journal,
): { readonly journal: Journal; readonly dead: Promise<void> } {
  let left = appends;
  const { promise: dead, resolve } = Promise.withResolvers<void>();
  const dying = {
    ...passedOn(journal),
    append: async (request: AppendRequest) => {
      left -= 1;
      if (left < 0) resolve();
      if (left < 0) throw new Unavailable('the process is dead');
      return journal.append(request);
    },
  };
  return { journal: dying, dead };
}

/** Three accounts: two owe since January, one has paid; and one of them has a second, small charge. */
export async function openLateBooks(send: Send): Promise<void> {
  const terms = { baseCurrency: 'USD', timeZone: 'America/New_York', mode: 'SANDBOX', effectiveDate: '2026-01-01' };
  await accepted(send('OpenLedger', { commandId: 'open-ledger', ...terms }));
  for (const accountId of ['a1', 'a2', 'a3']) {
    await accepted(
      send('OpenAccount', { commandId: `open-${accountId}`, accountId, currency: 'USD', effectiveDate: '2026-01-01' }),
    );
    await accepted(send('PostCharge', charged(accountId, 'c1', '200.00')));
  }
  await accepted(send('PostCharge', charged('a2', 'c2', '10.00')));
  const paid = { commandId: 'pay-a3', accountId: 'a3', paymentId: 'p1', method: 'CHECK', currency: 'USD' };
  const lines = [{ chargeId: 'c1', amount: '200.00' }];
  const source = { system: 'bank', id: 'line-1' };
  await accepted(send('ReceivePayment', { ...paid, amount: '200.00', effectiveDate: '2026-02-10', lines, source }));
}

export function charged(accountId: string, chargeId: string, amount: string): Readonly<Record<string, unknown>> {
  const commandId = `${accountId}-${chargeId}`;
  return { commandId, accountId, chargeId, category: 'SERVICE', currency: 'USD', amount, effectiveDate: '2026-01-15' };
}
