import type { Entry } from '#ledger/entry.ts';
import { payerIdOf } from '#ledger/parties.ts';
import { fromMinorText, type Money } from '#money/money.ts';
import type { Minor } from '#projections/minor.ts';
import type { RegisterItem, RegisterLine } from '#projections/register.ts';
import type { Builder } from '../builder.ts';
import type { SchemaParts } from '../parts.ts';
import type { EntryRef } from './entry.ts';

type Line = RegisterLine<Entry>;
type Item = RegisterItem & { readonly currency: string };

/** One line of the compliance register: what happened and why, on the entry; what it did, beside it. */
export function addRegisterLine(parts: SchemaParts, entry: EntryRef) {
  const { builder, enums } = parts;
  const item = addItem(builder);
  return builder.objectRef<Line>('RegisterLine').implement({
    description:
      'Something that lowered what somebody owes, or raised it back. `entry` has who, in which role, why, by which command, ' +
      'under which list of reasons, effective and recorded when.',
    fields: (t) => ({
      entry: t.expose('entry', { type: entry, description: 'The entry, with everything about its making.' }),
      kind: t.expose('kind', { type: enums.registerKind, description: 'How.' }),
      adjustmentKind: t.field({
        type: enums.adjustmentKind,
        nullable: true,
        description: 'Of an adjustment: its kind.',
        resolve: ({ entry }) => (entry.type === 'ChargeAdjusted' ? entry.data.kind : undefined),
      }),
      shortfallOf: t.string({
        nullable: true,
        description:
          'Of an adjustment that came with a payment, because of what it left open, or that took such a one back: that payment.',
        resolve: ({ entry: { data } }) => ('shortfallOf' in data ? data.shortfallOf?.paymentId : undefined),
      }),
      currency: t.string({ description: 'The currency of every amount here.', resolve: (line) => currencyOf(line) }),
      amount: t.field({
        type: 'Money',
        description: 'By how much it changed what the account owes: negative where it lowered it.',
        resolve: (line) => moneyOf(line, line.amount),
      }),
      chargeId: t.exposeString('chargeId', { nullable: true, description: 'The charge; none for a credit.' }),
      worthBefore: t.field({
        type: 'Money',
        nullable: true,
        description:
          'What the charge was worth right before, in the order of recording: with adjustments, waivers, write-offs and voids, ' +
          'without payments.',
        resolve: (line) => (line.worthBefore === undefined ? undefined : moneyOf(line, line.worthBefore)),
      }),
      worthAfter: t.field({
        type: 'Money',
        nullable: true,
        description: 'What the charge was worth right after.',
        resolve: (line) => (line.worthAfter === undefined ? undefined : moneyOf(line, line.worthAfter)),
      }),
      items: t.field({
        type: [item],
        description: 'The items that it changed, with who owes them.',
        resolve: (line) => line.items.map((each) => ({ ...each, currency: currencyOf(line) })),
      }),
      undoes: t.expose('undoes', { type: [entry], description: 'What of the register it took back.' }),
      undoneBy: t.expose('undoneBy', {
        type: [entry],
        description: 'What took it back, as known in the view; a write-off may be taken back in parts.',
      }),
    }),
  });
}

function addItem(builder: Builder) {
  return builder.objectRef<Item>('RegisterItem').implement({
    description: 'An item whose worth changed.',
    fields: (t) => ({
      item: t.exposeInt('item', { description: 'Its number within the charge.' }),
      partyClass: t.string({
        description: 'Who owes it: SELF, or a class of payers.',
        resolve: ({ party }) => party.partyClass,
      }),
      payerId: t.string({
        nullable: true,
        description: 'Which payer; none for SELF.',
        resolve: ({ party }) => payerIdOf(party),
      }),
      amount: t.field({
        type: 'Money',
        description: 'By how much it changed: negative where it lowered it.',
        resolve: ({ amount, currency }) => fromMinorText(String(amount), currency),
      }),
    }),
  });
}

function currencyOf({ entry: { data } }: Line): string {
  if (!('currency' in data)) throw new Error('a line of the register has no currency');
  return data.currency;
}

function moneyOf(line: Line, amount: Minor): Money {
  return fromMinorText(String(amount), currencyOf(line));
}
