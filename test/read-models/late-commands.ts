import { contentHash } from '#handle-command/command-identity.ts';
import { entriesOf } from '#handle-command/entries.ts';
import type { Journal } from '#journal/journal.ts';
import { emptyAccount } from '#ledger/account.ts';
import { type CommandName, commandInputs, isOfAccount, isOnAccount, parseCommand } from '#ledger/commands.ts';
import { decide } from '#ledger/decide.ts';
import { evolve } from '#ledger/evolve.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { books } from '../ledger/given-when-then.ts';
import { type Intent, sentFor } from '../ledger/random-commands.ts';

const context = {
  actor: { kind: 'PERSON', id: 'clerk-2', role: 'billing_specialist' },
  correlationId: 'request-late',
} as const;

/**
 * A command that was decided before the books heard of a closing, and whose append a frozen store carries out after the fence: what
 * no writer lets through, and a store can. Whether the account took it.
 */
export async function letSlip(
  journal: Journal,
  {
    accountId,
    effectiveDate,
    number,
  }: { readonly accountId: string; readonly effectiveDate: string; readonly number: number },
  intent: Intent,
): Promise<boolean> {
  const stream = `main.account-${accountId}`;
  const known = await journal.readStream(stream);
  const account = known.reduce(evolve, emptyAccount(accountId));
  const [name, sent] = sentFor(intent, account, 100_000 + number);
  if (!isCommandName(name) || !isOfAccount(name) || name === 'TransferBalance') return false;
  const currency = 'currency' in commandInputs[name].shape ? { currency: 'USD' } : {};
  const command = parseCommand(name, { ...sent, ...currency, accountId, effectiveDate, commandId: `late-${number}` });
  if ('outcome' in command || !isOnAccount(command)) return false;
  const decision = decide(account, command, books);
  if (decision.outcome === 'REJECTED') return false;
  const reasonList = defaultReasons.version;
  const making = { stream, command, hash: contentHash(command), reasonList, context, corrects: undefined };
  const entries = entriesOf(making, decision.facts);
  await journal.append({ stream, expectedRevision: known.length - 1, entries });
  return true;
}

function isCommandName(name: string): name is CommandName {
  return name in commandInputs;
}
