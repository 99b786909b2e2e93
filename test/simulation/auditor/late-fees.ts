import { isProtected } from './agreements.ts';
import { chargeInBase, waiveInBase, waiverBackInBase } from './base.ts';
import { addItem, newCharge, revenueOf } from './charges.ts';
import { type At, sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  earlierThan,
  namedItems,
  partyOf,
  type Rule,
  shapeAndAccount,
  there,
  unknownLines,
  valued,
  worthOf,
} from './desk.ts';
import { type ChargePaper, type ItemPaper, isFee, type Papers, post } from './papers.ts';
import { itemRequired } from './placing.ts';
import { lineageOf } from './plan-papers.ts';
import { wrongReason } from './reasons.ts';
import { cannotLose, enterReleases, releasesFor, spreadLoss, worthFrom } from './releasing.ts';
import { centsOf } from './shape.ts';
import type { Input } from './told.ts';
import { firstObjection, refuse } from './verdict.ts';
import { voided } from './void-charge.ts';

export const assessLateFee: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const on = { chargeId: input.feeOn?.chargeId ?? '', item: input.feeOn?.item ?? 1 };
  const late = papers.items.get(`${on.chargeId}#${on.item}`);
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [papers.charges.has(input.chargeId ?? '') && 'DUPLICATE_ID', ...unknownLines(papers, [on])],
    valued(desk, input),
    beforeOpening(desk, input),
    () => notChargeable(papers, input, there(late), day),
  );
  if (refused !== undefined) {
    const isByLineage = refused.codes.includes('FEE_ALREADY_ASSESSED') && !isFined(papers, there(late), input);
    return isByLineage ? refuse(refused.codes, 'a fee is refused because the item was fined before a plan') : refused;
  }
  const { chargeId = '', category = 'LATE_FEE', dueDate: due = day, period = '' } = input;
  const cents = centsOf(input.amount);
  const fee = { chargeId, category, cents, due, period, worth: worthOf(desk, input, cents) };
  return {
    kind: 'ACCEPT',
    reached: ['a late fee'],
    record: (known) => recordFee(papers, fee, there(late), { day, known }),
  };
};

function notChargeable(papers: Papers, input: Input, late: ItemPaper, day: string): readonly (string | false)[] {
  return [
    voided(papers, [late.charge.chargeId]),
    isFee(late.charge) && 'FEE_ON_FEE',
    partyOf(input.payer) !== late.party && 'FEE_PARTY_NOT_STATED',
    lineageOf(late).some((item) => isFined(papers, item, input)) && 'FEE_ALREADY_ASSESSED',
    earlierThan(day, late.from),
    isProtected(papers, late, day) && 'ITEM_PROTECTED',
  ];
}

function isFined({ fees }: Papers, { key }: ItemPaper, { period }: Input): boolean {
  return fees.has(`${key}@${period}`);
}

interface Fee {
  readonly chargeId: string;
  readonly category: string;
  readonly cents: bigint;
  readonly due: string;
  readonly period: string;
  /** In base. */
  readonly worth: bigint | undefined;
}

export function recordFee(
  papers: Papers,
  { chargeId, category, cents, due, period, worth }: Fee,
  late: ItemPaper,
  { day, known }: At,
): void {
  const fields = { chargeId, category, origin: 'FEE', from: day, serviceDate: undefined, cents, tax: 0n };
  const charge = newCharge(papers, fields);
  addItem(papers, charge, { party: late.party, due, from: day, cents }, known);
  chargeInBase(papers, charge, worth, { day, known });
  papers.fees.set(`${late.key}@${period}`, day);
  post(papers, { day, known }, [
    ['AccountsReceivable', cents],
    [revenueOf[category] ?? '', -cents],
  ]);
}

export const waiveLateFee: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const chargeId = input.chargeId ?? '';
  const charge = papers.charges.get(chargeId);
  const line = { chargeId, item: input.item };
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [...unknownLines(papers, [line]), papers.waivers.has(input.waiverId ?? '') && 'DUPLICATE_ID'],
    currency(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [
      voided(papers, [chargeId]),
      !isFee(there(charge)) && 'NOT_A_FEE',
      input.amount !== undefined && itemRequired(papers, [line]),
      earlierThan(day, charge?.from),
    ],
  );
  return refused ?? waive(desk, input, there(charge));
};

function waive(desk: Desk, input: Input, charge: ChargePaper): ReturnType<Rule> {
  const { papers } = desk;
  const day = dayOf(desk, input);
  const items = namedItems(papers, input);
  const cents = input.amount === undefined ? worthFrom(items, day) : centsOf(input.amount);
  const obstacle = cannotLose(papers, items, day, cents);
  if (cents <= 0n || obstacle === 'NOT_WORTH_IT') return refuse(['EXCEEDS_FEE']);
  if (obstacle === 'NEGATIVE_DAY') return refuse(['BACKDATE_CONFLICT'], 'a waiver is refused because of a past day');
  const losses = spreadLoss(papers, items, day, cents);
  const releases = losses.flatMap((loss) => releasesFor(papers, loss, day));
  const record = (known: number): void => {
    enterReleases(papers, releases, known);
    const waived = { charge, day, cents, items: losses, reversedOn: undefined };
    papers.waivers.set(input.waiverId ?? '', waived);
    waiveInBase(papers, waived, known);
    for (const { item, cents: part } of losses) {
      item.worth.push({ day, cents: -part, known });
      papers.charged.push({ day, cents: -part, known, party: item.party, reason: input.reasonCode });
    }
    charge.worth -= cents;
    post(papers, { day, known }, [
      [revenueOf[charge.category] ?? '', cents],
      ['AccountsReceivable', -sumOf(losses.map((loss) => loss.cents))],
    ]);
  };
  return { kind: 'ACCEPT', reached: releases.length > 0 ? ['a paid fee is waived'] : ['a fee is waived'], record };
}

/** Takes a waiver back whole and once; money that it freed stays free. */
export const reinstateLateFee: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const named = papers.waivers.get(input.waiverId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [named === undefined && 'WAIVER_UNKNOWN'],
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [named?.reversedOn !== undefined && 'ALREADY_REVERSED', earlierThan(day, named?.day)],
  );
  if (refused !== undefined) return refused;
  const waiver = there(named);
  const { charge, cents, items } = waiver;
  const record = (known: number): void => {
    waiver.reversedOn = day;
    waiverBackInBase(papers, waiver, { day, known });
    charge.worth += cents;
    for (const { item, cents: part } of items) {
      item.worth.push({ day, cents: part, known });
      papers.charged.push({ day, cents: part, known, party: item.party, reason: input.reasonCode });
    }
    post(papers, { day, known }, [
      ['AccountsReceivable', cents],
      [revenueOf[charge.category] ?? '', -cents],
    ]);
  };
  return { kind: 'ACCEPT', reached: ['a waiver is taken back'], record };
};
