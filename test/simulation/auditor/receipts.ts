import { newReceiptBase, receiptLosesInBase } from './base-receipts.ts';
import { type At, later, smallestFrom, sumOf } from './dated.ts';
import { type Desk, earlierThan, misvalued, statedWorth, there } from './desk.ts';
import { type Papers, post } from './papers.ts';
import { strayPriority } from './payments.ts';
import { onLocked } from './periods.ts';
import { wrongReason } from './reasons.ts';
import { crossed, type PartPaper, type ReceiptPaper, restOfReceipt } from './receipt-papers.ts';
import { partRefusedThere } from './receipt-parts.ts';
import { centsOf, malformed } from './shape.ts';
import type { Input, Told } from './told.ts';
import { firstObjection, refuse, type Verdict } from './verdict.ts';

/**
 * Money that arrived before anybody knew whose it is (ledger-rules 9, decisions/0020). What becomes of its parts is the ledger's
 * own doing, step by step, and is judged when it stands in the journal (`receipt-steps.ts`).
 */
export interface ReceiptDesk extends Pick<Desk, 'openingDate' | 'baseCurrency' | 'today' | 'lists' | 'locked'> {
  readonly receipts: Map<string, ReceiptPaper>;
  readonly papersOf: (accountId: string) => Papers;
}

type ReceiptRule = (desk: ReceiptDesk, told: Told) => Verdict;

const receiptRules: Readonly<Record<string, ReceiptRule | undefined>> = {
  RecordReceipt: recordReceipt,
  IdentifyReceipt: identifyReceipt,
  ReturnReceipt: returnReceipt,
  ReverseReceipt: reverseReceipt,
};

/** The verdict on the receipt alone; accounts are asked after it. */
export function judgeReceipt(desk: ReceiptDesk, told: Told): Verdict | undefined {
  const verdict = receiptRules[told.name]?.(desk, told);
  return verdict && onLocked(dayOn(desk, told.input), desk.locked, verdict);
}

/** What the accounts say that the parts are to go to, or are on, in the order of the parts. */
export function accountsRefuse({ receipts, papersOf, today }: ReceiptDesk, { name, input }: Told): readonly string[] {
  if (name === 'IdentifyReceipt') {
    const day = input.effectiveDate ?? today;
    const currency = input.currency ?? '';
    return (input.parts ?? []).flatMap(
      (part) => partRefusedThere(papersOf(part.accountId), part, { day, currency }) ?? [],
    );
  }
  if (name !== 'ReverseReceipt') return [];
  const parts = partsOnAccounts(receipts.get(input.receiptId ?? ''));
  const isAway = parts.some(({ told: { accountId, paymentId }, place }) => {
    return place === 'ON_ACCOUNT' && there(papersOf(accountId).sources.get(paymentId)).away > 0n;
  });
  return isAway ? ['PAYMENT_TRANSFERRED'] : [];
}

function dayOn({ today }: ReceiptDesk, { effectiveDate }: Input): string {
  return effectiveDate ?? today;
}

function partsOnAccounts(receipt: ReceiptPaper | undefined): readonly PartPaper[] {
  return (receipt?.parts ?? []).filter(({ isConfirmed, isBack }) => isConfirmed && !isBack);
}

type Objections = readonly (string | false)[];

/** The stages that all commands on a receipt that is there have. */
function refusedAtFirst(desk: ReceiptDesk, told: Told, shape: () => Objections, existence: () => Objections) {
  const { input } = told;
  const receipt = desk.receipts.get(input.receiptId ?? '');
  const refused = firstObjection(
    () => [...malformed(told), ...shape()],
    () => [receipt === undefined && 'RECEIPT_UNKNOWN'],
    existence,
    () => [input.currency !== undefined && input.currency !== receipt?.currency && 'CURRENCY_MISMATCH'],
    () => [told.name !== 'IdentifyReceipt' && wrongReason(desk, told)],
    () => [dayOn(desk, input) < desk.openingDate && 'BEFORE_LEDGER_OPENING'],
    () => [receipt?.reversal !== undefined && 'ALREADY_REVERSED'],
  );
  const isOther = refused?.codes.includes('CURRENCY_MISMATCH') === true;
  return isOther ? refuse(refused.codes, 'a receipt is in another currency than is said') : refused;
}

const nothing = (): Objections => [];

