import { describeOnServer, serverOfTheRun } from '../eventstoredb/suites.ts';
import { journalContract } from './contract.ts';
import { openOnServer } from './eventstoredb-directory.ts';

describeOnServer('the journal contract on a real EventStoreDB', () => {
  journalContract('the EventStoreDB journal', {
    open: async () => openOnServer((await serverOfTheRun()).connectionString),
  });
});
