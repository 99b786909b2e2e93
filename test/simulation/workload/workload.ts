import type { Told, ToldConditions } from '../auditor/told.ts';
import {
  agreePlan,
  cancelPromise,
  endPlan,
  openDispute,
  placeHold,
  recordPromise,
  releaseHold,
  resolveDispute,
  revisePlan,
} from './agreements.ts';
import { hasTransfers, sentBack, takeItsPlace, touchWhatMoved, transferBalance } from './balance-transfers.ts';
import {
  adjustCharge,
  anotherCharge,
  assessLateFee,
  postCharge,
  postFee,
  transferResponsibility,
  undoAdjustment,
  waiveLateFee,
} from './charges.ts';
import { type Chooser, common, type Draw, drawnOf, money, someCents, type Weighted } from './chooser.ts';
import { applyCredit, issueCredit, unapplyCredit, voidCredit } from './credits.ts';
import { runLateFees } from './fee-runs.ts';
import { revalue, withValue } from './foreign.ts';
import {
  applyPayment,
  payExactly,
  prepay,
  receivePayment,
  reinstatePayment,
  reversePayment,
  unapplyPayment,
} from './payments.ts';
import { announce, failPayment, settlePayment, tooEarly } from './pending.ts';
import { hasPeriods, turnPeriods } from './periods.ts';
import { publishReasonList, withReasonOfTheHouse } from './reason-lists.ts';
import { refundCredit, refundPayment, reverseRefund } from './refunds.ts';
import { spoiled } from './spoiled.ts';
import { closeAccount, reinstateLateFee, voidCharge } from './taken-back.ts';
import { recoverBadDebt, reverseWriteOff, turnRecovery, writeOff } from './write-offs.ts';

/** What a history is mostly about: so that what belongs together meets. */
const themes: readonly [Theme, ...Theme[]] = ['MONEY', 'FEES', 'CREDITS', 'BAD_DEBT', 'CORRECTIONS'];
type Theme = 'MONEY' | 'FEES' | 'CREDITS' | 'BAD_DEBT' | 'CORRECTIONS';

/** How often each command is drawn, relative to the others; three times as often where it is what the history is about. */
const weights: readonly (readonly [weight: number, draw: Draw, theme?: Theme])[] = [
  [18, anotherCharge],
  [2, postFee, 'FEES'],
  [10, receivePayment],
  [12, payExactly],
  [4, prepay],
  [2, announce, 'MONEY'],
  [4, settlePayment, 'MONEY'],
  [1, failPayment, 'MONEY'],
  [8, applyPayment],
  [6, unapplyPayment],
  [9, reversePayment, 'MONEY'],
  [6, reinstatePayment, 'MONEY'],
  [6, refundPayment, 'MONEY'],
  [3, reverseRefund, 'MONEY'],
  [12, adjustCharge],
  [4, undoAdjustment, 'CORRECTIONS'],
  [7, transferResponsibility],
  [6, assessLateFee, 'FEES'],
  [10, waiveLateFee, 'FEES'],
  [2, reinstateLateFee, 'FEES'],
  [3, issueCredit, 'CREDITS'],
  [5, applyCredit, 'CREDITS'],
  [2, unapplyCredit, 'CREDITS'],
  [3, voidCredit, 'CREDITS'],
  [2, refundCredit, 'CREDITS'],
  [5, writeOff, 'BAD_DEBT'],
  [2, reverseWriteOff, 'BAD_DEBT'],
  [3, recoverBadDebt, 'BAD_DEBT'],
  [4, turnRecovery, 'BAD_DEBT'],
  [2, voidCharge, 'CORRECTIONS'],
  [1, voidCharge, 'CREDITS'],
  [3, publishReasonList, 'CORRECTIONS'],
  [60, turnPeriods],
  [20, transferBalance],
  [60, moveBeforeClosing],
  [7, touchWhatMoved],
  [2, runLateFees, 'FEES'],
  [1, placeHold, 'FEES'],
  [2, releaseHold, 'FEES'],
  [3, openDispute, 'FEES'],
  [2, resolveDispute, 'FEES'],
  [2, recordPromise, 'MONEY'],
  [1, cancelPromise, 'MONEY'],
  [4, agreePlan, 'FEES'],
  [2, revisePlan, 'FEES'],
  [2, endPlan, 'FEES'],
  [2, closeAccount],
  [1, openAccount],
];

/** The draws of a history and their weights. */
function weightsFor(chooser: Chooser): readonly Weighted[] {
  const about = themes[chooser.manner % themes.length];
  const drawn = weights.filter(([, draw]) => isDrawn(draw, chooser));
  return drawn.map(([weight, draw, theme]) => [theme !== undefined && theme === about ? weight * 3 : weight, draw]);
}

/** Where periods are closed more is on its way, so that closings meet it. */
function moveBeforeClosing(chooser: Chooser): Told | undefined {
  return transferBalance(chooser);
}

/** What is of more than one account is only drawn where it can be: other histories are what they were without it. */
function isDrawn(draw: Draw, chooser: Chooser): boolean {
  if (draw === turnPeriods) return hasPeriods(chooser);
  if (draw === moveBeforeClosing) return hasPeriods(chooser) && hasTransfers(chooser);
  if (draw === transferBalance || draw === touchWhatMoved) return hasTransfers(chooser);
  return draw !== runLateFees || chooser.isWholeBook;
}

function openAccount(chooser: Chooser): Told {
  const currency = chooser.random.pick(['USD', 'USD', 'EUR']);
  return { name: 'OpenAccount', input: { ...common(chooser), currency } };
}

/** The next command: mostly sensible, often refused, now and then wrong on purpose, sometimes sent before. */
export function drawCommand(chooser: Chooser, sentBefore: readonly Told[]): Told {
  const { random } = chooser;
  const before = sentBack(chooser, sentBefore) ?? (random.chance(6) ? random.oneOf(sentBefore) : undefined);
  if (before !== undefined) return random.chance(60) ? before : withOtherContent(chooser, before);
  const told = drawn(chooser);
  const dry = random.chance(3) ? { ...told, input: { ...told.input, dryRun: true } } : conditioned(chooser, told);
  return random.chance(10) ? spoiled(chooser, dry) : dry;
}

function drawn(chooser: Chooser): Told {
  return withValue(chooser, takeItsPlace(chooser) ?? revalue(chooser) ?? drawnByWeight(chooser));
}

function drawnByWeight(chooser: Chooser): Told {
  const choice = weightsFor(chooser);
  for (let tries = 0; tries < 4; tries += 1) {
    const told = drawnOf(choice, chooser);
    if (told !== undefined) return tooEarly(chooser, withReasonOfTheHouse(chooser, told));
  }
  return postCharge(chooser);
}

/** Now and then somebody takes a figure for granted, rightly or not. */
function conditioned(chooser: Chooser, told: Told): Told {
  const { random, papers } = chooser;
  if (!random.chance(told.input.accountId === undefined ? 1 : 6)) return told;
  const cents = someCents(chooser);
  const expect = random.pick<ToldConditions>([
    { revision: random.chance(60) ? papers.revision : papers.revision - 1 },
    { balanceAtLeast: money(random.chance(50) ? -cents : cents) },
    { balanceAtMost: money(cents) },
    { unappliedAtLeast: money(cents / 4n) },
    { openChargesAtLeast: money(cents) },
  ]);
  return { ...told, input: { ...told.input, expect } };
}

/** The id of a command that was sent before, on other content. */
function withOtherContent(chooser: Chooser, { input }: Told): Told {
  const told = drawn(chooser);
  return { ...told, input: { ...told.input, commandId: input.commandId } };
}
