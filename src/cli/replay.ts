import type { Command } from 'commander';
import { accountStream, ledgerStream } from '#journal/stream-names.ts';
import { type Account, emptyAccount } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolve } from '#ledger/evolve.ts';
import { type AccountFigures, figuresOf } from '#ledger/figures.ts';
import { countedBehind, type Fence, fencesIn } from '#ledger/periods/late-entries.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { formatMoney } from '#money/money.ts';
import { exitCodes } from './exit-codes.ts';
import { noAccount, viewOf, withReading } from './reading.ts';
import { inSentence } from './statement.ts';
import { amountText } from './terminal/amounts.ts';
import { printJson, printTable, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import { type ViewOptions, viewForMachines, viewInWords, viewRequest, withViewOptions } from './view-options.ts';

export function replayVerb(surroundings: Surroundings, finish: Finish): Command {
  const command = withViewOptions(
    verb('replay', 'An account as it stood after each of its entries, folded anew from the journal.'),
  ).argument('<accountId>', 'the account');
  return acting<ViewOptions>(command, surroundings, finish, runReplay);
}

function runReplay(run: Run, options: ViewOptions, [accountId = '']: readonly string[]) {
  return withReading(run, async (reading) => {
    const { journal } = reading;
    const view = await viewOf(reading, viewRequest(options));
    const entries = await journal.readStream(accountStream(journal.ledgerId, accountId));
    const known = entries.filter(({ ordinal }) => ordinal <= view.ordinal);
    if (known.length === 0) throw noAccount();
    const fences = fencesIn(await journal.readStream(ledgerStream(journal.ledgerId)));
    const steps = stepsOf(accountId, known, fences, view.asOf);
    if (options.json === true)
      printJson(run.terminal, { ...viewForMachines(view), accountId, steps: steps.map(forMachines) });
    else printSteps(run.terminal, `Replay of ${accountId}, figures ${viewInWords(view)}\n`, steps);
    return exitCodes.OK;
  });
}

interface Step {
  readonly entry: Entry;
  readonly figures: AccountFigures;
}

function stepsOf(
  accountId: string,
  entries: readonly Entry[],
  fences: readonly Fence[],
  asOf: CalendarDate,
): readonly Step[] {
  let account: Account = emptyAccount(accountId);
  return entries.map((entry) => {
    account = evolve(account, countedBehind(fences, entry));
    return { entry, figures: figuresOf(account, asOf) };
  });
}

function forMachines({ entry, figures }: Step): object {
  const { ordinal, actor, command, ...rest } = entry;
  return {
    position: ordinal,
    ...rest,
    actor,
    command: { id: command.id, name: command.name },
    openCharges: formatMoney(figures.openCharges),
    unapplied: formatMoney(figures.unapplied),
    balance: formatMoney(figures.balance),
    pending: formatMoney(figures.pending),
  };
}

function printSteps(terminal: Terminal, title: string, steps: readonly Step[]): void {
  terminal.out(title);
  printTable(terminal, {
    columns: [
      { title: 'position', align: 'RIGHT' },
      { title: 'effective', align: 'LEFT' },
      { title: 'entry', align: 'LEFT' },
      { title: 'of', align: 'LEFT', mayBeCut: true },
      { title: 'by', align: 'LEFT', mayBeCut: true },
      { title: 'open', align: 'RIGHT' },
      { title: 'unapplied', align: 'RIGHT' },
      { title: 'balance', align: 'RIGHT' },
    ],
    rows: steps.map(({ entry, figures }) => [
      String(entry.ordinal),
      entry.effectiveDate,
      inSentence(entry.type),
      subjectOf(entry),
      entry.actor.id,
      ...[figures.openCharges, figures.unapplied, figures.balance].map(amountText),
    ]),
  });
}

/** The charge or payment that an entry is about, if any. */
function subjectOf({ data }: Entry): string {
  if ('chargeId' in data) return data.chargeId;
  return ('paymentId' in data ? data.paymentId : undefined) ?? '';
}
