import type { Auditor } from '../auditor/auditor.ts';
import { over, smallestFrom } from '../auditor/dated.ts';
import { openOf, type Papers, type SourcePaper } from '../auditor/papers.ts';
import { type PartPaper, type ReceiptPaper, restOfReceipt } from '../auditor/receipt-papers.ts';
import type { Input, Told, ToldPart } from '../auditor/told.ts';
import {
  type Chooser,
  common,
  drawnOf,
  money,
  nobody,
  openItem,
  payers,
  someCents,
  someOf,
  type Weighted,
} from './chooser.ts';
import { withValue } from './foreign.ts';
import { closePeriodOf, hasPeriods, inNextPeriod } from './periods.ts';
import { closeAccount } from './taken-back.ts';

/** What is of receipts is drawn in steps of its own, with chance of its own, so that it thins nothing else. */
export function drawReceiptCommand(chooser: Chooser, sentBefore: readonly Told[]): Told {
  const { random } = chooser;
  const ofReceipts = sentBefore.filter(({ name }) => name.endsWith('Receipt'));
  const before = random.chance(8) ? random.oneOf(ofReceipts) : undefined;
  if (before !== undefined && random.chance(65)) return before;
  const told = withValue(chooser, takeItsPlace(chooser) ?? drawn(chooser));
  if (before !== undefined) return { ...told, input: { ...told.input, commandId: before.input.commandId } };
  return random.chance(3) ? { ...told, input: { ...told.input, dryRun: true } } : told;
}

const weights: readonly Weighted[] = [
  [6, recordReceipt],
  [13, identifyReceipt],
  [5, unidentifyReceipt],
  [3, returnReceipt],
  [4, reverseReceipt],
  [2, turnPart],
];

function drawn(chooser: Chooser): Told {
  return drawnOf(weights, chooser) ?? recordReceipt(chooser);
}

/** The fields of a command on no account. */
function ofReceipt(chooser: Chooser, acceptable?: string): Pick<Input, 'commandId' | 'effectiveDate'> {
  const { accountId: _none, ...fields } = common(chooser, acceptable);
  return fields;
}

function recordReceipt(chooser: Chooser): Told {
  const { random, auditor, number } = chooser;
  const taken = random.chance(5) ? random.oneOf([...auditor.receipts.keys()]) : undefined;
  // No account is in euros: such a receipt can only go back, or bounce.
  const currency = random.chance(5) ? 'EUR' : 'USD';
  const ids = { receiptId: taken ?? `e${number}`, currency, amount: money(2n * someCents(chooser)) };
  const method = random.pick(['CHECK', 'ACH', 'CHECK']);
  const fields = { ...ofReceipt(chooser), ...inNextPeriod(chooser) };
  return { name: 'RecordReceipt', input: { ...fields, ...ids, method } };
}

function anyReceipt(
  { random, auditor }: Chooser,
  isWanted: (receipt: ReceiptPaper) => boolean,
): ReceiptPaper | undefined {
  const receipts = [...auditor.receipts.values()];
  return random.oneOf(random.chance(93) ? receipts.filter(isWanted) : receipts);
}

/** One to three parts over the accounts of the history: all of it, half, or now and then more than there is. */
function identifyReceipt(chooser: Chooser): Told | undefined {
  const { random, auditor, today } = chooser;
  const receipt = anyReceipt(chooser, isLeft);
  if (receipt === undefined) return undefined;
  const fields = { ...ofReceipt(chooser, receipt.day), ...inNextPeriod(chooser, receipt.day) };
  const left = smallestFrom(receipt.unidentified, fields.effectiveDate ?? today);
  const count = random.pick([1, 2, 2, 3]);
  const share = left / BigInt(count) / random.pick([1n, 1n, 2n]);
  const accounts = auditor.accounts().filter(({ openedOn }) => openedOn !== undefined);
  const parts = Array.from({ length: count }, (_, index): ToldPart => {
    const cents = share > 0n && random.chance(94) ? share : someCents(chooser);
    return someone(chooser, random.oneOf(accounts), cents, index);
  });
  const receiptId = random.chance(2) ? nobody : receipt.receiptId;
  return { name: 'IdentifyReceipt', input: { ...fields, receiptId, currency: currencyOf(chooser, receipt), parts } };
}

/** Now and then another one. */
function currencyOf({ random }: Chooser, { currency }: ReceiptPaper): string {
  return random.chance(2) ? (currency === 'USD' ? 'EUR' : 'USD') : currency;
}

function someone(chooser: Chooser, papers: Papers | undefined, cents: bigint, index: number): ToldPart {
  const { random, number } = chooser;
  const taken = random.chance(3) ? random.oneOf([...(papers?.sources.keys() ?? [])]) : undefined;
  const accountId = papers === undefined || random.chance(2) ? nobody : papers.accountId;
  const paymentId = taken ?? `e${number}-${index + 1}`;
  const item = papers === undefined ? undefined : openItem({ ...chooser, papers });
  const open = item === undefined ? 0n : over(openOf(item));
  const part = open < cents && random.chance(90) ? open : cents;
  const chargeId = item?.charge.chargeId ?? '';
  const line = { chargeId, ...(random.chance(70) ? { item: item?.number } : {}), amount: money(part) };
  const strategy = random.pick(['NONE', 'OLDEST_DUE_FIRST', 'SMALLEST_FIRST', 'PRO_RATA', undefined, undefined]);
  return {
    accountId,
    paymentId,
    amount: money(cents),
    payer: random.pick(payers),
    ...(item !== undefined && part > 0n && random.chance(35) ? { lines: [line] } : {}),
    ...(strategy === undefined ? {} : { strategy }),
  };
}

