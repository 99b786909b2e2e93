import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Account, emptyAccount } from '#ledger/account.ts';
import type { Decision } from '#ledger/books.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolve } from '#ledger/evolve.ts';
import { figuresOf } from '#ledger/figures.ts';
import { valueOn } from '#ledger/timeline.ts';
import { addDays } from '#money/calendar-date.ts';
import { formatMoney, isZero } from '#money/money.ts';
import type { Auditor } from './auditor.ts';
import { canonical, stored } from './canonical.ts';
import { after, day, decideSent, figuresLine, pendingLine, type Sent, type Standing } from './given-when-then.ts';
import { type Intent, intents, intentsOfAll, intentsToClose, sentFor } from './random-commands.ts';
import { countSituations, floors, type Situations } from './situations.ts';

/**
 * The same books in every run, so that a floor that is reached once is reached always; `LEDGER_SEED=1234 npx vitest ...`
 * for others, `LEDGER_SEED=$RANDOM` for a night.
 */
const seed = Number(process.env['LEDGER_SEED'] ?? 1);
const history = fc.array(intentsOfAll, { minLength: 10, maxLength: 80, size: 'max' });
const shortLife = fc.array(intentsToClose, { minLength: 4, maxLength: 12, size: 'max' });
const reached: Situations = new Map();

type Look = (before: Standing, sent: Sent, decision: Decision) => void;

/** Sends what the intents become, one after another, and looks at every decision. */
function live(all: readonly Intent[], look: Look = () => undefined): Standing {
  let standing = after([]);
  for (const [index, intent] of all.entries()) {
    const sent = sentFor(intent, standing.account, index);
    const decision = decideSent(standing.account, sent);
    countSituations(reached, standing, sent, decision);
    look(standing, sent, decision);
    if (decision.outcome === 'REJECTED') continue;
    standing.auditor.record(decision.facts);
    standing = { ...standing, account: decision.account, facts: [...standing.facts, ...decision.facts] };
  }
  return standing;
}

function openLines(account: Account, date: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    account.items.toArray().map(([key, item]) => [key, formatMoney(valueOn(item.open, day(date)))]),
  );
}

function unappliedLines(account: Account, date: string): Readonly<Record<string, string>> {
  const credits = account.credits.toArray().map(([id, credit]) => [`credit ${id}`, credit] as const);
  const all = [...account.payments.toArray(), ...credits];
  return Object.fromEntries(all.map(([id, { unapplied }]) => [id, formatMoney(valueOn(unapplied, day(date)))]));
}

function linesOn(account: Account, date: string): readonly unknown[] {
  const figures = [figuresLine(account, day(date)), pendingLine(account, day(date))];
  return [date, openLines(account, date), unappliedLines(account, date), ...figures];
}

function auditedOn(auditor: Auditor, date: string): readonly unknown[] {
  const figures = [auditor.figuresOn(date), auditor.pendingOn(date)];
  return [date, auditor.openOn(date), auditor.unappliedOn(date), ...figures];
}

function allDays({ auditor }: Standing): readonly string[] {
  return ['2024-01-31', ...auditor.days(), '2024-12-31'];
}

/** Every figure of the account on every day on which one changes; an item of nothing is as good as none. */
function everyFigure(standing: Standing): string {
  const { account } = standing;
  const owed = (date: string) => Object.entries(openLines(account, date)).filter(([, open]) => open !== '0.00');
  return canonical(
    allDays(standing).map((date) => [date, Object.fromEntries(owed(date)), unappliedLines(account, date)]),
  );
}

