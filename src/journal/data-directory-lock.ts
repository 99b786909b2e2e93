import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { journalFile, lockFile } from './journal-files.ts';

/** Another process owns the data directory. `pid` is what an operator may have to end. */
export class DirectoryLocked extends Error {
  override readonly name = 'DirectoryLocked';
  readonly pid: number;
  constructor(pid: number) {
    super(`the data directory is in use by process ${pid}`);
    this.pid = pid;
  }
}

/** A process as the lock names it. A pid alone is used again, at the latest after a restart of the machine. */
interface Holder {
  readonly pid: number;
  /** When it started, in the words of the operating system; empty where we cannot know. */
  readonly started: string;
}

/**
 * Takes the data directory for this process and returns what gives it back. The file `lock` names the holder; one whose
 * process is gone is taken over. `guardFile`: the database of the directory. Throws `DirectoryLocked`.
 */
export function lockDirectory(directory: string, guardFile = journalFile(directory)): () => void {
  const file = lockFile(directory);
  const held = readLiveHolder(file);
  if (held !== undefined) throw new DirectoryLocked(held.pid);
  const me: Holder = { pid: process.pid, started: startOf(process.pid) ?? '' };
  // Two processes may find the same stale lock. What keeps one of them out while the other replaces it is
  // SQLite's write lock, which the operating system gives back if we die here.
  const guard = new DatabaseSync(guardFile, { timeout: 10_000 });
  try {
    guard.exec('BEGIN IMMEDIATE');
    const winner = readLiveHolder(file);
    if (winner !== undefined) throw new DirectoryLocked(winner.pid);
    rmSync(file, { force: true });
    writeFileSync(file, `${me.pid}\n${me.started}\n`, { flag: 'wx', mode: 0o600 });
    guard.exec('ROLLBACK');
  } finally {
    guard.close();
  }
  return () => rmSync(file, { force: true });
}

/** Who owns the directory right now; undefined if nobody does. */
export function holderOf(directory: string): number | undefined {
  return readLiveHolder(lockFile(directory))?.pid;
}

function readLiveHolder(file: string): Holder | undefined {
  if (!existsSync(file)) return undefined;
  const [pid = '', started = ''] = readFileSync(file, 'utf8').split('\n');
  const holder = { pid: Number(pid), started };
  return /^[1-9][0-9]*$/.test(pid) && isAlive(holder) ? holder : undefined;
}

function isAlive({ pid, started }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it is there and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  const now = startOf(pid);
  return now === undefined || started === '' || now === started;
}

/** Boot and start time of a process, where /proc tells them: the same pid in a restarted container is another process. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may itself hold spaces; the start time is the 20th field after it.
    const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return start === undefined ? undefined : `${boot} ${start}`;
  } catch {
    return undefined;
  }
}
