import { array, assert, integer, property, stringMatching, tuple } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountText, countText } from '#cli/terminal/amounts.ts';
import { layOut, layOutAlike, type Table } from '#cli/terminal/table.ts';
import { fromMinorText } from '#money/money.ts';

const aging: Table = {
  columns: [
    { title: 'USD', align: 'LEFT' },
    { title: 'CURRENT', align: 'RIGHT' },
    { title: '1-30', align: 'RIGHT' },
    { title: 'balance', align: 'RIGHT' },
  ],
  rows: [
    ['MEDICARE', '1,200.00', '0.00', '1,200.00'],
    ['SELF', '35.50', '9.00', '44.50'],
  ],
  total: ['total', '1,235.50', '9.00', '1,244.50'],
};

const asText = (table: Table, width: number): string => layOut(table, width).join('\n');

describe('a table', () => {
  test('stands as it is where there is room: figures to the right, the total under a rule', () => {
    expect(asText(aging, 80)).toBe(
      [
        'USD        CURRENT  1-30   balance',
        '--------  --------  ----  --------',
        'MEDICARE  1,200.00  0.00  1,200.00',
        'SELF         35.50  9.00     44.50',
        '--------  --------  ----  --------',
        'total     1,235.50  9.00  1,244.50',
      ].join('\n'),
    );
  });

  test('turns its rows into columns where that fits better', () => {
    const wide: Table = {
      columns: [
        aging.columns[0],
        ...Array.from({ length: 8 }, (_, n) => ({ title: `b${n}`, align: 'RIGHT' as const })),
      ].flatMap((column) => column ?? []),
      rows: [['book', ...Array.from({ length: 8 }, () => '1,000.00')]],
    };
    expect(layOut(wide, 40)).toEqual([
      'USD      book',
      '---  --------',
      ...Array.from({ length: 8 }, (_, n) => `b${n}   1,000.00`),
    ]);
  });

  test('is laid out as those beside it, the widest of which decides', () => {
    const letters = Array.from({ length: 8 }, (_, at) => `b${at}`);
    const columns = ['USD', ...letters].map((title) => ({ title, align: 'RIGHT' as const }));
    const of = (amount: string): Table => ({ columns, rows: [['book', ...letters.map(() => amount)]] });
    const tops = (width: number) => layOutAlike([of('1.00'), of('1,000.00')], width).map(([top = '']) => top.trim());
    expect(tops(90).every((top) => /^USD( +b\d){8}$/.test(top))).toBe(true);
    expect(tops(60).every((top) => /^USD +book$/.test(top))).toBe(true);
    expect(layOut(of('1.00'), 60)[0]).toMatch(/^ USD( +b\d){8}$/);
  });

  test('without rows has its total under one rule', () => {
    expect(layOut({ ...aging, rows: [] }, 80).filter((line) => line.startsWith('-'))).toHaveLength(1);
  });

  test('stands in panels where neither fits, each beginning with the first column', () => {
    const many = { ...aging, rows: Array.from({ length: 9 }, (_, n) => [`acct-${n}`, '1,200.00', '0.00', '1,200.00']) };
    const lines = layOut(many, 28);
    expect(lines.slice(0, 3)).toEqual(['USD      CURRENT  1-30', '------  --------  ----', 'acct-0  1,200.00  0.00']);
    expect(lines.slice(13, 17)).toEqual(['', 'USD      balance', '------  --------', 'acct-0  1,200.00']);
  });

  test('cuts the tail of an id before it lays anything out another way, and never a figure', () => {
    const table: Table = {
      columns: [
        { title: 'charge', align: 'LEFT', mayBeCut: true },
        { title: 'open', align: 'RIGHT' },
      ],
      rows: [['47cd1dc0-2b8b-b518-8ebb-cb5e4728bd87', '1,000,000,000.00']],
    };
    expect(layOut(table, 40).at(-1)).toBe('47cd1dc0-2b8b-b518-8e…  1,000,000,000.00');
  });

  test('without rows is its header', () => {
    expect(layOut({ columns: aging.columns, rows: [] }, 80)).toEqual([
      'USD  CURRENT  1-30  balance',
      '---  -------  ----  -------',
    ]);
  });

  test('never loses a figure and never leaves the terminal, if a figure and its name fit at all', () => {
    const amount = integer({ min: -1e9, max: 1e9 }).map((cents) => amountText(fromMinorText(String(cents), 'USD')));
    const row = tuple(stringMatching(/^[a-z]{1,9}$/), amount, amount, amount);
    assert(
      property(array(row, { minLength: 1, maxLength: 9 }), integer({ min: 28, max: 60 }), (rows, width) => {
        const lines = layOut({ columns: aging.columns, rows }, width);
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
        const words = lines.join(' ').split(/\s+/).toSorted();
        const figures = rows.flatMap(([, ...amounts]) => amounts);
        for (const figure of figures) {
          const times = figures.filter((other) => other === figure).length;
          expect(words.filter((word) => word === figure).length).toBe(times);
        }
      }),
    );
  });
});

describe('amounts for the eye', () => {
  test.each([
    ['0', 'USD', '0.00'],
    ['-5', 'USD', '-0.05'],
    ['99999', 'USD', '999.99'],
    ['100000', 'USD', '1,000.00'],
    ['-109240273', 'USD', '-1,092,402.73'],
    ['1234567', 'JPY', '1,234,567'],
    ['1234567', 'BHD', '1,234.567'],
    ['9007199254740993', 'USD', '90,071,992,547,409.93'],
  ])('%s minor units of %s read %s', (minor, currency, text) => {
    expect(amountText(fromMinorText(minor, currency))).toBe(text);
  });

  test('counts are parted in thousands', () => {
    expect([0, 999, 1_000, 1_234_567].map(countText)).toEqual(['0', '999', '1,000', '1,234,567']);
  });
});
