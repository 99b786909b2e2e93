import { setTimeout as wait } from 'node:timers/promises';
import { type GuardedProcess, spawnGuarded } from './guarded-process.ts';

/** One node of an installed server: where it listens and keeps its data stays the same over its restarts. */
export interface ServerNode {
  readonly port: number;
  /** Exit codes of the times it ended by itself. */
  readonly endings: readonly (number | null)[];
  readonly start: () => void;
  readonly kill: () => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly freeze: () => void;
  readonly thaw: () => void;
  readonly isRunning: () => boolean;
  readonly printed: () => string;
}

export interface NodeSettings {
  readonly program: string;
  readonly port: number;
  readonly replicationPort: number;
  /** Of this node alone. */
  readonly folder: string;
  readonly words: readonly string[];
  /** How it is secured; `--insecure` is not at all. */
  readonly security: readonly string[];
  /**
   * A node of a cluster that wrote what the others never had asks to be started again, with exit code 0, and cuts
   * that off as it starts. systemd or Docker do it elsewhere.
   */
  readonly isStartedAgain: boolean;
}

const stopsWithin = 20_000;

/** Without files of 256 MB for the first event: chunks and the filter of stream names are as small as they may be. */
const small = ['--chunk-size=16777216', '--stream-existence-filter-size=1000000', '--disable-log-file'];

export function serverNode(settings: NodeSettings): ServerNode {
  const { port, folder } = settings;
  const words = [...settings.security, ...small, ...portsOf(settings), ...settings.words];
  const endings: (number | null)[] = [];
  let running: GuardedProcess | undefined;
  let last: GuardedProcess | undefined;
  let isWanted = false;
  const start = (): void => {
    isWanted = true;
    const started = spawnGuarded(settings.program, words, folder);
    running = started;
    last = started;
    void started.ended.then((code) => ended(started, code));
  };
  const ended = (of: GuardedProcess, code: number | null): void => {
    if (running === of) running = undefined;
    if (!isWanted) return;
    endings.push(code);
    if (settings.isStartedAgain && code === 0)
      setTimeout(() => void (isWanted && running === undefined && start()), 500);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    isWanted = false;
    const ending = running;
    ending?.child.kill(signal);
    await Promise.race([ending?.ended, wait(stopsWithin, undefined, { ref: false })]);
    if (running !== undefined) await killed(running);
  };
  return {
    port,
    endings,
    start,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    freeze: () => void running?.child.kill('SIGSTOP'),
    thaw: () => void running?.child.kill('SIGCONT'),
    isRunning: () => running !== undefined,
    printed: () => last?.printed() ?? '',
  };
}

function portsOf({ port, replicationPort }: NodeSettings): readonly string[] {
  const loopback = ['--node-ip=127.0.0.1', '--replication-ip=127.0.0.1'];
  return [...loopback, `--node-port=${port}`, `--replication-port=${replicationPort}`];
}

async function killed({ child, ended }: GuardedProcess): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}
