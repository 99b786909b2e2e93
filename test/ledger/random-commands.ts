import * as fc from 'fast-check';
import type { Account } from '#ledger/account.ts';
import { finalValue } from '#ledger/timeline.ts';
import { addDays } from '#money/calendar-date.ts';
import { formatMoney } from '#money/money.ts';
import { medicare } from './commands.ts';
import { day, type Sent } from './given-when-then.ts';
import { cancelPromiseOf, disputeOf, holdOf, promiseOf, releaseHoldOf, resolveDisputeOf } from './random-agreements.ts';
import { chargeOf, feeOf, half, itemOf, parties, unapplyLinesOf, writeOffIn } from './random-parts.ts';
import { pendOf, resolveOf } from './random-pending.ts';
import { endPlanOf, planOf, replanOf } from './random-plans.ts';
import { ownPayments, receiptPartOf, reversePartOf, unidentifyOf } from './random-receipts.ts';
import { refundBackOf, refundOf } from './random-refunds.ts';
import { chosenShort, payingLineOf, unapplyShort } from './random-shortfalls.ts';
import { spreadOf } from './random-spreads.ts';
import { arrivalOf, endTransferOf, transferOutOf } from './random-transfers.ts';
import { money } from './summary-parts.ts';

/**
 * Random books: an intent is drawn blindly and becomes a command that points at what the account has. Amounts are small
 * and days few, so that commands meet on the same items, pass the limits, and land before what was recorded earlier.
 */
export interface Intent {
  readonly what: keyof typeof makers;
  readonly which: number;
  readonly other: number;
  readonly cents: number;
  readonly days: number;
  readonly coin: number;
}

const firstDay = day('2024-02-01');

const onOneAccount = [
  ...(['charge', 'charge', 'receive', 'receive', 'apply', 'apply', 'unapply', 'unapply'] as const),
  ...(['adjust', 'adjust', 'undo'] as const),
  ...(['credit', 'credit', 'applyCredit', 'applyCredit', 'applyCredit', 'unapplyCredit', 'voidCredit'] as const),
  ...(['voidCharge', 'voidCharge'] as const),
  ...(['reverse', 'reverse', 'reinstate', 'reinstate', 'transfer', 'assess', 'waive', 'waive', 'payFee'] as const),
  ...(['writeOff', 'writeOff', 'reverseWriteOff', 'recover', 'recover'] as const),
  ...(['turnRecovery', 'turnRecovery', 'turnRecovery', 'reinstateFee', 'reinstateFee', 'close'] as const),
  ...(['refund', 'refund', 'refundBack'] as const),
  ...(['pend', 'pend', 'resolve', 'resolve'] as const),
  ...(['hold', 'releaseHold', 'dispute', 'dispute', 'resolveDispute'] as const),
  ...(['promise', 'cancelPromise'] as const),
  ...(['plan', 'plan', 'replan', 'endPlan'] as const),
] as const;

/** To other accounts and from them; the steps among them are sent by nobody but their process. */
const acrossAccounts = ['transferOut', 'transferOut', 'endTransfer', 'endTransfer', 'arrival'] as const;

/** By receipts. */
const ofReceipts = ['receiptPart', 'receiptPart', 'unidentify', 'reversePart'] as const;

function intentsOf(...what: readonly Intent['what'][]): fc.Arbitrary<Intent> {
  return fc.record({
    what: fc.constantFrom(...what),
    which: fc.nat(1000),
    other: fc.nat(1000),
    cents: fc.integer({ min: 1, max: 9000 }),
    days: fc.nat(40),
    coin: fc.nat(11),
  });
}

/** What callers send to an account, and nobody else's. */
export const intents = intentsOf(...onOneAccount);
/** All that an account can be told. */
export const intentsOfAll = intentsOf(...onOneAccount, ...acrossAccounts, ...ofReceipts);
/** What callers send, and what receipts bring. */
export const intentsWithReceipts = intentsOf(...onOneAccount, ...ofReceipts);
/** A short life that ends in a closing: of all that can be in its way, what is rare elsewhere. */
export const intentsToClose = intentsOf('charge', 'dispute', 'writeOff', 'writeOff', 'writeOff', 'close', 'close');

export interface Situation {
  readonly account: Account;
  readonly intent: Intent;
  readonly number: number;
  readonly effectiveDate: string;
  readonly amount: string;
  readonly charge: string;
  readonly payment: string;
  readonly credit: string;
}

