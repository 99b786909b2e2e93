import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const commandLine = fileURLToPath(import.meta.resolve('#app/cli.ts'));

/** The real server in a process of its own, as `ar-ledger serve` starts it. */
export interface ServerProcess {
  readonly address: string;
  readonly tokenOf: (role: string) => string;
  /** Ends it as a power cut would: no handler runs. */
  kill(): Promise<void>;
  /** Asks it to stop; resolves with the exit code. */
  stop(): Promise<number | null>;
}

export async function startServerProcess(
  directory: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const child = spawn(process.execPath, [commandLine, 'serve', '--data', directory], {
    env: { ...process.env, PORT: '0', REQUESTS_PER_MINUTE: '0', LOG_LEVEL: 'error', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = await printedBy(child, 'Ctrl-C stops the server.');
  const address = /http:\/\/127\.0\.0\.1:[0-9]+/.exec(printed)?.[0];
  if (address === undefined) throw new Error(`the server printed no address:\n${printed}`);
  const ended = once(child, 'exit');
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  return {
    address,
    tokenOf: (role) => tokenIn(printed, role),
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
  };
}

/** Everything the process prints until a line appears; rejects with it if the process ends before. */
async function printedBy(child: ChildProcess, line: string): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes(line)) resolve(text);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(`the server ended at once:\n${text}`)));
  });
}

function tokenIn(printed: string, role: string): string {
  const token = new RegExp(`^\\s*${role}\\s+(\\S+)$`, 'm').exec(printed)?.[1];
  if (token === undefined) throw new Error(`the server printed no token of the role ${role}`);
  return token;
}
