import type { Entry } from '#ledger/entry.ts';
import { fromMinorText, type Money } from '#money/money.ts';
import { explanationOf, type Sentence } from '#projections/explanation.ts';
import { idIn } from '../arguments.ts';
import type { SchemaParts } from '../parts.ts';
import { type Viewed, viewArguments, viewFor } from '../view.ts';
import type { CitedEntryRef } from './cited-entry.ts';

interface Explanation extends Viewed {
  readonly accountId: string;
  readonly currency: string;
  readonly balance: Money;
  readonly sentences: readonly Sentence<Entry>[];
}

/** Entries that a sentence shows; it says how many there are. */
const mostCited = 50;

export function addExplainBalance(parts: SchemaParts, cited: CitedEntryRef): void {
  const { builder, knownAt } = parts;
  const explanation = addExplanation(parts, cited);
  builder.queryField('explainBalance', (t) =>
    t.field({
      type: explanation,
      nullable: true,
      description:
        'The balance of an account as a short list of sentences, each with the entries that it comes from. Their amounts add ' +
        'up to the balance exactly. Null if there is no such account in that view.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        accountId: t.arg.string({ required: true, description: 'The account.' }),
        ...viewArguments(builder, knownAt),
      },
      resolve: async (_root, args, context): Promise<Explanation | undefined> => {
        const accountId = idIn(args.accountId, 'accountId');
        const view = await viewFor(args, context);
        const figures = await context.readModels.balance(view, accountId);
        if (figures === undefined) return undefined;
        const entries = await context.journal.readStream(context.streamOf(accountId));
        const { currency, balance } = figures;
        const counting = entries
          .map(await context.ledgerStream.counting())
          .filter(({ ordinal, effectiveDate }) => ordinal <= view.ordinal && effectiveDate <= view.asOf);
        return { view, accountId, currency, balance, sentences: explanationOf(counting, currency) };
      },
    }),
  );
}

function addExplanation({ builder, figure }: SchemaParts, cited: CitedEntryRef) {
  const sentence = builder.objectRef<Sentence<Entry> & { readonly currency: string }>('BalanceSentence').implement({
    description: 'A part of a balance in words.',
    fields: (t) => ({
      text: t.exposeString('text', { description: 'In words and amounts of the books.' }),
      amount: t.field({
        type: 'Money',
        description: 'What it adds to the balance; negative for money that is not applied.',
        resolve: ({ amount, currency }) => fromMinorText(String(amount), currency),
      }),
      entryCount: t.int({ description: 'How many entries it comes from.', resolve: ({ entries }) => entries.length }),
      entries: t.field({
        type: [cited],
        description: 'The entries that it comes from; of many the last 50.',
        resolve: ({ entries }) => entries.slice(-mostCited),
      }),
    }),
  });
  return builder.objectRef<Explanation>('BalanceExplanation').implement({
    description: 'A balance in sentences.',
    interfaces: [figure],
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      balance: t.expose('balance', { type: 'Money', description: 'What the sentences add up to.' }),
      sentences: t.field({
        type: [sentence],
        description:
          'Open charges, the largest first; money that is not applied; then together, adding nothing, what became of the rest: ' +
          'settled, written off, voided, refunded, recovered; and a closing. At most twenty of a kind have a sentence of their own.',
        resolve: ({ sentences, currency }) => sentences.map((each) => ({ ...each, currency })),
      }),
    }),
  });
}
