import { type CommandOutcome, createCommandHandler, type HandleCommand } from '#app/handle-command.ts';
import { readClock, setClock, standingClock } from '#journal/clock.ts';
import type { Journal } from '#journal/journal.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { canonical } from '../ledger/canonical.ts';
import type { OpenEngine } from './engines.ts';
import { figuresOfBooks } from './figures.ts';
import { type Line, type Script, script } from './script.ts';

/** Everything that can be seen of books, one line for each answer, entry and figure. */
export interface Seen {
  readonly answers: readonly string[];
  readonly entries: readonly string[];
  readonly figures: readonly string[];
}

/** So small that accounts which were left alone for a while are read again. */
const cacheBytes = 1_500_000;

const restarts = 3;

/** Sends the lines one after another, each when the clock shows what the script says. */
export async function runScript({ lines, accounts }: Script, ledgerId: string, open: OpenEngine): Promise<Seen> {
  const clock = standingClock(lines[0]?.at ?? 0);
  const engine = await open(ledgerId, clock);
  const ofClock = (): number => readClock(clock);
  const handler = (): HandleCommand => {
    const parts = { journal: engine.journal, clock: ofClock, reasons: defaultReasons, cacheBytes, mostUnderWay: 10 };
    return createCommandHandler(parts);
  };
  try {
    let handle = handler();
    const answers: string[] = [];
    const perLife = Math.ceil(lines.length / (restarts + 1));
    for (const [index, line] of lines.entries()) {
      if (index > 0 && index % perLife === 0) {
        await engine.restart();
        handle = handler();
      }
      setClock(clock, line.at);
      answers.push(await answerTo(engine.journal, handle, line));
    }
    await engine.restart();
    return {
      answers,
      entries: await entriesOf(engine.journal, lines),
      figures: await figuresOfBooks(engine.journal, accounts),
    };
  } finally {
    await engine.discard();
  }
}

async function answerTo(journal: Journal, handle: HandleCommand, { name, input }: Line): Promise<string> {
  const said = await saidOf(journal, await handle(name, input, script.context));
  return canonical([name, input, said]);
}

async function saidOf(journal: Journal, outcome: CommandOutcome): Promise<unknown> {
  if (outcome.outcome === 'REJECTED') return outcome;
  const { token, account, ...rest } = outcome;
  // Tokens begin with the name of the journal, which each engine makes for itself.
  const ordinal = token === undefined ? undefined : ((await journal.ordinalOf(token)) ?? 'of no journal');
  // The account as it was then is folded anew for a command that was recorded before.
  const asOfThen = outcome.replayed || outcome.dryRun ? canonical(await account()) : undefined;
  return { ...rest, ordinal, account: asOfThen };
}

/** As the whole ledger has them, as each stream has them, and by the id of the command. */
async function entriesOf(journal: Journal, lines: readonly Line[]): Promise<readonly string[]> {
  const all = await journal.readAll(0, 1_000_000);
  const streams = await Promise.all(
    [...new Set(all.map(({ stream }) => stream))].map((name) => journal.readStream(name)),
  );
  const places = await Promise.all(lines.map(({ input }) => journal.findCommand(input.commandId)));
  return [...all, ...streams.flat(), ...places.map((place) => place ?? 'nowhere'), await journal.head()].map(canonical);
}
