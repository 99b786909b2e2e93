import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCommandDesk } from '#app/handle-command.ts';
import type { Dependencies } from '#graphql/context.ts';
import { type LedgerClock, readClock, setClock, standingClock } from '#journal/clock.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { Journal } from '#journal/journal.ts';
import { accountStream } from '#journal/stream-names.ts';
import type { CommandName } from '#ledger/commands.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { createOwnProcesses } from '#processes/own-processes.ts';
import { openReadModels } from '#read-models/open-read-models.ts';

/** Real books for the tests of the API: a journal, the real command handler, the real read models. */
export interface TestBooks {
  readonly dependencies: Dependencies;
  readonly journal: Journal;
  /** Records without the API; throws if the books say no. */
  readonly record: (name: CommandName, input: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Opens a journal of a ledger of its own, with a directory for what it keeps here. */
export type OpenTestJournal = (directory: string, clocks: TestClocks) => Promise<Journal>;

interface TestClocks {
  /** Goes on by a millisecond at every look. */
  readonly clock: () => number;
  /** Shows what the other was last seen to show. */
  readonly lastSeen: LedgerClock;
}

const startOfTests = Date.parse('2026-06-15T12:00:00.000Z');

const inMemory: OpenTestJournal = async (_directory, { clock }) =>
  new InMemoryJournal({ ledgerId: 'test', journalId: randomUUID(), clock });

let openJournal = inMemory;

/** From now on the books of this test run stand there instead of in memory. */
export function keepTestBooks(open: OpenTestJournal): void {
  openJournal = open;
}

export async function openTestBooks(): Promise<TestBooks> {
  const directory = mkdtempSync(join(tmpdir(), 'ar-ledger-graphql-'));
  const lastSeen = standingClock(startOfTests);
  const clock = (): number => {
    setClock(lastSeen, readClock(lastSeen) + 1);
    return readClock(lastSeen);
  };
  const journal = await openJournal(directory, { clock, lastSeen });
  const desk = createCommandDesk({
    journal,
    clock,
    reasons: defaultReasons,
    cacheBytes: 10_000_000,
    mostUnderWay: 1_000,
  });
  const readModels = await openReadModels({
    dataDirectory: directory,
    journal: journal.book,
    journalFile: journal.file,
    today: () => calendarDate('2026-06-15'),
  });
  const { handleCommand, stop } = createOwnProcesses(desk, readModels);
  const streamOf = (accountId: string): string => accountStream(journal.ledgerId, accountId);
  let recorded = 0;
  return {
    journal,
    dependencies: { handleCommand, readModels, journal: journal.book, streamOf, reasons: defaultReasons },
    record: async (name, input) => {
      recorded += 1;
      const command = { commandId: `books-${recorded}`, ...input };
      const actor = { kind: 'SERVICE', id: 'books', role: 'service' } as const;
      const outcome = await handleCommand(name, command, { actor, correlationId: 'books' });
      if (outcome.outcome === 'REJECTED') throw new Error(`${name} was refused: ${outcome.code} ${outcome.inputPath}`);
      return outcome.token ?? '';
    },
    close: async () => {
      await stop();
      await readModels.close();
      await journal.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** One account with a paid, an adjusted and an overdue charge, a payer's item, a fee, and money left over. */
export async function recordAnAccount(books: TestBooks, accountId: string): Promise<string> {
  const { record } = books;
  const on = (effectiveDate: string) => ({ accountId, effectiveDate });
  const usd = { currency: 'USD' };
  await record('OpenAccount', { ...on('2026-01-02'), ...usd });
  await record('PostCharge', { ...on('2026-01-10'), ...usd, chargeId: 'c1', category: 'SERVICE', amount: '100.00' });
  const items = [
    { amount: '80.00', dueDate: '2026-03-01', payer: { payerId: 'payer-1', payerClass: 'COMMERCIAL' } },
    { amount: '20.00', dueDate: '2026-07-01' },
  ];
  await record('PostCharge', {
    ...on('2026-02-01'),
    ...usd,
    chargeId: 'c2',
    category: 'SERVICE',
    amount: '100.00',
    items,
  });
  await record('ReceivePayment', {
    ...on('2026-02-10'),
    ...usd,
    paymentId: 'p1',
    amount: '130.00',
    method: 'CHECK',
    lines: [{ chargeId: 'c1', amount: '100.00' }],
  });
  const why = { reasonCode: 'CONTRACT_RATE', kind: 'CONTRACTUAL' };
  await record('AdjustCharge', {
    ...on('2026-03-05'),
    ...usd,
    ...why,
    adjustmentId: 'a1',
    chargeId: 'c2',
    item: 1,
    amount: '-15.00',
  });
  return record('AssessLateFee', {
    ...on('2026-04-01'),
    ...usd,
    chargeId: 'f1',
    category: 'LATE_FEE',
    amount: '5.00',
    feeOn: { chargeId: 'c2', item: 2 },
    period: '2026-04',
  });
}
