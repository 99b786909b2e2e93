import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationRule,
} from 'graphql';
import { failure } from './failures.ts';

/** What one operation may ask for, counted with every fragment written out where it is spread. */
export const documentLimits = { tokens: 5_000, levels: 12, fields: 2_000, aliases: 100, rootFields: 20 } as const;

type Size = { readonly [What in Exclude<keyof typeof documentLimits, 'tokens'>]: number };

const nothing: Size = { levels: 0, fields: 0, aliases: 0, rootFields: 0 };

/** Refuses a document that asks for too much, before anything is executed. */
export const withinLimits: ValidationRule = (context) => ({
  Document(document) {
    const excess = excessOf(document);
    if (excess === undefined) return;
    const message = `The document asks for more than one request may: at most ${documentLimits[excess]} ${excess}.`;
    context.reportError(failure('DOCUMENT_TOO_LARGE', { message }));
  },
});

function excessOf(document: DocumentNode): keyof Size | undefined {
  const measure = createMeasure(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = measure(definition.selectionSet);
    const names: readonly (keyof Size)[] = ['rootFields', 'aliases', 'levels', 'fields'];
    const excess = names.find((name) => size[name] > documentLimits[name]);
    if (excess !== undefined) return excess;
  }
  return undefined;
}

/** Each fragment is measured once, however often it is spread: the measuring itself must not be the attack. */
function createMeasure(document: DocumentNode): (selectionSet: SelectionSetNode) => Size {
  const fragments = new Map(document.definitions.filter(isFragment).map((node) => [node.name.value, node]));
  const measured = new Map<string, Size>();

  function ofSet(selectionSet: SelectionSetNode): Size {
    return selectionSet.selections.map(ofSelection).reduce(together, nothing);
  }

  function ofSelection(selection: SelectionNode): Size {
    if (selection.kind === Kind.INLINE_FRAGMENT) return ofSet(selection.selectionSet);
    if (selection.kind === Kind.FRAGMENT_SPREAD) return ofFragment(selection.name.value);
    const inner = selection.selectionSet === undefined ? nothing : ofSet(selection.selectionSet);
    // The depth of introspection has a rule of its own in the library; a client's usual question is deep.
    const isIntrospection = selection.name.value.startsWith('__');
    return {
      levels: isIntrospection ? 0 : inner.levels + 1,
      fields: inner.fields + 1,
      aliases: inner.aliases + (selection.alias === undefined ? 0 : 1),
      rootFields: 1,
    };
  }

  function ofFragment(name: string): Size {
    const known = measured.get(name);
    if (known !== undefined) return known;
    // A fragment that contains itself is refused by another rule; here it must only not run for ever.
    measured.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment === undefined ? nothing : ofSet(fragment.selectionSet);
    measured.set(name, size);
    return size;
  }

  return ofSet;
}

function isFragment(node: DocumentNode['definitions'][number]): node is FragmentDefinitionNode {
  return node.kind === Kind.FRAGMENT_DEFINITION;
}

function together(a: Size, b: Size): Size {
  return {
    levels: Math.max(a.levels, b.levels),
    fields: a.fields + b.fields,
    aliases: a.aliases + b.aliases,
    rootFields: a.rootFields + b.rootFields,
  };
}
