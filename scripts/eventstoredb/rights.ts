import { EventStoreDBClient, jsonEvent, StreamNotFoundError } from '@eventstore/db-client';
import { group, type Settings } from './settings.ts';

const admins = '$admins';

/**
 * What goes for every stream that has no rights of its own. Out of the box each user may do everything to each stream:
 * delete it, or set the metadata that lets the server forget its oldest entries.
 */
const defaultRights = {
  $userStreamAcl: { $r: group, $w: group, $mr: group, $d: admins, $mw: admins },
  $systemStreamAcl: { $r: admins, $w: admins, $mr: admins, $d: admins, $mw: admins },
};

/** System streams that the ledger reads: the feed of all entries, and the settings for its audit of retention. */
const readByTheLedger = ['$all', '$settings'];

/** Sentences about what was set. Throws when there are settings of somebody else, and changes nothing. */
export async function grantRights({ adminUrl, admin }: Settings): Promise<readonly string[]> {
  const client = EventStoreDBClient.connectionString(adminUrl);
  try {
    const defaults = await grantDefaults(client, admin);
    const reading = readByTheLedger.map(async (stream) => grantReading(client, admin, stream));
    return [defaults, ...(await Promise.all(reading))];
  } finally {
    await client.dispose();
  }
}

type Admin = Settings['admin'];

async function grantDefaults(client: EventStoreDBClient, credentials: Admin): Promise<string> {
  const there = await lastSettings(client, credentials);
  const wanted = JSON.stringify(defaultRights);
  if (there === wanted) return 'Rights by default: as they should be.';
  if (there !== undefined) {
    throw new Error('$settings has rights that somebody else set; give the group ar-ledger its own by hand');
  }
  const event = jsonEvent({ type: 'update-default-acl', data: defaultRights });
  await client.appendToStream('$settings', event, { expectedRevision: 'no_stream', credentials });
  return `Rights by default: ${group} appends and reads, only administrators delete and set metadata.`;
}

async function lastSettings(client: EventStoreDBClient, credentials: Admin): Promise<string | undefined> {
  const options = { direction: 'backwards', fromRevision: 'end', maxCount: 1, credentials } as const;
  try {
    const [last] = await Array.fromAsync(client.readStream('$settings', options));
    return JSON.stringify(last?.event?.data);
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
    return undefined;
  }
}

async function grantReading(client: EventStoreDBClient, credentials: Admin, stream: string): Promise<string> {
  const { metadata } = await client.getStreamMetadata(stream, { credentials });
  const acl = { readRoles: [group, admins], metaReadRoles: [group, admins] };
  if (JSON.stringify(metadata?.acl) === JSON.stringify(acl)) return `${stream}: as it should be.`;
  await client.setStreamMetadata(stream, { ...metadata, acl: { ...metadata?.acl, ...acl } }, { credentials });
  return `${stream}: ${group} reads it.`;
}
