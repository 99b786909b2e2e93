import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/**
 * The port by which a server is reached: it can be closed at once as by `kill -9`, opened again under the same number,
 * and frozen, as when a process is stopped: connections stay, new ones are taken, and nothing goes through either way.
 */
export class FrontDoor {
  readonly #innerPort: number;
  readonly #sockets = new Set<Socket>();
  #listener: Server | undefined;
  #port = 0;
  #isFrozen = false;

  constructor(innerPort: number) {
    this.#innerPort = innerPort;
  }

  get port(): number {
    return this.#port;
  }

  async open(): Promise<void> {
    const listener = createServer((outer) => this.#connect(outer));
    listener.listen(this.#port, '127.0.0.1');
    await once(listener, 'listening');
    this.#listener = listener;
    this.#port = (listener.address() as AddressInfo).port;
  }

  /** Drops every connection with a reset, and refuses new ones. */
  async kill(): Promise<void> {
    const listener = this.#listener;
    if (listener === undefined) return;
    this.#listener = undefined;
    const closed = once(listener, 'close');
    listener.close();
    this.dropConnections();
    await closed;
  }

  /** Drops every connection, and takes new ones. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  freeze(): void {
    this.#isFrozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  thaw(): void {
    this.#isFrozen = false;
    for (const socket of this.#sockets) socket.resume();
  }

  #connect(outer: Socket): void {
    const inner = connect(this.#innerPort, '127.0.0.1');
    for (const [from, to] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on('data', (bytes) => to.write(bytes));
      from.on('end', () => to.end());
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      if (this.#isFrozen) from.pause();
    }
  }
}
