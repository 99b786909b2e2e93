import { describe, expect, test } from 'vitest';
import { Denied, OutcomeUnknown, Unavailable, WrongRevision } from '#journal/journal.ts';
import { FaultServer } from '../eventstoredb/fault-server.ts';
import { type AppendFault, notLeader, refusals } from '../eventstoredb/faults.ts';
import { outcomes } from './engine.ts';
import { entryId, hashOf, received } from './entries.ts';
import { append, expectBooks, onServer, openOn, openOnFaults, timed } from './eventstoredb-faulty.ts';

const { unavailable, serverIsNotReady, streamReset, timedOut, accessDenied, unauthenticated } = refusals;

describe('an entry is acknowledged, and in the books once,', () => {
  const faults: readonly (readonly [title: string, fault: AppendFault])[] = [
    ['when the server wrote it and never answered', { kind: 'COMMIT_THEN_SILENCE' }],
    ['when the server never answered and wrote nothing', { kind: 'SILENCE' }],
    ['when the server went down after writing', { kind: 'COMMIT_THEN_REFUSE', refusal: unavailable }],
    ['when the server went down before writing', { kind: 'REFUSE', refusal: unavailable }],
    ['when it was written while the leader stopped', { kind: 'COMMIT_THEN_REFUSE', refusal: serverIsNotReady }],
    ['when it was not written while the leader stopped', { kind: 'REFUSE', refusal: serverIsNotReady }],
    ['when it was written and the call was reset', { kind: 'COMMIT_THEN_REFUSE', refusal: streamReset }],
    ['when the call was reset before it was written', { kind: 'REFUSE', refusal: streamReset }],
    ['when it was written too late for the cluster', { kind: 'COMMIT_THEN_REFUSE', refusal: timedOut }],
    ['when the cluster gave it up', { kind: 'REFUSE', refusal: timedOut }],
    ['when the answer does not say where it stands', { kind: 'NO_POSITION' }],
    ['when it was delivered twice', { kind: 'TWICE' }],
    ['when the server does not do it until after the next try', { kind: 'HOLD' }],
  ];

  test.each(faults)('%s', async (_, fault) => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    server.faults.append.next(fault);
    const appended = await append(journal, a, 0, 'k2', 2);
    expect(appended).toEqual({ revision: 2, token: journal.tokenOf(3) });
    expect(server.faults.append.struck).toBe(1);
    server.releaseHeld();
    await append(journal, a, 2, 'k3');
    await expectBooks(opened, 'k1', 'k2', 'k2', 'k3');
  });

  test('when three tries in a row ended each in another way', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.next({ kind: 'SILENCE' });
    server.faults.append.next({ kind: 'REFUSE', refusal: serverIsNotReady });
    server.faults.append.next({ kind: 'COMMIT_THEN_REFUSE', refusal: unavailable });
    expect(await append(journal, a, -1, 'k1')).toMatchObject({ revision: 0 });
    expect(server.faults.append.struck).toBe(3);
    await expectBooks(opened, 'k1');
  });

  test('when many commands of an account went in one append whose answer was lost', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.next({ kind: 'COMMIT_THEN_SILENCE' });
    server.faults.append.next({ kind: 'COMMIT_THEN_SILENCE' });
    server.faults.append.next({ kind: 'REFUSE', refusal: unavailable });
    const commandIds = Array.from({ length: 30 }, (_, index) => `k${index}`);
    const submitted = commandIds.map((commandId, index) =>
      journal.append({ stream: a, expectedRevision: index - 1, entries: received(a, commandId) }),
    );
    expect(await outcomes(submitted)).toEqual(commandIds.map((_, index) => index));
    await expectBooks(opened, ...commandIds);
  });
});

