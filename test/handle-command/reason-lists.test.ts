import { describe, expect, test } from 'vitest';
import { charge, codeOf, type Desk, openDesk, payment, recorded } from './desk.ts';

const fire = { code: 'BANK_FIRE', label: 'The bank burned down', commands: ['ReversePayment'] };

function list(version: string, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return { commandId: version, version, effectiveDate: '2026-03-10', reasons: [fire], ...more };
}

const reversal = { commandId: 'r1', paymentId: 'p1', reasonCode: 'BANK_FIRE' };

/** An account with a payment of 20 March that may be reversed. */
async function openPaidDesk(): Promise<Desk> {
  const desk = await openDesk();
  await desk.send('PostCharge', { ...charge('c1'), effectiveDate: '2026-03-01' });
  await desk.send('ReceivePayment', { ...payment('p1', 'c1'), effectiveDate: '2026-03-01' });
  return desk;
}

async function versionsOf(desk: Desk): Promise<readonly (string | undefined)[]> {
  const entries = await desk.journal.readStream('main.account-a1', 4);
  return entries.map(({ versions }) => versions.reasonList);
}

describe('a published list of reasons', () => {
  test('is in force for the next command, and the entries that it decided name it', async () => {
    const desk = await openPaidDesk();
    expect(codeOf(await desk.send('ReversePayment', reversal))).toBe('REASON_UNKNOWN');
    const published = recorded(await desk.send('PublishReasonList', list('house-1')));
    expect(published).toMatchObject({ revision: 1, replayed: false, facts: [{ type: 'ReasonListPublished' }] });
    expect(await published.account()).toBeUndefined();
    recorded(await desk.send('ReversePayment', reversal));
    expect(await versionsOf(desk)).toEqual(['house-1', 'house-1']);
  });

  test('counts from its day on: commands dated before it are decided on the list before', async () => {
    const desk = await openPaidDesk();
    await desk.send('PublishReasonList', list('house-1'));
    const before = { ...reversal, effectiveDate: '2026-03-09' };
    expect(codeOf(await desk.send('ReversePayment', before))).toBe('REASON_UNKNOWN');
    recorded(await desk.send('ReversePayment', { ...before, reasonCode: 'NSF' }));
    expect(await versionsOf(desk)).toEqual(['default-1', 'default-1']);
  });

  test('is published once however often it is sent, and not at all in a dry run', async () => {
    const desk = await openPaidDesk();
    expect(recorded(await desk.send('PublishReasonList', list('house-1', { dryRun: true }))).dryRun).toBe(true);
    expect(codeOf(await desk.send('ReversePayment', reversal))).toBe('REASON_UNKNOWN');
    const first = recorded(await desk.send('PublishReasonList', list('house-1')));
    const replayed = { replayed: true, revision: first.revision, token: first.token };
    expect(recorded(await desk.send('PublishReasonList', list('house-1')))).toMatchObject(replayed);
    expect(recorded(await desk.sendCold('PublishReasonList', list('house-1')))).toMatchObject(replayed);
    expect(codeOf(await desk.send('PublishReasonList', list('house-1', { commandId: 'again' })))).toBe(
      'REASON_LIST_TAKEN',
    );
    expect((await desk.journal.readStream('main.ledger')).map(({ type }) => type)).toEqual([
      'LedgerOpened',
      'ReasonListPublished',
    ]);
  });

  test('whose append failed was never in force', async () => {
    const desk = await openPaidDesk();
    desk.journal.pause();
    desk.journal.plan(0, 'UNAVAILABLE');
    const publishing = desk.send('PublishReasonList', list('house-1'));
    const reversing = desk.send('ReversePayment', reversal);
    desk.journal.resume();
    expect(codeOf(await publishing)).toBe('JOURNAL_UNAVAILABLE');
    expect(codeOf(await reversing)).toBe('REASON_UNKNOWN');
    expect(await desk.types()).toEqual(['AccountOpened', 'ChargePosted', 'PaymentReceived', 'PaymentApplied']);
  });

  test('that another process has published is known as soon as somebody needs it', async () => {
    const desk = await openPaidDesk();
    recorded(await desk.sendCold('PublishReasonList', list('house-1')));
    recorded(await desk.send('ReversePayment', reversal));
    expect(await versionsOf(desk)).toEqual(['house-1', 'house-1']);
    const second = { ...list('house-2'), reasons: [{ ...fire, code: 'BANK_FLOOD' }] };
    expect(recorded(await desk.send('PublishReasonList', second)).revision).toBe(2);
  });

  test('that another process has published is known within a second in any case', async () => {
    const desk = await openPaidDesk();
    const ended = { ...fire, code: 'NSF', validTo: '2026-03-15' };
    recorded(await desk.sendCold('PublishReasonList', list('house-1', { reasons: [ended] })));
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(codeOf(await desk.send('ReversePayment', { ...reversal, reasonCode: 'NSF' }))).toBe('REASON_UNKNOWN');
  });
});

describe('while the ledger is being read on', () => {
  test('commands are decided in the order in which they were sent', async () => {
    const desk = await openDesk();
    for (let round = 0; round < 3; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, round === 0 ? 0 : 1_050));
      const [charged, paid] = await Promise.all([
        desk.send('PostCharge', charge(`c${round}`)),
        desk.send('ReceivePayment', payment(`p${round}`, `c${round}`)),
      ]);
      expect([codeOf(charged), codeOf(paid)]).toEqual(['RECORDED', 'RECORDED']);
    }
  });
});
