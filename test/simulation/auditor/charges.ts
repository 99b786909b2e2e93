import { chargeInBase, newBase } from './base.ts';
import { sumOf } from './dated.ts';
import { beforeOpening, type Desk, dayOf, partyOf, type Rule, shapeAndAccount, valued, worthOf } from './desk.ts';
import { type ChargePaper, feeCategories, type ItemPaper, type Papers, post } from './papers.ts';
import { centsOf, malformed } from './shape.ts';
import type { Input } from './told.ts';
import { firstObjection } from './verdict.ts';

export const revenueOf: Readonly<Record<string, string>> = {
  SERVICE: 'ServiceRevenue',
  OTHER: 'OtherRevenue',
  LATE_FEE: 'LateFeeRevenue',
  INTEREST: 'InterestRevenue',
};

export const openAccount: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const refused = firstObjection(
    () => malformed(told),
    beforeOpening(desk, input),
    () => [papers.openedOn !== undefined && 'ACCOUNT_ALREADY_OPEN'],
  );
  const record = (): void => {
    papers.openedOn = dayOf(desk, input);
    papers.currency = input.currency ?? '';
    if (papers.currency !== desk.baseCurrency) papers.base = newBase();
  };
  return refused ?? { kind: 'ACCEPT', reached: [], record };
};

export const postCharge: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const refused = firstObjection(
    () => [...malformed(told), ...misshapen(input)],
    ...shapeAndAccount(desk, told),
    () => [papers.charges.has(input.chargeId ?? '') && 'DUPLICATE_ID'],
    valued(desk, input),
    input.origin === 'OPENING' ? () => [] : beforeOpening(desk, input),
    () => [feeCategories.includes(input.category ?? '') && input.source === undefined && 'CATEGORY_NOT_POSTABLE'],
  );
  if (refused !== undefined) return refused;
  const reached = [
    (input.items?.length ?? 0) > 1 ? ['a charge in several items'] : [],
    input.origin === 'OPENING' && dayOf(desk, input) < desk.openingDate ? ['an opening item keeps its old date'] : [],
    dayOf(desk, input) > desk.today ? ['a charge of a future day'] : [],
    centsOf(input.amount) === 0n ? ['a charge of zero'] : [],
  ].flat();
  return { kind: 'ACCEPT', reached, record: (known) => recordCharge(desk, input, known) };
};

function misshapen(input: Input): readonly (string | false)[] {
  const items = (input.items ?? []).map(({ amount }) => centsOf(amount));
  const amount = centsOf(input.amount);
  const tax = centsOf(input.taxAmount);
  return [
    [amount, tax, ...items].some((cents) => cents < 0n) && 'AMOUNT_NEGATIVE',
    input.items !== undefined && sumOf(items) !== amount && 'ITEMS_DO_NOT_SUM',
    tax > amount && 'TAX_EXCEEDS_AMOUNT',
  ];
}

function recordCharge(desk: Desk, input: Input, known: number): void {
  const day = dayOf(desk, input);
  const cents = centsOf(input.amount);
  const isOpening = input.origin === 'OPENING';
  const tax = centsOf(input.taxAmount);
  const charge = newCharge(desk.papers, {
    chargeId: input.chargeId ?? '',
    category: input.category ?? '',
    origin: input.origin ?? 'ORIGINAL',
    from: day,
    serviceDate: input.serviceDate,
    cents,
    tax,
  });
  for (const item of input.items ?? [{ amount: input.amount ?? '' }]) {
    const due = item.dueDate ?? input.dueDate ?? day;
    addItem(desk.papers, charge, { party: partyOf(item.payer), due, from: day, cents: centsOf(item.amount) }, known);
  }
  chargeInBase(desk.papers, charge, worthOf(desk, input, cents), { day, known });
  const posted = isOpening ? 0n : tax;
  post(desk.papers, { day, known }, [
    ['AccountsReceivable', cents],
    [isOpening ? 'OpeningBalance' : (revenueOf[charge.category] ?? ''), posted - cents],
    ['TaxPayable', -posted],
  ]);
}

type ChargeFields = Omit<ChargePaper, 'items' | 'itemsPosted' | 'voidedOn' | 'taxLeft' | 'worth' | 'away'>;

export function newCharge(papers: Papers, fields: ChargeFields): ChargePaper {
  const rest = { items: [], itemsPosted: 0, voidedOn: undefined, taxLeft: fields.tax, worth: fields.cents, away: 0n };
  const charge: ChargePaper = { ...fields, ...rest };
  papers.charges.set(charge.chargeId, charge);
  papers.order += 1;
  return charge;
}

export function addItem(
  papers: Papers,
  charge: ChargePaper,
  { cents, ...fields }: Pick<ItemPaper, 'party' | 'due' | 'from' | 'redated'> & { readonly cents: bigint },
  known: number,
  isCharged = true,
): ItemPaper {
  const number = charge.items.length + 1;
  const key = `${charge.chargeId}#${number}`;
  const worth = [{ day: fields.from, cents, known }];
  const item = {
    key,
    charge,
    number,
    ...fields,
    order: papers.order,
    posted: cents,
    worth,
    writtenOff: [],
    credited: [],
    paid: [],
  };
  if (isCharged) charge.itemsPosted = number;
  if (isCharged && charge.origin !== 'RECHARGE')
    papers.charged.push({ day: fields.from, cents, known, party: fields.party });
  charge.items.push(item);
  papers.items.set(key, item);
  return item;
}
