import { randomUUID } from 'node:crypto';
import type { NextFunction, Request, Response } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { Caller } from '#graphql/caller.ts';
import { type Refusal, refuse } from './answers.ts';
import type { VerifyToken } from './tokens.ts';

/** What stands between the network and GraphQL, each guard a few lines: whatever it does not know, it refuses. */

export interface KnownRequest {
  readonly requestId: string;
  readonly caller: Caller | undefined;
}

/** What we know of a request, beside it: nothing is written onto the objects of the framework. */
const known = new WeakMap<object, KnownRequest>();

export function knownOf(request: Request): KnownRequest {
  return known.get(request) ?? { requestId: '', caller: undefined };
}

/** Ours, always: an id that a caller chose could be a name, and it stands in every entry of the request. */
export function giveRequestId(request: Request, response: Response, next: NextFunction): void {
  const requestId = randomUUID();
  known.set(request, { requestId, caller: undefined });
  response.setHeader('x-request-id', requestId);
  next();
}

function refuseWith(request: Request, response: Response, code: Refusal): void {
  refuse(response, code, knownOf(request).requestId);
}

export const largestBody = 1_000_000;

/** Only POST with JSON of a stated, bounded length. Forms, plain text and GET never come to a mutation. */
export function onlyJsonPosts(request: Request, response: Response, next: NextFunction): void {
  const fault = faultOfPost(request);
  if (fault === undefined) return next();
  if (fault === 'METHOD_NOT_ALLOWED') response.setHeader('allow', 'POST');
  // The rest of a body that nobody will read must not be taken for the next request.
  if (fault === 'BODY_TOO_LARGE' || fault === 'LENGTH_REQUIRED') response.setHeader('connection', 'close');
  refuseWith(request, response, fault);
}

const jsonTypes = ['application/json', 'application/graphql+json'];

function faultOfPost({ method, headers }: Request): Refusal | undefined {
  if (method !== 'POST') return 'METHOD_NOT_ALLOWED';
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (!jsonTypes.includes(type)) return 'UNSUPPORTED_MEDIA_TYPE';
  const length = headers['content-length'];
  if (length === undefined || headers['transfer-encoding'] !== undefined) return 'LENGTH_REQUIRED';
  return Number(length) <= largestBody ? undefined : 'BODY_TOO_LARGE';
}

/** No anonymous request goes further. */
export function authenticate(verify: VerifyToken) {
  return async (request: Request, response: Response, next: NextFunction): Promise<void> => {
    const [, token] = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '') ?? [];
    const caller = token === undefined ? undefined : await verify(token);
    if (caller !== undefined) {
      known.set(request, { ...knownOf(request), caller });
      return next();
    }
    response.setHeader('www-authenticate', token === undefined ? 'Bearer' : 'Bearer error="invalid_token"');
    refuseWith(request, response, 'UNAUTHENTICATED');
  };
}

/** Per caller, however many machines it calls from. */
export function limitRate(requestsPerMinute: number) {
  return rateLimit({
    windowMs: 60_000,
    limit: requestsPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    keyGenerator: (request) => knownOf(request).caller?.id ?? '',
    handler: (request, response) => refuseWith(request, response, 'RATE_LIMITED'),
  });
}

/** Lets pages of the listed origins call the API; no other page of a browser can. */
export function allowOrigins(origins: readonly string[]) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const { origin } = request.headers;
    if (origin === undefined || !origins.includes(origin)) return next();
    response.setHeader('access-control-allow-origin', origin);
    response.vary('origin');
    response.setHeader('access-control-expose-headers', 'x-request-id, retry-after');
    if (request.method !== 'OPTIONS') return next();
    response.setHeader('access-control-allow-methods', 'POST');
    response.setHeader('access-control-allow-headers', 'authorization, content-type');
    response.setHeader('access-control-max-age', '600');
    response.status(204).end();
  };
}

export function notFound(request: Request, response: Response): void {
  refuseWith(request, response, 'NOT_FOUND');
}
