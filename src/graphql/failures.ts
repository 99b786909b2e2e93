import { GraphQLError } from 'graphql';
import { CursorUnknown, PositionUnknown, ProjectionBehind } from '#read-models/read-models.ts';

/**
 * Errors in the GraphQL sense: the request was not understood, or something failed. A "no" of the books is never one.
 *
 * Codes are only ever added. The texts are all ours: nothing that a caller sent is repeated, because what is sent by
 * mistake may be a person's data.
 */
const failures = {
  BAD_REQUEST: ['The request does not have the form of GraphQL over HTTP.', 400],
  GRAPHQL_PARSE_FAILED: ['The document is not GraphQL.', 400],
  GRAPHQL_VALIDATION_FAILED: ['The document does not fit the schema.', 400],
  OPERATION_RESOLUTION_FAILURE: ['The document has no operation of that name, or several and none is named.', 400],
  DOCUMENT_TOO_LARGE: ['The document asks for more than one request may.', 400],
  BAD_USER_INPUT: ['A value does not have the form that the schema asks for.', 400],
  FORBIDDEN: ['No role of the caller may do this.', 200],
  PROJECTION_BEHIND: ['The figures do not yet include this position. Ask again.', 200],
  CURSOR_UNKNOWN: ['This cursor was not made by this list.', 200],
  POSITION_UNKNOWN: ['This is not a position of this ledger, or it lies beyond the last entry.', 200],
  CLOCK_NOT_MANUAL: ['The clock of this ledger cannot be moved: that takes a sandbox, and CLOCK=manual.', 200],
  TOO_MANY_STREAMS: ['As many streams are open as may be. End one, or come back later.', 200],
  OUTCOME_UNKNOWN: [
    'Whether it was recorded is not known. Send the command again with the same id: it answers once.',
    200,
  ],
  JOURNAL_UNAVAILABLE: ['The journal cannot be asked now. Ask again.', 200],
  INTERNAL_SERVER_ERROR: ['Something failed on our side; the request id leads to it.', 500],
} as const satisfies Record<string, readonly [message: string, status: number]>;

export type FailureCode = keyof typeof failures;

const retryableFailures: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'PROJECTION_BEHIND',
  'OUTCOME_UNKNOWN',
  'JOURNAL_UNAVAILABLE',
  'TOO_MANY_STREAMS',
]);

/** The errors that we made ourselves, whose texts may therefore be shown. */
const ours = new WeakSet<Error>();

export interface FailureDetails {
  /** One sentence of our own words and names of the schema. */
  readonly message?: string | undefined;
  /** Where, in the words of the schema: `lines.0.amount`. */
  readonly inputPath?: string | undefined;
  /** The error whose place in the document, or whose path in the answer, this one takes over. */
  readonly from?: GraphQLError | undefined;
}

export function failure(code: FailureCode, { message, inputPath, from }: FailureDetails = {}): GraphQLError {
  const [text, status] = failures[code];
  const extensions = {
    code,
    retryable: retryableFailures.has(code),
    ...(inputPath === undefined ? {} : { inputPath }),
    // `spec`: 200 all the same where a client accepts only application/json, if it was GraphQL at all (GraphQL over HTTP).
    http: { status, spec: status === 400 && code !== 'BAD_REQUEST' },
  };
  const place =
    from === undefined ? {} : { nodes: from.nodes, source: from.source, positions: from.positions, path: from.path };
  const error = new GraphQLError(message ?? text, { ...place, extensions });
  ours.add(error);
  return error;
}

export function badInput(inputPath: string, expected: string): GraphQLError {
  return failure('BAD_USER_INPUT', { inputPath, message: `${inputPath}: expected ${expected}.` });
}

/** What may be shown of an error, and whether it is one that we have to look into. */
export interface Shown {
  readonly error: GraphQLError;
  /** Set where nobody foresaw it. */
  readonly unforeseen?: Error;
}

export function shown(error: GraphQLError): Shown {
  if (ours.has(error)) return { error };
  const cause = causeOf(error);
  if (cause instanceof GraphQLError && ours.has(cause)) return { error: relocated(cause, error) };
  const code = foreseen(cause) ?? requestFault(error);
  return code === undefined
    ? { error: failure('INTERNAL_SERVER_ERROR', { from: error }), unforeseen: cause }
    : { error: failure(code, { from: error }) };
}

/** The innermost error: executors wrap what a resolver threw, some of them twice. */
function causeOf(error: Error): Error {
  return error.cause instanceof Error ? causeOf(error.cause) : error;
}

function relocated(cause: GraphQLError, place: GraphQLError): GraphQLError {
  const { nodes, source, positions, path } = place;
  const error = new GraphQLError(cause.message, { nodes, source, positions, path, extensions: cause.extensions });
  ours.add(error);
  return error;
}

function foreseen(cause: Error): FailureCode | undefined {
  if (cause instanceof ProjectionBehind) return 'PROJECTION_BEHIND';
  if (cause instanceof PositionUnknown) return 'POSITION_UNKNOWN';
  if (cause instanceof CursorUnknown) return 'CURSOR_UNKNOWN';
  // By name: the journal's errors come to us only through the command handler.
  if (cause.name === 'OutcomeUnknown') return 'OUTCOME_UNKNOWN';
  if (cause.name === 'Unavailable') return 'JOURNAL_UNAVAILABLE';
  return cause.name === 'ForbiddenError' ? 'FORBIDDEN' : undefined;
}

/** What the GraphQL libraries say of a request, by their code alone: their texts repeat what was sent. */
function requestFault(error: GraphQLError): FailureCode | undefined {
  const { code } = error.extensions;
  if (code === 'BAD_REQUEST' || code === 'OPERATION_RESOLUTION_FAILURE') return code;
  // What a resolver threw has a path; a request that never came to a resolver has none.
  return error.path === undefined && error.cause === undefined ? 'BAD_REQUEST' : undefined;
}
