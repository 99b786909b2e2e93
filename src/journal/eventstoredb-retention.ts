import type { EventStoreDBClient } from '@eventstore/db-client';
import { anchorStream } from './eventstoredb-anchor.ts';
import { followLog } from './eventstoredb-following.ts';
import type { CopiedItem, Retention } from './journal-copy.ts';

/** The streams whose names begin so are the ledger's own. */
export function streamsOf(ledgerId: string): readonly string[] {
  return [`${ledgerId}.`, ...metadataOf(ledgerId)];
}

/** Where the server keeps what is set for them. */
function metadataOf(ledgerId: string): readonly string[] {
  return [`$$${ledgerId}.`, `$$${anchorStream(ledgerId)}`];
}

/**
 * Reads all that was ever set for the streams of a ledger, from the beginning: a feed that follows may have been spared
 * something. Undefined if the server does not send it all within `milliseconds` without a sign of life.
 */
export async function readRetention(
  client: EventStoreDBClient,
  ledgerId: string,
  milliseconds: number,
): Promise<readonly Retention[] | undefined> {
  const found: Retention[] = [];
  const onItems = (items: readonly CopiedItem[]): void => {
    for (const item of items) if ('retained' in item) found.push(item);
  };
  return new Promise((resolve) => {
    const following = followLog(client, metadataOf(ledgerId), undefined, { onItems, onEnd: () => end(undefined) });
    let seen = -1;
    const timer = setInterval(() => {
      if (following.signs === seen) end(undefined);
      seen = following.signs;
    }, milliseconds);
    const end = (retentions: readonly Retention[] | undefined): void => {
      clearInterval(timer);
      following.stop();
      resolve(retentions);
    };
    void following.caughtUp.then(() => end(found));
  });
}
