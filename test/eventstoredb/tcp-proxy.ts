import { connect, createServer, type Server, type Socket } from 'node:net';
import { portOf } from './free-ports.ts';

/** A network between a client and a server on this machine that can be made bad, and good again. */
export interface TcpProxy {
  readonly port: number;
  /** Connections that are open now. */
  readonly connections: () => number;
  /** Resets every open connection. New ones are let through. */
  readonly cut: () => void;
  /** Resets every open connection, and every new one, until `lift`. */
  readonly refuse: () => void;
  /** Whatever passes arrives later by this much, in order, until `lift`. */
  readonly delay: (milliseconds: number) => void;
  /** Connections are accepted and what is sent is taken, but nothing arrives until `lift`; then all of it does. */
  readonly freeze: () => void;
  /** Ends one direction of every open connection; the other one goes on. */
  readonly halfClose: (direction: Direction) => void;
  /** Neither refuses, delays nor freezes any longer. What was ended or reset stays so. */
  readonly lift: () => void;
  readonly close: () => Promise<void>;
}

type Direction = 'TO_SERVER' | 'TO_CLIENT';

interface Weather {
  delay: number;
  isRefusing: boolean;
  /** Resolves when what arrived may go on. */
  thawed: Promise<void>;
  thaw: () => void;
}

interface Connection {
  readonly toServer: Pipe;
  readonly toClient: Pipe;
  readonly reset: () => void;
}

interface Pipe {
  /** What comes after it is lost, as after a half that was shut down. */
  readonly end: () => void;
}

/** In front of a port of 127.0.0.1. */
export async function openTcpProxy(serverPort: number): Promise<TcpProxy> {
  const weather: Weather = { delay: 0, isRefusing: false, thawed: Promise.resolve(), thaw: () => {} };
  const open = new Set<Connection>();
  const listener = createServer({ allowHalfOpen: true }, (client) => {
    if (weather.isRefusing) client.resetAndDestroy();
    else connectThrough(client, serverPort, weather, open);
  });
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const { reset } of open) reset();
  };
  const lift = (): void => {
    Object.assign(weather, { delay: 0, isRefusing: false });
    weather.thaw();
  };
  return {
    port: portOf(listener.address()),
    connections: () => open.size,
    cut,
    refuse: () => {
      weather.isRefusing = true;
      cut();
    },
    delay: (milliseconds) => void (weather.delay = milliseconds),
    freeze: () => freeze(weather),
    halfClose: (direction) => {
      for (const { toServer, toClient } of open) (direction === 'TO_SERVER' ? toServer : toClient).end();
    },
    lift,
    close: async () => {
      lift();
      cut();
      await closed(listener);
    },
  };
}

/** Frozen twice is frozen once. */
function freeze(weather: Weather): void {
  weather.thaw();
  const { promise, resolve } = Promise.withResolvers<void>();
  Object.assign(weather, { thawed: promise, thaw: resolve });
}

async function closed(listener: Server): Promise<void> {
  await new Promise((resolve) => listener.close(resolve));
}

function connectThrough(client: Socket, port: number, weather: Weather, open: Set<Connection>): void {
  const server = connect({ host: '127.0.0.1', port, allowHalfOpen: true });
  const connection = {
    toServer: pipe(client, server, weather),
    toClient: pipe(server, client, weather),
    reset: () => {
      client.resetAndDestroy();
      server.resetAndDestroy();
    },
  };
  open.add(connection);
  for (const [one, other] of [[client, server] as const, [server, client] as const]) {
    one.setNoDelay(true);
    // A reset or a server that is not there: the other side hears of it, and nobody else needs to.
    one.on('error', () => other.resetAndDestroy());
    one.on('close', () => {
      if (client.destroyed && server.destroyed) open.delete(connection);
    });
  }
}

const heldAtMost = 1_048_576;

/** Each piece starts its wait when it arrives, so a delay costs time and not throughput. */
function pipe(from: Socket, to: Socket, weather: Weather): Pipe {
  let last = Promise.resolve();
  let held = 0;
  let isEnded = false;
  const passAfter = async (before: Promise<void>, length: number, go: () => void): Promise<void> => {
    const due = performance.now() + weather.delay;
    await before;
    await sleepUntil(due);
    await weather.thawed;
    held -= length;
    if (held <= heldAtMost) from.resume();
    if (!isEnded && !to.destroyed) go();
  };
  const pass = (length: number, go: () => void): void => {
    held += length;
    if (held > heldAtMost) from.pause();
    last = passAfter(last, length, go);
  };
  const end = (): void => {
    if (!isEnded) to.end();
    isEnded = true;
  };
  from.on('data', (piece: Buffer) => pass(piece.length, () => void to.write(piece)));
  from.on('end', () => pass(0, end));
  return { end };
}

async function sleepUntil(due: number): Promise<void> {
  const rest = due - performance.now();
  if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
}
