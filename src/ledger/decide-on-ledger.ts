import { assertNever } from './assert-never.ts';
import type { Books, Ledger } from './books.ts';
import type { LedgerCommand } from './commands.ts';
import type { LedgerFact } from './ledger.ts';
import { decideOpenLedger } from './opening/open-ledger.ts';
import { decidePublishReasonList } from './reasons/publish-reason-list.ts';
import type { Rejection } from './rejections.ts';

/** What the books say to a command of the ledger itself: the one fact to record, or the refusal. Pure and total. */
export function decideOnLedger(ledger: Ledger, command: LedgerCommand, books: Books): LedgerFact | Rejection {
  switch (command.name) {
    case 'OpenLedger':
      return decideOpenLedger(ledger, command.input, books);
    case 'PublishReasonList':
      return decidePublishReasonList(ledger, command.input, books);
    default:
      return assertNever(command);
  }
}
