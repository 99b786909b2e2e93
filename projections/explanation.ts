import { creditUnapplied, debitUnapplied } from '#ledger/posting-lines.ts';
import { type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import { formatMoney, fromMinorText } from '#money/money.ts';
import { agreementSentences } from './agreement-sentences.ts';
import type { BookEntry } from './book-entry.ts';
import { closingOf } from './closings.ts';
import {
  type Fate,
  fatesOfCharges,
  fatesOfSources,
  nameOfCharge,
  wordForCharge,
  wordForSource,
} from './explanation-words.ts';
import { absoluteMinor, type Minor, minorOf } from './minor.ts';
import { pendingSentences } from './pending-sentences.ts';

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
  /** `Charge c2 of 2026-02-01` */
  readonly name: string;
  readonly since: string;
  readonly parts: Map<string, Minor>;
  readonly entries: Line[];
}

/**
 * The balance of an account in short sentences: what is open of each charge and why, and what is not applied of each payment
 * and credit; then what became of everything else, which adds nothing. The entries are those of the account that count: known,
 * and effective on the day.
 */
export function explanationOf<Line extends BookEntry>(
  entries: readonly Line[],
  currency: string,
): readonly Sentence<Line>[] {
  const subjects = new Map<string, Subject<Line>>();
  for (const entry of entries) {
    for (const line of linesOf(entry)) note(subjects, entry, line);
  }
  const all = [...subjects.values()];
  const charges = all.filter(({ kind }) => kind === 'CHARGE');
  const sources = all.filter(({ kind }) => kind !== 'CHARGE');
  const money = (amount: Minor): string => `${formatMoney(fromMinorText(String(amount), currency))} ${currency}`;
  const sentences = [
    ...told(charges.filter(isLeft), money, 'Other open charges'),
    ...told(sources.filter(isLeft), money, 'Other payments and credits not wholly applied'),
    ...settled(
      charges.filter((each) => !isLeft(each)),
      fatesOfCharges,
      money,
    ),
    ...settled(
      sources.filter((each) => !isLeft(each)),
      fatesOfSources,
      money,
    ),
    ...recoveries(entries, money),
    ...pendingSentences(entries, money),
    ...agreementSentences(entries, money),
  ];
  const nothing = { text: 'Nothing has been charged or received.', amount: 0n, entries: entries.slice(0, 1) };
  return [...(sentences.length > 0 ? sentences : [nothing]), ...closing(entries)];
}

function note<Line extends BookEntry>(subjects: Map<string, Subject<Line>>, entry: Line, line: PostingLine): void {
  const named = subjectOf(line);
  if (named === undefined) return;
  const key = `${named.kind} ${named.id}`;
  const subject: Subject<Line> = subjects.get(key) ?? {
    kind: named.kind,
    name: nameOf(named, entry),
    since: entry.effectiveDate,
    parts: new Map(),
    entries: [],
  };
  subjects.set(key, subject);
  const word = named.kind === 'CHARGE' ? wordForCharge(entry, line) : wordForSource(entry, line);
  const amount = line.side === 'DEBIT' ? minorOf(line.amount) : -minorOf(line.amount);
  subject.parts.set(word, (subject.parts.get(word) ?? 0n) + amount);
  if (subject.entries.at(-1) !== entry) subject.entries.push(entry);
}

/** What a refund opens was paid, and goes out: the payment itself has lines of neither. */
function linesOf(entry: BookEntry): readonly PostingLine[] {
  const lines = postingsOf(entry);
  if (entry.type !== 'PaymentRefunded') return lines;
  const { paymentId, reopened } = entry.data;
  const through = reopened.flatMap(({ amount }) => [
    creditUnapplied(paymentId, amount),
    debitUnapplied(paymentId, amount),
  ]);
  return [...lines, ...through];
}

interface Named {
  readonly kind: Subject<BookEntry>['kind'];
  readonly id: string;
}

function subjectOf({ item, paymentId, creditId }: PostingLine): Named | undefined {
  if (item !== undefined) return { kind: 'CHARGE', id: item.chargeId };
  if (paymentId !== undefined) return { kind: 'PAYMENT', id: paymentId };
  return creditId === undefined ? undefined : { kind: 'CREDIT', id: creditId };
}

