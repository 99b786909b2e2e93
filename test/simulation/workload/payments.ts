import { over } from '../auditor/dated.ts';
import { type AllocationPaper, isFee, openOf, type SourcePaper } from '../auditor/papers.ts';
import type { Input, Told, ToldLine, ToldShortfall } from '../auditor/told.ts';
import {
  anyItem,
  anySource,
  type Chooser,
  common,
  money,
  nobody,
  openItem,
  payers,
  someCents,
  someOf,
} from './chooser.ts';

export function someLine(chooser: Chooser, atMost: bigint | undefined): ToldLine {
  const { random } = chooser;
  const item = random.chance(85) ? openItem(chooser) : anyItem(chooser);
  const open = item === undefined ? 0n : over(openOf(item));
  const cents = someOf(chooser, atMost !== undefined && atMost < open ? atMost : open);
  const isRest = random.chance(15 + (chooser.manner % 3) * 15);
  const shortfall = isRest ? { shortfall: someShortfall(chooser) } : {};
  const paid = isRest && random.chance(70) && cents > 1n ? cents / 2n : cents;
  const line = { chargeId: item?.charge.chargeId ?? nobody, amount: money(paid), ...shortfall };
  return random.chance(60) ? { ...line, item: item?.number } : line;
}

const shortfallReasons: readonly [readonly [string, string], ...(readonly [string, string])[]] = [
  ['CONTRACTUAL', 'CONTRACT_RATE'],
  ['COURTESY', 'COURTESY'],
  ['SMALL_BALANCE', 'SMALL_BALANCE'],
];

/** Why the rest of a line is given up; now and then under an id that is taken, or for no reason. */
function someShortfall({ random, number, papers }: Chooser): ToldShortfall {
  const taken = random.chance(3) ? random.oneOf([...papers.adjustments.keys()]) : undefined;
  const [kind, reasonCode] = random.pick(shortfallReasons);
  const why = random.chance(3) ? {} : { reasonCode: random.chance(3) ? 'NO_SUCH_REASON' : reasonCode };
  return { adjustmentId: taken ?? `s${number}`, kind, ...why };
}

const strategies = ['NONE', 'OLDEST_DUE_FIRST', 'PRO_RATA', 'SMALLEST_FIRST', 'BY_PARTY', 'BY_PRIORITY'] as const;

/** A strategy, now and then with an order of categories, which only one of them takes. */
export function someStrategy({ random }: Chooser): Pick<Input, 'strategy' | 'priority'> {
  const strategy = random.pick(strategies);
  const hasOrder = strategy === 'BY_PRIORITY' ? random.chance(50) : random.chance(1);
  return hasOrder ? { strategy, priority: random.pick([['SERVICE'], ['LATE_FEE', 'OTHER'], ['OTHER']]) } : { strategy };
}

export function receivePayment(chooser: Chooser): Told {
  const { random, number } = chooser;
  const cents = someCents(chooser);
  const lines = random.chance(50) ? [someLine(chooser, random.chance(80) ? cents : undefined)] : [];
  if (lines.length > 0 && random.chance(20)) lines.push(someLine(chooser, cents / 2n));
  return {
    name: 'ReceivePayment',
    input: {
      ...common(chooser),
      paymentId: `p${number}`,
      currency: 'USD',
      amount: money(cents),
      method: random.pick(['CHECK', 'CARD', 'CASH']),
      payer: random.pick(payers),
      ...(lines.length > 0 ? { lines } : {}),
      ...(random.chance(50) ? someStrategy(chooser) : {}),
    },
  };
}

/** Pays one item exactly: what is paid in full and comes back is where the rules are hard. */
export function payExactly(chooser: Chooser): Told {
  const item = openItem(chooser);
  const fee = chooser.random.oneOf([...chooser.papers.items.values()].filter(({ charge }) => isFee(charge)));
  const paid = chooser.random.chance(30) && fee !== undefined ? fee : item;
  const open = paid === undefined ? 0n : over(openOf(paid));
  const { input } = receivePayment(chooser);
  const { lines: _lines, strategy: _strategy, priority: _priority, ...rest } = input;
  if (paid === undefined || open <= 0n) return { name: 'ReceivePayment', input: rest };
  const lines = [{ chargeId: paid.charge.chargeId, item: paid.number, amount: money(open) }];
  return { name: 'ReceivePayment', input: { ...rest, amount: money(open), lines } };
}

