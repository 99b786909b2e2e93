import { expect, test } from 'vitest';
import { type CommandOutcome, createCommandHandler, type HandleAnyCommand } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { Journal } from '#journal/journal.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { openOnFaults } from '../journal/eventstoredb-faulty.ts';
import { charge, codeOf, noon, recorded } from './desk.ts';
import { lineTo } from './journal-line.ts';
import { terms } from './processes.ts';

/** Right before it writes, a journal that others write too asks whether the day is still open: an append waits for that answer. */
const context = {
  actor: { kind: 'PERSON', id: 'u-7', role: 'billing_specialist' },
  correlationId: 'request-1',
} as const;
const reasons = [{ code: 'BANK_FIRE', label: 'The bank burned down', commands: ['ReversePayment'] }];
const list = { version: 'house-1', effectiveDate: '2026-03-10', reasons };

const parts = { clock: () => noon, reasons: defaultReasons, cacheBytes: 1_000_000, mostUnderWay: 100 };

/** The ledger and an account, open, in a process to which whatever it knows of the ledger is old, unless `elapsed` says otherwise. */
async function openBooks(journal: Journal, elapsed = growingOld()): Promise<HandleAnyCommand> {
  const handle = createCommandHandler({ journal, ...parts, elapsed });
  recorded(await handle('OpenLedger', { commandId: 'open-ledger', ...terms }, context));
  const account = { accountId: 'a1', currency: 'USD', effectiveDate: '2026-01-01' };
  recorded(await handle('OpenAccount', { commandId: 'open-a1', ...account }, context));
  return handle;
}

function growingOld(): () => number {
  let milliseconds = 0;
  return () => (milliseconds += 2_000);
}

function inMemory(): InMemoryJournal {
  return new InMemoryJournal({ ledgerId: 'main', journalId: crypto.randomUUID(), clock: () => noon });
}

test('what is written to an account waits for nothing that is being written to the ledger', async () => {
  const line = lineTo(inMemory());
  const before = Promise.withResolvers<void>();
  const submitted = Promise.withResolvers<void>();
  const journal: Journal = {
    ...line,
    append: async (request) => {
      const isList = request.entries.some(({ type }) => type === 'ReasonListPublished');
      if (isList) submitted.resolve();
      if (isList) await before.promise;
      // Submitted before the list, written after it: as if the server had taken its time.
      if (request.entries.some(({ type }) => type === 'ChargePosted')) await submitted.promise;
      return line.append(request);
    },
  };
  const handle = await openBooks(journal);
  const posting = handle('PostCharge', { ...charge('c1'), accountId: 'a1' }, context);
  // Until its append is submitted: from then on the ledger is only asked whether the day is open.
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  const publishing = handle('PublishReasonList', { ...list, commandId: 'l1' }, context);
  recorded(await posting);
  before.resolve();
  recorded(await publishing);
});

test('one id for an account and for the ledger at once is used once, and both are answered', async () => {
  const { journal } = await openOnFaults();
  const handle = await openBooks(journal);
  for (let turns = 0; turns < 60; turns += 1) {
    const commandId = `same-${turns}`;
    const posting = handle('PostCharge', { ...charge(`c${turns}`), commandId, accountId: 'a1' }, context);
    for (let turn = 0; turn < turns; turn += 1) await (turn % 20 === 19 ? new Promise(setImmediate) : undefined);
    const publishing = handle('PublishReasonList', { ...list, version: `house-${turns}`, commandId }, context);
    const answers: CommandOutcome[] = await Promise.all([posting, publishing]);
    expect(answers.map(codeOf).toSorted(), `${turns}`).toEqual(['IDEMPOTENCY_CONFLICT', 'RECORDED']);
  }
});

test('a look at the ledger that was begun before an entry was recorded there does not speak for that entry', async () => {
  const line = lineTo(inMemory());
  let time = 0;
  let answers: ReturnType<typeof line.holdUp> | undefined;
  const journal: Journal = {
    ...line,
    // From here on the ledger is only asked whether the day is still open.
    append: (request) => {
      if (request.entries.some(({ type }) => type === 'ChargePosted')) answers ??= line.holdUp('main.ledger');
      return line.append(request);
    },
  };
  const handle = await openBooks(journal, () => time);
  time = 2_000;
  const posting = handle('PostCharge', { ...charge('c1'), accountId: 'a1' }, context);
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
  await answers?.reached;
  recorded(await handle('PublishReasonList', { ...list, commandId: 'l1' }, context));
  const next = handle('PostCharge', { ...charge('c2'), accountId: 'a1' }, context);
  await new Promise(setImmediate);
  answers?.release();
  expect((await Promise.all([posting, next])).map(codeOf)).toEqual(['RECORDED', 'RECORDED']);
});

test('what another process closes while an entry is on its way is refused as locked, without a second try', async () => {
  const memory = inMemory();
  const line = lineTo(memory);
  let time = 0;
  let tries = 0;
  const journal: Journal = {
    ...line,
    append: async (request) => {
      if (request.entries.some(({ type }) => type === 'ChargePosted') && (tries += 1) === 1) {
        recorded(await other('ClosePeriod', { commandId: 'close', periodEnd: '2026-01-31' }, context));
        time += 2_000;
      }
      return line.append(request);
    },
  };
  const handle = await openBooks(journal, () => time);
  const other = createCommandHandler({ journal: lineTo(memory), ...parts });
  recorded(await other('ExtendCalendar', { commandId: 'calendar', periodEnds: ['2026-01-31', '2026-03-31'] }, context));
  time += 2_000;
  const early = { ...charge('c1'), accountId: 'a1', effectiveDate: '2026-01-20' };
  expect(codeOf(await handle('PostCharge', early, context))).toBe('PERIOD_LOCKED');
  expect(tries).toBe(1);
});
