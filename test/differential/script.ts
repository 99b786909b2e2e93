import { createCommandHandler } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { type CommandName, commandInputs } from '#ledger/commands.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { dateInZone } from '#money/calendar-date.ts';
import { type Auditor, newAuditor } from '../simulation/auditor/auditor.ts';
import type { Input } from '../simulation/auditor/told.ts';
import { requireThat, textOf } from '../simulation/difference.ts';
import { type Random, randomOf } from '../simulation/random.ts';
import { hasPeriods } from '../simulation/workload/periods.ts';
import { drawCommand } from '../simulation/workload/workload.ts';

/** A command, and what the clock of the writer shows when it is sent. */
export interface Line {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly name: CommandName;
  readonly input: Input | Opening;
}

type Opening = Readonly<Record<'commandId' | keyof typeof terms, string>>;

export interface Script {
  readonly lines: readonly Line[];
  readonly accounts: readonly string[];
  /** How often what came up: `accepted: PostCharge`, the codes of refusals, and the rest in words. */
  readonly drawn: ReadonlyMap<string, number>;
}

const zone = 'America/New_York';
const terms = { baseCurrency: 'USD', timeZone: zone, mode: 'SANDBOX', effectiveDate: '2026-01-01' };
const begins = Date.parse('2026-02-10T15:00:00.000Z');

/** So many commands to an account, then the next one; those before it are still named now and then. */
const perAccount = 35;
/** One account is there from the beginning to the end and grows long. */
const lasting = 'lasting';

export const script = {
  context: { actor: { kind: 'PERSON', id: 'clerk-1', role: 'billing_specialist' }, correlationId: 'request-1' },
  zone,
} as const;

interface Drawing {
  readonly random: Random;
  readonly auditor: Auditor;
  readonly lines: (Line & { readonly input: Input })[];
  readonly drawn: Map<string, number>;
  now: number;
}

/**
 * The same script for the same seed. It is drawn against books in memory, because what is sent next depends on what has
 * become of the last one; the auditor of the simulation has to be of one opinion with them.
 */
export async function drawScript(seed: number, count: number): Promise<Script> {
  const drawing: Drawing = {
    random: randomOf(seed, 'script'),
    auditor: newAuditor(terms.effectiveDate, terms.baseCurrency),
    lines: [],
    drawn: new Map(),
    now: begins,
  };
  let at = begins;
  const clock = (): number => at;
  const journal = new InMemoryJournal({ ledgerId: 'draft', journalId: crypto.randomUUID(), clock });
  const parts = { journal, clock, reasons: defaultReasons, cacheBytes: 20_000_000, mostUnderWay: 10 };
  const handle = createCommandHandler(parts);
  const opening = { at, name: 'OpenLedger', input: { commandId: 'open-ledger', ...terms } } as const;
  await handle(opening.name, opening.input, script.context);
  while (drawing.lines.length < count) {
    const line = nextLine(drawing);
    ({ at } = line);
    drawing.lines.push(line);
    const answer = await handle(line.name, line.input, script.context);
    enter(drawing, line, answer.outcome === 'REJECTED' ? answer : { ...answer, known: (await journal.head()).ordinal });
  }
  const accounts = drawing.auditor.accounts().filter(({ openedOn }) => openedOn !== undefined);
  return {
    lines: [opening, ...drawing.lines],
    accounts: accounts.map(({ accountId }) => accountId),
    drawn: drawing.drawn,
  };
}

function nextLine(drawing: Drawing): Drawing['lines'][number] {
  const { random, auditor, lines } = drawing;
  const number = lines.length;
  drawing.now += passes(random);
  const at = drawing.now - setBack(random);
  const current = Math.floor(number / perAccount);
  if (number === 0) return { at, name: 'OpenAccount', input: opened(lasting) };
  if (number % perAccount === 1) return { at, name: 'OpenAccount', input: opened(`a${current}`) };
  const accountId = random.chance(10) ? lasting : `a${Math.max(0, current - random.pick([0, 0, 0, 0, 1, 1, 2, 7]))}`;
  const papers = auditor.papersOf(accountId);
  // All accounts are of one ledger: periods that some of them close would lock nearly every day of the others.
  const manner = hasPeriods({ manner: current }) ? current + 1 : current;
  const chooser = { random, auditor, papers, today: dateInZone(at, zone), manner, number, isWholeBook: false };
  const { name, input } = drawCommand(chooser, lines);
  if (!isCommandName(name)) throw new Error(`the ledger has no command ${name}`);
  return { at, name, input };
}

function opened(accountId: string): Input {
  return { commandId: `open-${accountId}`, accountId, currency: 'USD', effectiveDate: terms.effectiveDate };
}

function isCommandName(name: string): name is CommandName {
  return name in commandInputs;
}

/** Often within the same millisecond, now and then over night. */
function passes(random: Random): number {
  const kind = random.below(100);
  if (kind < 65) return random.below(3) * random.below(1_000);
  return random.below(kind < 93 ? 2 * 3_600_000 : 48 * 3_600_000);
}

/** Clocks are corrected: by a little, which recorded time does not follow, or by so much that nothing is recorded. */
function setBack(random: Random): number {
  if (random.chance(2)) return random.below(4 * 60_000);
  return random.chance(1) ? random.between(6, 60) * 60_000 : 0;
}

type Answered =
  | { readonly outcome: 'REJECTED'; readonly code: string }
  | {
      readonly outcome: 'RECORDED';
      readonly replayed: boolean;
      readonly dryRun: boolean;
      readonly revision: number;
      readonly known: number;
    };

/** Into the papers of the auditor, from which the next command is drawn. */
function enter({ auditor, drawn }: Drawing, line: Line & { readonly input: Input }, answer: Answered): void {
  const verdict = auditor.judge(line, dateInZone(line.at, zone));
  if (answer.outcome === 'REJECTED') {
    count(drawn, answer.code);
    const isSame = verdict.kind === 'REFUSE' && verdict.codes.includes(answer.code);
    return requireThat(isSame || answer.code === 'JOURNAL_UNAVAILABLE', disagreement(line, answer.code, verdict));
  }
  const what = answer.replayed ? 'replayed' : answer.dryRun ? 'dry run' : `accepted: ${line.name}`;
  count(drawn, what);
  if (line.input.expect !== undefined) count(drawn, `${what.split(':')[0]} under a condition`);
  const isSame = verdict.kind === (answer.replayed ? 'REPLAY' : 'ACCEPT');
  requireThat(isSame, disagreement(line, what, verdict));
  if (verdict.kind === 'ACCEPT' && !answer.dryRun) verdict.record(answer.known, answer.revision);
}

function disagreement({ name, input }: Line, books: string, verdict: unknown): string {
  return `${name} ${textOf(input)}\n  books:   ${books}\n  auditor: ${textOf(verdict)}`;
}

function count(drawn: Map<string, number>, what: string): void {
  drawn.set(what, (drawn.get(what) ?? 0) + 1);
}
