import { adjustInBase } from './base.ts';
import { sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  earlierThan,
  namedItems,
  type Rule,
  shapeAndAccount,
  startOf,
  there,
  unknownLines,
} from './desk.ts';
import { type AdjustmentPaper, type ChargePaper, inOrder, type Papers, post } from './papers.ts';
import { itemRequired } from './placing.ts';
import { reasonFor, wrongReason } from './reasons.ts';
import { cannotLose, enterReleases, type Loss, releasesFor, spreadLoss } from './releasing.ts';
import { centsOf, malformed } from './shape.ts';
import type { Input, Told } from './told.ts';
import { firstObjection, refuse, type Verdict } from './verdict.ts';
import { voided } from './void-charge.ts';

export const adjustCharge: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const original = papers.adjustments.get(input.undoes ?? '');
  const chargeId = input.chargeId ?? '';
  const isUnknownOriginal = input.undoes !== undefined && original?.chargeId !== chargeId;
  const refused = firstObjection(
    () => [...malformed(told), ...misshapen(input)],
    ...shapeAndAccount(desk, told),
    () => [
      ...unknownLines(papers, [{ chargeId, item: input.item }]),
      isUnknownOriginal && 'ADJUSTMENT_UNKNOWN',
      papers.adjustments.has(input.adjustmentId ?? '') && 'DUPLICATE_ID',
    ],
    currency(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [
      voided(papers, [chargeId]),
      ...notOpposite(original, input, day),
      input.undoes === undefined && itemRequired(papers, [{ chargeId, item: input.item }]),
      papers.base !== undefined &&
        input.undoes === undefined &&
        centsOf(input.amount) > 0n &&
        papers.charges.get(chargeId)?.cents === 0n &&
        'NO_CARRIED_RATE',
      earlierThan(day, startOf(papers, input)),
    ],
  );
  return refused ?? change(desk, told, there(papers.charges.get(chargeId)), original);
};

function misshapen({ amount, taxAmount }: Input): readonly (string | false)[] {
  const cents = centsOf(amount);
  const tax = centsOf(taxAmount);
  const isBeyond = tax !== 0n && (tax < 0n !== cents < 0n || (cents < 0n ? tax < cents : tax > cents));
  return [cents === 0n && 'AMOUNT_ZERO', isBeyond && 'TAX_EXCEEDS_AMOUNT'];
}

function notOpposite(original: AdjustmentPaper | undefined, input: Input, day: string): readonly (string | false)[] {
  if (original === undefined) return [];
  const isOpposite =
    centsOf(input.amount) === -original.cents &&
    (input.taxAmount === undefined || centsOf(input.taxAmount) === -original.tax) &&
    input.kind === original.kind &&
    input.item === undefined;
  return [
    original.undoneOn !== undefined && 'ALREADY_REVERSED',
    !isOpposite && 'OPPOSITE_EXPECTED',
    earlierThan(day, original.day),
  ];
}

