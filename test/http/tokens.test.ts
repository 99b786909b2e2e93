import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { roles } from '#graphql/permissions.ts';
import { createDevelopmentIssuer, isLoopback } from '#http/development-issuer.ts';
import { createTokenVerifier, type VerifyToken } from '#http/tokens.ts';

const directory = mkdtempSync(join(tmpdir(), 'ar-ledger-tokens-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const inAnHour = (): number => Math.floor(Date.now() / 1_000) + 3_600;

describe('the issuer of the house', () => {
  const issuer = 'https://login.example';
  const audience = 'ar-ledger';
  let keys: Awaited<ReturnType<typeof generateKeyPair>>;
  let jwks: Server;
  let verify: VerifyToken;
  let jwksUrl: string;

  beforeAll(async () => {
    keys = await generateKeyPair('RS256');
    const published = JSON.stringify({
      keys: [{ ...(await exportJWK(keys.publicKey)), kid: 'k1', alg: 'RS256', use: 'sig' }],
    });
    jwks = createServer(
      (_request, response) => void response.setHeader('content-type', 'application/json').end(published),
    );
    await new Promise<void>((resolve) => jwks.listen(0, '127.0.0.1', resolve));
    const address = jwks.address();
    jwksUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/jwks`;
    verify = createTokenVerifier({ issuer, audience, jwksUrl, algorithm: 'RS256', subjectKey: 'kept for ever' });
  });
  afterAll(() => void jwks.close());

  const claims = { roles: ['cash_poster'], sub: 'u-17', iss: issuer, aud: audience };
  const signed = (payload: JWTPayload, exp = inAnHour()): Promise<string> =>
    new SignJWT({ ...payload, exp }).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(keys.privateKey);

  test('names a person and the roles', async () => {
    expect(await verify(await signed(claims))).toEqual({ kind: 'PERSON', id: 'u-17', roles: ['cash_poster'] });
  });

  test('names a program, and the person for whom it acts', async () => {
    expect(await verify(await signed({ ...claims, roles: ['service'] }))).toMatchObject({
      kind: 'SERVICE',
      id: 'u-17',
    });
    const acting = await signed({ ...claims, act: { sub: 'console' } });
    expect(await verify(acting)).toEqual({
      kind: 'SERVICE',
      id: 'console',
      onBehalfOf: 'u-17',
      roles: ['cash_poster'],
    });
  });

  test('leaves out roles that the ledger does not know', async () => {
    expect(await verify(await signed({ ...claims, roles: ['root', 'auditor', 7] }))).toMatchObject({
      roles: ['auditor'],
    });
  });

  test.each([
    ['that has run out', () => signed(claims, Math.floor(Date.now() / 1_000) - 60)],
    ['of another issuer', () => signed({ ...claims, iss: 'https://elsewhere.example' })],
    ['for another audience', () => signed({ ...claims, aud: 'payroll' })],
    ['without a role', () => signed({ ...claims, roles: [] })],
    ['with roles of no known form', () => signed({ ...claims, roles: 'admin' })],
    ['of nobody', () => signed({ ...claims, sub: '' })],
    ['of a program of nobody', () => signed({ ...claims, act: { sub: 7 } })],
    [
      'that never runs out',
      () => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'k1' }).sign(keys.privateKey),
    ],
    ['without a signature', () => Promise.resolve(new UnsecuredJWT({ ...claims, exp: inAnHour() }).encode())],
    [
      'signed with the public key as if it were a secret',
      async () =>
        new SignJWT({ ...claims, exp: inAnHour() })
          .setProtectedHeader({ alg: 'HS256', kid: 'k1' })
          .sign(new TextEncoder().encode(await exportSPKI(keys.publicKey))),
    ],
    [
      'signed with another key',
      async () =>
        new SignJWT({ ...claims, exp: inAnHour() })
          .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
          .sign((await generateKeyPair('RS256')).privateKey),
    ],
    [
      'of another algorithm',
      async () => {
        const other = await generateKeyPair('ES256');
        return new SignJWT({ ...claims, exp: inAnHour() })
          .setProtectedHeader({ alg: 'ES256', kid: 'k1' })
          .sign(other.privateKey);
      },
    ],
  ])('refuses a token %s', async (_what, token) => {
    expect(await verify(await token())).toBeUndefined();
  });

  test('gives an address another name before it can reach an entry: the same one every time', async () => {
    const address = 'jane.doe@clinic.example';
    const once = await verify(await signed({ ...claims, sub: address }));
    const again = await verify(await signed({ ...claims, sub: address, roles: ['auditor'] }));
    expect(once?.id).toMatch(/^sub-[0-9a-f]{40}$/);
    expect(again?.id).toBe(once?.id);
    const other = createTokenVerifier({ issuer, audience, jwksUrl, algorithm: 'RS256', subjectKey: 'another' });
    expect((await other(await signed({ ...claims, sub: address })))?.id).not.toBe(once?.id);
  });

  test('refuses an address where there is no key to rename it', async () => {
    const bare = createTokenVerifier({ issuer, audience, jwksUrl, algorithm: 'RS256' });
    expect(await bare(await signed({ ...claims, sub: 'jane.doe@clinic.example' }))).toBeUndefined();
    expect(await bare(await signed(claims))).toMatchObject({ id: 'u-17' });
  });

  test('is remembered no longer than the token is good', async () => {
    const brief = await signed(claims, Math.floor(Date.now() / 1_000) - 4);
    // Within the tolerance for clocks that differ, but run out: it is verified anew each time.
    expect(await verify(brief)).toMatchObject({ id: 'u-17' });
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(await verify(brief)).toBeUndefined();
  });
});

describe('the development issuer', () => {
  const local = { host: '127.0.0.1', environment: undefined };

  test.each(roles)('gives a token to a %s', async (role) => {
    const { issueToken, verify } = createDevelopmentIssuer(local);
    const kind = role === 'service' ? 'SERVICE' : 'PERSON';
    expect(await verify(await issueToken(role))).toEqual({
      kind,
      id: `dev-${role.replaceAll('_', '-')}`,
      roles: [role],
    });
  });

  test('refuses production, and any address that others can reach', () => {
    expect(() => createDevelopmentIssuer({ ...local, environment: 'production' })).toThrow(/production/);
    for (const host of ['0.0.0.0', '::', '192.168.1.4', 'ledger.example', '127.0.0.1.example', '']) {
      expect(() => createDevelopmentIssuer({ ...local, host })).toThrow(/loopback/);
    }
    expect(['localhost', '::1', '[::1]', '127.0.0.1', '127.8.9.10'].every(isLoopback)).toBe(true);
  });

  test('keeps its key where only the owner may read it, so that tokens survive a restart', async () => {
    const keyFile = join(directory, 'data', 'development.key');
    const token = await createDevelopmentIssuer({ ...local, keyFile }).issueToken('auditor');
    expect(statSync(keyFile).mode & 0o777).toBe(0o600);
    expect(await createDevelopmentIssuer({ ...local, keyFile }).verify(token)).toMatchObject({ roles: ['auditor'] });
    expect(await createDevelopmentIssuer(local).verify(token)).toBeUndefined();
    expect(token).not.toContain(readFileSync(keyFile, 'utf8'));
  });

  test('does not run with a key file that holds something else', () => {
    const keyFile = join(directory, 'not-a-key');
    writeFileSync(keyFile, 'secret');
    expect(() => createDevelopmentIssuer({ ...local, keyFile })).toThrow(/does not hold a key/);
  });
});
