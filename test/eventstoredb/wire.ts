import type { StreamIdentifier } from '@eventstore/db-client/generated/shared_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import type { AppendReq, AppendResp, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, type StatusObject, status } from '@grpc/grpc-js';
import type { Expected, Proposed, Recorded } from './event-log.ts';
import type { Refusal } from './faults.ts';

const { AppendResp: AppendAnswer, ReadResp: ReadAnswer } = streams;

/** What the records of the log look like on the wire, and back. */
export function streamNameOf(identifier: StreamIdentifier | undefined): string {
  return Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();
}

export function expectedOf(options: AppendReq.Options): Expected {
  if (options.hasRevision()) return BigInt(options.getRevision());
  if (options.hasNoStream()) return 'no_stream';
  return options.hasStreamExists() ? 'stream_exists' : 'any';
}

export function proposedOf(message: AppendReq.ProposedMessage): Proposed {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
}

export function appended(revision: bigint, position: bigint | undefined): AppendResp {
  const success = new AppendAnswer.Success().setCurrentRevision(String(revision));
  if (position === undefined) success.setNoPosition(new shared.Empty());
  else {
    const place = new AppendAnswer.Position();
    success.setPosition(place.setCommitPosition(String(position)).setPreparePosition(String(position)));
  }
  return new AppendAnswer().setSuccess(success);
}

export function wrongRevision(expected: Expected, current: bigint | undefined): AppendResp {
  const wrong = new AppendAnswer.WrongExpectedVersion();
  if (current === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(String(current));
  if (expected === 'no_stream') wrong.setExpectedNoStream(new shared.Empty());
  else if (expected === 'stream_exists') wrong.setExpectedStreamExists(new shared.Empty());
  else if (expected === 'any') wrong.setExpectedAny(new shared.Empty());
  else wrong.setExpectedRevision(String(expected));
  return new AppendAnswer().setWrongExpectedVersion(wrong);
}

export function delivered(event: Recorded): ReadResp {
  const recorded = new ReadAnswer.ReadEvent.RecordedEvent()
    .setId(new shared.UUID().setString(event.id))
    .setStreamIdentifier(identifierOf(event.stream))
    .setStreamRevision(String(event.revision))
    .setCommitPosition(String(event.position))
    .setPreparePosition(String(event.position))
    .setData(event.data)
    .setCustomMetadata(event.metadata);
  // Time is counted in units of 100 nanoseconds.
  const created = `${event.created}0000`;
  const about = { type: event.type, 'content-type': event.contentType, created };
  for (const [key, value] of Object.entries(about)) recorded.getMetadataMap().set(key, value);
  const read = new ReadAnswer.ReadEvent().setEvent(recorded).setCommitPosition(String(event.position));
  return new ReadAnswer().setEvent(read);
}

export function streamNotFound(stream: string): ReadResp {
  const answer = new ReadAnswer.StreamNotFound().setStreamIdentifier(identifierOf(stream));
  return new ReadAnswer().setStreamNotFound(answer);
}

export function confirmation(): ReadResp {
  const answer = new ReadAnswer.SubscriptionConfirmation().setSubscriptionId(crypto.randomUUID());
  return new ReadAnswer().setConfirmation(answer);
}

export function checkpoint(position: bigint): ReadResp {
  const answer = new ReadAnswer.Checkpoint();
  answer.setCommitPosition(String(position)).setPreparePosition(String(position));
  return new ReadAnswer().setCheckpoint(answer);
}

export function caughtUp(): ReadResp {
  return new ReadAnswer().setCaughtUp(new ReadAnswer.CaughtUp());
}

export function streamDeleted(stream: string): Partial<StatusObject> {
  return statusOf({
    code: status.FAILED_PRECONDITION,
    details: 'Event stream is deleted.',
    exception: 'stream-deleted',
    values: { 'stream-name': stream },
  });
}

export function statusOf({ code, details, exception, values = {} }: Refusal): Partial<StatusObject> {
  const metadata = new Metadata();
  if (exception !== undefined) metadata.set('exception', exception);
  for (const [key, value] of Object.entries(values)) metadata.set(key, value);
  return { code, details, metadata };
}

function identifierOf(stream: string): StreamIdentifier {
  return new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
}
