import type { AdjustmentsOfReason, Balance, BaseBalance, PartyFilter } from '#read-models/read-models.ts';
import { idIn, idInIfGiven, partyClassInIfGiven } from '../arguments.ts';
import type { Builder, SchemaTypes } from '../builder.ts';
import type { SchemaParts } from '../parts.ts';
import { type Viewed, viewArguments, viewFor } from '../view.ts';

type BalanceFigures = Balance & Viewed;

export type BalanceRef = PothosSchemaTypes.ObjectRef<SchemaTypes, BalanceFigures>;

/** The arguments that narrow figures to one party. */
export function partyArguments(builder: Builder) {
  return builder.args((t) => ({
    partyClass: t.string({ description: 'Only what this class owes: SELF for account holders, or a class of payers.' }),
    payerId: t.string({ description: 'Only what this payer owes.' }),
  }));
}

interface PartyArguments {
  readonly partyClass?: string | null | undefined;
  readonly payerId?: string | null | undefined;
}

export function partyOf(args: PartyArguments): PartyFilter {
  return {
    partyClass: partyClassInIfGiven(args.partyClass, 'partyClass'),
    payerId: idInIfGiven(args.payerId, 'payerId'),
  };
}

export function addBalance({ builder, figure, knownAt }: SchemaParts): BalanceRef {
  const balance = addBalanceType(builder, figure);
  builder.queryField('balance', (t) =>
    t.field({
      type: balance,
      nullable: true,
      description:
        'What an account owes as of a day, as known at a position; null if there is no such account in that view.',
      authScopes: { mayRead: 'FIGURES' },
      args: {
        accountId: t.arg.string({ required: true, description: 'The account.' }),
        ...viewArguments(builder, knownAt),
        ...partyArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const accountId = idIn(args.accountId, 'accountId');
        const view = await viewFor(args, context);
        const figures = await context.readModels.balance(view, accountId, partyOf(args));
        return figures === undefined ? undefined : { ...figures, view };
      },
    }),
  );
  return balance;
}

function addAdjustmentsOfReason(builder: Builder) {
  return builder
    .objectRef<AdjustmentsOfReason & { readonly reasonLabel: string | undefined }>('AdjustmentsOfReason')
    .implement({
      description: 'What was adjusted or waived for one reason.',
      fields: (t) => ({
        reasonCode: t.exposeString('reasonCode', { description: 'The reason, as a code of the list of reasons.' }),
        reasonLabel: t.string({
          nullable: true,
          description: 'The reason in words.',
          resolve: ({ reasonLabel }) => reasonLabel,
        }),
        amount: t.expose('amount', { type: 'Money', description: 'Signed: negative lowered what is owed.' }),
      }),
    });
}

function addBalanceType(builder: Builder, figure: SchemaParts['figure']) {
  const balance = builder.objectRef<BalanceFigures>('Balance').implement({
    description: 'What an account owes, with its parts.',
    interfaces: [figure],
    fields: (t) => ({
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      balance: t.expose('balance', {
        type: 'Money',
        description: 'openCharges - unapplied. Positive: owes; negative: in credit.',
      }),
      openCharges: t.expose('openCharges', { type: 'Money', description: 'The sum of what is open over all items.' }),
      unapplied: t.expose('unapplied', { type: 'Money', description: 'unappliedPayments + unappliedCredits.' }),
      unappliedPayments: t.expose('unappliedPayments', { type: 'Money', description: 'Money received, not applied.' }),
      unappliedCredits: t.expose('unappliedCredits', {
        type: 'Money',
        description: 'Credits granted and not applied.',
      }),
      overdue: t.expose('overdue', {
        type: 'Money',
        description: 'What is open of items due before the day; due on the day itself is not overdue.',
      }),
      openItemCount: t.exposeInt('openItemCount', { description: 'How many items have something open.' }),
      oldestUnpaidAgeDays: t.exposeInt('oldestUnpaidAgeDays', {
        nullable: true,
        description: 'Days from the earliest due date with something open to the day; null if nothing is open.',
      }),
    }),
  });
  addSums(builder, balance);
  addInBase(builder, balance);
  addAdjustmentsByReason(builder, balance);
  return balance;
}

/** Sums of what happened by the day, and what has not happened yet. */
function addSums(builder: Builder, balance: BalanceRef): void {
  builder.objectFields(balance, (t) => ({
    netCharged: t.expose('netCharged', {
      type: 'Money',
      description: 'Charges and fees + adjustments - waivers. Write-offs, credits and transfers do not change it.',
    }),
    writtenOff: t.expose('writtenOff', {
      type: 'Money',
      description: 'Bad debt: write-offs less their reversals. What was recovered of it does not lower it.',
    }),
    recovered: t.expose('recovered', {
      type: 'Money',
      description: 'Money received for bad debt, less what the bank took back; never open, never unapplied.',
    }),
    refunded: t.expose('refunded', {
      type: 'Money',
      description: 'Money paid out of payments and credits, less refunds that came back.',
    }),
    disputed: t.expose('disputed', {
      type: 'Money',
      description: 'Of openCharges: what somebody disputes; of each item at most what is open of it.',
    }),
    pending: t.expose('pending', {
      type: 'Money',
      description: 'Payments that are not there yet, neither settled nor failed. Counted in no other figure.',
    }),
  }));
}

/** What an account in a foreign currency is worth in the base currency. */
function addInBase(builder: Builder, balance: BalanceRef): void {
  const baseBalance = builder.objectRef<BaseBalance>('BaseBalance').implement({
    description:
      'What an account in a foreign currency is worth in the base currency of the ledger. Gains are positive.',
    fields: (t) => ({
      currency: t.exposeString('currency', { description: 'The base currency: that of every amount here.' }),
      balance: t.expose('balance', { type: 'Money', description: 'openCharges - unapplied + fxUnrealized.' }),
      openCharges: t.expose('openCharges', {
        type: 'Money',
        description: 'What is open, at the value at which it is carried: the one it came in at, less what left it.',
      }),
      unapplied: t.expose('unapplied', { type: 'Money', description: 'What is unapplied, at its carried value.' }),
      fxRealized: t.expose('fxRealized', {
        type: 'Money',
        description: 'What money was worth beyond what it settled: realised gains less losses.',
      }),
      fxUnrealized: t.expose('fxUnrealized', {
        type: 'Money',
        description:
          'What a revaluation found, on its day; zero from the next day on. Of the account as a whole: zero where one party is asked for.',
      }),
    }),
  });
  builder.objectField(balance, 'inBase', (t) =>
    t.expose('inBase', {
      type: baseBalance,
      nullable: true,
      description: 'The same in the base currency; null where the account is in the base currency.',
    }),
  );
}

function addAdjustmentsByReason(builder: Builder, balance: BalanceRef): void {
  const adjustmentsOfReason = addAdjustmentsOfReason(builder);
  builder.objectField(balance, 'adjustmentsByReason', (t) =>
    t.field({
      type: [adjustmentsOfReason],
      resolve: async ({ adjustmentsByReason, view }, _args, { reasonLists }) => {
        const { reasons } = await reasonLists.inForce(view.asOf, view.ordinal);
        const labelOf = (wanted: string) => reasons.find(({ code }) => code === wanted)?.label;
        return adjustmentsByReason.map((one) => ({ ...one, reasonLabel: labelOf(one.reasonCode) }));
      },
      description: 'Adjustments and waivers by reason, in the order of the codes; what cancels out is left out.',
    }),
  );
}
