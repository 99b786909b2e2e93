import { describe, expect, test } from 'vitest';
import { areEdges, bucketIndexOf, bucketsOf, mostEdges } from '#projections/aging.ts';

/** Which bucket an age falls in, as a table to be read aloud. Columns: age in days, then the bucket by the edges of its heading. */
const table = `
    age | 30, 60, 90, 120 | 30      | 1       | 45, 46  | none
  -3650 | CURRENT         | CURRENT | CURRENT | CURRENT | CURRENT
     -1 | CURRENT         | CURRENT | CURRENT | CURRENT | CURRENT
      0 | CURRENT         | CURRENT | CURRENT | CURRENT | CURRENT
      1 | 1-30            | 1-30    | 1-1     | 1-45    | 1+
      2 | 1-30            | 1-30    | 2+      | 1-45    | 1+
     29 | 1-30            | 1-30    | 2+      | 1-45    | 1+
     30 | 1-30            | 1-30    | 2+      | 1-45    | 1+
     31 | 31-60           | 31+     | 2+      | 1-45    | 1+
     45 | 31-60           | 31+     | 2+      | 1-45    | 1+
     46 | 31-60           | 31+     | 2+      | 46-46   | 1+
     47 | 31-60           | 31+     | 2+      | 47+     | 1+
     60 | 31-60           | 31+     | 2+      | 47+     | 1+
     61 | 61-90           | 31+     | 2+      | 47+     | 1+
     90 | 61-90           | 31+     | 2+      | 47+     | 1+
     91 | 91-120          | 31+     | 2+      | 47+     | 1+
    120 | 91-120          | 31+     | 2+      | 47+     | 1+
    121 | 121+            | 31+     | 2+      | 47+     | 1+
   9999 | 121+            | 31+     | 2+      | 47+     | 1+
`;

const [heading = [], ...lines] = table
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()));

describe('an age falls in exactly one bucket; due today is not overdue, the last day of a bucket is inside', () => {
  const columns = heading.slice(1).map((text) => (text === 'none' ? [] : text.split(', ').map(Number)));
  test.each(lines)('%s days', (age, ...buckets) => {
    const found = columns.map((edges) => bucketsOf(edges)[bucketIndexOf(edges, Number(age))]?.label);
    expect(found).toEqual(buckets);
  });

  test('and the ends of each bucket say so', () => {
    for (const edges of columns) {
      for (const [index, { fromDays, toDays }] of bucketsOf(edges).entries()) {
        for (let age = fromDays ?? -400; age <= (toDays ?? (fromDays ?? 0) + 400); age += 1) {
          expect(bucketIndexOf(edges, age)).toBe(index);
        }
      }
    }
  });
});

test.each([
  [[0, 30]],
  [[30, 30]],
  [[60, 30]],
  [[-5]],
  [[1.5]],
  [[Number.NaN]],
  [[100_001]],
  [Array.from({ length: mostEdges + 1 }, (_, index) => index + 1)],
])('%j are no edges', (edges) => {
  expect(areEdges(edges)).toBe(false);
  expect(() => bucketsOf(edges)).toThrow('ascending days');
});
