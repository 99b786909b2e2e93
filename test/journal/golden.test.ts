import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalJson } from '#journal/canonical-json.ts';
import { codec } from '#journal/codec.ts';
import { printEventSchemas } from '#journal/print-events.ts';
import { climb, upcasters } from '#journal/upcasters.ts';
import { currentVersion, eventSchemas } from '#ledger/events.ts';

const folder = fileURLToPath(new URL('../../schema/events/', import.meta.url));
const fileOf = (name: string): string => readFileSync(`${folder}${name}`, 'utf8');

/** A line of the journal as it was stored: the columns, and the body as JSON. */
const exampleSchema = z.strictObject({
  ordinal: z.int(),
  stream: z.string(),
  revision: z.int(),
  recordedAt: z.string(),
  id: z.string(),
  type: z.string(),
  version: z.int(),
  bodySha256: z.string(),
  body: z.record(z.string(), z.unknown()),
});

const known = Object.entries(eventSchemas).flatMap(([type, versions]) =>
  Object.keys(versions).map((version) => `${type}.v${version}`),
);

describe.each(known)('%s', (name) => {
  test('has the shape that is committed', () => {
    expect(printEventSchemas().get(`${name}.json`)).toBe(fileOf(`${name}.json`));
  });

  test('is read for ever as it was stored', () => {
    const { type, version, bodySha256, body, ...place } = exampleSchema.parse(
      JSON.parse(fileOf(`${name}.example.json`)),
    );
    const text = canonicalJson(body);
    expect(createHash('sha256').update(text).digest('hex')).toBe(bodySha256);
    const entry = codec.decode({ ...place, ledgerId: 'main' }, type, version, text);
    expect(entry).toMatchObject({ ...place, ledgerId: 'main', type });
    const newest = currentVersion[entry.type];
    expect(entry).toEqual({
      ...climb(upcasters, type, version, newest, body),
      ...place,
      ledgerId: 'main',
      type,
      version: newest,
    });
  });

  test('of the newest version is written to the same letter as it was', () => {
    const { body, ...line } = exampleSchema.parse(JSON.parse(fileOf(`${name}.example.json`)));
    const { ordinal, stream, revision, recordedAt, id, type, version } = line;
    const place = { ordinal, stream, revision, recordedAt, id, ledgerId: 'main' };
    const {
      ledgerId,
      stream: _,
      revision: __,
      ordinal: ___,
      recordedAt: ____,
      ...entry
    } = codec.decode(place, type, version, canonicalJson(body));
    expect(ledgerId).toBe('main');
    expect(codec.encode(entry).version === version ? codec.encode(entry).body : canonicalJson(body)).toBe(
      canonicalJson(body),
    );
  });
});

test('nothing is promised that the catalogue does not have, and the newest version is among what is kept', () => {
  const promised = readdirSync(folder).map((file) => file.replace(/(\.example)?\.json$/, ''));
  expect([...new Set(promised)].toSorted()).toEqual(known.toSorted());
  for (const [type, version] of Object.entries(currentVersion)) {
    expect(existsSync(`${folder}${type}.v${version}.example.json`)).toBe(true);
  }
});
