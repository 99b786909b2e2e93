import { setTimeout as wait } from 'node:timers/promises';
import { provenRights } from './eventstoredb/proof-of-rights.ts';
import { grantRights } from './eventstoredb/rights.ts';
import { readSettings, SettingsFault } from './eventstoredb/settings.ts';
import { ensureUser } from './eventstoredb/users.ts';

/**
 * Prepares an EventStoreDB for the ledger, once or again: a user that can append and read and nothing else, rights that
 * are the default of every stream, and a try of each. It changes nothing that is as it should be.
 */
try {
  const settings = readSettings(process.env);
  console.log(await patiently(() => ensureUser(settings)));
  for (const line of await grantRights(settings)) console.log(line);
  for (const line of await provenRights(settings)) console.log(line);
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed');
  process.exitCode = error instanceof SettingsFault ? 2 : 1;
}

/** A cluster that has just been started has no leader yet, and its administrator is written by the first one. */
async function patiently(task: () => Promise<string>): Promise<string> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      return await task();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await wait(2_000);
    }
  }
}
