import type { Told } from '../auditor/told.ts';
import { type Chooser, common, money, someCents } from './chooser.ts';

const bringing = [
  'PostCharge',
  'ReceivePayment',
  'SettlePayment',
  'IssueCredit',
  'AssessLateFee',
  'RecoverBadDebt',
  'RecordReceipt',
];

/** Rates that leave no cent where it was, and halves and thirds that are uneven. */
const rates = ['0.9137', '1.0837', '1.17', '0.045', '1.333333', '0.727273'] as const;

/**
 * In another currency than the ledger's, what comes in says what it is worth: mostly. Nothing is drawn for the others, so that their
 * histories are what they were before there were any.
 */
export function withValue(chooser: Chooser, told: Told): Told {
  const { random, auditor, number } = chooser;
  const { name, input } = told;
  if (!bringing.includes(name) || input.pending === true) return told;
  const isForeign = input.currency !== auditor.baseCurrency;
  if (!isForeign) return number % 29 === 13 ? { name, input: { ...input, baseAmount: '9.00' } } : told;
  const rate = { rate: random.pick(rates), source: 'ECB:2026-01-02' };
  const roll = random.below(100);
  if (roll < 4) return told;
  if (roll < 7) return { name, input: { ...input, rate, baseAmount: '9.00' } };
  if (roll < 30) return { name, input: { ...input, baseAmount: money(someCents(chooser)) } };
  return { name, input: { ...input, rate } };
}

/** Now and then, where there is something to value. */
export function revalue(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  if (papers.base === undefined || !random.chance(6)) return undefined;
  const rate = { rate: random.pick(rates), source: 'ECB:2026-01-31' };
  const day = random.chance(30) ? random.oneOf([...papers.base.revalued]) : undefined;
  const on = day === undefined ? {} : { effectiveDate: day };
  return { name: 'RevalueReceivables', input: { ...common(chooser), ...on, currency: 'USD', rate } };
}
