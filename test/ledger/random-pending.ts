import type { Sent } from './given-when-then.ts';
import type { Situation } from './random-commands.ts';
import { half, parties } from './random-parts.ts';
import { spreadOf } from './random-spreads.ts';
import { money } from './summary-parts.ts';

/** Random money that is announced first: authorisations of cards that are settled, in part or for too much, or fail. */
export function pendOf({ intent, number, effectiveDate, amount }: Situation): Sent {
  const payer = parties[intent.coin % 3];
  return ['ReceivePayment', { paymentId: `q${number}`, method: 'CARD', effectiveDate, amount, payer, pending: true }];
}

export function resolveOf(situation: Situation): Sent {
  const { intent, effectiveDate, charge } = situation;
  const paymentId = chosenOf(situation);
  const lines = [{ chargeId: charge, amount: money(BigInt((intent.cents % 900) + 1)) }];
  if (intent.coin < 3) return ['FailPayment', { paymentId, effectiveDate }];
  if (intent.coin === 3) return ['ApplyPayment', { paymentId, effectiveDate, lines }];
  const part = intent.coin < 8 ? {} : { amount: half(intent.cents) };
  const placed = intent.coin % 2 === 0 ? { lines } : spreadOf(intent);
  return ['SettlePayment', { paymentId, effectiveDate, ...part, ...placed }];
}

/** One that waits; now and then any that ever did, or any payment. */
function chosenOf({ account, intent, payment }: Situation): string {
  const all = [...account.pendingPayments.values()].toSorted((a, b) => (a.paymentId < b.paymentId ? -1 : 1));
  const waiting = intent.which % 5 === 0 ? all : all.filter(({ resolved }) => resolved === undefined);
  return waiting[intent.which % Math.max(1, waiting.length)]?.paymentId ?? payment;
}
