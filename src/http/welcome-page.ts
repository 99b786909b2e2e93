import { escaped } from './graphiql-page.ts';
import type { PreparedRole } from './prepared-roles.ts';

export interface WelcomeRole {
  readonly role: PreparedRole;
  readonly token: string;
}

/** The first page of a development server: who you may be, what you would come for, and a token for your own client. */
export function welcomePage(roles: readonly WelcomeRole[]): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>AR ledger</title>
    <link rel="icon" href="data:,">
    <style>${style}</style>
  </head>
  <body>
    <main>
      <h1>AR ledger</h1>
      <p>Open the API as one of these roles. Each comes with prepared queries and a token that is good for twelve hours.</p>
      <ul>${roles.map(card).join('')}</ul>
      <p class="note">This page exists only with <code>AUTH=development</code> on a loopback address.
        State: <a href="/health/ready">/health/ready</a>. API: <code>POST /graphql</code>.</p>
    </main>
  </body>
</html>
`;
}

function card({ role: { role, title, comesFor }, token }: WelcomeRole): string {
  return `
        <li>
          <a href="/graphql?role=${role}"><strong>${escaped(title)}</strong><span>${escaped(comesFor)}</span></a>
          <details><summary>Token</summary><code>${escaped(token)}</code></details>
        </li>`;
}

const style = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
  body { margin: 0 }
  main { max-width: 46rem; margin: 0 auto; padding: 2rem 1rem }
  h1 { font-size: 1.6rem; margin: 0 0 .5rem }
  ul { list-style: none; margin: 1.5rem 0; padding: 0; display: grid; gap: .75rem }
  li { border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .5rem }
  li > a { display: grid; gap: .1rem; padding: .75rem 1rem; color: inherit; text-decoration: none; border-radius: .5rem }
  li > a:hover, li > a:focus-visible { background: color-mix(in srgb, currentColor 6%, transparent) }
  li > a span { opacity: .75; font-size: .95rem }
  details { padding: 0 1rem .75rem; font-size: .85rem }
  summary { cursor: pointer; opacity: .75 }
  details code { display: block; overflow-wrap: anywhere; user-select: all; padding-top: .5rem }
  .note { font-size: .9rem; opacity: .8 }
`;
