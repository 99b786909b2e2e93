import { isDeepStrictEqual } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Journal } from '#journal/journal.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { describeOnServer, serverOfTheRun } from '../eventstoredb/suites.ts';
import { codeOf } from '../handle-command/desk.ts';
import { lineTo } from '../handle-command/journal-line.ts';
import { shortTrip } from '../handle-command/processes.ts';
import { openOnServer } from '../journal/eventstoredb-directory.ts';
import { openOnFaults } from '../journal/eventstoredb-faulty.ts';
import { openInTemporaryDirectory } from '../journal/sqlite-directory.ts';
import {
  accepted,
  type ClosingBooks,
  charged,
  january,
  memoryJournal,
  openBooks,
  openProcess,
  received,
  type Send,
} from './closing-books.ts';

const writers = 100;
const accounts = 10;
/** Of each writer: more than any of them comes to before the period is locked. */
const mostCommands = 500;

/** One command after the other on a day of January, until the books say that it is locked. */
async function write(send: Send, writer: number, acknowledged: string[]): Promise<void> {
  for (let n = 0; n < mostCommands; n += 1) {
    // A writer with a network before it does not come at once again.
    await new Promise(setImmediate);
    const id = `w${writer}-${n}`;
    const accountId = `w${writer % accounts}`;
    const date = `2026-01-${10 + (n % 20)}`;
    const outcome = await (n % 2 === 0
      ? send('PostCharge', { ...charged(id, date, '1.00'), accountId })
      : send('ReceivePayment', { ...received(id, date, '1.00'), accountId }));
    if (codeOf(outcome) === 'PERIOD_LOCKED') return;
    if (outcome.outcome === 'RECORDED') acknowledged.push(id);
    else if (!outcome.retryable) throw new Error(`refused: ${outcome.code}`);
  }
}

/** A hundred writers of January on one or two processes, and a closing among them: what was acknowledged is in what was frozen. */
async function faultsOfRace(processes: readonly ClosingBooks[]): Promise<readonly string[]> {
  const [first = never(), last = first] = processes;
  await openBooks(first.send);
  for (let account = 0; account < accounts; account += 1) {
    const opening = { commandId: `open-w${account}`, accountId: `w${account}`, currency: 'USD' };
    await accepted(first.send('OpenAccount', { ...opening, effectiveDate: '2026-01-01' }));
  }
  const acknowledged: string[] = [];
  const writing = Array.from({ length: writers }, (_, n) =>
    write((processes[n % processes.length] ?? first).send, n, acknowledged),
  );
  while (acknowledged.length <= writers) await new Promise((resolve) => setTimeout(resolve, 5));
  const answer = await accepted(last.send('ClosePeriod', january));
  await Promise.all(writing);
  const closed = answer.facts.at(-1);
  if (closed?.type !== 'PeriodClosed') throw new Error('the period was not closed');
  return faultsOf(first.journal, acknowledged, closed.data);
}

async function faultsOf(
  journal: Journal,
  acknowledged: readonly string[],
  { position, totals }: { readonly position: number; readonly totals: { readonly currencies: readonly unknown[] } },
): Promise<readonly string[]> {
  const entries = await journal.readAll(0, 100_000);
  const inJanuary = entries.filter(
    ({ type, effectiveDate }) => type !== 'LedgerOpened' && effectiveDate <= '2026-01-31',
  );
  const recorded = new Set(inJanuary.map(({ command }) => command.id));
  const lines = inJanuary.flatMap((entry) => postingsOf(entry));
  const sumOf = (name: string): string => String(lines.filter(({ account }) => account === name).length * 100);
  const frozen = {
    currency: 'USD',
    openCharges: sumOf('AccountsReceivable'),
    unappliedPayments: sumOf('UnappliedCash'),
    unappliedCredits: '0',
  };
  const checks: Readonly<Record<string, boolean>> = {
    'something of January was recorded after the fence': inJanuary.every(({ ordinal }) => ordinal <= position),
    'something that was acknowledged is not there': acknowledged.every((id) => recorded.has(id)),
    'other totals were frozen than were recorded': isDeepStrictEqual(totals.currencies, [frozen]),
    'the writers had ended': acknowledged.length < writers * mostCommands,
  };
  return Object.keys(checks).filter((fault) => checks[fault] !== true);
}

function never(): never {
  throw new Error('nobody writes');
}

describe('a closing that races a hundred writers freezes all they were told is recorded, and nothing comes after', () => {
  test('in memory', { timeout: 30_000 }, async () => {
    expect(await faultsOfRace([await openProcess(memoryJournal())])).toEqual([]);
  });

  test('in memory, of two processes', { timeout: 30_000 }, async () => {
    const journal = memoryJournal();
    expect(
      await faultsOfRace([
        await openProcess(lineTo(journal, shortTrip)),
        await openProcess(lineTo(journal, shortTrip)),
      ]),
    ).toEqual([]);
  });

  test('in a file of SQLite', { timeout: 30_000 }, async () => {
    const opened = await openInTemporaryDirectory();
    onTestFinished(() => opened.discard());
    expect(await faultsOfRace([await openProcess(opened.journal)])).toEqual([]);
  });

  test('on the EventStoreDB of these tests', { timeout: 60_000 }, async () => {
    const { journal } = await openOnFaults();
    expect(await faultsOfRace([await openProcess(journal)])).toEqual([]);
  });
});

describeOnServer('a closing that races a hundred writers on a real EventStoreDB', () => {
  test('freezes all they were told is recorded', { timeout: 60_000 }, async () => {
    const { connectionString } = await serverOfTheRun();
    const timing = { settles: 1_000, attempt: 2_000 };
    const opened = await openOnServer(connectionString, { timing });
    onTestFinished(() => opened.discard());
    expect(await faultsOfRace([await openProcess(opened.journal)])).toEqual([]);
  });
});
