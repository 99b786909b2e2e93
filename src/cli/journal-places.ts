import { usage } from './exit-codes.ts';

/** Where a journal is, as it is typed. */
export type JournalPlace =
  | { readonly engine: 'SQLITE'; readonly directory: string }
  | { readonly engine: 'ESDB'; readonly connectionString: string };

export const placesHelp = `
Where a journal is:
  sqlite:<dir>   in the data directory <dir>, as in sqlite:./data
  esdb           on the server that the variable JOURNAL names
  esdb://...     on this server; but arguments are seen by everybody on the machine, and there
                 may be a password in it: rather set JOURNAL and say esdb`;

const expected = 'expected sqlite:<dir>, esdb (with the variable JOURNAL) or esdb://...';

/** Never repeats what was typed: there may be a password in it. */
export function placeOption(name: string, text: string, journal: string | undefined): JournalPlace {
  const [, directory] = /^sqlite:(.+)$/s.exec(text) ?? [];
  if (directory !== undefined) return { engine: 'SQLITE', directory };
  if (isServer(text)) return { engine: 'ESDB', connectionString: text };
  if (text !== 'esdb') throw usage(`${name}: ${expected}`);
  if (journal === undefined || !isServer(journal)) {
    throw usage('JOURNAL: expected the address of the server, as in esdb://host:2113');
  }
  return { engine: 'ESDB', connectionString: journal };
}

function isServer(text: string): boolean {
  return /^esdb(\+discover)?:\/\/./.test(text);
}
