import { type Account, emptyAccount, type Item, itemKey, type Source } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolve } from '#ledger/evolve.ts';
import { figuresOf } from '#ledger/figures.ts';
import type { PostingLine } from '#ledger/posting-rules.ts';
import type { Timeline } from '#ledger/timeline.ts';
import { type CalendarDate, calendarDate } from '#money/calendar-date.ts';
import { type Minor, minorOf } from '#projections/minor.ts';
import { type Findings, wordsOf } from './findings.ts';
import { verifyBase, verifyBaseParts } from './verify-base.ts';
import { signed, totalOf, verifyEntry } from './verify-entry.ts';
import { verifyNewId } from './verify-ids.ts';
import { verifyShortfallsOf } from './verify-shortfalls.ts';
import { verifyUndoing } from './verify-undoing.ts';

/** After every day that a date can name. */
export const lastDay = calendarDate('9999-12-31');

/** An account as its entries make it. `isWhole` is false where the fold broke off. */
export interface VerifiedAccount {
  readonly account: Account;
  readonly isWhole: boolean;
}

/** Called after every entry that could be folded in. */
export type AfterEntry = (account: Account, entry: Entry) => void;

/**
 * One account, entry by entry: each by itself, then against what was there, then what it made of the items and payments it
 * touched, on every day. The postings are added up beside the fold, as a second opinion on every figure (INV-05).
 */
export function verifyAccount(
  accountId: string,
  entries: readonly Entry[],
  findings: Findings,
  afterEntry: AfterEntry,
): VerifiedAccount {
  let account = emptyAccount(accountId);
  const books = new Postings();
  for (const entry of entries) {
    const place = `${entry.stream}@${entry.revision}`;
    const lines = verifyEntry(entry, place, findings);
    verifyNewId(account, entry, place, findings);
    verifyUndoing(account, entry, place, findings);
    verifyBaseParts(account, entry, place, findings);
    const before = account;
    try {
      account = evolve(account, entry);
    } catch (error) {
      findings.add('INV-14', place, wordsOf(error));
      return { account: before, isWhole: false };
    }
    books.add(entry, lines);
    verifyTouched(account, lines, place, findings);
    verifyRecoverable(account, entry, place, findings);
    verifyCause(entries, entry, place, findings);
    verifyWholeCommand(entries, entry, account, findings);
    afterEntry(account, entry);
  }
  verifyFigures(account, books, findings);
  verifyBase(account, entries, findings);
  return { account, isWhole: true };
}

/** INV-01 and INV-03 on every day, and INV-02, for the items and payments that the entry posts on. */
function verifyTouched(account: Account, lines: readonly PostingLine[], place: string, findings: Findings): void {
  for (const { item, paymentId, creditId } of lines) {
    const touched = item && account.items.get(itemKey(item.chargeId, item.item));
    if (touched !== undefined) verifyItem(touched, place, findings);
    const payment = paymentId === undefined ? undefined : account.payments.get(paymentId);
    if (payment !== undefined) verifySource(account, payment, payment.reversedOn !== undefined, place, findings);
    const credit = creditId === undefined ? undefined : account.credits.get(creditId);
    if (credit !== undefined) verifySource(account, credit, credit.voidedOn !== undefined, place, findings);
  }
}

/** INV-26: on every day, what was reversed and recovered of a write-off is within it. */
function verifyRecoverable(account: Account, entry: Entry, place: string, findings: Findings): void {
  const writeOff = 'writeOffId' in entry.data ? account.writeOffs.get(entry.data.writeOffId) : undefined;
  const isWithin = writeOff === undefined || !isEverNegative(writeOff.recoverable);
  findings.require(isWithin, 'INV-26', place, 'more is reversed and recovered than was written off');
}

function verifyItem({ open, worth, writtenOff }: Item, place: string, findings: Findings): void {
  findings.require(!isEverNegative(open), 'INV-01', place, 'on some day less than nothing is open of an item');
  findings.require(!isEverNegative(worth), 'INV-01', place, 'on some day an item is worth less than nothing');
  findings.require(!isEverNegative(writtenOff), 'INV-26', place, 'more of an item is reversed than was written off');
}

/** `isGone`: reversed or voided. */
function verifySource(account: Account, source: Source, isGone: boolean, place: string, findings: Findings): void {
  const { unapplied, allocations, refunded, transferred } = source;
  const kept = minor(source.amount) - minor(refunded) - minor(transferred);
  const what = `a ${source.source.kind.toLowerCase()}`;
  findings.require(
    !isEverNegative(unapplied),
    'INV-03',
    place,
    `on some day less than nothing of ${what} is unapplied`,
  );
  const live = totalOf(allocations.map((number) => minor(account.allocations.get(number)?.live)));
  findings.require(
    minor(refunded) >= 0n && minor(transferred) >= 0n && live <= kept,
    'INV-02',
    place,
    `more of ${what} is applied, refunded or transferred than was received or granted`,
  );
  const left = isGone ? 0n : kept;
  const isWhole = finalOf(unapplied) === left - live;
  findings.require(isWhole, 'INV-03', place, `what is applied and unapplied of ${what} is not its amount`);
}

function isEverNegative({ changes }: Timeline): boolean {
  let value = 0n;
  for (const { amount } of changes) {
    value += minor(amount);
    if (value < 0n) return true;
  }
  return false;
}

function finalOf({ changes }: Timeline): Minor {
  return totalOf(changes.map(({ amount }) => minor(amount)));
}

