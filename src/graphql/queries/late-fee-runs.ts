import type { Entry } from '#ledger/entry.ts';
import type { EventData } from '#ledger/events.ts';
import type { StoredFeeTerms } from '#ledger/fee-runs/fee-terms.ts';
import { type FeeRunWarning, feeRunWarnings, warningsOfRun } from '#ledger/fee-runs/late-fee-run.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import { fromMinorText, fromTotalText, type Money } from '#money/money.ts';
import { idIn, rowsIn } from '../arguments.ts';
import type { Builder } from '../builder.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { GraphqlContext } from '../context.ts';
import type { Enums } from '../enums.ts';
import type { SchemaParts } from '../parts.ts';
import { knowledgeArguments, viewForPage } from '../view.ts';
import { entriesAt, entryAt } from './audit-trail.ts';

type Totals = EventData<'LateFeeRunEnded'>['totals'];

/** A run as the stream of the ledger has it. */
interface Run {
  readonly on: CalendarDate;
  readonly begun: EventData<'LateFeeRunBegun'>;
  readonly begunAt: string;
  readonly ended: { readonly at: string; readonly totals: Totals } | undefined;
}

export function addLateFeeRuns(parts: SchemaParts): void {
  const { builder } = parts;
  const run = addRun(parts);
  builder.queryField('lateFeeRuns', (t) =>
    t.field({
      type: [run],
      description: 'The late-fee runs of the ledger, the newest first.',
      authScopes: { mayRead: 'FIGURES' },
      args: { first: t.arg.int({ description: 'Runs, 1 to 200; 50 when left out.' }) },
      resolve: async (_root, { first }, context) => {
        const runs = await runsIn(context);
        return runs.toReversed().slice(0, rowsIn(first));
      },
    }),
  );
  builder.queryField('lateFeeRun', (t) =>
    t.field({
      type: run,
      nullable: true,
      description: 'A late-fee run; null where there is none of this id.',
      authScopes: { mayRead: 'FIGURES' },
      args: { runId: t.arg.string({ required: true, description: 'The run.' }) },
      resolve: async (_root, args, context) => {
        const runId = idIn(args.runId, 'runId');
        return (await runsIn(context)).find(({ begun }) => begun.runId === runId);
      },
    }),
  );
}

async function runsIn({ ledgerStream }: GraphqlContext): Promise<readonly Run[]> {
  const entries = await ledgerStream.entries();
  return entries.flatMap((entry) => (entry.type === 'LateFeeRunBegun' ? [runOf(entry, entry.data, entries)] : []));
}

function runOf(entry: Entry, begun: EventData<'LateFeeRunBegun'>, entries: readonly Entry[]): Run {
  const ended = entries.flatMap(({ type, data, recordedAt }) =>
    type === 'LateFeeRunEnded' && data.runId === begun.runId ? [{ at: recordedAt, totals: data.totals }] : [],
  );
  return { on: entry.effectiveDate, begun, begunAt: entry.recordedAt, ended: ended[0] };
}

const inWords: Readonly<Record<FeeRunWarning, string>> = {
  IMPORTS_OUT_OF_DATE: 'No money from another system is as new as the run asked for: somebody may have paid long ago.',
  DAY_OUTSIDE_PERIOD: 'Its day is not in the period that its fees are for: each item is fined in that one, for ever.',
};

function addWarning(builder: Builder) {
  return builder.enumType('LateFeeRunWarning', {
    description: 'What whoever relies on a run should know.',
    values: Object.fromEntries(feeRunWarnings.map((name) => [name, { description: inWords[name] }])),
  });
}