function recordReceipt(desk: ReceiptDesk, told: Told): Verdict {
  const { input } = told;
  const { receiptId = '', currency = '', method = '' } = input;
  const day = dayOn(desk, input);
  const isForeign = currency !== desk.baseCurrency;
  const refused = firstObjection(
    () => malformed(told),
    () => [desk.receipts.has(receiptId) && 'RECEIPT_TAKEN'],
    () => misvalued(input, isForeign),
    () => [day < desk.openingDate && 'BEFORE_LEDGER_OPENING'],
  );
  if (refused !== undefined) return { ...refused, reached: reachedByValue(refused.codes) };
  const cents = centsOf(input.amount);
  const record = (known: number): void => {
    const at = { day, known };
    const lists = { returned: [], bounced: [], parts: [], general: new Map(), cash: [] };
    const unidentified = [{ ...at, cents }];
    const base = newReceiptBase(cents, isForeign ? statedWorth(input, cents) : undefined, at);
    const what = { receiptId, day, cents, currency, base, method };
    const receipt = { ...what, unidentified, ...lists, reversal: undefined };
    desk.receipts.set(receiptId, receipt);
    post(receipt, { ...at, method }, [
      ['CashClearing', cents],
      ['UnidentifiedCash', -cents],
    ]);
  };
  const how =
    input.rate === undefined ? 'a foreign receipt is worth what is said' : 'a foreign receipt comes at a rate';
  return { kind: 'ACCEPT', reached: isForeign ? [how] : [], record };
}

function reachedByValue(codes: readonly string[]): readonly string[] {
  return [
    ...(codes.includes('BASE_VALUE_REQUIRED') ? ['a foreign receipt does not say what it is worth'] : []),
    ...(codes.includes('BASE_VALUE_NOT_TAKEN') ? ['a receipt is said to be worth something else'] : []),
  ];
}

function identifyReceipt(desk: ReceiptDesk, told: Told): Verdict {
  const { input } = told;
  const { parts = [] } = input;
  const day = dayOn(desk, input);
  const refused = refusedAtFirst(
    desk,
    told,
    () => parts.flatMap((part) => misformed(part)),
    () => [parts.some((part, index) => isNamedTwice(parts.slice(0, index), part)) && 'DUPLICATE_ID'],
  );
  if (refused !== undefined) return refused;
  const receipt = there(desk.receipts.get(input.receiptId ?? ''));
  const total = sumOf(parts.map(({ amount }) => centsOf(amount)));
  const objection = firstObjection(
    () => [earlierThan(day, receipt.day)],
    () => [smallestFrom(receipt.unidentified, day) < total && 'EXCEEDS_UNIDENTIFIED'],
  );
  if (objection !== undefined) return objection;
  const record = (known: number): void => {
    for (const part of parts) partLeaves(receipt, part, input.commandId, { day, known });
  };
  return { kind: 'ACCEPT', reached: reachedByParts(receipt, parts), record };
}

function reachedByParts(receipt: ReceiptPaper, parts: ToldParts): readonly string[] {
  const accounts = new Set(parts.map(({ accountId }) => accountId));
  const isForeign = receipt.base !== undefined;
  const isAgain = receipt.parts.some(({ place }) => place === 'GONE');
  return [
    ...(parts.length > 1 ? ['a receipt is identified in parts'] : []),
    ...(accounts.size > 1 ? ['a receipt in parts over accounts'] : []),
    ...(isAgain ? ['what was taken back is identified again'] : []),
    ...(isForeign && parts.length > 1 ? ['a foreign receipt is identified in parts'] : []),
    ...(isForeign && accounts.size > 1 ? ['a foreign receipt in parts over accounts'] : []),
    ...(isForeign && isAgain ? ['what was taken back is identified again at the base that is left'] : []),
  ];
}

type ToldParts = NonNullable<Input['parts']>;

function misformed({ amount, lines = [], ...part }: ToldParts[number]): Objections {
  const cents = centsOf(amount);
  return [
    cents <= 0n && 'AMOUNT_NOT_POSITIVE',
    strayPriority({ ...part, commandId: '' }),
    sumOf(lines.map((line) => centsOf(line.amount))) > cents && 'LINES_EXCEED_AMOUNT',
  ];
}

function isNamedTwice(before: ToldParts, { accountId, paymentId }: ToldParts[number]): boolean {
  return before.some((other) => other.accountId === accountId && other.paymentId === paymentId);
}

