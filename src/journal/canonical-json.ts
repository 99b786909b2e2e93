/**
 * The one text of a value, as RFC 8785 defines it: members sorted by name, no space, numbers and strings as
 * ECMAScript writes them. Two programs that agree on the value agree on every byte, so a hash can be
 * recomputed for ever.
 *
 * Takes plain objects, arrays, strings, safe integers and booleans. A member that is undefined is left out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return stringText(value);
  if (typeof value === 'number') return integerText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Array.isArray(value)) return arrayText(value);
  if (isPlainObject(value)) return objectText(value);
  throw new Unstorable('Only text, safe integers, booleans, arrays and plain objects are stored');
}

/** A value that has no place in an entry: a bug of the caller. Says what is wrong and not with which value. */
export class Unstorable extends Error {
  override readonly name = 'Unstorable';
}

const needsNoEscape = /^[ !#-[\]-~]*$/;

/** A string in quotes. */
export function stringText(text: string): string {
  if (needsNoEscape.test(text)) return `"${text}"`;
  // Half of a surrogate pair has no UTF-8 form: SQLite and a hash would each see something else.
  if (!text.isWellFormed()) throw new Unstorable('Text with half a surrogate pair is not stored');
  return JSON.stringify(text);
}

function integerText(value: number): string {
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) throw new Unstorable('Only safe integers are stored');
  return String(value);
}

function arrayText(values: readonly unknown[]): string {
  let text = '[';
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) text += ',';
    text += canonicalJson(values[index]);
  }
  return `${text}]`;
}

function objectText(value: Readonly<Record<string, unknown>>): string {
  let text = '';
  for (const name of Object.keys(value).toSorted()) {
    const member = value[name];
    if (member === undefined) continue;
    text += `${text === '' ? '{' : ','}${stringText(name)}:${canonicalJson(member)}`;
  }
  return text === '' ? '{}' : `${text}}`;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
