import type { Entry } from '#ledger/entry.ts';
import { type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import { isReceiptFact } from '#ledger/receipts/receipt-events.ts';
import { fromMinorText, type Money } from '#money/money.ts';
import type { Builder, SchemaTypes } from '../builder.ts';
import type { GraphqlContext } from '../context.ts';
import type { SchemaParts } from '../parts.ts';

export type EntryRef = PothosSchemaTypes.ObjectRef<SchemaTypes, Entry>;

/** The base value in minor units: an entry does not say how many decimals the base currency has. */
type Posting = Omit<PostingLine, 'amount'> & { readonly amount: Money };

/** A line of the journal with everything it carries: who, when, why, by which command, and what it changed. */
export function addEntry(parts: SchemaParts) {
  const { builder, enums } = parts;
  const posting = addPosting(builder, enums);
  const entry = builder.objectRef<Entry>('Entry').implement({
    description: 'One line of the journal. It never changes; what corrects it is another entry.',
    fields: (t) => ({
      entryId: t.exposeString('id', { description: 'Its id, for ever.' }),
      position: t.field({
        type: 'Position',
        description: 'Its place in the journal.',
        resolve: ({ ordinal }, _args, { journal }) => journal.tokenOf(ordinal),
      }),
      accountId: t.string({
        nullable: true,
        description: 'The account; none for an entry of the ledger itself, or of a receipt.',
        resolve: ({ stream }, _args, context) => accountOfStream(stream, context),
      }),
      receiptId: t.string({
        nullable: true,
        description: 'The receipt, for an entry of its own; what a part did on its account is of the account.',
        resolve: (entry) => (isReceiptFact(entry) ? entry.data.receiptId : undefined),
      }),
      revision: t.exposeInt('revision', { description: 'Its place in its stream, counted from 0.' }),
      type: t.expose('type', { type: enums.entryType, description: 'What happened.' }),
      version: t.exposeInt('version', { description: 'The version of the form of its data.' }),
      effectiveDate: t.expose('effectiveDate', {
        type: 'CalendarDate',
        description: 'The business day on which it counts.',
      }),
      recordedAt: t.expose('recordedAt', { type: 'DateTime', description: 'When it was recorded.' }),
      data: t.expose('data', { type: 'EntryData', description: 'Its content as it is stored.' }),
      postings: t.field({
        type: [posting],
        description: 'What it posts to the general ledger: nothing, or lines that balance.',
        resolve: postings,
      }),
    }),
  });
  addMaking(parts, entry);
  return entry;
}

/** How an entry came about: who, by which command, why, and under which lists. */
function addMaking({ builder, enums }: SchemaParts, entry: EntryRef): void {
  const actor = addActor(builder, enums.actorKind);
  const command = addEntryCommand(builder, enums.commandName);
  const source = addSource(builder);
  const correction = addCorrection(builder);
  builder.objectFields(entry, (t) => ({
    actor: t.expose('actor', { type: actor, description: 'Who did it, and in which role.' }),
    command: t.expose('command', { type: command, description: 'The command that recorded it.' }),
    correlationId: t.exposeString('correlationId', {
      description: 'The id of the request that it came with: entries with the same one were asked for together.',
    }),
    causationId: t.exposeString('causationId', {
      nullable: true,
      description: 'The entry or command that caused it, if one.',
    }),
    reasonCode: t.exposeString('reasonCode', { nullable: true, description: 'Why, as a code of the list of reasons.' }),
    reasonLabel: t.string({
      nullable: true,
      description: 'Why, in the words of the list that decided it.',
      resolve: (entry, _args, { reasonLists }) => reasonLists.labelOf(entry),
    }),
    reference: t.exposeString('reference', { nullable: true, description: 'The document or ticket that explains it.' }),
    source: t.expose('source', {
      type: source,
      nullable: true,
      description: 'The system it came from, if from another.',
    }),
    corrects: t.expose('corrects', {
      type: correction,
      nullable: true,
      description: 'What it corrects, if it names something.',
    }),
    reasonList: t.string({
      nullable: true,
      description: 'The version of the list of reasons that decided it.',
      resolve: ({ versions }) => versions.reasonList,
    }),
    currencyTable: t.string({
      nullable: true,
      description: 'The version of the table of currencies that decided it.',
      resolve: ({ versions }) => versions.currencyTable,
    }),
  }));
}

function accountOfStream(stream: string, { streamOf }: GraphqlContext): string | undefined {
  const prefix = streamOf('');
  return stream.startsWith(prefix) ? stream.slice(prefix.length) : undefined;
}

function postings(entry: Entry): readonly Posting[] {
  const currency = 'currency' in entry.data ? entry.data.currency : '';
  return postingsOf(entry).map((line) => ({ ...line, amount: fromMinorText(line.amount, currency) }));
}

function addActor(builder: Builder, kind: SchemaParts['enums']['actorKind']) {
  return builder.objectRef<Entry['actor']>('Actor').implement({
    description: 'Who acted. Ids are opaque.',
    fields: (t) => ({
      kind: t.expose('kind', { type: kind, description: 'A person, or a program.' }),
      id: t.exposeString('id', { description: 'Who, as an opaque id.' }),
      role: t.exposeString('role', { description: 'The role under which it was allowed.' }),
      onBehalfOf: t.exposeString('onBehalfOf', { nullable: true, description: 'The person for whom a program acted.' }),
    }),
  });
}

function addEntryCommand(builder: Builder, name: SchemaParts['enums']['commandName']) {
  return builder.objectRef<Entry['command']>('EntryCommand').implement({
    description: 'The command behind an entry.',
    fields: (t) => ({
      id: t.exposeString('id', { description: 'The id that the caller gave it, unique in the ledger.' }),
      name: t.expose('name', { type: name, description: 'Which command.' }),
      contentHash: t.exposeString('hash', { description: 'SHA-256 of its content, by which a retry is recognised.' }),
      contentHashVersion: t.exposeInt('hashVersion', {
        description: 'The version of the rule by which it was hashed.',
      }),
    }),
  });
}

function addSource(builder: Builder) {
  return builder.objectRef<NonNullable<Entry['source']>>('EntrySource').implement({
    description: 'Where an entry came from.',
    fields: (t) => ({
      system: t.exposeString('system', { description: 'The system.' }),
      id: t.exposeString('id', { description: 'Its id there.' }),
    }),
  });
}

function addCorrection(builder: Builder) {
  return builder.objectRef<NonNullable<Entry['corrects']>>('EntryCorrection').implement({
    description: 'What an entry corrects.',
    fields: (t) => ({
      commandId: t.exposeString('commandId', { description: 'The command, on the same account.' }),
      effectiveDate: t.expose('effectiveDate', {
        type: 'CalendarDate',
        description: 'The first day on which that counts: the period that is corrected.',
      }),
    }),
  });
}

function addPosting(builder: Builder, enums: SchemaParts['enums']) {
  return builder.objectRef<Posting>('Posting').implement({
    description: 'One line of an entry in the general ledger.',
    fields: (t) => ({
      account: t.expose('account', { type: enums.glAccount, description: 'The account of the general ledger.' }),
      side: t.expose('side', { type: enums.postingSide, description: 'Debit or credit.' }),
      currency: t.string({ description: 'The currency of the amount.', resolve: ({ amount }) => amount.currency }),
      amount: t.expose('amount', { type: 'Money', description: 'How much; never negative.' }),
      baseMinor: t.exposeString('base', {
        nullable: true,
        description:
          'On an account in a foreign currency: the same in minor units of the base currency, on the same side. A line whose amount is zero is a gain or loss in base only.',
      }),
      chargeId: t.string({
        nullable: true,
        description: 'On AccountsReceivable: the charge.',
        resolve: ({ item }) => item?.chargeId,
      }),
      item: t.int({
        nullable: true,
        description: 'On AccountsReceivable: the item of the charge.',
        resolve: ({ item }) => item?.item,
      }),
      paymentId: t.exposeString('paymentId', { nullable: true, description: 'On UnappliedCash: the payment.' }),
      creditId: t.exposeString('creditId', { nullable: true, description: 'On UnappliedCredits: the credit.' }),
      receiptId: t.exposeString('receiptId', { nullable: true, description: 'On UnidentifiedCash: the receipt.' }),
    }),
  });
}
