#!/usr/bin/env node
// Starts `ar-ledger <verb>` on the Node of this project, whatever Node started this file (18 or later).
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isNewEnough, oldestNode } from './runtime.mjs';

const launcher = fileURLToPath(import.meta.url);
const cache = fileURLToPath(new URL('../node_modules/.cache/ar-ledger', import.meta.url));

/** The Node that npm installed for this platform, or undefined. */
function installedNode() {
  try {
    const manifest = createRequire(launcher).resolve(`node-${nodePlatform()}-${process.arch}/package.json`);
    return join(dirname(manifest), process.platform === 'win32' ? 'bin/node.exe' : 'bin/node');
  } catch {
    return undefined;
  }
}

function nodePlatform() {
  return process.platform === 'win32' ? 'win' : process.platform;
}

function runHere() {
  // The variable reaches worker threads and child processes, the call this one.
  process.env.NODE_COMPILE_CACHE ??= cache;
  process.getBuiltinModule('node:module').enableCompileCache(process.env.NODE_COMPILE_CACHE);
  return import('#app/cli.ts');
}

function runThere(node) {
  // Marked, so that a runtime that is too old itself is refused instead of started again and again.
  const env = { ...process.env, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? cache, AR_LEDGER_LAUNCHED: '1' };
  const child = spawn(node, [...process.execArgv, launcher, ...process.argv.slice(2)], { env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']) {
    process.on(signal, () => {
      // A terminal has sent its Ctrl-C to the child as well; a second one would turn a clean stop into a hard one.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on('error', (error) => {
    console.error(`The installed Node could not be started (${error.code}).`);
    process.exit(1);
  });
  // A child ended by a signal answers as a shell would: 128 and the number of the signal.
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

function refuse() {
  console.error(
    `ar-ledger needs Node ${oldestNode} or later; this is ${process.versions.node}, and npm has installed none.`,
  );
  console.error('Run `npm ci --include=optional` in its folder, or install Node 24.');
  process.exit(1);
}

if (isNewEnough(process.versions.node)) {
  await runHere();
} else {
  const node = process.env.AR_LEDGER_LAUNCHED === '1' ? undefined : installedNode();
  if (node === undefined) refuse();
  else runThere(node);
}
