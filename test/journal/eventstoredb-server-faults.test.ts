import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Denied, OutcomeUnknown, Unavailable } from '#journal/journal.ts';
import { FaultServer } from '../eventstoredb/fault-server.ts';
import { refusals } from '../eventstoredb/faults.ts';
import { outcomes } from './engine.ts';
import { openOnServer } from './eventstoredb-directory.ts';
import { append, appendElsewhere, expectBooks, hasty, openOn, openOnFaults, timed } from './eventstoredb-faulty.ts';
import { watchState } from './state-watch.ts';

afterEach(() => vi.unstubAllEnvs());

describe('a server that is frozen', () => {
  test('is given up by our own clock, and what it may have done is unknown', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    server.freeze();
    const { outcome, took } = await timed(append(journal, a, 0, 'k2'));
    expect(outcome).toBeInstanceOf(OutcomeUnknown);
    expect(took).toBeLessThan(6_000);
    expect(await outcomes([append(journal, a, 0, 'k3')])).toEqual(['OutcomeUnknown']);
    server.thaw();
    await expect.poll(() => journal.state(), { timeout: 10_000 }).toMatchObject({ isWritable: true });
    const stands = await journal.readStream(a);
    // Either of the two may have got through when it thawed, and not both: they were decided on the same entry.
    expect(['k2', 'k3', undefined]).toContain(stands[1]?.command.id);
    expect(stands.length).toBeLessThanOrEqual(2);
    const { command } = { command: { id: 'k4' } };
    await append(journal, a, stands.length - 1, command.id);
    await expectBooks(opened, ...stands.map((entry) => entry.command.id), 'k4');
  });

  test('loses and doubles nothing when it thaws in time', async () => {
    const opened = await openOnFaults({ timing: { ...hasty, patience: 10_000 } });
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    server.freeze();
    const appending = append(journal, a, 0, 'k2');
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    server.thaw();
    expect(await appending).toMatchObject({ revision: 1 });
    await append(journal, a, 1, 'k3');
    await expectBooks(opened, 'k1', 'k2', 'k3');
  });

  test('says nothing of an account, so nothing is decided; the figures can be read', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    server.freeze();
    const { outcome, took } = await timed(journal.readStream(a));
    expect(outcome).toBeInstanceOf(Unavailable);
    expect(took).toBeLessThan(3_000);
    await expect.poll(() => journal.state(), { timeout: 5_000 }).toMatchObject({ isCurrent: false, isWritable: false });
    expect(await journal.book.readStream(a)).toHaveLength(1);
    expect(await journal.knownAt('2026-03-20T11:00:00.000Z')).toEqual({ ordinal: 0, settled: true });
  });

  test('keeps nobody from closing the books', async () => {
    const { journal, server } = await openOnFaults();
    server.freeze();
    const { took } = await timed(journal.close());
    expect(took).toBeLessThan(3_000);
  });
});

describe('a server that is killed', () => {
  test('and comes back has everything that was acknowledged, and what waited meanwhile', async () => {
    const opened = await openOnFaults({ timing: { ...hasty, patience: 10_000 } });
    const { journal, server, a, b } = opened;
    await append(journal, a, -1, 'k1');
    await server.kill();
    await expect.poll(() => journal.state(), { timeout: 5_000 }).toMatchObject({ isCurrent: false });
    const waiting = [append(journal, a, 0, 'k2'), append(journal, b, -1, 'k3')];
    await new Promise((resolve) => setTimeout(resolve, 500));
    await server.restart();
    expect(await outcomes(waiting)).toEqual([1, 0]);
    await expect.poll(() => journal.state(), { timeout: 5_000 }).toMatchObject({ isCurrent: true, isWritable: true });
    appendElsewhere(opened, a, 1, 'k4');
    expect(await journal.readStream(a)).toHaveLength(3);
  });

  test('has certainly not written what was never sent', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await server.kill();
    // Whoever finds the connection broken cannot know; from then on nobody is there to be asked.
    await outcomes([append(journal, a, -1, 'k1')]);
    expect(await outcomes([append(journal, a, -1, 'k2')])).toEqual(['Unavailable']);
    await server.restart();
    await expect.poll(() => journal.state(), { timeout: 5_000 }).toMatchObject({ isWritable: true });
    await append(journal, a, -1, 'k3');
    await expectBooks(opened, 'k3');
  });

  test('in the middle of a load, again and again, loses and doubles nothing', async () => {
    const opened = await openOnFaults({ timing: { ...hasty, patience: 10_000 } });
    const { journal, server, a } = opened;
    const loaded = new AbortController();
    const trouble = (async () => {
      while (!loaded.signal.aborted) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        await server.kill();
        await new Promise((resolve) => setTimeout(resolve, 50));
        await server.restart();
      }
    })();
    const commandIds = Array.from({ length: 200 }, (_, index) => `k${index}`);
    for (const [index, commandId] of commandIds.entries()) {
      expect(await append(journal, a, index - 1, commandId)).toMatchObject({ revision: index });
    }
    loaded.abort();
    await trouble;
    await expectBooks(opened, ...commandIds);
  });

  test('before the books are opened leaves them closed', async () => {
    const server = await FaultServer.start();
    onTestFinished(() => server.close());
    await server.kill();
    const { outcome, took } = await timed(openOnServer(server.connectionString, { timing: { ...hasty, start: 500 } }));
    expect(outcome).toBeInstanceOf(Unavailable);
    expect(took).toBeLessThan(5_000);
  });
});

