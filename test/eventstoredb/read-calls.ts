import type { ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { handleServerStreamingCall, ServerWritableStream } from '@grpc/grpc-js';
import type { EventLog, Recorded } from './event-log.ts';
import type { ReadFault } from './faults.ts';
import { recordedCall } from './recorded-calls.ts';
import type { ServedBooks } from './served-books.ts';
import { subscribe } from './subscription.ts';
import { delivered, statusOf, streamDeleted, streamNameOf, streamNotFound } from './wire.ts';

type Call = ServerWritableStream<ReadReq, ReadResp>;

/** Reads and subscriptions are one method on the wire. */
export function readCalls(books: ServedBooks): handleServerStreamingCall<ReadReq, ReadResp> {
  return (call) => {
    const options = call.request.getOptions();
    if (options === undefined) throw new Error('A read that does not say of what.');
    const stream = streamNameOf(options.getStream()?.getStreamIdentifier());
    if (options.hasSubscription()) {
      books.calls.push(recordedCall('SUBSCRIBE', stream, call));
      return subscribe(books, call, options);
    }
    books.calls.push(recordedCall(options.hasAll() ? 'READ_ALL' : 'READ_STREAM', stream, call));
    const fault = books.faults.read.take(stream);
    if (options.hasAll()) return send(call, page(allOf(books.log, options), options), fault);
    return sendStream(books.log, call, options, fault);
  };
}

function sendStream(log: EventLog, call: Call, options: ReadReq.Options, fault: ReadFault | undefined): void {
  const stream = streamNameOf(options.getStream()?.getStreamIdentifier());
  const read = log.readStream(stream);
  switch (read.kind) {
    case 'STREAM_DELETED':
      call.emit('error', streamDeleted(stream));
      return;
    case 'NOT_FOUND':
      if (fault === undefined) call.write(streamNotFound(stream));
      return send(call, [], fault);
    case 'EVENTS':
      return send(call, page(fromRevision(read.events, options), options), fault);
  }
}

function fromRevision(events: readonly Recorded[], options: ReadReq.Options): readonly Recorded[] {
  const from = options.getStream();
  if (from?.hasRevision() !== true) return events;
  const revision = BigInt(from.getRevision());
  return events.filter((event) => (isBackwards(options) ? event.revision <= revision : event.revision >= revision));
}

/** Forwards from a position includes it, backwards does not. */
function allOf(log: EventLog, options: ReadReq.Options): readonly Recorded[] {
  const from = options.getAll()?.getPosition();
  if (from === undefined) return log.all;
  const position = BigInt(from.getCommitPosition());
  return log.all.filter((event) => (isBackwards(options) ? event.position < position : event.position >= position));
}

function page(events: readonly Recorded[], options: ReadReq.Options): readonly Recorded[] {
  const from = options.getStream() ?? options.getAll();
  const isAtFarEnd = isBackwards(options) ? from?.hasStart() : from?.hasEnd();
  if (isAtFarEnd === true) return [];
  const count = Number(options.getCount());
  return isBackwards(options) ? events.toReversed().slice(0, count) : events.slice(0, count);
}

function isBackwards(options: ReadReq.Options): boolean {
  return options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;
}

function send(call: Call, events: readonly Recorded[], fault: ReadFault | undefined): void {
  for (const event of fault === undefined ? events : events.slice(0, fault.after)) call.write(delivered(event));
  switch (fault?.kind) {
    case undefined:
    case 'END':
      call.end();
      return;
    case 'REFUSE':
      call.emit('error', statusOf(fault.refusal));
      return;
    case 'SILENCE':
      return;
  }
}
