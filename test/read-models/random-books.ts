import * as fc from 'fast-check';
import { createCommandHandler, type HandleCommand } from '#app/handle-command.ts';
import type { Journal } from '#journal/journal.ts';
import { type Account, emptyAccount } from '#ledger/account.ts';
import { type CommandName, commandInputs } from '#ledger/commands.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { addDays, calendarDate } from '#money/calendar-date.ts';
import type { Sent } from '../ledger/given-when-then.ts';
import { intents, sentFor } from '../ledger/random-commands.ts';
import { withProcesses } from '../processes/with-processes.ts';

/** The books that the read side is tested on: seeded random commands through the whole command path into a journal. */
const actor = { kind: 'PERSON', id: 'clerk-1', role: 'billing_specialist' } as const;

/** 30 June 2024, noon in New York: the day of the random commands is before it. */
export const noon = Date.parse('2024-06-30T16:00:00Z');

export function handlerFor(journal: Journal, clock: () => number = () => noon): HandleCommand {
  const bounds = { cacheBytes: 50_000_000, mostUnderWay: 5_000 };
  return withProcesses(createCommandHandler({ journal, clock, reasons: defaultReasons, ...bounds }));
}

export async function openLedger(handle: HandleCommand, baseCurrency = 'USD'): Promise<void> {
  const terms = { effectiveDate: '2024-01-01', baseCurrency, timeZone: 'America/New_York', mode: 'SANDBOX' };
  await recorded(handle, 'OpenLedger', { commandId: 'open-ledger', ...terms });
}

/** Sends a command that has to be accepted. */
export async function recorded(
  handle: HandleCommand,
  name: Parameters<HandleCommand>[0],
  input: Readonly<Record<string, unknown>>,
) {
  const outcome = await handle(name, input, { actor, correlationId: 'request-1' });
  if (outcome.outcome === 'REJECTED') throw new Error(`${name} is refused: ${outcome.code} ${outcome.inputPath}`);
  return outcome;
}

const withoutCurrency = new Set([
  'ReversePayment',
  'ReinstatePayment',
  'ReinstateLateFee',
  'CloseAccount',
  'ReopenAccount',
  'VoidCredit',
  'ReverseRefund',
  'VoidCharge',
  'FailPayment',
  'PlaceHold',
  'ReleaseHold',
  'ResolveDispute',
  'CancelPromise',
  'BreakPaymentPlan',
  'CompletePaymentPlan',
]);

export interface RandomBooks {
  readonly seed: number;
  readonly accounts: number;
  readonly commands: number;
  /** Several handlers of one journal may write books of different names. */
  readonly name?: string;
  /** Where the accounts are foreign to the ledger: at which rates what comes in is worth something. */
  readonly rates?: readonly string[];
}

/** Fills the journal: accounts `<name>-1` on, and commands on them in a random order. Refusals leave nothing. */
export async function writeRandomBooks(handle: HandleCommand, books: RandomBooks): Promise<number> {
  const { seed, accounts, commands, name = 'account', rates = [] } = books;
  const states = new Map<string, Account>();
  for (let index = 1; index <= accounts; index += 1) {
    const accountId = `${name}-${index}`;
    const input = { commandId: `open-${accountId}`, accountId, currency: 'USD', effectiveDate: '2024-01-01' };
    states.set(accountId, (await (await recorded(handle, 'OpenAccount', input)).account()) ?? emptyAccount(accountId));
  }
  const drawn = fc.sample(fc.record({ intent: intents, account: fc.integer({ min: 1, max: accounts }) }), {
    numRuns: commands,
    seed,
  });
  let accepted = 0;
  const send = async (accountId: string, commandId: string, [command, sent]: Sent, more = {}): Promise<void> => {
    if (!isSendable(command)) throw new Error(`${command} is a step of a process`);
    const currency = withoutCurrency.has(command) ? {} : { currency: 'USD' };
    const input = { ...sent, ...more, accountId, ...currency, commandId };
    const outcome = await handle(command, input, { actor, correlationId: `request-${commandId}` });
    if (outcome.outcome === 'REJECTED') return;
    accepted += 1;
    const after = await outcome.account();
    if (after !== undefined) states.set(accountId, after);
  };
  for (const [number, { intent, account }] of drawn.entries()) {
    const accountId = `${name}-${account}`;
    const state = states.get(accountId) ?? emptyAccount(accountId);
    const sent = sentFor(intent, state, number);
    await send(accountId, `${name}-command-${number}`, sent, {
      ...served(sent[0], sent[1], number),
      ...valued(sent[0], sent[1], rates[number % rates.length]),
    });
  }
  // Last, so that what was drawn before is what it was without them.
  for (const [number, { intent, account }] of drawn.entries()) {
    if (number % transferEvery !== 0) continue;
    const accountId = `${name}-${account}`;
    const state = states.get(accountId) ?? emptyAccount(accountId);
    const leaving = sentFor({ ...intent, what: 'transferOut' }, state, number);
    const toAccountId = `${name}-${(account % accounts) + 1}`;
    await send(accountId, `${name}-transfer-${number}`, leaving, { toAccountId });
  }
  return accepted;
}

const bringingValue = new Set([
  'PostCharge',
  'ReceivePayment',
  'SettlePayment',
  'IssueCredit',
  'AssessLateFee',
  'RecoverBadDebt',
]);

/** What comes in on an account in a foreign currency says at which rate; money that is not there yet has none. */
function valued(command: string, sent: Readonly<Record<string, unknown>>, rate: string | undefined) {
  if (rate === undefined || !bringingValue.has(command) || sent['pending'] === true) return {};
  return { rate: { rate, source: 'ECB:2024-03-01' } };
}

/** After so many commands something goes from one account to the next. */
const transferEvery = 11;

function isSendable(name: string): name is CommandName {
  return name in commandInputs;
}

/** Half of the charges name the day of the service, some days before they were posted, and two thirds of these a provider. */
function served(command: string, sent: Readonly<Record<string, unknown>>, number: number) {
  const { effectiveDate } = sent;
  if (command !== 'PostCharge' || typeof effectiveDate !== 'string' || number % 2 === 0) return {};
  const serviceDate = addDays(calendarDate(effectiveDate), -(number % 20));
  return number % 3 === 0 ? { serviceDate } : { serviceDate, justification: { providerId: `dr-${number % 3}` } };
}
