import type { Entry } from '#ledger/entry.ts';
import { calendarDate } from '#money/calendar-date.ts';
import type { BookReader } from '#read-models/book-reader.ts';
import { currentFile, openForReading } from '#read-models/read-files.ts';
import { type AgingBasis, agingBases, type PartyFilter, type View } from '#read-models/read-models.ts';
import type { ReadSide } from '#read-models/read-side.ts';
import { Sql } from '#read-models/sql.ts';
import type { Auditor } from './auditor/auditor.ts';
import { on, sumOf } from './auditor/dated.ts';
import { daysBetween } from './auditor/days.ts';
import { figuresAt, type Moment, type OpenItem, openItemsAt, type PartyTest } from './auditor/figures.ts';
import type { ItemPaper, Papers, SourcePaper } from './auditor/papers.ts';
import { centsIn, someDays } from './compare-account.ts';
import { compareGeneralLedger } from './compare-general-ledger.ts';
import { compareReceiptRows } from './compare-receipts.ts';
import { requireSame } from './difference.ts';
import { lastOfACommand } from './journal-invariants.ts';
import type { Random } from './random.ts';

export interface OpenReadModels {
  readonly reads: ReadSide;
  readonly directory: string;
  readonly ledgerId: string;
}

/** What readers are shown, at random days and positions, against the auditor's own figures. */
export async function compareReadModels(
  { reads, directory, ledgerId }: OpenReadModels,
  auditor: Auditor,
  entries: readonly Entry[],
  random: Random,
): Promise<void> {
  const head = entries.at(-1)?.ordinal ?? 0;
  for (const papers of auditor.accounts()) {
    if (papers.openedOn === undefined) continue;
    for (const [look, day] of someDays(papers, random).entries()) {
      const known = random.chance(40) ? head : lastOfACommand(entries, random);
      const view = await reads.view({ asOf: calendarDate(day), knownAt: { ordinal: known } });
      await compareView(reads, view, papers, { day, known });
      if (look > 0) continue;
      withReader({ directory, ledgerId }, (reader) => {
        compareGeneralLedger(reader, view, auditor, { day, known });
        compareReceiptRows(reader, view, auditor.receipts.values(), { day, known });
      });
    }
  }
}

/** What is of the whole book is asked on a connection of its own: a thread for it costs more than a history. */
function withReader(
  { directory, ledgerId }: Pick<OpenReadModels, 'directory' | 'ledgerId'>,
  compare: (reader: BookReader) => void,
): void {
  const file = currentFile(directory);
  if (file === undefined) throw new Error('there are no read models to be read');
  const db = openForReading(file);
  try {
    compare({ sql: new Sql(db), ledgerId });
  } finally {
    db.close();
  }
}

const parties: readonly (readonly [PartyFilter, PartyTest])[] = [
  [{}, () => true],
  [{ partyClass: 'SELF' }, (party) => party === 'SELF'],
  [{ payerId: 'cms' }, (party) => party === 'MEDICARE/cms'],
];

async function compareView(reads: ReadSide, view: View, papers: Papers, moment: Moment): Promise<void> {
  const { accountId } = papers;
  const at = `${accountId} as of ${moment.day}, known at ${moment.known}`;
  if ((await reads.account(view, accountId)) === undefined) return;
  for (const [filter, isMeant] of parties) {
    const balance = await reads.balance(view, accountId, filter);
    const own = figuresAt(papers, moment, isMeant);
    const oldest = own.oldestDue === undefined ? null : daysBetween(own.oldestDue, moment.day);
    requireSame(
      `balance of ${at}, ${JSON.stringify(filter)}`,
      balance && [
        ...[balance.openCharges, balance.unapplied, balance.balance, balance.overdue].map(centsIn),
        balance.openItemCount,
        balance.oldestUnpaidAgeDays,
        ...[balance.netCharged, balance.writtenOff, balance.recovered, balance.refunded, balance.pending].map(centsIn),
        centsIn(balance.disputed),
        sorted(balance.adjustmentsByReason.map(({ reasonCode, amount }) => [reasonCode, centsIn(amount)])),
      ],
      [
        own.openCharges,
        own.unapplied,
        own.balance,
        own.overdue,
        own.openItemCount,
        oldest,
        own.netCharged,
        own.writtenOff,
        own.recovered,
        own.refunded,
        own.pending,
        own.disputed,
        sorted(own.byReason),
      ],
    );
  }
  await compareUnfiltered(reads, view, papers, moment);
  await compareInBase(reads, view, papers, moment);
  await compareItems(reads, view, papers, moment);
  await compareAging(reads, view, papers, moment);
}

