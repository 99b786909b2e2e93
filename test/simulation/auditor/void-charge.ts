import { voidInBase } from './base.ts';
import { revenueOf } from './charges.ts';
import { later, on, over } from './dated.ts';
import { beforeOpening, dayOf, earlierThan, type Rule, shapeAndAccount, there } from './desk.ts';
import { type ChargePaper, type Classified, type ItemPaper, isFee, type Papers, post } from './papers.ts';
import { livePlanOf } from './plan-papers.ts';
import { wrongReason } from './reasons.ts';
import { cannotLose, enterReleases, type Release, releasesFor } from './releasing.ts';
import { firstObjection } from './verdict.ts';

export const voidCharge: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const named = papers.charges.get(input.chargeId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [named === undefined && 'CHARGE_UNKNOWN'],
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => notVoidable(papers, there(named), day),
    () => [
      there(named).items.some((item) => cannotLose(papers, [item], day, over(item.worth)) !== undefined) &&
        'BACKDATE_CONFLICT',
    ],
  );
  if (refused !== undefined) return refused;
  const charge = there(named);
  const releases = charge.items.flatMap((item) => releasesFor(papers, { item, cents: over(item.worth) }, day));
  const isAdjusted = [...papers.adjustments.values()].some((one) => stands(one, charge));
  const reached = [
    releases.length > 0 ? ['a charge with credits on it is voided'] : [],
    isAdjusted ? ['an adjusted charge is voided'] : [],
  ].flat();
  const record = (known: number): void => recordVoid(papers, charge, releases, { day, known });
  return { kind: 'ACCEPT', reached: ['a charge is voided', ...reached], record };
};

function notVoidable(papers: Papers, charge: ChargePaper, day: string): readonly (string | false)[] {
  const posted = new Set(charge.items.slice(0, charge.itemsPosted).map(({ party }) => party));
  const isMoved = charge.items.some((item) => !posted.has(item.party) && over(item.worth) > 0n);
  return [
    charge.voidedOn !== undefined && 'ALREADY_REVERSED',
    isFee(charge) && 'FEE_NOT_VOIDABLE',
    charge.origin === 'RECHARGE' && 'RECHARGE_NOT_VOIDABLE',
    isMoved && 'CHARGE_HAS_TRANSFER',
    charge.cameFrom !== undefined && 'CHARGE_FROM_ACCOUNT',
    charge.away > 0n && 'CHARGE_TRANSFERRED',
    charge.items.some(({ writtenOff }) => over(writtenOff) > 0n) && 'CHARGE_HAS_WRITE_OFF',
    charge.items.some((item) => livePlanOf(papers, item) !== undefined) && 'CHARGE_HAS_PLAN',
    earlierThan(day, lastChangeOf(charge)),
    charge.items.some((item) => isPaidFrom(item, day)) && 'CHARGE_HAS_PAYMENT',
  ];
}

/** The last day on which the charge came to be worth more or less: nothing that takes all of it back is earlier. */
export function lastChangeOf({ items, from }: ChargePaper): string {
  return items
    .flatMap(({ worth }) => worth)
    .map(({ day }) => day)
    .reduce(later, from);
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

type At = Pick<Classified, 'day' | 'known'>;

/** Of the charge and of everything on it nothing is left; the caller says what has to be released. */
export function recordVoid(papers: Papers, charge: ChargePaper, releases: readonly Release[], at: At): void {
  enterReleases(papers, releases, at.known);
  for (const item of charge.items) {
    const cents = over(item.worth);
    if (cents > 0n) item.worth.push({ ...at, cents: -cents });
  }
  const standing = [...papers.adjustments.values()].filter((one) => stands(one, charge));
  voidInBase(papers, charge, standing, at);
  takeBack(papers, charge, at);
  charge.voidedOn = at.day;
}

/** The mirror of the charge and of its standing adjustments, each under the reason it was made with. */
function takeBack(papers: Papers, charge: ChargePaper, at: At): void {
  const { cents, origin } = charge;
  const tax = origin === 'ORIGINAL' ? charge.tax : 0n;
  const posted = origin === 'RECHARGE' ? [] : charge.items.slice(0, charge.itemsPosted);
  for (const item of posted) papers.charged.push({ ...at, cents: -item.posted, party: item.party });
  post(papers, { ...at, method: charge.method }, [
    ['AccountsReceivable', -cents],
    [counterAccountOf(charge), cents - tax],
    ['TaxPayable', tax],
  ]);
  for (const adjustment of papers.adjustments.values()) {
    if (stands(adjustment, charge)) takeBackAdjustment(papers, adjustment, at);
  }
  charge.worth = 0n;
  charge.taxLeft = 0n;
}

/** Where a charge of this origin and category posts to. */
function counterAccountOf({ origin, category }: ChargePaper): string {
  if (origin === 'OPENING') return 'OpeningBalance';
  return origin === 'RECHARGE' ? 'CashClearing' : (revenueOf[category] ?? '');
}

type AdjustmentOf = Papers['adjustments'] extends Map<string, infer Paper> ? Paper : never;

function takeBackAdjustment(papers: Papers, adjustment: AdjustmentOf, at: At): void {
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
