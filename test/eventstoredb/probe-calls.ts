import type { ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import gossip from '@eventstore/db-client/generated/gossip_pb.js';
import type { SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import serverFeatures from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { handleUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { ProbeFault } from './faults.ts';
import { recordedCall } from './recorded-calls.ts';
import type { ServedBooks } from './served-books.ts';
import { statusOf } from './wire.ts';

const serverVersion = '24.10.4';
const { LEADER, UNKNOWN } = gossip.MemberInfo.VNodeState;

/** What the server says it can do. The real one has far more methods; these are all that this one answers. */
export function featureCalls(books: ServedBooks): handleUnaryCall<Empty, SupportedMethods> {
  return (call, send) => {
    books.calls.push(recordedCall('FEATURES', '', call));
    meet(books.faults.features.take(), send, supportedMethods);
  };
}

/** Who is in the cluster: this server alone, as its leader, unless the fault says that nobody leads. */
export function gossipCalls(books: ServedBooks, port: () => number): handleUnaryCall<Empty, ClusterInfo> {
  return (call, send) => {
    books.calls.push(recordedCall('GOSSIP', '', call));
    meet(books.faults.gossip.take(), send, (fault) => clusterInfo(port(), fault?.kind === 'NO_LEADER'));
  };
}

function meet<Answer>(
  fault: ProbeFault | undefined,
  send: sendUnaryData<Answer>,
  answer: (fault: ProbeFault | undefined) => Answer,
): void {
  switch (fault?.kind) {
    case 'SILENCE':
      return;
    case 'REFUSE':
      return send(statusOf(fault.refusal));
    case undefined:
    case 'NO_LEADER':
      return send(null, answer(fault));
  }
}

function supportedMethods(): SupportedMethods {
  const methods = Object.values(streamsService.StreamsService).map(({ path }) => {
    const [, service = '', method = ''] = path.split('/');
    return new serverFeatures.SupportedMethod().setServiceName(service).setMethodName(method.toLowerCase());
  });
  return new serverFeatures.SupportedMethods().setEventStoreServerVersion(serverVersion).setMethodsList(methods);
}

function clusterInfo(port: number, isLeaderless: boolean): ClusterInfo {
  const member = new gossip.MemberInfo()
    .setInstanceId(new shared.UUID().setString(crypto.randomUUID()))
    .setTimeStamp(String(Date.now()))
    .setState(isLeaderless ? UNKNOWN : LEADER)
    .setIsAlive(true)
    .setHttpEndPoint(new gossip.EndPoint().setAddress('127.0.0.1').setPort(port));
  return new gossip.ClusterInfo().setMembersList([member]);
}
