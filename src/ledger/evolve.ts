import { earlierOf } from '#money/calendar-date.ts';
import { fromMinorText, negate, zero } from '#money/money.ts';
import { type Account, chargeAt, itemKey, paymentAt } from './account.ts';
import { withCharge, withDay, withItem, withTurnover, withUnapplied, withWorth } from './account-changes.ts';
import { evolveAccount } from './accounts/evolve-account.ts';
import { chargeAdjusted } from './adjustments/evolve-adjustments.ts';
import { evolveAgreement, isAgreementFact } from './agreement-facts.ts';
import { applied, released } from './allocation-facts.ts';
import { assertNever } from './assert-never.ts';
import { chargeVoided } from './charges/evolve-charge-voided.ts';
import { evolveCredits } from './credits/evolve-credits.ts';
import type { Entry } from './entry.ts';
import type { Fact, FactOf } from './events.ts';
import { evolveLateFeesRun } from './fee-runs/evolve-fee-run.ts';
import { evolveBase } from './foreign/evolve-base.ts';
import { evolveLateFee } from './late-fees/evolve-late-fees.ts';
import { isLedgerFact } from './ledger-facts.ts';
import { withPayment } from './payments/begun-payment.ts';
import { evolvePending } from './pending-payments/evolve-pending.ts';
import { isPlanFact } from './plans/plan-facts.ts';
import { evolveRefunds } from './refunds/evolve-refunds.ts';
import { evolveTransfers } from './transfers/evolve-transfers.ts';
import { isTransferFact } from './transfers/transfer-events.ts';
import { evolveWriteOff } from './write-offs/evolve-write-offs.ts';

/** The account after one more entry. Throws on an entry that cannot follow: a corrupt book, never a refusal. */
export function evolve(account: Account, entry: Entry): Account {
  if (entry.revision !== account.revision + 1) {
    throw new Error(`revision ${entry.revision} cannot follow revision ${account.revision}`);
  }
  const after = evolveFact(account, entry);
  return withCommand({ ...after, revision: entry.revision }, entry);
}

/** Marks the last entry as made by a command, so that a retry finds it. */
function withCommand(account: Account, { command: { id: commandId, hash }, effectiveDate: day }: Entry): Account {
  const known = account.commands.get(commandId);
  const effectiveDate = known === undefined ? day : earlierOf(known.effectiveDate, day);
  const firstRevision = known?.firstRevision ?? account.revision;
  const recorded = { commandId, hash, firstRevision, lastRevision: account.revision, effectiveDate };
  return { ...account, commands: account.commands.set(commandId, recorded) };
}

/** The account after one more fact; what the journal adds (revision, command) is not touched. */
export function evolveFact(account: Account, fact: Fact): Account {
  const after = evolveAmounts(account, fact);
  return after.base === undefined ? after : { ...after, base: evolveBase(after.base, fact) };
}

function evolveAmounts(account: Account, fact: Fact): Account {
  if (isAgreementFact(fact) || isPlanFact(fact)) return evolveAgreement(account, fact);
  if (isLedgerFact(fact)) throw new Error('what the ledger itself records does not belong to an account');
  if (isTransferFact(fact)) return evolveTransfers(account, fact);
  switch (fact.type) {
    case 'AccountOpened':
    case 'AccountClosed':
    case 'AccountReopened':
      return evolveAccount(account, fact);
    case 'ReceivablesRevalued':
      return withDay(account, fact.effectiveDate);
    case 'ChargePosted':
      return chargePosted(account, fact);
    case 'ChargeVoided':
      return chargeVoided(account, fact);
    case 'ChargeAdjusted':
      return chargeAdjusted(account, fact);
    case 'PaymentReceived':
      return paymentReceived(account, fact);
    case 'PaymentPended':
    case 'PaymentSettled':
    case 'PaymentFailed':
      return evolvePending(account, fact);
    case 'PaymentApplied':
      return applied(account, fact);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
      return released(account, fact);
    case 'PaymentReversed':
      return paymentReversed(account, fact);
    case 'PaymentReinstated':
      return paymentReinstated(account, fact);
    case 'CreditIssued':
    case 'CreditApplied':
    case 'CreditUnapplied':
    case 'CreditReleased':
    case 'CreditVoided':
      return evolveCredits(account, fact);
    case 'PaymentRefunded':
    case 'CreditRefunded':
    case 'RefundReversed':
      return evolveRefunds(account, fact);
    case 'ResponsibilityTransferred':
      return responsibilityTransferred(account, fact);
    case 'LateFeeAssessed':
    case 'LateFeeWaived':
    case 'LateFeeReinstated':
      return evolveLateFee(account, fact);
    case 'LateFeesRun':
      return evolveLateFeesRun(account, fact);
    case 'WrittenOff':
    case 'WriteOffReversed':
    case 'BadDebtRecovered':
    case 'RecoveryReversed':
    case 'RecoveryReinstated':
      return evolveWriteOff(account, fact);
    default:
      return assertNever(fact);
  }
}

