import { refundBackInBase, refundInBase } from './base.ts';
import { type At, later, smallestFrom, sumOf } from './dated.ts';
import {
  beforeOpening,
  currency,
  dayOf,
  earlierThan,
  notArrived,
  type Rule,
  shapeAndAccount,
  there,
  unknownLines,
  unknownPayment,
} from './desk.ts';
import { type Papers, post, type RefundPaper, type SourcePaper, unappliedAccounts } from './papers.ts';
import { restored, takenBack } from './payments-undone.ts';
import { enter } from './placing.ts';
import { wrongReason } from './reasons.ts';
import type { Release } from './releasing.ts';
import { centsOf, malformed } from './shape.ts';
import { giveUpAgain, partOfShortfall, takeBackShortfalls } from './shortfalls.ts';
import type { Input } from './told.ts';
import { firstObjection } from './verdict.ts';
import { voided } from './void-charge.ts';

export const refundPayment: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const reopen = input.reopen ?? [];
  const named = papers.sources.get(input.paymentId ?? '');
  const refused = firstObjection(
    () => [...malformed(told), ...misshapen(input)],
    ...shapeAndAccount(desk, told),
    () => [unknownPayment(papers, input.paymentId), takenRefund(papers, input), ...unknownLines(papers, reopen)],
    currency(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [notArrived(papers, input.paymentId)],
  );
  if (refused !== undefined) return refused;
  const payment = there(named);
  const fromUnapplied = centsOf(input.fromUnapplied);
  const { releases, isMissing } = takenBack(papers, payment, { ...input, lines: reopen }, day);
  const objection = firstObjection(
    () => [
      payment.reversedOn !== undefined && 'ALREADY_REVERSED',
      voided(
        papers,
        reopen.map(({ chargeId }) => chargeId),
      ),
      earlierThan(day, payment.from),
      ...releases.map(({ allocation }) => earlierThan(day, allocation.day)),
    ],
    () => [partOfShortfall(releases)],
    () => [(isMissing || smallestFrom(payment.unapplied, day) < fromUnapplied) && 'REFUND_EXCEEDS_PAYMENT'],
  );
  if (objection !== undefined) return objection;
  const reached = [
    'money is refunded',
    ...(reopen.length > 0 && fromUnapplied > 0n ? ['a refund in two parts'] : []),
    ...(reopen.length > 0 ? ['a refund opens what was paid'] : []),
  ];
  const record = (known: number): void => {
    recordRefund(papers, payment, { input, day, known }, releases);
    takeBackShortfalls(papers, releases, known);
  };
  return { kind: 'ACCEPT', reached, record };
};

function misshapen({ amount, fromUnapplied, reopen = [] }: Input): readonly (string | false)[] {
  const parts = reopen.map((line) => centsOf(line.amount));
  return [
    centsOf(fromUnapplied) < 0n && 'AMOUNT_NEGATIVE',
    parts.some((cents) => cents <= 0n) && 'AMOUNT_NOT_POSITIVE',
    sumOf([centsOf(fromUnapplied), ...parts]) !== centsOf(amount) && 'REFUND_DOES_NOT_SUM',
  ];
}

function takenRefund(papers: Papers, { refundId = '' }: Input): string | false {
  return papers.refunds.has(refundId) && 'DUPLICATE_ID';
}

/** Where and when a refund is entered. */
interface Refunding extends At {
  readonly input: Input;
}

function recordRefund(papers: Papers, source: SourcePaper, at: Refunding, reopened: readonly Release[]): void {
  const { input, day, known } = at;
  const cents = centsOf(input.amount);
  const refund: RefundPaper = { source, method: input.method, day, cents, reopened, reversedOn: undefined };
  papers.refunds.set(input.refundId ?? '', refund);
  papers.refunded.push({ day, cents, known, party: source.party });
  const opened = sumOf(reopened.map((one) => one.cents));
  refundInBase(papers, refund, cents - opened, { day, known });
  if (cents > opened) source.unapplied.push({ day, cents: opened - cents, known });
  for (const { allocation, cents: part } of reopened) {
    allocation.live -= part;
    allocation.item.paid.push({ day, cents: part, known });
  }
  post(papers, { day, known, method: input.method }, [
    [unappliedAccounts[source.kind], cents - opened],
    ['AccountsReceivable', opened],
    ['CashClearing', -cents],
  ]);
}

export const refundCredit: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const credit = papers.credits.get(input.creditId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [credit === undefined && 'CREDIT_UNKNOWN', takenRefund(papers, input)],
    currency(desk, input),
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [credit?.reversedOn !== undefined && 'ALREADY_REVERSED', earlierThan(day, credit?.from)],
    () => [smallestFrom(there(credit).unapplied, day) < centsOf(input.amount) && 'INSUFFICIENT_CREDIT'],
  );
  const record = (known: number): void => recordRefund(papers, there(credit), { input, day, known }, []);
  return refused ?? { kind: 'ACCEPT', reached: ['a credit is paid out'], record };
};

/** The money is unapplied again, and pays what the refund had opened as far as that is still open. */
export const reverseRefund: Rule = (desk, told) => {
  const { papers } = desk;
  const { input } = told;
  const day = dayOf(desk, input);
  const named = papers.refunds.get(input.refundId ?? '');
  const refused = firstObjection(
    ...shapeAndAccount(desk, told),
    () => [named === undefined && 'REFUND_UNKNOWN'],
    () => [wrongReason(desk, told)],
    beforeOpening(desk, input),
    () => [
      (named?.reversedOn ?? named?.source.reversedOn) !== undefined && 'ALREADY_REVERSED',
      earlierThan(day, firstDayFor(there(named))),
    ],
  );
  if (refused !== undefined) return refused;
  const refund = there(named);
  const { source, cents, reopened } = refund;
  const parts = reopened.map(({ allocation, cents: part }) => ({ allocation, cents: part }));
  const { placed, restorations } = restored(papers, source, parts, { day, cents });
  const isWhole = sumOf(placed.map((one) => one.cents)) === sumOf(parts.map((one) => one.cents));
  const reached = [
    'a refund comes back',
    ...(parts.length > 0 && isWhole ? ['a refund that comes back pays again what it had opened'] : []),
    ...(isWhole ? [] : ['a refund comes back after its item was paid again']),
    ...(source.kind === 'CREDIT' ? ['a credit that was paid out comes back'] : []),
  ];
  const record = (known: number): void => {
    recordReturn(papers, refund, { day, known });
    giveUpAgain(papers, restorations, enter(papers, source, placed, known, restorations), known);
  };
  return { kind: 'ACCEPT', reached, record };
};

/** Not before the refund; and where the payment bounced and came again since, not before it came. */
function firstDayFor({ source, day }: RefundPaper): string {
  return later(day, source.settledOn);
}

function recordReturn(papers: Papers, refund: RefundPaper, at: At): void {
  const { source, method, cents } = refund;
  refund.reversedOn = at.day;
  papers.refunded.push({ ...at, cents: -cents, party: source.party });
  source.unapplied.push({ ...at, cents });
  refundBackInBase(papers, refund, at);
  post(papers, { ...at, method }, [
    ['CashClearing', cents],
    [unappliedAccounts[source.kind], -cents],
  ]);
}
