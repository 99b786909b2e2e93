import type { Statement, StatementLine } from '#read-models/statement.ts';
import { dateIn, idIn, rowsIn } from '../arguments.ts';
import type { Builder } from '../builder.ts';
import { addConnection, type Connection, connectionOf, pageArguments } from '../builder-connections.ts';
import { notACursor } from '../cursor.ts';
import type { Enums } from '../enums.ts';
import { badInput } from '../failures.ts';
import type { SchemaParts } from '../parts.ts';
import { knowledgeArguments, type Viewed, viewForPage } from '../view.ts';

type StatementInView = Omit<Statement, 'lines'> &
  Viewed & { readonly accountId: string; readonly lines: Connection<StatementLine> };

export function addStatement(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const statement = addStatementType(parts);
  builder.queryField('statement', (t) =>
    t.field({
      type: statement,
      nullable: true,
      description:
        'What moved an account from one day to another, both included, in the order of effective date, then of recording. ' +
        'Null if there is no such account in that view.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        accountId: t.arg.string({ required: true, description: 'The account.' }),
        from: t.arg({ type: 'CalendarDate', required: true, description: 'The first day.' }),
        to: t.arg({ type: 'CalendarDate', required: true, description: 'The last day; also the day of the figures.' }),
        ...knowledgeArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context): Promise<StatementInView | undefined> => {
        const accountId = idIn(args.accountId, 'accountId');
        const from = dateIn(args.from, 'from');
        const to = dateIn(args.to, 'to');
        if (from > to) throw badInput('to', 'a day not before `from`');
        const first = rowsIn(args.first);
        const { view, after } = await viewForPage({ ...args, asOf: to }, context);
        const whole = await context.readModels.statement(view, accountId, from, to);
        if (whole === undefined) return undefined;
        const page = pageOf(whole.lines, first, after);
        return { ...whole, accountId, view, lines: connectionOf(view, page, after === undefined, (line) => line) };
      },
    }),
  );
}

/** The cursor of a line is its number in the statement, which the view fixes. */
function pageOf(lines: readonly StatementLine[], first: number, after: string | undefined) {
  if (after !== undefined && !/^\d{1,9}$/.test(after)) throw notACursor();
  const start = after === undefined ? 0 : Number(after) + 1;
  const rows = lines.slice(start, start + first).map((line, index) => ({ ...line, cursor: String(start + index) }));
  return { rows, hasNextPage: start + first < lines.length };
}

function addStatementType(parts: SchemaParts) {
  const { builder, enums, figure } = parts;
  const lines = addConnection(builder, {
    name: 'StatementLine',
    node: addLine(builder, enums),
    what: 'lines of a statement',
  });
  return builder.objectRef<StatementInView>('Statement').implement({
    description: 'An account from one day to another: opening balance, what moved it, closing balance.',
    interfaces: [figure],
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      from: t.expose('from', { type: 'CalendarDate', description: 'The first day.' }),
      to: t.expose('to', { type: 'CalendarDate', description: 'The last day.' }),
      openingBalance: t.expose('openingBalance', {
        type: 'Money',
        description: 'The balance at the end of the day before the first.',
      }),
      closingBalance: t.expose('closingBalance', {
        type: 'Money',
        description: 'The balance at the end of the last day.',
      }),
      lines: t.expose('lines', { type: lines, description: 'What moved it.' }),
    }),
  });
}

function addLine(builder: Builder, enums: Enums) {
  return builder.objectRef<StatementLine>('StatementLine').implement({
    description: 'One entry and what it changed.',
    fields: (t) => ({
      entryId: t.exposeString('entryId', { description: 'The entry.' }),
      position: t.field({
        type: 'Position',
        description: 'Its place in the journal.',
        resolve: ({ ordinal }, _args, { journal }) => journal.tokenOf(ordinal),
      }),
      revision: t.exposeInt('revision', { description: 'Its place in the stream of the account, counted from 0.' }),
      type: t.expose('type', { type: enums.entryType, description: 'What happened.' }),
      effectiveDate: t.expose('effectiveDate', {
        type: 'CalendarDate',
        description: 'The business day on which it counts.',
      }),
      recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it was recorded.' }),
      chargeId: t.exposeString('chargeId', { nullable: true, description: 'The charge it is about, if one.' }),
      paymentId: t.exposeString('paymentId', { nullable: true, description: 'The payment it is about, if one.' }),
      creditId: t.exposeString('creditId', { nullable: true, description: 'The credit it is about, if one.' }),
      openChange: t.expose('openChange', { type: 'Money', description: 'By how much it changed what is open.' }),
      unappliedChange: t.expose('unappliedChange', {
        type: 'Money',
        description: 'By how much it changed what is unapplied.',
      }),
      balanceChange: t.expose('balanceChange', { type: 'Money', description: 'openChange - unappliedChange.' }),
      balanceAfter: t.expose('balanceAfter', { type: 'Money', description: 'The balance after this line.' }),
    }),
  });
}
