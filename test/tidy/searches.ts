import type { ESTree } from 'vite';
import { type Finding, findings, lineCount, type SourceFile } from './source-file.ts';

export const longestFunction = 60;
export const longestFile = 300;

/** Clock, randomness, environment, I/O. */
export const impureNames =
  /^(Date|Temporal|process|Promise|console|globalThis|performance|crypto|fetch|Buffer|set(Timeout|Interval|Immediate)|queueMicrotask)$/;
/** What answers differently on a host with another locale or zone; calendar dates name the zone they use. */
export const hostDependentNames = /^(Intl|localeCompare|toLocale[A-Za-z]*)$/;

/** Mentions of a global by its name, and of a member such as `.random`; a field that happens to be called so is none. */
export function findNames(file: SourceFile, globals: RegExp, members: RegExp): readonly Finding[] {
  const isOnlyAName = new Set<number>();
  return findings(file, (report) => ({
    MemberExpression(node) {
      if (node.property.type !== 'Identifier' || node.computed) return;
      isOnlyAName.add(node.property.start);
      if (members.test(node.property.name)) report(node, `.${node.property.name} in a pure folder`);
    },
    Property: (node) => void (node.shorthand || isOnlyAName.add(node.key.start)),
    TSPropertySignature: (node) => void isOnlyAName.add(node.key.start),
    Identifier(node) {
      if (globals.test(node.name) && !isOnlyAName.has(node.start)) report(node, `${node.name} in a pure folder`);
    },
  }));
}

const isStateOfTheModule = (statement: ESTree.Program['body'][number]): boolean =>
  statement.type === 'VariableDeclaration' && statement.kind !== 'const';

export function findImpureShapes(file: SourceFile): readonly Finding[] {
  return findings(file, (report) => {
    const lookAtFunction = (node: ESTree.Function | ESTree.ArrowFunctionExpression): void => {
      if (node.async) report(node, 'an async function in a pure folder');
    };
    return {
      FunctionDeclaration: lookAtFunction,
      FunctionExpression: lookAtFunction,
      ArrowFunctionExpression: lookAtFunction,
      AwaitExpression: (node) => report(node, 'await in a pure folder'),
      ImportExpression: (node) => report(node, 'import() in a pure folder'),
      ClassDeclaration: (node) => report(node, 'a class in a pure folder'),
      ClassExpression: (node) => report(node, 'a class in a pure folder'),
      Program(node) {
        for (const statement of node.body.filter(isStateOfTheModule)) {
          report(statement, 'state of the module in a pure folder');
        }
      },
    };
  });
}

export function findHeldBackTests(file: SourceFile): readonly Finding[] {
  return findings(file, (report) => ({
    MemberExpression(node) {
      const { object, property } = node;
      if (object.type !== 'Identifier' || property.type !== 'Identifier') return;
      if (!/^(describe|test|it|suite|bench)$/.test(object.name)) return;
      if (/^(only|skip|todo|fails)$/.test(property.name)) report(node, `${object.name}.${property.name}`);
    },
  }));
}

export function findForbiddenNames(file: SourceFile): readonly Finding[] {
  const words = file.path.split(/[/.-]/);
  const forbidden = words.filter((word) =>
    /^(helpers?|utils?|common|shared|managers?|services?|core|domain)$/.test(word),
  );
  const named = forbidden.map((word) => `${file.path}:1 is called ${word}: use the accountant's word`);
  const isKebabCase = /^[a-z0-9]+([/.-][a-z0-9]+)*$/.test(file.path);
  return isKebabCase ? named : [...named, `${file.path}:1 is not written in lower case with hyphens`];
}

type FunctionNode = ESTree.Function | ESTree.ArrowFunctionExpression;

/** Every function with its length in lines; the body of a `describe` is a table of contents, not a function. */
export function functionLengths(file: SourceFile): readonly { readonly node: FunctionNode; readonly lines: number }[] {
  const contents = new Set<number>();
  const measured: { node: FunctionNode; lines: number }[] = [];
  const measure = (node: FunctionNode): void => {
    if (!contents.has(node.start)) measured.push({ node, lines: lineCount(file, node) });
  };
  findings(file, () => ({
    CallExpression(node) {
      const isDescribe = /^describe\b/.test(file.text.slice(node.start, node.start + 9));
      const body = node.arguments.at(-1);
      if (isDescribe && body !== undefined) contents.add(body.start);
    },
    FunctionDeclaration: measure,
    FunctionExpression: measure,
    ArrowFunctionExpression: measure,
  }));
  return measured;
}

export function findLongFunctions(file: SourceFile): readonly Finding[] {
  const long = functionLengths(file).filter(({ lines }) => lines > longestFunction);
  return findings(file, (report) => ({
    Program: () => long.forEach(({ node, lines }) => report(node, `a function of ${lines} lines`)),
  }));
}

export function findLongFiles(file: SourceFile): readonly Finding[] {
  const lines = file.text.trimEnd().split('\n').length;
  return lines > longestFile ? [`${file.path}:1 has ${lines} lines`] : [];
}

/** `as const` narrows, it does not claim; every other cast says that we know better than the compiler. */
export function findCasts(file: SourceFile): readonly Finding[] {
  return findings(file, (report) => ({
    TSTypeAssertion: (node) => report(node, 'a cast'),
    TSAsExpression(node) {
      const to = file.text.slice(node.typeAnnotation.start, node.typeAnnotation.end);
      if (to !== 'const') report(node, `a cast to ${to}`);
    },
  }));
}
