import { readFileSync } from 'node:fs';
import {
  type GraphQLField,
  type GraphQLNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
} from 'graphql';
import { describe, expect, test } from 'vitest';
import { mutationOf } from '#graphql/mutations.ts';
import { commandNames } from '#graphql/permissions.ts';
import { printedGraphqlSchema, printedRejections } from '#graphql/printed-schema.ts';
import { createGraphqlSchema } from '#graphql/schema.ts';
import { commandInputs } from '#ledger/commands.ts';

const schema = createGraphqlSchema();
const isOurs = (type: GraphQLNamedType): boolean => !isIntrospectionType(type) && !isSpecifiedScalarType(type);
const types = Object.values(schema.getTypeMap()).filter(isOurs);
const promised = (name: string): string => readFileSync(new URL(`../../schema/${name}`, import.meta.url), 'utf8');

interface Described {
  readonly place: string;
  readonly description: string | null | undefined;
}

function everything(): readonly Described[] {
  return types.flatMap((type) => [{ place: type.name, description: type.description }, ...partsOf(type)]);
}

function partsOf(type: GraphQLNamedType): readonly Described[] {
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => described(type.name, field));
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  return Object.values(type.getFields()).flatMap((field) => [
    described(type.name, field),
    ...field.args.map((argument) => described(`${type.name}.${field.name}`, argument)),
  ]);
}

function described(
  owner: string,
  { name, description }: { readonly name: string; readonly description: string | null | undefined },
): Described {
  return { place: `${owner}.${name}`, description };
}

describe('the schema', () => {
  test('is the one that is promised in schema/schema.graphql', () => {
    expect(printedGraphqlSchema(), 'run npm run schema').toBe(promised('schema.graphql'));
  });

  test('goes with the catalogue of refusals in schema/rejections.json', () => {
    expect(printedRejections(), 'run npm run schema').toBe(promised('rejections.json'));
  });

  test('says of every type, field and argument what it is', () => {
    expect(everything().length).toBeGreaterThan(400);
    expect(everything().filter(({ description }) => (description ?? '').length < 4)).toEqual([]);
  });

  test('says what every refusal means', () => {
    const codes = schema.getType('RejectionCode');
    if (!isEnumType(codes)) throw new Error('there is no enum of refusals');
    expect(codes.getValues().filter(({ description }) => (description ?? '') === '')).toEqual([]);
  });

  test('has an auth scope on every field of Query, Mutation and Subscription', () => {
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap((type) =>
      Object.values(type?.getFields() ?? {}),
    );
    expect(roots.length).toBe(commandNames.length + 32);
    expect(roots.filter((field) => !hasScope(field)).map(({ name }) => name)).toEqual([]);
  });

  test('has a mutation for every command, whose input has exactly the fields of its form', () => {
    for (const name of commandNames) {
      const mutation = schema.getMutationType()?.getFields()[mutationOf(name)];
      expect(String(mutation?.args.find((argument) => argument.name === 'input')?.type)).toBe(`${name}Input!`);
      const input = schema.getType(`${name}Input`);
      if (!isInputObjectType(input)) throw new Error(`${name} has no input`);
      expect(Object.keys(input.getFields()).toSorted()).toEqual(Object.keys(commandInputs[name].shape).toSorted());
    }
  });

  test('says of everything that shows figures which view they were taken from', () => {
    const withAmounts = types
      .filter(isObjectType)
      .filter((type) =>
        ['Balance', 'Account', 'Aging', 'Statement', 'Replay', 'OpenItemConnection', 'AccountConnection'].includes(
          type.name,
        ),
      );
    expect(withAmounts).toHaveLength(7);
    for (const type of withAmounts) expect(type.getInterfaces().map(({ name }) => name)).toEqual(['Figure']);
  });

  test('can be built twice in one process', () => {
    expect(createGraphqlSchema()).not.toBe(schema);
  });
});

function hasScope(field: GraphQLField<unknown, unknown>): boolean {
  const { pothosOptions } = field.extensions;
  if (typeof pothosOptions !== 'object' || pothosOptions === null || !('authScopes' in pothosOptions)) return false;
  const { authScopes } = pothosOptions;
  return typeof authScopes === 'object' && authScopes !== null && Object.keys(authScopes).length === 1;
}
