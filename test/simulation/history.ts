import type { CommandOutcome } from '#app/handle-command.ts';
import { accountStream } from '#journal/stream-names.ts';
import type { Entry } from '#ledger/entry.ts';
import { inMemory } from '../differential/engines.ts';
import { slowCounted } from '../read-models/slow-periods.ts';
import { auditAnswers } from './audit-answers.ts';
import { newAuditor } from './auditor/auditor.ts';
import type { Dated } from './auditor/dated.ts';
import { plusDays } from './auditor/days.ts';
import type { Papers } from './auditor/papers.ts';
import type { Told } from './auditor/told.ts';
import { type Answer, openBooks, openingDate, type Place } from './books-under-test.ts';
import { carryOn, carryThrough, requireUnmoved } from './carry-on.ts';
import { compareClearing } from './compare-clearing.ts';
import { compareReadModels } from './compare-read-models.ts';
import { compareReceipts } from './compare-receipts.ts';
import { type Course, note } from './course.ts';
import { Difference, requireSame, requireThat, textOf } from './difference.ts';
import { checkJournal } from './journal-invariants.ts';
import { drawInReopened, letSlip, noteReopened } from './late-entries.ts';
import { type Random, randomOf } from './random.ts';
import type { Weather } from './troubled-journal.ts';
import { hasPeriods } from './workload/periods.ts';
import { drawReceiptCommand, partsOnTheWay } from './workload/receipts.ts';
import { drawCommand } from './workload/workload.ts';

export interface HistoryReport {
  readonly commands: number;
  readonly reached: ReadonlyMap<string, number>;
  /** Undefined where the books and the auditor agree to the end. */
  readonly difference: string | undefined;
  /** What was sent and answered, up to the difference: the history ends there. */
  readonly trace: readonly string[];
}

export interface HistoryOptions {
  /** Cuts the history after so many steps. */
  readonly steps?: number | undefined;
  /** Whether the read models are kept and compared; what is sent is the same with and without them. */
  readonly readModels: boolean;
  /** In memory when left out: only there is a history the same to the last turn. */
  readonly place?: Place | undefined;
}

const inMemoryPlace: Place = { ledgerId: 'main', open: inMemory };

/** One history: always the same for the same seed. */
export async function runHistory(seed: number, options: HistoryOptions): Promise<HistoryReport> {
  const { steps, readModels, place = inMemoryPlace } = options;
  const random = randomOf(seed, 'commands');
  // The accounts are in dollars: in one history of four they are foreign to their ledger.
  const baseCurrency = randomOf(seed, 'ledger').chance(25) ? 'EUR' : 'USD';
  const today = plusDays(openingDate, random.between(30, 60));
  const books = await openBooks(today, randomOf(seed, 'line'), { ...place, baseCurrency });
  const looks = randomOf(seed, 'looks');
  const auditor = newAuditor(openingDate, baseCurrency);
  const course: Course = {
    random,
    looks,
    books,
    auditor,
    manner: random.below(1_000),
    sent: [],
    reached: new Map(),
    trace: [],
    frozen: [],
    late: [],
    step: 0,
    ordinal: 1,
  };
  const report = { reached: course.reached, trace: course.trace };
  try {
    if (readModels && looks.chance(50)) await books.readSide();
    const others = { receipts: receiptsOf(seed, course), late: lateOf(seed, course) };
    await live(course, steps ?? Number.POSITIVE_INFINITY, others);
    if (readModels) await compareReadModels(await books.readSide(), auditor, await everything(course), looks);
    return { ...report, commands: course.sent.length, difference: undefined };
  } catch (error) {
    const difference = `seed ${seed}, step ${course.step}: ${wordsOf(error)}`;
    return { ...report, commands: course.sent.length, difference };
  } finally {
    await books.close();
  }
}

function wordsOf(error: unknown): string {
  if (error instanceof Difference) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : textOf(error);
}

/** The chance by which receipts are drawn, in some histories; undefined where there are none. Abroad and between closings more is at stake. */
function receiptsOf(seed: number, { auditor, manner }: Course): Random | undefined {
  const random = randomOf(seed, 'receipts');
  const more = (auditor.baseCurrency === 'USD' ? 0 : 25) + (hasPeriods({ manner }) ? 35 : 0);
  return random.chance(35 + more) ? random : undefined;
}

