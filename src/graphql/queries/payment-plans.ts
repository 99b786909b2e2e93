import type { PlanInstalment, PlanRow } from '#read-models/agreements.ts';
import { idInIfGiven, rowsIn } from '../arguments.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { viewArguments, viewForPage } from '../view.ts';

export function addPaymentPlans(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const plans = addFigureConnection(builder, parts, {
    name: 'PaymentPlan',
    node: addPlan(parts),
    what: 'payment plans',
  });
  const filter = builder.inputType('PaymentPlanFilter', {
    description: 'Which plans; what is left out does not narrow.',
    fields: (t) => ({
      accountId: t.string({ description: 'Of this account.' }),
      isStanding: t.boolean({ description: 'True: neither broken nor completed by the day; false: ended.' }),
      isAtRisk: t.boolean({ description: 'True: it stands and something of it is overdue; false: the others.' }),
    }),
  });
  builder.queryField('paymentPlans', (t) =>
    t.field({
      type: plans,
      description: 'What is paid by and by, of the whole book or one account, oldest entry first.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        filter: t.arg({ type: filter, description: 'Which plans.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const { accountId, isStanding, isAtRisk } = args.filter ?? {};
        const wanted = {
          accountId: idInIfGiven(accountId, 'filter.accountId'),
          isStanding: isStanding ?? undefined,
          isAtRisk: isAtRisk ?? undefined,
        };
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.paymentPlans(view, wanted, { first, after });
        return connectionOf(view, page, after === undefined, (row): PlanRow => row);
      },
    }),
  );
}

function addPlan({ builder, enums }: SchemaParts) {
  const instalment = addInstalment(builder);
  return builder.objectRef<PlanRow>('PaymentPlan').implement({
    description:
      'What is paid by and by, as agreed. While nothing of it is overdue no late fee is assessed on its items.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      planId: t.exposeString('planId', { description: 'Its id on the account.' }),
      partyClass: t.exposeString('partyClass', { description: 'With whom: SELF, or a class of payers.' }),
      payerId: t.exposeString('payerId', { nullable: true, description: 'Which payer; none for SELF.' }),
      currency: t.string({ description: 'The currency of its amounts.', resolve: ({ amount }) => amount.currency }),
      amount: t.expose('amount', { type: 'Money', description: 'As it was agreed.' }),
      open: t.expose('open', { type: 'Money', description: 'What of its items is open on the day.' }),
      overdue: t.expose('overdue', { type: 'Money', description: 'Of that: due before the day.' }),
      isAtRisk: t.exposeBoolean('isAtRisk', { description: 'It stands, and something of it is overdue.' }),
      agreedOn: t.expose('agreedOn', { type: 'CalendarDate', description: 'From this day on.' }),
      endedOn: t.expose('endedOn', {
        type: 'CalendarDate',
        nullable: true,
        description: 'Until this day, if it has ended.',
      }),
      outcome: t.expose('outcome', { type: enums.planOutcome, nullable: true, description: 'How it ended.' }),
      instalments: t.expose('instalments', { type: [instalment], description: 'By due date.' }),
    }),
  });
}

function addInstalment(builder: SchemaParts['builder']) {
  return builder.objectRef<PlanInstalment>('PlanInstalment').implement({
    description: 'What of a plan is due on one day.',
    fields: (t) => ({
      dueDate: t.expose('dueDate', { type: 'CalendarDate', description: 'The day.' }),
      amount: t.expose('amount', {
        type: 'Money',
        description: 'What is to be paid, as adjusted, written off and moved since.',
      }),
      open: t.expose('open', { type: 'Money', description: 'What of that is not paid.' }),
    }),
  });
}