function change(desk: Desk, told: Told, charge: ChargePaper, original: AdjustmentPaper | undefined): Verdict {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const cents = centsOf(input.amount);
  const tax = original === undefined ? statedTax(charge, input) : -original.tax;
  const isTaxBeyond = charge.taxLeft + tax < 0n || charge.taxLeft + tax > charge.worth + cents;
  if (charge.worth + cents >= 0n && isTaxBeyond) return refuse(['EXCEEDS_TAX']);
  const losses = cents < 0n ? lossesOf(papers, input, original, day) : gains(papers, input, original, day);
  if (typeof losses === 'string') return refuse([losses], ...backDated(desk, day));
  const releases = losses.flatMap((loss) => (loss.cents > 0n ? releasesFor(papers, loss, day) : []));
  const contra = original?.contra ?? there(reasonFor(desk, told)?.contraAccount);
  const adjustment = {
    isUndoing: original !== undefined && !original.isUndoing,
    chargeId: charge.chargeId,
    kind: input.kind ?? '',
    reason: input.reasonCode ?? '',
    day,
    cents,
    tax,
    contra,
  };
  const reached = [
    cents > 0n ? ['an adjustment raises a charge'] : [],
    original === undefined ? [] : ['an adjustment is undone'],
    tax !== 0n && input.taxAmount === undefined && original === undefined ? ['a tax part changes pro rata'] : [],
    releases.length > 0 && day < desk.today ? ['a back-dated adjustment of a paid item'] : [],
    releases.some((release) => release.day > day) ? ['a release waits for the day of its allocation'] : [],
    releases.length > 1 && releases.some(({ allocation, cents: part }) => part < allocation.live)
      ? ['an older allocation gives way beside a part of a newer one']
      : [],
    new Set(releases.map(({ allocation }) => allocation.source)).size > 1 ? ['releases from several payments'] : [],
    cents < 0n && losses.length > 1 ? ['a reduction takes from several items'] : [],
  ].flat();
  const record = (known: number): void => {
    enterReleases(papers, releases, known);
    const items = losses.map((loss) => ({ item: loss.item, cents: -loss.cents }));
    const paper = { ...adjustment, items, undoes: original, undoneOn: undefined };
    papers.adjustments.set(input.adjustmentId ?? '', paper);
    if (original !== undefined) original.undoneOn = day;
    recordChange(papers, charge, paper, known);
  };
  return { kind: 'ACCEPT', reached, record };
}

function backDated(desk: Desk, day: string): readonly string[] {
  return day < desk.today ? ['a back-dated command is refused'] : [];
}

/** As stated, or the proportion of tax to worth, to the nearest cent, half away from zero. */
function statedTax(charge: ChargePaper, { amount, taxAmount }: Input): bigint {
  return taxAmount === undefined ? taxOf(charge, centsOf(amount)) : centsOf(taxAmount);
}

export function taxOf(charge: ChargePaper, cents: bigint): bigint {
  if (charge.taxLeft === 0n || charge.worth === 0n) return 0n;
  const size = ((cents < 0n ? -cents : cents) * charge.taxLeft * 2n + charge.worth) / (2n * charge.worth);
  return cents < 0n ? -size : size;
}

function lossesOf(
  papers: Papers,
  input: Input,
  original: AdjustmentPaper | undefined,
  day: string,
): readonly Loss[] | 'EXCEEDS_ADJUSTABLE' | 'BACKDATE_CONFLICT' {
  const items = namedItems(papers, input);
  const cents = -centsOf(input.amount);
  const parts =
    original === undefined
      ? [{ items, cents }]
      : original.items.map((one) => ({ items: [one.item], cents: one.cents }));
  const obstacles = parts.map((part) => cannotLose(papers, part.items, day, part.cents));
  const first = obstacles.find((obstacle) => obstacle !== undefined);
  if (first !== undefined) return first === 'NOT_WORTH_IT' ? 'EXCEEDS_ADJUSTABLE' : 'BACKDATE_CONFLICT';
  return original === undefined ? spreadLoss(papers, items, day, cents) : original.items;
}

/** An increase goes to the item named, or to the last there is on that day; undoing goes where the original came from. */
function gains(papers: Papers, input: Input, original: AdjustmentPaper | undefined, day: string): readonly Loss[] {
  if (original !== undefined) return original.items;
  const last = inOrder(namedItems(papers, input).filter(({ from }) => from <= day)).at(-1);
  return [{ item: there(last), cents: -centsOf(input.amount) }];
}

export function recordChange(papers: Papers, charge: ChargePaper, adjustment: AdjustmentPaper, known: number): void {
  const { day, cents, tax, contra, items } = adjustment;
  for (const { item, cents: part } of items) {
    item.worth.push({ day, cents: part, known });
    papers.charged.push({ day, cents: part, known, party: item.party, reason: adjustment.reason });
  }
  adjustInBase(papers, adjustment, known);
  charge.worth += cents;
  charge.taxLeft += tax;
  post(papers, { day, known }, [
    ['AccountsReceivable', sumOf(items.map((one) => one.cents))],
    [contra, tax - cents],
    ['TaxPayable', -tax],
  ]);
}
