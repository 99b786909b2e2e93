import { describe, expect, test } from 'vitest';
import { codeOf } from '../handle-command/desk.ts';
import { lineTo } from '../handle-command/journal-line.ts';
import {
  accepted,
  type ClosingBooks,
  charged,
  january,
  memoryJournal,
  openBooks,
  openProcess,
  received,
} from './closing-books.ts';

async function openJanuary(): Promise<ClosingBooks> {
  const books = await openProcess(memoryJournal());
  await openBooks(books.send);
  await accepted(books.send('PostCharge', charged('c1', '2026-01-10')));
  await accepted(books.send('ReceivePayment', received('p1', '2026-01-20')));
  await accepted(books.send('PostCharge', charged('c2', '2026-02-02', '5.00')));
  return books;
}

const frozenInJanuary = {
  accounts: 1,
  openItems: 1,
  currencies: [{ currency: 'USD', openCharges: '8000', unappliedPayments: '3000', unappliedCredits: '0' }],
  trialBalance: [
    { account: 'AccountsReceivable', currency: 'USD', debits: '8000', credits: '0' },
    { account: 'UnappliedCash', currency: 'USD', debits: '0', credits: '3000' },
    { account: 'CashClearing', currency: 'USD', debits: '3000', credits: '0' },
    { account: 'ServiceRevenue', currency: 'USD', debits: '0', credits: '8000' },
  ],
};

const stepsOf = async ({ ledgerEntries }: ClosingBooks) => (await ledgerEntries()).slice(2).map(({ type }) => type);
const closedInSteps = ['PeriodClosing', 'PeriodFenced', 'PeriodClosed'];

describe('closing a period', () => {
  test('freezes its figures at the position of its fence, in the name of whoever closes', async () => {
    const books = await openJanuary();
    const answer = await accepted(books.send('ClosePeriod', january));
    expect(answer.facts.map(({ type }) => type)).toEqual(closedInSteps);
    const [, , begun, fenced, closed] = await books.ledgerEntries();
    expect(closed).toMatchObject({
      type: 'PeriodClosed',
      data: { periodEnd: '2026-01-31', position: fenced?.ordinal, totals: frozenInJanuary },
      actor: { id: 'u-9', role: 'finance' },
      correlationId: 'request-9',
      causationId: begun?.id,
      command: { name: 'FreezePeriod' },
    });
    expect(answer).toMatchObject({ replayed: false, revision: 4, token: books.journal.tokenOf(closed?.ordinal ?? 0) });
    expect(await answer.account()).toBeUndefined();
  });

  test('locks it for commands of any account; a repeated command id is still answered', async () => {
    const books = await openJanuary();
    await accepted(books.send('ClosePeriod', january));
    expect(codeOf(await books.send('PostCharge', charged('c3', '2026-01-31')))).toBe('PERIOD_LOCKED');
    expect(codeOf(await books.send('PostCharge', charged('c3', '2026-02-01')))).toBe('RECORDED');
    expect(await accepted(books.send('PostCharge', charged('c1', '2026-01-10')))).toMatchObject({ replayed: true });
    expect(codeOf(await books.send('PostCharge', charged('c1', '2026-01-10', '9.00')))).toBe('IDEMPOTENCY_CONFLICT');
  });

  test('sent again answers again', async () => {
    const books = await openJanuary();
    const first = await accepted(books.send('ClosePeriod', january));
    const again = await accepted(books.send('ClosePeriod', january));
    expect(again).toMatchObject({ replayed: true, revision: first.revision, token: first.token });
    expect(again.facts.map(({ id }) => id)).toEqual(first.facts.map(({ id }) => id));
    expect(await stepsOf(books)).toEqual(closedInSteps);
  });

  test('tried dry says what it would freeze, and locks nothing', async () => {
    const books = await openJanuary();
    await books.readModels.view({ knownAt: { ordinal: (await books.journal.head()).ordinal } });
    const dry = await accepted(books.send('ClosePeriod', { ...january, dryRun: true }));
    expect(dry.facts[1]).toMatchObject({ type: 'PeriodClosed', data: { totals: frozenInJanuary } });
    expect(await stepsOf(books)).toEqual([]);
    expect(codeOf(await books.send('PostCharge', charged('c3', '2026-01-31')))).toBe('RECORDED');
  });

  test('by two at once closes it once: the same command is answered twice, another one is refused', async () => {
    const books = await openJanuary();
    const same = await Promise.all([books.send('ClosePeriod', january), books.send('ClosePeriod', january)]);
    expect(same.map(codeOf)).toEqual(['RECORDED', 'RECORDED']);
    const february = { commandId: 'f1', periodEnd: '2026-02-28' };
    const both = await Promise.all([
      books.send('ClosePeriod', february),
      books.send('ClosePeriod', { ...february, commandId: 'f2' }),
    ]);
    expect(both.map(codeOf)).toEqual(['RECORDED', 'PERIOD_CLOSING']);
    expect(codeOf(await books.send('ClosePeriod', { ...february, commandId: 'f3' }))).toBe('PERIOD_ALREADY_CLOSED');
    expect(await stepsOf(books)).toEqual([...closedInSteps, ...closedInSteps]);
  });

  test('by two processes at once closes it once', { timeout: 30_000 }, async () => {
    const journal = memoryJournal();
    const [one, other] = [await openProcess(lineTo(journal)), await openProcess(lineTo(journal))];
    await openBooks(one.send);
    const both = await Promise.all([one.send('ClosePeriod', january), other.send('ClosePeriod', january)]);
    expect(both.map(codeOf)).toEqual(['RECORDED', 'RECORDED']);
    expect(await stepsOf(one)).toEqual(closedInSteps);
  });
});

