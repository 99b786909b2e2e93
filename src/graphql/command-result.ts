import type { Recorded, RecordedFact } from '#app/handle-command.ts';
import type { Account } from '#ledger/account.ts';
import { type AccountFigures, figuresOf } from '#ledger/figures.ts';
import type { Rejection } from '#ledger/rejections.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { laterOf } from '#money/calendar-date.ts';
import type { Builder } from './builder.ts';
import type { Enums } from './enums.ts';

interface AccountAfterCommand extends AccountFigures {
  readonly accountId: string;
  readonly currency: string;
  readonly openedOn: CalendarDate;
  readonly asOf: CalendarDate;
}

/** What every mutation answers: recorded, or refused by the books. */
export function addCommandResult(builder: Builder, enums: Enums) {
  const recorded = addCommandRecorded(builder, enums);
  const rejected = addCommandRejected(builder, enums);
  return builder.unionType('CommandResult', {
    description: 'What became of a command: recorded, or refused by the books.',
    types: [recorded, rejected],
    resolveType: ({ outcome }) => (outcome === 'RECORDED' ? recorded : rejected),
  });
}

function addCommandRecorded(builder: Builder, enums: Enums) {
  const entry = addRecordedEntry(builder, enums);
  const account = addAccountAfterCommand(builder);
  return builder.objectRef<Recorded>('CommandRecorded').implement({
    description:
      'The command stands in the journal, durably. With `dryRun` it does not: this is what would stand there.',
    fields: (t) => ({
      position: t.field({
        type: 'Position',
        nullable: true,
        description:
          'Of its last entry: give it to a query as `minPosition` to see what was recorded. None for a dry run; and none where ' +
          'the entry is durable but not yet counted here, which is a matter of seconds: the same command sent again says it.',
        resolve: ({ token }) => token,
      }),
      revision: t.exposeInt('revision', {
        description:
          'Of its last entry in the stream of the account, the receipt or the ledger itself, counted from 0.',
      }),
      replayed: t.exposeBoolean('replayed', {
        description: 'The command had been recorded before; this is the first answer again, and nothing was added.',
      }),
      dryRun: t.exposeBoolean('dryRun', { description: 'Nothing was recorded: this is what would have been.' }),
      account: t.field({
        type: account,
        nullable: true,
        description: 'The account right after the command; none for a command of the ledger itself, or on a receipt.',
        resolve: async ({ account, facts }) => {
          const after = await account();
          return after === undefined ? undefined : accountAfter(after, facts);
        },
      }),
      entries: t.field({
        type: [entry],
        description: 'What was recorded, in order.',
        resolve: ({ facts }) => facts,
      }),
    }),
  });
}

function addRecordedEntry(builder: Builder, enums: Enums) {
  return builder.objectRef<RecordedFact>('RecordedEntry').implement({
    description: 'One entry that the command recorded. `journal` and `auditTrail` show it with everything it carries.',
    fields: (t) => ({
      entryId: t.exposeString('id', { description: 'Of the entry, for ever.' }),
      revision: t.exposeInt('revision', { description: 'Its place in the stream that it stands in, counted from 0.' }),
      type: t.expose('type', { type: enums.entryType, description: 'What happened.' }),
      effectiveDate: t.expose('effectiveDate', {
        type: 'CalendarDate',
        description: 'The business day on which it counts.',
      }),
      data: t.expose('data', { type: 'EntryData', description: 'Its content as it is stored.' }),
    }),
  });
}

function addAccountAfterCommand(builder: Builder) {
  return builder.objectRef<AccountAfterCommand>('AccountAfterCommand').implement({
    description:
      'An account as a command left it, folded from its entries: true at once, without waiting for the read side. ' +
      'Figures are as of the latest effective date among the entries of the command.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      openedOn: t.expose('openedOn', { type: 'CalendarDate', description: 'The effective date of its opening.' }),
      asOf: t.expose('asOf', { type: 'CalendarDate', description: 'The day of the figures.' }),
      openCharges: t.expose('openCharges', { type: 'Money', description: 'What is open over all items.' }),
      unapplied: t.expose('unapplied', { type: 'Money', description: 'unappliedPayments + unappliedCredits.' }),
      unappliedPayments: t.expose('unappliedPayments', {
        type: 'Money',
        description: 'Money received and not applied.',
      }),
      unappliedCredits: t.expose('unappliedCredits', {
        type: 'Money',
        description: 'Credits granted and not applied.',
      }),
      balance: t.expose('balance', {
        type: 'Money',
        description: 'openCharges - unapplied; positive: owes, negative: in credit.',
      }),
      pending: t.expose('pending', {
        type: 'Money',
        description: 'Payments that are not there yet; counted in no other figure.',
      }),
    }),
  });
}

function accountAfter(account: Account, facts: readonly RecordedFact[]): AccountAfterCommand | undefined {
  const { opened, accountId } = account;
  if (opened === undefined) return undefined;
  const asOf = facts.reduce((latest, { effectiveDate }) => laterOf(latest, effectiveDate), opened.on);
  return { accountId, currency: opened.currency, openedOn: opened.on, asOf, ...figuresOf(account, asOf) };
}

interface NamedFigure {
  readonly name: string;
  readonly value: string;
}

function addCommandRejected(builder: Builder, enums: Enums) {
  const figure = builder.objectRef<NamedFigure>('RejectionFigure').implement({
    description: 'A figure of the books behind a refusal.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'Its name in schema/rejections.json.' }),
      value: t.exposeString('value', { description: 'Its value as text: an amount, a date, a number, a list.' }),
    }),
  });
  return builder.objectRef<Rejection>('CommandRejected').implement({
    description: 'The books say no. Nothing was recorded, and the command id is still free.',
    fields: (t) => ({
      code: t.expose('code', { type: enums.rejectionCode, description: 'Why, for programs.' }),
      message: t.exposeString('message', { description: 'Why, for people: a fact of the books.' }),
      figures: t.field({
        type: [figure],
        description: 'The figures behind it. Nothing that was sent is repeated.',
        resolve: ({ figures }) => Object.entries(figures).map(([name, value]) => ({ name, value })),
      }),
      inputPath: t.exposeString('inputPath', {
        nullable: true,
        description:
          'The value that it is about, as in `lines.0.amount`; none where it is about the command as a whole.',
      }),
      retryable: t.exposeBoolean('retryable', {
        description: 'The same command may be accepted later, unchanged.',
      }),
    }),
  });
}
