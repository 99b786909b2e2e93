import { fromMinorText, negate, zero } from '#money/money.ts';
import { type Account, chargeAt, itemKey, paymentAt } from './account.ts';
import { withCharge, withDay, withItem, withWorth } from './account-changes.ts';
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
import { evolvePayment } from './payments/evolve-payment.ts';
import { evolvePending } from './pending-payments/evolve-pending.ts';
import { isPlanFact } from './plans/plan-facts.ts';
import { evolveReceiptPart } from './receipts/evolve-receipt-part.ts';
import { isReceiptFact, isReceiptPartFact } from './receipts/receipt-events.ts';
import { requireNext, withCommand } from './recorded-command.ts';
import { evolveRefunds } from './refunds/evolve-refunds.ts';
import { evolveTransfers } from './transfers/evolve-transfers.ts';
import { isTransferFact } from './transfers/transfer-events.ts';
import { evolveWriteOff } from './write-offs/evolve-write-offs.ts';

/** The account after one more entry. Throws on an entry that cannot follow: a corrupt book, never a refusal. */
export function evolve(account: Account, entry: Entry): Account {
  requireNext(account, entry);
  return withCommand(evolveFact(account, entry), entry);
}

/** The account after one more fact; what the journal adds (revision, command) is not touched. */
export function evolveFact(account: Account, fact: Fact): Account {
  const after = evolveAmounts(account, fact);
  return after.base === undefined ? after : { ...after, base: evolveBase(after.base, fact) };
}

function evolveAmounts(account: Account, fact: Fact): Account {
  if (isAgreementFact(fact) || isPlanFact(fact)) return evolveAgreement(account, fact);
  if (isLedgerFact(fact) || isReceiptFact(fact)) throw new Error(`${fact.type} does not belong to an account`);
  if (isReceiptPartFact(fact)) return evolveReceiptPart(account, fact);
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
    case 'PaymentPended':
    case 'PaymentSettled':
    case 'PaymentFailed':
      return evolvePending(account, fact);
    case 'PaymentApplied':
      return applied(account, fact);
    case 'PaymentUnapplied':
    case 'AllocationReleased':
      return released(account, fact);
    case 'PaymentReceived':
    case 'PaymentReversed':
    case 'PaymentReinstated':
      return evolvePayment(account, fact);
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
