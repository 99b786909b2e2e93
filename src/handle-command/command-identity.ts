import { hash } from 'node:crypto';
import { canonicalJson } from '#journal/canonical-json.ts';
import type { Command } from '#ledger/commands.ts';
import type { ClosingStep } from '#ledger/periods/closing-steps.ts';

export const hashVersion = 1;

/**
 * What a command says, as a hash: same id and same hash is a retry, same id and another hash a conflict.
 * Content is the input as sent, amounts written out, before anything is filled in; how it was sent (id, dry
 * run, the caller's conditions) is not content. WARNING: hashes are stored; a change here is a new hashVersion.
 */
export function contentHash({ name, input }: Command | ClosingStep): string {
  const { commandId: _, dryRun: __, expect: ___, ...content } = { expect: undefined, ...input };
  return hash('sha256', canonicalJson({ name, ...content }), 'hex');
}
