import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cli } from './command-line.ts';
import { directoryForFile } from './fixed-books.ts';

const readme = readFileSync(fileURLToPath(new URL('../../README.md', import.meta.url)), 'utf8');
const examples = [...readme.matchAll(/^ar-ledger (.*)$/gm)].map(([, line = '']) => line);

describe('README.md', () => {
  const home = process.cwd();
  beforeAll(async () => {
    process.chdir(directoryForFile());
    await cli(['demo', '--no-serve']);
  }, 120_000);
  afterAll(() => process.chdir(home));

  test('has examples for its readers', () => {
    expect(examples.length).toBeGreaterThanOrEqual(10);
  });

  // verify folds everything anew, and may share the machine with much else.
  test.each(examples)('ar-ledger %s', { timeout: 120_000 }, async (line) => {
    const { code, out, err } = await cli(line.split(' '));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.length).toBeGreaterThan(0);
  });

  test('names every variable that the configuration reads, and no other', () => {
    const named = [...readme.matchAll(/^\| (`[A-Z_`, ]+`) \|/gm)].flatMap(
      ([, cell = '']) => cell.match(/[A-Z_]{4,}/g) ?? [],
    );
    const source = readFileSync(fileURLToPath(import.meta.resolve('#app/config.ts')), 'utf8');
    const read = [...source.matchAll(/^ {2}([A-Z_]{4,}): /gm)]
      .map(([, name = '']) => name)
      .filter((name) => name !== 'NODE_ENV');
    expect(named.toSorted()).toEqual(read.toSorted());
  });
});
