import { type CommandName, commandInputs } from '#ledger/commands.ts';
import type { Builder } from './builder.ts';
import { createInputMapping } from './builder-inputs.ts';
import { actorOf } from './caller.ts';
import { addCommandResult } from './command-result.ts';
import type { GraphqlContext } from './context.ts';
import type { Enums } from './enums.ts';
import { failure } from './failures.ts';
import { alsoNeeded, commandNames, roleFor, rolesThatMay } from './permissions.ts';

/** A mutation for each command of the ledger, made from the table of commands. */
export function addMutations(builder: Builder, enums: Enums): void {
  const result = addCommandResult(builder, enums);
  const inputOf = createInputMapping(builder, enums.byValues);
  for (const name of commandNames) {
    const form = commandInputs[name];
    builder.mutationField(mutationOf(name), (t) =>
      t.field({
        type: result,
        description: form.description ?? name,
        authScopes: { mayRun: name },
        unauthorizedError: (_root, { input }) => forbidden(name, input),
        args: { input: t.arg({ type: inputOf(`${name}Input`, form), required: true, description: 'The command.' }) },
        resolve: (_root, { input }, context) => run(name, input, context),
      }),
    );
  }
}

async function run(name: CommandName, input: unknown, context: GraphqlContext) {
  const role = roleFor(context.caller, name, alsoNeeded(input, name));
  if (role === undefined) throw forbidden(name, input);
  const actor = actorOf(context.caller, role);
  return context.handleCommand(name, withoutNulls(input), { actor, correlationId: context.requestId });
}

/** Says who may: that is no secret, and whoever may not has to ask somebody. */
function forbidden(name: CommandName, input: unknown) {
  const able = rolesThatMay([name, ...alsoNeeded(input, name)]);
  return failure('FORBIDDEN', { message: `No role of the caller may do this; it takes ${able.join(' or ')}.` });
}

/** GraphQL clients send null for what they leave out; an absent field of a command is absent. */
function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const given = Object.entries(value).filter(([, part]) => part !== null && part !== undefined);
  return Object.fromEntries(given.map(([name, part]) => [name, withoutNulls(part)]));
}

export function mutationOf(name: CommandName): string {
  return `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
}
