import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { breaches, type Example, type Rule, rules } from './tidy/rules.ts';
import { functionLengths } from './tidy/searches.ts';
import { parse, readSources } from './tidy/source-file.ts';

const sources = readSources(fileURLToPath(new URL('..', import.meta.url)));

const isSeen = (rule: Rule, [path, text]: Example): boolean => breaches(rule, parse(path, text)).length > 0;

describe('how our code reads is held by a test', () => {
  test('there is code to read', () => {
    expect(sources.map(({ path }) => path)).toContain('test/tidy.test.ts');
  });

  describe.each(rules)('$title', (rule) => {
    test('in every file', () => {
      expect(sources.flatMap((file) => breaches(rule, file))).toEqual([]);
    });

    test('and every planted breach is seen, and nothing that only comes close', () => {
      expect(rule.caught.filter((example) => !isSeen(rule, example))).toEqual([]);
      expect(rule.passes.filter((example) => isSeen(rule, example))).toEqual([]);
    });
  });

  test('half of the functions fit in twelve lines', () => {
    const lengths = sources
      .filter(({ path }) => /^(src|projections)\//.test(path))
      .flatMap((file) => functionLengths(file).map(({ lines }) => lines))
      .toSorted((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)] ?? 0).toBeLessThanOrEqual(12);
  });
});
