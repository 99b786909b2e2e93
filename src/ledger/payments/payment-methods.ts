/** How money comes, and goes back. Stored for ever: methods are only added. */
export const paymentMethods = ['CASH', 'CHECK', 'CARD', 'ACH', 'WIRE', 'EFT', 'OTHER'] as const;

export type PaymentMethod = (typeof paymentMethods)[number];
