import type { EventType } from '#ledger/events.ts';
import { type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import { formatMoney, fromMinorText } from '#money/money.ts';
import type { BookEntry } from './book-entry.ts';
import { type Minor, minorOf } from './minor.ts';
import { receivableClassOf } from './receivable-classes.ts';

/** A part of a balance in words, with the entries that it comes from. The amounts of all sentences add up to the balance. */
export interface Sentence<Line extends BookEntry> {
  readonly text: string;
  /** What it adds to the balance; negative for money that is not applied. */
  readonly amount: Minor;
  readonly entries: readonly Line[];
}

/** Sentences of their own for charges with something open, and for money that is not applied; the rest is told together. */
const mostOfAKind = 20;

/** A charge, a payment or a credit: what moved it, by word. */
interface Subject<Line extends BookEntry> {
  readonly kind: 'CHARGE' | 'PAYMENT' | 'CREDIT';
  readonly id: string;
  readonly since: string;
  readonly parts: Map<string, Minor>;
  readonly entries: Line[];
}

/**
 * The balance of an account in short sentences: what is open of each charge and why, and what is not applied of each payment
 * and credit. The entries are those of the account that count: known, and effective on the day.
 */
export function explanationOf<Line extends BookEntry>(
  entries: readonly Line[],
  currency: string,
): readonly Sentence<Line>[] {
  const subjects = new Map<string, Subject<Line>>();
  for (const entry of entries) {
    for (const line of postingsOf(entry)) note(subjects, entry, line);
  }
  const all = [...subjects.values()];
  const charges = all.filter(({ kind }) => kind === 'CHARGE');
  const sources = all.filter(({ kind }) => kind !== 'CHARGE');
  const money = (amount: Minor): string => `${formatMoney(fromMinorText(String(amount), currency))} ${currency}`;
  const sentences = [
    ...told(charges.filter(isLeft), money, 'Other open charges'),
    ...told(sources.filter(isLeft), money, 'Other payments and credits not wholly applied'),
    ...together(
      charges.filter((each) => !isLeft(each)),
      money,
      'Charges of which nothing is open',
    ),
    ...together(
      sources.filter((each) => !isLeft(each)),
      money,
      'Payments and credits used up or taken back',
    ),
  ];
  if (sentences.length > 0) return sentences;
  return [{ text: 'Nothing has been charged or received.', amount: 0n, entries: entries.slice(0, 1) }];
}

function note<Line extends BookEntry>(subjects: Map<string, Subject<Line>>, entry: Line, line: PostingLine): void {
  const named = subjectOf(line);
  if (named === undefined) return;
  const key = `${named.kind} ${named.id}`;
  const subject: Subject<Line> = subjects.get(key) ?? {
    ...named,
    since: entry.effectiveDate,
    parts: new Map(),
    entries: [],
  };
  subjects.set(key, subject);
  const word = wordOf(subject, entry);
  const amount = line.side === 'DEBIT' ? minorOf(line.amount) : -minorOf(line.amount);
  subject.parts.set(word, (subject.parts.get(word) ?? 0n) + amount);
  if (subject.entries.at(-1) !== entry) subject.entries.push(entry);
}

function subjectOf({ item, paymentId, creditId }: PostingLine): Pick<Subject<BookEntry>, 'kind' | 'id'> | undefined {
  if (item !== undefined) return { kind: 'CHARGE', id: item.chargeId };
  if (paymentId !== undefined) return { kind: 'PAYMENT', id: paymentId };
  return creditId === undefined ? undefined : { kind: 'CREDIT', id: creditId };
}

const wordsOfTypes: ReadonlyMap<EventType, string> = new Map<EventType, string>([
  ['PaymentReceived', 'received'],
  ['PaymentReversed', 'reversed'],
  ['PaymentReinstated', 'reinstated'],
  ['CreditIssued', 'issued'],
  ['CreditVoided', 'voided'],
]);

const wordsOfClasses: ReadonlyMap<string, string> = new Map([
  ['CHARGED', 'charged'],
  ['RECHARGED', 'charged again'],
  ['ADJUSTED', 'adjusted'],
  ['APPLIED', 'paid'],
  ['WRITTEN_OFF', 'written off'],
  ['MOVED', 'moved between parties'],
]);

/** What an entry did to its subject. One that is not named here is told by its own name: no amount goes missing. */
function wordOf({ kind }: Pick<Subject<BookEntry>, 'kind'>, entry: BookEntry): string {
  const byClass = receivableClassOf(entry);
  if (kind === 'CHARGE') return wordsOfClasses.get(byClass ?? '') ?? inWords(entry.type);
  return byClass === 'APPLIED' ? 'applied' : (wordsOfTypes.get(entry.type) ?? inWords(entry.type));
}

function inWords(type: string): string {
  return type.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim();
}

function leftOf({ parts }: Subject<BookEntry>): Minor {
  return [...parts.values()].reduce((total, amount) => total + amount, 0n);
}

function isLeft(subject: Subject<BookEntry>): boolean {
  return leftOf(subject) !== 0n;
}

type InMoney = (amount: Minor) => string;

/** The largest each in a sentence of its own, the others in one. */
function told<Line extends BookEntry>(
  subjects: readonly Subject<Line>[],
  money: InMoney,
  others: string,
): readonly Sentence<Line>[] {
  const largest = subjects.toSorted((one, other) => compare(sizeOf(other), sizeOf(one)) || compareText(one, other));
  const own = largest.slice(0, mostOfAKind).map((subject) => sentenceOf(subject, money));
  return [...own, ...together(largest.slice(mostOfAKind), money, others)];
}

function sizeOf(subject: Subject<BookEntry>): Minor {
  const left = leftOf(subject);
  return left < 0n ? -left : left;
}

function compare(one: Minor, other: Minor): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function compareText(one: Subject<BookEntry>, other: Subject<BookEntry>): number {
  return one.since === other.since ? 0 : one.since < other.since ? -1 : 1;
}

const names = { CHARGE: 'Charge', PAYMENT: 'Payment', CREDIT: 'Credit' } as const;

/** `Charge c2 of 2026-02-01: 100.00 USD charged, -15.00 USD adjusted; 85.00 USD is open.` */
function sentenceOf<Line extends BookEntry>(subject: Subject<Line>, money: InMoney): Sentence<Line> {
  const { kind, id, since, parts, entries } = subject;
  // Money received stands on the credit side: in words it is what came in.
  const sign = kind === 'CHARGE' ? 1n : -1n;
  const moved = [...parts]
    .filter(([, amount]) => amount !== 0n)
    .map(([word, amount]) => `${money(sign * amount)} ${word}`);
  const amount = leftOf(subject);
  const left = kind === 'CHARGE' ? 'is open' : 'is not applied';
  return {
    text: `${names[kind]} ${id} of ${since}: ${moved.join(', ')}; ${money(sign * amount)} ${left}.`,
    amount,
    entries,
  };
}

function together<Line extends BookEntry>(
  subjects: readonly Subject<Line>[],
  money: InMoney,
  what: string,
): readonly Sentence<Line>[] {
  if (subjects.length === 0) return [];
  const amount = subjects.reduce((total, subject) => total + leftOf(subject), 0n);
  const size = amount < 0n ? -amount : amount;
  const sum = amount === 0n ? '' : `; ${money(size)}`;
  return [{ text: `${what}: ${subjects.length}${sum}.`, amount, entries: subjects.flatMap(({ entries }) => entries) }];
}
