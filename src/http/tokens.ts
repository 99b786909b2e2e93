import { createHmac } from 'node:crypto';
import { createRemoteJWKSet, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Caller, callerOf } from '#graphql/caller.ts';

/** Says who a bearer token names; undefined if it is not valid, whatever is wrong with it. */
export type VerifyToken = (token: string) => Promise<Caller | undefined>;

export interface IssuerOptions {
  readonly issuer: string;
  readonly audience: string;
  /** Where the issuer publishes its keys; they are fetched again when it rotates them. */
  readonly jwksUrl: string;
  /** The one algorithm that is accepted. */
  readonly algorithm: 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
  /**
   * Makes opaque ids of subjects that are none, such as e-mail addresses. Keep it for ever: with another key the same
   * person is another actor. Left out, such a token is refused.
   */
  readonly subjectKey?: string | undefined;
}

/** Tokens of the house's own issuer. */
export function createTokenVerifier(options: IssuerOptions): VerifyToken {
  const { issuer, audience, algorithm, jwksUrl, subjectKey } = options;
  const keys = createRemoteJWKSet(new URL(jwksUrl), { timeoutDuration: 5_000 });
  return verifierOf({ key: keys, algorithm, issuer, audience, subjectKey });
}

export interface Verification {
  readonly key: Uint8Array | JWTVerifyGetKey;
  readonly algorithm: string;
  readonly issuer: string;
  readonly audience: string;
  readonly subjectKey: string | Uint8Array | undefined;
}

export function verifierOf(verification: Verification): VerifyToken {
  const { key, algorithm, issuer, audience, subjectKey } = verification;
  const options = { algorithms: [algorithm], issuer, audience, requiredClaims: ['exp', 'sub'], clockTolerance: 5 };
  const payloadOf = async (token: string): Promise<JWTPayload> =>
    (await (typeof key === 'function' ? jwtVerify(token, key, options) : jwtVerify(token, key, options))).payload;
  return remembered(async (token) => {
    const payload = await payloadOf(token);
    const caller = callerOf(payload, (subject) => pseudonym(subjectKey, issuer, subject));
    return caller === undefined ? undefined : { caller, expires: (payload.exp ?? 0) * 1_000 };
  });
}

function pseudonym(subjectKey: string | Uint8Array | undefined, issuer: string, subject: string): string {
  if (subjectKey === undefined) throw new Error('a subject that is no opaque id needs a subject key');
  // Keyed, because the hash of an address alone can be found by trying addresses.
  const digest = createHmac('sha256', subjectKey).update(`${issuer}\n${subject}`).digest('hex');
  return `sub-${digest.slice(0, 40)}`;
}

interface Verified {
  readonly caller: Caller;
  readonly expires: number;
}

const mostRemembered = 2_000;
// How long a token may go on after its key was withdrawn.
const longestMemory = 60_000;

/** Checking a signature costs more than answering a small query, and clients send the same token again and again. */
function remembered(verify: (token: string) => Promise<Verified | undefined>): VerifyToken {
  const known = new Map<string, { readonly caller: Caller; readonly until: number }>();
  return async (token) => {
    const now = Date.now();
    const found = known.get(token);
    if (found !== undefined && found.until > now) return found.caller;
    known.delete(token);
    const verified = await verify(token).catch(() => undefined);
    if (verified === undefined) return undefined;
    if (known.size >= mostRemembered) known.clear();
    known.set(token, { caller: verified.caller, until: Math.min(verified.expires, now + longestMemory) });
    return verified.caller;
  };
}
