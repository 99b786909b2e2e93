import type { InputFieldMap } from '@pothos/core';
import { z } from 'zod';
import type { Builder, SchemaTypes } from './builder.ts';
import { type EnumRef, listKey } from './enums.ts';

/** An input whose values go to the command handler as they are: the form of the command checks them, not a type here. */
export type CommandInputRef = PothosSchemaTypes.InputObjectRef<SchemaTypes, Readonly<Record<string, unknown>>>;

type InputFields = PothosSchemaTypes.InputFieldBuilder<SchemaTypes, 'InputObject'>;
type Form = z.core.$ZodType;

const scalarNames = ['Boolean', 'Int', 'String', 'Money', 'CalendarDate', 'DateTime', 'Position'] as const;
type ScalarName = (typeof scalarNames)[number];
type SingleType = ScalarName | CommandInputRef | EnumRef;

/**
 * GraphQL inputs from the forms of the commands: the one mapping, so that a new command gets its mutation without
 * another line here. A form that it does not know stops the building of the schema, not a request.
 */
export function createInputMapping(
  builder: Builder,
  listsByValues: ReadonlyMap<string, EnumRef>,
): (name: string, form: z.ZodObject) => CommandInputRef {
  const objects = new Map<string, CommandInputRef>();
  const enums = new Map(listsByValues);

  function objectOf(name: string, form: z.ZodObject): CommandInputRef {
    const known = objects.get(name);
    if (known !== undefined) return known;
    // The shape of the input is the form's to know; that its fields are those of the form is what this mapping is for.
    const object = builder.inputType(name, {
      description: descriptionOf(form, name),
      fields: (t) => fieldsOf(t, name, form),
    }) as unknown as CommandInputRef;
    objects.set(name, object);
    return object;
  }

  function fieldsOf(t: InputFields, owner: string, form: z.ZodObject): InputFieldMap {
    return Object.fromEntries(
      Object.entries<Form>(form.shape).map(([name, field]) => [name, fieldOf(t, owner, name, field)]),
    );
  }

  function fieldOf(t: InputFields, owner: string, name: string, form: Form): InputFieldMap[string] {
    const place = `${owner}.${name}`;
    const required = !(form instanceof z.ZodOptional);
    const description = descriptionOf(form, place);
    const inner = innermost(form);
    return inner instanceof z.ZodArray
      ? t.field({ type: [typeOf(owner, name, inner.element)], required, description })
      : t.field({ type: typeOf(owner, name, form), required, description });
  }

  function typeOf(owner: string, name: string, form: Form): SingleType {
    const inner = innermost(form);
    if (inner instanceof z.ZodObject) return objectOf(titleOf(form) ?? `${named(owner, name)}Input`, inner);
    if (inner instanceof z.ZodEnum) return enumOf(titleOf(form) ?? named(owner, name), inner.options.map(String));
    if (inner instanceof z.ZodBoolean) return 'Boolean';
    if (inner instanceof z.ZodNumberFormat && inner.format === 'safeint') return 'Int';
    if (inner instanceof z.ZodString) return scalarOf(form);
    throw new Error(`${owner}.${name} has a form that has no GraphQL input`);
  }

  function enumOf(name: string, values: readonly string[]): EnumRef {
    const key = listKey(values);
    const ref = enums.get(key) ?? builder.enumType(name, { description: `One of ${values.join(', ')}.`, values });
    enums.set(key, ref);
    return ref;
  }

  return objectOf;
}

/** The form and what it is wrapped around: an optional value is the value, a text that is turned into something else the text. */
function layersOf(form: Form): readonly Form[] {
  if (form instanceof z.ZodOptional) return [form, ...layersOf(form.unwrap())];
  return form instanceof z.ZodPipe ? [form, ...layersOf(form.in)] : [form];
}

function innermost(form: Form): Form {
  return layersOf(form).at(-1) ?? form;
}

/** What the outermost layer that says anything says. */
function saidOf(form: Form, what: 'title' | 'description' | 'scalar'): string | undefined {
  const texts = layersOf(form).map((layer) => z.globalRegistry.get(layer)?.[what]);
  return texts.find((text) => typeof text === 'string');
}

function titleOf(form: Form): string | undefined {
  return saidOf(form, 'title');
}

function descriptionOf(form: Form, place: string): string {
  const description = saidOf(form, 'description');
  if (description === undefined) throw new Error(`${place} says nothing about itself`);
  return description;
}

function scalarOf(form: Form): ScalarName {
  const wanted = saidOf(form, 'scalar') ?? 'String';
  const scalar = scalarNames.find((name) => name === wanted);
  if (scalar === undefined) throw new Error(`there is no scalar ${wanted}`);
  return scalar;
}

/** ApplyPaymentInput.strategy -> ApplyPaymentStrategy */
function named(owner: string, field: string): string {
  return `${owner.replace(/Input$/, '')}${field.charAt(0).toUpperCase()}${field.slice(1)}`;
}
