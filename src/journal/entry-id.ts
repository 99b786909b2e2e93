import { hash } from 'node:crypto';

/** The namespace of entry ids (RFC 9562, name-based). WARNING: fixed for ever; a retry has to make the same ids again. */
const entryNamespace = Buffer.from('6a1d3f0e2f4b5c579f0e5b8f4c1c7d11', 'hex');

/** The id of the n-th entry of a command on a stream: the same whenever the command is sent again. */
export function entryId(stream: string, commandId: string, index: number): string {
  return nameBasedId(entryNamespace, `${stream}/${commandId}/${index}`);
}

/**
 * A UUID of version 5 (RFC 9562, 5.5). Made here of Node's own SHA-1 because two are made for most commands
 * and the uuid package takes five times as long.
 */
export function nameBasedId(namespace: Buffer, name: string): string {
  const digest = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'hex');
  const variant = ((Number.parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  const parts = [digest.slice(0, 8), digest.slice(8, 12), `5${digest.slice(13, 16)}`, variant + digest.slice(18, 20)];
  return `${parts.join('-')}-${digest.slice(20, 32)}`;
}
