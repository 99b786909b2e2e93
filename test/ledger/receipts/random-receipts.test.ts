import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '#ledger/entry.ts';
import type { Fact } from '#ledger/events.ts';
import { postingsOf } from '#ledger/posting-rules.ts';
import { isRefused, type ReceiptDecision } from '#ledger/receipts/decide-on-receipt.ts';
import { evolveReceipt, evolveReceiptFact } from '#ledger/receipts/evolve-receipt.ts';
import { emptyReceipt, moneyOf, type Receipt } from '#ledger/receipts/receipt.ts';
import { valueOn } from '#ledger/timeline.ts';
import { formatMoney } from '#money/money.ts';
import { canonical, stored } from '../canonical.ts';
import { negativeDays, upTo } from '../dated-sums.ts';
import { booksIn } from '../foreign/foreign-books.ts';
import { books, day } from '../given-when-then.ts';
import { money } from '../summary-parts.ts';
import { dated, type Life, life, lifeFloors, monthAndDay, note, reached, stepOf } from './receipt-lives.ts';
import { type ModelPart, newModel, type ReceiptModel, type Said } from './receipt-model.ts';
import { decidedOn, receive, type Sent } from './receipts.ts';

/** Random lives of one receipt, back-dated as they come, against the model; `LEDGER_SEED=1234` for others. */
const seed = Number(process.env['LEDGER_SEED'] ?? 1);

/** A decision in the words of the model. */
function wordsOf(decision: ReceiptDecision): Said {
  if (isRefused(decision)) return decision.code;
  return decision.map((fact) => {
    const { type, effectiveDate, data } = fact;
    const amounts = 'amount' in data ? ` ${data.amount} ${data.baseAmount ?? '0'}` : '';
    const named = type === 'ReceiptReversed' ? ` of ${fact.data.parts.map((one) => one.part).join()}` : '';
    return `${type} ${effectiveDate}${amounts}${'part' in data ? ` ${data.part}` : ''}${named}`;
  });
}

interface Lived {
  readonly receipt: Receipt;
  readonly facts: readonly Fact[];
  readonly entries: readonly Entry[];
  readonly model: ReceiptModel;
}

/** The whole life; every answer is compared with that of the model. */
function lived({ ledger, cents, base, on, intents }: Life): Lived {
  const isForeign = ledger.decimals !== undefined;
  const inBooks = isForeign ? booksIn(ledger.baseCurrency) : books;
  const model = newModel(dated(on), BigInt(cents), isForeign ? BigInt(base) : 0n);
  const worth = isForeign ? { baseAmount: decimal(base, ledger.decimals) } : {};
  let receipt = emptyReceipt('r1');
  const facts: Fact[] = [];
  const entries: Entry[] = [];
  const look = (sent: Sent, said: Said) => {
    const { lockedThrough } = model;
    const decision = decidedOn(receipt, sent, { ...inBooks, lockedThrough: day(lockedThrough) });
    expect([sent, wordsOf(decision)]).toEqual([sent, said]);
    if (isRefused(decision)) return note(decision.code);
    entries.push(...stored(decision, entries.length, `command-${entries.length}`));
    facts.push(...decision);
    receipt = decision.reduce(evolveReceiptFact, receipt);
  };
  const first = `ReceiptRecorded ${model.on} ${cents} ${isForeign ? base : 0}`;
  look(receive(money(BigInt(cents)), monthAndDay(model.on), worth), [first]);
  for (const one of intents) {
    const step = stepOf(model, one, isForeign);
    if (step !== undefined) look(step.sent, step.said);
  }
  return { receipt, facts, entries, model };
}

function decimal(minor: number, decimals: number): string {
  const digits = String(minor).padStart(decimals + 1, '0');
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

const signed = (side: string, amount = '0'): bigint => (side === 'CREDIT' ? BigInt(amount) : -BigInt(amount));

describe('random lives of a receipt', () => {
  it('are answered as the model says, and nothing is unidentified that is not there, on any day', () => {
    fc.assert(
      fc.property(life, (one) => {
        const { receipt, model } = lived(one);
        expect(negativeDays(model.unidentified)).toEqual([]);
        expect(leftOfReversed(model)).toEqual([]);
        const { unidentified } = moneyOf(receipt);
        const days = ['2024-02-29', ...model.unidentified.keys(), '2024-12-31'];
        expect(days.map((date) => formatMoney(valueOn(unidentified, day(date))))).toEqual(
          days.map((date) => money(upTo(model.unidentified, date))),
        );
      }),
      { seed, numRuns: 1_200 },
    );
  });

  it('post what is unidentified on every day, and in base what is carried of it, to the last cent', () => {
    fc.assert(
      fc.property(life, (one) => {
        const { receipt, facts, model } = lived(one);
        const posted = facts.flatMap((fact) => postingsOf(fact).map((line) => ({ ...line, date: fact.effectiveDate })));
        const own = posted.filter(({ account }) => account === 'UnidentifiedCash');
        for (const date of model.unidentified.keys()) {
          const until = own.filter((line) => line.date <= date);
          const total = until.reduce((sum, { side, amount }) => sum + signed(side, amount), 0n);
          expect([date, total]).toEqual([date, upTo(model.unidentified, date)]);
        }
        const inBase = own.reduce((sum, { side, base }) => sum + signed(side, base), 0n);
        const { base } = moneyOf(receipt);
        expect([inBase, BigInt(base?.carried.minor.toString() ?? '0')]).toEqual([
          model.carried.carried,
          model.carried.carried,
        ]);
        note(
          'a part takes base value that no rate would give it',
          model.parts.some((made) => isOff(model, made)),
        );
      }),
      { seed, numRuns: 500 },
    );
  });

  it('are the same folded from stored text, whole or in pieces, as they were decided', () => {
    fc.assert(
      fc.property(life, fc.nat(40), (one, cut) => {
        const { receipt, entries } = lived(one);
        const whole = entries.reduce(evolveReceipt, emptyReceipt('r1'));
        const start = entries.slice(0, cut).reduce(evolveReceipt, emptyReceipt('r1'));
        expect(canonical(entries.slice(cut).reduce(evolveReceipt, start))).toBe(canonical(whole));
        const { revision, commands } = whole;
        expect(canonical({ ...receipt, revision, commands })).toBe(canonical(whole));
      }),
      { seed, numRuns: 300 },
    );
  });

  it('came to where the rules are hard, often enough to prove something', () => {
    const tooRarely = Object.entries(lifeFloors).filter(([name, floor]) => (reached.get(name) ?? 0) < floor);
    expect([seed, tooRarely.map(([name]) => [name, reached.get(name) ?? 0])]).toEqual([seed, []]);
  });
});

/** The days from its reversal on on which anything is unidentified of a receipt. */
function leftOfReversed({ reversedOn, unidentified }: ReceiptModel): readonly string[] {
  if (reversedOn === undefined) return [];
  const days = [reversedOn, ...[...unidentified.keys()].filter((date) => date > reversedOn)];
  return days.filter((date) => upTo(unidentified, date) !== 0n);
}

/** Rounded down, not half up, or by itself: the parts before it have left a cent more or less. */
function isOff({ carried }: ReceiptModel, { amount, base }: ModelPart): boolean {
  return base !== (2n * carried.base * amount + carried.face) / (2n * carried.face);
}
