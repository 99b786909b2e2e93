import type { Decision } from '#ledger/books.ts';
import type { Fact, FactOf } from '#ledger/events.ts';
import { agreementFloors, agreementSituations } from './agreement-situations.ts';
import type { Sent, Standing } from './given-when-then.ts';
import { pendingFloors, pendingSituations } from './pending-situations.ts';
import { receiptFloors, receiptSituations } from './receipt-situations.ts';
import { shortfallFloors, shortfallSituations } from './shortfall-situations.ts';
import { transferFloors, transferSituations } from './transfer-situations.ts';

/** Counts how often random books came to where the rules are hard. A random test that never gets there proves nothing. */
export type Situations = Map<string, number>;

export const floors: Readonly<Record<string, number>> = {
  'a back-dated reduction releases money on a later day': 20,
  'a reduction takes from several items': 20,
  'a reduction is refused because of a past day': 5,
  'a paid fee is waived': 20,
  'a payment with several allocations is reversed': 20,
  'a reversal is refused because of a past day': 5,
  'a reinstatement restores everything': 20,
  'a reinstatement finds its item paid meanwhile': 5,
  'a payment crosses to an item of another party': 20,
  'a partly paid item changes its party': 10,
  'a part of an allocation is un-applied': 10,
  'an allocation waits for the start of its item': 20,
  'an adjustment is undone': 20,
  'a tax part changes pro rata': 20,
  'an empty account is closed': 10,
  'a closed account is reopened': 10,
  'a closing is refused because of what is left': 50,
  'a waiver is taken back': 10,
  'a write-off takes from several items': 10,
  'a partly paid item is written off': 20,
  'a write-off is reversed in part': 20,
  'a write-off is back-dated before something on its items': 10,
  'bad debt is recovered': 20,
  'a recovery is reversed': 10,
  'a recovery is reinstated': 10,
  'what was recovered cannot be reversed, nor the other way round': 10,
  'a reduction stops at what is written off': 10,
  'a refund opens an item again': 10,
  'a refund comes back': 10,
  'a refunded payment is reversed': 20,
  'a recharge falls with a reinstatement': 3,
  'a refusal offers a later day': 50,
  'several credits are applied by one command': 20,
  'credits go only as far as there are': 10,
  'an applied credit is voided': 20,
  'a reduction releases a credit': 10,
  'an adjusted charge is voided': 10,
  'a charge that credits pay is voided': 10,
  'a void is refused because of money on it': 20,
  'a voided charge is named': 20,
  ...shortfallFloors,
  ...pendingFloors,
  ...agreementFloors,
  ...transferFloors,
  ...receiptFloors,
};

export function countSituations(counts: Situations, before: Standing, sent: Sent, decision: Decision): void {
  const names = [
    ...situationsOf(before, sent, decision),
    ...shortfallSituations(before, decision),
    ...pendingSituations(before, decision),
    ...agreementSituations(before, sent, decision),
    ...transferSituations(sent, decision),
    ...receiptSituations(sent, decision),
  ];
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
}

function situationsOf(before: Standing, sent: Sent, decision: Decision): readonly string[] {
  if (decision.outcome === 'ACCEPTED') {
    const names = [...acceptedSituations(before, decision.facts), ...refundSituations(decision.facts)];
    return isShortOfCredit(sent, decision.facts) ? [...names, 'credits go only as far as there are'] : names;
  }
  const names = decision.figures['earliestDate'] === undefined ? [] : ['a refusal offers a later day'];
  if (decision.code === 'ACCOUNT_NOT_EMPTY') names.push('a closing is refused because of what is left');
  if (decision.code === 'EXCEEDS_RECOVERABLE')
    names.push('what was recovered cannot be reversed, nor the other way round');
  if (decision.code === 'EXCEEDS_ADJUSTABLE' && isWrittenOff(before, sent[1]['chargeId']))
    names.push('a reduction stops at what is written off');
  if (decision.code === 'CHARGE_HAS_PAYMENT') names.push('a void is refused because of money on it');
  if (decision.code === 'CHARGE_VOIDED') names.push('a voided charge is named');
  if (decision.code !== 'BACKDATE_CONFLICT') return names;
  return [...names, `a ${sent[0] === 'ReversePayment' ? 'reversal' : 'reduction'} is refused because of a past day`];
}

