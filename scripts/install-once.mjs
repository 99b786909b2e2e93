// Brings node_modules to what the lockfile says, once, before any npm script that needs it. Plain JavaScript for Node 18
// and later: on a bare machine this runs before the Node of this project is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isNewEnough, oldestNode } from './runtime.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules', '.bin');

function readJson(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'));
  } catch {
    return undefined;
  }
}

/** True where npm leaves a package out on purpose: another platform's binary, or a development tool in production. */
function mayBeAbsent(entry) {
  const omitsDev = process.env.NODE_ENV === 'production' || /\bdev\b/.test(process.env.npm_config_omit ?? '');
  return entry.optional === true || entry.devOptional === true || (omitsDev && entry.dev === true);
}

/**
 * npm writes node_modules/.package-lock.json as the last step of every install, so an interrupted install leaves none and
 * one made by hand counts as well: a better stamp than one of our own.
 */
function isInstalled() {
  const wanted = readJson('package-lock.json')?.packages;
  const found = readJson('node_modules/.package-lock.json')?.packages;
  if (wanted === undefined || found === undefined) return false;
  const isSame = ([path, entry]) => {
    const other = found[path];
    if (other === undefined) return mayBeAbsent(entry);
    return other.version === entry.version && other.integrity === entry.integrity;
  };
  return (
    Object.keys(found).every((path) => path in wanted) &&
    Object.entries(wanted)
      .filter(([path]) => path !== '')
      .every(isSame)
  );
}

/** The Node that an npm script finds: the installed one comes first on its path. */
function nodeOnPath() {
  const path = `${bin}${delimiter}${process.env.PATH ?? ''}`;
  const { stdout } = spawnSync('node', ['--version'], { encoding: 'utf8', env: { ...process.env, PATH: path } });
  return (stdout ?? '').trim().replace(/^v/, '');
}

/** The pid of a live server on ./data or on the demo's books in it. Best effort: an unreadable lock does not stop an install. */
function runningServer() {
  return liveHolder(join(root, 'data', 'lock')) ?? liveHolder(join(root, 'data', 'demo', 'lock'));
}

function liveHolder(lock) {
  const pid = existsSync(lock) ? Number(/\d+/.exec(readFileSync(lock, 'utf8'))?.[0]) : Number.NaN;
  if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
  try {
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    return error.code === 'EPERM' ? pid : undefined;
  }
}

function refuse(...lines) {
  console.error(lines.join('\n'));
  process.exit(1);
}

/** The npm that runs us, on the Node it runs on: the one in node_modules is about to be replaced. */
function runNpm(args) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const options = { cwd: root, stdio: 'inherit' };
  return npm && node && existsSync(npm)
    ? spawnSync(node, [npm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function install() {
  const pid = runningServer();
  if (pid !== undefined) {
    refuse(
      `The dependencies changed, and a ledger server (process ${pid}) is running from this folder.`,
      'Replacing them under it could break it. Stop the server, then run this again.',
    );
  }
  console.error('Installing what package-lock.json names, the Node runtime included (once, about half a minute) ...');
  // Without the error level, npm warns for each package that wants a newer Node than the one that is only here to install.
  const { status } = runNpm(['ci', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) refuse('npm ci failed; its message is above.');
}

if (!isInstalled() || !isNewEnough(nodeOnPath())) install();

const version = nodeOnPath();
if (!isNewEnough(version)) {
  refuse(
    `This project needs Node ${oldestNode} or later; npm scripts here find ${version === '' ? 'none' : version}.`,
    `The runtime comes from npm for Linux (x64, arm64) and Windows (x64). On ${process.platform} ${process.arch}, install`,
    'Node 24 yourself and run this again.',
  );
}
