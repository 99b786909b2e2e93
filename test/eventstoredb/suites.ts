import { beforeAll, describe, inject } from 'vitest';
import { z } from 'zod';
import { findServers } from './found-servers.ts';
import { opensslIsThere } from './secure-server.ts';
import type { RealServer } from './server.ts';
import { notRun } from './suites-not-run.ts';

const found = await findServers();
const canStartOne = found.image !== undefined || found.program !== undefined;

/** Whether the suites on a server are run. */
export const serverIsThere = found.url !== undefined || canStartOne;

/** Starting a server may mean to fetch its image. */
const startsWithin = 320_000;

/** A suite on the server that the whole run shares: a ledger id of its own for each test, and nothing is deleted. */
export function describeOnServer(title: string, suite: () => void): void {
  describeWhere(serverIsThere, title, () => {
    beforeAll(serverOfTheRun, startsWithin);
    suite();
  });
}

/** A suite that starts servers of its own, kills them and discards them. */
export function describeOnOwnServer(title: string, suite: () => void): void {
  describeWhere(canStartOne, title, suite);
}

/** A suite that starts a cluster of its own: only an installed server can be one here. */
export function describeOnCluster(title: string, suite: () => void): void {
  describeWhere(found.program !== undefined, title, suite);
}

/** A suite that starts an installed server with TLS, users and rights. */
export function describeOnSecureServer(title: string, suite: () => void): void {
  describeWhere(found.program !== undefined && opensslIsThere(), title, suite);
}

function describeWhere(isThere: boolean, title: string, suite: () => void): void {
  describe.skipIf(!isThere)(`${title}${isThere ? '' : notRun}`, () => {
    suite();
  });
}

const realServer = z.object({ connectionString: z.string(), version: z.string(), origin: z.string() });
let shared: Promise<RealServer> | undefined;

/** The same for every caller of the run. */
export function serverOfTheRun(): Promise<RealServer> {
  shared ??= askForIt();
  return shared;
}

async function askForIt(): Promise<RealServer> {
  const answer = await fetch(inject('serverOfTheRunAddress'));
  const said: unknown = await answer.json();
  if (!answer.ok) throw new Error(`no server to share: ${String(said)}`);
  return realServer.parse(said);
}
