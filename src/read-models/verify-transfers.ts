import { type Account, itemKey } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { partTransit } from '#ledger/receipts/receipt.ts';
import type { PartMoved } from '#ledger/receipts/receipt-events.ts';
import type { Moved, TransferFact } from '#ledger/transfers/transfer-events.ts';
import { transitOf } from '#ledger/transfers/transfer-postings.ts';
import type { CalendarDate } from '#money/calendar-date.ts';
import type { Findings } from './findings.ts';
import { verifyNotBefore } from './verify-not-before.ts';

/** What moves between accounts, against what was there: INV-13, INV-14, INV-15 and INV-17. */
export function verifyTransfer(before: Account, entry: Entry & TransferFact, place: string, findings: Findings): void {
  const { transferId } = entry.data;
  const transfer = before.balanceTransfers.get(transferId);
  switch (entry.type) {
    case 'BalanceTransferredOut':
      return verifyAfterThing(before, entry, entry.data, place, findings);
    case 'BalanceTransferredIn': {
      const { returns } = entry.data;
      if (returns === undefined) return;
      return verifyNotBefore(entry, before.balanceTransfers.get(returns)?.effectiveDate, 'INV-14', place, findings);
    }
    case 'BalanceTransferReturned':
    case 'BalanceTransferCompleted':
      verifyNotBefore(entry, transfer?.effectiveDate, 'INV-14', place, findings);
      if (transfer === undefined) return;
      return findings.require(transfer.state === 'IN_TRANSIT', 'INV-15', place, 'the transfer has ended already');
    default:
  }
}

function verifyAfterThing(before: Account, entry: Entry, { what }: Moved, place: string, findings: Findings): void {
  for (const date of datesOf(before, what)) verifyNotBefore(entry, date, 'INV-17', place, findings);
}

function datesOf({ items, payments, credits }: Account, what: Moved['what']): readonly (CalendarDate | undefined)[] {
  switch (what.kind) {
    case 'CHARGE':
      return what.items.map(({ item }) => items.get(itemKey(what.chargeId, item))?.effectiveDate);
    case 'PAYMENT':
      return [payments.get(what.paymentId)?.effectiveDate];
    default:
      return [credits.get(what.creditId)?.effectiveDate];
  }
}

/** What is known of one transfer, put together from both accounts. */
interface Seen {
  readonly place: string;
  out?: string;
  in?: string;
  returned?: string;
  completed?: true;
  refused?: true;
}

export interface TransferCheck {
  readonly note: (entry: Entry) => void;
  /** When every stream has been read. */
  readonly close: (findings: Findings) => void;
}

/** INV-08 across streams: what left one is on the other, or back, or on its way; never twice, never in two places. */
export function createTransferCheck(): TransferCheck {
  const all = new Map<string, Seen>();
  const seenOf = (key: string, place: string): Seen => {
    const seen = all.get(key) ?? { place };
    all.set(key, seen);
    return seen;
  };
  return {
    note: (entry) => {
      const step = stepIn(entry);
      if (step === undefined) return;
      const seen = seenOf(step.key, `${entry.stream}@${entry.revision}`);
      const isNew = Object.keys(step.part).every((name) => !(name in seen));
      all.set(step.key, { ...seen, ...(isNew ? step.part : { out: 'twice' }) });
    },
    close: (findings) => {
      for (const seen of all.values()) verifySeen(seen, findings);
    },
  };
}

function stepIn(entry: Entry): { readonly key: string; readonly part: Omit<Seen, 'place'> } | undefined {
  switch (entry.type) {
    case 'BalanceTransferredOut':
      return { key: transitOf(entry.data), part: { out: sizeOf(entry.data) } };
    case 'BalanceTransferredIn':
      return { key: transitOf(entry.data), part: { in: sizeOf(entry.data) } };
    case 'BalanceTransferReturned':
      return { key: transitOf(entry.data), part: { returned: sizeOf(entry.data) } };
    case 'BalanceTransferCompleted':
      return { key: transitOf(entry.data), part: { completed: true } };
    case 'BalanceTransferRefused':
      return { key: transitOf(entry.data), part: { refused: true } };
    default:
      return partStepIn(entry);
  }
}

/** A part of a receipt, on its way there and back. */
function partStepIn(entry: Entry): { readonly key: string; readonly part: Omit<Seen, 'place'> } | undefined {
  switch (entry.type) {
    case 'ReceiptIdentified':
      return { key: partTransit(entry.data, 'there'), part: { out: sizeOfPart(entry.data) } };
    case 'PaymentIdentified':
      return { key: partTransit(entry.data, 'there'), part: { in: sizeOfPart(entry.data) } };
    case 'ReceiptPartArrived':
      return { key: partTransit(entry.data, 'there'), part: { completed: true } };
    case 'ReceiptPartRefused':
      return { key: partTransit(entry.data, 'there'), part: { refused: true } };
    case 'PaymentUnidentified':
      return { key: partTransit(entry.data, 'back'), part: { out: sizeOfPart(entry.data) } };
    case 'ReceiptPartReturned': {
      const size = sizeOfPart(entry.data);
      return entry.data.isRefused === true
        ? { key: partTransit(entry.data, 'there'), part: { returned: size } }
        : { key: partTransit(entry.data, 'back'), part: { in: size } };
    }
    default:
      return undefined;
  }
}

function sizeOfPart({ accountId, paymentId, currency, amount, baseAmount }: PartMoved): string {
  return `${accountId} ${paymentId} ${currency} ${amount} ${baseAmount}`;
}

function sizeOf({ currency, amount, what }: Moved): string {
  return `${what.kind} ${currency} ${amount}`;
}

function verifySeen(seen: Seen, findings: Findings): void {
  const { place, out } = seen;
  const ends = [seen.in, seen.returned].filter((end) => end !== undefined);
  findings.require(out !== undefined, 'INV-08', place, 'something arrives or comes back that had not left');
  findings.require(ends.length < 2, 'INV-08', place, 'what has left is in two places');
  findings.require(
    ends.every((end) => end === out),
    ...(['INV-08', place, 'it does not arrive as it left'] as const),
  );
  findings.require(
    seen.completed !== true || seen.in !== undefined,
    'INV-08',
    place,
    'it counts as arrived and is not',
  );
  findings.require(seen.returned === undefined || seen.refused === true, 'INV-08', place, 'it came back unrefused');
}
