import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSecureServer } from './secure-server.ts';
import type { OwnServer } from './server.ts';
import { describeOnSecureServer } from './suites.ts';

const script = join(fileURLToPath(new URL('../..', import.meta.url)), 'scripts', 'eventstoredb-user.ts');

interface Ran {
  readonly code: number;
  readonly printed: string;
  readonly complained: string;
}

async function run(variables: Readonly<Record<string, string>>): Promise<Ran> {
  const env = { ...process.env, EVENTSTOREDB_PASSWORD: 'of-the-service', ...variables };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [script], { env }, (_, printed, complained) => {
      resolve({ code: child.exitCode ?? -1, printed, complained });
    });
  });
}

describe('the user of the ledger on EventStoreDB', () => {
  test.each([
    ['no administrator', {}, 'EVENTSTOREDB_ADMIN_URL: expected'],
    [
      'an administrator without a password',
      { EVENTSTOREDB_ADMIN_URL: 'esdb://somebody@there' },
      'EVENTSTOREDB_ADMIN_URL: expected',
    ],
    ['no TLS', { EVENTSTOREDB_ADMIN_URL: 'esdb://admin:secret@there?tls=false' }, 'without TLS'],
    [
      'no password for it',
      { EVENTSTOREDB_ADMIN_URL: 'esdb://admin:secret@there', EVENTSTOREDB_PASSWORD: '' },
      'EVENTSTOREDB_PASSWORD: expected',
    ],
  ])('is not made with %s, and no value is repeated', async (_, variables, message) => {
    const { code, complained } = await run(variables);
    expect(code).toBe(2);
    expect(complained).toContain(message);
    expect(complained).not.toMatch(/secret|somebody/);
  });
});

describeOnSecureServer('the user of the ledger on a server with TLS', () => {
  let server: OwnServer;
  beforeAll(async () => void (server = await startSecureServer()), 300_000);
  afterAll(async () => server.discard());

  test('can append and read, and neither delete nor set retention', { timeout: 60_000 }, async () => {
    const { code, printed } = await run({ EVENTSTOREDB_ADMIN_URL: server.connectionString });
    expect(printed).toBe(`User ar-ledger-service of group ar-ledger: made.
Rights by default: ar-ledger appends and reads, only administrators delete and set metadata.
$all: ar-ledger reads it.
$settings: ar-ledger reads it.
The user can append.
The user can read all entries.
The user cannot delete a stream.
The user cannot tombstone a stream.
The user cannot set retention.
The user cannot change the rights.
`);
    expect(code).toBe(0);
  });

  test('made again it is as it was, and with another password it has that one', { timeout: 60_000 }, async () => {
    const again = await run({ EVENTSTOREDB_ADMIN_URL: server.connectionString });
    expect(again.printed).toContain(
      'Rights by default: as they should be.\n$all: as it should be.\n$settings: as it should be.',
    );
    const other = await run({ EVENTSTOREDB_ADMIN_URL: server.connectionString, EVENTSTOREDB_PASSWORD: 'of-tomorrow' });
    expect(other.printed).toContain('was there, with another password, and has this one now.');
    expect(other.printed).toContain('The user can append.');
    expect([again.code, other.code]).toEqual([0, 0]);
  });

  test('a rule of somebody else is not overwritten', { timeout: 60_000 }, async () => {
    const client = EventStoreDBClient.connectionString(server.connectionString);
    const event = jsonEvent({ type: 'update-default-acl', data: { $userStreamAcl: { $w: 'others' } } });
    await client.appendToStream('$settings', event);
    await client.dispose();
    const { code, complained } = await run({ EVENTSTOREDB_ADMIN_URL: server.connectionString });
    expect(code).toBe(1);
    expect(complained).toContain('$settings has rights that somebody else set');
  });
});
