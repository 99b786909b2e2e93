import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLSchema,
  getOperationAST,
  isInputObjectType,
  isInputType,
  isInterfaceType,
  isObjectType,
  typeFromAST,
  type VariableDefinitionNode,
  validateInputValue,
} from 'graphql';
import { failure } from './failures.ts';

/**
 * What is wrong with a request, in our own words. The library's texts repeat values, names and whole objects that were
 * sent; only words of the schema may pass, and only through these sentences.
 */
export interface RequestFaults {
  readonly ofSyntax: (error: GraphQLError) => GraphQLError;
  readonly ofDocument: (error: GraphQLError) => GraphQLError;
  readonly ofVariables: (
    document: DocumentNode,
    name: string | undefined,
    values: Variables,
  ) => readonly GraphQLError[];
}

type Variables = Readonly<Record<string, unknown>>;
type Sentence = readonly [pattern: RegExp, text: string];

/** `$1` is a word of the schema. */
const valueSentences: readonly Sentence[] = [
  [/^Expected value of type "(\S+?)" not to include unknown field/, '$1 has no such field.'],
  [/^Expected value of type "(\S+?)" to include required field "(\w+)"/, '$1 needs a value for $2.'],
  [/^Expected (?:a )?value of (?:non-null )?type "(\S+?)"/, 'A value of type $1 is expected.'],
  [/^Within OneOf Input Object type "(\w+)"/, '$1 takes exactly one of its fields.'],
  [/^Value .*in "(\w+)" enum/s, 'A value of the enum $1 is expected.'],
  [/^Enum "(\w+)" cannot represent/, 'A value of the enum $1 is expected.'],
  [/^(Int|Float|String|Boolean|ID) cannot represent/, 'A value of type $1 is expected.'],
  [/^(Money|CalendarDate|DateTime|Position) is text/, '$1 is text.'],
];

const documentSentences: readonly Sentence[] = [
  [/^Cannot query field ".*?" on type "(\w+)"/s, '$1 has no such field.'],
  [/^Unknown argument ".*?" on field "(\S+?)"/s, '$1 takes no such argument.'],
  [/^Argument "(\S+?)" of type "(\S+?)" is required/, '$1 needs a value of type $2.'],
  [/^Field ".*?" of type "(\S+?)" must have/s, '$1 has fields: select those that you want.'],
  [/^Field ".*?" must not have a selection since type "(\S+?)"/s, '$1 has no fields to select.'],
  [
    /^Variable ".*?" of type "(\S+?)" used in position expecting type "(\S+?)"/s,
    'A variable of type $1 stands where $2 is expected.',
  ],
  [/^Variable ".*?" is never used/s, 'A variable is never used.'],
  [/^Variable ".*?" is not defined/s, 'A variable is used that the operation does not define.'],
  [/^Unknown type/, 'There is no such type.'],
  [/^Unknown fragment/, 'There is no such fragment.'],
  [/^Fragment ".*?" is never used/s, 'A fragment is never used.'],
  [/^Cannot spread fragment/, 'A fragment contains itself.'],
  [/^Fields ".*?" conflict/s, 'Two fields of one name are asked for differently: give one of them an alias.'],
  [/^Maximum introspection depth/, 'The schema is asked for too deeply.'],
  [/^This anonymous operation/, 'Of several operations each needs a name.'],
  [/^There can be only one/, 'Something is named twice.'],
];

export function createRequestFaults(schema: GraphQLSchema): RequestFaults {
  const words = wordsOf(schema);
  const said = (sentences: readonly Sentence[], message: string): string | undefined => {
    for (const [pattern, text] of sentences) {
      const groups = pattern.exec(message)?.slice(1);
      if (groups !== undefined) return groups.every((group) => isOf(words, group)) ? filled(text, groups) : undefined;
    }
    return undefined;
  };
  const ofVariable = (definition: VariableDefinitionNode, values: Variables): readonly GraphQLError[] => {
    const type = typeFromAST(schema, definition.type);
    const value = values[definition.variable.name.value];
    const faults: GraphQLError[] = [];
    if (!isInputType(type) || (value === undefined && definition.defaultValue !== undefined)) return faults;
    validateInputValue(value, type, (error, path) => {
      const inputPath = path.length === 0 ? undefined : path.join('.');
      const text = said(valueSentences, error.message) ?? 'A value does not have the form that the schema asks for.';
      const message = inputPath === undefined ? text : `${inputPath}: ${text}`;
      if (faults.length < mostFaults) faults.push(failure('BAD_USER_INPUT', { message, inputPath }));
    });
    return faults;
  };
  return {
    ofSyntax: (error) =>
      /Parsing aborted/.test(error.message)
        ? failure('DOCUMENT_TOO_LARGE')
        : failure('GRAPHQL_PARSE_FAILED', { from: error }),
    ofDocument: (error) => {
      const value = said(valueSentences, error.message);
      return value === undefined
        ? failure('GRAPHQL_VALIDATION_FAILED', { message: said(documentSentences, error.message), from: error })
        : failure('BAD_USER_INPUT', { message: value, from: error });
    },
    ofVariables: (document, name, values) => {
      const definitions = getOperationAST(document, name)?.variableDefinitions ?? [];
      return definitions.flatMap((definition) => ofVariable(definition, values)).slice(0, mostFaults);
    },
  };
}

const mostFaults = 20;

function filled(text: string, groups: readonly string[]): string {
  return text.replace(/\$(\d)/g, (_, index: string) => groups[Number(index) - 1] ?? '');
}

/** `Query.account(id:)` and `[LineInput!]` are made of words of the schema. */
function isOf(words: ReadonlySet<string>, text: string): boolean {
  return text.split(/[^\w]+/).every((word) => word === '' || words.has(word));
}

function wordsOf(schema: GraphQLSchema): ReadonlySet<string> {
  const types = Object.values(schema.getTypeMap());
  const words = new Set(types.map(({ name }) => name));
  for (const type of types) {
    const hasArguments = isObjectType(type) || isInterfaceType(type);
    if (!hasArguments && !isInputObjectType(type)) continue;
    for (const name of Object.keys(type.getFields())) words.add(name);
    if (!hasArguments) continue;
    for (const { args } of Object.values(type.getFields())) for (const { name } of args) words.add(name);
  }
  return words;
}
