import type { Actor } from '#ledger/entry.ts';
import { addDays, addMonths, type CalendarDate, daysBetween } from '#money/calendar-date.ts';
import type { Sending } from '../sending.ts';
import { notSimplyPaid } from './agreement-course.ts';
import { desks, type Payer, payers, services } from './catalogue.ts';
import { foreignAccountCount, foreignSteps } from './foreign-course.ts';
import { houseReasons } from './house-reasons.ts';
import { lockboxReceipts } from './lockbox-course.ts';
import { oneVisitOnly } from './one-visit-course.ts';
import { isUnderWayToday } from './pending-course.ts';
import { closedThrough, fiscalCalendar } from './periods.ts';
import { postedInError } from './posted-in-error-course.ts';
import { createRandom, type Random } from './random.ts';
import { byDay, type Course, demoCurrency, money, type Setting, type Step, stepsUpTo } from './steps.ts';
import { depositThenVisit, insuredVisit, saleWithTax, selfPaidVisit, type Visit } from './visit-course.ts';
import { onTheWrongAccount } from './wrong-account-course.ts';

/** What makes the demo books: the same seed on the same day makes the same commands, on any machine. */
export interface DemoTerms {
  readonly seed: number;
  readonly today: CalendarDate;
}

export type DemoCommand = Sending & { readonly on: CalendarDate; readonly actor: Actor };

const accountCount = 520;
const monthsBack = 18;

export const demoTimeZone = 'America/New_York';

function demoStart({ today }: DemoTerms): CalendarDate {
  return addMonths(today, -monthsBack);
}

export function openingId({ seed, today }: DemoTerms): string {
  return `demo-${seed}-${today}-open`;
}

/** The opening that these books began with, read back from its command id; undefined for books of other origin. */
export function termsOfOpening(
  commandId: string,
  parse: (text: string) => CalendarDate | undefined,
): DemoTerms | undefined {
  const [, seed, day] = /^demo-([0-9]{1,9})-([0-9]{4}-[0-9]{2}-[0-9]{2})-open$/.exec(commandId) ?? [];
  const today = day === undefined ? undefined : parse(day);
  return today === undefined ? undefined : { seed: Number(seed), today };
}

export function openingCommand(terms: DemoTerms): Sending {
  const input = {
    commandId: openingId(terms),
    effectiveDate: demoStart(terms),
    baseCurrency: demoCurrency,
    timeZone: demoTimeZone,
    mode: 'SANDBOX',
  };
  return { name: 'OpenLedger', input };
}

/** In the order of the days, as an office records: so that a position is a state of knowledge of some day. */
export function demoCommands(terms: DemoTerms): readonly DemoCommand[] {
  const accounts = Array.from({ length: accountCount }, (_, index) => accountCommands(terms, index));
  const lasting = accounts.filter((commands) => commands.every(({ name }) => name !== 'CloseAccount'));
  const others = [...betweenAccounts(terms, lasting), ...receiptCommands(terms, lasting)];
  const all = [...ledgerCommands(terms), ...accounts.flat(), ...others];
  const days = all.toSorted(byDay);
  return [...days, lateFeeRun(terms)];
}

/** The last thing in the books: what is late for more than four months is fined, and the run can be looked at. */
function lateFeeRun({ seed, today }: DemoTerms): DemoCommand {
  const [id] = desks.service ?? [];
  if (id === undefined) throw new Error('a role without a desk');
  const input = {
    commandId: `demo-${seed}-late-fees`,
    runId: `late-fees-${today}`,
    effectiveDate: today,
    period: today.slice(0, 7),
    currency: demoCurrency,
    terms: { method: 'PERCENT', percent: '1.5', graceDays: 120, mostAmount: '25.00', leastAmount: '1.00' },
    importsWithinDays: 5,
  };
  return { on: today, name: 'RunLateFees', input, actor: { kind: 'SERVICE', id, role: 'service' } };
}

