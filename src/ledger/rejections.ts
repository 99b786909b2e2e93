import { type FigureValue, figuresAsText } from './figure-text.ts';
import { type Meaning, meaning, type Stage, shortage, stages } from './rejection-meanings.ts';

/**
 * The vocabulary of refusals, in the order in which they are checked (ledger-rules 4).
 *
 * A refusal states a fact of the books and gives the figures behind it. Figures come from the books only:
 * nothing the caller sent is ever repeated, because what is sent by mistake may be a person's data. Codes
 * are only ever added.
 */
export const rejections = {
  IDEMPOTENCY_CONFLICT: meaning(
    'COMMAND_ID',
    'This command id has already been used in this ledger with other content. Use a new id for a new command.',
  ),
  INPUT_INVALID: meaning('SHAPE', 'A value of the command does not have the form that is asked for.', ['expected']),
  AMOUNT_SCALE: meaning('SHAPE', 'An amount has more decimals than its currency.', ['decimals']),
  AMOUNT_TOO_LARGE: meaning('SHAPE', 'An amount is larger than one entry can hold.', ['largest']),
  AMOUNT_NOT_POSITIVE: meaning('SHAPE', 'This amount has to be greater than zero.'),
  AMOUNT_ZERO: meaning('SHAPE', 'This amount has to be other than zero.'),
  AMOUNT_NEGATIVE: meaning('SHAPE', 'This amount may not be negative.'),
  ITEMS_DO_NOT_SUM: meaning('SHAPE', 'The items do not add up to the amount of the charge.'),
  UNITS_DO_NOT_MULTIPLY: meaning('SHAPE', 'Units times unit price, rounded half up, is not the amount of the charge.'),
  TAX_EXCEEDS_AMOUNT: meaning('SHAPE', 'The tax part is larger than the amount it is a part of.'),
  LINES_EXCEED_AMOUNT: meaning('SHAPE', 'The lines add up to more than the amount received.'),
  REFUND_DOES_NOT_SUM: meaning(
    'SHAPE',
    'What is taken from unapplied and from charges is not the amount of the refund.',
  ),
  LEDGER_NOT_OPEN: meaning('EXISTENCE', 'The ledger has not been opened yet.'),
  LEDGER_ALREADY_OPEN: meaning('EXISTENCE', 'The ledger is already open; what it was opened with is fixed.', [
    'openedOn',
    'baseCurrency',
  ]),
  ACCOUNT_UNKNOWN: meaning('EXISTENCE', 'There is no account with this id.'),
  CHARGE_UNKNOWN: meaning('EXISTENCE', 'There is no charge with this id on the account.'),
  ITEM_UNKNOWN: meaning('EXISTENCE', 'The charge has no item with this number.', ['items']),
  PAYMENT_UNKNOWN: meaning('EXISTENCE', 'There is no payment with this id on the account.'),
  CREDIT_UNKNOWN: meaning('EXISTENCE', 'There is no credit with this id on the account.'),
  ADJUSTMENT_UNKNOWN: meaning('EXISTENCE', 'There is no adjustment with this id on the charge.'),
  WAIVER_UNKNOWN: meaning('EXISTENCE', 'There is no waiver with this id on the account.'),
  WRITE_OFF_UNKNOWN: meaning('EXISTENCE', 'There is no write-off with this id on the account.'),
  PAYMENT_IS_RECOVERY: meaning(
    'EXISTENCE',
    'The payment is a recovery of bad debt: it is never applied, only reversed and reinstated.',
  ),
  HOLD_UNKNOWN: meaning('EXISTENCE', 'There is no hold with this id on the account.'),
  DISPUTE_UNKNOWN: meaning('EXISTENCE', 'There is no dispute with this id on the account.'),
  PLAN_UNKNOWN: meaning('EXISTENCE', 'There is no payment plan with this id on the account.'),
  PROMISE_UNKNOWN: meaning('EXISTENCE', 'There is no promise with this id on the account.'),
  REFUND_UNKNOWN: meaning('EXISTENCE', 'There is no refund with this id on the account.'),
  RECEIPT_UNKNOWN: meaning('EXISTENCE', 'There is no receipt with this id.'),
  RECEIPT_TAKEN: meaning('EXISTENCE', 'There is a receipt of this id already.'),
  CORRECTED_UNKNOWN: meaning('EXISTENCE', 'No command with this id has recorded anything on the account.'),
  DUPLICATE_ID: meaning('EXISTENCE', 'This id is already taken on the account.', ['takenBy']),
  REASON_LIST_TAKEN: meaning('EXISTENCE', 'There is a list of reasons of this version already.', ['publishedOn?']),
  PERIOD_UNKNOWN: meaning('EXISTENCE', 'No period of the fiscal calendar ends on this day.', ['nextEnd?', 'lastEnd?']),
  FEE_RUN_TAKEN: meaning('EXISTENCE', 'There is a late-fee run of this id already.'),
  CURRENCY_MISMATCH: meaning('CURRENCY', 'The account, or the receipt, is kept in another currency.', ['currency']),
  BASE_VALUE_REQUIRED: meaning(
    'CURRENCY',
    'The account, or the receipt, is not in the base currency: state the base amount, or a rate.',
    ['baseCurrency'],
  ),
  BASE_VALUE_NOT_TAKEN: meaning('CURRENCY', 'It is in the base currency: an amount is its own base value.'),
  REASON_REQUIRED: meaning('REASON', 'This command needs a reason code.', ['reasons']),
  REASON_UNKNOWN: meaning('REASON', 'There is no such reason for this command and kind on this date.', ['reasons']),
  BEFORE_LEDGER_OPENING: meaning('PERIOD', 'The effective date is before the ledger was opened.', ['openedOn']),
  FEE_RUN_AHEAD: meaning('PERIOD', 'A late-fee run is never of a day that is still to come.', ['today']),
  PERIOD_LOCKED: meaning('PERIOD', 'The effective date lies in a period that is closed or being closed.', [
    'lockedThrough',
    'firstOpenDay',
  ]),
  CALENDAR_COVERS: meaning('STATE', 'The fiscal calendar has this day in a period already.', ['lastEnd']),
  PERIOD_ALREADY_CLOSED: meaning('STATE', 'The period is closed already.', ['closedThrough?']),
  PERIOD_CLOSING: meaning('STATE', 'A closing is under way.', ['periodEnd']),
  PERIOD_NOT_NEXT: meaning('STATE', 'Periods are closed in order; an earlier one is open.', ['nextEnd']),
  PERIOD_NOT_OVER: meaning('STATE', 'The period is not over yet in the time zone of the ledger.', ['today']),
  PERIOD_NOT_CLOSED: meaning('STATE', 'The period is not closed.'),
  PERIOD_NOT_LAST: meaning('STATE', 'Periods are reopened from the last backwards; a later one is closed.', [
    'lastClosed',
  ]),
  PERIOD_NOT_CLOSING: meaning('STATE', 'No closing of this period is under way any more.'),
  ACCOUNT_ALREADY_OPEN: meaning('STATE', 'The account is already open.', ['openedOn']),
  ACCOUNT_CLOSED: meaning(
    'STATE',
    'The account is closed; it takes only what a bank takes back, until it is reopened.',
    ['closedOn'],
  ),
  ACCOUNT_NOT_CLOSED: meaning('STATE', 'The account is not closed.'),
  ACCOUNT_NOT_EMPTY: meaning(
    'STATE',
    'Something of the account is still open, unapplied, pending, disputed, on a plan or in transit, then or later.',
    ['openItems', 'unapplied', 'pending', 'disputes?', 'plans?', 'inTransit?', 'bindingDate', 'earliestDate?'],
  ),
  CATEGORY_NOT_POSTABLE: meaning(
    'STATE',
    'Fees and interest are assessed, not posted, unless they come from another system.',
  ),
  ITEM_REQUIRED: meaning('STATE', 'The charge has open items of more than one party; name the item.', ['items']),
  SAME_ACCOUNT: meaning('STATE', 'The amount is on this account already.'),
  SAME_PARTY: meaning('STATE', 'The item already belongs to this party.'),
  NOT_A_FEE: meaning('STATE', 'The charge is not a late fee or interest.', ['category']),
  FEE_ON_FEE: meaning('STATE', 'A fee is never assessed on a fee.', ['category']),
  ALREADY_REVALUED: meaning('STATE', 'The account has already been revalued on this day.'),
  NOTHING_TO_REVALUE: meaning('STATE', 'Nothing of the account is open on this day.'),
  NO_CARRIED_RATE: meaning(
    'STATE',
    'The charge was posted for nothing, so nothing says at which rate an increase would be carried.',
  ),
  FEE_PARTY_NOT_STATED: meaning(
    'STATE',
    'A fee goes to the party that owes the item; state that payer, or none for the account holder.',
    ['partyClass'],
  ),
  FEE_ALREADY_ASSESSED: meaning('STATE', 'A fee for this item and period has already been assessed.', ['assessedOn']),
  ITEM_PROTECTED: meaning('STATE', 'A hold, a dispute or a kept plan keeps late fees away from the item on this day.', [
    'protectedBy',
    'protectionId',
    'since',
  ]),
  ITEM_ON_PLAN: meaning('STATE', 'The item is on a payment plan that has not ended.', ['planId']),
  MORE_THAN_ONE_PARTY: meaning('STATE', 'A plan is agreed with one party; several owe these items.'),
  CHARGE_HAS_PLAN: meaning('STATE', 'A payment plan stands on the charge; break it first.', ['planId']),
  PLAN_NOT_PAID: meaning('STATE', 'Something of the plan is still open, then or later.', [
    'open',
    'bindingDate',
    'earliestDate?',
  ]),
  ALREADY_ENDED: meaning(
    'STATE',
    'It has already ended: released, resolved, cancelled, broken or completed, or its day has gone.',
    ['endedOn'],
  ),
  NO_FEE_DUE: meaning('STATE', 'Nothing of the account is late enough for this run.', ['leftOut']),
  FEE_RUN_OVER: meaning('STATE', 'The late-fee run has been through all accounts already.'),
  ALREADY_REVERSED: meaning('STATE', 'It has already been reversed.', ['reversedOn']),
  FEE_NOT_VOIDABLE: meaning('STATE', 'A late fee or interest is waived, not voided.', ['category']),
  RECHARGE_NOT_VOIDABLE: meaning('STATE', 'The charge for a refunded payment falls when the payment is reinstated.'),
  CHARGE_VOIDED: meaning('STATE', 'The charge has been voided.', ['voidedOn']),
  CHARGE_HAS_TRANSFER: meaning('STATE', 'A party that the charge was not posted to owes a part of it.', ['items']),
  CHARGE_HAS_PAYMENT: meaning('STATE', 'Money is applied to the charge, then or later: un-apply it first.', [
    'allocated',
    'bindingDate',
    'earliestDate?',
  ]),
  PAYMENT_PENDING: meaning('STATE', 'The payment is pending: its money is not there until it is settled.', [
    'pendingSince',
  ]),
  PAYMENT_FAILED: meaning('STATE', 'The payment failed: its money never came.', ['failedOn']),
  NOT_PENDING: meaning('STATE', 'The payment was never pending.'),
  PENDING_ALREADY_RESOLVED: meaning('STATE', 'The payment has already been settled or has failed.', ['resolvedOn']),
  CHARGE_TRANSFERRED: meaning('STATE', 'A part of the charge is on another account; it has to come back first.', [
    'transferred',
    'chargeId?',
  ]),
  CHARGE_FROM_ACCOUNT: meaning('STATE', 'The charge came from another account: send it back there.', ['accountId']),
  PAYMENT_TRANSFERRED: meaning('STATE', 'Some of the payment is on another account.', ['transferred', 'accountId?']),
  CREDIT_TRANSFERRED: meaning('STATE', 'A part of the credit is on another account.', ['transferred']),
  PAYMENT_FROM_RECEIPT: meaning(
    'STATE',
    'The payment is a part of a receipt: reverse the receipt, or take the part back to it.',
    ['receiptId'],
  ),
  PAYMENT_NOT_FROM_RECEIPT: meaning('STATE', 'The payment did not come by a receipt.'),
  PAYMENT_REFUNDED: meaning('STATE', 'Money of the payment went back to the payer; that refund is reversed first.', [
    'refunded',
  ]),
  RECEIPT_RETURNED: meaning('STATE', 'Money of the receipt went back to whom it came from.', ['returned']),
  RECEIPT_IN_TRANSIT: meaning(
    'STATE',
    'Parts of the receipt are on their way to their accounts; soon they are there.',
    ['parts'],
  ),
  NOT_REVERSED: meaning('STATE', 'The payment is not reversed.'),
  OPPOSITE_EXPECTED: meaning('STATE', 'To undo an adjustment, state its opposite: amount, kind and charge.', [
    'amount',
    'kind',
  ]),
  SHORTFALL_WHOLE_ONLY: meaning(
    'STATE',
    'What the allocation left open was given up with it: all that is left of it is taken back, or nothing.',
    ['allocated', 'adjustmentId'],
  ),
  CHARGE_HAS_WRITE_OFF: meaning('STATE', 'A write-off stands on the charge; reverse it first.', [
    'chargeId?',
    'writtenOff?',
  ]),
  EFFECTIVE_BEFORE_ORIGINAL: meaning('STATE', 'Nothing is effective before what it undoes or acts on.', [
    'earliestDate',
  ]),
  EXCEEDS_UNIDENTIFIED: meaning('SOURCE_AMOUNT', 'Not this much of the receipt is unidentified.', shortage),
  INSUFFICIENT_FUNDS: meaning('SOURCE_AMOUNT', 'The payment does not have this much unapplied.', shortage),
  INSUFFICIENT_CREDIT: meaning('SOURCE_AMOUNT', 'The credit does not have this much unapplied.', shortage),
  NO_CREDIT_AVAILABLE: meaning('SOURCE_AMOUNT', 'No credit of the account has anything unapplied.'),
  EXCEEDS_PENDING: meaning('SOURCE_AMOUNT', 'The payment is pending for less than this.', ['pending']),
  REFUND_EXCEEDS_PAYMENT: meaning(
    'SOURCE_AMOUNT',
    'This much is not left there of the payment: unapplied, or applied to the charge.',
    shortage,
  ),
  NOT_ALLOCATED: meaning('SOURCE_AMOUNT', 'This much of it is not applied there.', ['allocated']),
  NOTHING_TO_APPLY: meaning('TARGET_AMOUNT', 'There is nothing open that it could be applied to.', ['unapplied']),
  OVER_ALLOCATION: meaning('TARGET_AMOUNT', 'The item does not have this much open.', shortage),
  NO_SHORTFALL: meaning('TARGET_AMOUNT', 'The line leaves nothing open that could be given up.', [
    'bindingDate',
    'earliestDate?',
  ]),
  EXCEEDS_OPEN: meaning('TARGET_AMOUNT', 'The item does not have this much open.', shortage),
  PLAN_DOES_NOT_COVER: meaning('TARGET_AMOUNT', 'The instalments are not exactly what is open and undisputed.', [
    'open',
  ]),
  EXCEEDS_RECOVERABLE: meaning('TARGET_AMOUNT', 'Not this much of the write-off is left to reverse or recover.', [
    'left',
    'bindingDate',
    'earliestDate?',
  ]),
  EXCEEDS_ADJUSTABLE: meaning('TARGET_AMOUNT', 'The charge is not worth this much any more.', [
    'adjustable',
    'bindingDate',
    'earliestDate?',
  ]),
  EXCEEDS_TAX: meaning('TARGET_AMOUNT', 'The tax inside the charge would leave its bounds.', ['taxLeft', 'worth']),
  EXCEEDS_FEE: meaning('TARGET_AMOUNT', 'The fee is not worth this much any more.', [
    'left',
    'bindingDate',
    'earliestDate?',
  ]),
  BACKDATE_CONFLICT: meaning('TARGET_AMOUNT', 'On a past day something would fall below zero.', [
    'bindingDate',
    'earliestDate?',
  ]),
  ACCOUNT_TOTAL_TOO_LARGE: meaning(
    'LIMIT',
    'All that was ever charged and paid would be more than one account can hold.',
    ['largest'],
  ),
  CONDITION_FAILED: meaning('CONDITION', 'A condition of the caller does not hold; nothing was recorded.', [
    'revision?',
    'balance?',
    'unapplied?',
    'openCharges?',
  ]),
  TRANSFER_RETURNED: meaning(
    'CAPACITY',
    'The other account would not take it any more: it left, came back, and both stand in the books.',
    ['refusedAs'],
  ),
  RECEIPT_PARTS_RETURNED: meaning(
    'CAPACITY',
    'Some accounts would not take their parts any more: those are unidentified again. The others have theirs, and all stands in the books.',
    ['returned', 'arrived', 'part', 'refusedAs'],
  ),
  TOO_MANY_ALLOCATIONS: meaning('CAPACITY', 'The command would touch more items than one command may.', ['limit']),
  OVERLOADED: meaning('CAPACITY', 'The ledger is busy; nothing was recorded. Send the command again.', [], true),
  JOURNAL_UNAVAILABLE: meaning('CAPACITY', 'The journal cannot be written now; nothing was recorded.', [], true),
} as const satisfies Record<string, Meaning>;

