import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** A program that ends with us, however we end: `kill -9` included. */
export interface GuardedProcess {
  readonly child: ChildProcess;
  /** Resolves with the exit code; null after a signal. */
  readonly ended: Promise<number | null>;
  /** The last of what it printed. */
  readonly printed: () => string;
}

/**
 * The shell becomes the program. What it leaves behind waits on a pipe that only we hold: its end without a word means
 * that we are gone, and then the program and its folder go too.
 */
const guard = `
(read word <&3 || { kill -9 $$; rm -rf "$FOLDER_OF_THE_PROGRAM"; }) >/dev/null 2>&1 &
exec "$@" 3<&-`;

const printedAtMost = 20_000;

/** In a process group of its own, so that Ctrl-C reaches us alone and not the program as well. */
export function spawnGuarded(program: string, words: readonly string[], folder: string): GuardedProcess {
  const child = spawn('/bin/sh', ['-c', guard, 'guard', program, ...words], {
    detached: true,
    env: { ...process.env, FOLDER_OF_THE_PROGRAM: folder, ...withoutTelemetry },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer): void => void (text = `${text}${chunk.toString()}`.slice(-printedAtMost));
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const lifeline = child.stdio[3];
  return { child, printed: () => text, ended: codeAtEnd(child, isWritable(lifeline) ? lifeline : undefined) };
}

const withoutTelemetry = { EVENTSTORE_TELEMETRY_OPTOUT: 'true', KURRENTDB_TELEMETRY_OPTOUT: 'true' };

async function codeAtEnd(child: ChildProcess, lifeline: Writable | undefined): Promise<number | null> {
  lifeline?.on('error', () => {});
  await once(child, 'exit');
  lifeline?.end('ended\n');
  return child.exitCode;
}

function isWritable(stream: Readable | Writable | null | undefined): stream is Writable {
  return stream !== null && stream !== undefined && 'write' in stream;
}
