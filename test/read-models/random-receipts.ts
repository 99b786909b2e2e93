import * as fc from 'fast-check';
import type { HandleCommand } from '#app/handle-command.ts';
import type { Journal } from '#journal/journal.ts';
import type { CommandName } from '#ledger/commands.ts';
import { addDays, calendarDate } from '#money/calendar-date.ts';
import { passedOn } from '../journal/passed-on.ts';
import { handlerFor, openLedger, recorded } from './random-books.ts';

/** Books of receipts at random: recorded, identified in parts, taken back, sent back, reversed, and payments beside them. */
const drawn = fc.record({
  what: fc.constantFrom(
    ...(['record', 'record', 'identify', 'identify', 'identify', 'unidentify', 'return', 'return'] as const),
    ...(['reverse', 'refused', 'receive', 'charge', 'adjust', 'apply', 'unapply'] as const),
    ...(['refund', 'refundBack', 'transfer', 'reversePayment'] as const),
  ),
  /** Which of the newest receipts, or payments. */
  which: fc.nat(11),
  accounts: fc.array(fc.nat(99), { minLength: 1, maxLength: 3 }),
  cents: fc.integer({ min: 1, max: 6_000 }),
  later: fc.integer({ min: -4, max: 6 }),
  isEuro: fc.nat(4).map((number) => number === 0),
  isPlaced: fc.boolean(),
});

type Drawn = typeof drawn extends fc.Arbitrary<infer Value> ? Value : never;
type Fields = Readonly<Record<string, unknown>>;
type Command = readonly [name: CommandName, input: Fields];

interface Known {
  readonly id: string;
  readonly accountId: string;
  readonly currency: string;
  readonly amount: string;
}

const accountsOf: Readonly<Record<string, readonly string[]>> = {
  USD: ['usd-1', 'usd-2', 'usd-3', 'usd-4'],
  EUR: ['eur-1', 'eur-2'],
};

const firstDay = calendarDate('2024-01-25');
const amountOf = (cents: number): string => (cents / 100).toFixed(2);
const rateFor = (currency: string): Fields =>
  currency === 'USD' ? {} : { rate: { rate: '1.0837', source: 'ECB:2024-01-25' } };

export async function writeRandomReceipts(journal: Journal, seed: number, commands: number): Promise<void> {
  let meanwhile: (() => Promise<void>) | undefined;
  const append: Journal['append'] = async (request) => {
    const work = meanwhile;
    meanwhile = undefined;
    await work?.();
    return journal.append(request);
  };
  const handle = handlerFor({ ...passedOn(journal), append });
  await openLedger(handle);
  const open = async (accountId: string, currency: string): Promise<void> => {
    const account = { accountId, currency, effectiveDate: '2024-01-02' };
    await recorded(handle, 'OpenAccount', { commandId: `open-${accountId}`, ...account });
  };
  for (const [currency, accountIds] of Object.entries(accountsOf))
    for (const accountId of accountIds) await open(accountId, currency);
  const receipts: Known[] = [];
  const payments: Known[] = [];
  const charges: Known[] = [];
  for (const [number, draw] of fc.sample(drawn, { numRuns: commands, seed }).entries()) {
    const effectiveDate = addDays(firstDay, Math.floor((number * 120) / commands) + draw.later);
    const chosen = {
      draw,
      number,
      receipt: receipts.at(-1 - draw.which),
      payment: payments.at(-1 - draw.which),
      charge: charges.at(-1 - draw.which),
    };
    const [name, input] = commandFor(chosen) ?? [];
    if (name === undefined) continue;
    if (draw.what === 'refused') {
      const accountId = `gone-${number}`;
      await open(accountId, 'USD');
      // Between the identification and the arrival of its part.
      meanwhile = async () => void (await send(handle, 'CloseAccount', { commandId: accountId, accountId }));
    }
    const isRecorded = await send(handle, name, { commandId: `n-${number}`, effectiveDate, ...input });
    if (isRecorded) note(name, input ?? {}, { receipts, payments, charges });
  }
}

async function send(handle: HandleCommand, name: CommandName, input: Fields): Promise<boolean> {
  const actor = { kind: 'PERSON', id: 'clerk-1', role: 'billing_specialist' } as const;
  const { outcome } = await handle(name, input, { actor, correlationId: 'random' });
  return outcome === 'RECORDED';
}

interface Begun {
  readonly receipts: Known[];
  readonly payments: Known[];
  readonly charges: Known[];
}

function note(name: CommandName, input: Fields, { receipts, payments, charges }: Begun): void {
  const { receiptId, accountId, paymentId, chargeId, currency, parts } = input;
  if (typeof currency !== 'string') return;
  const known = { accountId: String(accountId), currency, amount: String(input['amount']) };
  if (name === 'RecordReceipt') receipts.push({ ...known, id: String(receiptId) });
  if (name === 'ReceivePayment') payments.push({ ...known, id: String(paymentId) });
  if (name === 'PostCharge') charges.push({ ...known, id: String(chargeId) });
  if (name !== 'IdentifyReceipt' || !Array.isArray(parts)) return;
  for (const part of parts as readonly { readonly accountId: string; readonly paymentId: string }[])
    payments.push({ ...known, id: part.paymentId, accountId: part.accountId });
}