export function applyPayment(chooser: Chooser, credit?: SourcePaper): Told | undefined {
  const { random } = chooser;
  const source = credit ?? anySource(chooser, ({ unapplied }) => over(unapplied) > 0n);
  const recovery = random.chance(10) ? random.oneOf([...chooser.papers.recoveries.keys()]) : undefined;
  if (source === undefined) return undefined;
  const left = over(source.unapplied);
  const hasLines = random.chance(60);
  return {
    name: 'ApplyPayment',
    input: {
      ...common(chooser),
      paymentId: recovery ?? source.id,
      currency: 'USD',
      ...(hasLines ? { lines: [someLine(chooser, left)] } : {}),
      ...(hasLines && random.chance(60) ? {} : someStrategy(chooser)),
      ...(random.chance(20) ? { amount: money(someOf(chooser, left)) } : {}),
    },
  };
}

/** Something was given up with it: what takes it back is where the rules are hard. */
function hasShortfall({ shortfall }: AllocationPaper): boolean {
  return shortfall !== undefined && shortfall.undoneOn === undefined;
}

export function unapplyPayment(chooser: Chooser, kind: SourcePaper['kind'] = 'PAYMENT'): Told | undefined {
  const { random, papers } = chooser;
  const live = papers.allocations.filter((one) => one.live > 0n && one.source.kind === kind);
  const allocation = (random.chance(30) && random.oneOf(live.filter(hasShortfall))) || random.oneOf(live);
  const source =
    allocation?.source ??
    (kind === 'CREDIT' ? random.oneOf([...papers.credits.values()]) : anySource(chooser, () => true));
  if (source === undefined) return undefined;
  const item = random.chance(90) ? allocation?.item : anyItem(chooser);
  const line = {
    chargeId: item?.charge.chargeId ?? nobody,
    ...(random.chance(50) ? { item: item?.number } : {}),
    ...(random.chance(60) ? { amount: money(someOf(chooser, allocation?.live ?? 0n)) } : {}),
  };
  return {
    name: 'UnapplyPayment',
    input: {
      ...common(chooser, allocation?.day),
      paymentId: source.id,
      currency: 'USD',
      ...(random.chance(70) ? { lines: [line] } : {}),
      reasonCode: random.pick(['MISAPPLIED', 'PAYER_REQUEST']),
    },
  };
}

export function reversePayment(chooser: Chooser): Told | undefined {
  const { papers, random } = chooser;
  const applied = new Set(papers.allocations.filter(({ live }) => live > 0n).map(({ source }) => source));
  const refunded = new Set([...papers.refunds.values()].filter((one) => !one.reversedOn).map((one) => one.source));
  const shortfalls = new Set(
    papers.allocations.filter((one) => one.live > 0n && hasShortfall(one)).map(({ source }) => source),
  );
  const wanted = random.pick([applied, applied, refunded, shortfalls]);
  const source = anySource(chooser, (one) => one.reversedOn === undefined && wanted.has(one));
  if (source === undefined) return undefined;
  return {
    name: 'ReversePayment',
    input: {
      ...common(chooser, source.settledOn),
      paymentId: source.id,
      reasonCode: random.pick(['NSF', 'CHARGEBACK']),
    },
  };
}

export function reinstatePayment(chooser: Chooser): Told | undefined {
  const { random } = chooser;
  const wantsShortfall = random.chance(30);
  const source =
    anySource(chooser, ({ reversedOn, dropped }) => {
      const isWanted = !wantsShortfall || dropped.some(({ allocation }) => hasShortfall(allocation));
      return reversedOn !== undefined && isWanted;
    }) ?? anySource(chooser, ({ reversedOn }) => reversedOn !== undefined);
  if (source === undefined) return undefined;
  const reasonCode = random.pick(['REDEPOSITED', 'CHARGEBACK_WON']);
  return {
    name: 'ReinstatePayment',
    input: { ...common(chooser, source.reversedOn), paymentId: source.id, reasonCode },
  };
}

/** A payment somebody sends with an amount and nothing else. */
export function prepay(chooser: Chooser): Told {
  const { input } = receivePayment(chooser);
  const { lines: _lines, strategy: _strategy, priority: _priority, ...rest } = input;
  return { name: 'ReceivePayment', input: { ...rest, amount: money(someCents(chooser)) } };
}
