import { status } from '@grpc/grpc-js';
import { FaultSwitch } from './fault-switch.ts';

/** An answer that is an error. `exception` is how EventStoreDB names it beside the code of the protocol. */
export interface Refusal {
  readonly code: status;
  readonly details: string;
  readonly exception?: string;
  readonly values?: Readonly<Record<string, string>>;
}

export const refusals = {
  unavailable: { code: status.UNAVAILABLE, details: 'the server is going down' },
  serverIsNotReady: { code: status.UNKNOWN, details: 'Server Is Not Ready' },
  streamReset: {
    code: status.INTERNAL,
    details: 'Received RST_STREAM with code 0 (Call ended without gRPC status)',
  },
  accessDenied: { code: status.PERMISSION_DENIED, details: 'Access Denied', exception: 'access-denied' },
  unauthenticated: { code: status.UNAUTHENTICATED, details: 'Unauthenticated' },
  timedOut: { code: status.ABORTED, details: 'Operation timed out' },
} as const satisfies Readonly<Record<string, Refusal>>;

export function notLeader(host: string, port: number): Refusal {
  return {
    code: status.NOT_FOUND,
    details: 'Leader info available',
    exception: 'not-leader',
    values: { 'leader-endpoint-host': host, 'leader-endpoint-port': String(port) },
  };
}

export type AppendFault =
  | { readonly kind: 'REFUSE'; readonly refusal: Refusal }
  | { readonly kind: 'COMMIT_THEN_REFUSE'; readonly refusal: Refusal }
  | { readonly kind: 'COMMIT_THEN_SILENCE' }
  | { readonly kind: 'SILENCE' }
  /** Nothing happens until `releaseHeld()`: then it is carried out, however long ago the caller has given up. */
  | { readonly kind: 'HOLD' }
  /** Committed, and the answer does not say where in $all. */
  | { readonly kind: 'NO_POSITION' }
  /** Delivered and carried out twice; the second answer is sent. */
  | { readonly kind: 'TWICE' }
  /** Committed, but answered as a wrong expected version, as after a retry inside the cluster. */
  | { readonly kind: 'COMMIT_THEN_WRONG_REVISION' };

/** Each after so many events. */
export type ReadFault =
  | { readonly kind: 'SILENCE'; readonly after: number }
  | { readonly kind: 'END'; readonly after: number }
  | { readonly kind: 'REFUSE'; readonly after: number; readonly refusal: Refusal };

/** What a subscription meets when it begins. */
export type SubscribeFault =
  | { readonly kind: 'SILENCE' }
  | { readonly kind: 'END' }
  | { readonly kind: 'REFUSE'; readonly refusal: Refusal };

/** What a subscription meets while it runs, after so many more events. */
export type FeedFault =
  | ReadFault
  /** An event that is never delivered. */
  | { readonly kind: 'SKIP'; readonly after: number }
  | { readonly kind: 'TWICE'; readonly after: number }
  /** Says that everything is delivered, checkpoint and all, and ends without having delivered it. */
  | { readonly kind: 'CHECKPOINT_AHEAD'; readonly after: number };

/** What a call meets that only asks about the server. */
export type ProbeFault =
  | { readonly kind: 'SILENCE' }
  | { readonly kind: 'REFUSE'; readonly refusal: Refusal }
  /** Gossip of a cluster that has no leader. */
  | { readonly kind: 'NO_LEADER' };

export class Faults {
  readonly append = new FaultSwitch<AppendFault>();
  readonly read = new FaultSwitch<ReadFault>();
  readonly subscribe = new FaultSwitch<SubscribeFault>();
  readonly feed = new FaultSwitch<FeedFault>();
  readonly features = new FaultSwitch<ProbeFault>();
  readonly gossip = new FaultSwitch<ProbeFault>();

  liftAll(): void {
    for (const one of [this.append, this.read, this.subscribe, this.feed, this.features, this.gossip]) one.lift();
  }
}
