import { expect } from 'vitest';
import type { Books, Ledger } from '#ledger/books.ts';
import { isOnLedger, type LedgerCommand, parseCommand } from '#ledger/commands.ts';
import { decideOnLedger } from '#ledger/decide-on-ledger.ts';
import { emptyLedger, evolveLedgerFact } from '#ledger/ledger.ts';
import type { LedgerFact } from '#ledger/ledger-facts.ts';
import type { ClosingStep } from '#ledger/periods/closing-steps.ts';
import { lockedThrough } from '#ledger/periods/fiscal-calendar.ts';
import { isRejection, type Rejection, type RejectionCode } from '#ledger/rejections.ts';
import { summaryOf } from '../fact-summary.ts';
import { books, day } from '../given-when-then.ts';

/** A command of the ledger, or a step of a closing. */
export type OnLedger = readonly [
  LedgerCommand['name'] | ClosingStep['name'],
  Readonly<Record<string, unknown>> & { readonly periodEnd?: string },
];

export const calendar = (...periodEnds: readonly string[]): OnLedger => ['ExtendCalendar', { periodEnds }];
export const close = (periodEnd: string): OnLedger => ['ClosePeriod', { periodEnd }];
export const fence = (periodEnd: string): OnLedger => ['FencePeriod', { periodEnd }];
export const freeze = (periodEnd: string): OnLedger => ['FreezePeriod', { periodEnd }];
export const reopen = (periodEnd: string, reasonCode = 'AUDIT_FINDING'): OnLedger => [
  'ReopenPeriod',
  { periodEnd, reasonCode },
];
export const closed = (periodEnd: string): readonly OnLedger[] => [
  close(periodEnd),
  fence(periodEnd),
  freeze(periodEnd),
];

/** A calendar of the first months of 2024; today is 30 June. */
export const firstMonths = calendar('2024-01-31', '2024-02-29', '2024-03-31', '2024-06-30', '2024-07-31');

export const openedLedger: Ledger = { ...emptyLedger(), terms: books.terms };
const noTotals = { accounts: 0, openItems: 0, currencies: [], trialBalance: [] };

function commandOf([name, input]: OnLedger): LedgerCommand | ClosingStep | Rejection {
  if (name === 'FencePeriod' || name === 'FreezePeriod') {
    const step = { commandId: 'step-1', periodEnd: day(input.periodEnd ?? '') };
    return name === 'FencePeriod' ? { name, input: step } : { name, input: { ...step, position: 7, totals: noTotals } };
  }
  const command = parseCommand(name, { commandId: 'command-1', ...input });
  if ('outcome' in command || isOnLedger(command)) return command;
  throw new Error('no command of the ledger');
}

export function decidedOn(ledger: Ledger, sent: OnLedger, inBooks: Books = books): LedgerFact | Rejection {
  const command = commandOf(sent);
  if ('outcome' in command) return command;
  const known = { ...inBooks, terms: ledger.terms, lockedThrough: lockedThrough(ledger.calendar) };
  return decideOnLedger(ledger, command, known);
}

/** The ledger after these commands, all of which have to be accepted. */
export function ledgerAfter(...sent: readonly OnLedger[]): Ledger {
  return sent.reduce<Ledger>((ledger, one) => {
    const fact = decidedOn(ledger, one);
    if (isRejection(fact)) throw new Error(`${one[0]} is refused: ${fact.code}`);
    return evolveLedgerFact(ledger, fact);
  }, openedLedger);
}

export function givenLedger(...sent: readonly OnLedger[]) {
  const ledger = ledgerAfter(...sent);
  return {
    when: (command: OnLedger, inBooks: Books = books) => {
      const decision = decidedOn(ledger, command, inBooks);
      return {
        thenFact: (line: string) => expect(isRejection(decision) ? decision.code : summaryOf(decision)).toBe(line),
        thenRefused: (code: RejectionCode, figures: Readonly<Record<string, string>> = {}) =>
          expect(decision).toMatchObject({ outcome: 'REJECTED', code, figures }),
      };
    },
  };
}
