import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { SignJWT } from 'jose';
import type { Role } from '#graphql/permissions.ts';
import { type VerifyToken, verifierOf } from './tokens.ts';

/** An issuer inside the server, for a machine of one's own. Anyone who reaches its pages is whoever they like. */
export interface DevelopmentIssuer {
  readonly verify: VerifyToken;
  /** A token of a person, or of a program for the role `service`. */
  readonly issueToken: (role: Role) => Promise<string>;
}

export interface DevelopmentIssuerOptions {
  /** The address that the server binds to. */
  readonly host: string;
  /** NODE_ENV. */
  readonly environment: string | undefined;
  /** Keeps the key, so that tokens survive a restart; left out, the key lives as long as the process. */
  readonly keyFile?: string | undefined;
}

const issuer = 'urn:ar-ledger:development';
const audience = 'ar-ledger';
const algorithm = 'HS256';

/** Throws where it has no business: in production, or where others than this machine could reach it. */
export function createDevelopmentIssuer({ host, environment, keyFile }: DevelopmentIssuerOptions): DevelopmentIssuer {
  if (environment === 'production') throw new Error('AUTH=development is refused where NODE_ENV is production');
  if (!isLoopback(host)) throw new Error('AUTH=development is refused on an address that is not loopback');
  const key = keyFile === undefined ? randomBytes(32) : keptKey(keyFile);
  return {
    verify: verifierOf({ key, algorithm, issuer, audience, subjectKey: key }),
    issueToken: (role) =>
      new SignJWT({ roles: [role] })
        .setProtectedHeader({ alg: algorithm })
        .setSubject(`dev-${role.replaceAll('_', '-')}`)
        .setIssuer(issuer)
        .setAudience(audience)
        .setIssuedAt()
        .setExpirationTime('12h')
        .sign(key),
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** The key in the file, made on first use; only the owner may read it. */
function keptKey(keyFile: string): Uint8Array {
  mkdirSync(dirname(keyFile), { recursive: true });
  try {
    writeFileSync(keyFile, randomBytes(32).toString('hex'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
  chmodSync(keyFile, 0o600);
  const key = Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'hex');
  if (key.length !== 32) throw new Error('the file of the development key does not hold a key');
  return key;
}
