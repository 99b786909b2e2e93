import { describe, expect, test } from 'vitest';
import { charge, codeOf, payment, recorded } from './desk.ts';
import { emptyProcesses, openProcesses, shortTrip, terms } from './processes.ts';

describe('what another process has recorded counts', () => {
  test('a payment is not refused for a charge that stands in the journal and not yet in memory', async () => {
    const { one, other } = await openProcesses();
    recorded(await other.send('PostCharge', charge('c1')));
    expect(codeOf(await one.send('ReceivePayment', payment('p1', 'c1')))).toBe('RECORDED');
  });

  test('a refusal is one of the books as they are, and names their figures', async () => {
    const { one, other } = await openProcesses();
    recorded(await one.send('PostCharge', charge('c1')));
    recorded(await other.send('ReceivePayment', payment('p1', 'c1', '50.00')));
    const refused = await one.send('ReceivePayment', payment('p2', 'c1', '31.00'));
    expect(refused).toMatchObject({ code: 'OVER_ALLOCATION', figures: { available: '30.00' } });
  });

  test('a dry run says what would happen now', async () => {
    const { one, other } = await openProcesses();
    recorded(await one.send('PostCharge', charge('c1')));
    recorded(await other.send('ReceivePayment', payment('p1', 'c1')));
    const dry = { ...payment('p2', 'c1'), dryRun: true };
    expect(codeOf(await one.send('ReceivePayment', dry))).toBe('OVER_ALLOCATION');
    expect(recorded(await one.send('PostCharge', { ...charge('c2'), dryRun: true })).revision).toBe(4);
  });

  test('a command that the other process has recorded gets its first answer again', async () => {
    const { one, other, entries } = await openProcesses();
    recorded(await other.send('PostCharge', charge('c1')));
    const first = recorded(await other.send('ReceivePayment', payment('p1', 'c1')));
    const again = recorded(await one.send('ReceivePayment', payment('p1', 'c1')));
    expect(again).toMatchObject({ replayed: true, revision: first.revision, token: first.token });
    expect(codeOf(await one.send('ReceivePayment', payment('p1', 'c1', '1.00')))).toBe('IDEMPOTENCY_CONFLICT');
    expect(await entries()).toHaveLength(4);
  });

  test('a refusal costs one look at each stream it rests on; one among appends of its own costs none at the account', async () => {
    const { one } = await openProcesses();
    recorded(await one.send('PostCharge', charge('c1')));
    const before = one.line.readsSeen();
    expect(codeOf(await one.send('ReceivePayment', payment('p1', 'c1', '81.00')))).toBe('OVER_ALLOCATION');
    expect(one.line.readsSeen() - before).toBe(2);
    const answers = Promise.all([
      one.send('ReceivePayment', payment('p2', 'c1', '81.00')),
      one.send('PostCharge', charge('c2')),
    ]);
    expect((await answers).map(codeOf)).toEqual(['OVER_ALLOCATION', 'RECORDED']);
    expect(one.line.readsSeen() - before).toBe(3);
  });
});

describe('the ledger itself is that of now', () => {
  test('a process that has seen no ledger does not say so once another has opened it', async () => {
    const { one, other } = emptyProcesses();
    expect(codeOf(await other.send('PostCharge', charge('c1')))).toBe('LEDGER_NOT_OPEN');
    recorded(await one.send('OpenLedger', { commandId: 'open-ledger', ...terms }));
    recorded(await one.send('OpenAccount', { commandId: 'open-a1', currency: 'USD' }));
    recorded(await other.send('PostCharge', charge('c1')));
  });

  test('a reason that the other process has just published is known, whatever was being read of the ledger then', async () => {
    const { one, other } = await openProcesses();
    recorded(await one.send('PostCharge', charge('c1')));
    recorded(await one.send('ReceivePayment', payment('p1', 'c1')));
    const reversal = { paymentId: 'p1', reasonCode: 'BANK_FIRE' };
    const answers = one.line.holdUp('main.ledger');
    const early = one.send('ReversePayment', { ...reversal, commandId: 'r1' });
    await answers.reached;
    const reasons = [{ code: 'BANK_FIRE', label: 'The bank burned down', commands: ['ReversePayment'] }];
    const list = { commandId: 'l', version: 'house-1', effectiveDate: '2026-03-10', reasons };
    recorded(await other.send('PublishReasonList', list));
    const late = one.send('ReversePayment', { ...reversal, commandId: 'r2' });
    await new Promise(setImmediate);
    answers.release();
    await early;
    expect(codeOf(await late)).toBe('RECORDED');
  });

  test('a reason that the other process has just ended is not promised in a dry run', async () => {
    const { one, other } = await openProcesses();
    recorded(await one.send('PostCharge', { ...charge('c1'), effectiveDate: '2026-03-01' }));
    recorded(await one.send('ReceivePayment', { ...payment('p1', 'c1'), effectiveDate: '2026-03-01' }));
    const ended = { code: 'NSF', label: 'Not paid by the bank', commands: ['ReversePayment'], validTo: '2026-03-15' };
    const list = { commandId: 'l', version: 'house-1', effectiveDate: '2026-03-10', reasons: [ended] };
    recorded(await other.send('PublishReasonList', list));
    const reversal = { commandId: 'r1', paymentId: 'p1', reasonCode: 'NSF' };
    expect(codeOf(await one.send('ReversePayment', { ...reversal, dryRun: true }))).toBe('REASON_UNKNOWN');
  });

  test('a look at it that failed is no look: what is known of it is not a moment younger', async () => {
    let time = 0;
    const { one, other } = await openProcesses(undefined, () => time);
    recorded(await one.send('PostCharge', { ...charge('c1'), effectiveDate: '2026-03-01' }));
    recorded(await one.send('ReceivePayment', { ...payment('p1', 'c1'), effectiveDate: '2026-03-01' }));
    const ended = { code: 'NSF', label: 'Not paid by the bank', commands: ['ReversePayment'], validTo: '2026-03-15' };
    const list = { commandId: 'l', version: 'house-1', effectiveDate: '2026-03-10', reasons: [ended] };
    recorded(await other.send('PublishReasonList', list));
    time = 2_000;
    one.line.blind(1);
    expect(codeOf(await one.send('PostCharge', charge('c2')))).toBe('JOURNAL_UNAVAILABLE');
    const reversal = { commandId: 'r1', paymentId: 'p1', reasonCode: 'NSF' };
    expect(codeOf(await one.send('ReversePayment', reversal))).toBe('REASON_UNKNOWN');
  });

  test('one list is published once by two processes at once', async () => {
    const { one, other, journal } = await openProcesses(shortTrip);
    const reasons = [{ code: 'BANK_FIRE', label: 'The bank burned down', commands: ['ReversePayment'] }];
    const list = { commandId: 'l', version: 'house-1', effectiveDate: '2026-03-10', reasons };
    const both = await Promise.all([one.send('PublishReasonList', list), other.send('PublishReasonList', list)]);
    expect(both.map((answer) => recorded(answer).revision)).toEqual([1, 1]);
    expect(await journal.readStream('main.ledger')).toHaveLength(2);
  });
});