/** What the ledger itself records besides its opening. It is sorted before what accounts record on the same day. */
function ledgerCommands(terms: DemoTerms): readonly DemoCommand[] {
  const actorAt = actors(createRandom(terms.seed * 1_019));
  const reasons = houseReasons(demoStart(terms), terms.today);
  const dated = reasons.map((step) => ({ ...step, input: { effectiveDate: step.on, ...step.input } }));
  const steps = [...dated, ...fiscalCalendar(demoStart(terms), terms.today)];
  return steps.map(({ on, role, name, input }, number) => {
    const commandId = `demo-${terms.seed}-ledger-${number + 1}`;
    return { on, name, input: { commandId, ...input }, actor: actorAt(role) };
  });
}

function accountCommands(terms: DemoTerms, index: number): readonly DemoCommand[] {
  const random = createRandom(terms.seed * 1_009 + index);
  const accountId = `acct-${String(index + 1).padStart(4, '0')}-${random.letters(6)}`;
  const steps = stepsOf(random, terms, index - (accountCount - foreignAccountCount));
  const actorAt = actors(createRandom(terms.seed * 1_013 + index));
  const idOf = (number: number): string => `demo-${terms.seed}-${index + 1}-${number + 1}`;
  return steps.map((step, number) => {
    const { on, role, name } = step;
    const input = { commandId: idOf(number), accountId, effectiveDate: on, ...step.input };
    return { on, name, input: onOpenDay(terms, steps, step, input, idOf), actor: actorAt(role) };
  });
}

/**
 * What was found out after the month was closed is recorded on the day itself, and names the charge that it corrects; so does a void, whenever
 * it comes.
 */
function onOpenDay(
  terms: DemoTerms,
  steps: readonly Step[],
  { on, name }: Step,
  input: Readonly<Record<string, unknown>> & { readonly effectiveDate: CalendarDate },
  idOf: (number: number) => string,
): Sending['input'] {
  const closed = closedThrough(demoStart(terms), terms.today, on);
  const isLocked = closed !== undefined && input.effectiveDate <= closed;
  if (!isLocked && name !== 'VoidCharge') return input;
  const charge = steps.findIndex((one) => one.name === 'PostCharge' && one.input['chargeId'] === input['chargeId']);
  const dated = isLocked ? { ...input, effectiveDate: on } : input;
  return charge === -1 ? dated : { ...dated, corrects: idOf(charge) };
}

/** Every so many accounts something goes to the next one, in the last months, when both are there. */
const transferEvery = 26;

function betweenAccounts(terms: DemoTerms, lasting: readonly (readonly DemoCommand[])[]): readonly DemoCommand[] {
  const random = createRandom(terms.seed * 1_021);
  const actorAt = actors(createRandom(terms.seed * 1_031));
  const ids = lasting.flatMap(([opening], index) => {
    const next = lasting[index + 1]?.[0];
    const pair = [String(opening?.input['accountId']), String(next?.input['accountId'])] as const;
    const isSame = opening?.input['currency'] === demoCurrency && next?.input['currency'] === demoCurrency;
    return index % transferEvery !== 0 || !isSame ? [] : [pair];
  });
  const steps = ids.flatMap((pair) => onTheWrongAccount(random, pair, addDays(terms.today, -random.whole(10, 120))));
  return steps.map(({ accountId, on, role, name, input }, number) => {
    const commandId = `demo-${terms.seed}-between-${number + 1}`;
    return { on, name, input: { commandId, accountId, effectiveDate: on, ...input }, actor: actorAt(role) };
  });
}

/** Every so many accounts somebody pays by a cheque that says nothing. */
const receiptEvery = 4;

function receiptCommands(terms: DemoTerms, lasting: readonly (readonly DemoCommand[])[]): readonly DemoCommand[] {
  const actorAt = actors(createRandom(terms.seed * 1_033));
  const ours = lasting
    .flatMap(([opening], index) => (index % receiptEvery === 1 ? (opening ?? []) : []))
    .filter(({ input }) => input['currency'] === demoCurrency)
    .map(({ input }) => String(input['accountId']));
  const courses = lockboxReceipts(createRandom(terms.seed * 1_039), ours, terms.today);
  return stepsUpTo(terms.today, courses).map(({ on, role, name, input }, number) => {
    const commandId = `demo-${terms.seed}-lockbox-${number + 1}`;
    return { on, name, input: { commandId, effectiveDate: on, ...input }, actor: actorAt(role) };
  });
}

