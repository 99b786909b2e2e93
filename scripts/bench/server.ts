import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The real server in a process of its own, ready to answer. Started as people start it, by the launcher, which keeps compiled sources. */
export interface BenchServer {
  readonly address: string;
  readonly token: string;
  readonly residentMegabytes: () => number;
  stop(): Promise<void>;
}

const launcher = fileURLToPath(import.meta.resolve('#scripts/ar-ledger.mjs'));

export async function serverOn(directory: string): Promise<BenchServer> {
  const child = spawn(process.execPath, [launcher, 'serve', '--data', directory], {
    env: { ...process.env, LEDGER_ID: 'bench', PORT: '0', REQUESTS_PER_MINUTE: '0', LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const { address, token } = await printedBy(child);
  await untilReady(address);
  const { pid } = child;
  return {
    address,
    token,
    residentMegabytes: () => {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return Number(/^VmRSS:\s+([0-9]+) kB$/m.exec(status)?.[1]) / 1_024;
    },
    stop: async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

async function printedBy(
  child: ReturnType<typeof spawn>,
): Promise<{ readonly address: string; readonly token: string }> {
  let text = '';
  return new Promise((resolve, reject) => {
    const read = (chunk: Buffer): void => {
      text += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:[0-9]+/.exec(text)?.[0];
      const token = /^\s*auditor\s+(\S+)$/m.exec(text)?.[1];
      if (address !== undefined && token !== undefined) resolve({ address, token });
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', () => reject(new Error(text)));
  });
}

async function untilReady(address: string): Promise<void> {
  for (;;) {
    const response = await fetch(`${address}/health/ready`).catch(() => undefined);
    if (response?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
