import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { onEventStoreDb } from '../differential/engines.ts';
import { freshLedgerId } from '../eventstoredb/real-server.ts';
import type { Place } from './books-under-test.ts';
import { type HistoryReport, runHistory } from './history.ts';
import { addTo, type Tally, tooRare } from './situations.ts';

/**
 * The program behind `npm run simulate`: replays one history (`--seed`), or runs many of them (`--histories`, `--from`) on
 * all cores, in memory or on a server (`--journal`). A process that was given a share says what it found to the one that gave it.
 */
interface Share {
  readonly from: number;
  readonly every: number;
  readonly count: number;
}

type News =
  | { readonly kind: 'DIFFERENCE'; readonly seed: number; readonly text: string }
  | { readonly kind: 'PROGRESS'; readonly histories: number }
  | {
      readonly kind: 'DONE';
      readonly histories: number;
      readonly commands: number;
      readonly tally: [string, number][];
    };

/** So many histories of a process between two reports. */
const stride = 50;

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    histories: { type: 'string', default: '2000' },
    from: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    /** Of an EventStoreDB server, where each history has a ledger of its own. */
    journal: { type: 'string' },
    share: { type: 'string' },
  },
});

if (values.share !== undefined) await runShare(shareOf(values.share));
else if (values.seed !== undefined) await replay(wholeNumber('seed', values.seed));
else await runMany(wholeNumber('histories', values.histories), wholeNumber('from', values.from));

function wholeNumber(option: string, text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  console.error(`--${option} takes a whole number`);
  process.exit(2);
}

function placeOf(journal: string | undefined): Place | undefined {
  return journal === undefined ? undefined : { ledgerId: freshLedgerId(), open: onEventStoreDb(journal) };
}

async function replay(seed: number): Promise<void> {
  const report = await runHistory(seed, { readModels: true, place: placeOf(values.journal) });
  for (const line of report.trace) console.log(line);
  console.log(report.difference ?? `seed ${seed}: the books and the auditor agree on ${report.commands} commands`);
  if (report.difference !== undefined) process.exitCode = 1;
}

/** The last commands before the difference are what it is about; the seed replays all of them. */
function wordsOf(seed: number, { difference, trace }: HistoryReport): string {
  return [...trace.slice(-12), difference, `npm run simulate -- --seed ${seed} replays it`].join('\n');
}

async function runShare({ from, every, count }: Share): Promise<void> {
  const tally: Tally = new Map();
  let commands = 0;
  for (let index = 0; index < count; index += 1) {
    const seed = from + index * every;
    const report = await runHistory(seed, { readModels: true, place: placeOf(values.journal) });
    commands += report.commands;
    addTo(tally, report);
    if (report.difference !== undefined) tell({ kind: 'DIFFERENCE', seed, text: wordsOf(seed, report) });
    if ((index + 1) % stride === 0) tell({ kind: 'PROGRESS', histories: stride });
  }
  tell({ kind: 'DONE', histories: count, commands, tally: [...tally] });
}

function tell(news: News): void {
  process.send?.(news);
}

function shareOf(text: string): Share {
  const [from = 0, every = 1, count = 0] = text.split(',').map(Number);
  return { from, every, count };
}

async function runMany(histories: number, from: number): Promise<void> {
  const processes = Math.min(histories, availableParallelism());
  const tally: Tally = new Map();
  const found: { histories: number; commands: number; readonly seeds: number[] } = {
    histories: 0,
    commands: 0,
    seeds: [],
  };
  const sayProgress = progressOf(histories);
  const hear = (news: News): void => {
    if (news.kind === 'PROGRESS') return sayProgress(news.histories, found.seeds.length);
    if (news.kind === 'DIFFERENCE') {
      found.seeds.push(news.seed);
      console.log(`\n${news.text}\n`);
      return;
    }
    found.histories += news.histories;
    found.commands += news.commands;
    addTo(tally, { reached: new Map(news.tally) });
  };
  console.log(`${histories} histories from seed ${from}, in ${processes} processes`);
  const perProcess = Math.ceil(histories / processes);
  const shares = Array.from({ length: processes }, (_, index) => ({
    from: from + index,
    every: processes,
    count: perProcess,
  }));
  const codes = await Promise.all(shares.map((share) => inProcess(share, hear)));
  for (const [name, count] of [...tally].toSorted(([, a], [, b]) => a - b))
    console.log(`${String(count).padStart(9)}  ${name}`);
  const rare = found.histories < 500 ? [] : tooRare(tally, found.histories);
  for (const text of rare) console.log(`too rare: ${text}`);
  console.log(`${found.histories} histories, ${found.commands} commands, ${found.seeds.length} differences`);
  if (found.seeds.length > 0)
    console.log(`seeds with a difference: ${found.seeds.toSorted((a, b) => a - b).join(' ')}`);
  if (codes.some((code) => code !== 0)) console.log('a process died before its share was done');
  if (found.seeds.length > 0 || rare.length > 0 || codes.some((code) => code !== 0)) process.exitCode = 1;
}

/** A line every half minute: how many are done, what they found, and how long the rest will take. */
function progressOf(histories: number): (more: number, differences: number) => void {
  const start = performance.now();
  let done = 0;
  let saidAt = start;
  return (more, differences) => {
    done += more;
    const now = performance.now();
    if (now - saidAt < 30_000) return;
    saidAt = now;
    const minutesLeft = (((now - start) / done) * (histories - done)) / 60_000;
    console.log(
      `${done} of ${histories} histories, ${differences} differences, about ${Math.ceil(minutesLeft)} minutes left`,
    );
  };
}

/** Resolves with the exit code of the process. */
function inProcess({ from, every, count }: Share, hear: (news: News) => void): Promise<number | null> {
  return new Promise((resolve) => {
    const place = values.journal === undefined ? [] : ['--journal', values.journal];
    const child = fork(fileURLToPath(import.meta.url), ['--share', [from, every, count].join(','), ...place]);
    child.on('message', (news: News) => hear(news));
    child.on('exit', resolve);
  });
}
