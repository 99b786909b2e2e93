import { setClock, standingClock } from '#journal/clock.ts';
import {
  type EventStoreDbJournal,
  type EventStoreDbJournalOptions,
  openEventStoreDbJournal,
} from '#journal/eventstoredb-journal.ts';
import { freshLedgerId } from '../eventstoredb/real-server.ts';
import { noon, type OpenedJournal } from './engine.ts';
import { removeDirectory, temporaryDirectory } from './sqlite-directory.ts';

export interface OpenedOnServer extends OpenedJournal {
  readonly journal: EventStoreDbJournal;
  readonly directory: string;
  readonly restart: () => Promise<EventStoreDbJournal>;
}

/** A journal of a ledger of its own on a server, with its copy in a directory of its own, under a standing clock. */
export async function openOnServer(
  connectionString: string,
  options: Partial<EventStoreDbJournalOptions> = {},
): Promise<OpenedOnServer> {
  const directory = temporaryDirectory();
  const clock = standingClock(noon);
  const ledgerId = freshLedgerId();
  const timing = { settles: 1_000 };
  const open = () => openEventStoreDbJournal({ connectionString, directory, ledgerId, clock, timing, ...options });
  const journal = await open();
  let latest = journal;
  return {
    journal,
    directory,
    setClock: (milliseconds) => setClock(clock, milliseconds),
    async restart() {
      await latest.close();
      latest = await open();
      return latest;
    },
    async discard() {
      await latest.close();
      removeDirectory(directory);
    },
  };
}
