import type { z } from 'zod';
import { currencyCode, dateText } from '#ledger/text.ts';
import { parseCalendarDate } from '#money/calendar-date.ts';
import { isCurrencyCode } from '#money/currencies.ts';
import { canonicalJson, stringText } from './canonical-json.ts';

/**
 * A shape for the path that every entry takes, made from its zod schema: it says yes, and writes the canonical text, in a
 * fraction of the time, because it builds no report.
 *
 * It only ever says yes where zod would and would hand the value on unchanged. Whatever it does not know (a kind of schema
 * it has not been taught, a default, a transform) it does not accept, and then zod is asked: zod's answer counts.
 */
export interface Shape {
  readonly accepts: (value: unknown) => boolean;
  /** The RFC 8785 text of an accepted value: the same as `canonicalJson`. */
  readonly write: (value: unknown) => string;
}

type Schema = z.core.$ZodTypes;

const unknownShape: Shape = { accepts: () => false, write: canonicalJson };

/** Rules that are code in the catalogue, and the same code here. */
const rules = new Map<unknown, (text: string) => boolean>([
  [dateText, (text) => parseCalendarDate(text) !== undefined],
  [currencyCode, isCurrencyCode],
]);

export function shapeOf(anySchema: z.core.$ZodType): Shape {
  const rule = rules.get(anySchema);
  if (rule !== undefined) return textShape(rule);
  const def = definitionOf(anySchema as Schema);
  switch (def.type) {
    case 'object':
      return objectShape(def);
    case 'array':
      return arrayShape(def);
    case 'union':
      return unionShape(def.options.map(shapeOf));
    case 'string':
      return stringShape(def.checks ?? []);
    case 'number':
      return integerShape(def);
    case 'enum':
      return oneOf(Object.values(def.entries));
    case 'literal':
      return oneOf(def.values);
    default:
      return unknownShape;
  }
}

function textShape(accepts: (text: string) => boolean): Shape {
  return {
    accepts: (value) => typeof value === 'string' && accepts(value),
    write: (value) => stringText(value as string),
  };
}

function oneOf(values: readonly unknown[]): Shape {
  const set = new Set(values);
  return { accepts: (value) => set.has(value), write: canonicalJson };
}

function stringShape(checks: readonly z.core.$ZodCheck[]): Shape {
  const patterns: RegExp[] = [];
  for (const check of checks) {
    const def = definitionOf(check) as Partial<z.core.$ZodCheckRegexDef>;
    const isPattern = def.check === 'string_format' && def.format === 'regex';
    if (!isPattern || def.pattern === undefined || def.pattern.global || def.pattern.sticky) return unknownShape;
    patterns.push(def.pattern);
  }
  const [only] = patterns;
  if (only === undefined) return textShape(() => true);
  return textShape(
    patterns.length === 1 ? (text) => only.test(text) : (text) => patterns.every((one) => one.test(text)),
  );
}

function integerShape(def: z.core.$ZodNumberDef & Partial<z.core.$ZodCheckNumberFormatDef>): Shape {
  let [least, most] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  for (const check of def.checks ?? []) {
    const bound = definitionOf(check) as Partial<z.core.$ZodCheckLessThanDef | z.core.$ZodCheckGreaterThanDef>;
    if (bound.inclusive !== true || typeof bound.value !== 'number') return unknownShape;
    if (bound.check === 'greater_than') least = Math.max(least, bound.value);
    else if (bound.check === 'less_than') most = Math.min(most, bound.value);
    else return unknownShape;
  }
  if (def.format !== 'safeint') return unknownShape;
  const accepts = (value: unknown): boolean =>
    Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most;
  return { accepts, write: canonicalJson };
}

function arrayShape({ element, checks = [] }: z.core.$ZodArrayDef): Shape {
  let least = 0;
  for (const check of checks) {
    const def = definitionOf(check) as Partial<z.core.$ZodCheckMinLengthDef>;
    if (def.check !== 'min_length' || def.minimum === undefined) return unknownShape;
    least = Math.max(least, def.minimum);
  }
  const { accepts, write } = shapeOf(element);
  return {
    accepts: (value) => Array.isArray(value) && value.length >= least && value.every((member) => accepts(member)),
    write: (value) => `[${(value as readonly unknown[]).map((member) => write(member)).join(',')}]`,
  };
}

function unionShape(options: readonly Shape[]): Shape {
  return {
    accepts: (value) => options.some((option) => option.accepts(value)),
    write: (value) => (options.find((option) => option.accepts(value)) ?? unknownShape).write(value),
  };
}

interface Member extends Shape {
  readonly name: string;
  readonly label: string;
  readonly isOptional: boolean;
}

function objectShape(def: z.core.$ZodObjectDef): Shape {
  const isStrict = def.catchall !== undefined && definitionOf(def.catchall).type === 'never';
  if (!isStrict || (def.checks?.length ?? 0) > 0) return unknownShape;
  const members = Object.keys(def.shape)
    .toSorted()
    .map((name) => memberOf(name, def.shape[name] as Schema));
  const byName = new Map(members.map((member) => [member.name, member]));
  const requiredCount = members.filter(({ isOptional }) => !isOptional).length;
  return {
    accepts(value) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
      let required = 0;
      const object = value as Readonly<Record<string, unknown>>;
      for (const name in object) {
        const member = byName.get(name);
        if (member === undefined) return false;
        const said = object[name];
        if (said === undefined ? !member.isOptional : !member.accepts(said)) return false;
        if (!member.isOptional) required += 1;
      }
      return required === requiredCount;
    },
    write(value) {
      let text = '';
      for (const { name, label, write } of members) {
        const said = (value as Readonly<Record<string, unknown>>)[name];
        if (said !== undefined) text += `${text === '' ? '{' : ','}${label}${write(said)}`;
      }
      return text === '' ? '{}' : `${text}}`;
    },
  };
}

function memberOf(name: string, schema: Schema): Member {
  const def = definitionOf(schema);
  const isOptional = def.type === 'optional';
  return { ...shapeOf(isOptional ? def.innerType : schema), name, label: `${stringText(name)}:`, isOptional };
}

/** Where zod keeps what a schema or a check was made of; stated for those who build on it. */
function definitionOf<Made extends { readonly _zod: { readonly def: unknown } }>(made: Made): Made['_zod']['def'] {
  // oxlint-disable-next-line eslint/no-underscore-dangle -- zod's own name
  return made._zod.def;
}