/** The command that an intent becomes on this account; `number` makes its ids. */
export function sentFor(intent: Intent, account: Account, number: number): Sent {
  const charges = [...account.charges.keys()].toSorted();
  const payments = [...account.payments.keys()].toSorted();
  const credits = [...account.credits.keys()].toSorted();
  // A closed account would refuse the rest of its history.
  const what = account.closedOn !== undefined && intent.coin > 3 ? 'reopen' : intent.what;
  const made = makers[what]({
    account,
    intent,
    number,
    // Charges come early and what follows comes later, most of the time.
    effectiveDate: addDays(firstDay, what === 'charge' ? Math.floor(intent.days / 3) : intent.days),
    amount: money(BigInt(intent.cents)),
    charge: charges[intent.which % Math.max(1, charges.length)] ?? 'none',
    payment: payments[intent.other % Math.max(1, payments.length)] ?? 'none',
    credit: credits[intent.other % Math.max(1, credits.length)] ?? 'none',
  });
  return [made[0], { ...made[1], commandId: `command-${number}` }];
}

const makers = {
  charge: chargeOf,
  receive: (situation: Situation): Sent => {
    const { intent, number, effectiveDate } = situation;
    const line = payingLineOf(situation, false);
    const lines = intent.coin < 4 || line.shortfall !== undefined ? { lines: [line] } : {};
    const amount = line.shortfall === undefined || intent.coin < 2 ? situation.amount : line.amount;
    const rest = intent.coin % 3 === 0 ? {} : spreadOf(intent);
    return ['ReceivePayment', { paymentId: `p${number}`, method: 'CHECK', effectiveDate, amount, ...lines, ...rest }];
  },
  apply: (situation: Situation): Sent => {
    const { intent, effectiveDate, amount, payment } = situation;
    const lines = [payingLineOf(situation, true)];
    if (intent.coin < 5) return ['ApplyPayment', { paymentId: payment, effectiveDate, lines }];
    const most = intent.coin % 2 === 0 ? {} : { amount };
    return ['ApplyPayment', { paymentId: payment, effectiveDate, ...spreadOf(intent), ...most }];
  },
  unapply: (situation: Situation): Sent => {
    const { account, effectiveDate, payment } = situation;
    const short = chosenShort(situation);
    if (short !== undefined) return unapplyShort(situation, short);
    const lines = unapplyLinesOf(situation, account.payments.get(payment)?.allocations ?? []);
    return ['UnapplyPayment', { paymentId: payment, effectiveDate, reasonCode: 'MISAPPLIED', ...lines }];
  },
  credit: ({ number, effectiveDate, amount, intent }: Situation): Sent => {
    const payer = parties[intent.coin % 3];
    return ['IssueCredit', { creditId: `k${number}`, effectiveDate, amount, payer, reasonCode: 'GOODWILL' }];
  },
  applyCredit: (situation: Situation): Sent => {
    const { intent, effectiveDate, amount, credit } = situation;
    const which = intent.coin % 2 === 0 ? {} : { creditId: credit };
    const lines = [{ chargeId: situation.charge, ...itemOf(situation), amount: half(intent.cents) }];
    if (intent.coin < 6) return ['ApplyCredit', { ...which, effectiveDate, lines }];
    const most = intent.coin % 3 === 0 ? {} : { amount };
    return ['ApplyCredit', { ...which, effectiveDate, ...spreadOf(intent), ...most }];
  },
  unapplyCredit: (situation: Situation): Sent => {
    const { account, effectiveDate, credit } = situation;
    const lines = unapplyLinesOf(situation, account.credits.get(credit)?.allocations ?? []);
    return ['UnapplyCredit', { creditId: credit, effectiveDate, reasonCode: 'MISAPPLIED', ...lines }];
  },
  voidCredit: ({ effectiveDate, credit }: Situation): Sent => [
    'VoidCredit',
    { creditId: credit, effectiveDate, reasonCode: 'CREDIT_EXPIRED' },
  ],
  voidCharge: ({ account, intent, effectiveDate, charge }: Situation): Sent => {
    const credited = [...account.items.values()].filter(({ credited: paid }) => paid.changes.length > 0);
    const adjusted = [...account.adjustments.values()];
    const hard = (intent.coin < 5 ? adjusted : credited).map(({ chargeId }) => chargeId).toSorted();
    const chosen = intent.coin < 3 ? undefined : hard[intent.which % Math.max(1, hard.length)];
    return ['VoidCharge', { chargeId: chosen ?? charge, effectiveDate, reasonCode: 'CHARGED_IN_ERROR' }];
  },
  adjust: (situation: Situation): Sent => {
    const { account, intent, number, effectiveDate } = situation;
    const charge = account.items.get(chosenShort(situation)?.itemKey ?? '')?.chargeId ?? situation.charge;
    const amount = money(BigInt(intent.coin < 9 ? -intent.cents : intent.cents));
    const tax = intent.coin === 4 ? { taxAmount: '-0.01' } : {};
    const why = { kind: 'CORRECTION', reasonCode: 'WRONG_AMOUNT' };
    const input = { adjustmentId: `a${number}`, chargeId: charge, effectiveDate, amount, ...why, ...tax };
    return ['AdjustCharge', { ...input, ...itemOf(situation) }];
  },
  undo: (situation: Situation): Sent => {
    const { account, intent, number, effectiveDate, charge } = situation;
    const all = [...account.adjustments.values()].toSorted((a, b) => (a.adjustmentId < b.adjustmentId ? -1 : 1));
    const short = account.adjustments.get(chosenShort(situation)?.shortfall ?? '');
    const original = short ?? all[intent.which % Math.max(1, all.length)];
    const amount = original === undefined ? '1.00' : money(-BigInt(original.amount.minor.toString()));
    return [
      'AdjustCharge',
      {
        adjustmentId: `a${number}`,
        chargeId: original?.chargeId ?? charge,
        effectiveDate,
        amount,
        kind: 'CORRECTION',
        reasonCode: 'ADJUSTED_IN_ERROR',
        undoes: original?.adjustmentId ?? 'none',
      },
    ];
  },
  reverse: ({ account, intent, effectiveDate, payment }: Situation): Sent => {
    const live = ownPayments(account, intent).filter(({ reversedOn }) => reversedOn === undefined);
    const applied = live.filter(({ allocations }) => allocations.length > 0).map(({ paymentId }) => paymentId);
    const paymentId = applied.toSorted()[intent.which % Math.max(1, applied.length)] ?? payment;
    return ['ReversePayment', { paymentId, effectiveDate, reasonCode: 'NSF' }];
  },
  reinstate: ({ account, intent, effectiveDate, payment }: Situation): Sent => {
    const gone = ownPayments(account, intent).filter(({ reversedOn }) => reversedOn !== undefined);
    const paymentId = gone.map((one) => one.paymentId).toSorted()[intent.which % Math.max(1, gone.length)] ?? payment;
    return ['ReinstatePayment', { paymentId, effectiveDate, reasonCode: 'REDEPOSITED' }];
  },
  transfer: (situation: Situation): Sent => {
    const { intent, number, effectiveDate, charge } = situation;
    const toPayer = parties[intent.coin % 3];
    const { account } = situation;
    const open = [...account.openItems].toSorted().flatMap((key) => account.items.get(key) ?? []);
    const partlyPaid = open.filter(({ allocations }) => allocations.length > 0);
    const chosen = (intent.coin % 2 === 0 ? partlyPaid : open)[intent.which % Math.max(1, open.length)];
    const named = chosen === undefined ? itemOf(situation) : { item: chosen.item };
    const input = { transferId: `t${number}`, chargeId: chosen?.chargeId ?? charge, effectiveDate, toPayer, ...named };
    const amount = money(BigInt((intent.cents % 2000) + 1));
    return ['TransferResponsibility', { ...input, amount, reasonCode: 'NEXT_PAYER' }];
  },
  assess: (situation: Situation): Sent => {
    const { intent, number, effectiveDate, charge } = situation;
    const feeOn = { chargeId: charge, ...itemOf(situation) };
    const period = `2024-0${1 + (intent.other % 9)}`;
    const payer = intent.coin === 0 ? { payer: medicare } : {};
    return [
      'AssessLateFee',
      { chargeId: `f${number}`, effectiveDate, amount: half(intent.cents), feeOn, period, ...payer },
    ];
  },
  waive: ({ account, intent, number, effectiveDate, amount, charge }: Situation): Sent => {
    const chargeId = feeOf(account, intent.which) ?? charge;
    const part = intent.coin < 3 ? {} : { amount: intent.coin < 9 ? money(BigInt((intent.cents % 900) + 1)) : amount };
    return ['WaiveLateFee', { waiverId: `w${number}`, chargeId, effectiveDate, reasonCode: 'GOODWILL', ...part }];
  },
  close: ({ account, intent, effectiveDate }: Situation): Sent => [
    'CloseAccount',
    // On the last day on record, or on any.
    { effectiveDate: intent.coin < 6 ? account.totals?.lastDate : effectiveDate },
  ],
  reopen: ({ account, effectiveDate }: Situation): Sent => {
    const { closedOn } = account;
    const isEarly = closedOn !== undefined && effectiveDate < closedOn;
    return ['ReopenAccount', { effectiveDate: isEarly ? closedOn : effectiveDate }];
  },
  reinstateFee: ({ account, intent, effectiveDate }: Situation): Sent => {
    const all = [...account.waivers.keys()].toSorted();
    const waiverId = all[intent.which % Math.max(1, all.length)] ?? 'none';
    return ['ReinstateLateFee', { waiverId, effectiveDate, reasonCode: 'WAIVED_IN_ERROR' }];
  },
  writeOff: (situation: Situation): Sent => {
    const { account, intent, number, effectiveDate, charge } = situation;
    const open = [...account.openItems].toSorted().flatMap((key) => account.items.get(key) ?? []);
    const chosen = open[intent.which % Math.max(1, open.length)];
    const named = intent.coin % 2 === 0 || chosen === undefined ? {} : { item: chosen.item };
    const input = { writeOffId: `x${number}`, chargeId: chosen?.chargeId ?? charge, effectiveDate, ...named };
    const whole = intent.coin < 2 ? chosen?.open : undefined;
    const amount = whole === undefined ? money(BigInt((intent.cents % 3000) + 1)) : formatMoney(finalValue(whole));
    return ['WriteOff', { ...input, amount, reasonCode: 'UNCOLLECTABLE' }];
  },
  reverseWriteOff: (situation: Situation): Sent => {
    const { intent, effectiveDate } = situation;
    const { writeOffId, left } = writeOffIn(situation);
    const amount = intent.coin < 4 ? left : money(BigInt((intent.cents % 900) + 1));
    return ['ReverseWriteOff', { writeOffId, effectiveDate, amount, reasonCode: 'WRITTEN_OFF_IN_ERROR' }];
  },
  recover: (situation: Situation): Sent => {
    const { intent, number, effectiveDate } = situation;
    const { writeOffId, left } = writeOffIn(situation);
    const amount = intent.coin < 2 ? left : money(BigInt((intent.cents % 900) + 1));
    return ['RecoverBadDebt', { paymentId: `r${number}`, writeOffId, effectiveDate, amount, method: 'CHECK' }];
  },
  turnRecovery: ({ account, intent, effectiveDate, payment }: Situation): Sent => {
    const all = [...account.recoveries.keys()].toSorted();
    const paymentId = all[intent.which % Math.max(1, all.length)] ?? payment;
    const { reversedOn, settledOn } = account.recoveries.get(paymentId) ?? {};
    const isDue = intent.coin > 1;
    // On the day of what it turns, or on any day.
    const date = intent.coin > 4 ? (reversedOn ?? settledOn ?? effectiveDate) : effectiveDate;
    return (reversedOn !== undefined) === isDue
      ? ['ReinstatePayment', { paymentId, effectiveDate: date, reasonCode: 'REDEPOSITED' }]
      : ['ReversePayment', { paymentId, effectiveDate: date, reasonCode: 'NSF' }];
  },
  refund: refundOf,
  refundBack: refundBackOf,
  hold: holdOf,
  releaseHold: releaseHoldOf,
  dispute: disputeOf,
  promise: promiseOf,
  plan: planOf,
  replan: replanOf,
  endPlan: endPlanOf,
  cancelPromise: cancelPromiseOf,
  resolveDispute: resolveDisputeOf,
  transferOut: transferOutOf,
  endTransfer: endTransferOf,
  arrival: arrivalOf,
  receiptPart: receiptPartOf,
  unidentify: unidentifyOf,
  reversePart: reversePartOf,
  pend: pendOf,
  resolve: resolveOf,
  payFee: ({ account, intent, number, effectiveDate, amount, charge }: Situation): Sent => {
    const chargeId = feeOf(account, intent.which) ?? charge;
    const item = account.items.get(`${chargeId}#1`);
    const left = item === undefined ? intent.cents : Number(item.worth.changes[0]?.amount.minor.toString() ?? '1');
    const lines = [{ chargeId, amount: money(BigInt(Math.min(left, intent.cents))) }];
    return ['ReceivePayment', { paymentId: `p${number}`, method: 'CASH', effectiveDate, amount, lines }];
  },
} as const;
