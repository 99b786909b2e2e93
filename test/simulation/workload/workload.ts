import type { Told, ToldConditions } from '../auditor/told.ts';
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
import { type Chooser, common, money, someCents } from './chooser.ts';
import { applyCredit, issueCredit, unapplyCredit, voidCredit } from './credits.ts';
import {
  applyPayment,
  payExactly,
  prepay,
  receivePayment,
  reinstatePayment,
  reversePayment,
  unapplyPayment,
} from './payments.ts';
import { spoiled } from './spoiled.ts';
import { closeAccount, reinstateLateFee, voidCharge } from './taken-back.ts';
import { recoverBadDebt, reverseWriteOff, turnRecovery, writeOff } from './write-offs.ts';

/** Undefined where the account has nothing that the command could be about. */
type Draw = (chooser: Chooser) => Told | undefined;

/** How often each command is drawn, relative to the others. */
const weights: readonly (readonly [number, Draw])[] = [
  [18, anotherCharge],
  [2, postFee],
  [10, receivePayment],
  [12, payExactly],
  [4, prepay],
  [8, applyPayment],
  [6, unapplyPayment],
  [8, reversePayment],
  [6, reinstatePayment],
  [14, adjustCharge],
  [4, undoAdjustment],
  [7, transferResponsibility],
  [7, assessLateFee],
  [6, waiveLateFee],
  [3, voidCharge],
  [2, reinstateLateFee],
  [2, closeAccount],
  [5, issueCredit],
  [7, applyCredit],
  [3, unapplyCredit],
  [4, voidCredit],
  [6, writeOff],
  [3, reverseWriteOff],
  [4, recoverBadDebt],
  [6, turnRecovery],
  [1, openAccount],
];

function openAccount(chooser: Chooser): Told {
  const currency = chooser.random.pick(['USD', 'USD', 'EUR']);
  return { name: 'OpenAccount', input: { ...common(chooser), currency } };
}

const total = weights.reduce((sum, [weight]) => sum + weight, 0);

/** The next command: mostly sensible, often refused, now and then wrong on purpose, sometimes sent before. */
export function drawCommand(chooser: Chooser, sentBefore: readonly Told[]): Told {
  const { random } = chooser;
  const before = random.chance(6) ? random.oneOf(sentBefore) : undefined;
  if (before !== undefined) return random.chance(60) ? before : withOtherContent(chooser, before);
  const told = drawn(chooser);
  const dry = random.chance(3) ? { ...told, input: { ...told.input, dryRun: true } } : conditioned(chooser, told);
  return random.chance(10) ? spoiled(chooser, dry) : dry;
}

function drawn(chooser: Chooser): Told {
  for (let tries = 0; tries < 4; tries += 1) {
    let roll = chooser.random.below(total);
    const [, draw] = weights.find(([weight]) => (roll -= weight) < 0) ?? [];
    const told = draw?.(chooser);
    if (told !== undefined) return told;
  }
  return postCharge(chooser);
}

/** Now and then somebody takes a figure for granted, rightly or not. */
function conditioned(chooser: Chooser, told: Told): Told {
  const { random, papers } = chooser;
  if (!random.chance(6)) return told;
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
