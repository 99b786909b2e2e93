import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './free-ports.ts';
import type { Keeping, OwnServer } from './server.ts';
import { type ServerNode, serverNode } from './server-node.ts';
import { membersSeenBy, until, versionOf } from './server-status.ts';

/** On a quiet machine it takes five seconds. */
export const readyWithin = 120_000;

/** A port that was free may be taken by the time the server wants it. */
const attempts = 3;

/** How a server and the clients of it are secured. */
export interface Security {
  readonly words: readonly string[];
  readonly connectionString: (address: string) => string;
  /** The certificate of who vouches for the server, where there is TLS. */
  readonly authority: string | undefined;
}

const insecure: Security = {
  words: ['--insecure'],
  connectionString: (address) => `esdb://${address}?tls=false`,
  authority: undefined,
};

export async function startInstalledServer(
  program: string,
  keeping: Keeping,
  secured: (folder: string) => Security = () => insecure,
): Promise<OwnServer> {
  for (let attempt = 1; ; attempt += 1) {
    const folder = temporaryFolder();
    const security = secured(folder);
    const node = await singleNode(program, keeping, folder, security);
    try {
      await startAndWait(node, security);
      return await ownServer(program, node, folder, security);
    } catch (error) {
      await discard([node], folder);
      if (attempt === attempts) throw error;
    }
  }
}

export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'ar-ledger-server-'));
}

export async function discard(nodes: readonly ServerNode[], folder: string): Promise<void> {
  await Promise.all(nodes.map(async (node) => node.kill()));
  rmSync(folder, { recursive: true, force: true });
}

async function singleNode(
  program: string,
  keeping: Keeping,
  folder: string,
  { words: security }: Security,
): Promise<ServerNode> {
  const [port = 0, replicationPort = 0] = await freePorts(2);
  const words = keeping === 'MEMORY' ? ['--mem-db'] : wordsForDisk(folder);
  return serverNode({ program, port, replicationPort, folder, words, security, isStartedAgain: false });
}

export function wordsForDisk(folder: string): readonly string[] {
  return [`--db=${join(folder, 'db')}`, `--index=${join(folder, 'db', 'index')}`, `--log=${join(folder, 'log')}`];
}

async function startAndWait(node: ServerNode, { authority }: Security): Promise<void> {
  node.start();
  await until('the server is ready', readyWithin, async () => {
    if (!node.isRunning()) throw new Error(`the server ended at once:\n${node.printed()}`);
    const members = await membersSeenBy(node.port, authority);
    return members?.find(({ state }) => state === 'Leader');
  });
}

async function ownServer(program: string, node: ServerNode, folder: string, security: Security): Promise<OwnServer> {
  const address = `127.0.0.1:${node.port}`;
  return {
    connectionString: security.connectionString(address),
    version: await versionOf(address, security.authority),
    origin: `installed, ${program}`,
    port: node.port,
    kill: node.kill,
    stop: node.stop,
    restart: () => startAndWait(node, security),
    freeze: async () => node.freeze(),
    thaw: async () => node.thaw(),
    discard: () => discard([node], folder),
  };
}
