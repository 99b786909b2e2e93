import { describe, expect, test } from 'vitest';
import { OutcomeUnknown } from '#journal/journal.ts';
import { charge, codeOf, openDesk, payment, recorded } from './desk.ts';

async function turns(): Promise<void> {
  for (let n = 0; n < 50; n += 1) await Promise.resolve();
}

async function isPending(promise: Promise<unknown>): Promise<boolean> {
  await turns();
  return Promise.race([promise.then(() => false), Promise.resolve(true)]);
}

describe('commands to one account do not wait for each other', () => {
  test('twenty are decided and submitted before the first is durable', async () => {
    const desk = await openDesk();
    const before = desk.journal.appendsSeen();
    desk.journal.pause();
    const answers = Array.from({ length: 20 }, (_, n) => desk.send('PostCharge', charge(`c${n}`)));
    await turns();
    expect(desk.journal.appendsSeen() - before).toBe(20);
    desk.journal.resume();
    const revisions = (await Promise.all(answers)).map((answer) => recorded(answer).revision);
    expect(revisions).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  });

  test.each([
    ['a refusal', { ...payment('p1', 'c1', '81.00') }, 'OVER_ALLOCATION'],
    ['a dry run', { ...payment('p1', 'c1'), dryRun: true }, 'RECORDED'],
  ])('%s waits until what it was decided on is durable', async (_, input, code) => {
    const desk = await openDesk();
    desk.journal.pause();
    const charged = desk.send('PostCharge', charge('c1'));
    const answer = desk.send('ReceivePayment', input);
    expect(await isPending(answer)).toBe(true);
    desk.journal.resume();
    await charged;
    expect(codeOf(await answer)).toBe(code);
  });

  test('a replay waits, too', async () => {
    const desk = await openDesk();
    desk.journal.pause();
    const first = desk.send('PostCharge', charge('c1'));
    const again = desk.send('PostCharge', charge('c1'));
    expect(await isPending(again)).toBe(true);
    desk.journal.resume();
    expect(recorded(await first).replayed).toBe(false);
    expect(recorded(await again).replayed).toBe(true);
  });
});

describe('what a failed append was the ground for is decided again', () => {
  test('commands after it are recorded, none is refused for it', async () => {
    const desk = await openDesk();
    desk.journal.plan(0, 'UNAVAILABLE');
    const answers = await Promise.all(['c1', 'c2', 'c3'].map((id) => desk.send('PostCharge', charge(id))));
    expect(answers.map(codeOf)).toEqual(['JOURNAL_UNAVAILABLE', 'RECORDED', 'RECORDED']);
    expect(await desk.types()).toEqual(['AccountOpened', 'ChargePosted', 'ChargePosted']);
  });

  test('a payment of a charge that was never recorded is refused, and a command whose caller was told no is nowhere', async () => {
    const desk = await openDesk();
    desk.journal.plan(0, 'UNAVAILABLE');
    const [charged, paid, tooMuch] = await Promise.all([
      desk.send('PostCharge', charge('c1')),
      desk.send('ReceivePayment', payment('p1', 'c1')),
      desk.send('ReceivePayment', payment('p2', 'c1', '1.00')),
    ]);
    expect([charged, paid, tooMuch].map(codeOf)).toEqual(['JOURNAL_UNAVAILABLE', 'CHARGE_UNKNOWN', 'CHARGE_UNKNOWN']);
    expect(await desk.types()).toEqual(['AccountOpened']);
  });

  test('a refusal decided on it is decided again: the second payment is taken when the first is not', async () => {
    const desk = await openDesk();
    await desk.send('PostCharge', charge('c1'));
    desk.journal.plan(0, 'UNAVAILABLE');
    const [first, second] = await Promise.all([
      desk.send('ReceivePayment', payment('p1', 'c1')),
      desk.send('ReceivePayment', payment('p2', 'c1')),
    ]);
    expect([first, second].map(codeOf)).toEqual(['JOURNAL_UNAVAILABLE', 'RECORDED']);
  });
});

describe('an append whose outcome is unknown is looked up, never guessed', () => {
  test('done after all: recorded once, and the answer says so', async () => {
    const desk = await openDesk();
    desk.journal.plan(0, 'DONE_BUT_UNKNOWN');
    const answer = recorded(await desk.send('PostCharge', charge('c1')));
    expect(answer).toMatchObject({ replayed: false, revision: 1 });
    expect(await desk.types()).toEqual(['AccountOpened', 'ChargePosted']);
  });

  test('not done: recorded by the next attempt, once', async () => {
    const desk = await openDesk();
    desk.journal.plan(0, 'NOT_DONE_AND_UNKNOWN');
    recorded(await desk.send('PostCharge', charge('c1')));
    expect(await desk.types()).toEqual(['AccountOpened', 'ChargePosted']);
  });

  test('commands behind it lose nothing and duplicate nothing', async () => {
    const desk = await openDesk();
    desk.journal.plan(1, 'DONE_BUT_UNKNOWN');
    desk.journal.plan(3, 'NOT_DONE_AND_UNKNOWN');
    const ids = Array.from({ length: 8 }, (_, n) => `c${n}`);
    const answers = await Promise.all(ids.map((id) => desk.send('PostCharge', charge(id))));
    expect(answers.map(codeOf)).toEqual(ids.map(() => 'RECORDED'));
    const entries = await desk.journal.readStream('main.account-a1');
    expect(
      entries
        .slice(1)
        .map((entry) => entry.command.id)
        .toSorted(),
    ).toEqual(ids);
  });

  test('unknown every time: the caller is told that it is unknown, and may send the same id again', async () => {
    const desk = await openDesk();
    for (let n = 0; n < 5; n += 1) desk.journal.plan(n, 'NOT_DONE_AND_UNKNOWN');
    await expect(desk.send('PostCharge', charge('c1'))).rejects.toThrow('planned');
    expect(recorded(await desk.send('PostCharge', charge('c1'))).replayed).toBe(false);
  });
});

