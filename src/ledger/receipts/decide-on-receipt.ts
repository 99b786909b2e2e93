import { earlierOf } from '#money/calendar-date.ts';
import { assertNever } from '../assert-never.ts';
import type { Books } from '../books.ts';
import { dateOf } from '../checks.ts';
import { isStep, type ReceiptCommand } from '../commands.ts';
import { misformedBaseValue } from '../foreign/base-value.ts';
import { lockedOn } from '../periods/locked-period.ts';
import { isBefore, type Rejection } from '../rejections.ts';
import { decideIdentifyReceipt } from './identify-receipt.ts';
import type { Receipt } from './receipt.ts';
import type { ReceiptFact } from './receipt-events.ts';
import { decideConfirmReceiptPart, decideEndReceiptReversal, decideTakeBackReceiptPart } from './receipt-steps.ts';
import { decideRecordReceipt } from './record-receipt.ts';
import { decideReturnReceipt } from './return-receipt.ts';
import { decideReverseReceipt } from './reverse-receipt.ts';

/** The facts to record, at least one, or the refusal. */
export type ReceiptDecision = readonly ReceiptFact[] | Rejection;

export function isRefused(decision: ReceiptDecision): decision is Rejection {
  return !Array.isArray(decision);
}

/** What the books say to a command on a receipt. Pure and total. */
export function decideOnReceipt(receipt: Receipt, command: ReceiptCommand, books: Books): ReceiptDecision {
  const decision = misformedBaseValue(command.input, books) ?? decided(receipt, command, books);
  return lockedTo(command, books, decision) ?? decision;
}

/** Asked here once for every command, as on an account; a step takes the first day that is open. */
function lockedTo({ name, input }: ReceiptCommand, books: Books, decision: ReceiptDecision): Rejection | undefined {
  if (isStep(name) || (isRefused(decision) && isBefore('STATE', decision.code))) return undefined;
  const facts = isRefused(decision) ? [] : decision;
  return lockedOn(books, facts.map(({ effectiveDate }) => effectiveDate).reduce(earlierOf, dateOf(input, books)));
}

function decided(receipt: Receipt, command: ReceiptCommand, books: Books): ReceiptDecision {
  switch (command.name) {
    case 'RecordReceipt':
      return decideRecordReceipt(receipt, command.input, books);
    case 'IdentifyReceipt':
      return decideIdentifyReceipt(receipt, command.input, books);
    case 'ReturnReceipt':
      return decideReturnReceipt(receipt, command.input, books);
    case 'ReverseReceipt':
      return decideReverseReceipt(receipt, command.input, books);
    case 'ConfirmReceiptPart':
      return decideConfirmReceiptPart(receipt, command.input, books);
    case 'TakeBackReceiptPart':
      return decideTakeBackReceiptPart(receipt, command.input, books);
    case 'EndReceiptReversal':
      return decideEndReceiptReversal(receipt, command.input, books);
    default:
      return assertNever(command);
  }
}
