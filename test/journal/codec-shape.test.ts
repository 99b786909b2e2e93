import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '#journal/canonical-json.ts';
import { shapeOf } from '#journal/codec-shape.ts';
import { envelopeSchema } from '#ledger/entry.ts';
import { eventSchemas } from '#ledger/events.ts';

const catalogue: Readonly<Record<string, Readonly<Record<string, z.ZodType>>>> = eventSchemas;
const versions = Object.entries(catalogue).flatMap(([type, byVersion]) =>
  Object.entries(byVersion).map(([version, data]) => ({ name: `${type}.v${version}`, data })),
);
const exampleOf = (name: string): unknown =>
  z
    .object({ body: z.unknown() })
    .parse(JSON.parse(readFileSync(new URL(`../../schema/events/${name}.example.json`, import.meta.url), 'utf8'))).body;

/** Values that come close to what an entry holds. */
const neighbours: readonly unknown[] = [
  undefined,
  null,
  '',
  '0',
  '-0',
  '-5',
  '1e3',
  '12500',
  '99999999999999999999',
  0,
  1,
  -1,
  1.5,
  1_000_000,
  2 ** 53,
  true,
  'USD',
  'usd',
  'XXX',
  'SELF',
  'COMMERCIAL',
  '2026-02-11',
  '2026-02-30',
  '2026-2-1',
  'two words',
  'x'.repeat(65),
  '\uD800',
  'PERSON',
  'LIVE',
  [],
  {},
  [1],
  [[]],
  { partyClass: 'SELF' },
  { partyClass: 'SELF', payerId: 'p' },
  { item: 1, amount: '5' },
];

/** A body in which one thing, somewhere, is another one, is missing, or is too many. */
function changed(value: unknown, path: readonly number[], by: unknown, how: 'SET' | 'DROP' | 'ADD'): unknown {
  const [turn, ...rest] = path;
  if (turn === undefined || typeof value !== 'object' || value === null) return by;
  const members: readonly (readonly [string, unknown])[] = Object.entries(value);
  const at = members.length === 0 ? 0 : turn % members.length;
  const [name, member] = members[at] ?? ['x', undefined];
  const isHere = rest.length === 0;
  const others = members.filter((_, index) => index !== at);
  const next: readonly (readonly [string, unknown])[] =
    isHere && how === 'DROP'
      ? others
      : isHere && how === 'ADD'
        ? [...members, ['aside', by]]
        : members.map(([own, old]) => [own, own === name ? (isHere ? by : changed(member, rest, by, how)) : old]);
  return Array.isArray(value) ? next.map(([, one]) => one) : Object.fromEntries(next);
}

describe.each(versions)('the shape of $name', ({ name, data }) => {
  const schema = z.strictObject({ ...envelopeSchema.shape, data });
  const shape = shapeOf(schema);
  const example = exampleOf(name);

  test('accepts what is stored, so that zod need not be asked, and writes the same text', () => {
    expect(shape.accepts(example)).toBe(true);
    expect(shape.write(example)).toBe(canonicalJson(example));
  });

  test('says yes to nothing that zod refuses or changes', () => {
    const change = fc.record({
      path: fc.array(fc.nat(12), { minLength: 1, maxLength: 4 }),
      by: fc.constantFrom(...neighbours),
      how: fc.constantFrom('SET', 'SET', 'DROP', 'ADD'),
    });
    let [yes, no] = [0, 0];
    fc.assert(
      fc.property(change, ({ path, by, how }) => {
        const body = changed(example, path, by, how);
        const result = schema.safeParse(body);
        // Where zod says yes and the shape does not, zod is asked; where the shape says yes, nobody asks.
        if (!shape.accepts(body)) {
          no += 1;
          return;
        }
        yes += 1;
        expect(result.success).toBe(true);
        expect(result.data).toEqual(body);
        expect(textOf(shape.write, body)).toBe(textOf(canonicalJson, body));
      }),
      { numRuns: 1_500 },
    );
    expect(yes).toBeGreaterThan(20);
    expect(no).toBeGreaterThan(200);
  });
});

test.each([
  ['a default', z.strictObject({ a: z.string().default('x') }), {}],
  ['a transform', z.strictObject({ a: z.string().transform((text) => text.trim()) }), { a: ' x ' }],
  ['a rule in code', z.strictObject({ a: z.string().refine((text) => text !== 'x') }), { a: 'x' }],
  ['a length', z.strictObject({ a: z.string().max(1) }), { a: 'xx' }],
  ['a rule of the whole', z.strictObject({ a: z.int(), b: z.int() }).refine(({ a, b }) => a < b), { a: 2, b: 1 }],
  ['a loose object', z.looseObject({ a: z.string() }), { a: 'x', b: 1 }],
  ['an object that drops what it does not know', z.object({ a: z.string() }), { a: 'x', b: 1 }],
  ['a number that may be a fraction', z.strictObject({ a: z.number() }), { a: 0.5 }],
  ['a number below a bound that is out', z.strictObject({ a: z.int().lt(5) }), { a: 5 }],
  ['an array that may be too long', z.strictObject({ a: z.array(z.string()).max(1) }), { a: ['x', 'y'] }],
  ['coercion', z.strictObject({ a: z.coerce.string() }), { a: 5 }],
  ['text that is changed', z.strictObject({ a: z.string().trim() }), { a: ' x ' }],
])('it leaves %s to zod', (_, schema, value) => {
  expect(shapeOf(schema).accepts(value)).toBe(false);
});

function textOf(write: (value: unknown) => string, value: unknown): string {
  try {
    return write(value);
  } catch (error) {
    return error instanceof Error ? error.message : 'no error';
  }
}