export type RejectionCode = keyof typeof rejections;

/** The books say no. `inputPath` points at the value, as in `lines.0.amount`. */
export interface Rejection {
  readonly outcome: 'REJECTED';
  readonly code: RejectionCode;
  readonly message: string;
  readonly figures: Readonly<Record<string, string>>;
  readonly inputPath: string | undefined;
  readonly retryable: boolean;
}

type FigureName<Name extends string> = Name extends `${infer Plain}?` ? Plain : Name;

type FiguresOf<Code extends RejectionCode> = {
  readonly [Name in (typeof rejections)[Code]['figures'][number] as FigureName<Name>]: FigureValue;
};

/** A refusal with its figures; the compiler asks for those the catalogue names. */
export function reject<Code extends RejectionCode>(
  code: Code,
  figures: FiguresOf<Code>,
  inputPath?: string,
): Rejection {
  const { message, retryable } = rejections[code];
  return { outcome: 'REJECTED', code, message, figures: figuresAsText(figures), inputPath, retryable };
}

/** Whether it is checked before everything of a stage. */
export function isBefore(stage: Stage, code: RejectionCode): boolean {
  return stages.indexOf(rejections[code].stage) < stages.indexOf(stage);
}

/** Whether it is checked after everything of a stage. */
export function isAfter(stage: Stage, code: RejectionCode): boolean {
  return stages.indexOf(rejections[code].stage) > stages.indexOf(stage);
}

/** The input of a command may name an outcome too (of a dispute): only a refusal has a code beside it. */
export function isRejection(value: object): value is Rejection {
  return 'outcome' in value && value.outcome === 'REJECTED' && 'code' in value;
}
