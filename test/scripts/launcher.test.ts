import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** The Node that runs npm: on a bare machine the old one, which is what the launcher is for. */
const npmsNode = process.env['npm_node_execpath'] ?? process.execPath;
const versionOf = (node: string) => spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout.trim();

const nodes = [...new Set([process.execPath, npmsNode])].map((node) => ({ node, version: versionOf(node) }));

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'launcher-'));
  cpSync(join(project, 'scripts'), join(root, 'scripts'), { recursive: true });
  cpSync(join(project, 'package.json'), join(root, 'package.json'));
  symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'));
  mkdirSync(join(root, 'src'));
  writeFileSync(
    join(root, 'src/cli.ts'),
    `const [verb, ...rest]: readonly string[] = process.argv.slice(2);
    process.on('SIGTERM', () => process.exit(7));
    console.log(JSON.stringify({ verb, rest, node: process.version, cache: process.env['NODE_COMPILE_CACHE'] }));
    if (verb === 'wait') setTimeout(() => process.exit(1), 20_000);
    else if (verb === 'crash') process.kill(process.pid, 'SIGKILL');
    else process.exitCode = 3;`,
  );
});

afterAll(() => rmSync(root, { recursive: true }));

const launcher = () => join(root, 'scripts/ar-ledger.mjs');

/** As somebody's shell has it: the variable that the tests themselves run with is not there. */
const { NODE_COMPILE_CACHE: _, ...shell } = process.env;

describe.each(nodes)('ar-ledger started by Node $version', ({ node }) => {
  test('runs on the Node of this project, with its arguments, and answers with its exit code', () => {
    const { status, stdout } = spawnSync(node, [launcher(), 'aging', '--as-of', '2026-01-31'], {
      encoding: 'utf8',
      env: shell,
    });
    expect(status).toBe(3);
    expect(JSON.parse(stdout)).toEqual({
      verb: 'aging',
      rest: ['--as-of', '2026-01-31'],
      node: process.version,
      cache: join(root, 'node_modules/.cache/ar-ledger'),
    });
  });

  test('passes on the signal that asks it to stop', async () => {
    const child = spawn(node, [launcher(), 'wait']);
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([7, null]);
  });

  test('does not answer success where the ledger was killed', () => {
    const { status, signal } = spawnSync(node, [launcher(), 'crash']);
    expect(signal ?? status).toBeOneOf(['SIGKILL', 137]);
  });
});