interface Found {
  readonly papers: Papers;
  readonly source: SourcePaper;
}

function allPayments({ auditor }: Chooser): readonly Found[] {
  return auditor.accounts().flatMap((papers) => [...papers.sources.values()].map((source) => ({ papers, source })));
}

function partOnAccount(chooser: Chooser): Found | undefined {
  const { random } = chooser;
  const all = allPayments(chooser);
  const live = all.filter(({ source: { receipt, reversedOn } }) => receipt !== undefined && reversedOn === undefined);
  return random.oneOf(random.chance(92) ? live : all);
}

function unidentifyReceipt(chooser: Chooser): Told | undefined {
  const found = partOnAccount(chooser);
  if (found === undefined) return undefined;
  const fields = common({ ...chooser, papers: found.papers }, found.source.settledOn);
  const reasonCode = chooser.random.pick(['WRONG_ACCOUNT', 'WRONG_PAYER']);
  return { name: 'UnidentifyReceipt', input: { ...fields, paymentId: found.source.id, reasonCode } };
}

/** What came by a receipt is reversed, or reinstated, as if it were a cheque of its own; or some of it goes to its payer. */
function turnPart(chooser: Chooser): Told | undefined {
  const { random, number } = chooser;
  const found = random.oneOf(allPayments(chooser).filter(({ source: { receipt } }) => receipt !== undefined));
  if (found === undefined) return undefined;
  const { papers, source } = found;
  const fields = { ...common({ ...chooser, papers }, source.settledOn), paymentId: source.id };
  if (source.reversedOn !== undefined)
    return { name: 'ReinstatePayment', input: { ...fields, reasonCode: 'REDEPOSITED' } };
  if (random.chance(30)) return { name: 'ReversePayment', input: { ...fields, reasonCode: 'NSF' } };
  const amount = money(someOf(chooser, over(source.unapplied)));
  const refund = { refundId: `f${number}`, currency: 'USD', amount, method: 'CHECK', reasonCode: 'OVERPAYMENT' };
  return { name: 'RefundPayment', input: { ...fields, ...refund } };
}

function isLeft(receipt: ReceiptPaper): boolean {
  return restOfReceipt(receipt) > 0n;
}

function returnReceipt(chooser: Chooser): Told | undefined {
  const isPreferred = chooser.random.chance(60);
  const receipt =
    anyReceipt(chooser, (one) => isLeft(one) && (one.parts.length > 0 || !isPreferred)) ?? anyReceipt(chooser, isLeft);
  if (receipt === undefined) return undefined;
  const amount = money(someOf(chooser, restOfReceipt(receipt)));
  const reasonCode = chooser.random.pick(['NOT_FOR_US', 'SENDER_REQUEST']);
  const what = { receiptId: receipt.receiptId, currency: currencyOf(chooser, receipt), amount, reasonCode };
  return { name: 'ReturnReceipt', input: { ...ofReceipt(chooser, receipt.day), ...what } };
}

function reverseReceipt(chooser: Chooser): Told | undefined {
  const { random } = chooser;
  const receipt = anyReceipt(chooser, (one) => isWhole(one) && (one.parts.length > 0 || random.chance(30)));
  return receipt && bounced(chooser, receipt);
}

function bounced(chooser: Chooser, receipt: ReceiptPaper): Told {
  const { random } = chooser;
  const lastDay = receipt.parts
    .map(({ day }) => day)
    .concat(receipt.day)
    .toSorted()
    .at(-1);
  const reasonCode = random.pick(['NSF', 'CHARGEBACK']);
  const fields = ofReceipt(chooser, random.chance(90) ? lastDay : undefined);
  return { name: 'ReverseReceipt', input: { ...fields, receiptId: receipt.receiptId, reasonCode } };
}

function isWhole({ reversal, returned }: ReceiptPaper): boolean {
  return reversal === undefined && returned.length === 0;
}

/**
 * Where a part is on its way its place is taken, or its account or its period is closed: it cannot arrive any more, or not on its
 * day. Where one is on its way back, the receipt bounces before it is there.
 */
function takeItsPlace(chooser: Chooser): Told | undefined {
  const { random, auditor } = chooser;
  const receipts = [...auditor.receipts.values()];
  const coming = receipts.filter((receipt) => isWhole(receipt) && receipt.parts.some(isComingBack));
  const alone = coming.length > 0 && random.chance(40) ? random.oneOf(coming) : undefined;
  if (alone !== undefined) return bounced(chooser, alone);
  const left = partsOnTheWay(auditor);
  const part = left.length > 0 && random.chance(hasPeriods(chooser) ? 80 : 50) ? random.oneOf(left) : undefined;
  if (part !== undefined && hasPeriods(chooser) && random.chance(70)) return closePeriodOf(chooser, part.day);
  return part === undefined ? undefined : inItsPlace(chooser, part);
}

export function partsOnTheWay({ receipts }: Auditor): readonly PartPaper[] {
  return [...receipts.values()].flatMap(({ parts }) => parts.filter(({ place }) => place === 'ON_THE_WAY'));
}

function isComingBack({ place, isConfirmed, isBack }: PartPaper): boolean {
  return place === 'GONE' && isConfirmed && !isBack;
}

function inItsPlace(chooser: Chooser, { told: { accountId, paymentId } }: PartPaper): Told | undefined {
  const there = { ...chooser, papers: chooser.auditor.papersOf(accountId) };
  if (chooser.random.chance(25)) return closeAccount(there);
  const fields = { ...common(there), currency: 'USD', amount: money(someCents(chooser)) };
  return { name: 'ReceivePayment', input: { ...fields, paymentId, method: 'CHECK' } };
}
