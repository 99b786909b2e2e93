import { sourceInBase } from './base.ts';
import { type At, later, sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  isTakenPayment,
  notArrived,
  partyOf,
  type Rule,
  shapeAndAccount,
  there,
  unknownLines,
  unknownPayment,
  valued,
  worthOf,
} from './desk.ts';
import { type Papers, post, type SourcePaper } from './papers.ts';
import { insufficient, itemRequired, placeAll, reachedBy, restOf } from './placing.ts';
import { centsOf, malformed } from './shape.ts';
import { enterWithShortfalls, takenAdjustmentIds, wrongShortfallReasons } from './shortfalls.ts';
import type { Input, Told } from './told.ts';
import { firstObjection, refuse, type Verdict } from './verdict.ts';
import { voided } from './void-charge.ts';

export const receivePayment: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const lines = input.lines ?? [];
  const cents = centsOf(input.amount);
  const refused = firstObjection(
    () => [
      ...malformed(told),
      strayPriority(input),
      sumOf(lines.map(({ amount }) => centsOf(amount))) > cents && 'LINES_EXCEED_AMOUNT',
    ],
    ...shapeAndAccount(desk, told),
    () => [
      isTakenPayment(papers, input.paymentId) && 'DUPLICATE_ID',
      ...unknownLines(papers, lines),
      takenAdjustmentIds(papers, lines),
    ],
    valued(desk, input),
    () => wrongShortfallReasons(desk, told),
    beforeOpening(desk, input),
    () => [
      voided(
        papers,
        lines.map(({ chargeId }) => chargeId),
      ),
      itemRequired(papers, lines),
    ],
  );
  if (refused !== undefined) return refused;
  const day = dayOf(desk, input);
  const placing = { papers, from: day, unapplied: [{ day, cents, known: 0 }], placed: [] };
  const placed = placeAll(placing, lines, { ...restOf(input, partyOf(input.payer)), asked: undefined });
  if (typeof placed === 'string') return refuse([placed], ...refusedForADay(desk, day));
  const isOverpaid = sumOf(placed.placed.map((one) => one.cents)) < cents;
  const reached = [
    ...reachedBy(placed.placed, partyOf(input.payer), day),
    ...(isOverpaid && placed.placed.length > 0 ? ['more is paid than is open'] : []),
    ...(input.strategy === 'PRO_RATA' && placed.placed.length > 1 ? ['a payment is spread pro rata'] : []),
    ...(input.strategy !== undefined && placed.placed.length > 0 ? [`a payment placed ${input.strategy}`] : []),
  ];
  const record = (known: number): void => {
    const source = { id: input.paymentId ?? '', party: partyOf(input.payer), method: input.method, cents };
    const payment = recordPayment(papers, source, { day, known }, worthOf(desk, input, cents));
    enterWithShortfalls(desk, told, payment, placed, known);
  };
  return { kind: 'ACCEPT', reached, record };
};

function refusedForADay(desk: Desk, day: string): readonly string[] {
  return day < desk.today ? ['a back-dated command is refused'] : [];
}

type Received = Pick<SourcePaper, 'id' | 'party' | 'method' | 'cents'>;

/** The account of the general ledger that it comes from, and the part of a receipt that it was. */
interface CameBy extends Pick<SourcePaper, 'receipt'> {
  readonly account: string;
}

/** Money that is there. */
export function recordPayment(
  papers: Papers,
  received: Received,
  at: At,
  worth: bigint | undefined,
  from: CameBy = { account: 'CashClearing' },
): SourcePaper {
  const { cents, method } = received;
  papers.order += 1;
  const source: SourcePaper = {
    ...received,
    receipt: from.receipt,
    kind: 'PAYMENT',
    order: papers.order,
    from: at.day,
    unapplied: [{ ...at, cents }],
    reversedOn: undefined,
    settledOn: at.day,
    away: 0n,
    dropped: [],
    recharge: undefined,
  };
  papers.sources.set(source.id, source);
  sourceInBase(papers, source, worth, at, from.account);
  post(papers, { ...at, method }, [
    [from.account, cents],
    ['UnappliedCash', -cents],
  ]);
  return source;
}

export const applyPayment: Rule = (desk, told) =>
  applySource(desk, told, desk.papers.sources.get(told.input.paymentId ?? ''), 'PAYMENT');

export function applySource(
  desk: Desk,
  told: Told,
  source: SourcePaper | undefined,
  kind: SourcePaper['kind'],
): Verdict {
  const { papers } = desk;
  const { input } = told;
  const lines = input.lines ?? [];
  const unknown =
    kind === 'CREDIT' ? source === undefined && 'CREDIT_UNKNOWN' : unknownPayment(papers, input.paymentId);
  const refused = firstObjection(
    () => [
      ...malformed(told),
      asksNothing(input) && 'INPUT_INVALID',
      kind === 'CREDIT' && givesUp(input) && 'INPUT_INVALID',
      strayPriority(input),
    ],
    ...shapeAndAccount(desk, told),
    () => [unknown, ...unknownLines(papers, lines), takenAdjustmentIds(papers, lines)],
    currency(desk, input),
    () => wrongShortfallReasons(desk, told),
    beforeOpening(desk, input),
    () => [kind === 'PAYMENT' && notArrived(papers, input.paymentId)],
    () => [
      source?.reversedOn !== undefined && 'ALREADY_REVERSED',
      voided(
        papers,
        lines.map(({ chargeId }) => chargeId),
      ),
      itemRequired(papers, lines),
    ],
  );
  if (refused !== undefined) return refused;
  const { unapplied, from, party } = there(source);
  const placing = { papers, from: later(dayOf(desk, input), from), unapplied, placed: [] };
  const short = insufficient(placing, input, kind);
  if (short !== false) return refuse([short], ...refusedForADay(desk, placing.from));
  const placed = placeAll(placing, lines, restOf(input, party));
  if (typeof placed === 'string') return refuse([placed], ...refusedForADay(desk, placing.from));
  if (placed.placed.length === 0) return refuse(['NOTHING_TO_APPLY']);
  const record = (known: number): void => enterWithShortfalls(desk, told, there(source), placed, known);
  return { kind: 'ACCEPT', reached: reachedBy(placed.placed, party, placing.from), record };
}

export function strayPriority({ priority, strategy }: Input): string | false {
  return priority !== undefined && strategy !== 'BY_PRIORITY' && 'INPUT_INVALID';
}

export function givesUp({ lines = [] }: Input): boolean {
  return lines.some(({ shortfall }) => shortfall !== undefined);
}

export function asksNothing({ lines, strategy, amount }: Input): boolean {
  const hasStrategy = strategy !== undefined && strategy !== 'NONE';
  return (lines === undefined || amount !== undefined) && !hasStrategy;
}
