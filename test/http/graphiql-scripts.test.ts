import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { renderScript, startScript } from '#http/graphiql-page.ts';

const options = { marker: 'boot:auditor', graphiql: { defaultTabs: [{ variables: '{ "asOf": null }' }, {}] } };

/** What the scripts of the page find and leave behind in a browser, one after the other as the page loads them. */
function opened(kept: Record<string, string>) {
  const rendered: unknown[] = [];
  const storage = Object.defineProperties(kept, {
    getItem: { value: (key: string) => kept[key] ?? null },
    setItem: { value: (key: string, value: string) => void (kept[key] = value) },
    removeItem: { value: (key: string) => Reflect.deleteProperty(kept, key) },
  });
  const browser = createContext({
    self: {},
    localStorage: storage,
    document: { getElementById: () => ({ textContent: JSON.stringify(options) }) },
    YogaGraphiQL: { renderYogaGraphiQL: (_root: unknown, given: unknown) => rendered.push(given) },
  });
  runInContext(startScript, browser);
  runInContext(renderScript, browser);
  return { kept: { ...kept }, rendered };
}

test('a page opened anew forgets older tabs, and shows the first query with its variables', () => {
  const { kept, rendered } = opened({ 'ar-ledger': 'boot:finance', 'graphiql:tabState': 'old', other: 'stays' });
  expect(kept).toEqual({ 'ar-ledger': 'boot:auditor', 'graphiql:variables': '{ "asOf": null }', other: 'stays' });
  expect(rendered).toEqual([options.graphiql]);
});

test('a page loaded again keeps what was typed', () => {
  const before = { 'ar-ledger': 'boot:auditor', 'graphiql:variables': '{ "asOf": "2026-06-30" }' };
  expect(opened({ ...before }).kept).toEqual(before);
});