function actors(random: Random): (role: Step['role']) => Actor {
  return (role) => {
    const desk = desks[role];
    if (desk === undefined) throw new Error('a role without a desk');
    return { kind: role === 'service' ? 'SERVICE' : 'PERSON', id: random.pick(desk), role };
  };
}

/**
 * The courses of one account, each read up to today, in the order of the days on which they were recorded. From 0 on it is the
 * number of an account in a foreign currency.
 */
function stepsOf(random: Random, terms: DemoTerms, foreign: number): readonly Step[] {
  const numbers = new Map<string, number>();
  const nextId = (kind: string): string => {
    const number = (numbers.get(kind) ?? 0) + 1;
    numbers.set(kind, number);
    return `${kind}-${number}`;
  };
  const opened = addDays(demoStart(terms), random.whole(0, 300));
  if (foreign >= 0) return foreignSteps({ random, nextId }, foreign, opened, terms.today);
  const opening: Step = {
    on: opened,
    role: 'billing_specialist',
    name: 'OpenAccount',
    input: { currency: demoCurrency },
  };
  return [opening, ...stepsUpTo(terms.today, coursesOf({ random, nextId }, opened, terms.today))];
}

function coursesOf(setting: Setting, opened: CalendarDate, today: CalendarDate): readonly Course[] {
  const { random } = setting;
  if (random.chance(0.06)) return [oneVisitOnly(setting, addDays(opened, random.whole(1, 20)))];
  const primary = primaryOf(random);
  const secondary = primary?.payerClass === 'MEDICARE' && random.chance(0.5) ? payers.medicaid : undefined;
  const days = daysBetween(opened, today);
  const day = () => addDays(opened, random.whole(21, Math.max(22, days - 3)));
  const visits = Array.from({ length: random.whole(1, 6) }, (): Visit => {
    return { service: random.pick(services), on: day(), primary, secondary };
  });
  const courses = visits.map((visit) => courseOf(setting, visit));
  if (random.chance(0.12))
    courses.push(postedInError(setting, { service: random.pick(services), on: day(), primary, secondary }));
  if (random.chance(0.2)) courses.push(saleWithTax(setting, day()));
  if (primary === undefined && random.chance(0.5)) courses.push(towardsEverything(setting, today));
  if (random.chance(0.05)) courses.push(isUnderWayToday(setting, today));
  courses.push(notSimplyPaid(setting, opened, today));
  return courses;
}

function primaryOf(random: Random): Payer | undefined {
  if (random.chance(0.22)) return undefined;
  const { medicare, medicaid, commercial1, commercial2, commercial3, compensation } = payers;
  const commercial = random.pick([commercial1, commercial1, commercial2, commercial3]);
  return random.pick<Payer>([medicare, medicare, medicaid, commercial, commercial, commercial, compensation]);
}

function courseOf(setting: Setting, visit: Visit): Course {
  if (visit.primary !== undefined) return insuredVisit(setting, visit, visit.primary);
  return setting.random.chance(0.25) ? depositThenVisit(setting, visit) : selfPaidVisit(setting, visit);
}

const strategies = ['OLDEST_DUE_FIRST', 'PRO_RATA', 'SMALLEST_FIRST', 'BY_PRIORITY', 'BY_PARTY'] as const;

/** A last cheque "towards what I owe": the strategy decides, and what is too much stays unapplied. */
function* towardsEverything({ random, nextId }: Setting, today: CalendarDate): Course {
  const cents = random.pick([4_000, 7_500, 15_000]);
  const strategy = random.pick(strategies);
  const payment = { paymentId: nextId('p'), currency: demoCurrency, amount: money(cents), method: 'CHECK', strategy };
  yield { on: today, role: 'cash_poster', name: 'ReceivePayment', input: payment };
}
