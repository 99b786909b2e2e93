import type { Entry } from '#ledger/entry.ts';
import type { View } from '#read-models/read-models.ts';
import { idIn, rowsIn } from '../arguments.ts';
import type { Builder } from '../builder.ts';
import { addConnection, type Connection, connectionOf, pageArguments } from '../builder-connections.ts';
import { notACursor } from '../cursor.ts';
import type { SchemaParts } from '../parts.ts';
import { type ReplayStep, replaySteps, type Touched } from '../replay-steps.ts';
import { type Viewed, viewForPage } from '../view.ts';
import type { EntryRef } from './entry.ts';

interface Replay extends Viewed {
  readonly accountId: string;
  readonly steps: Connection<ReplayStep>;
}

export function addReplay(parts: SchemaParts, entry: EntryRef): void {
  const { builder } = parts;
  const replay = addReplayType(parts, entry);
  builder.queryField('replay', (t) =>
    t.field({
      type: replay,
      nullable: true,
      description:
        'An account as it stood, step by step: each of its entries with the figures right after it, folded anew from the ' +
        'journal. Null if there is no such account in that view.',
      authScopes: { mayRead: 'HISTORY' },
      args: {
        accountId: t.arg.string({ required: true, description: 'The account.' }),
        toPosition: t.arg({ type: 'Position', description: 'Nothing recorded after this entry.' }),
        toRevision: t.arg.int({ description: 'Nothing after this revision of the account, counted from 0.' }),
        asOf: t.arg({
          type: 'CalendarDate',
          description: 'The business day of the figures of every step; today when left out.',
        }),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context): Promise<Replay | undefined> => {
        const accountId = idIn(args.accountId, 'accountId');
        const first = rowsIn(args.first);
        const knownAt = typeof args.toPosition === 'string' ? { position: args.toPosition } : undefined;
        const { view, after } = await viewForPage({ asOf: args.asOf, after: args.after, knownAt }, context);
        const entries = await context.journal.readStream(context.streamOf(accountId));
        const known = entries.filter((each) => isWithin(each, view, args.toRevision ?? undefined));
        if (known.length === 0) return undefined;
        const counted = await context.ledgerStream.counting();
        const page = pageOf(replaySteps(accountId, known, counted, view.asOf), first, after);
        return { accountId, view, steps: connectionOf(view, page, after === undefined, (step) => step) };
      },
    }),
  );
}

function isWithin(entry: Entry, view: View, toRevision: number | undefined): boolean {
  return entry.ordinal <= view.ordinal && (toRevision === undefined || entry.revision <= toRevision);
}

/** The cursor of a step is the revision of its entry. */
function pageOf(steps: readonly ReplayStep[], first: number, after: string | undefined) {
  if (after !== undefined && !/^\d{1,9}$/.test(after)) throw notACursor();
  const start = after === undefined ? 0 : Number(after) + 1;
  const rows = steps.slice(start, start + first).map((step) => ({ ...step, cursor: String(step.entry.revision) }));
  return { rows, hasNextPage: start + first < steps.length };
}

function addReplayType(parts: SchemaParts, entry: EntryRef) {
  const { builder, figure } = parts;
  const step = addStep(builder, entry, addTouched(builder));
  const steps = addConnection(builder, { name: 'ReplayStep', node: step, what: 'steps of a replay' });
  return builder.objectRef<Replay>('Replay').implement({
    description: 'An account step by step.',
    interfaces: [figure],
    fields: (t) => ({
      accountId: t.exposeString('accountId', { description: 'The account.' }),
      steps: t.expose('steps', { type: steps, description: 'Its entries in order, each with the figures after it.' }),
    }),
  });
}

function addStep(builder: Builder, entry: EntryRef, touched: ReturnType<typeof addTouched>) {
  return builder.objectRef<ReplayStep>('ReplayStep').implement({
    description: 'One entry and the account as it stood right after it, as of the day of the replay.',
    fields: (t) => ({
      entry: t.expose('entry', { type: entry, description: 'The entry.' }),
      currency: t.exposeString('currency', { description: 'The currency of every amount here.' }),
      openCharges: t.expose('openCharges', { type: 'Money', description: 'What was open over all items.' }),
      unapplied: t.expose('unapplied', { type: 'Money', description: 'Payments and credits that are not applied.' }),
      balance: t.expose('balance', { type: 'Money', description: 'openCharges - unapplied.' }),
      pending: t.expose('pending', { type: 'Money', description: 'Payments that were not there yet.' }),
      touched: t.expose('touched', { type: [touched], description: 'The items and payments that the entry touched.' }),
    }),
  });
}

function addTouched(builder: Builder) {
  return builder.objectRef<Touched>('ReplayTouched').implement({
    description: 'An open item or a payment before and after an entry, as of the day of the replay.',
    fields: (t) => ({
      chargeId: t.exposeString('chargeId', { nullable: true, description: 'The charge, for an item.' }),
      item: t.exposeInt('item', { nullable: true, description: 'The item of the charge, for an item.' }),
      paymentId: t.exposeString('paymentId', { nullable: true, description: 'The payment, for a payment.' }),
      creditId: t.exposeString('creditId', { nullable: true, description: 'The credit, for a credit.' }),
      before: t.expose('before', { type: 'Money', description: 'What was open, or unapplied, before.' }),
      after: t.expose('after', { type: 'Money', description: 'What was open, or unapplied, after.' }),
    }),
  });
}