/** The parts that are not asked by party. */
async function compareUnfiltered(reads: ReadSide, view: View, papers: Papers, { day, known }: Moment): Promise<void> {
  const balance = await reads.balance(view, papers.accountId);
  if (balance === undefined) return;
  const unappliedOf = (sources: Iterable<SourcePaper>): bigint =>
    sumOf([...sources].map(({ unapplied }) => on(unapplied, day, known)));
  requireSame(
    `unapplied payments and credits as of ${day}, known at ${known}`,
    [balance.unappliedPayments, balance.unappliedCredits].map(centsIn),
    [unappliedOf(papers.sources.values()), unappliedOf(papers.credits.values())],
  );
}

/** What the account is worth in base, out of the general ledger of the auditor. */
async function compareInBase(reads: ReadSide, view: View, papers: Papers, { day, known }: Moment): Promise<void> {
  const balance = await reads.balance(view, papers.accountId);
  const inBase = balance?.inBase;
  const { base } = papers;
  requireSame('figures in base are shown', inBase !== undefined, balance !== undefined && base !== undefined);
  if (inBase === undefined || base === undefined) return;
  const sum = (account: string): bigint => on(base.general.get(account) ?? [], day, known);
  requireSame(
    `figures in base as of ${day}, known at ${known}`,
    [inBase.openCharges, inBase.unapplied, inBase.fxRealized, inBase.fxUnrealized].map(centsIn),
    [
      sum('AccountsReceivable'),
      -sum('UnappliedCash') - sum('UnappliedCredits'),
      -sum('FxRealized'),
      sum('FxUnrealizedAR'),
    ],
  );
}

async function compareItems(reads: ReadSide, view: View, papers: Papers, moment: Moment): Promise<void> {
  const { rows } = await reads.openItems(view, { accountId: papers.accountId }, { first: 1_000 });
  const shown = rows.map((row) => [
    `${row.chargeId}#${row.item}`,
    row.payerId === undefined ? row.partyClass : `${row.partyClass}/${row.payerId}`,
    row.dueDate,
    centsIn(row.open),
  ]);
  const own = openItemsAt(papers, moment).map(({ key, party, due, open }) => [key, party, due, open]);
  requireSame(`open items as of ${moment.day}, known at ${moment.known}`, sorted(shown), sorted(own));
}

function sorted(lines: readonly (readonly unknown[])[]): readonly string[] {
  return lines.map(String).toSorted();
}

const edges = [10, 30, 60];

/** The day that an item ages from. */
const anchors: Readonly<Record<AgingBasis, (item: OpenItem) => string>> = {
  DUE_DATE: ({ due }) => due,
  SERVICE_DATE: ({ paper: { charge } }) => charge.serviceDate ?? charge.from,
  EFFECTIVE_DATE: ({ paper: { charge } }) => charge.from,
  RESPONSIBILITY_DATE: ({ paper }) => sinceWhen(paper).from,
};

/** A plan changes when it is due, not since when who owes it. */
function sinceWhen(item: ItemPaper): ItemPaper {
  return item.redated === undefined ? item : sinceWhen(item.redated);
}

/** Buckets by every basis; they add up to what is open. */
async function compareAging(reads: ReadSide, view: View, papers: Papers, moment: Moment): Promise<void> {
  for (const basis of agingBases) {
    const aging = await reads.aging(view, { basis, edges, groupBy: 'ACCOUNT', accountId: papers.accountId });
    const [row] = aging.rows;
    const buckets = [0n, 0n, 0n, 0n, 0n];
    for (const item of openItemsAt(papers, moment)) {
      const age = daysBetween(anchors[basis](item), moment.day);
      const index = age <= 0 ? 0 : age <= 10 ? 1 : age <= 30 ? 2 : age <= 60 ? 3 : 4;
      buckets[index] = (buckets[index] ?? 0n) + item.open;
    }
    const shown = row?.buckets.map(({ amount }) => centsIn(amount)) ?? [0n, 0n, 0n, 0n, 0n];
    requireSame(`aging by ${basis} as of ${moment.day}, known at ${moment.known}`, shown, buckets);
    const own = figuresAt(papers, moment);
    requireSame('INV-10 buckets and open charges', sumOf(shown), own.openCharges);
    requireSame('unapplied beside the aging', row === undefined ? 0n : centsIn(row.unapplied), own.unapplied);
  }
}
