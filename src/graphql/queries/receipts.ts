import type { ReceiptPartRow, ReceiptRow } from '#read-models/receipts.ts';
import { currencyInIfGiven, idInIfGiven, rowsIn } from '../arguments.ts';
import { addFigureConnection, connectionOf, pageArguments } from '../builder-connections.ts';
import type { SchemaParts } from '../parts.ts';
import { viewArguments, viewForPage } from '../view.ts';

export function addReceipts(parts: SchemaParts): void {
  const { builder, knownAt } = parts;
  const receipts = addFigureConnection(builder, parts, { name: 'Receipt', node: addReceipt(parts), what: 'receipts' });
  const filter = addFilter(parts);
  builder.queryField('receipts', (t) =>
    t.field({
      type: receipts,
      description:
        'Money that arrived before anybody knew whose it is, and what became of it, in the order of recording. What did all of it ' +
        'is in `auditTrail` by `receiptId`.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        filter: t.arg({ type: filter, description: 'Which receipts.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const { receiptId, state, currency, accountId } = args.filter ?? {};
        const wanted = {
          receiptId: idInIfGiven(receiptId, 'filter.receiptId'),
          state: state ?? undefined,
          currency: currencyInIfGiven(currency, 'filter.currency'),
          accountId: idInIfGiven(accountId, 'filter.accountId'),
        };
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.receipts(view, wanted, { first, after });
        return connectionOf(view, page, after === undefined, (row): ReceiptRow => row);
      },
    }),
  );
}

function addFilter({ builder, enums }: SchemaParts) {
  return builder.inputType('ReceiptFilter', {
    description: 'Which receipts; what is left out does not narrow.',
    fields: (t) => ({
      receiptId: t.string({ description: 'This one.' }),
      state: t.field({ type: enums.receiptState, description: 'In this state on the day.' }),
      currency: t.string({ description: 'Of this currency.' }),
      accountId: t.string({ description: 'With a part that was identified as of this account, gone back or not.' }),
    }),
  });
}

function addReceipt(parts: SchemaParts) {
  const { builder, enums } = parts;
  const part = addPart(parts);
  return builder.objectRef<ReceiptRow>('Receipt').implement({
    description:
      'Money that arrived before anybody knew whose it is. amount = unidentified + identified + returned + reversed.',
    fields: (t) => ({
      receiptId: t.exposeString('receiptId', { description: 'Its id in the ledger.' }),
      method: t.expose('method', { type: enums.paymentMethod, description: 'How it came.' }),
      receivedOn: t.expose('receivedOn', { type: 'CalendarDate', description: 'From this day on.' }),
      ageDays: t.exposeInt('ageDays', { description: 'Days from then to the day of the figures.' }),
      state: t.expose('state', { type: enums.receiptState, description: 'What became of it by the day.' }),
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      amount: t.expose('amount', { type: 'Money', description: 'What arrived.' }),
      unidentified: t.expose('unidentified', { type: 'Money', description: 'Nobody knows whose it is.' }),
      cause: t.expose('cause', {
        type: enums.unidentifiedCause,
        nullable: true,
        description: 'What made it unidentified last; null where nothing is.',
      }),
      identified: t.expose('identified', { type: 'Money', description: 'On accounts, or on its way to them.' }),
      returned: t.expose('returned', { type: 'Money', description: 'Went back to whom it came from.' }),
      reversed: t.expose('reversed', {
        type: 'Money',
        description: 'Taken back by the bank, on the receipt and on its accounts.',
      }),
      parts: t.expose('parts', { type: [part], description: 'What of it was identified by the day, by number.' }),
    }),
  });
}

function addPart({ builder, enums }: SchemaParts) {
  return builder.objectRef<ReceiptPartRow>('ReceiptPart').implement({
    description: 'A part of a receipt, and the payment that it became.',
    fields: (t) => ({
      part: t.exposeInt('part', { description: 'Its number on the receipt: 1, 2, ...' }),
      accountId: t.exposeString('accountId', { description: 'The account that it was identified as of.' }),
      paymentId: t.exposeString('paymentId', { description: 'The payment there.' }),
      amount: t.expose('amount', { type: 'Money', description: 'How much of the receipt.' }),
      identifiedOn: t.expose('identifiedOn', { type: 'CalendarDate', description: 'The day of its identification.' }),
      state: t.expose('state', {
        type: enums.receiptPartState,
        description:
          'On its way (IN_TRANSIT), on its account (ARRIVED), unidentified again (BACK), or gone with the receipt (REVERSED).',
      }),
    }),
  });
}
