import { over } from '../auditor/dated.ts';
import { plusDays } from '../auditor/days.ts';
import { isFee, openOf } from '../auditor/papers.ts';
import type { Told } from '../auditor/told.ts';
import {
  anyItem,
  type Chooser,
  common,
  money,
  nobody,
  openItem,
  paidItem,
  payers,
  someCents,
  someOf,
} from './chooser.ts';

/** Few charges with much happening to them: where there are some, seldom one more. */
export function anotherCharge(chooser: Chooser): Told | undefined {
  const inPlay = [...chooser.papers.charges.values()].filter(({ voidedOn }) => voidedOn === undefined);
  const isEnough = inPlay.length >= 2 + (chooser.manner % 4);
  return isEnough && chooser.random.chance(75) ? undefined : postCharge(chooser);
}

export function postCharge(chooser: Chooser): Told {
  const { random, number, today } = chooser;
  const fields = common(chooser);
  const cents = random.chance(3) ? 0n : someCents(chooser);
  const start = fields.effectiveDate ?? today;
  const isOpening = random.chance(6);
  const input = {
    ...fields,
    ...(isOpening ? { origin: 'OPENING', effectiveDate: plusDays(start, -random.between(0, 90)) } : {}),
    chargeId: `c${number}`,
    category: random.chance(85) ? 'SERVICE' : 'OTHER',
    currency: 'USD',
    amount: money(cents),
    ...(random.chance(20) && cents > 10n ? { taxAmount: money(cents / 7n) } : {}),
    ...(random.chance(50) ? { dueDate: plusDays(start, random.between(-5, 30)) } : {}),
    ...(random.chance(30) ? { serviceDate: plusDays(start, -random.between(0, 20)) } : {}),
  };
  return {
    name: 'PostCharge',
    input: random.chance(35) && cents > 100n ? { ...input, items: parts(chooser, cents, start) } : input,
  };
}

function parts({ random }: Chooser, cents: bigint, start: string) {
  const first = cents / BigInt(random.between(2, 4));
  const second = random.chance(50) ? first : 0n;
  return [first, second, cents - first - second]
    .filter((part) => part > 0n)
    .map((part) => ({
      amount: money(part),
      ...(random.chance(70) ? { dueDate: plusDays(start, random.between(0, 40)) } : {}),
      payer: random.pick(payers),
    }));
}

/** A fee brought from another system. */
export function postFee(chooser: Chooser): Told {
  const { input } = postCharge(chooser);
  const source = chooser.random.chance(70) ? { source: { system: 'old-books', id: `x${chooser.number}` } } : {};
  return {
    name: 'PostCharge',
    input: { ...input, category: chooser.random.pick(['LATE_FEE', 'INTEREST']), ...source },
  };
}

const kinds: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['CONTRACTUAL', 'CONTRACT_RATE'],
  ['CHARITY', 'CHARITY_CARE'],
  ['COURTESY', 'COURTESY'],
  ['CORRECTION', 'WRONG_AMOUNT'],
  ['SMALL_BALANCE', 'SMALL_BALANCE'],
];

export function adjustCharge(chooser: Chooser): Told | undefined {
  const { random, number } = chooser;
  const item = random.chance(50) ? paidItem(chooser) : anyItem(chooser);
  if (item === undefined) return undefined;
  const isUp = random.chance(20);
  const size = isUp ? someCents(chooser) : someOf(chooser, over(item.worth));
  const [kind, reasonCode] = random.pick(kinds);
  const cents = isUp ? size : -size;
  return {
    name: 'AdjustCharge',
    input: {
      ...common(chooser, item.from),
      ...(random.chance(35) ? { effectiveDate: random.oneOf(openOf(item))?.day } : {}),
      adjustmentId: `a${number}`,
      chargeId: item.charge.chargeId,
      ...(random.chance(50) ? { item: item.number } : {}),
      kind,
      currency: 'USD',
      amount: money(cents),
      ...(random.chance(8) ? { taxAmount: money(cents / 10n) } : {}),
      reasonCode,
    },
  };
}