function addRun(parts: SchemaParts) {
  const { builder, enums } = parts;
  const terms = addTerms(builder, enums);
  const totals = addTotals(builder);
  const warning = addWarning(builder);
  const accounts = addAccounts(parts);
  return builder.objectRef<Run>('LateFeeRun').implement({
    description: 'A run that charged late fees or interest on every account with something late enough.',
    fields: (t) => ({
      runId: t.string({ description: 'Its id; every fee of it names it.', resolve: ({ begun }) => begun.runId }),
      effectiveDate: t.expose('on', { type: 'CalendarDate', description: 'The day as of which it looked.' }),
      period: t.string({ description: 'Each item is fined once in it.', resolve: ({ begun }) => begun.period }),
      currency: t.string({ description: 'The currency of every amount here.', resolve: ({ begun }) => begun.currency }),
      terms: t.field({
        type: terms,
        description: 'What it charged, and when an item was late enough.',
        resolve: ({ begun }) => ({ ...begun.terms, currency: begun.currency }),
      }),
      begunAt: t.expose('begunAt', { type: 'DateTime', description: 'When it began.' }),
      endedAt: t.field({
        type: 'DateTime',
        nullable: true,
        description: 'When it had been through all accounts; null while it has not.',
        resolve: ({ ended }) => ended?.at,
      }),
      totals: t.field({
        type: totals,
        nullable: true,
        description: 'What it did; null while it has not been through all accounts.',
        resolve: ({ begun, ended }) => ended && { ...ended.totals, currency: begun.currency },
      }),
      warnings: t.field({
        type: [warning],
        description: 'What whoever relies on it should know.',
        resolve: ({ on, begun, ended }) => warningsOfRun(on, begun, ended?.totals),
      }),
      accounts: t.field({
        type: accounts,
        description: 'What it charged and noted, account by account in the order of recording.',
        args: { ...knowledgeArguments(builder, parts.knownAt), ...pageArguments(builder) },
        resolve: async ({ begun }, args, context) => {
          const first = rowsIn(args.first);
          const { view, after } = await viewForPage(args, context);
          const page = await context.readModels.feeRun(view, begun.runId, { first, after });
          const found = await entriesAt(new Set(page.rows.map(({ ordinal }) => ordinal)), context.journal);
          return connectionOf(view, page, after === undefined, ({ ordinal }) => onAccount(entryAt(found, ordinal)));
        },
      }),
    }),
  });
}

type InCurrency<Stored> = Stored & { readonly currency: string };

function amountIn(text: string | undefined, currency: string): Money | undefined {
  return text === undefined ? undefined : fromMinorText(text, currency);
}

function addTerms(builder: Builder, enums: Enums) {
  return builder.objectRef<InCurrency<StoredFeeTerms>>('LateFeeTerms').implement({
    description: 'What a run charges, and when an item is late enough.',
    fields: (t) => ({
      method: t.expose('method', { type: enums.feeMethod, description: 'An amount, a part, or interest.' }),
      amount: t.field({
        type: 'Money',
        nullable: true,
        description: 'Of FLAT: the fee.',
        resolve: ({ amount, currency }) => amountIn(amount, currency),
      }),
      percent: t.exposeString('percent', {
        nullable: true,
        description: 'Of PERCENT and INTEREST: "1.5" is 1.5 %, of INTEREST in a year.',
      }),
      daysInYear: t.exposeInt('daysInYear', { nullable: true, description: 'Of INTEREST: 365 where null.' }),
      graceDays: t.exposeInt('graceDays', { description: 'Late is what has been due for more than so many days.' }),
      mostAmount: t.field({
        type: 'Money',
        nullable: true,
        description: 'The cap of a fee.',
        resolve: ({ mostAmount, currency }) => amountIn(mostAmount, currency),
      }),
      leastAmount: t.field({
        type: 'Money',
        nullable: true,
        description: 'Less than this is not charged.',
        resolve: ({ leastAmount, currency }) => amountIn(leastAmount, currency),
      }),
      noticeDays: t.exposeInt('noticeDays', { nullable: true, description: 'Days between notice and fee.' }),
    }),
  });
}