/** The chance by which a store lets commands slip, where there are periods; undefined where none does. */
function lateOf(seed: number, course: Course): Random | undefined {
  const random = randomOf(seed, 'late');
  return hasPeriods(course) && random.chance(60) ? random : undefined;
}

/** What has chance of its own in some histories, between the other steps. */
interface Others {
  readonly receipts: Random | undefined;
  readonly late: Random | undefined;
}

async function live(course: Course, atMost: number, { receipts, late }: Others): Promise<void> {
  const accounts = opening(course);
  // Two accounts have more to do, and what is between them.
  const steps = Math.min(atMost, course.random.between(10, 19) + (accounts.length > 1 ? 4 : 0));
  await takeStep(course, accounts, 'CALM');
  for (course.step = 1; course.step <= steps; course.step += 1) {
    const step = drawStep(course);
    await takeStep(course, step, drawWeather(course, step));
    await carryOn(course);
    if (late !== undefined) await takeLateStep(course, late);
    if (receipts?.chance(70) === true) await takeReceiptStep({ ...course, random: receipts }, course);
  }
  if (course.random.chance(50)) await carryThrough(course);
  await lookBack(course);
  await requireUnmoved(course);
}

async function everything({ books }: Course): Promise<readonly Entry[]> {
  return books.journal.readAll(0, 100_000);
}

function opening({ random, manner }: Course): readonly Told[] {
  const accounts = random.chance(hasPeriods({ manner }) ? 60 : 25) ? ['a1', 'a2'] : ['a1'];
  return accounts.map((accountId) => ({
    name: 'OpenAccount',
    input: { commandId: `open-${accountId}`, accountId, currency: 'USD', effectiveDate: openingDate },
  }));
}

/** A store lets something slip; once the period is open again, something is recorded in it. */
async function takeLateStep(course: Course, random: Random): Promise<void> {
  if (random.chance(60)) await letSlip(course, random);
  const drawn = drawInReopened(course, random);
  if (drawn !== undefined) await takeStep(course, [drawn], 'CALM');
}

/** Between the other steps of the history, with chance of its own. */
async function takeReceiptStep(drawing: Course, course: Course): Promise<void> {
  const { random, auditor, books, manner } = drawing;
  const drawn: Told[] = [];
  for (const count = random.pick([1, 1, 1, 2]); drawn.length < count; ) {
    const papers = auditor.papersOf(random.oneOf(auditor.accounts())?.accountId ?? 'a1');
    const number = course.sent.length + drawn.length;
    const chooser = { random, auditor, manner, isWholeBook: true, papers, today: books.today, number };
    drawn.push(drawReceiptCommand(chooser, [...course.sent, ...drawn]));
  }
  await takeStep(course, drawn, drawWeather(drawing, drawn));
  // What is on its way meets a closing only where that begins before it is carried on.
  if (hasPeriods(drawing) && partsOnTheWay(auditor).length > 0 && random.chance(60))
    return takeReceiptStep(drawing, course);
  if (random.chance(50)) await carryOn(course);
}

/** One to four commands that are under way at the same time, mostly on the same account. */
function drawStep(course: Course): readonly Told[] {
  const { random, auditor, books } = course;
  if (random.chance(40)) books.today = plusDays(books.today, random.between(1, 9));
  const count = random.pick([1, 1, 2, 3, 4]);
  const drawn: Told[] = [];
  for (let index = 0; index < count; index += 1) {
    const accountId = random.chance(85) ? 'a1' : (random.oneOf(auditor.accounts())?.accountId ?? 'a1');
    const number = course.sent.length + drawn.length;
    const chooser = {
      random,
      auditor,
      manner: course.manner,
      isWholeBook: true,
      papers: auditor.papersOf(accountId),
      today: books.today,
      number,
    };
    drawn.push(drawCommand(chooser, [...course.sent, ...drawn]));
  }
  return drawn;
}

const severalStreams = ['TransferBalance', 'IdentifyReceipt', 'UnidentifyReceipt', 'ReverseReceipt'];

function drawWeather({ random }: Course, step: readonly Told[]): Weather {
  if (step.some(({ name }) => severalStreams.includes(name)) && random.chance(50)) return 'CUT_OFF';
  return random.pick(['CALM', 'CALM', 'SLOW', 'SLOW', 'FAILING', 'FAILING', 'CRASHING']);
}

