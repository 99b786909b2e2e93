import { expect } from 'vitest';
import { type Account, emptyAccount } from '#ledger/account.ts';
import type { Accepted, Books, Decision } from '#ledger/books.ts';
import { type AccountCommand, isOnAccount, parseCommand } from '#ledger/commands.ts';
import { decide } from '#ledger/decide.ts';
import type { Fact } from '#ledger/events.ts';
import { figuresOf } from '#ledger/figures.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import type { Rejection, RejectionCode } from '#ledger/rejections.ts';
import { type CalendarDate, calendarDate } from '#money/calendar-date.ts';
import { formatMoney } from '#money/money.ts';
import { type Auditor, newAuditor } from './auditor.ts';
import { summaryOf } from './fact-summary.ts';

/**
 * Given commands, when a command, then facts, a refusal or figures. Dates are fixed, nothing is mocked, and an auditor
 * that shares no code with the rule book looks at every fact on the way.
 */
export type Sent = readonly [name: AccountCommand['name'], input: Readonly<Record<string, unknown>>];

export const day = (text: string): CalendarDate => calendarDate(text);

/** A ledger in US dollars that opened on 1 January 2024; today is 30 June 2024. */
export const books: Books = {
  terms: {
    openedOn: day('2024-01-01'),
    baseCurrency: 'USD',
    timeZone: 'America/New_York',
    mode: 'LIVE',
    fiscalYearStartMonth: 1,
  },
  today: day('2024-06-30'),
  reasons: defaultReasons,
  lockedThrough: undefined,
};

const withoutCurrency = new Set([
  'ReversePayment',
  'ReinstatePayment',
  'ReinstateLateFee',
  'CloseAccount',
  'ReopenAccount',
  'VoidCredit',
  'ReverseRefund',
  'VoidCharge',
  'FailPayment',
  'PlaceHold',
  'ReleaseHold',
  'ResolveDispute',
  'CancelPromise',
  'ReceiveTransfer',
  'CompleteTransfer',
  'ReturnTransfer',
  'ChargeRunFees',
  'ReceiveReceiptPart',
  'ReverseReceiptPart',
  'UnidentifyReceipt',
  'BreakPaymentPlan',
  'CompletePaymentPlan',
]);

/** A command as a caller would send it; account, command id and currency are filled in where the test leaves them out. */
function parsed([name, input]: Sent): AccountCommand | Rejection {
  const currency = withoutCurrency.has(name) ? {} : { currency: 'USD' };
  const command = parseCommand(name, { commandId: 'command-1', accountId: 'account-1', ...currency, ...input });
  if ('outcome' in command) return command;
  if (!isOnAccount(command)) throw new Error('not of an account');
  return command;
}

export function decideSent(account: Account, sent: Sent, inBooks: Books = books): Decision {
  const command = parsed(sent);
  return 'outcome' in command ? command : decide(account, command, inBooks);
}

export const accountOpened: Sent = ['OpenAccount', { effectiveDate: '2024-01-01' }];

export interface Standing {
  readonly account: Account;
  readonly facts: readonly Fact[];
  readonly auditor: Auditor;
}

/** The account after these commands, all of which have to be accepted. The first opens it. */
export function after(sent: readonly Sent[], inBooks: Books = books): Standing {
  const auditor = newAuditor();
  let account = emptyAccount('account-1');
  const facts: Fact[] = [];
  for (const [index, one] of [accountOpened, ...sent].entries()) {
    const accepted = acceptedOf(decideSent(account, one, inBooks), `given ${index}: ${one[0]}`);
    auditor.record(accepted.facts);
    account = accepted.account;
    facts.push(...accepted.facts);
  }
  return { account, facts, auditor };
}

function acceptedOf(decision: Decision, what: string): Accepted {
  if (decision.outcome === 'ACCEPTED') return decision;
  throw new Error(`${what} is refused: ${decision.code} ${JSON.stringify(decision.figures)} ${decision.inputPath}`);
}

export interface Outcome {
  /** The facts recorded, one line each (fact-summary.ts). */
  thenFacts(...lines: readonly string[]): Outcome;
  /** The same facts as they go into the journal. */
  readonly facts: readonly Fact[];
  thenRefused(code: RejectionCode, figures?: Readonly<Record<string, string>>, inputPath?: string): void;
  /** Open charges, unapplied and balance at the end of days: `{ '2024-03-05': '55.00 0.00 55.00' }`. */
  thenFigures(figures: Readonly<Record<string, string>>): Outcome;
  /** What is pending at the end of days, counted nowhere: `{ '2024-03-05': '60.00' }`. */
  thenPending(pending: Readonly<Record<string, string>>): Outcome;
  /** What is open on each item at the end of a day: `{ 'c1#1': '80.00' }`. */
  thenOpen(date: string, open: Readonly<Record<string, string>>): Outcome;
}

export function given(...sent: readonly Sent[]): { when(command: Sent, inBooks?: Books): Outcome } {
  return givenIn(books, ...sent);
}

/** The same in the books of another ledger. */
export function givenIn(ofLedger: Books, ...sent: readonly Sent[]): { when(command: Sent, inBooks?: Books): Outcome } {
  const standing = after(sent, ofLedger);
  return { when: (command, inBooks = ofLedger) => outcomeOf(standing, decideSent(standing.account, command, inBooks)) };
}

function outcomeOf({ auditor }: Standing, decision: Decision): Outcome {
  if (decision.outcome === 'ACCEPTED') auditor.record(decision.facts);
  const accepted = () => acceptedOf(decision, 'the command');
  const outcome: Outcome = {
    get facts() {
      return accepted().facts;
    },
    thenFacts(...lines) {
      expect(accepted().facts.map(summaryOf)).toEqual(lines);
      return outcome;
    },
    thenRefused(code, figures, inputPath) {
      expect(decision).toMatchObject({ outcome: 'REJECTED', code });
      if (decision.outcome === 'REJECTED' && figures !== undefined) expect(decision.figures).toEqual(figures);
      if (decision.outcome === 'REJECTED' && inputPath !== undefined) expect(decision.inputPath).toBe(inputPath);
    },
    thenFigures(figures) {
      const { account } = accepted();
      const found = Object.keys(figures).map((date) => [date, figuresLine(account, day(date))]);
      expect(Object.fromEntries(found)).toEqual(figures);
      for (const [date, line] of Object.entries(figures)) expect(auditor.figuresOn(date)).toBe(line);
      return outcome;
    },
    thenPending(pending) {
      const { account } = accepted();
      for (const [date, amount] of Object.entries(pending)) {
        expect([date, pendingLine(account, day(date))]).toEqual([date, amount]);
        expect([date, auditor.pendingOn(date)]).toEqual([date, amount]);
      }
      return outcome;
    },
    thenOpen(date, open) {
      expect(auditor.openOn(date)).toEqual(open);
      return outcome;
    },
  };
  return outcome;
}

export function figuresLine(account: Account, asOf: CalendarDate): string {
  const { openCharges, unapplied, balance } = figuresOf(account, asOf);
  return [openCharges, unapplied, balance].map(formatMoney).join(' ');
}

export function pendingLine(account: Account, asOf: CalendarDate): string {
  return formatMoney(figuresOf(account, asOf).pending);
}