function partLeaves(receipt: ReceiptPaper, told: ToldParts[number], commandId: string, at: At): void {
  const cents = centsOf(told.amount);
  const worth = receiptLosesInBase(receipt, 'TransferClearing', { ...at, cents });
  const part: PartPaper = {
    receipt,
    number: receipt.parts.length + 1,
    commandId,
    told,
    day: at.day,
    cents,
    worth,
    worthBack: undefined,
    there: [],
    back: [],
    place: 'ON_THE_WAY',
    goneOn: undefined,
    refusedAs: undefined,
    isConfirmed: false,
    isBack: false,
  };
  crossed(part.there, { ...at, cents: -cents }, worth);
  receipt.parts.push(part);
  receipt.unidentified.push({ ...at, cents: -cents });
  post(receipt, at, [
    ['UnidentifiedCash', cents],
    ['TransferClearing', -cents],
  ]);
}

function returnReceipt(desk: ReceiptDesk, told: Told): Verdict {
  const { input } = told;
  const day = dayOn(desk, input);
  const refused = refusedAtFirst(desk, told, nothing, nothing);
  if (refused !== undefined) return refused;
  const receipt = there(desk.receipts.get(input.receiptId ?? ''));
  const cents = centsOf(input.amount);
  const objection = firstObjection(
    () => [earlierThan(day, receipt.day)],
    () => [smallestFrom(receipt.unidentified, day) < cents && 'EXCEEDS_UNIDENTIFIED'],
  );
  const record = (known: number): void => {
    receipt.returned.push({ day, known, cents });
    goesAway(receipt, { day, known }, cents);
  };
  const rest = restOfReceipt(receipt);
  const isForeign = receipt.base !== undefined;
  const reached = [
    'money of a receipt is returned',
    ...(isForeign && cents < rest ? ['a part of a foreign receipt is returned with its base'] : []),
    ...(isForeign && rest < receipt.cents ? ['of what is left of a foreign receipt something is returned'] : []),
  ];
  return objection ?? { kind: 'ACCEPT', reached, record };
}

/** Out of the house, by the way it came. */
export function goesAway(receipt: ReceiptPaper, at: At, cents: bigint): void {
  receipt.unidentified.push({ ...at, cents: -cents });
  receiptLosesInBase(receipt, 'CashClearing', { ...at, cents });
  post(receipt, { ...at, method: receipt.method }, [
    ['UnidentifiedCash', cents],
    ['CashClearing', -cents],
  ]);
}

function reverseReceipt(desk: ReceiptDesk, told: Told): Verdict {
  const { input } = told;
  const day = dayOn(desk, input);
  const refused = refusedAtFirst(desk, told, nothing, nothing);
  if (refused !== undefined) return refused;
  const receipt = there(desk.receipts.get(input.receiptId ?? ''));
  const parts = partsOnAccounts(receipt);
  const lastDay = parts.map((part) => part.day).reduce(later, receipt.day);
  const rest = restOfReceipt(receipt);
  const objection = firstObjection(
    () => [receipt.returned.length > 0 && 'RECEIPT_RETURNED'],
    () => [receipt.parts.some(({ isConfirmed, isBack }) => !isConfirmed && !isBack) && 'RECEIPT_IN_TRANSIT'],
    () => [earlierThan(day, lastDay)],
    () => [smallestFrom(receipt.unidentified, day) < rest && 'BACKDATE_CONFLICT'],
  );
  if (objection !== undefined) return objection;
  const record = (known: number): void => {
    receipt.reversal = { day, parts, hasEnded: false };
    if (rest === 0n) return;
    receipt.bounced.push({ day, known, cents: rest });
    goesAway(receipt, { day, known }, rest);
  };
  const reached = [
    reachedByBounce(parts, rest),
    ...(receipt.base !== undefined && parts.length > 0 ? ['a foreign receipt bounces that is on accounts'] : []),
  ];
  return { kind: 'ACCEPT', reached, record };
}

function reachedByBounce(parts: readonly PartPaper[], rest: bigint): string {
  if (parts.length === 0) return 'a receipt bounces that is on no account';
  return rest === 0n ? 'a receipt bounces that is on accounts' : 'a receipt bounces that is on accounts in part';
}

/** What the accounts say; nothing where the receipt itself refuses. */
export function andAccounts(verdict: Verdict | undefined, refusals: () => readonly string[]): Verdict | undefined {
  const [first] = verdict?.kind === 'ACCEPT' ? refusals() : [];
  if (first === undefined) return verdict;
  const isForeign = first === 'CURRENCY_MISMATCH';
  return refuse([first], 'an account does not take a part', ...(isForeign ? ['no account is in its currency'] : []));
}
