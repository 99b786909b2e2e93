import type { CommandDesk, HandleCommand } from '#app/handle-command.ts';
import type { Journal } from '#journal/journal.ts';
import type { Entry } from '#ledger/entry.ts';
import { partTransit } from '#ledger/receipts/receipt.ts';
import { type CalendarDate, calendarDate } from '#money/calendar-date.ts';
import { createLateFeeRuns, type Subjects } from '#processes/late-fee-run.ts';
import { createPeriodClosing, type Figures } from '#processes/period-closing.ts';
import { createProcesses } from '#processes/processes.ts';
import { slowBook } from '../read-models/slow-fold.ts';
import { slowCounted, slowTotals } from '../read-models/slow-periods.ts';

/**
 * What the ledger does by itself, over one life of the process. Not every history has read models: what a process asks them is
 * answered by their slow twins.
 */
export interface ProcessesUnderTest {
  readonly handleCommand: HandleCommand;
  /** Goes on with everything that was begun: closings, transfers, receipts, late-fee runs. A new process is carried on here. */
  readonly carryOn: () => Promise<void>;
}

export function processesOver(desk: CommandDesk, journal: Journal): ProcessesUnderTest {
  const all = async (): Promise<readonly Entry[]> => journal.readAll(0, 100_000);
  const { handleCommand: handle, entryAt } = desk;
  const { handleCommand, finishOpen } = createProcesses({
    handle,
    entryAt,
    inTransit: async () => inTransit(await all()),
  });
  const closing = createPeriodClosing(desk, slowFigures(all));
  const feeRuns = createLateFeeRuns(desk, slowSubjects(all));
  return {
    handleCommand,
    carryOn: async () => void (await Promise.all([closing.resume(), feeRuns.resume(), finishOpen()])),
  };
}

function viewOf(asOf: CalendarDate, ordinal: number) {
  return { asOf, ordinal, knownAt: undefined, settled: true, stale: false } as const;
}

/** The processes ask for a day and a position. */
const slowView: Figures['view'] = async ({ asOf, knownAt }) => {
  const ordinal = knownAt !== undefined && 'ordinal' in knownAt ? knownAt.ordinal : 0;
  return viewOf(asOf ?? calendarDate('2026-01-01'), ordinal);
};

function slowFigures(all: () => Promise<readonly Entry[]>): Figures {
  return { view: slowView, periodTotals: async ({ asOf, ordinal }) => slowTotals(await all(), asOf, ordinal) };
}

function slowSubjects(all: () => Promise<readonly Entry[]>): Subjects {
  return {
    view: slowView,
    lateFeeSubjects: async ({ asOf, ordinal }, currency, dueBefore) => {
      const { accounts, items } = slowBook(slowCounted(await all()), ordinal);
      const late = items(asOf).filter(({ accountId, key, open, partyClass, dueDate }) => {
        const isFee = accounts.get(accountId)?.items.get(key)?.isFee === true;
        return open > 0n && partyClass === 'SELF' && !isFee && dueDate < dueBefore;
      });
      const owing = new Set(late.map(({ accountId }) => accountId));
      const own = [...accounts.values()].filter(({ opened }) => opened?.currency === currency);
      return {
        accounts: own.map(({ accountId }) => accountId).filter((accountId) => owing.has(accountId)),
        newestImportOn: undefined,
      };
    },
  };
}

/** What has left a stream that does not know yet what became of it. */
function inTransit(entries: readonly Entry[]) {
  const ended = new Set(entries.map(endedBy));
  return entries.filter((entry) => {
    const begun = begunBy(entry);
    return begun !== undefined && !ended.has(begun);
  });
}

function begunBy({ type, stream, data }: Entry): string | undefined {
  switch (type) {
    case 'BalanceTransferredOut':
      return `${stream}/${data.transferId}`;
    case 'ReceiptIdentified':
      return partTransit(data, 'there');
    case 'PaymentUnidentified':
      return partTransit(data, 'back');
    case 'ReceiptReversed':
      return `${stream}/reversal`;
    default:
      return undefined;
  }
}

function endedBy({ type, stream, data }: Entry): string | undefined {
  switch (type) {
    case 'BalanceTransferCompleted':
    case 'BalanceTransferReturned':
      return `${stream}/${data.transferId}`;
    case 'ReceiptPartArrived':
      return partTransit(data, 'there');
    case 'ReceiptPartReturned':
      return partTransit(data, data.isRefused === true ? 'there' : 'back');
    case 'ReceiptReversalCompleted':
      return `${stream}/reversal`;
    default:
      return undefined;
  }
}
