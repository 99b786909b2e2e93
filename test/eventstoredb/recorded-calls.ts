import type { Metadata } from '@grpc/grpc-js';

/** A call as the server saw it come in. */
export interface RecordedCall {
  readonly method:
    | 'APPEND'
    | 'BATCH_APPEND'
    | 'READ_STREAM'
    | 'READ_ALL'
    | 'SUBSCRIBE'
    | 'FEATURES'
    | 'GOSSIP'
    | 'DELETE';
  readonly stream: string;
  /** User and password as sent; a connection without TLS sends none. */
  readonly credentials: string | undefined;
  /** Whether the caller said when it would stop waiting. */
  readonly hasDeadline: boolean;
  readonly connectionName: string | undefined;
  /** Of the events to append. */
  readonly eventIds: readonly string[];
}

export interface IncomingCall {
  readonly metadata: Metadata;
  readonly getDeadline: () => Date | number;
}

export function recordedCall(
  method: RecordedCall['method'],
  stream: string,
  call: IncomingCall,
  eventIds: readonly string[] = [],
): RecordedCall {
  const authorization = call.metadata.get('authorization')[0]?.toString();
  return {
    method,
    stream,
    credentials: authorization && Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString(),
    hasDeadline: Number.isFinite(Number(call.getDeadline())),
    connectionName: call.metadata.get('connection-name')[0]?.toString(),
    eventIds,
  };
}
