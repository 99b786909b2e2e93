import { FaultServer } from '../eventstoredb/fault-server.ts';
import { journalContract } from './contract.ts';
import { openOnServer } from './eventstoredb-directory.ts';

journalContract('the EventStoreDB journal, on a server that has no fault,', {
  async open() {
    const server = await FaultServer.start();
    const opened = await openOnServer(server.connectionString);
    return {
      ...opened,
      async discard() {
        await opened.discard();
        await server.close();
      },
    };
  },
});
