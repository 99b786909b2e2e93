import { entryId } from '#journal/entry-id.ts';
import type { Command } from '#ledger/commands.ts';
import type { Actor, Correction, NewEntry } from '#ledger/entry.ts';
import { currentVersion, type Fact } from '#ledger/events.ts';
import type { ClosingStep } from '#ledger/periods/closing-steps.ts';
import { currencyTableVersion } from '#money/currencies.ts';
import { hashVersion } from './command-identity.ts';

/** Who sent the command, and what it belongs to. */
export interface CommandContext {
  readonly actor: Actor;
  /** The request it came with; the same id is in the answer and in the log. */
  readonly correlationId: string;
  /** The entry or command that made somebody send it, where one did. */
  readonly causationId?: string | undefined;
}

interface Making {
  readonly stream: string;
  readonly command: Command | ClosingStep;
  readonly hash: string;
  /** The version of the list that the reason was checked against. */
  readonly reasonList: string;
  readonly context: CommandContext;
  readonly corrects: Correction | undefined;
}

/** The entries of a command: its facts, each with everything about its making (architecture.md 3). */
export function entriesOf(making: Making, facts: readonly Fact[]): readonly NewEntry[] {
  const { stream, command, hash, context } = making;
  const { commandId, reference, source } = command.input;
  const reasonCode = 'reasonCode' in command.input ? command.input.reasonCode : undefined;
  const common = {
    actor: context.actor,
    command: { id: commandId, name: command.name, hash, hashVersion },
    correlationId: context.correlationId,
    causationId: context.causationId,
    reference,
    source,
    corrects: making.corrects,
  } as const;
  return facts.map((fact, index) => {
    const why = fact.reasonCode ?? reasonCode;
    const reasonList = why === undefined ? undefined : making.reasonList;
    return {
      id: entryId(stream, commandId, index),
      version: currentVersion[fact.type],
      ...common,
      versions: { currencyTable: currencyTableVersion, reasonList },
      ...fact,
      reasonCode: why,
    };
  });
}
