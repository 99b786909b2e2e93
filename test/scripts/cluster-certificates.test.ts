import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { environmentOf, filledIn, named } from './compose-file.ts';

/** The script as it stands in the file, in a folder instead of `/`, with a program that notes what it is asked for. */
function run(
  folder: string,
  variables: Readonly<Record<string, string>>,
): { readonly code: number | null; readonly said: string } {
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const noting = `#!/bin/bash\necho "$1" >> "${folder}/asked"\nwhile [ "$1" != -out ]; do shift; done\nmkdir "$2"; touch "$2/ca.crt"\n`;
  writeFileSync(join(bin, 'es-gencert-cli'), noting);
  writeFileSync(join(bin, 'chown'), '#!/bin/sh\n');
  for (const program of ['es-gencert-cli', 'chown']) chmodSync(join(bin, program), 0o700);
  for (const volume of ['authority', 'trusted', 'node1', 'node2', 'node3'])
    mkdirSync(join(folder, volume), { recursive: true });
  const script = filledIn(named('certificates').command?.[0] ?? '').replaceAll(/(?<=[ ])\/(?=[a-z$])/g, `${folder}/`);
  const env = { PATH: `${bin}${delimiter}${process.env['PATH']}`, ...environmentOf('certificates', variables) };
  const { status, stderr } = spawnSync('bash', ['--norc', '-euc', script], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { code: status, said: stderr };
}

function inFolder(use: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'ar-ledger-certificates-'));
  try {
    use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the certificates of the cluster', () => {
  const given = {
    EVENTSTOREDB_ADMIN_PASSWORD: 'of-the-admin',
    EVENTSTOREDB_OPS_PASSWORD: 'of-the-ops',
    EVENTSTOREDB_PASSWORD: 'of-the-ledger',
    AUTH_ISSUER: 'https://id.example.org',
    AUTH_AUDIENCE: 'ledger',
    AUTH_JWKS_URL: 'https://id.example.org/keys',
  };

  test.each(Object.keys(given))('are not made without %s, and it says so', (name) => {
    inFolder((folder) => {
      const { code, said } = run(folder, { ...given, [name]: '' });
      expect(code).not.toBe(0);
      expect(said).toContain(name);
      expect(existsSync(join(folder, 'asked'))).toBe(false);
    });
  });

  test('are not made with a password that a connection string would misread', () => {
    inFolder((folder) => {
      const { code, said } = run(folder, { ...given, EVENTSTOREDB_PASSWORD: 'a@b' });
      expect([code, said]).toEqual([1, 'passwords: only letters, digits, - . _ ~\n']);
    });
  });

  test('are made once, and each again when it has become old', () => {
    inFolder((folder) => {
      const asked = (): string => readFileSync(join(folder, 'asked'), 'utf8');
      expect(run(folder, given)).toEqual({ code: 0, said: '' });
      expect(asked()).toBe('create-ca\ncreate-node\ncreate-node\ncreate-node\n');
      expect(existsSync(join(folder, 'trusted', 'ca.crt'))).toBe(true);
      run(folder, given);
      expect(asked().trim().split('\n')).toHaveLength(4);
      const longAgo = Date.now() / 1_000 - 302 * 86_400;
      utimesSync(join(folder, 'node2', 'node'), longAgo, longAgo);
      run(folder, given);
      expect(asked().trim().split('\n')).toHaveLength(5);
    });
  });
});
