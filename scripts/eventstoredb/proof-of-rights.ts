import { setTimeout as wait } from 'node:timers/promises';
import { AccessDeniedError, EventStoreDBClient, jsonEvent, WrongExpectedVersionError } from '@eventstore/db-client';
import type { Credentials, Settings } from './settings.ts';

/** Nothing is ever written to it: each try expects a revision that no stream has. */
const stream = 'ar-ledger-proof-of-rights';
const expectedRevision = 9_007_199_254_740_991n;

/** Tries, as the user, what it must be able to do and what it must not. Throws at the first that is not so. */
export async function provenRights({ adminUrl, user }: Settings): Promise<readonly string[]> {
  const client = EventStoreDBClient.connectionString(adminUrl);
  try {
    return [
      await can('append', () => appending(client, user)),
      await can('read all entries', () => reading(client, user)),
      await cannot('delete a stream', client.deleteStream(stream, { expectedRevision, credentials: user })),
      await cannot('tombstone a stream', client.tombstoneStream(stream, { expectedRevision, credentials: user })),
      await cannot('set retention', settingRetention(client, user)),
      await cannot('change the rights', changingRights(client, user)),
    ];
  } finally {
    await client.dispose();
  }
}

const heardWithin = 30_000;

/** A node hears of a new password, and a follower of new rights, a moment later than who set them. */
async function can(what: string, tries: () => Promise<unknown>): Promise<string> {
  const deadline = Date.now() + heardWithin;
  for (;;) {
    try {
      await tries();
      return `The user can ${what}.`;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`the user cannot ${what}`, { cause: error });
      await wait(500);
    }
  }
}

async function cannot(what: string, tried: Promise<unknown>): Promise<string> {
  const outcome = await tried.catch((error: unknown) => error);
  if (!(outcome instanceof AccessDeniedError)) throw new Error(`the user was not denied to ${what}`);
  return `The user cannot ${what}.`;
}

async function appending(client: EventStoreDBClient, credentials: Credentials): Promise<void> {
  const event = jsonEvent({ type: 'Tried', data: {} });
  try {
    await client.appendToStream(stream, event, { expectedRevision, credentials });
  } catch (error) {
    if (!(error instanceof WrongExpectedVersionError)) throw error;
  }
}

async function reading(client: EventStoreDBClient, credentials: Credentials): Promise<void> {
  await Array.fromAsync(client.readAll({ maxCount: 1, credentials }));
}

async function settingRetention(client: EventStoreDBClient, credentials: Credentials): Promise<unknown> {
  return client.setStreamMetadata(stream, { maxCount: 1 }, { expectedRevision, credentials });
}

async function changingRights(client: EventStoreDBClient, credentials: Credentials): Promise<unknown> {
  const event = jsonEvent({ type: 'update-default-acl', data: {} });
  return client.appendToStream('$settings', event, { expectedRevision, credentials });
}
