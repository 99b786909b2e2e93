import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { received } from './entries.ts';

/** A process that appends as fast as it can and writes each acknowledged command id on a line, until it is killed. */
const [directory = '', round = ''] = process.argv.slice(2);
const journal = await openSqliteJournal({ directory, ledgerId: 'main', onFatal: () => process.exit(1) });

async function writeFor(caller: number): Promise<void> {
  const stream = `main.account-${round}-${caller}`;
  for (let turn = 0; ; turn += 1) {
    const commandId = `k-${round}-${caller}-${turn}`;
    await journal.append({ stream, expectedRevision: 2 * turn - 1, entries: received(stream, commandId, 2) });
    process.stdout.write(`${commandId}\n`);
  }
}

await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(writeFor));