async function fence({ desk, ledgerEntries }: ClosingBooks, id: string): Promise<void> {
  const begun = (await ledgerEntries()).find((entry) => entry.id === id);
  if (begun?.type !== 'PeriodClosing') throw new Error('no closing has begun');
  const { actor, correlationId, data } = begun;
  const input = { commandId: `fence-${id}`, periodEnd: data.periodEnd };
  await accepted(desk.closings.step({ name: 'FencePeriod', input }, { actor, correlationId, causationId: id }));
}

describe('a process that dies', () => {
  /** What the ledger holds when it does, and what the next one finds. */
  const deaths = {
    'right after the closing has begun': async (books: ClosingBooks) => {
      await accepted(books.sendOnly('ClosePeriod', january));
    },
    'right after the fence': async (books: ClosingBooks) => {
      const begun = (await accepted(books.sendOnly('ClosePeriod', january))).facts[0];
      await fence(books, begun?.id ?? '');
    },
    'right after everything, before it could answer': async (books: ClosingBooks) => {
      await accepted(books.send('ClosePeriod', january));
    },
  };

  test.each(Object.entries(deaths))('%s leaves a closing that the next one carries through', async (_, die) => {
    const books = await openJanuary();
    await die(books);
    const next = await openProcess(books.journal);
    await next.closing.resume();
    expect(await stepsOf(next)).toEqual(closedInSteps);
    const closed = (await next.ledgerEntries()).at(-1);
    expect(closed).toMatchObject({ data: { totals: frozenInJanuary } });
    expect(await accepted(next.send('ClosePeriod', january))).toMatchObject({ replayed: true, revision: 4 });
    await next.closing.resume();
    expect(await stepsOf(next)).toEqual(closedInSteps);
  });

  test('leaves a closing that whoever wants to close carries through, and is told of', async () => {
    const books = await openJanuary();
    await accepted(books.sendOnly('ClosePeriod', january));
    expect(codeOf(await books.send('ClosePeriod', { ...january, commandId: 'mine' }))).toBe('PERIOD_CLOSING');
    await expect.poll(() => stepsOf(books)).toEqual(closedInSteps);
  });

  test('leaves a closing that can be given up, and nothing goes on with it', async () => {
    const books = await openJanuary();
    await accepted(books.sendOnly('ClosePeriod', january));
    const giveUp = { commandId: 'reopen', periodEnd: '2026-01-31', reasonCode: 'CLOSED_IN_ERROR' };
    await accepted(books.send('ReopenPeriod', giveUp));
    await books.closing.resume();
    expect(await stepsOf(books)).toEqual(['PeriodClosing', 'PeriodReopened']);
    const reopened = (await books.ledgerEntries()).at(-1);
    expect(reopened).toMatchObject({ reasonCode: 'CLOSED_IN_ERROR', versions: { reasonList: 'default-1' } });
    expect(codeOf(await books.send('PostCharge', charged('c3', '2026-01-31')))).toBe('RECORDED');
    expect(await accepted(books.send('ClosePeriod', january))).toMatchObject({ replayed: true, revision: 2 });
    await accepted(books.send('ClosePeriod', { ...january, commandId: 'again' }));
    expect(await stepsOf(books)).toEqual(['PeriodClosing', 'PeriodReopened', ...closedInSteps]);
  });
});