function nameOf({ kind, id }: Named, entry: BookEntry): string {
  if (kind === 'PAYMENT') return `Payment ${id} of ${entry.effectiveDate}`;
  if (kind === 'CREDIT') return `Credit ${id} of ${entry.effectiveDate}`;
  const { name, because } = nameOfCharge(entry);
  return `${name} ${id} of ${entry.effectiveDate}${because === undefined ? '' : ` (${because})`}`;
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
  return absoluteMinor(leftOf(subject));
}

function compare(one: Minor, other: Minor): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function compareText(one: Subject<BookEntry>, other: Subject<BookEntry>): number {
  return one.since === other.since ? 0 : one.since < other.since ? -1 : 1;
}

/** `Charge c2 of 2026-02-01: 100.00 USD charged, 15.00 USD adjusted off; 85.00 USD is open.` */
function sentenceOf<Line extends BookEntry>(subject: Subject<Line>, money: InMoney): Sentence<Line> {
  const { kind, name, parts, entries } = subject;
  const moved = [...parts]
    .filter(([, amount]) => amount !== 0n)
    .map(([word, amount]) => `${money(absoluteMinor(amount))} ${word}`);
  const amount = leftOf(subject);
  const left = kind === 'CHARGE' ? 'is open' : 'is not applied';
  return { text: `${name}: ${moved.join(', ')}; ${money(absoluteMinor(amount))} ${left}.`, amount, entries };
}

function together<Line extends BookEntry>(
  subjects: readonly Subject<Line>[],
  money: InMoney,
  what: string,
): readonly Sentence<Line>[] {
  if (subjects.length === 0) return [];
  const amount = subjects.reduce((total, subject) => total + leftOf(subject), 0n);
  const sum = amount === 0n ? '' : `; ${money(absoluteMinor(amount))}`;
  return [{ text: `${what}: ${subjects.length}${sum}.`, amount, entries: subjects.flatMap(({ entries }) => entries) }];
}

function settled<Line extends BookEntry>(
  subjects: readonly Subject<Line>[],
  fates: readonly Fate[],
  money: InMoney,
): readonly Sentence<Line>[] {
  const [fate, ...others] = fates;
  if (fate === undefined || subjects.length === 0) return [];
  const met = subjects.filter((subject) => fate.words.length === 0 || movedBy(subject, fate) !== 0n);
  const rest = subjects.filter((subject) => !met.includes(subject));
  const total = met.reduce((sum, subject) => sum + movedBy(subject, fate), 0n);
  const sum = fate.words.length === 0 ? '' : ` (${money(absoluteMinor(total))})`;
  const sentence = {
    text: `${fate.text}: ${met.length}${sum}.`,
    amount: 0n,
    entries: met.flatMap(({ entries }) => entries),
  };
  return [...(met.length === 0 ? [] : [sentence]), ...settled(rest, others, money)];
}

function movedBy({ parts }: Subject<BookEntry>, { words }: Fate): Minor {
  return words.reduce((sum, word) => sum + (parts.get(word) ?? 0n), 0n);
}

/** Money for bad debt is neither open nor unapplied, so somebody who looks for it in the balance has to be told. */
function recoveries<Line extends BookEntry>(entries: readonly Line[], money: InMoney): readonly Sentence<Line>[] {
  const cited = entries.filter((entry) => postingsOf(entry).some(({ account }) => account === 'BadDebtRecovery'));
  if (cited.length === 0) return [];
  const total = cited.reduce((sum, entry) => sum + recoveredBy(entry), 0n);
  return [{ text: `Recovered of bad debt: ${money(total)}, which no balance counts.`, amount: 0n, entries: cited }];
}

function recoveredBy(entry: BookEntry): Minor {
  const line = postingsOf(entry).find(({ account }) => account === 'BadDebtRecovery');
  if (line === undefined) return 0n;
  return line.side === 'CREDIT' ? minorOf(line.amount) : -minorOf(line.amount);
}

function closing<Line extends BookEntry>(entries: readonly Line[]): readonly Sentence<Line>[] {
  const last = entries.findLast((entry) => closingOf(entry) !== undefined);
  if (last === undefined || closingOf(last) !== true) return [];
  const text = `The account has been closed since ${last.effectiveDate}.`;
  return [{ text, amount: 0n, entries: [last] }];
}
