import { describe, expect, test } from 'vitest';
import { createCommandHandler } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { charge, codeOf, noon, openDesk } from './desk.ts';

describe('what every entry carries', () => {
  test('who, when, why, which command with which content, under which lists', async () => {
    const desk = await openDesk();
    await desk.send('PostCharge', charge('c1'));
    await desk.send('AdjustCharge', {
      commandId: 'j1',
      adjustmentId: 'j1',
      chargeId: 'c1',
      kind: 'COURTESY',
      currency: 'USD',
      amount: '-5.00',
      reasonCode: 'COURTESY',
      reference: 'ticket-9',
      source: { system: 'desk', id: '77' },
    });
    const [, , adjusted] = await desk.journal.readStream('main.account-a1');
    expect(adjusted?.command.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(adjusted).toMatchObject({
      ledgerId: 'main',
      stream: 'main.account-a1',
      revision: 2,
      ordinal: 4,
      type: 'ChargeAdjusted',
      version: 3,
      effectiveDate: '2026-03-20',
      recordedAt: '2026-03-20T12:00:00.000Z',
      actor: { kind: 'PERSON', id: 'u-7', role: 'billing_specialist' },
      command: { id: 'j1', name: 'AdjustCharge', hashVersion: 1 },
      correlationId: 'request-1',
      reasonCode: 'COURTESY',
      reference: 'ticket-9',
      source: { system: 'desk', id: '77' },
      versions: { currencyTable: 'iso4217-2026-01', reasonList: 'default-1' },
    });
  });

  test('entry ids come from stream, command and index: a retry makes the same ones', async () => {
    const [one, other] = await Promise.all([openDesk(), openDesk()]);
    await one.send('PostCharge', charge('c1'));
    await other.send('PostCharge', charge('c1'));
    const ids = await Promise.all(
      [one, other].map(async (desk) => (await desk.journal.readStream('main.account-a1')).map(({ id }) => id)),
    );
    expect(ids[0]).toEqual(ids[1]);
    expect(new Set(ids[0]).size).toBe(2);
  });

  test('a day is the day of the ledger, not of the machine', async () => {
    const desk = await openDesk();
    await desk.send('PostCharge', charge('c1'));
    const [, posted] = await desk.journal.readStream('main.account-a1');
    expect(posted?.effectiveDate).toBe('2026-03-20');
  });

  test('the ledger is opened once', async () => {
    const desk = await openDesk();
    const opening = { baseCurrency: 'EUR', timeZone: 'UTC', mode: 'LIVE' };
    expect(await desk.send('OpenLedger', { commandId: 'again', ...opening })).toMatchObject({
      code: 'LEDGER_ALREADY_OPEN',
      figures: { openedOn: '2026-01-01', baseCurrency: 'USD' },
    });
  });

  test('before it is open nothing is recorded on an account', async () => {
    const journal = new InMemoryJournal({ ledgerId: 'main', journalId: crypto.randomUUID(), clock: () => noon });
    const handle = createCommandHandler({
      journal,
      clock: () => noon,
      reasons: defaultReasons,
      cacheBytes: 0,
      mostUnderWay: 1,
    });
    const actor = { kind: 'SERVICE', id: 'import', role: 'service' } as const;
    const opening = { commandId: 'o1', accountId: 'a1', currency: 'USD' };
    const answer = await handle('OpenAccount', opening, { actor, correlationId: 'r1' });
    expect(codeOf(answer)).toBe('LEDGER_NOT_OPEN');
    expect(await journal.head()).toEqual({ ordinal: 0, recordedAt: undefined });
  });
});