function chargePosted(account: Account, fact: FactOf<'ChargePosted'>): Account {
  const { chargeId, category, origin, rechargeOf, currency, amount, taxAmount, items, serviceDate } = fact.data;
  const tax = taxAmount === undefined ? zero(currency) : fromMinorText(taxAmount, currency);
  const charge = {
    chargeId,
    category,
    effectiveDate: fact.effectiveDate,
    origin,
    rechargeOf,
    feeOn: undefined,
    serviceDate,
    providerId: fact.data.justification?.providerId,
    amount: fromMinorText(amount, currency),
    taxAmount: tax,
    taxLeft: tax,
    worth: fromMinorText(amount, currency),
    itemCount: items.length,
    voidedOn: undefined,
    transferred: zero(currency),
    cameFrom: undefined,
  };
  const opened = items.map((item) => ({ ...item, amount: fromMinorText(item.amount, currency) }));
  return withCharge(withRecharge(account, fact.data), charge, opened);
}

/** A payment remembers the charge for its refunded part, because its reinstatement takes that charge back. */
function withRecharge(account: Account, { chargeId, rechargeOf }: FactOf<'ChargePosted'>['data']): Account {
  if (rechargeOf === undefined) return account;
  const payment = { ...paymentAt(account, rechargeOf), recharge: chargeId };
  return { ...account, payments: account.payments.set(rechargeOf, payment) };
}

function paymentReceived(account: Account, { effectiveDate, data }: FactOf<'PaymentReceived'>): Account {
  const { paymentId, payer, currency, method } = data;
  const amount = fromMinorText(data.amount, currency);
  const received = { ...account, totals: withTurnover(account, amount) };
  return withPayment(received, { paymentId, party: payer, method, effectiveDate, amount });
}

function paymentReversed(account: Account, fact: FactOf<'PaymentReversed'>): Account {
  const { paymentId, currency } = fact.data;
  const amount = fromMinorText(fact.data.amount, currency);
  const reversed = { ...paymentAt(account, paymentId), reversedOn: fact.effectiveDate };
  return withUnapplied(account, reversed, fact.effectiveDate, negate(amount));
}

function paymentReinstated(account: Account, fact: FactOf<'PaymentReinstated'>): Account {
  const { paymentId, currency } = fact.data;
  const amount = fromMinorText(fact.data.amount, currency);
  const payment = paymentAt(account, paymentId);
  const reinstated = {
    ...payment,
    reversedOn: undefined,
    dropped: [],
    recharge: undefined,
    settledOn: fact.effectiveDate,
  };
  return withUnapplied(account, reinstated, fact.effectiveDate, amount);
}

function responsibilityTransferred(account: Account, fact: FactOf<'ResponsibilityTransferred'>): Account {
  const { transferId, chargeId, currency, toParty, moves } = fact.data;
  const charge = chargeAt(account, chargeId);
  const itemCount = Math.max(charge.itemCount, ...moves.map((move) => move.toItem));
  const counted = {
    ...account,
    charges: account.charges.set(chargeId, { ...charge, itemCount }),
    transfers: account.transfers.add(transferId),
    sequence: account.sequence + 1,
  };
  return moves.reduce((state, move) => {
    const amount = fromMinorText(move.amount, currency);
    const closed = withWorth(state, itemKey(chargeId, move.item), fact.effectiveDate, negate(amount));
    const opened = { item: move.toItem, party: toParty, dueDate: move.dueDate, amount };
    return withItem(closed, charge, fact.effectiveDate, opened);
  }, counted);
}