describe('what is tried again', () => {
  test('is the same append: never one that mixes what was sent before with what came since', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.next({ kind: 'COMMIT_THEN_SILENCE' });
    const first = append(journal, a, -1, 'k1', 2);
    await expect.poll(() => server.faults.append.struck).toBe(1);
    const second = append(journal, a, 1, 'k2');
    expect(await outcomes([first, second])).toEqual([1, 2]);
    const ids = [entryId(a, 'k1', 0), entryId(a, 'k1', 1)];
    const sent = server.calls.filter(({ method, stream }) => method === 'APPEND' && stream === a);
    expect(sent.map(({ eventIds }) => eventIds)).toEqual([ids, ids, [entryId(a, 'k2', 0)]]);
    await expectBooks(opened, 'k1', 'k1', 'k2');
  });

  test('goes to the leader when another node says who that is', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    const leader = await FaultServer.start(server.log);
    try {
      server.faults.append.always({ kind: 'REFUSE', refusal: notLeader('127.0.0.1', leader.port) });
      expect(await append(journal, a, -1, 'k1')).toMatchObject({ revision: 0 });
      expect(leader.calls.filter(({ method }) => method === 'APPEND')).toHaveLength(1);
    } finally {
      await leader.close();
    }
    server.faults.liftAll();
    expect(await append(journal, a, 0, 'k2')).toMatchObject({ revision: 1 });
    await expectBooks(opened, 'k1', 'k2');
  });

  test('is refused for another writer only when it is that writer who stands there', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    const { journal: other } = await openOn(server, { ledgerId: journal.ledgerId });
    await append(journal, a, -1, 'k1');
    server.faults.append.next({ kind: 'HOLD' });
    const appending = append(journal, a, 0, 'k2').catch((error: unknown) => error);
    await expect.poll(() => server.heldCount).toBe(1);
    await append(other, a, 0, 'others', 3);
    expect(await appending).toEqual(new WrongRevision(0, 3));
    server.releaseHeld();
    await expectBooks(opened, 'k1', 'others', 'others', 'others');
  });

  test('is found behind what others have written since', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    const { journal: other } = await openOn(server, { ledgerId: journal.ledgerId });
    await append(journal, a, -1, 'k1');
    server.faults.append.next({ kind: 'COMMIT_THEN_SILENCE' });
    const appending = append(journal, a, 0, 'k2');
    await expect.poll(() => onServer(opened).length).toBe(2);
    await append(other, a, 1, 'others');
    expect(await appending).toEqual({ revision: 1, token: journal.tokenOf(2) });
    await expectBooks(opened, 'k1', 'k2', 'others');
  });
});

describe('an outcome that cannot be found out is unknown, never guessed:', () => {
  test('what was written is found later, and not written again', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.always({ kind: 'COMMIT_THEN_SILENCE' });
    const { outcome, took } = await timed(append(journal, a, -1, 'k1'));
    expect(outcome).toBeInstanceOf(OutcomeUnknown);
    expect(took).toBeLessThan(8_000);
    server.faults.liftAll();
    expect(await outcomes([append(journal, a, -1, 'k1')])).toEqual(['WrongRevision']);
    await expectBooks(opened, 'k1');
    expect(await journal.findCommand('k1')).toEqual({ stream: a, firstRevision: 0, hash: hashOf('k1') });
    expect(await outcomes([append(journal, a, 0, 'k1')])).toEqual(['CommandTaken']);
  });

  test('what was not written is not there, and can be sent again', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.always({ kind: 'SILENCE' });
    expect(await outcomes([append(journal, a, -1, 'k1')])).toEqual(['OutcomeUnknown']);
    server.faults.liftAll();
    expect(await journal.readStream(a)).toEqual([]);
    expect(await outcomes([append(journal, a, -1, 'k1')])).toEqual([0]);
    await expectBooks(opened, 'k1');
  });

  test('what is written long after does not double what was sent again', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.always({ kind: 'HOLD' });
    expect(await outcomes([append(journal, a, -1, 'k1', 2)])).toEqual(['OutcomeUnknown']);
    expect(server.heldCount).toBeGreaterThan(1);
    server.faults.liftAll();
    await append(journal, a, -1, 'k1', 2);
    server.releaseHeld();
    await expectBooks(opened, 'k1', 'k1');
  });

  test('what is written long after does not come between others', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.always({ kind: 'HOLD' });
    expect(await outcomes([append(journal, a, -1, 'k1')])).toEqual(['OutcomeUnknown']);
    server.faults.liftAll();
    await append(journal, a, -1, 'k2');
    server.releaseHeld();
    await expectBooks(opened, 'k2');
  });

  test('what is written long after, with nothing in its place, is found by its command', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.always({ kind: 'HOLD' });
    expect(await outcomes([append(journal, a, -1, 'k1')])).toEqual(['OutcomeUnknown']);
    server.releaseHeld();
    server.faults.liftAll();
    await expectBooks(opened, 'k1');
    expect(await journal.findCommand('k1')).toMatchObject({ stream: a, firstRevision: 0 });
  });

  test('nor by a refusal of the second try', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.next({ kind: 'COMMIT_THEN_REFUSE', refusal: unavailable });
    server.faults.append.next({ kind: 'REFUSE', refusal: accessDenied });
    expect(await outcomes([append(journal, a, -1, 'k1')])).toEqual(['OutcomeUnknown']);
    await expectBooks(opened, 'k1');
  });

  test('those that were decided on it are not written, and an account beside it goes on', async () => {
    const opened = await openOnFaults();
    const { journal, server, a, b } = opened;
    server.faults.append.always({ kind: 'SILENCE' }, { on: a });
    const first = append(journal, a, -1, 'k1');
    await expect.poll(() => server.faults.append.struck).toBe(1);
    const submitted = [first, append(journal, a, 0, 'k2'), append(journal, b, -1, 'k3')];
    expect(await outcomes(submitted)).toEqual(['OutcomeUnknown', 'Unavailable', 0]);
    server.faults.liftAll();
    await expectBooks(opened, 'k3');
  });
});