function minor(amount: { readonly minor: { toString(): string } } | undefined): Minor {
  return amount === undefined ? 0n : minorOf(amount.minor.toString());
}

/** INV-17: a release names a cause that is recorded with the same command, and is not effective before it. */
function verifyCause(entries: readonly Entry[], entry: Entry, place: string, findings: Findings): void {
  if (entry.type !== 'AllocationReleased' && entry.type !== 'CreditReleased') return;
  const cause = causeOf(entries, entry, entry.data.causeId);
  if (cause === undefined) findings.add('INV-17', place, 'the cause of the release is not recorded with it');
  else findings.require(entry.effectiveDate >= cause.effectiveDate, 'INV-17', place, 'the release precedes its cause');
}

/** After the last entry of a command: what only all of them together have to fulfil. */
function verifyWholeCommand(entries: readonly Entry[], last: Entry, account: Account, findings: Findings): void {
  if (entries[last.revision + 1]?.command.id === last.command.id) return;
  let first = last.revision;
  while (entries[first - 1]?.command.id === last.command.id) first -= 1;
  const place = `${last.stream}@${first}`;
  verifyShortfallsOf(entries.slice(first, last.revision + 1), account, place, findings);
}

/** The entry of the same command, recorded after the release, that made it necessary. */
function causeOf(entries: readonly Entry[], release: Entry, causeId: string): Entry | undefined {
  for (let index = release.revision + 1; ; index += 1) {
    const entry = entries[index];
    if (entry === undefined || entry.command.id !== release.command.id) return undefined;
    if (causeIdOf(entry) === causeId) return entry;
  }
}

function causeIdOf(entry: Entry): string | undefined {
  if (entry.type === 'ChargeAdjusted') return entry.data.adjustmentId;
  if (entry.type === 'LateFeeWaived') return entry.data.waiverId;
  if (entry.type === 'CreditVoided') return entry.data.creditId;
  if (entry.type === 'ChargeVoided') return entry.data.chargeId;
  if (entry.type === 'PaymentReinstated') return entry.data.paymentId;
  const isGone = entry.type === 'PaymentReversed' || entry.type === 'PaymentUnidentified';
  return isGone ? entry.data.paymentId : undefined;
}

/** What the postings say of the account, without its state. */
class Postings {
  readonly #open = new Map<string, Minor>();
  readonly #days: { readonly day: CalendarDate; readonly open: Minor; readonly unapplied: Minor }[] = [];

  add(entry: Entry, lines: readonly PostingLine[]): void {
    let [open, unapplied] = [0n, 0n];
    for (const line of lines) {
      const amount = signed(line);
      if (line.account === 'UnappliedCash' || line.account === 'UnappliedCredits') unapplied -= amount;
      if (line.account !== 'AccountsReceivable' || line.item === undefined) continue;
      open += amount;
      const key = itemKey(line.item.chargeId, line.item.item);
      this.#open.set(key, (this.#open.get(key) ?? 0n) + amount);
    }
    this.#days.push({ day: entry.effectiveDate, open, unapplied });
  }

  openOf(key: string): Minor {
    return this.#open.get(key) ?? 0n;
  }

  on(asOf: CalendarDate): { readonly open: Minor; readonly unapplied: Minor } {
    const past = this.#days.filter(({ day }) => day <= asOf);
    return { open: totalOf(past.map(({ open }) => open)), unapplied: totalOf(past.map(({ unapplied }) => unapplied)) };
  }

  /** The first, the middle and the last day on which something happened, and the end of time. */
  get daysToCheck(): readonly CalendarDate[] {
    const days = this.#days.map(({ day }) => day).toSorted();
    return [days[0], days[Math.floor(days.length / 2)], days.at(-1), lastDay].filter((day) => day !== undefined);
  }
}

/** INV-04, INV-05, INV-08 and INV-27, at the end of the account. */
function verifyFigures(account: Account, books: Postings, findings: Findings): void {
  if (account.opened === undefined) return;
  const place = account.accountId;
  for (const asOf of books.daysToCheck) {
    const figures = figuresOf(account, asOf);
    const posted = books.on(asOf);
    findings.require(
      minor(figures.openCharges) === posted.open,
      'INV-05',
      place,
      `open charges on ${asOf} are not what is posted`,
    );
    findings.require(
      minor(figures.unapplied) === posted.unapplied,
      'INV-05',
      place,
      `unapplied on ${asOf} is not what is posted`,
    );
  }
  for (const item of account.items.values()) {
    findings.require(
      books.openOf(item.key) === finalOf(item.open),
      'INV-08',
      place,
      'an item is not what is posted on it',
    );
  }
  verifyCharges(account, findings);
}

/** INV-27: the items of a charge, whoever owes them, are worth what the charge is worth, less what is written off or on other accounts. */
function verifyCharges(account: Account, findings: Findings): void {
  const worth = new Map<string, Minor>();
  for (const item of account.items.values()) {
    worth.set(item.chargeId, (worth.get(item.chargeId) ?? 0n) + finalOf(item.worth) + finalOf(item.writtenOff));
  }
  for (const charge of account.charges.values()) {
    const isSame = worth.get(charge.chargeId) === minor(charge.worth) - minor(charge.transferred);
    findings.require(
      isSame,
      'INV-27',
      account.accountId,
      'the items of a charge are not worth what the charge is worth',
    );
  }
}
