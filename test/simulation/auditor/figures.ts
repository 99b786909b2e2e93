import { disputedAt } from './agreements.ts';
import { lesser, on, sumOf } from './dated.ts';
import { allSources, type Classified, type ItemPaper, openOf, type Papers } from './papers.ts';

/** As of which day, known up to which ordinal. */
export interface Moment {
  readonly day: string;
  readonly known: number;
}

export interface Figures {
  readonly openCharges: bigint;
  readonly unapplied: bigint;
  readonly balance: bigint;
  readonly overdue: bigint;
  readonly openItemCount: number;
  readonly oldestDue: string | undefined;
  readonly netCharged: bigint;
  readonly writtenOff: bigint;
  /** Announced and not there yet: counted nowhere. */
  readonly pending: bigint;
  /** Of what is open: disputed. */
  readonly disputed: bigint;
  readonly recovered: bigint;
  readonly refunded: bigint;
  /** Adjustments and waivers; reasons whose amounts cancel out are left out. */
  readonly byReason: readonly (readonly [reason: string, cents: bigint])[];
}

/** An item that is open at a moment. */
export interface OpenItem {
  readonly key: string;
  readonly party: string;
  readonly due: string;
  readonly open: bigint;
  readonly paper: ItemPaper;
}

export type PartyTest = (party: string) => boolean;

const everybody: PartyTest = () => true;

export function openItemsAt(papers: Papers, { day, known }: Moment, isMeant = everybody): readonly OpenItem[] {
  return [...papers.items.values()]
    .filter(({ party }) => isMeant(party))
    .map((paper) => ({
      key: paper.key,
      party: paper.party,
      due: paper.due,
      open: on(openOf(paper), day, known),
      paper,
    }))
    .filter(({ open }) => open !== 0n);
}

export function figuresAt(papers: Papers, moment: Moment, isMeant = everybody): Figures {
  const items = openItemsAt(papers, moment, isMeant);
  const sources = allSources(papers).filter(({ party }) => isMeant(party));
  const awaited = [...papers.pending.values()].filter(({ party }) => isMeant(party));
  const openCharges = sumOf(items.map(({ open }) => open));
  const unapplied = sumOf(sources.map((source) => on(source.unapplied, moment.day, moment.known)));
  return {
    openCharges,
    unapplied,
    balance: openCharges - unapplied,
    pending: sumOf(awaited.map(({ waiting }) => on(waiting, moment.day, moment.known))),
    disputed: sumOf(items.map(({ paper, open }) => lesser(open, disputedAt(papers, paper, moment)))),
    overdue: sumOf(items.filter(({ due }) => due < moment.day).map(({ open }) => open)),
    openItemCount: items.length,
    ...classified(papers, moment, isMeant),
    oldestDue: items.map(({ due }) => due).toSorted()[0],
  };
}

/** What was charged net and given up; a change of an item counts with the party that owes the item. */
function classified(papers: Papers, { day, known }: Moment, isMeant: PartyTest) {
  const charged = papers.charged.filter(({ party }) => isMeant(party));
  const reasons = [...new Set(charged.flatMap(({ reason }) => reason ?? []))].toSorted();
  const sums = reasons.map(
    (reason) =>
      [
        reason,
        on(
          charged.filter((one) => one.reason === reason),
          day,
          known,
        ),
      ] as const,
  );
  const sumFor = (changes: readonly Classified[]): bigint =>
    on(
      changes.filter(({ party }) => isMeant(party)),
      day,
      known,
    );
  return {
    netCharged: sumFor(papers.charged),
    writtenOff: sumFor(papers.writtenOff),
    recovered: sumFor(papers.recovered),
    refunded: sumFor(papers.refunded),
    byReason: sums.filter(([, cents]) => cents !== 0n),
  };
}

/** The general ledger: what stands on each account, debits positive; accounts on which nothing stands are left out. */
export function generalAt(papers: Pick<Papers, 'general'>, { day, known }: Moment): Readonly<Record<string, bigint>> {
  const sums = [...papers.general].map(([account, changes]) => [account, on(changes, day, known)] as const);
  return Object.fromEntries(sums.filter(([, cents]) => cents !== 0n).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

interface CashOfADay {
  readonly day: string;
  readonly currency: string;
  readonly method: string;
  readonly debits: bigint;
  readonly credits: bigint;
}

/** What came in and what went out on each day in each way, over all accounts. */
export function cashAt(
  accounts: readonly Pick<Papers, 'currency' | 'cash'>[],
  { day, known }: Moment,
): readonly CashOfADay[] {
  const rows = new Map<string, CashOfADay>();
  const changes = accounts.flatMap(({ currency, cash }) => cash.map((change) => ({ ...change, currency })));
  for (const change of changes) {
    if (change.day > day || change.known > known) continue;
    const { cents, currency, method } = change;
    const key = `${change.day} ${method} ${currency}`;
    const { debits, credits } = rows.get(key) ?? { debits: 0n, credits: 0n };
    const sides = cents > 0n ? { debits: debits + cents, credits } : { debits, credits: credits - cents };
    rows.set(key, { day: change.day, currency, method, ...sides });
  }
  return [...rows.values()];
}

/** Every day on which something on the account changes. */
export function daysOf(papers: Papers): readonly string[] {
  const items = [...papers.items.values()].flatMap(({ worth, paid }) => [...worth, ...paid]);
  const sources = allSources(papers).flatMap(({ unapplied }) => unapplied);
  const awaited = [...papers.pending.values()].flatMap(({ waiting }) => waiting);
  return [...new Set([...items, ...sources, ...awaited].map(({ day }) => day))].toSorted();
}