async function takeStep(course: Course, all: readonly Told[], weather: Weather): Promise<void> {
  const { books } = course;
  course.sent.push(...all);
  const answers = await answered(course, all, weather);
  for (const [index, told] of all.entries()) course.trace.push(lineOf(course, told, answers[index], weather));
  const entries = await books.journal.readAll(course.ordinal, 10_000);
  await auditAnswers(course, all, answers, entries);
  course.ordinal += entries.length;
  for (const [index, told] of all.entries()) noteReopened(course, told, answers[index]);
}

function lineOf(course: Course, told: Told, answer: CommandOutcome | undefined, weather: Weather): string {
  const said = answer?.outcome === 'REJECTED' ? `${answer.code} ${textOf(answer.figures)}` : answer?.outcome;
  return `${course.step} ${course.books.today} ${weather} ${told.name} ${textOf(told.input)} -> ${said}`;
}

/** Sends until every command has a definite answer: a caller that hears nothing, or "later", sends the same again. */
async function answered(course: Course, all: readonly Told[], weather: Weather): Promise<readonly CommandOutcome[]> {
  const answers: Answer[] = [...(await course.books.sendAll(all, weather))];
  for (let round = 0; round < 20; round += 1) {
    const open = all.flatMap((told, index) => (isOpen(answers[index]) ? [{ told, index }] : []));
    if (course.books.isCrashed()) {
      note(course, 'a crash is survived');
      await course.books.restart();
    }
    if (open.length === 0) break;
    for (const { told, index } of open) {
      const wasUnknown = answers[index] === 'OUTCOME_UNKNOWN';
      const isRecorded = (await course.books.journal.findCommand(told.input.commandId)) !== undefined;
      const [answer = 'NO_ANSWER'] = await course.books.sendAll([told], 'CALM');
      answers[index] = answer;
      if (typeof answer === 'object' && answer.outcome === 'RECORDED' && isRecorded) {
        requireThat(answer.replayed, `${told.input.commandId} had been recorded and is not answered as replayed`);
        note(course, wasUnknown ? 'an unknown outcome is resolved by sending again' : 'a lost answer is given again');
      }
    }
  }
  const definite = answers.filter((answer) => typeof answer === 'object');
  requireThat(definite.length === all.length, 'a command got no definite answer');
  return definite;
}

function isOpen(answer: Answer | undefined): boolean {
  if (typeof answer !== 'object') return true;
  return answer.outcome === 'REJECTED' && answer.retryable;
}

/** The end of a history: the whole journal, and the figures that a reader would be shown. */
async function lookBack(course: Course): Promise<void> {
  const { auditor, books, looks } = course;
  const recorded = await everything(course);
  const entries = slowCounted(recorded);
  for (const papers of auditor.accounts()) {
    if (papers.openedOn === undefined) continue;
    const name = accountStream(books.journal.ledgerId, papers.accountId);
    const ofAccount = ({ stream }: Entry): boolean => stream === name;
    const stream = await books.journal.readStream(name);
    requireSame('INV-30 the feed of the ledger and the stream of the account', recorded.filter(ofAccount), stream);
    checkJournal(entries.filter(ofAccount), papers, looks);
  }
  compareClearing(course, entries);
  compareReceipts(course, entries);
  for (const trouble of books.troubles()) note(course, trouble);
  for (const papers of auditor.accounts()) {
    noteExchange(course, papers.base?.general.get('FxRealized') ?? []);
    noteExchangeOfReceipts(course, papers);
  }
}

/** FxRealized stands on the credit side where money was worth more than what it settled. */
function noteExchange(course: Course, changes: Dated): void {
  if (changes.some(({ cents }) => cents < 0n)) note(course, 'a gain of exchange is realised');
  if (changes.some(({ cents }) => cents > 0n)) note(course, 'a loss of exchange is realised');
  const sizes = changes.map(({ cents }) => cents);
  if (sizes.some((cents) => sizes.includes(-cents))) note(course, 'a gain or loss of exchange is taken back');
}

/** What came by a receipt settles at what it was carried at there. */
function noteExchangeOfReceipts(course: Course, { base }: Papers): void {
  const own = [...(base?.allocations ?? [])].filter(([{ source }]) => source.receipt !== undefined);
  for (const [, { settled, used }] of own) {
    if (used.base > settled.base) note(course, 'money of a receipt settles at a gain');
    if (used.base < settled.base) note(course, 'money of a receipt settles at a loss');
  }
}
