import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startServer } from '../eventstoredb/real-server.ts';
import type { OwnServer } from '../eventstoredb/server.ts';
import { describeOnOwnServer } from '../eventstoredb/suites.ts';
import { openTcpProxy, type TcpProxy } from '../eventstoredb/tcp-proxy.ts';
import { lasting, liveThrough, type Outage, openUnderLoad, type UnderLoad } from './under-load.ts';

const minutes = 60_000;

/** A connection that breaks is noticed at once. */
const broken = 3_000;
/** One that falls silent is asked every two seconds, and has five to answer. */
const silent = 8_000;

describeOnOwnServer('a load on one EventStoreDB node, and a network in between', () => {
  let server: OwnServer;
  let proxy: TcpProxy | undefined;
  let books: UnderLoad;
  beforeAll(async () => void (server = await startServer('DISK')), 5 * minutes);
  afterEach(async () => {
    await proxy?.close();
    proxy = undefined;
    await books.discard();
  });
  afterAll(async () => server.discard());

  test('nothing is lost or doubled when the node is killed with -9 three times', { timeout: 5 * minutes }, async () => {
    books = await openUnderLoad(server.connectionString);
    for (const lasts of [0, 3_000, 500]) {
      await liveThrough(books, {
        title: `node killed, started again after ${lasts / 1_000} s`,
        strike: () => lasting(lasts, server.kill),
        heal: server.restart,
        noticedWithin: broken,
      });
    }
    await books.finish(server.connectionString);
    expect(books.load.told.acknowledged.size).toBeGreaterThan(50);
  });

  test('nothing is lost or doubled when the network is cut, slow, frozen, half closed or refuses', {
    timeout: 5 * minutes,
  }, async () => {
    const network = await openTcpProxy(server.port);
    proxy = network;
    books = await openUnderLoad(`esdb://127.0.0.1:${network.port}?tls=false`);
    for (const outage of networkOutages(network)) await liveThrough(books, outage);
    await liveThrough(books, {
      title: 'node frozen for 10 s',
      strike: () => lasting(10_000, server.freeze),
      heal: server.thaw,
      noticedWithin: silent,
    });
    await books.finish(server.connectionString);
    expect(books.load.told.acknowledged.size).toBeGreaterThan(100);
  });
});

function networkOutages(network: TcpProxy): readonly Outage[] {
  const heal = async (): Promise<void> => network.lift();
  const cuts = ['cut', 'cut again', 'cut a third time'];
  return [
    ...cuts.map((title) => ({ title, strike: async () => network.cut() })),
    { title: 'half closed to the server', strike: async () => network.halfClose('TO_SERVER') },
    { title: 'half closed to us', strike: async () => network.halfClose('TO_CLIENT') },
    { title: 'delayed by 300 ms', strike: () => lasting(2_000, () => network.delay(300)), heal },
    { title: 'refused for 5 s', strike: () => lasting(5_000, network.refuse), heal, noticedWithin: broken },
    { title: 'frozen for 10 s', strike: () => lasting(10_000, network.freeze), heal, noticedWithin: silent },
  ];
}
