import { accountOfStream, ledgerStream } from '#journal/stream-names.ts';
import { type Account, emptyAccount } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolve } from '#ledger/evolve.ts';
import { countedBehind, fencesIn } from '#ledger/periods/late-entries.ts';
import type { ToldStep } from './auditor/own-steps.ts';
import { compareAccount } from './compare-account.ts';
import { type Course, note } from './course.ts';
import { Difference, requireSame, requireThat } from './difference.ts';

/** One command in the journal: its entries, which stand together. */
export type Together = readonly [Entry, ...Entry[]];

/**
 * What the ledger records by itself, because a command has begun it: the legs of transfers, the parts of receipts, and the fees of runs. The auditor
 * says what has to come next of each; whatever else stands in the journal is recorded by nobody. A new process: what its
 * entries are steps of, here, and what has to come next, in `auditor/own-steps.ts`.
 */
export async function auditOwnStep(course: Course, entries: Together, locks: number): Promise<void> {
  const { auditor, books } = course;
  const { ledgerId } = books.journal;
  // What is dropped for a reversal stands before it.
  const entry = entries.find((one) => stepOf(one, ledgerId) !== undefined) ?? entries[0];
  const last = entries.at(-1) ?? entry;
  const step = stepOf(entry, ledgerId);
  if (step === undefined) throw new Difference(`${entry.type} was recorded by nobody`);
  const expected = auditor.expectedStep(step, locks);
  if (typeof expected === 'string') throw new Difference(`${entry.type} ${entry.ordinal}: ${expected}`);
  const { papers, says } = expected;
  const accountId = accountOfStream(ledgerId, entry.stream);
  requireSame(`${entry.type} ${entry.ordinal} is in the books of`, accountId, papers?.accountId);
  requireSame(`${entry.type} ${entry.ordinal}`, saidBy(entry, says), ordered(says));
  requireThat(expected.days.includes(entry.effectiveDate), `${entry.type} is of ${entry.effectiveDate}`);
  expected.record({ day: entry.effectiveDate, known: last.ordinal });
  note(course, ...expected.reached);
  if (papers === undefined) return;
  papers.revision = last.revision;
  compareAccount(await accountAt(course, papers.accountId, last), papers, course.looks);
}

function stepOf({ type, data, stream }: Entry, ledgerId: string): ToldStep | undefined {
  switch (type) {
    case 'BalanceTransferredIn':
    case 'BalanceTransferRefused':
      return { kind: 'ARRIVAL', fromAccountId: data.fromAccountId, transferId: data.transferId };
    case 'BalanceTransferCompleted':
    case 'BalanceTransferReturned':
      return { kind: 'END', fromAccountId: data.fromAccountId, transferId: data.transferId };
    case 'PaymentIdentified':
    case 'ReceiptPartRefused':
      return { kind: 'PART_ARRIVES', receiptId: data.receiptId, part: data.part };
    case 'ReceiptPartArrived':
      return { kind: 'PART_IS_CONFIRMED', receiptId: data.receiptId, part: data.part };
    case 'ReceiptPartReturned':
      return { kind: 'PART_IS_BACK', receiptId: data.receiptId, part: data.part };
    case 'PaymentReversed': {
      const accountId = accountOfStream(ledgerId, stream) ?? '';
      return { kind: 'PART_IS_REVERSED', accountId, paymentId: data.paymentId };
    }
    case 'ReceiptReversalCompleted':
      return { kind: 'END_OF_REVERSAL', receiptId: data.receiptId };
    case 'LateFeesRun':
      return { kind: 'FEES', runId: data.runId, accountId: data.accountId };
    case 'LateFeeRunEnded':
      return { kind: 'END_OF_RUN', runId: data.runId };
    default:
      return undefined;
  }
}

/** Of what the entry says, that which the auditor has an opinion on. */
function saidBy({ type, data }: Entry, says: Readonly<Record<string, unknown>>): unknown {
  const all = new Map<string, unknown>([['type', type], ...Object.entries(data)]);
  return ordered(Object.fromEntries(Object.keys(says).map((name) => [name, all.get(name)])));
}

/** Fields of every depth in the order of their names, so that both opinions are the same text. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, part]) => [name, ordered(part)]));
}

/** Entries of one command stand together. */
export function togetherIn(entries: readonly Entry[]): readonly Together[] {
  const all: [Entry, ...Entry[]][] = [];
  for (const entry of entries) {
    const before = all.at(-1);
    if (before?.[0].command.id === entry.command.id) before.push(entry);
    else all.push([entry]);
  }
  return all;
}

/** The account right after an entry, as its stream tells, and that of the ledger of what came late. */
export async function accountAt(
  { books }: Course,
  accountId: string,
  { stream, revision }: Pick<Entry, 'stream' | 'revision'>,
): Promise<Account> {
  const { journal } = books;
  const entries = await journal.readStream(stream, 0, revision + 1);
  const fences = fencesIn(await journal.readStream(ledgerStream(journal.ledgerId)));
  return entries.map((entry) => countedBehind(fences, entry)).reduce<Account>(evolve, emptyAccount(accountId));
}