describe('a server that was restored to an earlier day', () => {
  test('stops the line, and the books are what it has from the next start on', async () => {
    const opened = await openOnFaults();
    const { journal, server, a, b } = opened;
    await append(journal, a, -1, 'k1');
    const backup = server.log.head;
    await append(journal, a, 0, 'lost');
    await server.kill();
    server.log.restoreTo(backup);
    await server.restart();
    appendElsewhere(opened, b, -1, 'k2');
    await expect
      .poll(() => journal.state(), { timeout: 10_000 })
      .toEqual({
        isCurrent: false,
        isWritable: false,
        problem: 'the server does not have any more what it sent last',
      });
    expect(await outcomes([append(journal, b, 0, 'k3')])).toEqual(['Unavailable']);
    const restarted = { ...opened, journal: await opened.restart() };
    await expectBooks(restarted, 'k1', 'k2');
    expect(await outcomes([append(restarted.journal, a, 0, 'k3')])).toEqual([1]);
  });

  test('to a day before the ledger began, too', async () => {
    const opened = await openOnFaults();
    const { journal, server } = opened;
    server.log.restoreTo(0n);
    await expect.poll(() => journal.state(), { timeout: 10_000 }).toMatchObject({ isWritable: false });
  });
});

describe('a cluster', () => {
  test('whose node goes on sending but leads nobody is not current until it leads again', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    await append(journal, a, -1, 'k1');
    server.faults.read.always({ kind: 'REFUSE', after: 0, refusal: refusals.unavailable });
    await expect.poll(() => journal.state(), { timeout: 5_000 }).toMatchObject({ isCurrent: false, isWritable: false });
    const watch = watchState(journal, { unplaced: [] });
    const from = performance.now();
    server.faults.read.always({ kind: 'SILENCE', after: 0 });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    watch.stop();
    expect(watch.claimed(from, performance.now())).toBe(false);
    server.faults.liftAll();
    await expect.poll(() => journal.state(), { timeout: 5_000 }).toMatchObject({ isCurrent: true, isWritable: true });
    await append(journal, a, 0, 'k2');
    await expectBooks(opened, 'k1', 'k2');
  });

  test('that has no leader for a while is asked again, whatever the client remembers of it', async () => {
    const server = await FaultServer.start();
    onTestFinished(() => server.close());
    server.faults.gossip.always({ kind: 'NO_LEADER' });
    const opening = openOnServer(server.clusterConnectionString, { timing: { ...hasty, start: 20_000 } });
    await expect.poll(() => server.faults.gossip.struck, { timeout: 10_000 }).toBeGreaterThan(4);
    server.faults.liftAll();
    const opened = await opening;
    onTestFinished(() => opened.discard());
    const a = `${opened.journal.ledgerId}.account-a`;
    await append(opened.journal, a, -1, 'k1');
    server.faults.gossip.always({ kind: 'REFUSE', refusal: refusals.unavailable });
    server.dropConnections();
    const before = server.faults.gossip.struck;
    await expect.poll(() => server.faults.gossip.struck, { timeout: 10_000 }).toBeGreaterThan(before + 2);
    server.faults.liftAll();
    const again = () => append(opened.journal, a, 0, 'k2').catch(() => undefined);
    await expect.poll(again, { timeout: 10_000 }).toMatchObject({ revision: 1 });
    expect(await opened.journal.readStream(a)).toHaveLength(2);
  });

  test('that hangs when it is asked for its leader does not hang the books', async () => {
    const server = await FaultServer.start();
    onTestFinished(() => server.close());
    server.faults.gossip.next({ kind: 'SILENCE' }, { times: 2 });
    const opened = await openOnServer(server.clusterConnectionString, { timing: { ...hasty, start: 20_000 } });
    onTestFinished(() => opened.discard());
    await append(opened.journal, `${opened.journal.ledgerId}.account-a`, -1, 'k1');
    expect(server.faults.gossip.struck).toBe(2);
  });

  test('is never asked what it can do: the client would believe a failed answer for ever', async () => {
    const opened = await openOnFaults();
    const { journal, server, a } = opened;
    server.faults.features.always({ kind: 'SILENCE' });
    server.dropConnections();
    const again = () => append(journal, a, -1, 'k1').catch(() => undefined);
    await expect.poll(again, { timeout: 5_000 }).toMatchObject({ revision: 0 });
    expect(server.calls.filter(({ method }) => method === 'FEATURES')).toEqual([]);
    server.faults.liftAll();
    await expectBooks(opened, 'k1');
  });
});

describe('a secret', () => {
  test.each(['esdb:*', 'esdb', 'express,esdb:connection', '*'])(
    'is not printed with DEBUG=%s: nothing is opened',
    async (debug) => {
      const server = await FaultServer.start();
      onTestFinished(() => server.close());
      vi.stubEnv('DEBUG', debug);
      await expect(openOn(server)).rejects.toBeInstanceOf(Denied);
      expect(server.calls).toEqual([]);
      vi.unstubAllEnvs();
      await openOn(server);
    },
  );
});
