import type { RejectionCode } from '#ledger/rejections.ts';
import type { Sent } from './given-when-then.ts';

/** A command that is accepted on the desk of refusal-order.test.ts, and what can be wrong with it. */
export interface Faults {
  readonly sound: Sent;
  /** Each alone provokes its code. Lines are added to the lines of the sound command, other fields replace its fields. */
  readonly faults: readonly (readonly [code: RejectionCode, change: Readonly<Record<string, unknown>>])[];
}

export const otherCurrency = ['CURRENCY_MISMATCH', { currency: 'EUR' }] as const;
export const beforeOpening = ['BEFORE_LEDGER_OPENING', { effectiveDate: '2023-12-31' }] as const;
export const noReason = ['REASON_REQUIRED', { reasonCode: undefined }] as const;
export const otherReason = ['REASON_UNKNOWN', { reasonCode: 'NO_SUCH_REASON' }] as const;
