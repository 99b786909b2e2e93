/** What the rules say to a command; a refusal may have several codes where one stage has several objections. */
export type Verdict =
  | { readonly kind: 'REFUSE'; readonly codes: readonly string[]; readonly reached: readonly string[] }
  | { readonly kind: 'REPLAY' }
  | {
      readonly kind: 'ACCEPT';
      /** The situations this command is an example of. */
      readonly reached: readonly string[];
      /** Enters it into the papers: known from this ordinal on, which is this revision of the account. */
      readonly record: (known: number, revision: number) => void;
    };

export type Refusal = Extract<Verdict, { readonly kind: 'REFUSE' }>;

export function refuse(codes: readonly string[], ...reached: readonly string[]): Refusal {
  return { kind: 'REFUSE', codes, reached };
}

/** The codes of the stages before that of the state. */
export const beforeState: readonly string[] = [
  'INPUT_INVALID AMOUNT_SCALE AMOUNT_NOT_POSITIVE AMOUNT_ZERO AMOUNT_NEGATIVE ITEMS_DO_NOT_SUM TAX_EXCEEDS_AMOUNT',
  'LINES_EXCEED_AMOUNT REFUND_DOES_NOT_SUM RECEIPT_UNKNOWN RECEIPT_TAKEN ACCOUNT_UNKNOWN CHARGE_UNKNOWN ITEM_UNKNOWN PAYMENT_UNKNOWN DUPLICATE_ID',
  'PERIOD_UNKNOWN CURRENCY_MISMATCH BASE_VALUE_REQUIRED BASE_VALUE_NOT_TAKEN REASON_REQUIRED REASON_UNKNOWN BEFORE_LEDGER_OPENING',
  'PAYMENT_IS_RECOVERY ADJUSTMENT_UNKNOWN HOLD_UNKNOWN DISPUTE_UNKNOWN PROMISE_UNKNOWN PLAN_UNKNOWN CREDIT_UNKNOWN REFUND_UNKNOWN WRITE_OFF_UNKNOWN WAIVER_UNKNOWN FEE_RUN_TAKEN',
].flatMap((codes) => codes.split(' '));

/**
 * The stages in their order, each with all it objects to; the first that objects is the answer. Later stages are not
 * looked at, because they may speak of things that an earlier one found missing.
 */
export function firstObjection(...stages: readonly (() => readonly (string | false)[])[]): Refusal | undefined {
  for (const stage of stages) {
    const codes = stage().filter((code) => code !== false);
    if (codes.length > 0) return refuse(codes);
  }
  return undefined;
}
