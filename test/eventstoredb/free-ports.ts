import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** Ports on 127.0.0.1 that nobody listened on a moment ago, all different. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const listeners = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(listeners.map(async (listener) => once(listener, 'listening')));
  const ports = listeners.map((listener) => portOf(listener.address()));
  await Promise.all(listeners.map(async (listener) => listener[Symbol.asyncDispose]()));
  return ports;
}

export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('a listener on a port was expected');
  return address.port;
}
