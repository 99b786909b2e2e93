import { createServer, type Server } from 'node:http';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { placeOf } from '#graphql/error-place.ts';
import type { GraphqlHandler } from '#graphql/handler.ts';
import type { Readiness } from '#graphql/readiness.ts';
import { refuse } from './answers.ts';
import type { DevelopmentIssuer } from './development-issuer.ts';
import { developmentPages } from './development-pages.ts';
import type { Log } from './log.ts';
import {
  allowOrigins,
  authenticate,
  giveRequestId,
  knownOf,
  limitRate,
  notFound,
  onlyJsonPosts,
} from './request-guards.ts';
import { type StreamLimits, streamEndsOf } from './stream-ends.ts';
import type { VerifyToken } from './tokens.ts';

export interface HttpServerParts {
  readonly graphql: GraphqlHandler;
  readonly verifyToken: VerifyToken;
  /** Asked by /health/ready. */
  readonly readiness: () => Promise<Readiness>;
  readonly log: Log;
  readonly requestsPerMinute: number;
  /** Origins whose pages may call the API from a browser. */
  readonly corsOrigins: readonly string[];
  /** Given, the server shows its pages for a person at this machine: roles, tokens, GraphiQL. */
  readonly developmentIssuer?: DevelopmentIssuer | undefined;
  /** What the clock of a sandbox shows, where it stands until it is moved; the pages offer to. */
  readonly manualClock?: (() => number) | undefined;
  readonly timeouts?: Timeouts | undefined;
}

/** How long a client may take, in milliseconds. One that sends slowly holds a connection, so there is an end to it. */
export interface Timeouts {
  readonly headers: number;
  readonly request: number;
  /** How long it may take nothing of a stream of events. */
  readonly stalled: number;
}

const usualTimeouts: Timeouts = { headers: 10_000, request: 30_000, stalled: 60_000 };

export interface HttpServer {
  /** Resolves when it takes requests; port 0 takes any that is free. */
  listen(port: number, host: string): Promise<{ readonly port: number }>;
  /** Takes no new request, finishes those in flight, and resolves when the last is answered or the time is over. */
  close(graceMilliseconds?: number): Promise<void>;
}

export function createHttpServer(parts: HttpServerParts): HttpServer {
  const closing = new AbortController();
  const { headers: headersTimeout, request: requestTimeout, stalled } = parts.timeouts ?? usualTimeouts;
  const options = {
    headersTimeout,
    requestTimeout,
    keepAliveTimeout: 5_000,
    connectionsCheckingInterval: headersTimeout / 2,
  };
  const server = createServer(options, createApp(parts, { closing: closing.signal, stalled }));
  server.maxHeadersCount = 100;
  return {
    listen: (port, host) => listening(server, port, host),
    close: (graceMilliseconds = 10_000) => {
      // Streams of events end by themselves at this, and say so to their clients.
      closing.abort();
      return closed(server, graceMilliseconds);
    },
  };
}

function createApp(parts: HttpServerParts, limits: StreamLimits): Express {
  const { graphql, verifyToken, log, developmentIssuer: issuer, manualClock } = parts;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(giveRequestId, logged(log), asksToComeBack(limits.closing));
  if (issuer !== undefined) app.use(developmentPages({ issuer, graphql, manualClock }));
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"] } } }));
  app.get('/health/live', (_request, response) => void response.json({ live: true }));
  app.get('/health/ready', readiness(parts, limits.closing));
  app.use('/graphql', allowOrigins(parts.corsOrigins), onlyJsonPosts, authenticate(verifyToken));
  if (parts.requestsPerMinute > 0) app.use('/graphql', limitRate(parts.requestsPerMinute));
  app.post('/graphql', (request, response) => answered(graphql, request, response, limits));
  app.use(notFound);
  app.use(failed(log));
  return app;
}

async function answered(
  graphql: GraphqlHandler,
  request: Request,
  response: Response,
  limits: StreamLimits,
): Promise<void> {
  const { caller, requestId } = knownOf(request);
  if (caller === undefined) return refuse(response, 'UNAUTHENTICATED', requestId);
  const streamEnds = (): AbortSignal => {
    // A proxy that gathers an answer before it passes it on would gather for ever.
    response.setHeader('x-accel-buffering', 'no');
    return streamEndsOf(request, response, limits);
  };
  await graphql(request, response, { caller, requestId, streamEnds });
}

function readiness({ readiness: ask, log }: HttpServerParts, closing: AbortSignal) {
  return async (_request: Request, response: Response): Promise<void> => {
    response.setHeader('cache-control', 'no-store');
    try {
      const answer = await ask();
      const ready = answer.ready && !closing.aborted;
      response.status(ready ? 200 : 503).json({ ...answer, ready });
    } catch (error) {
      log.error(
        { kind: error instanceof Error ? error.name : typeof error },
        'the ledger cannot say whether it is ready',
      );
      response.status(503).json({ ready: false });
    }
  };
}

/**
 * While the server closes, every answer asks its client to come back on another connection: those that were under way when
 * the closing began too. Left open, a connection would be used for one more request, or hold up the closing while it idles.
 */
function asksToComeBack(closing: AbortSignal) {
  const underWay = new Set<Response>();
  closing.addEventListener('abort', () => {
    for (const response of underWay) askToComeBack(response);
  });
  return (request: Request, response: Response, next: NextFunction): void => {
    underWay.add(response);
    response.once('close', () => underWay.delete(response));
    // Its headers may have gone out before the closing began.
    response.once('finish', () => void (closing.aborted && request.socket.end()));
    if (closing.aborted) askToComeBack(response);
    next();
  };
}

function askToComeBack(response: Response): void {
  if (!response.headersSent) response.setHeader('connection', 'close');
}

/** One line for each request: which, by whom, how it ended and how long it took; never its address or its content. */
function logged(log: Log) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const started = performance.now();
    response.once('close', () => {
      const { requestId, caller } = knownOf(request);
      const milliseconds = Math.round((performance.now() - started) * 10) / 10;
      const ended = response.writableFinished ? 'answered' : 'given up by the client';
      log.info({ requestId, caller: caller?.id, status: response.statusCode, milliseconds }, ended);
    });
    next();
  };
}

function failed(log: Log) {
  // Express tells an error handler by its four parameters.
  return (error: unknown, request: Request, response: Response, _next: NextFunction): void => {
    const { requestId } = knownOf(request);
    // The framework could not read the path.
    if (error instanceof URIError) return refuse(response, 'NOT_FOUND', requestId);
    log.error({ requestId, ...placeOf(error) }, 'a request failed');
    if (response.headersSent) response.destroy();
    else refuse(response, 'INTERNAL_SERVER_ERROR', requestId);
  };
}

function listening(server: Server, port: number, host: string): Promise<{ readonly port: number }> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve({ port: typeof address === 'object' && address !== null ? address.port : port });
    });
  });
}

function closed(server: Server, graceMilliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const deadline = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
    server.close(() => {
      clearTimeout(deadline);
      resolve();
    });
    server.closeIdleConnections();
  });
}
