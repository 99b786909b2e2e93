import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createListener } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findServers } from './found-servers.ts';
import { freePorts } from './free-ports.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ar-ledger-path-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Nothing of this machine: no PATH, no home, no engine. */
const nothing = (): Readonly<Record<string, string>> => ({
  PATH: '',
  HOME: folder,
  DOCKER_HOST: 'unix:///nowhere.sock',
});

function install(name: string, mode: number): string {
  const bin = join(folder, name);
  mkdirSync(bin);
  const program = join(bin, name);
  writeFileSync(program, '#!/bin/sh\n');
  chmodSync(program, mode);
  return bin;
}

/** Answers the way a Docker engine answers a ping, with this status. */
async function engine(status: number): Promise<{ readonly host: string; readonly server: Server }> {
  const [port = 0] = await freePorts(1);
  const server = createServer(({ url }, response) => response.writeHead(url === '/_ping' ? status : 404).end());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { host: `tcp://127.0.0.1:${port}`, server };
}

describe('the tests find an EventStoreDB', () => {
  test('nowhere, where there is none', async () => {
    expect(await findServers(nothing())).toEqual({ url: undefined, image: undefined, program: undefined });
  });

  test('that somebody names, and an empty name is none', async () => {
    const url = 'esdb://127.0.0.1:2113?tls=false';
    expect((await findServers({ ...nothing(), EVENTSTOREDB_TEST_URL: url })).url).toBe(url);
    expect((await findServers({ ...nothing(), EVENTSTOREDB_TEST_URL: '' })).url).toBeUndefined();
  });

  test.each(['eventstored', 'kurrentd'])('that is installed as %s', async (name) => {
    const path = ['/nowhere', install(name, 0o700)].join(delimiter);
    expect((await findServers({ ...nothing(), PATH: path })).program).toBe(join(folder, name, name));
  });

  test('on the PATH only if it can be run', async () => {
    expect((await findServers({ ...nothing(), PATH: install('eventstored', 0o600) })).program).toBeUndefined();
  });

  test('in Docker, as an image of one exact version', async () => {
    const { host, server } = await engine(200);
    const found = await findServers({ ...nothing(), DOCKER_HOST: host });
    const other = await findServers({ ...nothing(), DOCKER_HOST: host, EVENTSTOREDB_TEST_IMAGE: 'eventstoredb' });
    server.close();
    expect(found.image).toMatch(/\/kurrentdb:26\.0\.[0-9]+$/);
    expect(other.image).toMatch(/\/eventstoredb-ee:24\.10\.[0-9]+/);
  });

  test('in no Docker whose engine is ill', async () => {
    const { host, server } = await engine(500);
    const found = await findServers({ ...nothing(), DOCKER_HOST: host });
    server.close();
    expect(found.image).toBeUndefined();
  });

  test('and wait only a second for a Docker that does not answer', async () => {
    const silent = createListener().listen(0, '127.0.0.1');
    const [port = 0] = await freePorts(1);
    await new Promise<void>((resolve) => silent.close(() => silent.listen(port, '127.0.0.1', resolve)));
    const start = Date.now();
    const found = await findServers({ ...nothing(), DOCKER_HOST: `tcp://127.0.0.1:${port}` });
    silent.close();
    expect(found.image).toBeUndefined();
    expect(Date.now() - start).toBeLessThan(5_000);
  });
});
