import { itemKey } from '#ledger/account.ts';
import { type EventType, eventSchemas } from '#ledger/events.ts';
import type { Party } from '#ledger/parties.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import type { BookEntry } from './book-entry.ts';
import { type Minor, minorOf } from './minor.ts';
import { itemsOpenedBy, type OpenItem } from './open-items.ts';
import { receivableClassOf } from './receivable-classes.ts';

/** What lowered what somebody owes, or took such a thing back: the compliance register. */
export const registerKinds = [
  'ADJUSTMENT',
  'WAIVER',
  'WAIVER_REINSTATED',
  'WRITE_OFF',
  'WRITE_OFF_REVERSED',
  'CREDIT_ISSUED',
  'CREDIT_VOIDED',
  'CHARGE_VOIDED',
] as const;

export type RegisterKind = (typeof registerKinds)[number];

const kindsOfTypes: ReadonlyMap<string, RegisterKind> = new Map([
  ['ChargeAdjusted', 'ADJUSTMENT'],
  ['LateFeeWaived', 'WAIVER'],
  ['LateFeeReinstated', 'WAIVER_REINSTATED'],
  ['WrittenOff', 'WRITE_OFF'],
  ['WriteOffReversed', 'WRITE_OFF_REVERSED'],
  ['CreditIssued', 'CREDIT_ISSUED'],
  ['CreditVoided', 'CREDIT_VOIDED'],
  ['ChargeVoided', 'CHARGE_VOIDED'],
]);

/** The types of entry that stand in the register under one of these kinds. */
export function registerTypes(kinds: readonly RegisterKind[]): readonly EventType[] {
  return Object.keys(eventSchemas)
    .filter(isEventType)
    .filter((type) => kinds.some((kind) => kind === kindsOfTypes.get(type)));
}

function isEventType(name: string): name is EventType {
  return Object.hasOwn(eventSchemas, name);
}

export interface RegisterLine<Line extends BookEntry> {
  readonly entry: Line;
  readonly kind: RegisterKind;
  /** By how much it changed what the account owes, unapplied credits included: negative where it lowered it. */
  readonly amount: Minor;
  readonly chargeId: string | undefined;
  /** What the charge was worth to the books right before and after: with adjustments, waivers, write-offs and voids, without payments. */
  readonly worthBefore: Minor | undefined;
  readonly worthAfter: Minor | undefined;
  readonly items: readonly RegisterItem[];
  /** Entries of the register that it takes back, and by which it was taken back itself, in order of recording. */
  readonly undoes: readonly Line[];
  readonly undoneBy: readonly Line[];
}

export interface RegisterItem {
  readonly item: number;
  readonly party: Party;
  readonly amount: Minor;
}

interface Book<Line extends BookEntry> {
  readonly items: Map<string, OpenItem>;
  readonly worth: Map<string, Minor>;
  /** Lines by the names under which others take them back. */
  readonly named: Map<string, Draft<Line>>;
}

type Draft<Line extends BookEntry> = RegisterLine<Line> & { readonly undoneBy: Line[] };

/** The register of one account: its entries in order, from the first on, as far as they are known. */
export function registerOf<Line extends BookEntry>(entries: readonly Line[]): readonly RegisterLine<Line>[] {
  const book: Book<Line> = { items: new Map(), worth: new Map(), named: new Map() };
  return entries.flatMap((entry) => {
    const kind = kindsOfTypes.get(entry.type);
    const draft = kind === undefined ? undefined : lineOf(book, entry, kind);
    post(book, entry);
    return draft === undefined ? [] : [draft];
  });
}

/** Charges, and whatever changes their worth. Payments and what moves between parties leave it as it is. */
function post<Line extends BookEntry>({ items, worth }: Book<Line>, entry: Line): void {
  const itemOf = (chargeId: string, item: number): OpenItem => itemAt(items, chargeId, item);
  for (const item of itemsOpenedBy(entry, itemOf)) items.set(itemKey(item.chargeId, item.item), item);
  for (const [chargeId, change] of worthChanges(entry)) worth.set(chargeId, (worth.get(chargeId) ?? 0n) + change);
}

function itemAt(items: ReadonlyMap<string, OpenItem>, chargeId: string, item: number): OpenItem {
  const found = items.get(itemKey(chargeId, item));
  if (found === undefined) throw new Error('an entry names an item that is not there');
  return found;
}

