import { request as httpRequest } from 'node:http';
import type { Role } from '#graphql/permissions.ts';
import { readinessOf } from '#graphql/readiness.ts';
import { createDevelopmentIssuer, type DevelopmentIssuer } from '#http/development-issuer.ts';
import { createLog } from '#http/log.ts';
import { createHttpServer, type HttpServer, type HttpServerParts } from '#http/server.ts';
import { openLedger, openTestApi, type TestApi } from '../graphql/api.ts';
import { recordAnAccount } from '../graphql/books.ts';

export interface TestServer {
  readonly api: TestApi;
  readonly server: HttpServer;
  readonly port: number;
  readonly url: string;
  readonly issuer: DevelopmentIssuer;
  /** Every line that the server logged. */
  readonly logged: readonly string[];
  readonly tokenOf: (role: Role) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** The real server on a free port of this machine, over real books. */
export async function startTestServer(change: Partial<HttpServerParts> = {}): Promise<TestServer> {
  const api = await openTestApi();
  await api.record('OpenLedger', openLedger);
  const position = await recordAnAccount(api, 'account-1');
  await api.dependencies.readModels.view({ minPosition: position });
  const issuer = createDevelopmentIssuer({ host: '127.0.0.1', environment: 'test' });
  const logged: string[] = [];
  const server = createHttpServer({
    graphql: api.handler,
    verifyToken: issuer.verify,
    readiness: () => readinessOf(api.dependencies, api.journal.state()),
    log: createLog({ level: 'info', destination: { write: (line) => void logged.push(line) } }),
    requestsPerMinute: 0,
    corsOrigins: [],
    developmentIssuer: issuer,
    ...change,
  });
  const { port } = await server.listen(0, '127.0.0.1');
  return {
    api,
    server,
    port,
    url: `http://127.0.0.1:${port}`,
    issuer,
    logged,
    tokenOf: issuer.issueToken,
    close: async () => {
      await server.close(1_000);
      await api.close();
    },
  };
}

export interface Sent {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Sent in pieces, without a length. */
  readonly chunks?: readonly string[];
}

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

/** As a client of any kind might send it: `fetch` would not send most of what a server has to refuse. */
export function send(
  port: number,
  { path = '/graphql', method = 'POST', headers = {}, body, chunks }: Sent,
): Promise<Received> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const outgoing = httpRequest(
      { port, host: '127.0.0.1', path, method, headers: { ...length, ...headers } },
      (incoming) => {
        const parts: Buffer[] = [];
        incoming.on('data', (part: Buffer) => parts.push(part));
        incoming.on('end', () => {
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            text: Buffer.concat(parts).toString(),
          });
        });
        incoming.on('error', reject);
      },
    );
    outgoing.on('error', reject);
    for (const chunk of chunks ?? []) outgoing.write(chunk);
    outgoing.end(body);
  });
}
