import { rechargeInBase } from './base.ts';
import { addItem, newCharge } from './charges.ts';
import { type At, later, over, sumOf } from './dated.ts';
import { earlierThan } from './desk.ts';
import { type ChargePaper, type ItemPaper, type Papers, post, type SourcePaper, standingRefunds } from './papers.ts';
import { cannotLose, type Release, releasesFor } from './releasing.ts';
import { firstObjection, type Refusal } from './verdict.ts';
import { lastChangeOf } from './void-charge.ts';

/** What of the payment has gone back to the payer, and the last day on which some of it did. */
export function gone(papers: Papers, payment: SourcePaper) {
  const standing = standingRefunds(papers, payment);
  return {
    cents: sumOf(standing.map(({ cents }) => cents)),
    lastDay: standing.map(({ day }) => day).reduce(later, payment.settledOn),
  };
}

/** The refunded part of a payment that the bank took back is owed by whoever got it: a charge, due at once, no revenue. */
export function recharge(papers: Papers, payment: SourcePaper, cents: bigint, { day, known }: At): void {
  let number = 1;
  while (papers.charges.has(`recharge:${number}`)) number += 1;
  const charge = newCharge(papers, {
    chargeId: `recharge:${number}`,
    category: 'OTHER',
    origin: 'RECHARGE',
    from: day,
    serviceDate: undefined,
    cents,
    tax: 0n,
    method: payment.method,
  });
  addItem(papers, charge, { party: payment.party, due: day, from: day, cents }, known);
  payment.recharge = charge;
  rechargeInBase(papers, payment, charge, { day, known });
  post(papers, { day, known, method: payment.method }, [
    ['AccountsReceivable', cents],
    ['CashClearing', -cents],
  ]);
}

/** A recharge falls when its payment comes back, and everything that was paid on it is released. */
export function cannotFall(papers: Papers, charge: ChargePaper | undefined, day: string): Refusal | undefined {
  if (charge === undefined) return undefined;
  const isBound = (item: ItemPaper): boolean => cannotLose(papers, [item], day, over(item.worth)) !== undefined;
  return firstObjection(
    () => [
      charge.items.some(({ writtenOff }) => over(writtenOff) > 0n) && 'CHARGE_HAS_WRITE_OFF',
      charge.away > 0n && 'CHARGE_TRANSFERRED',
      earlierThan(day, lastChangeOf(charge)),
    ],
    () => [charge.items.some(isBound) && 'BACKDATE_CONFLICT'],
  );
}

/** What its fall releases. */
export function releasesOfFall(papers: Papers, charge: ChargePaper | undefined, day: string): readonly Release[] {
  const items = charge?.items ?? [];
  return items.flatMap((item) => releasesFor(papers, { item, cents: over(item.worth) }, day));
}
