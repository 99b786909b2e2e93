import { describe, expect, test } from 'vitest';
import { charge, codeOf, openDesk, payment, recorded } from './desk.ts';

describe('a command id is used once in the life of a ledger', () => {
  test('the same command again gets its first answer again and records nothing', async () => {
    const desk = await openDesk();
    const first = recorded(await desk.send('PostCharge', charge('c1')));
    for (let n = 0; n < 20; n += 1) await desk.send('PostCharge', charge(`other-${n}`));
    const again = recorded(await desk.send('PostCharge', charge('c1')));
    expect(again).toMatchObject({ replayed: true, revision: first.revision, token: first.token });
    expect(again.facts.map(({ id, type, revision }) => ({ id, type, revision }))).toEqual(
      first.facts.map(({ id, type, revision }) => ({ id, type, revision })),
    );
    expect((await again.account())?.items.size).toBe((await first.account())?.items.size);
    expect((await first.account())?.items.size).toBe(1);
    expect((await desk.types()).length).toBe(22);
  });

  test('from a process that has just started, too', async () => {
    const desk = await openDesk();
    const first = recorded(await desk.send('PostCharge', charge('c1')));
    const again = recorded(await desk.sendCold('PostCharge', charge('c1')));
    expect(again).toMatchObject({ replayed: true, revision: first.revision, token: first.token });
  });

  test('from a process whose memory is stale, too', async () => {
    const desk = await openDesk();
    await desk.send('PostCharge', charge('c1'));
    await desk.sendCold('PostCharge', charge('c2'));
    const again = recorded(await desk.send('PostCharge', charge('c2')));
    expect(again.replayed).toBe(true);
    expect(await desk.types()).toEqual(['AccountOpened', 'ChargePosted', 'ChargePosted']);
  });

  test('amounts written in two ways are one content', async () => {
    const desk = await openDesk();
    await desk.send('PostCharge', charge('c1', '80'));
    expect(recorded(await desk.send('PostCharge', charge('c1', '80.00'))).replayed).toBe(true);
  });

  test('other content under the same id is refused', async () => {
    const desk = await openDesk();
    await desk.send('PostCharge', charge('c1'));
    expect(codeOf(await desk.send('PostCharge', charge('c1', '81.00')))).toBe('IDEMPOTENCY_CONFLICT');
  });

  test('the id on another account is refused, before anything else is said about the command', async () => {
    const desk = await openDesk();
    await desk.send('PostCharge', charge('c1'));
    await desk.send('OpenAccount', { commandId: 'open-a2', accountId: 'a2', currency: 'USD' });
    const accepted = { ...charge('c1'), accountId: 'a2' };
    expect(codeOf(await desk.send('PostCharge', accepted))).toBe('IDEMPOTENCY_CONFLICT');
    const refused = { ...charge('c1'), accountId: 'nobody' };
    expect(codeOf(await desk.send('PostCharge', refused))).toBe('IDEMPOTENCY_CONFLICT');
    expect(codeOf(await desk.send('PostCharge', { ...accepted, dryRun: true }))).toBe('IDEMPOTENCY_CONFLICT');
  });

  test('a refused command does not consume its id', async () => {
    const desk = await openDesk();
    expect(codeOf(await desk.send('ReceivePayment', payment('p1', 'c1')))).toBe('CHARGE_UNKNOWN');
    await desk.send('PostCharge', charge('c1'));
    expect(recorded(await desk.send('ReceivePayment', payment('p1', 'c1'))).replayed).toBe(false);
  });

  test('a dry run answers what would happen, records nothing and does not consume its id', async () => {
    const desk = await openDesk();
    const dry = recorded(await desk.send('PostCharge', { ...charge('c1'), dryRun: true }));
    expect(dry).toMatchObject({ dryRun: true, token: undefined, revision: 1 });
    expect(dry.facts.map(({ type }) => type)).toEqual(['ChargePosted']);
    expect(await desk.types()).toEqual(['AccountOpened']);
    const wet = recorded(await desk.send('PostCharge', charge('c1')));
    expect(wet).toMatchObject({ dryRun: false, replayed: false });
    expect(wet.facts).toEqual(dry.facts);
  });

  test('sent five times at once, it is recorded once and everybody gets the same answer', async () => {
    const desk = await openDesk();
    const answers = await Promise.all(Array.from({ length: 5 }, () => desk.send('PostCharge', charge('c1'))));
    expect(answers.filter((answer) => recorded(answer).replayed).length).toBe(4);
    expect(new Set(answers.map((answer) => recorded(answer).token)).size).toBe(1);
    expect(await desk.types()).toEqual(['AccountOpened', 'ChargePosted']);
  });

  test('sent at once from two processes, it is recorded once', async () => {
    const desk = await openDesk();
    const both = await Promise.all([desk.send('PostCharge', charge('c1')), desk.sendCold('PostCharge', charge('c1'))]);
    expect(both.filter((answer) => recorded(answer).replayed).length).toBe(1);
    expect(await desk.types()).toEqual(['AccountOpened', 'ChargePosted']);
  });
});