function refundSituations(facts: readonly Fact[]): readonly string[] {
  const types = new Set(facts.map(({ type }) => type));
  if (types.has('RefundReversed')) return ['a refund comes back'];
  return types.has('ChargeVoided') && types.has('PaymentReinstated') ? ['a recharge falls with a reinstatement'] : [];
}

function acceptedSituations(before: Standing, facts: readonly Fact[]): readonly string[] {
  const last = facts.at(-1);
  const released = facts.filter((fact) => fact.type === 'AllocationReleased');
  const credits = facts.filter((fact) => fact.type === 'CreditReleased');
  switch (last?.type) {
    case 'ChargeAdjusted':
      return [
        ...adjustmentSituations(last, released),
        ...(credits.length > 0 ? ['a reduction releases a credit'] : []),
      ];
    case 'ChargeVoided':
      return voidSituations(last, credits.length > 0);
    case 'CreditVoided':
      return credits.length > 0 ? ['an applied credit is voided'] : [];
    case 'CreditApplied':
      return new Set(facts.map((fact) => (fact.type === 'CreditApplied' ? fact.data.creditId : ''))).size > 1
        ? ['several credits are applied by one command']
        : [];
    case 'LateFeeWaived':
      return released.length > 0 ? ['a paid fee is waived'] : [];
    case 'PaymentReversed':
      return lineCount(released) > 1 ? ['a payment with several allocations is reversed'] : [];
    case 'PaymentRefunded':
      return last.data.reopened.length > 0 ? ['a refund opens an item again'] : [];
    case 'ChargePosted':
      return last.data.rechargeOf === undefined ? [] : ['a refunded payment is reversed'];
    case 'PaymentUnapplied':
      return last.data.releases.some(({ allocation, amount }) => isPart(before, allocation, amount))
        ? ['a part of an allocation is un-applied']
        : [];
    case 'ResponsibilityTransferred':
      return last.data.moves.some(({ item }) => hasAllocations(before, last.data.chargeId, item))
        ? ['a partly paid item changes its party']
        : [];
    case 'AccountClosed':
      return ['an empty account is closed'];
    case 'AccountReopened':
      return ['a closed account is reopened'];
    case 'LateFeeReinstated':
      return ['a waiver is taken back'];
    case 'WrittenOff':
      return writeOffSituations(before, last);
    case 'WriteOffReversed':
      return isPartly(before, last) ? ['a write-off is reversed in part'] : [];
    case 'BadDebtRecovered':
      return ['bad debt is recovered'];
    case 'RecoveryReversed':
      return ['a recovery is reversed'];
    case 'RecoveryReinstated':
      return ['a recovery is reinstated'];
    case 'PaymentApplied':
    case 'PaymentReinstated':
      return applicationSituations(before, facts);
    default:
      return [];
  }
}

function voidSituations({ data }: FactOf<'ChargeVoided'>, isReleased: boolean): readonly string[] {
  const names = data.adjustments.length > 0 ? ['an adjusted charge is voided'] : [];
  return isReleased ? [...names, 'a charge that credits pay is voided'] : names;
}

function adjustmentSituations(fact: FactOf<'ChargeAdjusted'>, released: readonly FactOf<'AllocationReleased'>[]) {
  const names: string[] = [];
  const isLater = released.some(({ effectiveDate }) => effectiveDate > fact.effectiveDate);
  if (isLater) names.push('a back-dated reduction releases money on a later day');
  if (fact.data.amount.startsWith('-') && fact.data.items.length > 1)
    names.push('a reduction takes from several items');
  if (fact.data.undoes !== undefined) names.push('an adjustment is undone');
  if (fact.data.taxAmount !== undefined && fact.data.undoes === undefined) names.push('a tax part changes pro rata');
  return names;
}

