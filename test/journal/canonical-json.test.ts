import canonicalize from 'canonicalize';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, Unstorable } from '#journal/canonical-json.ts';

/** What an entry may hold: text, safe integers, booleans, lists and objects of them. */
const storable = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({ unit: 'grapheme' }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.array(tie('value')),
    fc.dictionary(fc.string({ unit: 'grapheme' }), tie('value')),
  ),
})).value;

describe('the canonical form of RFC 8785', () => {
  test('is the one that its author’s library writes', () => {
    fc.assert(
      fc.property(storable, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
    );
  });

  test('is read back as it was', () => {
    fc.assert(
      fc.property(storable, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(value);
      }),
    );
  });

  test('does not depend on the order in which members were set', () => {
    expect(canonicalJson({ b: 1, a: [true, { d: 'x', c: 'y' }] })).toBe('{"a":[true,{"c":"y","d":"x"}],"b":1}');
  });

  test('leaves out what is undefined', () => {
    expect(canonicalJson({ a: undefined, b: 'x' })).toBe('{"b":"x"}');
  });

  test.each([
    ['null', null],
    ['a fraction', 0.1],
    ['an integer beyond 2^53', 2 ** 53],
    ['a big integer', 1n],
    ['a date', new Date(0)],
    ['half a surrogate pair', '\ud800'],
    ['half a surrogate pair in a name', { '\ud800': 1 }],
  ])('has no form for %s', (_, value) => {
    expect(() => canonicalJson({ value })).toThrow(Unstorable);
  });
});