describe('random books', () => {
  it('hold the invariants at every position and on every day, and the auditor finds the same figures', () => {
    fc.assert(
      fc.property(history, (all) => {
        const standing = live(all);
        const days = allDays(standing);
        expect(days.map((date) => linesOn(standing.account, date))).toEqual(
          days.map((date) => auditedOn(standing.auditor, date)),
        );
      }),
      { seed, numRuns: 4_500 },
    );
    // Longer than the others: a busy machine gets through it too.
  }, 120_000);

  it('are closed when nothing stands in the way of it', () => {
    fc.assert(
      fc.property(shortLife, (all) => {
        const standing = live(all);
        if (standing.account.closedOn === undefined) return;
        expect(figuresLine(standing.account, day('2024-12-31'))).toBe('0.00 0.00 0.00');
      }),
      { seed, numRuns: 2_000 },
    );
  });

  it('are the same folded from stored text, whole or in pieces, as they were decided', () => {
    fc.assert(
      fc.property(history, fc.nat(100), (all, cut) => {
        const entries: Entry[] = [...stored(after([]).facts, 0, 'command-1')];
        const standing = live(all, (_before, sent, decision) => {
          if (decision.outcome === 'ACCEPTED')
            entries.push(...stored(decision.facts, entries.length, String(sent[1]['commandId'])));
        });
        const whole = entries.reduce(evolve, emptyAccount('account-1'));
        const half = entries.slice(0, cut).reduce(evolve, emptyAccount('account-1'));
        expect(canonical(entries.slice(cut).reduce(evolve, half))).toBe(canonical(whole));
        const { revision, commands } = whole;
        expect(canonical({ ...standing.account, revision, commands })).toBe(canonical(whole));
      }),
      { seed, numRuns: 100 },
    );
  });

  it('are decided the same twice, and a refusal changes nothing', () => {
    fc.assert(
      fc.property(history, (all) => {
        live(all, ({ account }, sent, decision) => {
          const before = canonical(account);
          expect(canonical(decideSent(account, sent))).toBe(canonical(decision));
          expect(canonical(account)).toBe(before);
        });
      }),
      { seed, numRuns: 30 },
    );
  });

  it('accept on the earliest day that a refusal names, and not on the day before', () => {
    fc.assert(
      fc.property(history, (all) => {
        live(all, ({ account }, sent, decision) => {
          if (decision.outcome === 'ACCEPTED' || decision.figures['bindingDate'] === undefined) return;
          checkEarliest(account, sent, decision.figures['earliestDate']);
        });
      }),
      { seed, numRuns: 300 },
    );
  });

  it('are as before after a payment was reversed and reinstated with nothing between', () => {
    fc.assert(
      fc.property(history, (all) => {
        const standing = live(all);
        if (standing.account.closedOn !== undefined) return;
        const last = standing.account.totals?.lastDate ?? '2024-06-30';
        const standingPayments = [...standing.account.payments.values()].filter(
          (one) => one.reversedOn === undefined && one.receipt === undefined && isZero(one.transferred),
        );
        for (const { paymentId } of standingPayments) {
          const reversal: Sent = ['ReversePayment', { paymentId, effectiveDate: last, reasonCode: 'NSF' }];
          const back: Sent = ['ReinstatePayment', { paymentId, effectiveDate: last, reasonCode: 'REDEPOSITED' }];
          const restored = accountAfter(accountAfter(standing.account, reversal), back);
          expect(everyFigure({ ...standing, account: restored })).toBe(everyFigure(standing));
        }
      }),
      { seed, numRuns: 100 },
    );
  });

  it('are as before after an adjustment and its opposite, but for money that the first one freed', () => {
    fc.assert(
      fc.property(history, intents, (all, intent) => {
        const standing = live(all);
        if (standing.account.closedOn !== undefined) return;
        const [name, input] = sentFor({ ...intent, what: 'adjust' }, standing.account, 9000);
        const adjusted = decideSent(standing.account, [name, input]);
        if (adjusted.outcome === 'REJECTED') return;
        const amount = String(input['amount']);
        const opposite = amount.startsWith('-') ? amount.slice(1) : `-${amount}`;
        const { item: _item, taxAmount: _taxAmount, ...rest } = input;
        const undone = accountAfter(adjusted.account, [
          'AdjustCharge',
          { ...rest, amount: opposite, adjustmentId: 'undoing', undoes: input['adjustmentId'] },
        ]);
        const chargeId = String(input['chargeId']);
        expect(canonical(undone.charges.get(chargeId))).toBe(canonical(standing.account.charges.get(chargeId)));
        for (const date of allDays(standing)) {
          const balance = (account: Account) => formatMoney(figuresOf(account, day(date)).balance);
          expect(balance(undone)).toBe(balance(standing.account));
        }
        const isAsBefore = everyFigure({ ...standing, account: undone }) === everyFigure(standing);
        expect(isAsBefore || adjusted.facts.length > 1).toBe(true);
      }),
      { seed, numRuns: 300 },
    );
  });

  it('are as before after a write-off and its reversal with nothing between', () => {
    fc.assert(
      fc.property(history, intents, (all, intent) => {
        const standing = live(all);
        if (standing.account.closedOn !== undefined) return;
        const [name, input] = sentFor({ ...intent, what: 'writeOff' }, standing.account, 9000);
        const writtenOff = decideSent(standing.account, [name, input]);
        if (writtenOff.outcome === 'REJECTED') return;
        const { writeOffId, effectiveDate, amount } = input;
        const reasonCode = 'WRITTEN_OFF_IN_ERROR';
        const back: Sent = ['ReverseWriteOff', { writeOffId, effectiveDate, amount, reasonCode }];
        const restored = accountAfter(writtenOff.account, back);
        expect(everyFigure({ ...standing, account: restored })).toBe(everyFigure(standing));
      }),
      { seed, numRuns: 200 },
    );
  });

  it('came to where the rules are hard, often enough to prove something', () => {
    const tooRarely = Object.entries(floors).filter(([name, floor]) => (reached.get(name) ?? 0) < floor);
    expect([seed, tooRarely.map(([name]) => [name, reached.get(name) ?? 0])]).toEqual([seed, []]);
  });
});

function accountAfter(account: Account, sent: Sent): Account {
  const decision = decideSent(account, sent);
  if (decision.outcome === 'REJECTED') throw new Error(`${sent[0]}: ${decision.code} ${canonical(decision.figures)}`);
  return decision.account;
}

function checkEarliest(account: Account, [name, input]: Sent, earliest: string | undefined): void {
  const onDay = (effectiveDate: string) => decideSent(account, [name, { ...input, effectiveDate }]).outcome;
  const found = earliest === undefined ? [onDay('2031-12-31')] : [onDay(addDays(day(earliest), -1)), onDay(earliest)];
  expect(found).toEqual(earliest === undefined ? ['REJECTED'] : ['REJECTED', 'ACCEPTED']);
}
