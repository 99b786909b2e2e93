import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '#journal/canonical-json.ts';
import { codec, codecOf } from '#journal/codec.ts';
import type { StoredBody } from '#journal/upcasters.ts';
import { currentVersion } from '#ledger/events.ts';
import { received } from './entries.ts';

const place = {
  id: '00000000-0000-5000-8000-000000000001',
  ledgerId: 'main',
  stream: 'main.account-a',
  revision: 0,
  ordinal: 7,
  recordedAt: '2026-03-20T12:00:00.000Z',
};
const [entry] = received('main.account-a', 'k1');
if (entry === undefined) throw new Error('one entry');
const { type, version, body } = codec.encode(entry);

describe('the stored text', () => {
  test('is canonical: members by name, no space, nothing that is undefined', () => {
    expect(canonicalJson({ b: [1, true, 'x'], a: { d: undefined, c: '' }, '\u20ac': {} })).toBe(
      '{"a":{"c":""},"b":[1,true,"x"],"\u20ac":{}}',
    );
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(JSON.parse(body)))).toEqual([
      'actor',
      'command',
      'correlationId',
      'data',
      'effectiveDate',
      'versions',
    ]);
  });

  test('says what was said, whatever the order in which it was said', () => {
    const value = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'binary' }),
        fc.maxSafeInteger().map((number) => number + 0 || 0),
        fc.boolean(),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(
          fc.string({ unit: 'binary' }).filter((name) => name !== '__proto__'),
          tie('value'),
          { maxKeys: 4, noNullPrototype: true },
        ),
      ),
    })).value;
    fc.assert(
      fc.property(value, (said) => {
        const text = canonicalJson(said);
        expect(JSON.parse(text)).toEqual(said);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
    );
  });

  test.each([
    ['half a surrogate pair', { a: 'x\uD800' }],
    ['half a surrogate pair in a name', { 'x\uDC00': 1 }],
    ['an integer beyond 2^53', { a: 2 ** 53 }],
    ['a fraction', { a: 0.5 }],
    ['a negative zero', { a: -0 }],
    ['no number', { a: Number.NaN }],
    ['null', { a: null }],
    ['undefined in an array', { a: [undefined] }],
    ['a big integer', { a: 1n }],
    ['a date', { a: new Date(0) }],
    ['a map', { a: new Map() }],
  ])('%s is refused', (_, value) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ name: 'Unstorable' }));
  });
});

const newest = currentVersion.PaymentReceived;

describe('reading an entry', () => {
  test('gives what was written, with its place', () => {
    expect(codec.decode(place, type, version, body)).toEqual({ ...entry, ...place, version: newest });
  });

  test.each([
    ['a name', 'PaymentForgotten', 1],
    ['a version', 'PaymentReceived', newest + 1],
    ['a name every object has', 'constructor', 1],
  ])('%s that is not known is never skipped', (_, unknownType, unknownVersion) => {
    expect(() => codec.decode(place, unknownType, unknownVersion, body)).toThrow(
      expect.objectContaining({ name: 'UnknownEntry' }),
    );
  });

  test.each([
    ['cut off', body.slice(0, -1)],
    ['without its command', body.replace(/"command":\{[^}]*\},/, '')],
    ['with a field too many', body.replace('{"actor"', '{"aside":"canary","actor"')],
    ['with an amount that is a number', body.replace('"12500"', '12500')],
    ['with an amount of nothing', body.replace('"12500"', '""')],
    ['on a day that does not exist', body.replace('2026-03-02', '2026-02-30')],
    ['in no currency', body.replace('"USD"', '"canary"')],
  ])('an entry %s is a corrupt book, and the message repeats nothing of it', (_, corrupt) => {
    expect(corrupt).not.toBe(body);
    const decode = () => codec.decode(place, type, version, corrupt);
    expect(decode).toThrow(expect.objectContaining({ name: 'CorruptEntry' }));
    expect(decode).toThrow('ordinal 7');
    expect(decode).not.toThrow('canary');
  });
});

describe('writing an entry', () => {
  test('what the catalogue does not allow is refused: once stored, nobody could read it', () => {
    const wrong = { ...entry, correlationId: 'two words' };
    expect(() => codec.encode(wrong)).toThrow(expect.objectContaining({ name: 'Unstorable' }));
    expect(() => codec.encode(wrong)).not.toThrow('two words');
    expect(() => codec.encode({ ...entry, version: newest + 1 })).toThrow(
      expect.objectContaining({ name: 'UnknownEntry' }),
    );
  });
});

describe('an event that has had three versions', () => {
  const amount = z.string().regex(/^\d+$/);
  const schemas = {
    PaymentReceived: {
      1: z.strictObject({ cents: amount }),
      2: z.strictObject({ amount }),
      3: z.strictObject({ amount, currency: z.string() }),
    },
  };
  const ladder = {
    PaymentReceived: {
      1: (old: StoredBody) => withData(old, { amount: dataOf(old)['cents'] }),
      2: (old: StoredBody) => withData(old, { ...dataOf(old), currency: 'USD' }),
    },
  };
  const current = { PaymentReceived: 3 };

  test.each([
    [1, { cents: '5' }],
    [2, { amount: '5' }],
    [3, { amount: '5', currency: 'USD' }],
  ])('is read from version %i as it is today', (stored, data) => {
    const read = codecOf({ schemas, current, ladder }).decode(place, 'PaymentReceived', stored, bodyWith(data));
    expect(read).toMatchObject({ version: 3, data: { amount: '5', currency: 'USD' } });
    expect(read).toMatchObject({ effectiveDate: '2026-03-02', command: { id: 'k1' } });
  });

  test('is proven against the version it was stored with, and again after the last step', () => {
    const { decode } = codecOf({ schemas, current, ladder });
    expect(() => decode(place, 'PaymentReceived', 1, bodyWith({ amount: '5' }))).toThrow('breaks its catalogue');
    const careless = { PaymentReceived: { ...ladder.PaymentReceived, 2: (old: StoredBody) => old } };
    const broken = codecOf({ schemas, current, ladder: careless });
    expect(() => broken.decode(place, 'PaymentReceived', 2, bodyWith({ amount: '5' }))).toThrow('breaks its catalogue');
  });

  test('with a step missing is not read at all', () => {
    const gap = codecOf({ schemas, current, ladder: { PaymentReceived: { 1: ladder.PaymentReceived[1] } } });
    expect(() => gap.decode(place, 'PaymentReceived', 1, bodyWith({ cents: '5' }))).toThrow('No upcaster');
  });
});

function withData(old: StoredBody, data: object): StoredBody {
  return { ...old, data };
}

function dataOf(old: StoredBody): StoredBody {
  return z.record(z.string(), z.unknown()).parse(old['data']);
}

function bodyWith(data: object): string {
  return canonicalJson({ ...JSON.parse(body), data });
}
