import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { journalFile } from '#journal/journal-files.ts';
import { samples } from './synthea-files.ts';

const commandLine = fileURLToPath(import.meta.resolve('#app/cli.ts'));
const made: string[] = [];
afterAll(() => {
  for (const directory of made) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** A directory that is gone after the tests of the file. */
export function keptDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ar-ledger-import-'));
  made.push(directory);
  return directory;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
}

/** The import in a process of its own, killed with -9 as soon as there are that many entries. */
export async function importInChild(data: string, killAt: number | undefined): Promise<Ended> {
  const args = [commandLine, 'import', 'synthea', samples, '--data', data];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.on('close', (code, signal) => resolve({ code, signal, out })));
  const watch = setInterval(() => {
    if (killAt !== undefined && countIn(data) >= killAt) child.kill('SIGKILL');
  }, 15);
  return ended.finally(() => clearInterval(watch));
}

/** Entries that are durable right now; 0 while the file is being made. */
function countIn(data: string): number {
  if (!existsSync(journalFile(data))) return 0;
  try {
    const db = new DatabaseSync(journalFile(data), { readOnly: true });
    try {
      return Number(db.prepare('SELECT coalesce(max(ordinal), 0) AS head FROM entry').get()?.['head']);
    } finally {
      db.close();
    }
  } catch {
    return 0;
  }
}
