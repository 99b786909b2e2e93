import { randomUUID } from 'node:crypto';
import { type FoundServers, findServers, howToGetOne } from './found-servers.ts';
import { startInstalledServer } from './installed-server.ts';
import type { Keeping, OwnServer } from './server.ts';

/** A server that the tests may kill: in Docker, or else an installed one. The caller discards it. */
export async function startServer(keeping: Keeping = 'DISK', found?: FoundServers): Promise<OwnServer> {
  const { image, program } = found ?? (await findServers());
  if (image !== undefined) {
    const { startDockerServer } = await import('./docker-server.ts');
    const started = startDockerServer(image, keeping);
    if (program === undefined) return started;
    const server = await started.catch((error: unknown) => void process.stderr.write(`${String(error)}\n`));
    if (server !== undefined) return server;
  }
  if (program === undefined) throw new Error(howToGetOne);
  return startInstalledServer(program, keeping);
}

/** No other test uses it, so nothing has to be deleted on a server that several share. */
export function freshLedgerId(): string {
  return `t${randomUUID().replaceAll('-', '').slice(0, 19)}`;
}
