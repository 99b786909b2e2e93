import { assertNever } from './assert-never.ts';
import type { Books, Ledger } from './books.ts';
import type { LedgerCommand } from './commands.ts';
import { decideEndLateFeeRun } from './fee-runs/end-late-fee-run.ts';
import { decideRunLateFees } from './fee-runs/run-late-fees.ts';
import type { LedgerFact } from './ledger-facts.ts';
import { decideOpenLedger } from './opening/open-ledger.ts';
import { decideClosePeriod } from './periods/close-period.ts';
import { type ClosingStep, decideClosingStep } from './periods/closing-steps.ts';
import { decideExtendCalendar } from './periods/extend-calendar.ts';
import { decideReopenPeriod } from './periods/reopen-period.ts';
import { decidePublishReasonList } from './reasons/publish-reason-list.ts';
import type { Rejection } from './rejections.ts';

/** What the books say to a command of the ledger itself: the one fact to record, or the refusal. Pure and total. */
export function decideOnLedger(
  ledger: Ledger,
  command: LedgerCommand | ClosingStep,
  books: Books,
): LedgerFact | Rejection {
  switch (command.name) {
    case 'OpenLedger':
      return decideOpenLedger(ledger, command.input, books);
    case 'PublishReasonList':
      return decidePublishReasonList(ledger, command.input, books);
    case 'ExtendCalendar':
      return decideExtendCalendar(ledger, command.input, books);
    case 'ClosePeriod':
      return decideClosePeriod(ledger, command.input, books);
    case 'FencePeriod':
    case 'FreezePeriod':
      return decideClosingStep(ledger, command, books);
    case 'RunLateFees':
      return decideRunLateFees(ledger, command.input, books);
    case 'EndLateFeeRun':
      return decideEndLateFeeRun(ledger, command.input, books);
    case 'ReopenPeriod':
      return decideReopenPeriod(ledger, command.input, books);
    default:
      return assertNever(command);
  }
}
