import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from './cluster.ts';
import { freshLedgerId, startServer } from './real-server.ts';
import type { OwnServer } from './server.ts';
import { describeOnCluster, describeOnOwnServer, describeOnServer, serverOfTheRun } from './suites.ts';

const minutes = 60_000;

async function append(connectionString: string, stream: string): Promise<bigint> {
  const client = EventStoreDBClient.connectionString(connectionString);
  try {
    const event = jsonEvent({ type: 'Tried', data: {} });
    const credentials = { username: 'nobody', password: 'nothing' };
    const options = { credentials, deadline: 20_000 };
    const appended = await client.appendToStream(stream, event, { expectedRevision: NO_STREAM, ...options });
    return appended.nextExpectedRevision;
  } finally {
    await client.dispose();
  }
}

async function count(connectionString: string, stream: string): Promise<number> {
  const client = EventStoreDBClient.connectionString(connectionString);
  try {
    return (await Array.fromAsync(client.readStream(stream))).length;
  } finally {
    await client.dispose();
  }
}

describeOnServer('the server that the run shares', () => {
  test('takes an append, and is the same for everybody', async () => {
    const server = await serverOfTheRun();
    const other = await serverOfTheRun();
    expect(other).toEqual(server);
    expect(await append(server.connectionString, `${freshLedgerId()}.try`)).toBe(0n);
  });
});

describeOnOwnServer('a server of our own', () => {
  let server: OwnServer;
  beforeAll(async () => void (server = await startServer()), 5 * minutes);
  afterAll(async () => server.discard());

  test('keeps its ports and what it has acknowledged over a kill and over a stop', {
    timeout: 5 * minutes,
  }, async () => {
    const { connectionString } = server;
    await append(connectionString, 'before.kill');
    await server.kill();
    await expect(append(connectionString, 'while.away')).rejects.toThrow(/ECONNREFUSED|unavailable/i);
    await server.restart();
    expect(await count(connectionString, 'before.kill')).toBe(1);
    await append(connectionString, 'before.stop');
    await server.stop();
    await server.restart();
    expect(await count(connectionString, 'before.stop')).toBe(1);
  });
});

describeOnCluster('a cluster of our own', () => {
  let cluster: Cluster;
  beforeAll(async () => void (cluster = await startCluster()), 5 * minutes);
  afterAll(async () => cluster.discard());

  test('elects another leader when its leader is killed, and takes it back', { timeout: 5 * minutes }, async () => {
    await append(cluster.connectionString, 'before.kill');
    const killed = await cluster.killLeader();
    const leader = await cluster.leader();
    expect(leader.port).not.toBe(killed.port);
    killed.start();
    await cluster.whole();
    expect(await count(cluster.connectionString, 'before.kill')).toBe(1);
  });
});
