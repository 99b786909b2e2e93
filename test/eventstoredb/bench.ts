import { randomUUID } from 'node:crypto';
import { START, streamNameFilter } from '@eventstore/db-client';
import { codec } from '#journal/codec.ts';
import { entryId } from '#journal/entry-id.ts';
import { eventOf } from '#journal/eventstoredb-events.ts';
import { type EventStoreDbJournal, openEventStoreDbJournal } from '#journal/eventstoredb-journal.ts';
import { connect, dispose } from '#journal/eventstoredb-server.ts';
import type { NewEntry } from '#ledger/entry.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { booksOf, concurrently, newDirectory, openLedger, pay, postCharges, remove } from '#scripts/bench/books.ts';
import { type Line, percentile, printLines } from '#scripts/bench/table.ts';
import { findServers, howToGetOne } from './found-servers.ts';
import { freshLedgerId, startServer } from './real-server.ts';

/**
 * The journal on a real EventStoreDB with its database on the disk, beside the bare client on the same server: two entries an
 * append, the same bytes. Client and server share the processors, and the journal does more than the client alone: it follows.
 */
const milliseconds = Number(process.env['BENCH_SECONDS'] ?? '4') * 1_000;
const callers = [1, 8, 64] as const;

interface Rate {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

/** What two entries of a command look like. */
function entriesOf(stream: string, commandId: string): readonly NewEntry[] {
  return [0, 1].map((index) => ({
    id: entryId(stream, commandId, index),
    type: 'PaymentReceived',
    version: 1,
    effectiveDate: calendarDate('2026-03-02'),
    actor: { kind: 'SERVICE', id: 'bench', role: 'service' },
    command: { id: commandId, name: 'ReceivePayment', hash: 'a'.repeat(64), hashVersion: 1 },
    correlationId: 'bench',
    versions: { currencyTable: 'iso4217-2026-01' },
    data: {
      paymentId: `${commandId}-${index}`,
      currency: 'USD',
      amount: '12500',
      method: 'CARD',
      payer: { partyClass: 'SELF' },
    },
  }));
}

type Append = (stream: string, expectedRevision: number, commandId: string) => Promise<unknown>;

/** Each caller has a stream of its own and waits for every answer. */
async function rateOf(ledgerId: string, count: number, append: Append): Promise<Rate> {
  const run = randomUUID().slice(0, 8);
  const times: number[] = [];
  const started = performance.now();
  await concurrently(count, count, async (caller) => {
    const stream = `${ledgerId}.account-${run}-${caller}`;
    for (let turn = 0; performance.now() - started < milliseconds; turn += 1) {
      const sent = performance.now();
      await append(stream, 2 * turn - 1, `${run}-${caller}-${turn}`);
      times.push(performance.now() - sent);
    }
  });
  const perSecond = (times.length * 1_000) / (performance.now() - started);
  return { perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

async function bareRates(connectionString: string): Promise<readonly Rate[]> {
  const client = connect(connectionString);
  const credentials = { username: 'nobody', password: '' };
  const append: Append = (stream, revision, commandId) => {
    const events = entriesOf(stream, commandId).map((entry) => eventOf(codec.encode(entry), Date.now()));
    const expectedRevision = revision < 0 ? 'no_stream' : BigInt(revision);
    return client.appendToStream(stream, events, { expectedRevision, credentials });
  };
  const rates: Rate[] = [];
  for (const count of callers) rates.push(await rateOf('bare', count, append));
  await dispose(client);
  return rates;
}

async function journalRates(journal: EventStoreDbJournal): Promise<readonly Rate[]> {
  const append: Append = (stream, expectedRevision, commandId) =>
    journal.append({ stream, expectedRevision, entries: entriesOf(stream, commandId) });
  const rates: Rate[] = [];
  for (const count of callers) rates.push(await rateOf(journal.ledgerId, count, append));
  return rates;
}

/** Events a second of the bare client from the beginning of the log to its end. */
async function bareReading(connectionString: string, ledgerId: string, count: number): Promise<number> {
  const client = connect(connectionString);
  const started = performance.now();
  const filter = streamNameFilter({ prefixes: [`${ledgerId}.`] });
  const subscription = client.subscribeToAll({ fromPosition: START, filter });
  let seen = 0;
  for await (const { event } of subscription) {
    if (event !== undefined) seen += 1;
    if (seen === count) break;
  }
  const perSecond = (seen * 1_000) / (performance.now() - started);
  await dispose(client);
  return perSecond;
}

/** Entries a second that a new process takes into its copy, between the first it has and the last. */
async function copying(connectionString: string, ledgerId: string): Promise<{ entries: number; perSecond: number }> {
  const directory = newDirectory();
  const marks: { readonly at: number; readonly ordinal: number }[] = [];
  const onProgress = (ordinal: number): void => void marks.push({ at: performance.now(), ordinal });
  const journal = await openEventStoreDbJournal({ connectionString, directory, ledgerId, onProgress });
  const { ordinal: entries } = await journal.head();
  await journal.close();
  remove(directory);
  const [first, last] = [marks[0], marks.at(-1)];
  if (first === undefined || last === undefined) throw new Error('nothing was copied');
  return { entries, perSecond: ((last.ordinal - first.ordinal) * 1_000) / (last.at - first.at) };
}

async function measureCommands(connectionString: string): Promise<readonly Line[]> {
  const directory = newDirectory();
  const journal = await openEventStoreDbJournal({ connectionString, directory, ledgerId: freshLedgerId() });
  const books = await booksOf(journal, directory, true);
  await openLedger(books.handle);
  const extent = { accounts: 320, chargesPerAccount: 20 };
  await postCharges(books.handle, extent);
  const many = await paying(64, extent.accounts - 1, (account, turn) => pay(books.handle, account + 1, turn));
  const hot = await paying(20, 1, (_, turn) => pay(books.handle, 0, turn));
  const seen = await visible(books, 300);
  await books.close();
  remove(directory);
  return [
    { what: '64 callers, the whole command path, with the projector', value: many.perSecond, unit: 'commands/s' },
    { what: '  p50 / p99', value: `${many.p50.toFixed(1)} / ${many.p99.toFixed(1)}`, unit: 'ms' },
    { what: '20 callers at once on one account', value: hot.perSecond, unit: 'commands/s' },
    {
      what: 'from command to visible balance, p50 / p99',
      value: `${seen.p50.toFixed(1)} / ${seen.p99.toFixed(1)}`,
      unit: 'ms',
    },
  ];
}

async function paying(count: number, accounts: number, work: (account: number, turn: number) => Promise<unknown>) {
  const times: number[] = [];
  const started = performance.now();
  const all = Array.from({ length: accounts * 20 }, (_, index) => index);
  await concurrently(count, all.length, async (index) => {
    const sent = performance.now();
    await work(index % accounts, Math.floor(index / accounts));
    times.push(performance.now() - sent);
  });
  const perSecond = (times.length * 1_000) / (performance.now() - started);
  return { perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

/** One after the other: a command, and the balance with it. */
async function visible(books: Awaited<ReturnType<typeof booksOf>>, count: number): Promise<Pick<Rate, 'p50' | 'p99'>> {
  const accountId = 'account-of-the-reader';
  const context = { actor: { kind: 'SERVICE', id: 'bench', role: 'service' }, correlationId: 'bench' } as const;
  await books.handle('OpenAccount', { commandId: 'open-reader', accountId, currency: 'USD' }, context);
  const times: number[] = [];
  for (let turn = 0; turn < count; turn += 1) {
    const sent = performance.now();
    const charge = { commandId: `read-${turn}`, accountId, chargeId: `c-${turn}`, category: 'SERVICE' };
    const input = { ...charge, currency: 'USD', amount: '1.00', effectiveDate: '2026-03-02' };
    const outcome = await books.handle('PostCharge', input, context);
    if (outcome.outcome === 'REJECTED' || outcome.token === undefined) throw new Error('not recorded, or not placed');
    const view = await books.readModels?.view({ minPosition: outcome.token });
    const balance = view && (await books.readModels?.balance(view, accountId));
    if (balance === undefined) throw new Error('the balance is not there');
    times.push(performance.now() - sent);
  }
  return { p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}

async function measure(): Promise<void> {
  const found = await findServers();
  if (found.image === undefined && found.program === undefined) {
    console.log(`\nEventStoreDB: not measured, because there is none here. ${howToGetOne}`);
    return;
  }
  const server = await startServer('DISK', found);
  const { connectionString } = server;
  const directory = newDirectory();
  try {
    const journal = await openEventStoreDbJournal({ connectionString, directory, ledgerId: freshLedgerId() });
    // A first round that nobody counts: both sides, and the server, run faster once they are warm.
    await bareRates(connectionString);
    const before = await bareRates(connectionString);
    const own = await journalRates(journal);
    const after = await bareRates(connectionString);
    const { ledgerId } = journal;
    await journal.close();
    const lines = own.flatMap((rate, index): readonly Line[] => {
      const bare = ((before[index]?.perSecond ?? 0) + (after[index]?.perSecond ?? 0)) / 2;
      const value = rate.perSecond / bare;
      const what = `${callers[index] ?? 0} callers`;
      return [
        { what: `${what}, bare client`, value: bare, unit: 'appends/s' },
        {
          what: `${what}, journal`,
          value: rate.perSecond,
          unit: 'appends/s',
          ratio: { to: 'bare client', value },
          aim: { text: '>= 0.90', met: value >= 0.9 },
        },
        { what: '  p50 / p99', value: `${rate.p50.toFixed(1)} / ${rate.p99.toFixed(1)}`, unit: 'ms' },
      ];
    });
    printLines(`EventStoreDB ${server.version} on the disk, appends of two entries`, lines);
    const copied = await copying(connectionString, ledgerId);
    const bare = await bareReading(connectionString, ledgerId, copied.entries);
    printLines('Reading everything there is', [
      { what: 'bare client, one subscription', value: bare, unit: 'events/s' },
      {
        what: 'a new copy, from its first entries to its last',
        value: copied.perSecond,
        unit: 'entries/s',
        ratio: { to: 'bare client', value: copied.perSecond / bare },
      },
    ]);
    printLines('Commands', await measureCommands(connectionString));
  } finally {
    remove(directory);
    await server.discard();
  }
}

await measure();
