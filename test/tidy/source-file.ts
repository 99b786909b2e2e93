import { globSync, readFileSync } from 'node:fs';
import { type ESTree, type ParseResult, parseSync, Visitor, type VisitorObject } from 'vite';

/** One file of the project, parsed. Paths are relative to the root and written with slashes. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly program: ESTree.Program;
  readonly comments: ParseResult['comments'];
}

/** What a rule found: `path:line what`. */
export type Finding = string;

interface Span {
  readonly start: number;
  readonly end: number;
}

export type Report = (where: Span, what: string) => void;

export function parse(path: string, text: string): SourceFile {
  const { program, comments, errors } = parseSync(path, text);
  // A file that does not parse would pass every rule.
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]?.message}`);
  return { path, text, program, comments };
}

/** Every file of ours that runs, in a fixed order. */
export function readSources(root: string): readonly SourceFile[] {
  return globSync('{src,projections,scripts,test}/**/*.{ts,mjs}', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()
    .map((path) => parse(path, readFileSync(`${root}/${path}`, 'utf8')));
}

function lineAt(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split('\n').length;
}

export function lineCount(file: SourceFile, span: Span): number {
  return file.text.slice(span.start, span.end).split('\n').length;
}

/** Walks a file with the visitor that `look` builds and gathers what it reports. */
export function findings(file: SourceFile, look: (report: Report) => VisitorObject): readonly Finding[] {
  const found: Finding[] = [];
  const report: Report = (where, what) => void found.push(`${file.path}:${lineAt(file, where.start)} ${what}`);
  new Visitor(look(report)).visit(file.program);
  return found;
}

export function commentFindings(file: SourceFile, pattern: RegExp, what: string): readonly Finding[] {
  return file.comments
    .filter((comment) => pattern.test(comment.value))
    .map((comment) => `${file.path}:${lineAt(file, comment.start)} ${what}`);
}
