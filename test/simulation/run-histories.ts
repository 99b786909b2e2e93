import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type HistoryReport, runHistory } from './history.ts';
import { addTo, type Tally, tooRare } from './situations.ts';

/**
 * The program behind `npm run simulate`: replays one history (`--seed`), or runs many of them (`--histories`, `--from`) on
 * all cores. A process that was given a share says what it found to the one that gave it.
 */
interface Share {
  readonly from: number;
  readonly every: number;
  readonly count: number;
}

type News =
  | { readonly kind: 'DIFFERENCE'; readonly text: string }
  | {
      readonly kind: 'DONE';
      readonly histories: number;
      readonly commands: number;
      readonly tally: [string, number][];
    };

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    histories: { type: 'string', default: '2000' },
    from: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    share: { type: 'string' },
  },
});

if (values.share !== undefined) await runShare(shareOf(values.share));
else if (values.seed !== undefined) await replay(Number(values.seed));
else await runMany(Number(values.histories), Number(values.from));

async function replay(seed: number): Promise<void> {
  const report = await runHistory(seed, { readModels: true });
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
    const report = await runHistory(seed, { readModels: true });
    commands += report.commands;
    addTo(tally, report);
    if (report.difference !== undefined) tell({ kind: 'DIFFERENCE', text: wordsOf(seed, report) });
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
  const found = { histories: 0, commands: 0, differences: 0 };
  const hear = (news: News): void => {
    if (news.kind === 'DIFFERENCE') {
      found.differences += 1;
      console.log(`${news.text}\n`);
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
  console.log(`${found.histories} histories, ${found.commands} commands, ${found.differences} differences`);
  if (found.differences > 0 || rare.length > 0 || codes.some((code) => code !== 0)) process.exitCode = 1;
}

/** Resolves with the exit code of the process. */
function inProcess({ from, every, count }: Share, hear: (news: News) => void): Promise<number | null> {
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(import.meta.url), ['--share', [from, every, count].join(',')]);
    child.on('message', (news: News) => hear(news));
    child.on('exit', resolve);
  });
}
