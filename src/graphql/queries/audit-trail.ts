import type { Entry } from '#ledger/entry.ts';
import type { EventType } from '#ledger/events.ts';
import { isMoneyFault, parseMoney, toMinorText } from '#money/money.ts';
import type { AuditFilter } from '#read-models/read-models.ts';
import { dateInIfGiven, idInIfGiven, instantIn, rowsIn } from '../arguments.ts';
import { connectionOf, type FigureConnectionRef, pageArguments } from '../builder-connections.ts';
import type { GraphqlContext, JournalBook } from '../context.ts';
import { badInput } from '../failures.ts';
import type { SchemaParts } from '../parts.ts';
import { viewArguments, viewForPage } from '../view.ts';

export function addAuditTrail(parts: SchemaParts, entries: FigureConnectionRef<Entry>): void {
  const { builder, knownAt } = parts;
  const filter = addAuditFilter(parts);
  builder.queryField('auditTrail', (t) =>
    t.field({
      type: entries,
      description: 'Who did what, when, why and by which command: entries by what they are, newest first.',
      authScopes: { mayRead: 'HISTORY' },
      args: {
        filter: t.arg({ type: filter, description: 'Which entries.' }),
        ...viewArguments(builder, knownAt),
        ...pageArguments(builder),
      },
      resolve: async (_root, args, context) => {
        const first = rowsIn(args.first);
        const wanted = await auditFilterOf(args.filter ?? {}, context);
        const { view, after } = await viewForPage(args, context);
        const page = await context.readModels.audit(view, wanted, { first, after });
        const found = await entriesAt(new Set(page.rows.map(({ ordinal }) => ordinal)), context.journal);
        return connectionOf(view, page, after === undefined, ({ ordinal }) => entryAt(found, ordinal));
      },
    }),
  );
}

export interface AuditFilterInput {
  readonly accountId?: string | null | undefined;
  readonly receiptId?: string | null | undefined;
  readonly actorId?: string | null | undefined;
  readonly types?: readonly EventType[] | null | undefined;
  readonly reasonCode?: string | null | undefined;
  readonly commandId?: string | null | undefined;
  readonly effectiveFrom?: string | null | undefined;
  readonly effectiveTo?: string | null | undefined;
  readonly recordedFrom?: string | null | undefined;
  readonly recordedTo?: string | null | undefined;
  readonly amountAtLeast?: string | null | undefined;
}

export const amountAtLeastMeans =
  'About at least this much, whatever the sign, in the base currency of the ledger: of a foreign account by the value that ' +
  'stands in the entry. What has none, as money that is announced, a dispute or a promise, is left out there.';

function addAuditFilter({ builder, enums }: SchemaParts) {
  return builder.inputType('AuditFilter', {
    description: 'Which entries; what is left out does not narrow.',
    fields: (t) => ({
      accountId: t.string({ description: 'Of this account.' }),
      receiptId: t.string({
        description: 'Of this receipt: everything that became of it. What a part did on its account is of the account.',
      }),
      actorId: t.string({ description: 'Recorded by this person or program.' }),
      types: t.field({ type: [enums.entryType], description: 'Of one of these types.' }),
      reasonCode: t.string({ description: 'With this reason.' }),
      commandId: t.string({ description: 'Recorded by this command.' }),
      effectiveFrom: t.field({ type: 'CalendarDate', description: 'Effective on or after this day.' }),
      effectiveTo: t.field({ type: 'CalendarDate', description: 'Effective on or before this day.' }),
      recordedFrom: t.field({ type: 'DateTime', description: 'Recorded at or after this instant.' }),
      recordedTo: t.field({ type: 'DateTime', description: 'Recorded at or before this instant.' }),
      amountAtLeast: t.field({
        type: 'Money',
        description: amountAtLeastMeans,
      }),
    }),
  });
}

export async function auditFilterOf(filter: AuditFilterInput, context: GraphqlContext): Promise<AuditFilter> {
  return {
    accountId: idInIfGiven(filter.accountId, 'filter.accountId'),
    receiptId: idInIfGiven(filter.receiptId, 'filter.receiptId'),
    actorId: idInIfGiven(filter.actorId, 'filter.actorId'),
    types: filter.types ?? undefined,
    reasonCode: idInIfGiven(filter.reasonCode, 'filter.reasonCode'),
    commandId: idInIfGiven(filter.commandId, 'filter.commandId'),
    effectiveFrom: dateInIfGiven(filter.effectiveFrom, 'filter.effectiveFrom'),
    effectiveTo: dateInIfGiven(filter.effectiveTo, 'filter.effectiveTo'),
    recordedFrom: instantInIfGiven(filter.recordedFrom, 'filter.recordedFrom'),
    recordedTo: instantInIfGiven(filter.recordedTo, 'filter.recordedTo'),
    amountAtLeast: await minorTextOf(filter.amountAtLeast, context),
  };
}

function instantInIfGiven(text: string | null | undefined, inputPath: string): string | undefined {
  return typeof text === 'string' ? instantIn(text, inputPath) : undefined;
}

async function minorTextOf(text: string | null | undefined, { terms }: GraphqlContext): Promise<string | undefined> {
  const currency = (await terms())?.baseCurrency;
  // Before the ledger is opened there is no entry that an amount could narrow.
  if (typeof text !== 'string' || currency === undefined) return undefined;
  const amount = parseMoney(text, currency);
  if (isMoneyFault(amount) || amount.minor.isNegative()) {
    throw badInput('filter.amountAtLeast', 'an amount of the base currency that is not negative');
  }
  return toMinorText(amount);
}

/** The entries at these ordinals, by ordinal; neighbours are read together. */
export async function entriesAt(
  ordinals: ReadonlySet<number>,
  journal: JournalBook,
): Promise<ReadonlyMap<number, Entry>> {
  const starts = [...ordinals].filter((ordinal) => !ordinals.has(ordinal - 1));
  const runs = await Promise.all(
    starts.map(async (start) => {
      let end = start;
      while (ordinals.has(end + 1)) end += 1;
      return journal.readAll(start - 1, end - start + 1);
    }),
  );
  return new Map(runs.flat().map((entry) => [entry.ordinal, entry]));
}

export function entryAt(entries: ReadonlyMap<number, Entry>, ordinal: number): Entry {
  const entry = entries.get(ordinal);
  if (entry === undefined) throw new Error('the journal lacks an entry that the audit index names');
  return entry;
}