describe('the same command id from two processes at once', () => {
  test('has one effect, and both are told the same', async () => {
    const { one, other, entries } = await openProcesses(shortTrip);
    for (let round = 0; round < 20; round += 1) {
      const sent = charge(`c${round}`);
      const both = (await Promise.all([one.send('PostCharge', sent), other.send('PostCharge', sent)])).map(recorded);
      expect(both.map(({ revision }) => revision)).toEqual([round + 1, round + 1]);
      expect(both[0]?.token).toBe(both[1]?.token);
      expect(both.filter(({ replayed }) => replayed)).toHaveLength(1);
    }
    expect(await entries()).toHaveLength(21);
  });

  test('with other content is a conflict for one of them', async () => {
    const { one, other, entries } = await openProcesses(shortTrip);
    const both = await Promise.all([
      one.send('PostCharge', charge('c1')),
      other.send('PostCharge', charge('c1', '81.00')),
    ]);
    expect(both.map(codeOf).toSorted()).toEqual(['IDEMPOTENCY_CONFLICT', 'RECORDED']);
    expect(await entries()).toHaveLength(2);
  });

  test('on two accounts is a conflict for one of them', async () => {
    const { one, other, entries } = await openProcesses(shortTrip);
    recorded(await one.send('OpenAccount', { commandId: 'open-a2', accountId: 'a2', currency: 'USD' }));
    const both = await Promise.all([
      one.send('PostCharge', charge('c1')),
      other.send('PostCharge', { ...charge('c1'), accountId: 'a2' }),
    ]);
    expect(both.map(codeOf).toSorted()).toEqual(['IDEMPOTENCY_CONFLICT', 'RECORDED']);
    expect((await entries('a1')).length + (await entries('a2')).length).toBe(3);
  });
});

describe('an account that two processes write at once', () => {
  test('gives what is open only once, whoever comes first', async () => {
    const { one, other, entries } = await openProcesses(shortTrip);
    for (let round = 0; round < 10; round += 1) {
      recorded(await one.send('PostCharge', charge(`c${round}`)));
      const both = await Promise.all(
        [one, other].map((process, n) => process.send('ReceivePayment', payment(`p${round}-${n}`, `c${round}`))),
      );
      expect(both.map(codeOf).toSorted()).toEqual(['OVER_ALLOCATION', 'RECORDED']);
    }
    expect(await entries()).toHaveLength(1 + 10 * 3);
  });

  test('takes the commands of 32 callers of each, every one once', async () => {
    const { one, other, entries } = await openProcesses(shortTrip);
    const sent = [one, other].flatMap((process, p) =>
      Array.from({ length: 32 }, async (_, caller) => {
        const answers: string[] = [];
        for (let n = 0; n < 12; n += 1) {
          answers.push(codeOf(await process.send('PostCharge', charge(`c-${p}-${caller}-${n}`))));
        }
        return answers;
      }),
    );
    const answers = (await Promise.all(sent)).flat();
    expect(new Set(answers)).toEqual(new Set(['RECORDED']));
    const ids = (await entries()).slice(1).map(({ command }) => command.id);
    expect(ids).toHaveLength(2 * 32 * 12);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('is open to the one process while the other never stops', async () => {
    const { one, other } = await openProcesses(shortTrip);
    const done = new AbortController();
    const busy = Array.from({ length: 32 }, async (_, caller) => {
      for (let n = 0; !done.signal.aborted; n += 1) await one.send('PostCharge', charge(`busy-${caller}-${n}`, '1.00'));
    });
    const answers: string[] = [];
    for (let n = 0; n < 10; n += 1) answers.push(codeOf(await other.send('PostCharge', charge(`c${n}`))));
    done.abort();
    await Promise.all(busy);
    expect(new Set(answers)).toEqual(new Set(['RECORDED']));
  });
});
