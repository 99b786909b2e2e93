import { accessSync, constants, existsSync } from 'node:fs';
import { request } from 'node:http';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** What there is on this machine, best first. */
export interface FoundServers {
  /** Of a running server that is not ours: it is never stopped. */
  readonly url: string | undefined;
  /** Of the container that the Docker engine is to start. */
  readonly image: string | undefined;
  /** Path of an installed server. */
  readonly program: string | undefined;
}

/** KurrentDB is what EventStoreDB is called since 25.0. */
const images = {
  kurrentdb: 'docker.kurrent.io/kurrent-lts/kurrentdb:26.0.3',
  eventstoredb: 'docker.kurrent.io/eventstore/eventstoredb-ee:24.10.6-x64-8.0-bookworm-slim',
} as const;

export const howToGetOne =
  'Set EVENTSTOREDB_TEST_URL to a running one, start Docker, or put eventstored or kurrentd on the PATH.';

/** Takes no time to speak of where there is none: a look at the PATH and at a few sockets. */
export async function findServers(variables: Variables = process.env): Promise<FoundServers> {
  const url = variables['EVENTSTOREDB_TEST_URL'];
  return {
    url: url === '' ? undefined : url,
    image: (await isDockerThere(variables)) ? imageOf(variables) : undefined,
    program: installedProgram(variables['PATH'] ?? ''),
  };
}

function imageOf(variables: Variables): string {
  return variables['EVENTSTOREDB_TEST_IMAGE'] === 'eventstoredb' ? images.eventstoredb : images.kurrentdb;
}

function installedProgram(path: string): string | undefined {
  const folders = path.split(delimiter).filter((folder) => folder !== '');
  const programs = folders.flatMap((folder) => [join(folder, 'eventstored'), join(folder, 'kurrentd')]);
  return programs.find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The engine itself has to answer: a socket may be left behind, and the docker command may be there without an engine. */
async function isDockerThere(variables: Variables): Promise<boolean> {
  const answers = dockerHosts(variables).map(async (host) => answersPing(host));
  return (await Promise.all(answers)).includes(true);
}

function dockerHosts(variables: Variables): readonly string[] {
  const host = variables['DOCKER_HOST'];
  if (host !== undefined && host !== '') return [host];
  const { XDG_RUNTIME_DIR: runtime = '' } = variables;
  const home = variables['HOME'] ?? homedir();
  const sockets = ['/var/run/docker.sock', `${runtime}/docker.sock`, `${home}/.docker/run/docker.sock`];
  return [...sockets, `${home}/.docker/desktop/docker.sock`].filter(existsSync).map((path) => `unix://${path}`);
}

const pingWithin = 1_000;

async function answersPing(host: string): Promise<boolean> {
  const where = host.startsWith('unix://') ? { socketPath: host.slice('unix://'.length) } : tcpOf(host);
  if (where === undefined) return false;
  return new Promise((resolve) => {
    const asked = request({ ...where, path: '/_ping', timeout: pingWithin }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer')));
    asked.once('error', () => resolve(false));
    asked.end();
  });
}

function tcpOf(host: string): { readonly host: string; readonly port: number } | undefined {
  const url = URL.canParse(host) ? new URL(host) : undefined;
  return url?.protocol === 'tcp:' ? { host: url.hostname, port: Number(url.port) || 2375 } : undefined;
}