interface Chosen {
  readonly draw: Drawn;
  readonly number: number;
  readonly receipt: Known | undefined;
  readonly payment: Known | undefined;
  readonly charge: Known | undefined;
}

function commandFor(chosen: Chosen): Command | undefined {
  const { draw, number, receipt, payment, charge } = chosen;
  const currency = draw.isEuro ? 'EUR' : 'USD';
  const accountId = accountIn(currency, draw.accounts[0] ?? 0);
  const money = { currency, amount: amountOf(draw.cents) };
  const place = draw.isPlaced ? { strategy: 'OLDEST_DUE_FIRST' } : {};
  switch (draw.what) {
    case 'record':
      return ['RecordReceipt', { ...money, ...rateFor(currency), receiptId: `r-${number}`, method: 'CHECK' }];
    case 'charge': {
      const posted = { chargeId: `c-${number}`, category: 'SERVICE' };
      return ['PostCharge', { ...money, ...rateFor(currency), accountId, ...posted }];
    }
    case 'adjust': {
      const why = { adjustmentId: `a-${number}`, kind: 'COURTESY', reasonCode: 'COURTESY' };
      if (charge === undefined) return undefined;
      const of = { accountId: charge.accountId, chargeId: charge.id, currency: charge.currency };
      return ['AdjustCharge', { ...of, ...why, amount: `-${charge.amount}` }];
    }
    case 'receive': {
      const paid = { paymentId: `p-${number}`, method: 'CARD', ...place };
      return ['ReceivePayment', { ...money, ...rateFor(currency), accountId, ...paid }];
    }
    case 'identify':
    case 'refused':
    case 'return':
    case 'reverse':
      return receipt && ofReceipt(chosen, receipt);
    default:
      return payment && ofPayment(chosen, payment);
  }
}

function accountIn(currency: string, drawnAccount: number): string {
  const accountIds = accountsOf[currency] ?? [];
  return accountIds[drawnAccount % accountIds.length] ?? '';
}

function ofReceipt({ draw, number }: Chosen, { id: receiptId, currency, amount: whole }: Known): Command {
  const { what, accounts, cents, isPlaced } = draw;
  const part = (accountId: string, index: number): Fields => ({
    accountId,
    paymentId: `p-${number}-${index}`,
    amount: amountOf(Math.ceil(cents / (index + 2))),
    ...(isPlaced ? { strategy: 'OLDEST_DUE_FIRST' } : {}),
  });
  const own = accounts.map((account, index) => part(accountIn(currency, account), index));
  if (what === 'reverse') return ['ReverseReceipt', { receiptId, reasonCode: 'NSF' }];
  if (what === 'return') {
    const amount = isPlaced ? whole : amountOf(Math.ceil(cents / 3));
    return ['ReturnReceipt', { receiptId, currency, amount, reasonCode: 'SENDER_UNKNOWN' }];
  }
  const parts = what === 'refused' ? [...own.slice(1), part(`gone-${number}`, 9)] : own;
  return ['IdentifyReceipt', { receiptId, currency, parts }];
}

function ofPayment({ draw, number }: Chosen, { id: paymentId, accountId, currency }: Known): Command {
  const amount = amountOf(Math.ceil(draw.cents / 4));
  const of = { accountId, paymentId };
  switch (draw.what) {
    case 'unidentify':
      return ['UnidentifyReceipt', { ...of, reasonCode: 'WRONG_PAYER' }];
    case 'apply':
      return ['ApplyPayment', { ...of, currency, strategy: 'OLDEST_DUE_FIRST' }];
    case 'unapply':
      return ['UnapplyPayment', { ...of, currency, reasonCode: 'MISAPPLIED' }];
    case 'reversePayment':
      return ['ReversePayment', { ...of, reasonCode: 'NSF' }];
    case 'refund': {
      const refund = { refundId: `b-${paymentId}`, method: 'CHECK', fromUnapplied: amount };
      return ['RefundPayment', { ...of, currency, amount, ...refund, reasonCode: 'REFUND_REQUESTED' }];
    }
    case 'refundBack':
      return ['ReverseRefund', { accountId, refundId: `b-${paymentId}`, reasonCode: 'REFUND_RETURNED' }];
    default: {
      const toAccountId = accountIn(currency, (draw.accounts[0] ?? 0) + 1);
      const transfer = { transferId: `t-${number}`, toAccountId, currency, amount, reasonCode: 'WRONG_ACCOUNT' };
      return ['TransferBalance', { ...of, ...transfer }];
    }
  }
}