describe('once an outcome was unknown, nobody is told that nothing was recorded', () => {
  test('because the journal cannot be written any more when it is tried again', async () => {
    const desk = await openDesk();
    desk.journal.plan(0, 'NOT_DONE_AND_UNKNOWN');
    desk.journal.plan(1, 'UNAVAILABLE');
    await expect(desk.send('PostCharge', charge('c1'))).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(recorded(await desk.send('PostCharge', charge('c1'))).replayed).toBe(false);
  });

  test('because the stream cannot be read, though it was done', async () => {
    const desk = await openDesk();
    desk.journal.plan(0, 'DONE_BUT_UNKNOWN');
    desk.journal.blind(1);
    await expect(desk.send('PostCharge', charge('c1'))).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(await desk.types()).toEqual(['AccountOpened', 'ChargePosted']);
    expect(recorded(await desk.send('PostCharge', charge('c1'))).replayed).toBe(true);
  });

  test('because the id has meanwhile been used elsewhere: what is unknown may still arrive', async () => {
    const desk = await openDesk();
    await desk.send('OpenAccount', { commandId: 'open-a2', accountId: 'a2', currency: 'USD' });
    desk.journal.pause();
    desk.journal.plan(0, 'NOT_DONE_AND_UNKNOWN');
    const [one, other] = [
      desk.send('PostCharge', charge('c1')),
      desk.send('PostCharge', { ...charge('c1'), accountId: 'a2' }),
    ];
    desk.journal.resume();
    await expect(one).rejects.toBeInstanceOf(OutcomeUnknown);
    expect(codeOf(await other)).toBe('RECORDED');
  });

  test('but once other entries stand where it would have stood, a refusal is final', async () => {
    const desk = await openDesk();
    await desk.send('PostCharge', charge('c1'));
    desk.journal.pause();
    desk.journal.plan(0, 'NOT_DONE_AND_UNKNOWN');
    const first = desk.send('ReceivePayment', payment('p1', 'c1'));
    await turns();
    const both = [first, desk.sendCold('ReceivePayment', payment('p2', 'c1'))];
    await turns();
    desk.journal.resume();
    expect((await Promise.all(both)).map(codeOf)).toEqual(['OVER_ALLOCATION', 'RECORDED']);
  });

  test('also of a command that was recorded before, by whoever sends it again', async () => {
    const desk = await openDesk();
    recorded(await desk.send('PostCharge', charge('c1')));
    for (const how of ['send', 'sendCold'] as const) {
      desk.journal.blind(10);
      await expect(desk[how]('PostCharge', charge('c1'))).rejects.toBeInstanceOf(OutcomeUnknown);
      desk.journal.blind(10);
      expect(codeOf(await desk[how]('PostCharge', charge('c1', '81.00')))).toBe('IDEMPOTENCY_CONFLICT');
    }
    desk.journal.blind(10);
    expect(codeOf(await desk.sendCold('PostCharge', charge('c2')))).toBe('JOURNAL_UNAVAILABLE');
    desk.journal.blind(0);
    expect(recorded(await desk.send('PostCharge', charge('c1'))).replayed).toBe(true);
  });
});

describe('everything is bounded', () => {
  test('beyond the bound a command is refused at once, is retryable and leaves nothing', async () => {
    const desk = await openDesk({ mostUnderWay: 3 });
    desk.journal.pause();
    const taken = ['c1', 'c2', 'c3'].map((id) => desk.send('PostCharge', charge(id)));
    expect(await desk.send('PostCharge', charge('c4'))).toMatchObject({ code: 'OVERLOADED', retryable: true });
    desk.journal.resume();
    await Promise.all(taken);
    expect(recorded(await desk.send('PostCharge', charge('c4'))).replayed).toBe(false);
  });

  test('with no memory for folded accounts at all the books are the same', async () => {
    const desk = await openDesk({ cacheBytes: 0 });
    await desk.send('OpenAccount', { commandId: 'open-a2', accountId: 'a2', currency: 'USD' });
    const ids = Array.from({ length: 10 }, (_, n) => `c${n}`);
    const sent = ids.map((id, n) => desk.send('PostCharge', { ...charge(id), accountId: n % 2 === 0 ? 'a1' : 'a2' }));
    expect((await Promise.all(sent)).map(codeOf)).toEqual(ids.map(() => 'RECORDED'));
    expect((await desk.types()).length).toBe(6);
  });
});
