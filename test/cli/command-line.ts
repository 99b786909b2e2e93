import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import canonicalize from 'canonicalize';
import { onTestFinished } from 'vitest';
import type { ExitCode } from '#cli/exit-codes.ts';
import { runCli } from '#cli/program.ts';
import { journalFile } from '#journal/journal-files.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import type { Entry } from '#ledger/entry.ts';

export interface Ran {
  readonly code: ExitCode;
  readonly out: string;
  readonly err: string;
}

export interface Circumstances {
  readonly width?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly now?: string;
  readonly stopped?: () => Promise<void>;
}

/** Runs a verb in this process, as the launcher does in its own, and keeps what it says. */
export async function cli(args: readonly string[], circumstances: Circumstances = {}): Promise<Ran> {
  const { width = 80, environment = {}, now, stopped = () => Promise.resolve() } = circumstances;
  const out: string[] = [];
  const err: string[] = [];
  const terminal = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    width,
    showsProgress: false,
  };
  const clock = now === undefined ? Date.now : () => Date.parse(now);
  const code = await runCli(args, { terminal, environment, clock, stopped });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** A directory that is gone after the test. */
export function emptyDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ar-ledger-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 5 }));
  return directory;
}

/** Every entry in the journal of a data directory. */
export async function entriesIn(directory: string): Promise<readonly Entry[]> {
  const reader = openSqliteReader(journalFile(directory));
  try {
    return await reader.readAll(0, 1_000_000);
  } finally {
    reader.close();
  }
}

/** What books say: everything but the order between accounts and the moment of recording. */
export function digestOfEntries(entries: readonly Entry[]): string {
  const digest = createHash('sha256');
  const lines = entries.map((entry) => canonicalize({ ...entry, ordinal: undefined, recordedAt: undefined }) ?? '');
  for (const line of lines.toSorted()) digest.update(line).update('\n');
  return digest.digest('hex');
}
