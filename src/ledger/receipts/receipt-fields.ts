import { commandFields, effectiveDateField } from '../command-input.ts';
import { identifier } from '../text.ts';

/** Fields that every command on a receipt has. */
export const receiptFields = {
  ...commandFields,
  receiptId: identifier.describe('The receipt.'),
  effectiveDate: effectiveDateField,
};
