import type { Entry } from '#ledger/entry.ts';
import { type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import { daysOf, generalAt, type Moment } from './auditor/figures.ts';
import type { Papers } from './auditor/papers.ts';
import type { Posted } from './auditor/receipt-papers.ts';
import { requireSame, requireThat } from './difference.ts';
import type { Random } from './random.ts';

/** What must hold of the entries of an account, and what they post against the auditor's own general ledger. */
export function checkJournal(entries: readonly Entry[], papers: Papers, random: Random): void {
  for (const [index, entry] of entries.entries()) {
    requireThat(entry.revision === index, `INV-29 revision ${entry.revision} stands at ${index}`);
    requireThat(entry.actor.id !== '' && entry.actor.role !== '', `INV-18 entry ${index} names nobody`);
    checkPostings(entry);
  }
  checkCommands(entries);
  const days = daysOf(papers);
  for (let look = 0; look < 4; look += 1) {
    const day = random.oneOf(days) ?? '2026-06-30';
    const known = lastOfACommand(entries, random);
    compareGeneral(papers.accountId, entries, papers, { day, known });
  }
}

/** What the auditor follows in base; what else is posted balances it. */
export const followedInBase: readonly string[] = [
  'AccountsReceivable',
  'UnappliedCash',
  'UnappliedCredits',
  'UnidentifiedCash',
  'CashClearing',
  'TransferClearing',
  'FxRealized',
  'FxUnrealizedAR',
];

/** What the entries of a stream come to on each account of the general ledger; of a foreign one in base, too. */
export function compareGeneral(whose: string, entries: readonly Entry[], own: Posted, moment: Moment): void {
  const what = `the general ledger of ${whose} as of ${moment.day}, known at ${moment.known}`;
  const lines = entries
    .filter(({ effectiveDate, ordinal }) => effectiveDate <= moment.day && ordinal <= moment.known)
    .flatMap(postingsOf);
  requireSame(what, general(lines, signed), generalAt(own, moment));
  if (own.base === undefined) return;
  const followed = lines.filter(({ account }) => followedInBase.includes(account));
  requireSame(`${what}, in base`, general(followed, signedInBase), generalAt(own.base, moment));
}

/** Debits positive. */
export function signed({ side, amount }: PostingLine): bigint {
  return side === 'DEBIT' ? BigInt(amount) : -BigInt(amount);
}

/** What is in the currency of the ledger is its own base value. */
export function signedInBase({ side, amount, base = amount }: PostingLine): bigint {
  return side === 'DEBIT' ? BigInt(base) : -BigInt(base);
}

/** An ordinal after which no entry of the same command follows. */
export function lastOfACommand(entries: readonly Entry[], random: Random): number {
  const index = random.below(entries.length);
  const id = entries[index]?.command.id;
  return entries.findLast((entry) => entry.command.id === id)?.ordinal ?? 0;
}

function checkPostings(entry: Entry): void {
  const lines = postingsOf(entry);
  const sum = lines.reduce((total, line) => total + signed(line), 0n);
  requireThat(lines.length !== 1, `INV-06 ${entry.type} posts one line`);
  requireThat(sum === 0n, `INV-06 ${entry.type} does not balance`);
  const inBase = lines.reduce((total, line) => total + signedInBase(line), 0n);
  requireThat(inBase === 0n, `INV-06 ${entry.type} does not balance in base`);
  requireThat(
    lines.every(({ amount, base = amount }) => BigInt(amount) >= 0n && (amount !== '0' || base !== '0')),
    `INV-06 ${entry.type} posts a line of nothing`,
  );
}

/** INV-33: the entries of a command stand together, and no command stands twice. */
function checkCommands(entries: readonly Entry[]): void {
  const done = new Set<string>();
  for (const [index, { command }] of entries.entries()) {
    if (entries[index - 1]?.command.id === command.id) continue;
    requireThat(!done.has(command.id), `INV-33 ${command.id} has an effect twice`);
    done.add(command.id);
  }
}

function general(
  lines: readonly PostingLine[],
  valueOf: (line: PostingLine) => bigint,
): Readonly<Record<string, bigint>> {
  const sums = new Map<string, bigint>();
  for (const line of lines) sums.set(line.account, (sums.get(line.account) ?? 0n) + valueOf(line));
  return Object.fromEntries([...sums].filter(([, cents]) => cents !== 0n).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
