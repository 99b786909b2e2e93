import type { Account } from '#ledger/account.ts';
import type { BalanceTransfer } from '#ledger/transfers/balance-transfer.ts';
import type { MovedThing } from '#ledger/transfers/transfer-events.ts';
import { addDays, laterOf } from '#money/calendar-date.ts';
import { day, type Sent } from './given-when-then.ts';
import type { Situation } from './random-commands.ts';
import { money } from './summary-parts.ts';
import { receive } from './transfers/transfers.ts';

/** Random transfers to another account and from it. The other account is not there: what it would send is made up here. */
const reasonCode = 'WRONG_ACCOUNT';

export function transferOutOf(situation: Situation): Sent {
  const { intent, number, effectiveDate } = situation;
  const amount = money(BigInt((intent.cents % 2500) + 1));
  const what = whatOf(situation);
  const dueDate = intent.coin === 3 && 'chargeId' in what ? { dueDate: addDays(day(effectiveDate), 30) } : {};
  const input = { transferId: `bt${number}`, toAccountId: 'account-2', effectiveDate, amount, reasonCode };
  return ['TransferBalance', { ...input, ...what, ...dueDate }];
}

function whatOf({ account, intent, charge, payment, credit }: Situation) {
  const { coin, which } = intent;
  if (coin < 4) return { paymentId: payment };
  if (coin < 6) return { creditId: credit };
  const open = [...account.openItems].toSorted().flatMap((key) => account.items.get(key) ?? []);
  const chosen = open[which % Math.max(1, open.length)];
  if (chosen === undefined) return { chargeId: charge };
  return coin % 2 === 0 ? { chargeId: chosen.chargeId } : { chargeId: chosen.chargeId, item: chosen.item };
}

/** What became of a transfer: it has arrived, or it comes back whole. */
export function endTransferOf(situation: Situation): Sent {
  const { account, intent } = situation;
  const transfers = inOrder(account).filter(({ state }) => state === 'IN_TRANSIT');
  const chosen = transfers[intent.which % Math.max(1, transfers.length)];
  if (chosen === undefined) return transferOutOf(situation);
  const { transferId, effectiveDate } = chosen;
  if (intent.coin < 6) return ['CompleteTransfer', { transferId, effectiveDate }];
  return ['ReturnTransfer', { effectiveDate, reasonCode, moved: movedBack(chosen) }];
}

function inOrder({ balanceTransfers }: Account): readonly BalanceTransfer[] {
  return [...balanceTransfers.values()].toSorted((a, b) => (a.transferId < b.transferId ? -1 : 1));
}

function amountIn({ amount }: BalanceTransfer): string {
  return amount.minor.toString();
}

function movedBack(transfer: BalanceTransfer) {
  const { transferId, toAccountId, what } = transfer;
  const amount = amountIn(transfer);
  return { transferId, fromAccountId: 'account-1', toAccountId, currency: 'USD', amount, what };
}

/** Something new arrives; or, where something is away whole, it comes back by another transfer. */
export function arrivalOf(situation: Situation): Sent {
  const { account, intent, number, effectiveDate } = situation;
  const away = inOrder(account).filter((one) => one.state === 'COMPLETED' && isWhollyAway(account, one));
  const chosen = away[intent.which % Math.max(1, away.length)];
  if (chosen !== undefined && intent.coin < 9) return backOf(situation, chosen);
  const amount = String((intent.cents % 4000) + 1);
  const item = { item: 3, party: { partyClass: 'SELF' }, dueDate: effectiveDate, amount };
  const charge = { kind: 'CHARGE', chargeId: 'x', category: 'SERVICE', items: [item] };
  const payment = { kind: 'PAYMENT', paymentId: 'x', payer: { partyClass: 'SELF' }, method: 'CHECK' };
  const credit = { kind: 'CREDIT', creditId: 'x', party: { partyClass: 'SELF' } };
  const what = [charge, payment, credit][intent.coin % 3];
  const [name, input] = receive(`in${number}`, effectiveDate.slice(5), { what, amount });
  return [name, { ...input, reasonCode: 'WRONG_ACCOUNT' }];
}

function backOf({ number, effectiveDate }: Situation, transfer: BalanceTransfer): Sent {
  const date = laterOf(day(effectiveDate), transfer.effectiveDate).slice(5);
  const { what, transferId } = transfer;
  const amount = amountIn(transfer);
  return receive(`in${number}`, date, { what: asThere(what, transferId), amount, returns: transferId });
}

/** Under the ids of the account that it is on: the items that left are numbered 1, 2 ... there. */
function asThere(what: MovedThing, transferId: string): MovedThing {
  if (what.kind === 'PAYMENT') return { ...what, paymentId: transferId };
  if (what.kind === 'CREDIT') return { ...what, creditId: transferId };
  return { ...what, chargeId: transferId, items: what.items.map((item, index) => ({ ...item, item: index + 1 })) };
}

/** Nothing of it has come back, and nothing else of the same charge, payment or credit is away. */
function isWhollyAway(account: Account, transfer: BalanceTransfer): boolean {
  const { what, amount } = transfer;
  const thing =
    what.kind === 'CHARGE'
      ? account.charges.get(what.chargeId)
      : what.kind === 'PAYMENT'
        ? account.payments.get(what.paymentId)
        : account.credits.get(what.creditId);
  return thing?.transferred.minor.toString() === amount.minor.toString();
}
