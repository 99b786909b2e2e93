import type { Command } from 'commander';
import { type LedgerBooks, type RunningServer, readTerms, startServer } from '#app/main.ts';
import { roles } from '#graphql/permissions.ts';
import { called, exitCodes, Stop, usage } from './exit-codes.ts';
import { withBooks } from './reading.ts';
import { countText } from './terminal/amounts.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';

interface ServeOptions {
  readonly data?: string;
}

export function serveVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = verb('serve', 'Starts the server on the books of the directory; an empty one waits for its ledger.');
  return acting<ServeOptions>(command, surroundings, finish, (run) =>
    withBooks(run, async (books) => {
      const server = await startServerOrStop(run, books);
      // The log has standard output to itself.
      run.terminal.err(await statusLine(run, books));
      await serveUntilStopped(run, server, run.terminal.err);
      return exitCodes.OK;
    }),
  );
}

export async function startServerOrStop({ config }: Run, books: LedgerBooks): Promise<RunningServer> {
  try {
    return await startServer(config, books);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EADDRINUSE') {
      throw new Stop(
        exitCodes.UNAVAILABLE,
        `Port ${config.port} is in use by another program. Name another one: PORT=4001.`,
      );
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL') throw usage('HOST or PORT: this address cannot be listened on');
    throw error;
  }
}

async function statusLine({ config }: Run, { journal }: LedgerBooks): Promise<string> {
  const terms = await readTerms(journal.book);
  const { ordinal } = await journal.book.head();
  if (terms === undefined) {
    return [
      `The books in ${config.dataDirectory} have no ledger yet. Open one, for ever, in one of two ways:`,
      `  - stop this server and run \`${called} open --help\`;`,
      '  - send the mutation openLedger with the token of the role admin.',
    ].join('\n');
  }
  const { baseCurrency, mode, openedOn, timeZone } = terms;
  return `Ledger ${config.ledgerId} (${mode.toLowerCase()}, ${baseCurrency}, ${timeZone}), open from ${openedOn}, ${countText(ordinal)} entries.`;
}

/** What to open, and the tokens of a server that gives out its own. */
async function howToEnter({ config }: Run, { port, developmentIssuer }: RunningServer): Promise<readonly string[]> {
  const address = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
  const health = `  ${address}/health/ready   whether the ledger answers, and how far its figures are`;
  if (developmentIssuer === undefined)
    return ['', `  POST ${address}/graphql   the API; tokens come from your issuer`, health];
  const tokens = await Promise.all(
    roles.map(async (role) => `  ${role}\n  ${await developmentIssuer.issueToken(role)}`),
  );
  return [
    '',
    'Open in a browser:',
    `  ${address}/   a page for each role, with its token and prepared queries`,
    `  ${address}/graphql   GraphiQL`,
    health,
    '',
    'Tokens for POST /graphql, each for 12 hours (authorization: Bearer ...):',
    ...tokens,
    '',
    'Ctrl-C stops the server.',
  ];
}

/** Says how to enter, and waits until somebody wants it to end. */
export async function serveUntilStopped(run: Run, server: RunningServer, say: (line: string) => void): Promise<void> {
  for (const line of await howToEnter(run, server)) say(line);
  await run.stopped();
  run.terminal.err('Stopping: what is under way is answered first.');
  await server.close();
}