describe('what is certain is said:', () => {
  test.each([
    ['no right to write', accessDenied],
    ['no such user', unauthenticated],
  ])('%s', async (_, refusal) => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.next({ kind: 'REFUSE', refusal });
    await expect(append(journal, a, -1, 'k1')).rejects.toBeInstanceOf(Denied);
    expect(await outcomes([append(journal, a, -1, 'k1')])).toEqual([0]);
    await expectBooks(opened, 'k1');
  });

  test('no leader, so nothing was written', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.always({ kind: 'REFUSE', refusal: notLeader('127.0.0.1', server.port) });
    await expect(append(journal, a, -1, 'k1')).rejects.toBeInstanceOf(Unavailable);
    server.faults.liftAll();
    await append(journal, a, -1, 'k2');
    await expectBooks(opened, 'k2');
  });

  test('a refusal that was wrong is found by its command, and doubles nothing', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.append.next({ kind: 'COMMIT_THEN_WRONG_REVISION' });
    await expect(append(journal, a, -1, 'k1')).rejects.toEqual(new WrongRevision(-1, 0));
    expect((await journal.readStream(a)).map(({ command }) => command.id)).toEqual(['k1']);
    expect(await journal.findCommand('k1')).toMatchObject({ stream: a, firstRevision: 0 });
    await expectBooks(opened, 'k1');
  });
});

describe('what reaches the server', () => {
  test('is one call for each append, with a deadline of its own, and never the call that many share', async () => {
    const opened = await openOnFaults();
    const { journal, server, a, b } = opened;
    await Promise.all([append(journal, a, -1, 'k1'), append(journal, b, -1, 'k2')]);
    const sent = server.calls.filter(({ method }) => method === 'APPEND');
    expect(sent.map(({ hasDeadline }) => hasDeadline)).toEqual([true, true, true]);
    const methods = new Set(server.calls.map(({ method }) => method));
    expect([...methods].toSorted()).toEqual(['APPEND', 'READ_STREAM', 'SUBSCRIBE']);
  });

  test('is nothing of an entry that cannot be written as JSON', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    const [entry] = received(a, 'k1');
    if (entry === undefined) throw new Error('one entry');
    const cycle: Record<string, unknown> = {};
    cycle['self'] = cycle;
    const before = server.calls.length;
    for (const extra of [10n, () => 1, Symbol('s'), cycle, Number.NaN, new Date(0)]) {
      const data = Object.assign({}, entry.data, { extra });
      const entries = [Object.assign({}, entry, { data })];
      const { outcome, took } = await timed(journal.append({ stream: a, expectedRevision: -1, entries }));
      expect(outcome).toBeInstanceOf(Error);
      expect(outcome).not.toBeInstanceOf(OutcomeUnknown);
      expect(took).toBeLessThan(200);
    }
    expect(server.calls.slice(before).filter(({ method }) => method === 'APPEND')).toEqual([]);
    await append(journal, a, -1, 'k1');
    await expectBooks(opened, 'k1');
  });
});
