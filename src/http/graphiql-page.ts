import type { PreparedRole } from './prepared-roles.ts';

/** Everything of a page that is not a constant of ours goes through here. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

export interface GraphiqlPage {
  readonly role: PreparedRole;
  readonly token: string;
  /** An account of the ledger, if it has any. */
  readonly accountId: string | undefined;
  /** Changes with every start of the server: what the browser kept of an earlier one is out of date. */
  readonly boot: string;
}

/** GraphiQL from our own files, with the queries that this role comes for and its token in the header editor. */
export function graphiqlPage(page: GraphiqlPage): string {
  const { title } = page.role;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)} - AR ledger</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/graphiql/graphiql.css">
    <style>
      body, #root { margin: 0; height: 100vh }
      /* GraphiQL leaves its tabs shifted and hides that until one is pressed: it would jump away from under the pointer. */
      .graphiql-tab { transform: none !important }
      /* In a narrow window the answer has no room beside the query. */
      @media (max-width: 700px) {
        #graphiql-session { flex-direction: column }
        #graphiql-session > .graphiql-horizontal-drag-bar { display: none }
        #graphiql-session > .graphiql-editors { flex: 1 1 55% !important }
        #graphiql-session > .graphiql-response { flex: 1 1 45% !important }
      }
    </style>
  </head>
  <body class="no-focus-outline">
    <noscript>This page needs JavaScript.</noscript>
    <div id="root"></div>
    <script id="options" type="application/json">${optionsOf(page)}</script>
    <script src="/graphiql/start.js"></script>
    <script src="/graphiql/graphiql.js"></script>
    <script src="/graphiql/render.js"></script>
  </body>
</html>
`;
}

function optionsOf({ role, token, accountId, boot }: GraphiqlPage): string {
  const headers = JSON.stringify({ authorization: `Bearer ${token}` }, undefined, 2);
  const defaultTabs = role.queries.map(({ query, variables }) => ({
    query,
    variables: JSON.stringify(filled(variables, accountId ?? 'ACCOUNT-ID'), undefined, 2),
    headers,
  }));
  const graphiql = {
    // Beside the tabs, which need the room.
    title: role.title,
    endpoint: '/graphql',
    // Its own default for a subscription is GET, which this server refuses.
    method: 'POST',
    headers,
    defaultHeaders: headers,
    defaultTabs,
    shouldPersistHeaders: true,
    defaultEditorToolsVisibility: 'variables',
    schemaDescription: true,
    inputValueDeprecation: true,
  };
  // "</script>" inside a text would end the block.
  return JSON.stringify({ marker: `${boot}:${role.role}`, graphiql }).replaceAll('<', '\\u003c');
}

/** The variables with an account of this ledger where the query needs one. */
function filled(value: unknown, accountId: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, name === 'accountId' ? accountId : filled(part, accountId)]),
  );
}

/**
 * Runs before GraphiQL: tabs kept for another role, or with a token of an earlier start, are forgotten. GraphiQL opens the
 * first of the new tabs with the variables it has kept, not with those of the tab, so they are put where it looks.
 */
export const startScript = `'use strict';
const { marker, graphiql: { defaultTabs } } = JSON.parse(document.getElementById('options').textContent);
if (localStorage.getItem('ar-ledger') !== marker) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith('graphiql')) localStorage.removeItem(key);
  }
  localStorage.setItem('graphiql:variables', defaultTabs[0].variables);
  localStorage.setItem('ar-ledger', marker);
}
self.MonacoEnvironment = {
  globalAPI: false,
  getWorkerUrl: (moduleId, label) => '/graphiql/' + label + '.js',
};
`;

export const renderScript = `'use strict';
const { graphiql } = JSON.parse(document.getElementById('options').textContent);
YogaGraphiQL.renderYogaGraphiQL(document.getElementById('root'), graphiql);
`;
