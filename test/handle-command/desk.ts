import { type CommandOutcome, createCommandHandler, type Recorded } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { type CommandName, isOfAccount } from '#ledger/commands.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { type FaultyJournal, withFaults } from './faulty-journal.ts';

export interface Desk {
  readonly journal: FaultyJournal;
  /** Sends a command; fields that every test would repeat are filled in. */
  send(name: CommandName, input: Readonly<Record<string, unknown>>): Promise<CommandOutcome>;
  /** The same command from a process that has just started: nothing is in memory. */
  sendCold(name: CommandName, input: Readonly<Record<string, unknown>>): Promise<CommandOutcome>;
  readonly types: () => Promise<readonly string[]>;
}

export const noon = Date.UTC(2026, 2, 20, 12);

interface Settings {
  readonly cacheBytes?: number;
  readonly mostUnderWay?: number;
}

/** A command desk over a journal with a bad line: a ledger in USD and one account `a1`, both open. */
export async function openDesk(settings: Settings = {}): Promise<Desk> {
  const journal = withFaults(
    new InMemoryJournal({ ledgerId: 'main', journalId: '0f0e0d0c-0b0a-4908-8706-050403020100', clock: () => noon }),
  );
  const handler = () =>
    createCommandHandler({
      journal,
      clock: () => noon,
      reasons: defaultReasons,
      cacheBytes: settings.cacheBytes ?? 10_000_000,
      mostUnderWay: settings.mostUnderWay ?? 1_000,
    });
  const context = {
    actor: { kind: 'PERSON', id: 'u-7', role: 'billing_specialist' },
    correlationId: 'request-1',
  } as const;
  const warm = handler();
  const opening = { baseCurrency: 'USD', timeZone: 'America/New_York', mode: 'SANDBOX', effectiveDate: '2026-01-01' };
  await warm('OpenLedger', { commandId: 'open-ledger', ...opening }, context);
  await warm('OpenAccount', { commandId: 'open-a1', accountId: 'a1', currency: 'USD' }, context);
  return {
    journal,
    send: (name, input) => warm(name, addressed(name, input), context),
    sendCold: (name, input) => handler()(name, addressed(name, input), context),
    types: async () => (await journal.readStream('main.account-a1')).map(({ type }) => type),
  };
}

function addressed(name: CommandName, input: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return !isOfAccount(name) ? input : { accountId: 'a1', ...input };
}

export function charge(id: string, amount = '80.00'): Readonly<Record<string, unknown>> {
  return { commandId: id, chargeId: id, category: 'SERVICE', currency: 'USD', amount };
}

export function payment(id: string, chargeId: string, amount = '80.00'): Readonly<Record<string, unknown>> {
  const lines = [{ chargeId, amount }];
  return { commandId: id, paymentId: id, currency: 'USD', amount, method: 'CHECK', lines };
}

/** The answer as recorded; a refusal fails the test. */
export function recorded(outcome: CommandOutcome): Recorded {
  if (outcome.outcome === 'REJECTED') throw new Error(`refused: ${outcome.code}`);
  return outcome;
}

export function codeOf(outcome: CommandOutcome): string {
  return outcome.outcome === 'REJECTED' ? outcome.code : outcome.outcome;
}
