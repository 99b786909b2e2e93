import type { FactOf } from '#ledger/events.ts';
import { must, type Papers } from './audit-papers.ts';
import { sumsOf, upTo } from './dated-sums.ts';

type Voided = FactOf<'ChargeVoided'>;

/** INV-15: a charge is voided once. What its items lose. */
export function voidedItems(
  papers: Papers,
  { data }: Voided,
): readonly { readonly item: number; readonly amount: bigint }[] {
  must(!papers.voided.has(data.chargeId), 'INV-15 a charge is voided twice');
  papers.voided.add(data.chargeId);
  return data.items.map(({ item, amount }) => ({ item, amount: -BigInt(amount) }));
}

/** INV-16: from its void on nothing of a charge is left, nor anything applied to it. */
export function nothingLeft(papers: Papers, { data, effectiveDate }: Voided): void {
  const open = sumsOf(papers.chargeOpen, data.chargeId);
  const days = [effectiveDate, ...[...open.keys()].filter((day) => day > effectiveDate)];
  must(
    days.every((day) => upTo(open, day) === 0n),
    'INV-16 something of a voided charge is open',
  );
}
