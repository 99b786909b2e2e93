import { createServer, type Server, type ServerResponse } from 'node:http';
import type { TestProject } from 'vitest/node';
import { findServers, howToGetOne } from './found-servers.ts';
import { portOf } from './free-ports.ts';
import { startServer } from './real-server.ts';
import type { OwnServer, RealServer } from './server.ts';
import { versionOf } from './server-status.ts';
import { notRun } from './suites-not-run.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Asked with GET it answers a `RealServer`, or why there is none. */
    readonly serverOfTheRunAddress: string;
  }
}

/**
 * One server for the whole run, in the process that lives as long as the run. It is started when the first suite asks
 * for it: most runs are of one file that needs none.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let own: OwnServer | undefined;
  let shared: Promise<RealServer> | undefined;
  const start = async (): Promise<RealServer> => {
    const found = await findServers();
    if (found.url !== undefined) return givenServer(found.url);
    own = await startServer('MEMORY', found);
    return own;
  };
  const desk = createServer((_, response) => {
    shared ??= start();
    void shared.then(...answers(response));
  });
  project.provide('serverOfTheRunAddress', `http://127.0.0.1:${await listeningPort(desk)}`);
  return async () => {
    desk.close();
    await shared?.catch(() => {});
    await own?.discard();
    sayWhatWasNotRun(project);
  };
}

async function listeningPort(desk: Server): Promise<number> {
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
  return portOf(desk.address());
}

type Answers = readonly [(server: RealServer) => void, (error: unknown) => void];

function answers(response: ServerResponse): Answers {
  const say = (status: number, words: unknown): void => void response.writeHead(status).end(JSON.stringify(words));
  return [
    ({ connectionString, version, origin }) => say(200, { connectionString, version, origin }),
    (error) => say(503, String(error)),
  ];
}

async function givenServer(url: string): Promise<RealServer> {
  const address = /^[a-z+]+:\/\/(?:[^@/]*@)?([^,/?]+)/.exec(url)?.[1] ?? '';
  return { connectionString: url, version: await versionOf(address), origin: 'EVENTSTOREDB_TEST_URL' };
}

function sayWhatWasNotRun({ vitest }: TestProject): void {
  const suites = vitest.state.getTestModules().flatMap((module) => [...module.children.allSuites()]);
  const names = suites.map(({ name }) => name).filter((name) => name.endsWith(notRun));
  if (names.length === 0) return;
  console.log(
    `\nNot run, because there is no EventStoreDB here: ${names.map(withoutReason).join('; ')}. ${howToGetOne}`,
  );
}

function withoutReason(name: string): string {
  return name.slice(0, -notRun.length);
}
