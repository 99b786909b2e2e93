import type { Fact } from '#ledger/events.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { auditBase } from './audit-base.ts';
import { read } from './audit-facts.ts';
import { found, must, type Papers, sourceKeyOf } from './audit-papers.ts';
import { refundedOf } from './audit-refunds.ts';
import { noneLeftBehind } from './audit-shortfalls.ts';
import { transferredOf } from './audit-transfers.ts';
import { newBasePapers } from './base-papers.ts';
import { addOn, type DatedSums, negativeDays, sameSums, sumsOf, upTo } from './dated-sums.ts';
import { money } from './summary-parts.ts';

/**
 * Reads facts as an outside auditor would: plain bigint sums by day, no code of the rule book except the postings that
 * are being audited. Every fact is one position of the journal, so what holds after each of them holds as known at any
 * position; what holds on each day of the sums holds as of any date. Breaches carry the codes of invariants.md.
 */
export interface Auditor {
  /** The facts of one command. */
  record(facts: readonly Fact[]): void;
  openOn(date: string): Readonly<Record<string, string>>;
  unappliedOn(date: string): Readonly<Record<string, string>>;
  figuresOn(date: string): string;
  pendingOn(date: string): string;
  /** Every day on which something recorded is effective. */
  days(): readonly string[];
}

const total = (all: Map<string, DatedSums>, date: string) =>
  [...all.values()].reduce((sum, sums) => sum + upTo(sums, date), 0n);

export function newAuditor(): Auditor {
  const papers: Papers = {
    agreements: new Map(),
    fees: new Map(),
    planned: new Map(),
    redatedFrom: new Map(),
    items: new Map(),
    sources: new Map(),
    allocations: new Map(),
    adjustments: new Map(),
    shortfalls: new Map(),
    waivers: new Map(),
    announced: new Map(),
    pending: new Map(),
    transfersOut: new Map(),
    away: new Map(),
    receiptParts: new Map(),
    voided: new Set(),
    writeOffs: new Map(),
    recoveries: new Map(),
    recoverable: new Map(),
    refunds: new Map(),
    open: new Map(),
    unapplied: new Map(),
    chargeOpen: new Map(),
    postedOpen: new Map(),
    postedUnapplied: new Map(),
    trialBalance: new Map(),
    currency: 'USD',
    base: undefined,
    closedOn: undefined,
  };
  const onDay = (all: Map<string, DatedSums>, date: string) =>
    Object.fromEntries([...all].map(([key, sums]) => [key, money(upTo(sums, date), papers.currency)]));
  return {
    record: (facts) => {
      for (const fact of facts) audit(papers, fact, facts);
      noneLeftBehind(papers, facts);
    },
    openOn: (date) => onDay(papers.open, date),
    unappliedOn: (date) => onDay(papers.unapplied, date),
    figuresOn: (date) => {
      const [open, unapplied] = [total(papers.open, date), total(papers.unapplied, date)];
      return [open, unapplied, open - unapplied].map((figure) => money(figure, papers.currency)).join(' ');
    },
    pendingOn: (date) => money(total(papers.pending, date), papers.currency),
    days: () => [
      ...new Set(
        [...papers.open.values(), ...papers.unapplied.values(), ...papers.pending.values()].flatMap((sums) => [
          ...sums.keys(),
        ]),
      ),
    ],
  };
}

/** A closed account records what a bank takes back, and its reopening. */
const whenClosed: ReadonlySet<Fact['type']> = new Set([
  'AllocationReleased',
  'PaymentReversed',
  'RecoveryReversed',
  'ChargeAdjusted',
  'AccountReopened',
  'ReceivablesRevalued',
  'BalanceTransferRefused',
  'ReceiptPartRefused',
]);

