import { recoverInBase, writeOffInBase } from './base.ts';
import { type Change, type Dated, lesser, smallestFrom, sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  type Desk,
  dayOf,
  earlierThan,
  isTakenPayment,
  partyOf,
  type Rule,
  shapeAndAccount,
  startOf,
  there,
  unknownLines,
  valued,
  worthOf,
} from './desk.ts';
import { type ItemPaper, openOf, type Papers, post, type RecoveryPaper, type WriteOffPaper } from './papers.ts';
import { itemRequired, itemsOfLine } from './placing.ts';
import { wrongReason } from './reasons.ts';
import { partsOf } from './releasing.ts';
import { centsOf } from './shape.ts';
import type { Told } from './told.ts';
import { firstObjection, refuse, type Verdict } from './verdict.ts';
import { voided } from './void-charge.ts';

export const writeOff: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const line = { chargeId: input.chargeId ?? '', item: input.item };
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [...unknownLines(papers, [line]), papers.writeOffs.has(input.writeOffId ?? '') && 'DUPLICATE_ID'],
    currency(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [voided(papers, [line.chargeId]), itemRequired(papers, [line]), earlierThan(day, startOf(papers, input))],
  );
  if (refused !== undefined) return refused;
  const cents = centsOf(input.amount);
  const sources = itemsOfLine(papers, line);
  const rooms = sources.map((item) => smallestFrom(openOf(item), day));
  if (sumOf(rooms) < cents) return refuse(['EXCEEDS_OPEN']);
  const items = partsOf(sources, rooms, cents);
  const record = (known: number): void => {
    const paper: WriteOffPaper = { day, items, reversed: new Map(), left: [{ day, cents, known }] };
    papers.writeOffs.set(input.writeOffId ?? '', paper);
    for (const { item, cents: part } of items) writtenOff(papers, paper, item, { day, known, cents: part });
  };
  return { kind: 'ACCEPT', reached: ['bad debt is written off'], record };
};

function writtenOff(papers: Papers, paper: WriteOffPaper, item: ItemPaper, change: Change): void {
  writeOffInBase(papers, paper, item, change);
  item.worth.push({ ...change, cents: -change.cents });
  item.writtenOff.push(change);
  papers.writtenOff.push({ ...change, party: item.party });
  post(papers, change, [
    ['BadDebtExpense', change.cents],
    ['AccountsReceivable', -change.cents],
  ]);
}

/** What has been neither reversed nor recovered, on every day from this one on. */
function exceedsRecoverable(left: Dated, day: string, cents: bigint): string | false {
  return smallestFrom(left, day) < cents && 'EXCEEDS_RECOVERABLE';
}

export const reverseWriteOff: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const cents = centsOf(input.amount);
  const paper = papers.writeOffs.get(input.writeOffId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [paper === undefined && 'WRITE_OFF_UNKNOWN'],
    currency(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [earlierThan(day, paper?.day)],
    () => [exceedsRecoverable(there(paper).left, day, cents)],
  );
  if (refused !== undefined) return refused;
  const record = (known: number): void => reverse(papers, there(paper), { day, known, cents });
  return { kind: 'ACCEPT', reached: ['a write-off is reversed'], record };
};

/** An increase goes to the last item first: what stays given up is what a smaller write-off would have taken. */
function reverse(papers: Papers, paper: WriteOffPaper, change: Change): void {
  let left = change.cents;
  for (const { item, cents } of paper.items.toReversed()) {
    const back = lesser(left, cents - (paper.reversed.get(item) ?? 0n));
    left -= back;
    if (back === 0n) continue;
    paper.reversed.set(item, (paper.reversed.get(item) ?? 0n) + back);
    writtenOff(papers, paper, item, { ...change, cents: -back });
  }
  const { day, known, cents } = change;
  paper.left.push({ day, known, cents: -cents });
}

export const recoverBadDebt: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const cents = centsOf(input.amount);
  const paper = papers.writeOffs.get(input.writeOffId ?? '');
  const paymentId = input.paymentId ?? '';
  const isTaken = isTakenPayment(papers, paymentId);
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [paper === undefined && 'WRITE_OFF_UNKNOWN', isTaken && 'DUPLICATE_ID'],
    valued(desk, input),
    beforeOpening(desk, input),
    () => [earlierThan(day, paper?.day)],
    () => [exceedsRecoverable(there(paper).left, day, cents)],
  );
  if (refused !== undefined) return refused;
  const record = (known: number): void => {
    const recovery = {
      party: partyOf(input.payer),
      method: input.method,
      writeOff: there(paper),
      cents,
      reversedOn: undefined,
      settledOn: day,
    };
    papers.recoveries.set(paymentId, recovery);
    recovered(papers, recovery, { day, known, cents }, worthOf(desk, input, cents));
  };
  return { kind: 'ACCEPT', reached: ['bad debt is recovered'], record };
};

function recovered(papers: Papers, recovery: RecoveryPaper, change: Change, worth?: bigint): void {
  const { writeOff: paper, party, method } = recovery;
  recoverInBase(papers, recovery, change, worth);
  const { day, known, cents } = change;
  paper.left.push({ day, known, cents: -cents });
  papers.recovered.push({ ...change, party });
  post(papers, { ...change, method }, [
    ['CashClearing', cents],
    ['BadDebtRecovery', -cents],
  ]);
}

/** A recovery bounces like a payment and comes back like one; it never touches an item. */
export function turnRecovery(desk: Desk, told: Told, recovery: RecoveryPaper): Verdict {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const isReversal = told.name === 'ReversePayment';
  const { cents, reversedOn, settledOn } = recovery;
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () =>
      isReversal
        ? [reversedOn !== undefined && 'ALREADY_REVERSED', earlierThan(day, settledOn)]
        : [reversedOn === undefined && 'NOT_REVERSED', earlierThan(day, reversedOn)],
    () => [!isReversal && exceedsRecoverable(recovery.writeOff.left, day, cents)],
  );
  if (refused !== undefined) return refused;
  const record = (known: number): void => {
    recovery.reversedOn = isReversal ? day : undefined;
    if (!isReversal) recovery.settledOn = day;
    recovered(papers, recovery, { day, known, cents: isReversal ? -cents : cents });
  };
  return { kind: 'ACCEPT', reached: [isReversal ? 'a recovery is reversed' : 'a recovery is reinstated'], record };
}
