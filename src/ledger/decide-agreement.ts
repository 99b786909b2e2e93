import type { Account } from './account.ts';
import { assertNever } from './assert-never.ts';
import type { Books, Decision } from './books.ts';
import type { AccountCommand } from './commands.ts';
import { decideOpenDispute } from './disputes/open-dispute.ts';
import { decideResolveDispute } from './disputes/resolve-dispute.ts';
import { decidePlaceHold } from './holds/place-hold.ts';
import { decideReleaseHold } from './holds/release-hold.ts';
import { decideAgreePaymentPlan } from './plans/agree-payment-plan.ts';
import { decideBreakPaymentPlan } from './plans/break-payment-plan.ts';
import { decideCompletePaymentPlan } from './plans/complete-payment-plan.ts';
import { decideRevisePaymentPlan } from './plans/revise-payment-plan.ts';
import { decideCancelPromise } from './promises/cancel-promise.ts';
import { decideRecordPromise } from './promises/record-promise.ts';

/** The commands on what is agreed about a debt, or stands in the way of collecting it. */
type AgreementCommand = Extract<
  AccountCommand,
  {
    readonly name:
      | ('PlaceHold' | 'ReleaseHold' | 'OpenDispute' | 'ResolveDispute')
      | ('RecordPromise' | 'CancelPromise')
      | ('AgreePaymentPlan' | 'RevisePaymentPlan' | 'BreakPaymentPlan' | 'CompletePaymentPlan');
  }
>;

export function decideAgreement(account: Account, command: AgreementCommand, books: Books): Decision {
  switch (command.name) {
    case 'PlaceHold':
      return decidePlaceHold(account, command.input, books);
    case 'ReleaseHold':
      return decideReleaseHold(account, command.input, books);
    case 'OpenDispute':
      return decideOpenDispute(account, command.input, books);
    case 'ResolveDispute':
      return decideResolveDispute(account, command.input, books);
    case 'RecordPromise':
      return decideRecordPromise(account, command.input, books);
    case 'CancelPromise':
      return decideCancelPromise(account, command.input, books);
    case 'AgreePaymentPlan':
      return decideAgreePaymentPlan(account, command.input, books);
    case 'RevisePaymentPlan':
      return decideRevisePaymentPlan(account, command.input, books);
    case 'BreakPaymentPlan':
      return decideBreakPaymentPlan(account, command.input, books);
    case 'CompletePaymentPlan':
      return decideCompletePaymentPlan(account, command.input, books);
    default:
      return assertNever(command);
  }
}