/** One more position of the journal: first what the fact says, then what it posts, then what must hold. */
function audit(papers: Papers, fact: Fact, ofCommand: readonly Fact[]): void {
  if ('currency' in fact.data) {
    if (fact.type === 'AccountOpened') {
      papers.currency = fact.data.currency;
      papers.base = fact.data.baseCurrency === undefined ? undefined : newBasePapers();
    }
    must(fact.data.currency === papers.currency, 'INV-13 another currency on the account');
  }
  must(papers.closedOn === undefined || whenClosed.has(fact.type), `a closed account records ${fact.type}`);
  const touched = read(papers, fact, ofCommand);
  post(papers, fact);
  if (papers.base !== undefined) auditBase(papers.base, fact);
  for (const key of touched.items) {
    const open = sumsOf(papers.open, key);
    must(negativeDays(open).length === 0, `INV-01 ${key} is below zero on ${negativeDays(open).join()}`);
    must(sameSums(open, sumsOf(papers.postedOpen, key)), `INV-05 postings of ${key} are not its open amount`);
  }
  for (const key of touched.sources) {
    const unapplied = sumsOf(papers.unapplied, key);
    must(negativeDays(unapplied).length === 0, `INV-03 ${key} is below zero on ${negativeDays(unapplied).join()}`);
    must(sameSums(unapplied, sumsOf(papers.postedUnapplied, key)), `INV-05 postings of ${key}`);
    checkAllocated(papers, key);
  }
  for (const chargeId of new Set(touched.items.map((key) => papers.items.get(key)?.chargeId ?? ''))) {
    checkParties(papers, chargeId);
  }
}

function checkAllocated(papers: Papers, key: string): void {
  const source = found(papers.sources.get(key), 'INV-14 an unknown payment or credit');
  const live = [...papers.allocations.values()]
    .filter((allocation) => allocation.source === key)
    .reduce((sum, allocation) => sum + allocation.live, 0n);
  const kept = source.amount - refundedOf(papers, key) - transferredOf(papers, key);
  must(live <= kept, `INV-02 ${key} is allocated and refunded beyond its amount`);
}

/** INV-27: what the parties owe on a charge adds up to what is open of it, on every day. */
function checkParties(papers: Papers, chargeId: string): void {
  const ofParties: DatedSums = new Map();
  for (const [key, item] of papers.items) {
    if (item.chargeId !== chargeId) continue;
    for (const [date, amount] of sumsOf(papers.open, key)) addOn(ofParties, date, amount);
  }
  must(sameSums(ofParties, sumsOf(papers.chargeOpen, chargeId)), `INV-27 the parties of ${chargeId}`);
}

function post(papers: Papers, fact: Fact): void {
  const lines = postingsOf(fact);
  must(lines.length !== 1, `INV-06 ${fact.type} posts a single line`);
  let balance = 0n;
  let inBase = 0n;
  for (const { account, side, amount, base = amount, item, paymentId, creditId, transit } of lines) {
    must(/^(0|[1-9][0-9]*)$/.test(amount), `INV-06 ${fact.type} posts ${amount}`);
    must(amount !== '0' || base !== '0', `INV-06 ${fact.type} posts nothing`);
    const signed = side === 'DEBIT' ? BigInt(amount) : -BigInt(amount);
    balance += signed;
    inBase += side === 'DEBIT' ? BigInt(base) : -BigInt(base);
    addOn(papers.trialBalance, fact.effectiveDate, signed);
    must((account === 'AccountsReceivable') === (item !== undefined), 'INV-08 a receivable without its item');
    must((account === 'UnappliedCash') === (paymentId !== undefined), 'INV-08 unapplied cash without its payment');
    must(
      (account === 'UnappliedCredits') === (creditId !== undefined),
      'INV-08 an unapplied credit without its credit',
    );
    must((account === 'TransferClearing') === (transit !== undefined), 'INV-08 something in transit without its key');
    if (item !== undefined)
      addOn(sumsOf(papers.postedOpen, `${item.chargeId}#${item.item}`), fact.effectiveDate, signed);
    if (paymentId === undefined && creditId === undefined) continue;
    const key = sourceKeyOf({ paymentId, creditId });
    addOn(sumsOf(papers.postedUnapplied, key), fact.effectiveDate, -signed);
  }
  must(balance === 0n, `INV-06 ${fact.type} does not balance`);
  must(inBase === 0n, `INV-06 ${fact.type} does not balance in base`);
  must(
    [...papers.trialBalance.values()].every((sum) => sum === 0n),
    'INV-07 the trial balance',
  );
}