export function undoAdjustment(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const [undoes, original] = random.oneOf([...papers.adjustments]) ?? [];
  if (undoes === undefined || original === undefined) return undefined;
  const cents = random.chance(90) ? -original.cents : someCents(chooser);
  const reasonCode = { CONTRACTUAL: 'CONTRACT_RATE', CHARITY: 'CHARITY_CARE', COURTESY: 'COURTESY' }[original.kind];
  const isSmall = original.kind === 'SMALL_BALANCE';
  return {
    name: 'AdjustCharge',
    input: {
      ...common(chooser, original.day),
      adjustmentId: `a${chooser.number}`,
      currency: 'USD',
      chargeId: original.chargeId,
      kind: original.kind,
      amount: money(cents),
      reasonCode: reasonCode ?? (isSmall ? 'SMALL_BALANCE' : 'ADJUSTED_IN_ERROR'),
      undoes: random.chance(95) ? undoes : nobody,
    },
  };
}

export function transferResponsibility(chooser: Chooser): Told | undefined {
  const { random, number, today } = chooser;
  const item = openItem(chooser);
  if (item === undefined) return undefined;
  return {
    name: 'TransferResponsibility',
    input: {
      ...common(chooser, item.from),
      transferId: `t${number}`,
      chargeId: item.charge.chargeId,
      ...(random.chance(70) ? { item: item.number } : {}),
      currency: 'USD',
      amount: money(someOf(chooser, over([...item.worth, ...item.paid]))),
      toPayer: random.pick(payers),
      ...(random.chance(30) ? { dueDate: plusDays(today, random.between(0, 30)) } : {}),
      reasonCode: random.pick(['PATIENT_SHARE', 'NEXT_PAYER']),
    },
  };
}

export function assessLateFee(chooser: Chooser): Told | undefined {
  const { random, number } = chooser;
  const item = anyItem(chooser);
  if (item === undefined) return undefined;
  const [payerClass, payerId] = item.party.split('/');
  const owes = payerClass === undefined || payerId === undefined ? undefined : { payerClass, payerId };
  return {
    name: 'AssessLateFee',
    input: {
      ...common(chooser, item.from),
      chargeId: `f${number}`,
      ...(random.chance(30) ? { category: 'INTEREST' } : {}),
      currency: 'USD',
      amount: money(BigInt(random.pick([500, 900, 1_200]))),
      feeOn: { chargeId: item.charge.chargeId, item: item.number },
      period: random.pick(['2026-01', '2026-02', '2026-03']),
      payer: random.chance(85) ? owes : random.pick(payers),
    },
  };
}

export function waiveLateFee(chooser: Chooser): Told | undefined {
  const { random, number, papers } = chooser;
  const fees = [...papers.charges.values()].filter(isFee);
  const wasPaid = fees.filter(({ items }) => items.some(({ paid }) => paid.some(({ cents }) => cents > 0n)));
  const isPaidOnce = random.chance(60) && wasPaid.length > 0;
  const likely = isPaidOnce ? wasPaid : fees;
  const fee = random.chance(93) ? random.oneOf(likely) : random.oneOf([...papers.charges.values()]);
  if (fee === undefined) return undefined;
  return {
    name: 'WaiveLateFee',
    input: {
      ...common(chooser, fee.from),
      ...(isPaidOnce ? { effectiveDate: random.oneOf(fee.items.flatMap(({ paid }) => paid))?.day } : {}),
      waiverId: `w${number}`,
      chargeId: fee.chargeId,
      currency: 'USD',
      ...(random.chance(isPaidOnce ? 30 : 70) ? { amount: money(someOf(chooser, fee.worth)) } : {}),
      reasonCode: random.pick(['GOODWILL', 'HARDSHIP']),
    },
  };
}
