import { findImportsAgainstTheTable } from './import-table.ts';
import {
  findCasts,
  findForbiddenNames,
  findHeldBackTests,
  findImpureShapes,
  findLongFiles,
  findLongFunctions,
  findNames,
  hostDependentNames,
  impureNames,
  longestFile,
  longestFunction,
} from './searches.ts';
import { commentFindings, type Finding, findings, type SourceFile } from './source-file.ts';

/** A file planted in a test. */
export type Example = readonly [path: string, text: string];

/** A rule, what it must catch, and what comes close and must pass. */
export interface Rule {
  readonly title: string;
  readonly appliesTo: RegExp;
  readonly find: (file: SourceFile) => readonly Finding[];
  readonly caught: readonly Example[];
  readonly passes: readonly Example[];
}

const anywhere = /./;
const pureFolders = /^(src\/money|src\/ledger|projections)\//;
const lines = (count: number): string => '\n'.repeat(count - 1);

export const rules: readonly Rule[] = [
  {
    title: 'imports keep to the table of who may import whom',
    appliesTo: anywhere,
    find: findImportsAgainstTheTable,
    caught: [
      ['src/money/money.ts', `import { decide } from '#ledger/decide.ts';`],
      ['src/money/money.ts', `import type { Account } from '#ledger/account.ts';`],
      ['src/ledger/decide.ts', `import { add } from '../money/money.ts';`],
      ['src/ledger/decide.ts', `import { add } from '#app/money/money.ts';`],
      ['src/ledger/decide.ts', `import { v5 } from 'node:crypto';`],
      ['src/ledger/decide.ts', `export const a = import('pino');`],
      ['src/ledger/decide.ts', `export type A = import('#journal/journal.ts').A;`],
      ['src/graphql/schema.ts', `import { append } from '#journal/journal.ts';`],
      ['src/graphql/schema.ts', `import { config } from '#app/config.ts';`],
      ['src/http/server.ts', `import { a } from '#test/a.ts';`],
      ['src/read-models/start.ts', `export const a = new URL('../http/worker.ts', import.meta.url);`],
      ['src/billing/a.ts', `export const a = 1;`],
      ['src/clock.ts', `import { serve } from '#graphql/schema.ts';`],
      ['scripts/bench.ts', `import { a } from '../test/a.ts';`],
    ],
    passes: [
      [
        'src/ledger/decide.ts',
        `import { add } from '#money/money.ts';
import { charge } from './charges/charge.ts';`,
      ],
      ['src/read-models/start.ts', `export const a = new URL('./worker.ts', import.meta.url);`],
      [
        'src/main.ts',
        `import { config } from './config.ts';
import { serve } from '#http/server.ts';`,
      ],
      ['src/clock.ts', `import { read } from '#journal/journal.ts';\nimport { b } from './handle-command.ts';`],
      ['src/cli/aging.ts', `import { handleCommand } from '#app/handle-command.ts';`],
      [
        'test/ledger/a.test.ts',
        `import { add } from '#money/money.ts';
import { book } from '../books.ts';`,
      ],
    ],
  },
  {
    title: 'the pure folders know no clock, randomness, environment or I/O',
    appliesTo: pureFolders,
    find: (file) => findNames(file, impureNames, /^random$/),
    caught: [
      ['src/ledger/a.ts', `export const today = () => new Date();`],
      ['src/ledger/a.ts', `export const now = (clock = Date) => clock.now();`],
      ['src/money/a.ts', `export const luck = () => Math.random();`],
      ['src/money/a.ts', `export const zone = process.env;`],
      ['projections/a.ts', `export const a = { console };`],
      ['projections/a.ts', `export type Later = Promise<string>;`],
    ],
    passes: [
      ['src/ledger/a.ts', `export const day = (b: { Date: string }) => b.Date;`],
      ['src/journal/a.ts', `export const now = () => Date.now();`],
    ],
  },
  {
    title: 'the pure folders answer the same in every locale and time zone',
    appliesTo: /^(src\/money\/(?!calendar-date)|src\/ledger\/|projections\/)/,
    find: (file) => findNames(file, hostDependentNames, hostDependentNames),
    caught: [
      ['src/ledger/a.ts', `export const a = (b: string, c: string) => b.localeCompare(c);`],
      ['projections/a.ts', `export const a = (b: number) => b.toLocaleString();`],
      ['src/money/money.ts', `export const a = new Intl.NumberFormat();`],
    ],
    passes: [['src/ledger/a.ts', `export const a = (b: string, c: string) => b < c;`]],
  },
  {
    title: 'the pure folders have no promises, classes or state of their own',
    appliesTo: pureFolders,
    find: findImpureShapes,
    caught: [
      ['projections/a.ts', `export const later = async () => 1;`],
      ['src/ledger/a.ts', `export async function later() { await 1; }`],
      ['src/ledger/a.ts', `export class Account {}`],
      [
        'src/money/a.ts',
        `let seen = 0;
export const next = () => seen++;`,
      ],
    ],
    passes: [['projections/a.ts', `export const now = () => { let sum = 0; sum += 1; return sum; };`]],
  },
  {
    title: 'nothing is any',
    appliesTo: anywhere,
    find: (file) => findings(file, (report) => ({ TSAnyKeyword: (node) => report(node, 'any') })),
    caught: [
      ['src/http/a.ts', `export const a = (b: unknown) => b as any;`],
      ['test/a.test.ts', `export const a = (b: readonly any[]) => b;`],
    ],
    passes: [['src/http/a.ts', `export const any = (b: unknown) => b;`]],
  },
  {
    title: 'nothing is claimed to be there with an exclamation mark',
    appliesTo: anywhere,
    find: (file) =>
      findings(file, (report) => ({
        TSNonNullExpression: (node) => report(node, '!'),
        VariableDeclarator: (node) => void (node.definite === true && report(node, 'a variable declared with !')),
        PropertyDefinition: (node) => void (node.definite === true && report(node, 'a field declared with !')),
      })),
    caught: [
      ['src/http/a.ts', `export const a = (b: readonly string[]) => b[0]!;`],
      ['src/http/a.ts', `let a!: string;`],
      ['src/http/a.ts', `class A { b!: string }`],
    ],
    passes: [['src/http/a.ts', `export const a = (b: boolean) => !b;`]],
  },
  {
    title: 'a cast stands only where a shape was just proven: the codec, the scalars, the brands of money',
    appliesTo: /^(src\/(?!money\/|journal\/codec|graphql\/(scalars|builder))|projections\/)/,
    find: findCasts,
    caught: [
      ['src/graphql/queries/a.ts', `export const a = (b: unknown) => b as string;`],
      ['src/read-models/a.ts', `export const a = (b: unknown) => <string>b;`],
    ],
    passes: [
      ['src/graphql/queries/a.ts', `export const a = { b: 'c' } as const satisfies object;`],
      ['src/journal/codec.ts', `export const a = (b: unknown) => b as string;`],
    ],
  },
  {
    title: 'no test is held back and none stands alone',
    appliesTo: /^test\//,
    find: findHeldBackTests,
    caught: [
      ['test/a.test.ts', `test.only('a', () => {});`],
      ['test/a.test.ts', `describe.skip('a', () => {});`],
      ['test/a.test.ts', `it.todo('a');`],
    ],
    passes: [['test/a.test.ts', `test.skipIf(samplesAreAbsent)('a', () => {});`]],
  },
  {
    title: 'what is left to do is an issue, not a comment',
    appliesTo: anywhere,
    find: (file) => commentFindings(file, /\b(TODO|FIXME|XXX|HACK)\b/, 'work left in a comment'),
    caught: [['src/http/a.ts', `// TODO later\nexport const a = 1;`]],
    passes: [['src/http/a.ts', `export const a = 'TODO';`]],
  },
  {
    title: 'a check is switched off only with its reason beside it',
    appliesTo: anywhere,
    find: (file) =>
      commentFindings(
        file,
        /@ts-(ignore|nocheck|expect-error)|(oxlint|eslint)-disable(?!.* -- )/,
        'a check without a reason off',
      ),
    caught: [
      [
        'src/http/a.ts',
        `// oxlint-disable-next-line no-console
export const a = 1;`,
      ],
      [
        'src/http/a.ts',
        `// @ts-ignore
export const a = 1;`,
      ],
    ],
    passes: [['src/http/a.ts', `// oxlint-disable-next-line no-console -- why\nexport const a = 1;`]],
  },
  {
    title: 'every export has its name, in the file that makes it',
    appliesTo: /^(?!test\/vitest\.config\.ts$)/,
    find: (file) =>
      findings(file, (report) => ({
        ExportDefaultDeclaration: (node) => report(node, 'a default export'),
        ExportAllDeclaration: (node) => report(node, 'a barrel'),
        ExportNamedDeclaration: (node) => void (node.source !== null && report(node, 'a barrel')),
      })),
    caught: [
      ['src/http/a.ts', `export { b } from './b.ts';`],
      ['src/http/a.ts', `export * from './b.ts';`],
      ['src/http/a.ts', `export default 1;`],
    ],
    passes: [['src/http/a.ts', `import { b } from './b.ts';\nexport const a = b;`]],
  },
  {
    title: "files and folders have the accountant's names",
    appliesTo: anywhere,
    find: findForbiddenNames,
    caught: [
      ['src/ledger/date-utils.ts', ''],
      ['src/shared/dates.ts', ''],
      ['src/ledger/PostCharge.ts', ''],
    ],
    passes: [['src/money/calendar-date.ts', '']],
  },
  {
    title: 'only money knows decimals',
    appliesTo: /^(src\/(?!money\/)|projections\/|scripts\/)/,
    find: (file) =>
      findings(file, (report) => ({
        ImportDeclaration: (node) => void (node.source.value === 'decimal.js' && report(node, 'decimal.js')),
        NewExpression: (node) =>
          void (node.callee.type === 'Identifier' && node.callee.name === 'Decimal' && report(node, 'new Decimal')),
      })),
    caught: [
      ['src/ledger/a.ts', `export const a = new Decimal('1.10');`],
      ['projections/a.ts', `import { Decimal } from 'decimal.js';`],
    ],
    passes: [['src/money/money.ts', `export const a = new Decimal('1.10');`]],
  },
  {
    title: `no function has more than ${longestFunction} lines`,
    appliesTo: anywhere,
    find: findLongFunctions,
    caught: [
      ['src/http/a.ts', `export function a() {${lines(longestFunction + 1)}}`],
      ['test/a.test.ts', `test('a', () => {${lines(longestFunction + 1)}});`],
    ],
    passes: [
      ['src/http/a.ts', `export function a() {${lines(longestFunction)}}`],
      ['test/a.test.ts', `describe('a', () => {${lines(longestFunction + 1)}});`],
    ],
  },
  {
    title: `no file has more than ${longestFile} lines`,
    appliesTo: anywhere,
    find: findLongFiles,
    caught: [['src/http/a.ts', `export const a = 1;${lines(longestFile + 1)}export const b = 2;`]],
    passes: [['src/http/a.ts', `export const a = 1;${lines(longestFile)}export const b = 2;`]],
  },
];

export function breaches(rule: Rule, file: SourceFile): readonly Finding[] {
  return rule.appliesTo.test(file.path) ? rule.find(file) : [];
}