function worthChanges(entry: BookEntry): ReadonlyMap<string, Minor> {
  const changes = new Map<string, Minor>();
  // A use of money lowers what is open of a charge, and a refund raises it again: never what it is worth.
  if (receivableClassOf(entry) === 'APPLIED' || entry.type === 'PaymentRefunded') return changes;
  for (const line of postingsOf(entry)) {
    if (line.item === undefined) continue;
    const amount = line.side === 'DEBIT' ? minorOf(line.amount) : -minorOf(line.amount);
    changes.set(line.item.chargeId, (changes.get(line.item.chargeId) ?? 0n) + amount);
  }
  return changes;
}

const owed: ReadonlySet<string> = new Set(['AccountsReceivable', 'UnappliedCash', 'UnappliedCredits']);

function lineOf<Line extends BookEntry>(book: Book<Line>, entry: Line, kind: RegisterKind): Draft<Line> {
  const lines = postingsOf(entry).map((line) => ({
    ...line,
    signed: line.side === 'DEBIT' ? minorOf(line.amount) : -minorOf(line.amount),
  }));
  const amount = lines.reduce((total, { account, signed }) => (owed.has(account) ? total + signed : total), 0n);
  const chargeId = textIn(entry.data, 'chargeId');
  const worthBefore = chargeId === undefined ? undefined : (book.worth.get(chargeId) ?? 0n);
  const change = chargeId === undefined ? 0n : (worthChanges(entry).get(chargeId) ?? 0n);
  const items = lines.flatMap(({ item, signed }) =>
    item === undefined
      ? []
      : [{ item: item.item, party: itemAt(book.items, item.chargeId, item.item).party, amount: signed }],
  );
  const undone = takenBackBy(entry, kind).flatMap((name) => book.named.get(name) ?? []);
  const line: Draft<Line> = {
    entry,
    kind,
    amount,
    chargeId,
    worthBefore,
    worthAfter: worthBefore === undefined ? undefined : worthBefore + change,
    items,
    undoes: undone.map((original) => original.entry),
    undoneBy: [],
  };
  for (const original of undone) original.undoneBy.push(entry);
  const name = nameOf(entry, kind);
  if (name !== undefined) book.named.set(name, line);
  return line;
}

function nameOf({ data }: BookEntry, kind: RegisterKind): string | undefined {
  switch (kind) {
    case 'ADJUSTMENT':
      return named(kind, textIn(data, 'adjustmentId'));
    case 'WAIVER':
      return named(kind, textIn(data, 'waiverId'));
    case 'WRITE_OFF':
      return named(kind, textIn(data, 'writeOffId'));
    case 'CREDIT_ISSUED':
      return named(kind, textIn(data, 'creditId'));
    default:
      return undefined;
  }
}

/** The names of what an entry takes back. A void takes the adjustments of its charge with it. */
function takenBackBy({ data }: BookEntry, kind: RegisterKind): readonly string[] {
  const ids = {
    ADJUSTMENT: [named('ADJUSTMENT', textIn(data, 'undoes'))],
    WAIVER_REINSTATED: [named('WAIVER', textIn(data, 'waiverId'))],
    WRITE_OFF_REVERSED: [named('WRITE_OFF', textIn(data, 'writeOffId'))],
    CREDIT_VOIDED: [named('CREDIT_ISSUED', textIn(data, 'creditId'))],
    CHARGE_VOIDED: adjustmentsIn(data).map((id) => named('ADJUSTMENT', id)),
    WAIVER: [],
    WRITE_OFF: [],
    CREDIT_ISSUED: [],
  } as const satisfies Record<RegisterKind, readonly (string | undefined)[]>;
  return ids[kind].flatMap((name) => (name === undefined ? [] : [name]));
}

function named(kind: RegisterKind, id: string | undefined): string | undefined {
  return id === undefined ? undefined : `${kind} ${id}`;
}

function adjustmentsIn(data: object): readonly (string | undefined)[] {
  const adjustments: unknown = 'adjustments' in data ? data.adjustments : undefined;
  if (!Array.isArray(adjustments)) return [];
  return adjustments.map((each: unknown) =>
    typeof each === 'object' && each !== null ? textIn(each, 'adjustmentId') : undefined,
  );
}

function textIn(data: object, name: string): string | undefined {
  const value: unknown = Object.entries(data).find(([key]) => key === name)?.[1];
  return typeof value === 'string' ? value : undefined;
}
