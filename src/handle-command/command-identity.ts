import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { v5 } from 'uuid';
import type { Command } from '#ledger/commands.ts';

/** The namespace of entry ids (RFC 9562, name-based). WARNING: fixed for ever; a retry has to make the same ids again. */
const entryNamespace = '6a1d3f0e-2f4b-5c57-9f0e-5b8f4c1c7d11';

export const hashVersion = 1;

/**
 * What a command says, as a hash: same id and same hash is a retry, same id and another hash a conflict.
 * Content is the input as sent, amounts written out, before anything is filled in; how it was sent (id, dry
 * run) is not content. WARNING: hashes are stored; a change here is a new hashVersion.
 */
export function contentHash({ name, input }: Command): string {
  const { commandId: _, dryRun: __, ...content } = input;
  const text = canonicalize({ name, ...content });
  if (text === undefined) throw new Error('a command without content');
  return hash('sha256', text, 'hex');
}

/** The id of the n-th entry of a command on a stream: the same whenever the command is sent again. */
export function entryId(stream: string, commandId: string, index: number): string {
  return v5(`${stream}/${commandId}/${index}`, entryNamespace);
}
