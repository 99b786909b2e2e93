/** What was charged for, and where a charge comes from. Stored for ever: values are only added. */
export const chargeCategories = ['SERVICE', 'LATE_FEE', 'INTEREST', 'OTHER'] as const;
export const chargeOrigins = ['ORIGINAL', 'OPENING', 'RECHARGE'] as const;

export type ChargeCategory = (typeof chargeCategories)[number];
type PostedOrigin = (typeof chargeOrigins)[number];
/** A charge that came from another account is not posted: it arrives (transfers/transfer-events.ts). */
export type ChargeOrigin = PostedOrigin | 'TRANSFER';

/** Of fees and interest on what was late. */
export const feeCategories = ['LATE_FEE', 'INTEREST'] as const;

export type FeeCategory = (typeof feeCategories)[number];
