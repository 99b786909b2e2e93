import { posix } from 'node:path';
import type { ESTree } from 'vite';
import { type Finding, findings, type SourceFile } from './source-file.ts';

/**
 * Who may import whom. A part of the house is a folder of src, a file that stands directly in src, or one of the other
 * top-level folders; a folder that is not named here may not exist.
 */
const mayImport: ReadonlyMap<string, readonly string[]> = new Map([
  ['money', []],
  ['ledger', ['money']],
  ['projections', ['ledger', 'money']],
  ['journal', ['ledger', 'money']],
  ['handle-command', ['journal', 'ledger', 'money']],
  ['read-models', ['projections', 'journal', 'ledger', 'money']],
  ['processes', ['handle-command', 'read-models', 'projections', 'ledger', 'money']],
  ['graphql', ['handle-command', 'processes', 'read-models', 'projections', 'ledger', 'money']],
  ['http', ['graphql']],
  ['config', []],
]);

/** What puts the parts together may import every part; only a test may import tests. */
const everything: ReadonlySet<string> = new Set(['main', 'cli', 'scripts', 'test']);

/** The environment is parsed once; a part that reads it by itself would have a second opinion. */
const readsConfig: ReadonlySet<string> = new Set(['main', 'cli', 'test']);

/** What the pure folders may take from outside: arithmetic, persistent maps and shapes. No clock, store or network. */
const purePackages: ReadonlyMap<string, readonly string[]> = new Map([
  ['money', ['decimal.js']],
  ['ledger', ['immutable', 'zod']],
  ['projections', ['immutable']],
]);

/** Files directly in src are the path of a command, `handle-command`, except the three that have a row of their own. */
function partOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  if (top !== 'src') return top;
  if (!second.endsWith('.ts')) return second;
  return /^(main|cli|config)\.ts$/.test(second) ? second.slice(0, -3) : 'handle-command';
}

function objectionTo(file: SourceFile, specifier: string): string | undefined {
  const from = partOf(file.path);
  if (specifier.startsWith('#')) return objectionToAlias(from, specifier);
  if (specifier.startsWith('.')) return objectionToRelative(file, from, specifier);
  const allowed = purePackages.get(from);
  const isAllowed = allowed?.some((name) => specifier === name || specifier.startsWith(`${name}/`)) ?? true;
  return isAllowed ? undefined : `${from} is pure and may not import ${specifier}`;
}

function objectionToAlias(from: string, specifier: string): string | undefined {
  const [alias = '', ...rest] = specifier.slice(1).split('/');
  if (alias !== 'app') return objectionToPart(from, alias);
  // `#app/` names the files directly in src; `#app/money/...` would be a second name for `#money/...`.
  return rest.length === 1
    ? objectionToPart(from, partOf(`src/${rest[0]}`))
    : `${specifier} has a name of its own: #${rest.join('/')}`;
}

function objectionToRelative(file: SourceFile, from: string, specifier: string): string | undefined {
  const path = posix.join(posix.dirname(file.path), specifier);
  const to = partOf(path);
  const isNeighbour = posix.dirname(path) === posix.dirname(file.path);
  if (to !== from && !isNeighbour) return `${specifier} leaves ${from}: write it as #${to}/...`;
  return objectionToPart(from, to);
}

function objectionToPart(from: string, to: string): string | undefined {
  if (from === to) return undefined;
  if (to === 'config') return readsConfig.has(from) ? undefined : `only main and cli import config, not ${from}`;
  const isAllowed = everything.has(from) ? to !== 'test' : mayImport.get(from)?.includes(to) === true;
  return isAllowed ? undefined : `${from} may not import ${to}`;
}

/** Imports, re-exports, `import()`, and `new URL('./writer.ts', import.meta.url)`, which is how a worker is named. */
export function findImportsAgainstTheTable(file: SourceFile): readonly Finding[] {
  const from = partOf(file.path);
  const isKnown = mayImport.has(from) || everything.has(from);
  const unknown = isKnown ? [] : [`${file.path}:1 ${from} is not in the import table`];
  const forbidden = findings(file, (report) => {
    const look = (source: ESTree.Expression | null): void => {
      if (source?.type !== 'Literal' || typeof source.value !== 'string') return;
      const objection = objectionTo(file, source.value);
      if (objection !== undefined) report(source, objection);
    };
    return {
      ImportDeclaration: (node) => look(node.source),
      ExportAllDeclaration: (node) => look(node.source),
      ExportNamedDeclaration: (node) => look(node.source),
      ImportExpression: (node) => look(node.source),
      TSImportType: (node) => look(node.source),
      NewExpression: (node) => look(moduleNamedByUrl(node)),
    };
  });
  return [...unknown, ...forbidden];
}

function moduleNamedByUrl(node: ESTree.NewExpression): ESTree.Expression | null {
  const [first] = node.arguments;
  const isUrl = node.callee.type === 'Identifier' && node.callee.name === 'URL';
  if (!isUrl || first?.type !== 'Literal' || typeof first.value !== 'string') return null;
  return /^\..*\.ts$/.test(first.value) ? first : null;
}
