import { createHash } from 'node:crypto';
import type { NewEntry } from '#ledger/entry.ts';
import { currentVersion } from '#ledger/events.ts';
import { calendarDate } from '#money/calendar-date.ts';

/** A UUID that says where it comes from: the same stream, command and index give the same one. */
export function entryId(stream: string, commandId: string, index: number): string {
  const hex = createHash('sha256').update(`${stream} ${commandId} ${index}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** What `count` entries of one command look like: payments received, of 125.00 unless told. */
export function received(stream: string, commandId: string, count = 1, amount = '12500'): readonly NewEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    id: entryId(stream, commandId, index),
    type: 'PaymentReceived',
    version: currentVersion.PaymentReceived,
    effectiveDate: calendarDate('2026-03-02'),
    ...envelope(commandId),
    data: {
      paymentId: `${commandId}-${index}`,
      currency: 'USD',
      amount,
      method: 'CHECK',
      payer: { partyClass: 'SELF' },
    },
  }));
}

/** A charge whose unit count is any text, for what the catalogue refuses. */
export function charged(stream: string, commandId: string, units: string): readonly NewEntry[] {
  const date = calendarDate('2026-03-02');
  return [
    {
      id: entryId(stream, commandId, 0),
      type: 'ChargePosted',
      version: 1,
      effectiveDate: date,
      ...envelope(commandId),
      data: {
        chargeId: commandId,
        origin: 'ORIGINAL',
        category: 'SERVICE',
        currency: 'USD',
        amount: '0',
        items: [{ item: 1, party: { partyClass: 'SELF' }, dueDate: date, amount: '0' }],
        units,
      },
    },
  ];
}

/** An entry that needs a little more than `bytes` in the file, by its references to many items. */
export function wide(stream: string, commandId: string, bytes: number): NewEntry {
  const line = { allocation: 1, chargeId: 'c'.repeat(64), item: 1, amount: '1' };
  const allocations = Array.from({ length: Math.ceil(bytes / JSON.stringify(line).length) }, () => line);
  return {
    id: entryId(stream, commandId, 0),
    type: 'PaymentApplied',
    version: 1,
    effectiveDate: calendarDate('2026-03-02'),
    ...envelope(commandId),
    data: { paymentId: 'p1', currency: 'USD', allocations },
  };
}

function envelope(commandId: string) {
  return {
    actor: { kind: 'PERSON', id: 'u-7', role: 'cash_poster' },
    command: { id: commandId, name: 'ReceivePayment', hash: hashOf(commandId), hashVersion: 1 },
    correlationId: `request-of-${commandId}`,
    versions: { currencyTable: 'iso4217-2026-01' },
  } as const;
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
