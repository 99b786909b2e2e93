import { describe, expect, test } from 'vitest';
import { ConfigFault, parseConfig } from '#app/config.ts';

/** Stands for whatever somebody puts into the environment by mistake: it may not come back in a message. */
const canary = 'Canary-999-12-3456';

function faultOf(variables: Readonly<Record<string, string>>): string {
  try {
    parseConfig(variables);
  } catch (error) {
    if (error instanceof ConfigFault) return error.message;
    throw error;
  }
  return 'no fault';
}

test('without any variable the ledger is a local one on loopback', () => {
  expect(parseConfig({})).toEqual({
    journal: { kind: 'SQLITE' },
    dataDirectory: 'data',
    ledgerId: 'main',
    host: '127.0.0.1',
    port: 4000,
    auth: { kind: 'DEVELOPMENT' },
    accountCacheBytes: 134_217_728,
    mostUnderWay: 4_096,
    clock: { kind: 'SYSTEM' },
    requestsPerMinute: 12_000,
    corsOrigins: [],
    logLevel: 'info',
    environment: undefined,
  });
});

test('the configuration cannot be changed by whoever holds it', () => {
  const config = parseConfig({});
  expect(Object.isFrozen(config)).toBe(true);
  expect(Object.isFrozen(config.auth)).toBe(true);
});

test('an empty variable counts as not set', () => {
  expect(parseConfig({ PORT: '', DATA_DIR: '' })).toEqual(parseConfig({}));
});

test('what is set is what is used', () => {
  const variables = {
    DATA_DIR: '/srv/books',
    LEDGER_ID: 'clinic1',
    JOURNAL: 'sqlite',
    HOST: '::1',
    PORT: '0',
    ACCOUNT_CACHE_MB: '2',
    MOST_COMMANDS_UNDER_WAY: '10',
    REQUESTS_PER_MINUTE: '0',
    CORS_ORIGINS: 'https://a.example,http://localhost:5173',
    LOG_LEVEL: 'silent',
  };
  expect(parseConfig(variables)).toMatchObject({
    dataDirectory: '/srv/books',
    ledgerId: 'clinic1',
    host: '::1',
    port: 0,
    accountCacheBytes: 2_097_152,
    mostUnderWay: 10,
    requestsPerMinute: 0,
    corsOrigins: ['https://a.example', 'http://localhost:5173'],
    logLevel: 'silent',
  });
});

describe('a fault names the variable and what is expected, never the value', () => {
  const faults: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ PORT: canary }, 'PORT: expected a whole number from 0 to 65535'],
    [{ PORT: '65536' }, 'PORT: expected a whole number from 0 to 65535'],
    [{ PORT: '-1' }, 'PORT: expected a whole number from 0 to 65535'],
    [{ PORT: '4000.5' }, 'PORT: expected a whole number from 0 to 65535'],
    [{ LEDGER_ID: canary }, 'LEDGER_ID: expected 1 to 32 of a-z 0-9'],
    [{ JOURNAL: canary }, 'JOURNAL: expected sqlite, or a connection string: esdb://user:password@host:2113?tls=true'],
    [
      { JOURNAL: `postgres://${canary}` },
      'JOURNAL: expected sqlite, or a connection string: esdb://user:password@host:2113?tls=true',
    ],
    [{ JOURNAL: `esdb://${canary}:2113` }, 'JOURNAL: expected a user and a password, unless tls=false'],
    [{ JOURNAL: `esdb://${canary}@n1:2113?tls=true` }, 'JOURNAL: expected a user and a password, unless tls=false'],
    [
      { JOURNAL: `esdb://u:${canary}@n1:2113`, DEBUG: 'esdb:*' },
      'DEBUG: expected nothing with esdb or *, because the client of the journal would print its password',
    ],
    [{ AUTH: canary }, 'AUTH: expected development or jwt'],
    [{ AUTH_JWKS_URL: canary }, 'AUTH_JWKS_URL: expected an http(s) address'],
    [{ AUTH_ALGORITHM: canary }, 'AUTH_ALGORITHM: expected one of RS256, PS256, ES256, EdDSA'],
    [{ AUTH_SUBJECT_KEY: canary }, 'AUTH_SUBJECT_KEY: expected at least 32 characters'],
    [{ CORS_ORIGINS: canary }, 'CORS_ORIGINS: expected origins parted by commas'],
    [{ ACCOUNT_CACHE_MB: '0' }, 'ACCOUNT_CACHE_MB: expected a whole number from 1 to 4096'],
    [{ MOST_COMMANDS_UNDER_WAY: canary }, 'MOST_COMMANDS_UNDER_WAY: expected a whole number from 1 to 100000'],
    [{ REQUESTS_PER_MINUTE: canary }, 'REQUESTS_PER_MINUTE: expected a whole number from 0 to 1000000'],
    [{ LOG_LEVEL: canary }, 'LOG_LEVEL: expected one of silent, error, warn, info, debug'],
  ];
  test.each(faults)('%j', (variables, message) => {
    expect(faultOf(variables)).toBe(message);
    expect(faultOf(variables)).not.toContain(canary);
  });
});

describe('tokens of the development issuer stay on the machine', () => {
  test.each(['0.0.0.0', '::', '192.168.1.5', 'example.org'])('HOST %s needs an issuer', (HOST) => {
    expect(faultOf({ HOST })).toBe('AUTH: expected jwt when HOST is not a loopback address');
  });

  test.each(['127.0.0.1', '127.8.0.1', 'localhost', '::1'])('HOST %s is the machine itself', (HOST) => {
    expect(parseConfig({ HOST }).auth).toEqual({ kind: 'DEVELOPMENT' });
  });

  test('and never serve production', () => {
    expect(faultOf({ NODE_ENV: 'production' })).toBe('AUTH: expected jwt when NODE_ENV is production');
  });
});

describe('an issuer of the house', () => {
  const issuer = {
    AUTH: 'jwt',
    AUTH_ISSUER: 'https://id.example',
    AUTH_AUDIENCE: 'ledger',
    AUTH_JWKS_URL: 'https://id.example/keys',
  };

  test('is taken whole, on any address', () => {
    expect(parseConfig({ ...issuer, HOST: '0.0.0.0', NODE_ENV: 'production' }).auth).toEqual({
      kind: 'JWT',
      issuer: 'https://id.example',
      audience: 'ledger',
      jwksUrl: 'https://id.example/keys',
      algorithm: 'RS256',
      subjectKey: undefined,
    });
  });

  test.each(['AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL'])('needs %s', (name) => {
    expect(faultOf({ ...issuer, [name]: '' })).toBe(`${name}: expected a value when AUTH is jwt`);
  });
});

test('a clock that somebody advances says where it begins', () => {
  const { clock } = parseConfig({ CLOCK: 'manual', CLOCK_START: '2026-01-01T12:00:00Z' });
  expect(clock).toEqual({ kind: 'MANUAL', start: Date.parse('2026-01-01T12:00:00Z') });
  expect(faultOf({ CLOCK: 'manual' })).toBe('CLOCK_START: expected a value when CLOCK is manual');
  expect(faultOf({ CLOCK: 'manual', CLOCK_START: canary })).toMatch(/^CLOCK_START: expected an instant/);
  expect(faultOf({ CLOCK: canary })).toBe('CLOCK: expected system or manual');
});
