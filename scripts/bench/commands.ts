import { concurrently, newDirectory, openBooks, openLedger, pay, postCharges, remove } from './books.ts';
import { rawCommandsPerSecond } from './raw-sqlite.ts';
import { type Line, percentile, printLines } from './table.ts';

/**
 * Durable commands through the whole command path: schema, hash, rules, journal. A caller takes the next account
 * and pays its charges one by one; every command records two entries.
 */
const milliseconds = Number(process.env['BENCH_SECONDS'] ?? '4') * 1_000;

interface Load {
  readonly callers: number;
  readonly accounts: number;
  readonly chargesPerAccount: number;
  readonly withProjector: boolean;
}

interface Result {
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly lagEntries: number;
  readonly catchUp: number;
}

async function measure(load: Load): Promise<Result> {
  const directory = newDirectory();
  const filling = await openBooks(directory, false);
  await openLedger(filling.handle);
  await postCharges(filling.handle, load);
  await filling.close();
  const books = await openBooks(directory, load.withProjector);
  // The account of the hot load is read once before: otherwise the reading of 20,000 entries is what is measured.
  const first = load.accounts === 1 ? 1 : 0;
  if (first === 1) await pay(books.handle, 0, 0);
  const times: number[] = [];
  const started = performance.now();
  const until = started + milliseconds;
  const payAndTime = async (account: number, charge: number): Promise<void> => {
    const sent = performance.now();
    if (sent > until) return;
    await pay(books.handle, account, charge);
    times.push(performance.now() - sent);
  };
  if (load.accounts === 1) {
    await concurrently(load.callers, load.chargesPerAccount - first, (charge) => payAndTime(0, charge + first));
  } else {
    await concurrently(load.callers, load.accounts, async (account) => {
      for (let charge = 0; charge < load.chargesPerAccount; charge += 1) await payAndTime(account, charge);
    });
  }
  const ended = performance.now();
  const { lagEntries, catchUp } = await lagOf(books);
  await books.close();
  remove(directory);
  const perSecond = (times.length * 1_000) / (ended - started);
  return { perSecond, p50: percentile(times, 0.5), p99: percentile(times, 0.99), lagEntries, catchUp };
}

/** How far behind the figures are when the load ends, and how long they need to be there. */
async function lagOf(books: Awaited<ReturnType<typeof openBooks>>): Promise<Pick<Result, 'lagEntries' | 'catchUp'>> {
  const head = (await books.journal.head()).ordinal;
  const { readModels } = books;
  if (readModels === undefined) return { lagEntries: 0, catchUp: 0 };
  const lagEntries = head - (await readModels.status()).checkpoint;
  const started = performance.now();
  while ((await readModels.status()).checkpoint < head) await new Promise((resolve) => setTimeout(resolve, 1));
  return { lagEntries, catchUp: performance.now() - started };
}

interface Aims {
  readonly perSecond?: number;
  readonly p99?: number;
}

interface Yardstick {
  readonly name: string;
  readonly perSecond: number;
}

function linesOf(what: string, result: Result, beside: Yardstick, aims: Aims = {}): readonly Line[] {
  const { perSecond, p50, p99, lagEntries, catchUp } = result;
  const ratio = { to: beside.name, value: perSecond / beside.perSecond };
  const rate = { what, value: perSecond, unit: 'commands/s', ratio };
  const latency = { what: '  p50 / p99', value: `${p50.toFixed(1)} / ${p99.toFixed(1)}`, unit: 'ms' };
  const lag = {
    what: '  figures behind at the end, there after',
    value: `${lagEntries}`,
    unit: `entries, ${catchUp.toFixed(0)} ms`,
  };
  return [
    aims.perSecond === undefined ? rate : { ...rate, aim: atLeast(aims.perSecond, perSecond) },
    aims.p99 === undefined ? latency : { ...latency, aim: atMost(aims.p99, p99) },
    ...(what.includes('projector') ? [lag] : []),
  ];
}

function atLeast(least: number, value: number): NonNullable<Line['aim']> {
  return { text: `>= ${least}`, met: value >= least };
}

function atMost(most: number, value: number): NonNullable<Line['aim']> {
  return { text: `<= ${most}`, met: value <= most };
}

function rawOf(commandsPerCommit: number): Yardstick {
  const directory = newDirectory();
  const perSecond = rawCommandsPerSecond(directory, commandsPerCommit, milliseconds / 2);
  remove(directory);
  return { name: commandsPerCommit === 1 ? 'bare, one commit each' : `bare, ${commandsPerCommit} a commit`, perSecond };
}

const single = rawOf(1);
const by8 = rawOf(8);
const by32 = rawOf(32);
const by64 = rawOf(64);
printLines(
  'Yardstick: the same rows in bare node:sqlite, no rules, no threads',
  [single, by8, by32, by64].map(({ name, perSecond }) => ({ what: name, value: perSecond, unit: 'commands/s' })),
);

const book = { accounts: 6_000, chargesPerAccount: 20 };
for (const withProjector of [false, true]) {
  const suffix = withProjector ? ', with the projector' : '';
  const aims = withProjector ? { perSecond: 20_000, p99: 15 } : {};
  const one = await measure({ callers: 1, accounts: 1_000, chargesPerAccount: 20, withProjector });
  const eight = await measure({ ...book, callers: 8, withProjector });
  const sixtyFour = await measure({ ...book, callers: 64, withProjector });
  const hot = await measure({ callers: 32, accounts: 1, chargesPerAccount: 20_000, withProjector });
  printLines(`Durable commands of two entries each, through the whole command path${suffix}`, [
    ...linesOf(`1 caller${suffix}`, one, single),
    ...linesOf(`8 callers${suffix}`, eight, by8),
    ...linesOf(`64 callers${suffix}`, sixtyFour, by64, aims),
    ...linesOf(`64 callers${suffix}`, sixtyFour, single).slice(0, 1),
    ...linesOf(`32 callers on one account${suffix}`, hot, by32, { perSecond: 3_000 }),
  ]);
}
