import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { journalContract } from './contract.ts';
import { noon } from './engine.ts';

journalContract('the journal in memory', {
  async open() {
    let now = noon;
    const journalId = crypto.randomUUID();
    const journal = new InMemoryJournal({ ledgerId: 'main', journalId, clock: () => now });
    return {
      journal,
      setClock: (milliseconds) => {
        now = milliseconds;
      },
      // It lives as long as its process, so a restart of the caller finds it as it was.
      restart: async () => journal,
      discard: () => journal.close(),
    };
  },
});
