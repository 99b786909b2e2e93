import { GenericContainer, getContainerRuntimeClient, type StartedTestContainer, Wait } from 'testcontainers';
import { freePorts } from './free-ports.ts';
import type { Keeping, OwnServer } from './server.ts';
import { until, versionOf } from './server-status.ts';

const nodePort = 2113;
/** The first start may have to fetch the image. */
const startsWithin = 300_000;

/** A node in a container of its own. testcontainers removes it when this process ends, however it ends. */
export async function startDockerServer(image: string, keeping: Keeping): Promise<OwnServer> {
  const container = await started(image, keeping).catch((error: unknown) => {
    throw new Error(`the Docker engine could not start ${image}`, { cause: error });
  });
  const address = `${container.getHost()}:${container.getMappedPort(nodePort)}`;
  const { container: engine } = await getContainerRuntimeClient();
  const inEngine = engine.getById(container.getId());
  return {
    connectionString: `esdb://${address}?tls=false`,
    version: await versionOf(address),
    origin: `Docker, ${image}`,
    port: container.getMappedPort(nodePort),
    kill: async () => void (await inEngine.kill({ signal: 'SIGKILL' })),
    stop: async () => void (await inEngine.stop({ t: 20 })),
    restart: async () => {
      await inEngine.start();
      await until('the server is ready', startsWithin, async () => isReady(address));
    },
    freeze: async () => void (await inEngine.pause()),
    thaw: async () => void (await inEngine.unpause()),
    discard: async () => void (await container.stop({ timeout: 0, remove: true, removeVolumes: true })),
  };
}

/** The port on this side is chosen here: one that the engine chooses would be another after a restart. */
async function started(image: string, keeping: Keeping): Promise<StartedTestContainer> {
  const [host = 0] = await freePorts(1);
  return new GenericContainer(image)
    .withCommand(['--insecure', '--telemetry-optout=true', ...(keeping === 'MEMORY' ? ['--mem-db'] : [])])
    .withExposedPorts({ container: nodePort, host })
    .withWaitStrategy(Wait.forHttp('/health/live', nodePort).forStatusCode(204))
    .withStartupTimeout(startsWithin)
    .start();
}

async function isReady(address: string): Promise<true | undefined> {
  try {
    const answer = await fetch(`http://${address}/health/live`, { signal: AbortSignal.timeout(2_000) });
    return answer.status === 204 ? true : undefined;
  } catch {
    return undefined;
  }
}
