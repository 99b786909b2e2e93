import { chargeCategories, feeCategories } from '#ledger/charge-kinds.ts';
import { everyCommandName } from '#ledger/commands.ts';
import { disputeOutcomes } from '#ledger/disputes/dispute-events.ts';
import { adjustmentKinds, type EventType, eventSchemas, ledgerModes } from '#ledger/events.ts';
import { feeMethods } from '#ledger/fee-runs/fee-terms.ts';
import { holdKinds } from '#ledger/holds/hold-events.ts';
import { paymentMethods } from '#ledger/payments/payment-methods.ts';
import { strategies } from '#ledger/payments/strategy-names.ts';
import { closingStepNames } from '#ledger/periods/closing-steps.ts';
import { contraAccounts, glAccounts } from '#ledger/posting-rules.ts';
import { promiseStates } from '#ledger/promises/promise-state.ts';
import { reasonedCommands } from '#ledger/reasons.ts';
import { rejections } from '#ledger/rejections.ts';
import { periodStates } from '#projections/period-history.ts';
import { registerKinds } from '#projections/register.ts';
import { unappliedCauseNames } from '#projections/unapplied-causes.ts';
import { planOutcomes } from '#read-models/agreements.ts';
import { agingBases, agingGroupings } from '#read-models/read-models.ts';
import { receiptPartStates, receiptStates, unidentifiedCauses } from '#read-models/receipts.ts';
import { movementClasses } from '#read-models/roll-forward.ts';
import type { Builder, SchemaTypes } from './builder.ts';

export type EnumRef<Value extends string = string> = PothosSchemaTypes.EnumRef<SchemaTypes, Value>;

const eventTypes = Object.keys(eventSchemas).filter(isEventType);

function isEventType(name: string): name is EventType {
  return Object.hasOwn(eventSchemas, name);
}

/** Names a list by its values, so that a form that uses the list gets the enum that the schema already has. */
export function listKey(values: readonly string[]): string {
  return values.toSorted().join(' ');
}

/** The lists of the books that have a name of their own. */
export function addEnums(builder: Builder) {
  const byValues = new Map<string, EnumRef>();
  const add = <const Values extends readonly string[]>(name: string, values: Values, description: string) => {
    const list = builder.enumType(name, { description, values });
    byValues.set(listKey(values), list);
    return list;
  };
  return {
    byValues,
    ledgerMode: add('LedgerMode', ledgerModes, 'LIVE books, or a SANDBOX for trying things out; fixed for ever.'),
    chargeCategory: add('ChargeCategory', chargeCategories, 'What was charged for.'),
    feeMethod: add(
      'FeeMethod',
      feeMethods,
      'What a late-fee run charges: an amount, a part of what is overdue, or interest.',
    ),
    feeCategory: add('FeeCategory', feeCategories, 'The categories of charges that are assessed, not posted.'),
    chargeOrigin: add('ChargeOrigin', ['ORIGINAL', 'OPENING'], 'Posted here, or taken over at cut-over.'),
    contraAccount: add('ContraAccount', contraAccounts, 'The accounts that adjustments post against.'),
    reasonedCommand: add('ReasonedCommand', reasonedCommands, 'The commands that need a reason.'),
    adjustmentKind: add('AdjustmentKind', adjustmentKinds, 'What kind of change of a charge’s worth it is.'),
    paymentMethod: add('PaymentMethod', paymentMethods, 'How money came.'),
    allocationStrategy: add('AllocationStrategy', strategies, 'Where money goes that no explicit line takes.'),
    commandName: add(
      'CommandName',
      [...everyCommandName, ...closingStepNames],
      'The commands of the ledger, and the steps that it takes by itself.',
    ),
    entryType: add('EntryType', eventTypes, 'What an entry of the journal says happened.'),
    periodState: add('PeriodState', periodStates, 'How far a period is.'),
    movementClass: add('MovementClass', movementClasses, 'What entries that move a figure are to it.'),
    glAccount: add('GlAccount', glAccounts, 'The accounts of the general ledger that entries post to.'),
    postingSide: add('PostingSide', ['DEBIT', 'CREDIT'], 'On which side of the account a posting stands.'),
    actorKind: add('ActorKind', ['PERSON', 'SERVICE'], 'Who acted: a person, or a program.'),
    agingBasis: add('AgingBasis', agingBases, 'The date from which the age of an item counts.'),
    agingGrouping: add('AgingGrouping', agingGroupings, 'What a row of the aging stands for.'),
    registerKind: add('RegisterKind', registerKinds, 'How something lowered what somebody owes, or raised it back.'),
    holdKind: add('HoldKind', holdKinds, 'What stands in the way of collecting.'),
    disputeOutcome: add('DisputeOutcome', disputeOutcomes, 'How a dispute ended.'),
    planOutcome: add('PlanOutcome', planOutcomes, 'How a payment plan ended.'),
    promiseState: add('PromiseState', promiseStates, 'What a promise is on a day.'),
    receiptState: add('ReceiptState', receiptStates, 'What became of a receipt by a day.'),
    receiptPartState: add('ReceiptPartState', receiptPartStates, 'Where a part of a receipt is on a day.'),
    unidentifiedCause: add('UnidentifiedCause', unidentifiedCauses, 'Why money of a receipt is unidentified.'),
    unappliedCause: add('UnappliedCause', unappliedCauseNames, 'What made money of a payment unapplied last.'),
    rejectionCode: addRejectionCode(builder),
  };
}

export type Enums = ReturnType<typeof addEnums>;

/** Each code with its meaning, so that the schema is the catalogue. */
function addRejectionCode(builder: Builder) {
  const values = Object.entries(rejections).map(([code, { message }]) => [code, { description: message }] as const);
  const description =
    'Why the books say no. Codes are only ever added; schema/rejections.json lists them with their figures.';
  return builder.enumType('RejectionCode', { description, values: Object.fromEntries(values) });
}
