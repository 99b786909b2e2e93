import { join } from 'node:path';
import { findServers, howToGetOne } from './found-servers.ts';
import { freePorts } from './free-ports.ts';
import { discard, readyWithin, temporaryFolder, wordsForDisk } from './installed-server.ts';
import type { RealServer } from './server.ts';
import { type ServerNode, serverNode } from './server-node.ts';
import { type Member, membersSeenBy, until, versionOf } from './server-status.ts';

/** Three nodes on loopback that replicate to each other. */
export interface Cluster extends RealServer {
  readonly nodes: readonly ServerNode[];
  /** What each running node says of itself. */
  readonly states: () => Promise<readonly Member[]>;
  /** Waits until all running nodes name the same one. */
  readonly leader: () => Promise<ServerNode>;
  /** Ends the leader as a power cut would, and answers which it was. `start` of that node brings it back. */
  readonly killLeader: () => Promise<ServerNode>;
  /** Waits until one node leads and the other two follow. */
  readonly whole: () => Promise<void>;
  readonly discard: () => Promise<void>;
}

/** Elections take their time on two busy cores: with the defaults a node is given up after 700 ms of silence. */
const patience = [
  '--replication-heartbeat-timeout=5000',
  '--replication-heartbeat-interval=1000',
  '--leader-election-timeout-ms=3000',
  '--gossip-timeout-ms=4000',
];

/** The caller discards it. Only an installed server can be run as a cluster here. */
export async function startCluster(program?: string): Promise<Cluster> {
  const installed = program ?? (await findServers()).program;
  if (installed === undefined) throw new Error(howToGetOne);
  for (let attempt = 1; ; attempt += 1) {
    const cluster = await formedCluster(installed).catch((error: unknown) => {
      if (attempt === attempts) throw error;
    });
    if (cluster !== undefined) return cluster;
  }
}

/**
 * Two nodes that lead one after the other in the first seconds, which busy cores bring about, can leave the third with
 * files that it cannot open. Nothing was written yet: the next one is formed of empty folders.
 */
const attempts = 3;

async function formedCluster(installed: string): Promise<Cluster> {
  const folder = temporaryFolder();
  const nodes = clusterNodes(installed, folder, await freePorts(6));
  for (const node of nodes) node.start();
  const cluster = clusterOf(installed, nodes, folder);
  try {
    await cluster.whole();
    return { ...cluster, version: await versionOf(`127.0.0.1:${nodes[0]?.port}`) };
  } catch (error) {
    const printed = nodes.map((node) => node.printed()).join('\n');
    await cluster.discard();
    throw new Error(`no cluster came about:\n${printed}`, { cause: error });
  }
}

function clusterNodes(program: string, folder: string, ports: readonly number[]): readonly ServerNode[] {
  const nodePorts = ports.slice(0, 3);
  return nodePorts.map((port, index) => {
    const others = nodePorts.filter((other) => other !== port).map((other) => `127.0.0.1:${other}`);
    const seeds = ['--cluster-size=3', '--discover-via-dns=false', `--gossip-seed=${others.join(',')}`];
    const own = join(folder, `node-${index + 1}`);
    return serverNode({
      program,
      port,
      replicationPort: ports[index + 3] ?? 0,
      folder,
      words: [...seeds, ...patience, ...wordsForDisk(own)],
      security: ['--insecure'],
      isStartedAgain: true,
    });
  });
}

function clusterOf(program: string, nodes: readonly ServerNode[], folder: string): Cluster {
  const addresses = nodes.map(({ port }) => `127.0.0.1:${port}`).join(',');
  const states = async (): Promise<readonly Member[]> => statesOf(nodes);
  const leader = async (): Promise<ServerNode> => until('one node leads', readyWithin, async () => leaderOf(nodes));
  return {
    connectionString: `esdb://${addresses}?tls=false`,
    version: '',
    origin: `cluster of three, installed, ${program}`,
    nodes,
    states,
    leader,
    killLeader: async () => {
      const killed = await leader();
      await killed.kill();
      return killed;
    },
    whole: async () =>
      void (await until('one node leads two', readyWithin, async () => {
        for (const node of nodes) refuseBroken(node);
        return isWhole(await states());
      })),
    discard: () => discard(nodes, folder),
  };
}

/** It is not waited for: it would never come. */
function refuseBroken(node: ServerNode): void {
  const code = node.endings.at(-1) ?? 0;
  if (!node.isRunning() && code !== 0) throw new Error(`a node ended by itself with code ${code}:\n${node.printed()}`);
}

async function statesOf(nodes: readonly ServerNode[]): Promise<readonly Member[]> {
  const seen = nodes
    .filter((node) => node.isRunning())
    .map(async ({ port }) => ({ port, members: await membersSeenBy(port) }));
  const views = await Promise.all(seen);
  return views.flatMap(({ port, members = [] }) => members.filter((member) => member.port === port));
}

/** Undefined while they do not agree, or while less than two nodes answer. */
async function leaderOf(nodes: readonly ServerNode[]): Promise<ServerNode | undefined> {
  const running = nodes.filter((node) => node.isRunning());
  const views = await Promise.all(running.map(async ({ port }) => leadersIn(await membersSeenBy(port))));
  const [first] = views;
  const isAgreed = views.length > 1 && views.every((view) => view === first);
  return isAgreed ? running.find(({ port }) => String(port) === first) : undefined;
}

function leadersIn(members: readonly Member[] = []): string {
  const leaders = members.filter(({ state, isAlive }) => isAlive && state === 'Leader');
  return leaders.map(({ port }) => port).join();
}

function isWhole(states: readonly Member[]): true | undefined {
  const sorted = states
    .map(({ state }) => state)
    .toSorted()
    .join();
  return sorted === 'Follower,Follower,Leader' ? true : undefined;
}
