import type { AppendReq, AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type handleClientStreamingCall, type sendUnaryData, status } from '@grpc/grpc-js';
import { type Expected, maxAppendSize, type Proposed } from './event-log.ts';
import type { AppendFault } from './faults.ts';
import { recordedCall } from './recorded-calls.ts';
import type { ServedBooks } from './served-books.ts';
import { appended, expectedOf, proposedOf, statusOf, streamDeleted, streamNameOf, wrongRevision } from './wire.ts';

interface Request {
  readonly stream: string;
  readonly expected: Expected;
  readonly proposed: readonly Proposed[];
}

type Answer = (send: sendUnaryData<AppendResp>) => void;

/** The append that has one stream of messages and one answer, which the client takes when it is given credentials. */
export function appendCalls(books: ServedBooks): handleClientStreamingCall<AppendReq, AppendResp> {
  return (call, send) => {
    const messages: AppendReq[] = [];
    call.on('data', (message: AppendReq) => messages.push(message));
    call.on('end', () => {
      const request = requestOf(messages);
      const ids = request.proposed.map(({ id }) => id);
      books.calls.push(recordedCall('APPEND', request.stream, call, ids));
      const sendIfHeard: sendUnaryData<AppendResp> = (...answer) => {
        if (!call.cancelled) send(...answer);
      };
      meet(books, books.faults.append.take(request.stream), request, sendIfHeard);
    });
  };
}

function requestOf(messages: readonly AppendReq[]): Request {
  const options = messages[0]?.getOptions();
  if (options === undefined) throw new Error('An append that does not say where.');
  const proposed = messages.flatMap((message) => message.getProposedMessage() ?? []).map(proposedOf);
  return { stream: streamNameOf(options.getStreamIdentifier()), expected: expectedOf(options), proposed };
}

function meet(
  books: ServedBooks,
  fault: AppendFault | undefined,
  request: Request,
  send: sendUnaryData<AppendResp>,
): void {
  switch (fault?.kind) {
    case undefined:
      return commit(books, request)(send);
    case 'REFUSE':
      return send(statusOf(fault.refusal));
    case 'COMMIT_THEN_REFUSE':
      commit(books, request);
      return send(statusOf(fault.refusal));
    case 'COMMIT_THEN_SILENCE':
      commit(books, request);
      return undefined;
    case 'SILENCE':
      return undefined;
    case 'HOLD':
      books.held.push(() => commit(books, request)(send));
      return undefined;
    case 'NO_POSITION':
      return commit(
        books,
        request,
      )((error, answer) => {
        const revision = answer?.getSuccess()?.getCurrentRevision();
        if (revision === undefined) send(error, answer);
        else send(null, appended(BigInt(revision), undefined));
      });
    case 'TWICE':
      commit(books, request);
      return commit(books, request)(send);
    case 'COMMIT_THEN_WRONG_REVISION':
      commit(books, request);
      return send(null, wrongRevision(request.expected, books.log.lastRevision(request.stream)));
  }
}

/** Carries the append out at once; the answer is given when it is sent. */
function commit({ log }: ServedBooks, { stream, expected, proposed }: Request): Answer {
  const outcome = log.append(stream, expected, proposed);
  switch (outcome.kind) {
    case 'APPENDED':
      return (send) => send(null, appended(outcome.revision, outcome.position));
    case 'WRONG_REVISION':
      return (send) => send(null, wrongRevision(expected, outcome.current));
    case 'STREAM_DELETED':
      return (send) => send(streamDeleted(stream));
    case 'TOO_LARGE':
      return (send) => send(tooLarge());
  }
}

function tooLarge() {
  return statusOf({
    code: status.INVALID_ARGUMENT,
    details: 'Maximum Append Size Exceeded.',
    exception: 'maximum-append-size-exceeded',
    values: { 'maximum-append-size': String(maxAppendSize) },
  });
}
