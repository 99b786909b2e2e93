/** A real EventStoreDB or KurrentDB. Others may use it at the same time: a test takes a ledger id of its own on it. */
export interface RealServer {
  readonly connectionString: string;
  /** As the server says it, such as `24.10.4`. */
  readonly version: string;
  /** Where it comes from, for a person. */
  readonly origin: string;
}

/** A node that belongs to one suite, on ports and data that it keeps over a restart. */
export interface OwnServer extends RealServer {
  /** Of HTTP and gRPC, on 127.0.0.1. */
  readonly port: number;
  /** Ends it as a power cut would. */
  readonly kill: () => Promise<void>;
  /** Asks it to stop and waits until it has. */
  readonly stop: () => Promise<void>;
  /** Starts it again after `kill` or `stop`; resolves when it takes appends. */
  readonly restart: () => Promise<void>;
  /** It keeps its connections and answers nothing, until `thaw`. */
  readonly freeze: () => Promise<void>;
  readonly thaw: () => Promise<void>;
  /** Ends it for good, with its data. */
  readonly discard: () => Promise<void>;
}

/** `MEMORY` starts fastest and has nothing left after a restart. */
export type Keeping = 'DISK' | 'MEMORY';
