import { z } from 'zod';

/** A member of a cluster as one of its nodes sees it. */
export interface Member {
  readonly port: number;
  /** `Leader`, `Follower`, and what lies between. */
  readonly state: string;
  readonly isAlive: boolean;
}

const gossip = z.object({
  members: z.array(z.object({ state: z.string(), isAlive: z.boolean(), httpEndPointPort: z.number() })),
});
const info = z.object({ esVersion: z.string().optional(), dbVersion: z.string().optional() });

const answerWithin = 2_000;

/** Undefined when the node does not answer. */
export async function membersSeenBy(port: number): Promise<readonly Member[] | undefined> {
  const answer = gossip.safeParse(await ask(`http://127.0.0.1:${port}/gossip`));
  return answer.data?.members.map(({ state, isAlive, httpEndPointPort }) => ({
    port: httpEndPointPort,
    state,
    isAlive,
  }));
}

/** Of a server without TLS; the version is of no importance to any test, only to who reads their output. */
export async function versionOf(address: string): Promise<string> {
  const answer = info.safeParse(await ask(`http://${address}/info`));
  return answer.data?.dbVersion ?? answer.data?.esVersion ?? 'of unknown version';
}

async function ask(address: string): Promise<unknown> {
  try {
    const headers = { accept: 'application/json' };
    const answer = await fetch(address, { headers, signal: AbortSignal.timeout(answerWithin) });
    return await answer.json();
  } catch {
    return undefined;
  }
}

/** Asks again and again until the answer is not undefined. */
export async function until<A>(what: string, within: number, look: () => Promise<A | undefined>): Promise<A> {
  const deadline = Date.now() + within;
  for (;;) {
    const answer = await look();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${within / 1_000} seconds`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