function addTotals(builder: Builder) {
  return builder.objectRef<InCurrency<Totals>>('LateFeeRunTotals').implement({
    description: 'What a run did.',
    fields: (t) => ({
      accounts: t.exposeInt('accounts', { description: 'Accounts with something overdue beyond its grace.' }),
      fees: t.exposeInt('fees', { description: 'Fees charged.' }),
      amount: t.field({
        type: 'Money',
        description: 'All of them together.',
        resolve: ({ amount, currency }) => fromTotalText(amount, currency),
      }),
      notices: t.exposeInt('notices', { description: 'Items noted as late for the first time.' }),
      leftOut: t.exposeInt('leftOut', {
        description: 'Late items left out because a plan, a dispute or a hold protects them.',
      }),
      refused: t.exposeInt('refused', { description: 'Accounts that take nothing any more: closed since.' }),
      newestImportOn: t.expose('newestImportOn', {
        type: 'CalendarDate',
        nullable: true,
        description: 'The newest day of money from another system; null where none ever came.',
      }),
    }),
  });
}

function onAccount(entry: Entry): EventData<'LateFeesRun'> & { readonly ordinal: number } {
  if (entry.type !== 'LateFeesRun') throw new Error('the read model names another entry as one of a late-fee run');
  return { ...entry.data, ordinal: entry.ordinal };
}

function addAccounts(parts: SchemaParts) {
  const { builder } = parts;
  const fee = addFee(builder);
  const item = builder.objectRef<{ readonly chargeId: string; readonly item: number }>('LateItem').implement({
    description: 'An item that is late.',
    fields: (t) => ({
      chargeId: t.exposeString('chargeId', { description: 'The charge.' }),
      item: t.exposeInt('item', { description: 'Its item.' }),
    }),
  });
  const node = builder.objectRef<ReturnType<typeof onAccount>>('LateFeeRunAccount').implement({
    description: 'What a run charged and noted on an account.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      position: t.field({
        type: 'Position',
        description: 'Of its entry in the journal.',
        resolve: ({ ordinal }, _args, { journal }) => journal.tokenOf(ordinal),
      }),
      fees: t.field({
        type: [fee],
        description: 'Its fees.',
        resolve: ({ fees, currency }) => fees.map((one) => ({ ...one, currency })),
      }),
      notices: t.expose('notices', { type: [item], description: 'What was late for the first time, and only noted.' }),
      leftOut: t.exposeInt('leftOut', { description: 'Late items that were protected.' }),
    }),
  });
  return addFigureConnection(builder, parts, {
    name: 'LateFeeRunAccount',
    node,
    what: 'accounts of a late-fee run, in the order of recording',
  });
}

type Fee = InCurrency<EventData<'LateFeesRun'>['fees'][number]>;

function addFee(builder: Builder) {
  return builder.objectRef<Fee>('LateFeeOfRun').implement({
    description: 'A fee, and how it came about.',
    fields: (t) => ({
      feeId: t.exposeString('feeId', { description: 'The charge that it is.' }),
      chargeId: t.string({ description: 'The charge that was late.', resolve: ({ feeOn }) => feeOn.chargeId }),
      item: t.int({ description: 'Its item.', resolve: ({ feeOn }) => feeOn.item }),
      overdue: t.field({
        type: 'Money',
        description: 'What was open of the item on the day of the run.',
        resolve: ({ overdue, currency }) => fromMinorText(overdue, currency),
      }),
      amount: t.field({
        type: 'Money',
        description: 'The fee.',
        resolve: ({ amount, currency }) => fromMinorText(amount, currency),
      }),
      interestFrom: t.field({
        type: 'CalendarDate',
        nullable: true,
        description: 'Of interest: the first day that bears it.',
        resolve: ({ interest }) => interest?.from,
      }),
      interestThrough: t.field({
        type: 'CalendarDate',
        nullable: true,
        description: 'Of interest: the last day that bears it.',
        resolve: ({ interest }) => interest?.through,
      }),
    }),
  });
}
