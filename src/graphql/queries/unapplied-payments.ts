import { payerIdOf } from '#ledger/parties.ts';
import type { UnappliedPaymentRow } from '#read-models/receipts.ts';
import { currencyInIfGiven, daysIn, idInIfGiven, rowsIn } from '../arguments.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { viewArguments, viewForPage } from '../view.ts';

export function addUnappliedPayments(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const payments = addFigureConnection(builder, parts, {
    name: 'UnappliedPayment',
    node: addPayment(parts),
    what: 'payments of which something is unapplied',
  });
  const filter = addFilter(parts);
  builder.queryField('unappliedPayments', (t) =>
    t.field({
      type: payments,
      description: 'The payments of which something pays for nothing yet, the oldest first, each with why.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        filter: t.arg({ type: filter, description: 'Which payments.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const { accountId, currency, cause, olderThanDays } = args.filter ?? {};
        const wanted = {
          accountId: idInIfGiven(accountId, 'filter.accountId'),
          currency: currencyInIfGiven(currency, 'filter.currency'),
          cause: cause ?? undefined,
          olderThanDays: daysIn(olderThanDays, 'filter.olderThanDays'),
        };
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.unappliedPayments(view, wanted, { first, after });
        return connectionOf(view, page, after === undefined, (row): UnappliedPaymentRow => row);
      },
    }),
  );
}

function addFilter({ builder, enums }: SchemaParts) {
  return builder.inputType('UnappliedPaymentFilter', {
    description: 'Which payments; what is left out does not narrow.',
    fields: (t) => ({
      accountId: t.string({ description: 'Of this account.' }),
      currency: t.string({ description: 'Of this currency.' }),
      cause: t.field({ type: enums.unappliedCause, description: 'Unapplied for this cause.' }),
      olderThanDays: t.int({ description: 'Of more than so many days on the day.' }),
    }),
  });
}

function addPayment({ builder, enums }: SchemaParts) {
  return builder.objectRef<UnappliedPaymentRow>('UnappliedPayment').implement({
    description: 'A payment of which something pays for nothing yet.',
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      paymentId: t.exposeString('paymentId', { description: 'The payment.' }),
      partyClass: t.string({
        description: 'Who paid: SELF, or a class of payers.',
        resolve: ({ party }) => party.partyClass,
      }),
      payerId: t.string({
        nullable: true,
        description: 'Which payer; none for SELF.',
        resolve: ({ party }) => payerIdOf(party),
      }),
      method: t.expose('method', { type: enums.paymentMethod, description: 'How it came.' }),
      currency: t.exposeString('currency', { description: 'The currency of the amount.' }),
      unapplied: t.expose('unapplied', { type: 'Money', description: 'What of it pays for nothing yet.' }),
      receivedOn: t.expose('receivedOn', {
        type: 'CalendarDate',
        description: 'The day on which its money came to this account.',
      }),
      ageDays: t.exposeInt('ageDays', { description: 'Days from then to the day of the figures.' }),
      cause: t.expose('cause', {
        type: enums.unappliedCause,
        description: 'What made something of it unapplied last.',
      }),
      since: t.expose('since', { type: 'CalendarDate', description: 'The day of that.' }),
    }),
  });
}
