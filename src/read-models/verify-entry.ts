import type { Entry } from '#ledger/entry.ts';
import type { EventType, Fact, FactOf } from '#ledger/events.ts';
import { type GlAccount, type PostingLine, postingsOf } from '#ledger/posting-rules.ts';
import { type Minor, minorOf } from '#projections/minor.ts';
import { type Findings, wordsOf } from './findings.ts';

/** What can be said of an entry by itself: INV-06, INV-12, INV-37. */
export function verifyEntry(entry: Entry, place: string, findings: Findings): readonly PostingLine[] {
  verifyParts(entry, place, findings);
  try {
    const lines = postingsOf(entry);
    verifyLines(entry, lines, place, findings);
    return lines;
  } catch (error) {
    findings.add('INV-06', place, wordsOf(error));
    return [];
  }
}

export function signed({ side, amount }: PostingLine): Minor {
  return side === 'DEBIT' ? minorOf(amount) : -minorOf(amount);
}

export function signedBase({ side, amount, base = amount }: PostingLine): Minor {
  return side === 'DEBIT' ? minorOf(base) : -minorOf(base);
}

export function totalOf(amounts: readonly Minor[]): Minor {
  return amounts.reduce((total, amount) => total + amount, 0n);
}

const allocating: ReadonlySet<EventType> = new Set([
  ...(['PaymentApplied', 'PaymentUnapplied', 'AllocationReleased'] as const),
  ...(['CreditApplied', 'CreditUnapplied', 'CreditReleased'] as const),
]);

const acrossAllocations: ReadonlySet<GlAccount> = new Set([
  ...(['AccountsReceivable', 'UnappliedCash', 'UnappliedCredits'] as const),
  // In base only: what the money was worth beyond what it settled.
  'FxRealized',
]);

function verifyLines(entry: Entry, lines: readonly PostingLine[], place: string, findings: Findings): void {
  findings.require(lines.length !== 1, 'INV-06', place, 'a single line is posted');
  findings.require(totalOf(lines.map(signed)) === 0n, 'INV-06', place, 'the lines do not balance');
  findings.require(
    lines.every(({ amount, base = amount }) => minorOf(amount) > 0n || (amount === '0' && minorOf(base) > 0n)),
    ...(['INV-06', place, 'a line is not above zero'] as const),
  );
  findings.require(totalOf(lines.map(signedBase)) === 0n, 'INV-06', place, 'the lines do not balance in base');
  const isBothSides = lines.every(({ account }) => acrossAllocations.has(account));
  findings.require(!allocating.has(entry.type) || isBothSides, 'INV-12', place, 'an allocation moves the balance');
}

/** Parts add up to the whole, and the tax is inside. */
function verifyParts(fact: Fact, place: string, findings: Findings): void {
  const split = splitOf(fact);
  if (split === undefined) return;
  const { whole, parts, tax } = split;
  findings.require(totalOf(parts) === whole, 'INV-37', place, 'the parts do not add up to the whole');
  const isInside = whole >= 0n ? tax >= 0n && tax <= whole : tax <= 0n && tax >= whole;
  findings.require(isInside, 'INV-37', place, 'the tax is not inside the amount');
}

interface Split {
  readonly whole: Minor;
  readonly parts: readonly Minor[];
  readonly tax: Minor;
}

function splitOf(fact: Fact): Split | undefined {
  switch (fact.type) {
    case 'ChargePosted':
    case 'ChargeAdjusted':
      return splitInto(fact.data.amount, fact.data.items, fact.data.taxAmount);
    case 'ChargeVoided':
      return {
        whole: minorOf(fact.data.amount),
        parts: voidedParts(fact.data),
        tax: minorOf(fact.data.taxAmount ?? '0'),
      };
    case 'LateFeeWaived':
    case 'LateFeeReinstated':
    case 'WrittenOff':
    case 'WriteOffReversed':
      return splitInto(fact.data.amount, fact.data.items);
    case 'BalanceTransferredOut':
    case 'BalanceTransferredIn':
    case 'BalanceTransferReturned':
      return fact.data.what.kind === 'CHARGE' ? splitInto(fact.data.amount, fact.data.what.items) : undefined;
    case 'PaymentPlanAgreed':
    case 'PaymentPlanRevised':
    case 'PaymentPlanBroken':
    case 'ResponsibilityTransferred':
      return splitInto(fact.data.amount, fact.data.moves);
    case 'PaymentRefunded':
      return splitInto(fact.data.amount, [{ amount: fact.data.fromUnapplied }, ...fact.data.reopened]);
    default:
      return undefined;
  }
}

/** What the items were still worth, and what the adjustments that fell with the charge had taken off it. */
function voidedParts({ items, adjustments }: FactOf<'ChargeVoided'>['data']): readonly Minor[] {
  return [...items.map(({ amount }) => minorOf(amount)), ...adjustments.map(({ amount }) => -minorOf(amount))];
}

function splitInto(amount: string, parts: readonly { readonly amount: string }[], tax = '0'): Split {
  return { whole: minorOf(amount), parts: parts.map((part) => minorOf(part.amount)), tax: minorOf(tax) };
}
