import type { Command } from 'commander';
import type { View } from '#read-models/read-models.ts';
import { type Asked, agreementLists, type Listed } from './agreement-lists.ts';
import { exitCodes, usage } from './exit-codes.ts';
import { type FirstOption, firstAsked, sayMore, withFirstOption } from './lists.ts';
import { requireAccount, viewOf, withReading } from './reading.ts';
import { printJson, printTables, type Terminal } from './terminal/output.ts';
import { acting, type Finish, type Run, type Surroundings, verb } from './verb.ts';
import {
  dateOption,
  oneOf,
  type ViewOptions,
  viewForMachines,
  viewInWords,
  viewRequest,
  withViewOptions,
} from './view-options.ts';

const kinds = ['plans', 'promises', 'disputes', 'holds'] as const;

interface AgreementOptions extends ViewOptions, FirstOption {
  readonly state?: string;
  readonly account?: string;
  readonly dueFrom?: string;
  readonly dueTo?: string;
}

export function agreementsVerb(surroundings: Surroundings, finish: Finish): Command {
  const states = kinds.map((kind) => `${kind}: ${agreementLists[kind].states.join(', ')}`).join('; ');
  const command = withViewOptions(
    verb('agreements', 'Payment plans, promises to pay, disputes or holds: what is agreed about what is owed.'),
  )
    .argument('<kind>', `which of them: ${kinds.join(', ')}`)
    .option('--state <state>', `only those in this state on the day (${states})`)
    .option('--account <id>', 'only of this account')
    .option('--due-from <date>', 'promises: for this day or a later one')
    .option('--due-to <date>', 'promises: for this day or an earlier one');
  return acting<AgreementOptions>(withFirstOption(command), surroundings, finish, runAgreements);
}

function runAgreements(run: Run, options: AgreementOptions, [named = '']: readonly string[]) {
  const kind = oneOf('<kind>', named, kinds);
  const { states, list } = agreementLists[kind];
  const asked: Asked = {
    state: options.state === undefined ? undefined : oneOf('--state', options.state, states),
    accountId: options.account,
    dueFrom: options.dueFrom === undefined ? undefined : dateOption('--due-from', options.dueFrom),
    dueTo: options.dueTo === undefined ? undefined : dateOption('--due-to', options.dueTo),
    first: firstAsked(options),
  };
  const isDue = asked.dueFrom !== undefined || asked.dueTo !== undefined;
  if (isDue && kind !== 'promises') throw usage('--due-from, --due-to: expected with promises only');
  return withReading(run, async (reading) => {
    const { readModels } = reading;
    const view = await viewOf(reading, viewRequest(options));
    await requireAccount(readModels, view, options.account);
    const listed = await list(readModels, view, asked);
    if (options.json === true) {
      const { rows, hasNextPage } = listed;
      printJson(run.terminal, { ...viewForMachines(view), [kind]: rows, hasNextPage });
    } else {
      print(run.terminal, view, kind, listed);
    }
    return exitCodes.OK;
  });
}

const titles = { plans: 'Payment plans', promises: 'Promises to pay', disputes: 'Disputes', holds: 'Holds' } as const;

function print(terminal: Terminal, view: View, kind: (typeof kinds)[number], listed: Listed): void {
  terminal.out(`${titles[kind]} ${viewInWords(view)}`);
  printTables(terminal, listed.tables);
  sayMore(terminal, listed);
}
