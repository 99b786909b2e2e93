import { randomUUID } from 'node:crypto';
import { type Request, type Response, Router } from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import type { GraphqlHandler } from '#graphql/handler.ts';
import { mayMoveClock } from '#graphql/permissions.ts';
import { type DevelopmentIssuer, isLoopback } from './development-issuer.ts';
import { graphiqlPage, renderScript, startScript } from './graphiql-page.ts';
import { advanceClock } from './prepared-clock.ts';
import { type PreparedRole, preparedRoles } from './prepared-roles.ts';
import { welcomePage } from './welcome-page.ts';

export interface DevelopmentParts {
  readonly issuer: DevelopmentIssuer;
  readonly graphql: GraphqlHandler;
  /** What the clock of a sandbox shows, where it stands until it is moved. */
  readonly manualClock?: (() => number) | undefined;
}

/** Pages for a person at this machine: who to be, and GraphiQL from local files. They hand a token to whoever asks. */
export function developmentPages({ issuer, graphql, manualClock }: DevelopmentParts): Router {
  const boot = randomUUID();
  const router = Router();
  // A site elsewhere may point a name of its own at this machine; what it then asks for is not meant for us.
  router.use(({ method, hostname }, _response, next) =>
    next(method === 'GET' && isLoopback(hostname) ? undefined : 'router'),
  );
  router.use(pagePolicy);
  router.get('/', async (_request, response) => {
    const roles = preparedRoles.map(async (role) => ({ role, token: await issuer.issueToken(role.role) }));
    sendPage(response, welcomePage(await Promise.all(roles)));
  });
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- express 5 passes a rejection on to the error handler
  router.get('/graphql', async (request, response, next) => {
    if (request.accepts(['json', 'html']) !== 'html') return next();
    const role = withClock(roleAskedFor(request), manualClock);
    const [token, accountId] = await Promise.all([issuer.issueToken(role.role), anAccount(graphql)]);
    sendPage(response, graphiqlPage({ role, token, accountId, boot }));
  });
  // oxlint-disable-next-line oxc/no-async-endpoint-handlers -- express 5 passes a rejection on to the error handler
  router.get('/graphiql/:file', async (request, response, next) => {
    const file = await graphiqlFile(request.params.file);
    if (file === undefined) return next();
    response.setHeader('cache-control', 'private, max-age=3600');
    response.type(file.type).send(file.text);
  });
  return router;
}

/** Everything from this server, nothing inline but styles, which the editor writes while it runs. */
const pagePolicy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      workerSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      fontSrc: ["'self'", 'data:'],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  // Plain HTTP on loopback: a browser that remembered HSTS for this host would not come back.
  strictTransportSecurity: false,
});

function sendPage(response: Response, html: string): void {
  // It holds a token.
  response.setHeader('cache-control', 'no-store');
  response.type('html').send(html);
}

function roleAskedFor(request: Request): PreparedRole {
  const [first] = preparedRoles;
  const role = preparedRoles.find((prepared) => prepared.role === request.query['role']) ?? first;
  if (role === undefined) throw new Error('no role has prepared queries');
  return role;
}

/** Whoever may move the clock finds it among the prepared queries, where there is one to move. */
function withClock(role: PreparedRole, manualClock: (() => number) | undefined): PreparedRole {
  if (manualClock === undefined || !mayMoveClock({ roles: [role.role] })) return role;
  return { ...role, queries: [...role.queries, advanceClock(manualClock())] };
}

const someItem = z.object({
  data: z.object({ openItems: z.object({ edges: z.array(z.object({ node: z.object({ accountId: z.string() }) })) }) }),
});

/** An account with something open, so that the prepared queries show something at once. */
async function anAccount(graphql: GraphqlHandler): Promise<string | undefined> {
  const caller = { kind: 'SERVICE', id: 'development-pages', roles: ['service'] } as const;
  const body = JSON.stringify({ query: '{ openItems(first: 1) { edges { node { accountId } } } }' });
  const headers = { 'content-type': 'application/json', accept: 'application/json' };
  const answer = await graphql.fetch(
    'http://localhost/graphql',
    { method: 'POST', headers, body },
    {
      caller,
      requestId: randomUUID(),
    },
  );
  const found = someItem.safeParse(await answer.json());
  return found.data?.data.openItems.edges[0]?.node.accountId;
}

interface PageFile {
  readonly type: 'js' | 'css';
  readonly text: string;
}

/** The files of GraphiQL: nine megabytes, so they are read when somebody opens the page, not when the server starts. */
async function graphiqlFile(name: string): Promise<PageFile | undefined> {
  if (name === 'start.js') return { type: 'js', text: startScript };
  if (name === 'render.js') return { type: 'js', text: renderScript };
  const files = await import('@graphql-yoga/render-graphiql/graphiql');
  switch (name) {
    case 'graphiql.js':
      return { type: 'js', text: files.js };
    case 'graphiql.css':
      return { type: 'css', text: files.css };
    case 'editorWorkerService.js':
      return { type: 'js', text: files.editorWorkerService };
    case 'json.js':
      return { type: 'js', text: files.jsonWorker };
    case 'graphql.js':
      return { type: 'js', text: files.graphqlWorker };
    default:
      return undefined;
  }
}
