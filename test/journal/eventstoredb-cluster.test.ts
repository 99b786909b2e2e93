import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../eventstoredb/cluster.ts';
import type { ServerNode } from '../eventstoredb/server-node.ts';
import { describeOnCluster } from '../eventstoredb/suites.ts';
import { lasting, liveThrough, type Outage, openUnderLoad, type UnderLoad } from './under-load.ts';

const minutes = 60_000;

/** A connection that breaks is noticed at once. */
const broken = 3_000;
/** One that falls silent is asked every two seconds, and has five to answer. */
const silent = 8_000;
/** A leader without followers steps down once its own patience with them is over. */
const alone = 15_000;

describeOnCluster('a load on three EventStoreDB nodes', () => {
  let cluster: Cluster;
  let books: UnderLoad;
  beforeAll(async () => void (cluster = await startCluster()), 5 * minutes);
  beforeEach(async () => {
    for (const node of cluster.nodes) {
      node.thaw();
      if (!node.isRunning()) node.start();
    }
    await cluster.whole();
    books = await openUnderLoad(cluster.connectionString);
  }, 5 * minutes);
  afterEach(async () => books.discard());
  afterAll(async () => cluster.discard());

  test('nothing is lost or doubled when the leader is killed with -9 three times, and comes back', {
    timeout: 8 * minutes,
  }, async () => {
    for (const turn of ['', ' again', ' a third time']) {
      let killed: ServerNode | undefined;
      const strike = async (): Promise<void> => void (killed = await cluster.killLeader());
      await liveThrough(books, { title: `leader killed${turn}`, strike, noticedWithin: broken });
      killed?.start();
      await cluster.whole();
    }
    await books.finish(cluster.connectionString);
    expect(books.load.told.acknowledged.size).toBeGreaterThan(100);
  });

  test('nothing is lost or doubled when the leader is frozen, another one leads, and the old one thaws', {
    timeout: 5 * minutes,
  }, async () => {
    const leader = await cluster.leader();
    await liveThrough(books, {
      title: 'leader frozen',
      strike: async () => leader.freeze(),
      noticedWithin: silent,
    });
    await liveThrough(books, { title: 'old leader thawed', strike: async () => leader.thaw() });
    await cluster.whole();
    await books.load.goesOn(minutes);
    await books.finish(cluster.connectionString);
    expect(books.load.told.acknowledged.size).toBeGreaterThan(100);
  });

  test('nothing is lost or doubled when both followers are killed and nobody can lead, until they come back', {
    timeout: 5 * minutes,
  }, async () => {
    await liveThrough(books, await followersKilled(cluster));
    await books.finish(cluster.connectionString);
    expect(books.load.told.acknowledged.size).toBeGreaterThan(100);
  });
});

async function followersKilled({ leader, nodes, whole }: Cluster): Promise<Outage> {
  const led = await leader();
  const followers = nodes.filter((node) => node !== led);
  const kill = async (): Promise<void> => void (await Promise.all(followers.map((node) => node.kill())));
  return {
    title: 'both followers killed for 20 s',
    strike: () => lasting(20_000, kill),
    heal: async () => {
      for (const node of followers) node.start();
      await whole();
    },
    noticedWithin: alone,
  };
}
