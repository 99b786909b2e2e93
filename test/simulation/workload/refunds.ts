import { over } from '../auditor/dated.ts';
import { liveNewestFirst, type Papers, type SourcePaper } from '../auditor/papers.ts';
import type { Told, ToldLine } from '../auditor/told.ts';
import { anySource, type Chooser, common, money, nobody, someOf } from './chooser.ts';
import { anyCredit } from './credits.ts';

/** From what is unapplied, from what the payment had paid, or from both; now and then a sum that is none. */
export function refundPayment(chooser: Chooser): Told | undefined {
  const { random, number, papers } = chooser;
  const recovery = random.chance(3) ? random.oneOf([...papers.recoveries.keys()]) : undefined;
  const source = anySource(chooser, (one) => over(one.unapplied) > 0n || isApplied(papers, one));
  if (source === undefined) return undefined;
  const left = over(source.unapplied);
  const fromUnapplied = left > 0n || random.chance(5) ? someOf(chooser, left) : 0n;
  const lines = random.chance(left > 0n ? 50 : 95) ? reopened(chooser, source) : [];
  const opened = lines.reduce((sum, { cents }) => sum + cents, 0n);
  const amount = fromUnapplied + opened + (random.chance(3) ? 1n : 0n);
  const [last] = liveNewestFirst(papers, (one) => one.source === source);
  return {
    name: 'RefundPayment',
    input: {
      ...common(chooser, lines.length === 0 ? source.settledOn : last?.day),
      refundId: random.chance(97) ? `r${number}` : (random.oneOf([...papers.refunds.keys()]) ?? nobody),
      paymentId: recovery ?? source.id,
      currency: 'USD',
      amount: money(amount),
      ...(fromUnapplied > 0n || random.chance(20) ? { fromUnapplied: money(fromUnapplied) } : {}),
      ...(lines.length === 0 ? {} : { reopen: lines.map(({ line }) => line) }),
      method: random.pick(['CHECK', 'CARD']),
      reasonCode: random.pick(['OVERPAYMENT', 'REFUND_REQUESTED']),
    },
  };
}

function isApplied(papers: Papers, source: SourcePaper): boolean {
  return papers.allocations.some((one) => one.source === source && one.live > 0n);
}

interface Reopened {
  readonly line: ToldLine;
  readonly cents: bigint;
}

/** One or two of what the payment pays. */
function reopened(chooser: Chooser, source: SourcePaper): readonly Reopened[] {
  const { random, papers } = chooser;
  const allocations = liveNewestFirst(papers, (one) => one.source === source);
  const first = random.below(Math.max(allocations.length, 1));
  return allocations.slice(first, first + (random.chance(50) ? 2 : 1)).map(({ item, live }) => {
    const cents = someOf(chooser, live);
    const line = { chargeId: random.chance(97) ? item.charge.chargeId : nobody, amount: money(cents) };
    return { line: random.chance(60) ? { ...line, item: item.number } : line, cents };
  });
}

export function refundCredit(chooser: Chooser): Told | undefined {
  const { random, number } = chooser;
  const credit = anyCredit(chooser, ({ unapplied }) => over(unapplied) > 0n);
  if (credit === undefined) return undefined;
  return {
    name: 'RefundCredit',
    input: {
      ...common(chooser, credit.from),
      refundId: `r${number}`,
      creditId: random.chance(95) ? credit.id : nobody,
      currency: 'USD',
      amount: money(someOf(chooser, over(credit.unapplied))),
      method: random.pick(['CHECK', 'CARD']),
      reasonCode: random.pick(['OVERPAYMENT', 'REFUND_REQUESTED']),
    },
  };
}

export function reverseRefund(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const [refundId, refund] = random.oneOf([...papers.refunds]) ?? [];
  if (refundId === undefined || refund === undefined) return undefined;
  return {
    name: 'ReverseRefund',
    input: {
      ...common(chooser, refund.day),
      refundId: random.chance(95) ? refundId : nobody,
      reasonCode: random.pick(['REFUND_STALE', 'REFUND_RETURNED']),
    },
  };
}
