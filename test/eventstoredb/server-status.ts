import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
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
export async function membersSeenBy(port: number, authority?: string): Promise<readonly Member[] | undefined> {
  const answer = gossip.safeParse(await ask(`127.0.0.1:${port}`, '/gossip', authority));
  return answer.data?.members.map(({ state, isAlive, httpEndPointPort }) => ({
    port: httpEndPointPort,
    state,
    isAlive,
  }));
}

/** It is of no importance to any test, only to who reads their output. */
export async function versionOf(address: string, authority?: string): Promise<string> {
  const answer = info.safeParse(await ask(address, '/info', authority));
  return answer.data?.dbVersion ?? answer.data?.esVersion ?? 'of unknown version';
}

/** With TLS where somebody vouches for the server. Undefined when it gives no answer that can be read. */
async function ask(address: string, path: string, authority: string | undefined): Promise<unknown> {
  const options = { headers: { accept: 'application/json' }, timeout: answerWithin, agent: false };
  return new Promise((resolve) => {
    const asked =
      authority === undefined
        ? httpRequest(`http://${address}${path}`, options)
        : httpsRequest(`https://${address}${path}`, { ...options, ca: authority });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(undefined));
    asked.once(
      'response',
      (answer) =>
        void text(answer)
          .then(parsed, () => undefined)
          .then(resolve),
    );
    asked.end();
  });
}

function parsed(words: string): unknown {
  try {
    return JSON.parse(words);
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
