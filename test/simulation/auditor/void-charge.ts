import { revenueOf } from './charges.ts';
import { later, on, over } from './dated.ts';
import { beforeOpening, type Desk, dayOf, earlierThan, type Rule, shapeAndAccount, there } from './desk.ts';
import { type ChargePaper, type Classified, type ItemPaper, isFee, type Papers, post } from './papers.ts';
import { wrongReason } from './reasons.ts';
import { cannotLose, enterReleases, releasesFor } from './releasing.ts';
import { firstObjection } from './verdict.ts';

export const voidCharge: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const named = papers.charges.get(input.chargeId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [named === undefined && 'CHARGE_UNKNOWN'],
    () => [wrongReason(told.name, input.reasonCode)],
    beforeOpening(desk, input),
    () => notVoidable(there(named), day),
    () => [
      there(named).items.some((item) => cannotLose(papers, [item], day, over(item.worth)) !== undefined) &&
        'BACKDATE_CONFLICT',
    ],
  );
  if (refused !== undefined) return refused;
  const charge = there(named);
  const losses = charge.items.map((item) => ({ item, cents: over(item.worth) })).filter(({ cents }) => cents > 0n);
  const releases = losses.flatMap((loss) => releasesFor(papers, loss, day));
  const isAdjusted = [...papers.adjustments.values()].some((one) => stands(one, charge));
  const reached = [
    releases.length > 0 ? ['a charge with credits on it is voided'] : [],
    isAdjusted ? ['an adjusted charge is voided'] : [],
  ].flat();
  const record = (known: number): void => {
    enterReleases(papers, releases, known);
    for (const { item, cents } of losses) item.worth.push({ day, cents: -cents, known });
    takeBack(desk, charge, { day, known });
    charge.voidedOn = day;
  };
  return { kind: 'ACCEPT', reached: ['a charge is voided', ...reached], record };
};

function notVoidable(charge: ChargePaper, day: string): readonly (string | false)[] {
  const posted = new Set(charge.items.slice(0, charge.itemsPosted).map(({ party }) => party));
  const isMoved = charge.items.some((item) => !posted.has(item.party) && over(item.worth) > 0n);
  const lastChange = charge.items
    .flatMap(({ worth }) => worth)
    .map((change) => change.day)
    .reduce(later, charge.from);
  return [
    charge.voidedOn !== undefined && 'ALREADY_REVERSED',
    isFee(charge) && 'FEE_NOT_VOIDABLE',
    charge.origin === 'RECHARGE' && 'RECHARGE_NOT_VOIDABLE',
    isMoved && 'CHARGE_HAS_TRANSFER',
    charge.items.some(({ writtenOff }) => over(writtenOff) > 0n) && 'CHARGE_HAS_WRITE_OFF',
    earlierThan(day, lastChange),
    charge.items.some((item) => isPaidFrom(item, day)) && 'CHARGE_HAS_PAYMENT',
  ];
}

/** Whether money, not credit, is on the item on that day or on any later one. */
function isPaidFrom({ paid, credited }: ItemPaper, day: string): boolean {
  const cash = [...paid, ...credited.map((change) => ({ ...change, cents: -change.cents }))];
  return [day, ...cash.map((change) => change.day)].some((one) => one >= day && on(cash, one) < 0n);
}

interface Standing {
  readonly chargeId: string;
  readonly undoneOn: string | undefined;
  readonly isUndoing: boolean;
}

function stands({ chargeId, undoneOn, isUndoing }: Standing, charge: ChargePaper): boolean {
  return chargeId === charge.chargeId && undoneOn === undefined && !isUndoing;
}

/** The mirror of the charge and of its standing adjustments, each under the reason it was made with. */
function takeBack({ papers }: Desk, charge: ChargePaper, at: Pick<Classified, 'day' | 'known'>): void {
  const { cents, origin, category } = charge;
  const tax = origin === 'OPENING' ? 0n : charge.tax;
  for (const item of charge.items.slice(0, charge.itemsPosted)) {
    papers.charged.push({ ...at, cents: -item.posted, party: item.party });
  }
  post(papers, at, [
    ['AccountsReceivable', -cents],
    [origin === 'OPENING' ? 'OpeningBalance' : (revenueOf[category] ?? ''), cents - tax],
    ['TaxPayable', tax],
  ]);
  for (const adjustment of papers.adjustments.values()) {
    if (!stands(adjustment, charge)) continue;
    takeBackAdjustment(papers, adjustment, at);
  }
  charge.worth = 0n;
  charge.taxLeft = 0n;
}

type AdjustmentOf = Papers['adjustments'] extends Map<string, infer Paper> ? Paper : never;

function takeBackAdjustment(papers: Papers, adjustment: AdjustmentOf, at: Pick<Classified, 'day' | 'known'>): void {
  const { cents, tax, contra, items, reason } = adjustment;
  for (const { item, cents: part } of items) {
    papers.charged.push({ ...at, cents: -part, party: item.party, reason });
  }
  post(papers, at, [
    ['AccountsReceivable', -cents],
    [contra, cents - tax],
    ['TaxPayable', tax],
  ]);
}

/** What is voided can be read and nothing else. */
export function voided(papers: Papers, chargeIds: readonly string[]): string | false {
  return chargeIds.some((chargeId) => papers.charges.get(chargeId)?.voidedOn !== undefined) && 'CHARGE_VOIDED';
}
