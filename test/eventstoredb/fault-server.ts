import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import featuresService from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import type { IStreamsServer } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { appendCalls } from './append-calls.ts';
import { EventLog } from './event-log.ts';
import type { Faults } from './faults.ts';
import { FrontDoor } from './front-door.ts';
import { featureCalls, gossipCalls } from './probe-calls.ts';
import { readCalls } from './read-calls.ts';
import { type RecordedCall, recordedCall } from './recorded-calls.ts';
import { type ServedBooks, servedBooks } from './served-books.ts';
import { streamNameOf } from './wire.ts';

/**
 * A server in this process that speaks the protocol of `@eventstore/db-client` and keeps its log in memory, with the
 * semantics of EventStoreDB. Every fault that a real one has only with luck can be brought about here when a test wants it.
 */
export class FaultServer {
  readonly #books: ServedBooks;
  readonly #server: Server;
  readonly #door: FrontDoor;

  private constructor(books: ServedBooks, server: Server, door: FrontDoor) {
    this.#books = books;
    this.#server = server;
    this.#door = door;
  }

  /** `log` of another server: two of them are then two nodes of one cluster. */
  static async start(log: EventLog = new EventLog()): Promise<FaultServer> {
    const books = servedBooks(log);
    // The inner server is never closed by a client's ping, and takes whatever a client may send.
    const server = new Server({ 'grpc.max_receive_message_length': -1 });
    server.addService(streamsService.StreamsService, streamCalls(books));
    server.addService(featuresService.ServerFeaturesService, { getSupportedMethods: featureCalls(books) });
    server.addService(gossipService.GossipService, { read: gossipCalls(books, () => door.port) });
    const door = new FrontDoor(await listen(server));
    await door.open();
    return new FaultServer(books, server, door);
  }

  get port(): number {
    return this.#door.port;
  }

  get connectionString(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** The same server as a cluster, whose members the client asks for first. */
  get clusterConnectionString(): string {
    const options = 'tls=false&maxDiscoverAttempts=2&gossipTimeout=1';
    return `esdb://127.0.0.1:${this.port},127.0.0.1:${this.port}?${options}`;
  }

  get faults(): Faults {
    return this.#books.faults;
  }

  get log(): EventLog {
    return this.#books.log;
  }

  /** Every call that came in, in order. */
  get calls(): readonly RecordedCall[] {
    return this.#books.calls;
  }

  /** Carries out the appends that were held back, in the order in which they came. */
  releaseHeld(): void {
    for (const carryOut of this.#books.held.splice(0)) carryOut();
  }

  get heldCount(): number {
    return this.#books.held.length;
  }

  get subscriberCount(): number {
    return this.#books.subscribers.size;
  }

  /** Drops every connection at once and listens no more, as `kill -9` does; the log stays. */
  kill(): Promise<void> {
    return this.#door.kill();
  }

  /** Listens again on the same port, with the same log. */
  restart(): Promise<void> {
    return this.#door.open();
  }

  dropConnections(): void {
    this.#door.dropConnections();
  }

  /** From now on connections stand, but no byte goes either way. */
  freeze(): void {
    this.#door.freeze();
  }

  /** What was sent meanwhile arrives now. */
  thaw(): void {
    this.#door.thaw();
  }

  async close(): Promise<void> {
    await this.#door.kill();
    this.#server.forceShutdown();
  }
}

function streamCalls(books: ServedBooks): IStreamsServer {
  const { log, calls } = books;
  return {
    append: appendCalls(books),
    read: readCalls(books),
    delete: (call, send) => {
      const stream = streamNameOf(call.request.getOptions()?.getStreamIdentifier());
      calls.push(recordedCall('DELETE', stream, call));
      const position = String(log.softDelete(stream));
      const place = new streams.DeleteResp.Position().setCommitPosition(position).setPreparePosition(position);
      send(null, new streams.DeleteResp().setPosition(place));
    },
    tombstone: (call, send) => {
      const stream = streamNameOf(call.request.getOptions()?.getStreamIdentifier());
      calls.push(recordedCall('DELETE', stream, call));
      const position = String(log.tombstone(stream));
      const place = new streams.TombstoneResp.Position().setCommitPosition(position).setPreparePosition(position);
      send(null, new streams.TombstoneResp().setPosition(place));
    },
    // It says that it can, as every server does, and a caller of ours that believes it is caught here.
    batchAppend: (call) => {
      calls.push(recordedCall('BATCH_APPEND', '', call));
      call.emit('error', { code: status.UNIMPLEMENTED, details: 'batch append' });
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}