const sum = (amounts: readonly string[]): bigint => amounts.reduce((total, amount) => total + BigInt(amount), 0n);

function applicationSituations(before: Standing, facts: readonly Fact[]): readonly string[] {
  const names: string[] = [];
  const applied = facts.filter((fact) => fact.type === 'PaymentApplied');
  const lines = applied.flatMap((fact) => fact.data.allocations);
  const reinstated = facts.find((fact) => fact.type === 'PaymentReinstated');
  if (reinstated !== undefined) {
    const dropped = before.account.payments.get(reinstated.data.paymentId)?.dropped ?? [];
    const isWhole =
      sum(lines.map(({ amount }) => amount)) === sum(dropped.map(({ amount }) => amount.minor.toString()));
    if (dropped.length > 0) {
      names.push(isWhole ? 'a reinstatement restores everything' : 'a reinstatement finds its item paid meanwhile');
    }
  }
  if (new Set(applied.map(({ effectiveDate }) => effectiveDate)).size > 1) {
    names.push('an allocation waits for the start of its item');
  }
  const isOther = lines.some(({ chargeId, item }) => partyClassOf(before, chargeId, item) !== 'SELF');
  return isOther ? [...names, 'a payment crosses to an item of another party'] : names;
}

/** A line asks for more than all credits together have. */
function isShortOfCredit([name, input]: Sent, facts: readonly Fact[]): boolean {
  if (name !== 'ApplyCredit' || !Array.isArray(input['lines'])) return false;
  const asked = input['lines'].map(({ amount }: { amount: string }) => amount.replace('.', ''));
  const placed = facts.flatMap((fact) => (fact.type === 'CreditApplied' ? fact.data.allocations : []));
  return sum(placed.map(({ amount }) => amount)) < sum(asked);
}

function lineCount(released: readonly FactOf<'AllocationReleased'>[]): number {
  return released.reduce((count, { data }) => count + data.releases.length, 0);
}

function isPart({ account }: Standing, allocation: number, amount: string): boolean {
  return account.allocations.get(allocation)?.live.minor.toString() !== amount;
}

function hasAllocations({ account }: Standing, chargeId: string, item: number): boolean {
  return (account.items.get(`${chargeId}#${item}`)?.allocations.length ?? 0) > 0;
}

function partyClassOf({ account }: Standing, chargeId: string, item: number): string | undefined {
  return account.items.get(`${chargeId}#${item}`)?.party.partyClass;
}

function writeOffSituations(before: Standing, { effectiveDate, data }: FactOf<'WrittenOff'>): readonly string[] {
  const names = data.items.length > 1 ? ['a write-off takes from several items'] : [];
  if (data.items.some(({ item }) => hasAllocations(before, data.chargeId, item))) {
    names.push('a partly paid item is written off');
  }
  const changes = data.items.flatMap(
    ({ item }) => before.account.items.get(`${data.chargeId}#${item}`)?.open.changes ?? [],
  );
  const isBackDated = changes.some(({ date }) => date > effectiveDate);
  return isBackDated ? [...names, 'a write-off is back-dated before something on its items'] : names;
}

function isPartly({ account }: Standing, { data }: FactOf<'WriteOffReversed'>): boolean {
  const standing = account.writeOffs.get(data.writeOffId)?.items ?? [];
  return sum(standing.map(({ amount }) => amount.minor.toString())) > BigInt(data.amount);
}

function isWrittenOff({ account }: Standing, chargeId: unknown): boolean {
  return [...account.writeOffs.values()].some((writeOff) => writeOff.chargeId === chargeId);
}
