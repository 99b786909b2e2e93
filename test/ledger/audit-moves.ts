import type { FactOf } from '#ledger/events.ts';
import { found, must, type Papers, type Touched } from './audit-papers.ts';
import { addOn, sumsOf } from './dated-sums.ts';
import { partyText } from './summary-parts.ts';

/** A part of an item becomes an item of another party. */
export function transferred(papers: Papers, fact: FactOf<'ResponsibilityTransferred'>): Touched {
  const { chargeId, moves, toParty, amount } = fact.data;
  const date = fact.effectiveDate;
  must(moves.reduce((sum, move) => sum + BigInt(move.amount), 0n) === BigInt(amount), 'INV-37 moves do not add up');
  for (const move of moves) {
    const [from, to] = [`${chargeId}#${move.item}`, `${chargeId}#${move.toItem}`];
    const source = found(papers.items.get(from), `INV-14 no ${from}`);
    must(date >= source.start, 'INV-17 a transfer before its item');
    must(source.party !== partyText(toParty), 'INV-27 a transfer to the same party');
    must(!papers.items.has(to), `INV-14 ${to} begins twice`);
    papers.items.set(to, { chargeId, start: date, party: partyText(toParty) });
    addOn(sumsOf(papers.open, from), date, -BigInt(move.amount));
    addOn(sumsOf(papers.open, to), date, BigInt(move.amount));
  }
  return { items: moves.flatMap((move) => [`${chargeId}#${move.item}`, `${chargeId}#${move.toItem}`]), sources: [] };
}
