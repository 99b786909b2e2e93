import type { Response } from 'express';

/** What the server itself refuses, before a request comes to GraphQL; in the form of a GraphQL answer all the same. */
const refusals = {
  UNAUTHENTICATED: [401, 'A valid bearer token is needed.'],
  NOT_FOUND: [404, 'There is nothing here.'],
  METHOD_NOT_ALLOWED: [405, 'Send POST.'],
  LENGTH_REQUIRED: [411, 'The length of the body has to be stated.'],
  BODY_TOO_LARGE: [413, 'The body is larger than 1 MB.'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Send application/json.'],
  RATE_LIMITED: [429, 'Too many requests. Wait as long as Retry-After says.'],
  INTERNAL_SERVER_ERROR: [500, 'Something failed on our side; the request id leads to it.'],
  SHUTTING_DOWN: [503, 'The server is shutting down. Ask again.'],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type Refusal = keyof typeof refusals;

const retryable: ReadonlySet<Refusal> = new Set<Refusal>(['RATE_LIMITED', 'SHUTTING_DOWN']);

export function refuse(response: Response, code: Refusal, requestId: string): void {
  const [status, message] = refusals[code];
  const errors = [{ message, extensions: { code, retryable: retryable.has(code) } }];
  response.status(status).json({ errors, extensions: { requestId } });
}
