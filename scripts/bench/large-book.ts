import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { journalFile } from '#journal/journal-files.ts';
import { currentFile } from '#read-models/read-files.ts';
import type { AgingRequest } from '#read-models/read-models.ts';
import {
  type BenchBooks,
  concurrently,
  newDirectory,
  openBooks,
  openLedger,
  pay,
  postCharges,
  remove,
} from './books.ts';
import { mostlyPoints } from './mixed-queries.ts';
import { rawRowsPerSecond } from './raw-sqlite.ts';
import { serverOn } from './server.ts';
import { type Line, percentile, printLines } from './table.ts';

/**
 * A book of a million entries: made anew, rebuilt, aged, opened and queried. Each figure stands beside a yardstick that
 * ran in the same minutes on the same machine.
 */
const entries = Number(process.env['BENCH_ENTRIES'] ?? '1000000');
const chargesPerAccount = 41;
const accounts = Math.max(1, Math.round(entries / (1 + 3 * chargesPerAccount)));

const directory = newDirectory();
try {
  await fill();
  const built = await measureRebuild();
  printLines(`Read models of ${built.entries.toLocaleString('en-US')} entries`, built.lines);
  printLines('Aging of the whole book', await measureAging());
  printLines('The server on this book', await measureServer());
} finally {
  remove(directory);
}

async function fill(): Promise<void> {
  const books = await openBooks(directory, false);
  await openLedger(books.handle);
  await postCharges(books.handle, { accounts, chargesPerAccount });
  await concurrently(64, accounts, async (account) => {
    for (let charge = 0; charge < chargesPerAccount; charge += 1) await pay(books.handle, account, charge);
  });
  await books.close();
}

async function measureRebuild(): Promise<{ readonly entries: number; readonly lines: readonly Line[] }> {
  const books = await openBooks(directory, true);
  const report = await readSideOf(books).rebuild();
  await books.close();
  if (report.differences.length > 0) throw new Error('the rebuild differs from what was there');
  const rows = rowsBuilt();
  const raw = rawRowsPerSecond(directory, rows);
  const seconds = report.milliseconds / 1_000;
  const perSecond = report.entries / seconds;
  const aim = { text: '>= 100000', met: perSecond >= 100_000 };
  const ratio = { to: 'bare batch inserts', value: rows / seconds / raw };
  return {
    entries: report.entries,
    lines: [
      { what: 'rebuild beside the live file', value: perSecond, unit: 'entries/s', aim },
      {
        what: `  of which rows (${rows.toLocaleString('en-US')} and their indexes)`,
        value: rows / seconds,
        unit: 'rows/s',
        ratio,
      },
      { what: '  bare batch inserts of as many rows, no index', value: raw, unit: 'rows/s' },
      { what: '  journal and figures on disk', value: megabytes(), unit: 'MB' },
    ],
  };
}

function readSideOf(books: BenchBooks): NonNullable<BenchBooks['readModels']> {
  if (books.readModels === undefined) throw new Error('opened without read models');
  return books.readModels;
}

function readFile(): string {
  const file = currentFile(directory);
  if (file === undefined) throw new Error('there is no read model');
  return file;
}

function rowsBuilt(): number {
  const db = new DatabaseSync(readFile(), { readOnly: true });
  const count = (table: string): number => Number(db.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
  const rows = ['posting', 'entry', 'item', 'payment', 'balance', 'account'].reduce(
    (sum, table) => sum + count(table),
    0,
  );
  db.close();
  return rows;
}

function megabytes(): string {
  return `${sizeOf(journalFile(directory))} + ${sizeOf(readFile())}`;
}

function sizeOf(file: string): number {
  return Math.round(statSync(file).size / 1_048_576);
}

async function measureAging(): Promise<readonly Line[]> {
  const books = await openBooks(directory, true);
  const reads = readSideOf(books);
  const view = await reads.view({});
  const request: AgingRequest = { basis: 'DUE_DATE', edges: [30, 60, 90, 120], groupBy: 'BOOK' };
  const times = async (again: AgingRequest): Promise<number> =>
    percentile(await timesOf(15, async () => void (await reads.aging(view, again))), 0.5);
  const book = await times(request);
  const byPayer = await times({ ...request, groupBy: 'PAYER' });
  const byAccount = await times({ ...request, groupBy: 'ACCOUNT', page: { first: 200 } });
  const past = percentile(
    await timesOf(15, async (n) => {
      const then = await reads.view({ knownAt: { ordinal: Math.max(1, Math.floor((view.ordinal * (n + 1)) / 16)) } });
      await reads.aging(then, request);
    }),
    0.5,
  );
  const scan = percentile(await timesOf(5, async () => fullScan()), 0.5);
  await books.close();
  const beside = (value: number): Line['ratio'] => ({ to: 'a full scan', value: value / scan });
  return [
    { what: 'whole book by due date', value: book, unit: 'ms', ratio: { to: 'a full scan', value: book / scan } },
    { what: 'as known at earlier positions', value: past, unit: 'ms', ratio: beside(past) ?? { to: '', value: 0 } },
    { what: 'by payer', value: byPayer, unit: 'ms', ratio: beside(byPayer) ?? { to: '', value: 0 } },
    { what: 'by account, first 200', value: byAccount, unit: 'ms', ratio: beside(byAccount) ?? { to: '', value: 0 } },
    { what: 'full scan of the postings, buckets in code', value: scan, unit: 'ms' },
  ];
}

async function timesOf(runs: number, work: (run: number) => Promise<unknown>): Promise<readonly number[]> {
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const started = performance.now();
    await work(run);
    times.push(performance.now() - started);
  }
  return times;
}

/** What somebody would write who has a table of postings and no index for aging. */
function fullScan(): ReadonlyMap<number, number> {
  const db = new DatabaseSync(readFile(), { readOnly: true });
  const rows = db.prepare('SELECT gl, amount, effective, due FROM posting NOT INDEXED ORDER BY ordinal').iterate();
  const buckets = new Map<number, number>();
  const asOf = 20_634;
  for (const row of rows) {
    if (row['gl'] !== 1 || Number(row['effective']) > asOf) continue;
    const age = asOf - Number(row['due']);
    const bucket = age <= 0 ? 0 : Math.min(5, Math.ceil(age / 30));
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + Number(row['amount']));
  }
  db.close();
  return buckets;
}

async function startServer() {
  const started = performance.now();
  const server = await serverOn(directory);
  return { server, opened: performance.now() - started };
}

async function measureServer(): Promise<readonly Line[]> {
  // The first start after a change of the sources may compile them; what it compiled is kept for those after it.
  const first = await startServer();
  await first.server.stop();
  const { server, opened } = await startServer();
  let times: readonly number[];
  let memory: number;
  try {
    times = await mostlyPoints(server, 1_000, accounts);
    memory = server.residentMegabytes();
  } finally {
    await server.stop();
  }
  return [
    { what: 'from the start of the process to ready, first start', value: first.opened, unit: 'ms' },
    {
      what: '  and from then on',
      value: opened,
      unit: 'ms',
      aim: { text: '<= 2000', met: opened <= 2_000 },
    },
    {
      what: '1,000 mixed queries, p50 / p99',
      value: `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.99).toFixed(1)}`,
      unit: 'ms',
    },
    {
      what: 'resident memory of the process afterwards',
      value: memory,
      unit: 'MB',
      aim: { text: '<= 400', met: memory <= 400 },
    },
  ];
}
