import { describe, expect, test } from 'vitest';
import type { CommandOutcome } from '#app/handle-command.ts';
import { codeOf } from '../handle-command/desk.ts';
import { lineTo } from '../handle-command/journal-line.ts';
import { accepted, memoryJournal } from './closing-books.ts';
import { charged, dyingAfter, type FeeRunBooks, openFeeRunProcess, openLateBooks } from './fee-run-books.ts';

const run = {
  commandId: 'run-march',
  runId: 'r-2026-03',
  effectiveDate: '2026-03-16',
  period: '2026-03',
  currency: 'USD',
  terms: { method: 'INTEREST', percent: '12', graceDays: 10 },
};

/** 60 days from 16 January to 16 March: 3.95 of 200.00 and 0.20 of 10.00. */
const wholeRun = {
  accounts: 2,
  fees: 3,
  amount: '810',
  notices: 0,
  leftOut: 0,
  refused: 0,
  newestImportOn: '2026-02-10',
};

async function openBooks(journal = memoryJournal()): Promise<FeeRunBooks> {
  const books = await openFeeRunProcess(journal);
  await openLateBooks(books.send);
  return books;
}

const feesIn = async ({ entries }: FeeRunBooks) =>
  (await entries()).flatMap((entry) =>
    entry.type === 'LateFeeAssessed' ? [`${entry.stream.slice(-2)} ${entry.data.chargeId} ${entry.data.amount}`] : [],
  );
const everyFee = ['a1 r-2026-03-1 395', 'a2 r-2026-03-1 395', 'a2 r-2026-03-2 20'];

async function totalsOf(sent: Promise<CommandOutcome>) {
  const { facts } = await accepted(sent);
  const ended = facts.find(({ type }) => type === 'LateFeeRunEnded');
  return ended?.data;
}

describe('a late-fee run', () => {
  test('goes through every account with something late enough, and answers with what it charged', async () => {
    const books = await openBooks();
    expect(await totalsOf(books.send('RunLateFees', run))).toEqual({
      runId: run.runId,
      currency: 'USD',
      totals: wholeRun,
    });
    expect((await feesIn(books)).toSorted()).toEqual(everyFee);
    const all = await books.entries();
    const begun = all.find(({ type }) => type === 'LateFeeRunBegun');
    for (const entry of all.filter(({ type }) => type === 'LateFeeAssessed')) {
      expect(entry).toMatchObject({
        actor: { id: 'u-9', role: 'supervisor' },
        causationId: begun?.id,
        command: { name: 'ChargeRunFees' },
      });
    }
  });

  test('tried dry answers the same and records nothing', async () => {
    const books = await openBooks();
    const before = await books.entries();
    const dry = await accepted(books.send('RunLateFees', { ...run, dryRun: true }));
    expect(await books.entries()).toEqual(before);
    expect(dry.facts.at(-1)?.data).toEqual({ runId: run.runId, currency: 'USD', totals: wholeRun });
    const found = dry.facts.flatMap((fact) => (fact.type === 'LateFeesRun' ? [fact.data] : []));
    await accepted(books.send('RunLateFees', run));
    const stood = (await books.entries()).flatMap((entry) => (entry.type === 'LateFeesRun' ? [entry.data] : []));
    expect(found.toSorted(byAccount)).toEqual(stood.toSorted(byAccount));
  });

  test('sent again answers again; another run of the period finds nothing more', async () => {
    const books = await openBooks();
    await accepted(books.send('RunLateFees', run));
    const again = await accepted(books.send('RunLateFees', run));
    expect(again.replayed).toBe(true);
    expect(again.facts.map(({ type }) => type)).toEqual(['LateFeeRunBegun', 'LateFeeRunEnded']);
    const other = { ...run, commandId: 'other', runId: 'r-other', effectiveDate: '2026-03-18' };
    expect(await totalsOf(books.send('RunLateFees', other))).toMatchObject({
      totals: { accounts: 2, fees: 0, amount: '0' },
    });
    expect(await feesIn(books)).toHaveLength(3);
    expect(codeOf(await books.send('RunLateFees', { ...run, commandId: 'mine' }))).toBe('FEE_RUN_TAKEN');
  });

  test('asks an account with very many late items in steps', async () => {
    const books = await openBooks();
    for (let number = 1; number <= 450; number += 1) {
      await accepted(books.send('PostCharge', charged('a3', `x${number}`, '10.00')));
    }
    const many = { ...wholeRun, accounts: 3, fees: 453, amount: String(810 + 450 * 20) };
    expect(await totalsOf(books.send('RunLateFees', { ...run, dryRun: true }))).toMatchObject({ totals: many });
    expect(await totalsOf(books.send('RunLateFees', run))).toMatchObject({ totals: many });
    const steps = (await books.entries()).filter(({ type, stream }) => type === 'LateFeesRun' && stream.endsWith('a3'));
    expect(steps).toHaveLength(3);
  });

  test('leaves an account that has been closed since, and says so', async () => {
    const books = await openBooks();
    const paid = { commandId: 'pay-a1', accountId: 'a1', paymentId: 'p1', method: 'CHECK', currency: 'USD' };
    const lines = [{ chargeId: 'c1', amount: '200.00' }];
    await accepted(books.send('ReceivePayment', { ...paid, amount: '200.00', effectiveDate: '2026-03-18', lines }));
    await accepted(books.send('CloseAccount', { commandId: 'close', accountId: 'a1', effectiveDate: '2026-03-19' }));
    expect(await totalsOf(books.send('RunLateFees', run))).toMatchObject({
      totals: { accounts: 2, fees: 2, amount: '415', refused: 1 },
    });
  });
});

describe('a process that dies in the middle of a run', () => {
  // 1: the run has begun. 2 and 3: an account more.
  test.each([1, 2, 3])('after %i appends leaves a run that the next one ends the same', async (appends) => {
    const books = await openBooks();
    const { journal, dead } = dyingAfter(appends, books.journal);
    const dying = await openFeeRunProcess(journal);
    void dying.send('RunLateFees', run).catch(() => undefined);
    await dead;
    await dying.runs.stop();
    expect((await books.entries()).some(({ type }) => type === 'LateFeeRunEnded')).toBe(false);
    const next = await openFeeRunProcess(books.journal);
    await next.runs.resume();
    expect((await feesIn(next)).toSorted()).toEqual(everyFee);
    expect(await totalsOf(next.send('RunLateFees', run))).toMatchObject({ totals: wholeRun });
    await next.runs.resume();
    expect(await feesIn(next)).toHaveLength(3);
  });

  test('is nobody’s loss where two processes carry the same run on at once', async () => {
    const journal = memoryJournal();
    const [one, other] = [await openFeeRunProcess(lineTo(journal)), await openFeeRunProcess(lineTo(journal))];
    await openLateBooks(one.send);
    await accepted(one.sendOnly('RunLateFees', run));
    await Promise.all([one.runs.resume(), other.runs.resume()]);
    expect((await feesIn(one)).toSorted()).toEqual(everyFee);
    expect((await one.entries()).filter(({ type }) => type === 'LateFeeRunEnded')).toHaveLength(1);
  });
});

function byAccount(one: { readonly accountId: string }, other: { readonly accountId: string }): number {
  return one.accountId < other.accountId ? -1 : 1;
}
