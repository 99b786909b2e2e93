import { describe, expect, it } from 'vitest';
import { parseCommand } from '#ledger/commands.ts';
import { isRefused } from '#ledger/receipts/decide-on-receipt.ts';
import { evolveReceiptFact } from '#ledger/receipts/evolve-receipt.ts';
import { emptyReceipt, moneyOf } from '#ledger/receipts/receipt.ts';
import { valueOn } from '#ledger/timeline.ts';
import { formatMoney, toMinorText } from '#money/money.ts';
import { medicare } from '../commands.ts';
import { books, day } from '../given-when-then.ts';
import {
  arrived,
  back,
  bounce,
  decidedOn,
  factsOf,
  giveBack,
  identify,
  part,
  receiptAfter,
  receive,
  type Sent,
  said,
} from './receipts.ts';
import { faultyReceipts, lockedBooks } from './refused-receipts.ts';

const there = receive('100.00', '03-01');
const empty = emptyReceipt('r1');

function unidentifiedOn(sent: readonly Sent[], date: string): string {
  return formatMoney(valueOn(moneyOf(receiptAfter(sent)).unidentified, day(date)));
}

describe('RecordReceipt', () => {
  it('records money of nobody, once', () => {
    expect(said(decidedOn(empty, there))).toEqual(['ReceiptRecorded 2024-03-01 100.00']);
    expect(unidentifiedOn([there], '2024-02-29')).toBe('0.00');
    expect(unidentifiedOn([there], '2024-03-01')).toBe('100.00');
  });

  it('takes a base value in another currency, and none in that of the ledger', () => {
    const euros = { currency: 'EUR', rate: { rate: '1.10', source: 'ECB' } };
    expect(said(decidedOn(empty, receive('100.00', '03-01', euros)))).toEqual([
      'ReceiptRecorded 2024-03-01 100.00 base 11000',
    ]);
    expect(said(decidedOn(empty, receive('100.00', '03-01', { currency: 'EUR', baseAmount: '108.50' })))).toEqual([
      'ReceiptRecorded 2024-03-01 100.00 base 10850',
    ]);
    expect(decidedOn(empty, receive('1.00', '03-01', { baseAmount: '1.00' }))).toMatchObject({
      code: 'BASE_VALUE_NOT_TAKEN',
    });
  });

  it('is of no ledger that is not open', () => {
    expect(decidedOn(empty, there, { ...books, terms: undefined })).toMatchObject({ code: 'LEDGER_NOT_OPEN' });
  });
});

/** Parts of the longest ids. */
function wide(from: number, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const paymentId = `p${from + index}`.padEnd(64, 'x');
    return part(`a${from + index}`.padEnd(64, 'x'), '0.01', { paymentId });
  });
}

describe('IdentifyReceipt', () => {
  it('gives parts to several accounts, in one command or in several, and numbers them on', () => {
    const two = identify('03-05', [part('a1', '60.00'), part('a2', '15.50')]);
    expect(said(decidedOn(receiptAfter([there]), two))).toEqual([
      'ReceiptIdentified 2024-03-05 1 a1/r1-a1 60.00',
      'ReceiptIdentified 2024-03-05 2 a2/r1-a2 15.50',
    ]);
    const more = identify('03-06', [part('a3', '24.50')]);
    expect(said(decidedOn(receiptAfter([there, two]), more))).toEqual([
      'ReceiptIdentified 2024-03-06 3 a3/r1-a3 24.50',
    ]);
    expect(unidentifiedOn([there, two, more], '2024-03-05')).toBe('24.50');
    expect(unidentifiedOn([there, two, more], '2024-03-06')).toBe('0.00');
  });

  it('carries along who paid, how it came and what it is for', () => {
    const placed = {
      payer: medicare,
      lines: [{ chargeId: 'c1', item: 2, amount: '10.00' }],
      strategy: 'OLDEST_DUE_FIRST',
    };
    const receipt = receiptAfter([receive('100.00', '03-01', { receivedDate: '2024-02-27' })]);
    expect(factsOf(receipt, identify('03-05', [part('a1', '60.00', placed)]))[0]?.data).toEqual({
      receiptId: 'r1',
      part: 1,
      accountId: 'a1',
      paymentId: 'r1-a1',
      currency: 'USD',
      amount: '6000',
      baseAmount: undefined,
      payer: { partyClass: 'MEDICARE', payerId: 'cms' },
      method: 'CHECK',
      receivedDate: '2024-02-27',
      lines: [{ chargeId: 'c1', item: 2, amount: '1000' }],
      strategy: 'OLDEST_DUE_FIRST',
      priority: undefined,
    });
  });

  it('uses the smallest that is unidentified from its day on', () => {
    const given = [there, identify('03-20', [part('a1', '80.00')])];
    expect(decidedOn(receiptAfter(given), identify('03-05', [part('a2', '20.01')]))).toMatchObject({
      code: 'EXCEEDS_UNIDENTIFIED',
      figures: { available: '20.00', bindingDate: '2024-03-20' },
      inputPath: 'parts',
    });
    expect(isRefused(decidedOn(receiptAfter(given), identify('03-05', [part('a2', '20.00')])))).toBe(false);
  });

  it('names the part that is wrong', () => {
    const twice = identify('03-05', [part('a1', '1.00'), part('a2', '1.00'), part('a1', '1.00')]);
    expect(decidedOn(receiptAfter([there]), twice)).toMatchObject({
      code: 'DUPLICATE_ID',
      inputPath: 'parts.2.paymentId',
    });
  });

  it('has no more lines over all its parts than one command may have', () => {
    const lines = Array.from({ length: 251 }, (_, index) => ({ chargeId: `c${index}`, amount: '0.01' }));
    const both = ['a1', 'a2'].map((account) => part(account, '10.00', { lines }));
    expect(decidedOn(receiptAfter([there]), identify('03-05', both))).toMatchObject({
      code: 'TOO_MANY_ALLOCATIONS',
      figures: { limit: '500' },
    });
  });

  it('has no more parts on accounts than the entry of its reversal can name', () => {
    const full = [0, 200, 400, 600, 800].reduce(
      (receipt, from) => {
        const facts = factsOf(receipt, identify('03-05', wide(from, 200))).reduce(evolveReceiptFact, receipt);
        return wide(from, 200).reduce(
          (after, _, index) => factsOf(after, arrived(from + index + 1, '03-05')).reduce(evolveReceiptFact, after),
          facts,
        );
      },
      receiptAfter([there]),
    );
    expect(decidedOn(full, identify('03-06', wide(1_000, 1)))).toMatchObject({
      code: 'TOO_MANY_ALLOCATIONS',
      figures: { limit: '1000' },
      inputPath: 'parts',
    });
    const [bounced] = factsOf(full, bounce('03-06'));
    expect(JSON.stringify(bounced).length).toBeLessThan(200 * 1024);
  });

  it('in a foreign currency each part takes its part of what is carried, and the last takes the rest', () => {
    const nine = receive('9.00', '03-01', { currency: 'EUR', baseAmount: '10.00' });
    const thirds = ['a1', 'a2', 'a3'].map((account) => part(account, '3.00'));
    const facts = factsOf(receiptAfter([nine]), identify('03-05', thirds, { currency: 'EUR' }));
    expect(facts.map(({ data }) => 'baseAmount' in data && data.baseAmount)).toEqual(['333', '334', '333']);
    const after = moneyOf(facts.reduce(evolveReceiptFact, receiptAfter([nine])));
    expect(after.base && toMinorText(after.base.carried)).toBe('0');
  });
});

describe('what a receipt hears of its parts', () => {
  const gone = [there, identify('03-05', [part('a1', '60.00')])];

  it('that one has arrived', () => {
    expect(said(decidedOn(receiptAfter(gone), arrived(1, '03-05')))).toEqual([
      'ReceiptPartArrived 2024-03-05 1 a1/r1-a1',
    ]);
  });

  it('that one is back: refused, or taken back; it is unidentified again from that day on', () => {
    const refused = back(1, 'a1', '6000', '03-05', { isRefused: true });
    expect(said(decidedOn(receiptAfter(gone), refused))).toEqual([
      'ReceiptPartReturned 2024-03-05 1 a1/r1-a1 60.00 refused',
    ]);
    const taken = [...gone, arrived(1, '03-05'), back(1, 'a1', '6000', '03-20')];
    expect(unidentifiedOn(taken, '2024-03-19')).toBe('40.00');
    expect(unidentifiedOn(taken, '2024-03-20')).toBe('100.00');
  });

  it('a part that is back stays back, even if the receipt hears of its arrival later', () => {
    const late = receiptAfter([...gone, back(1, 'a1', '6000', '03-20'), arrived(1, '03-05')]);
    expect(moneyOf(late).parts.get(1)?.state).toBe('BACK');
    expect(() => decidedOn(late, back(1, 'a1', '6000', '03-21'))).toThrow('comes back twice');
  });

  it('what comes back after the bank took the receipt goes the same way at once', () => {
    const bounced = [...gone, arrived(1, '03-05'), bounce('03-10')];
    expect(said(decidedOn(receiptAfter(bounced), back(1, 'a1', '6000', '03-08')))).toEqual([
      'ReceiptPartReturned 2024-03-08 1 a1/r1-a1 60.00',
      'ReceiptReturned 2024-03-10 60.00',
    ]);
  });

  it('a step takes the first open day where its period was closed meanwhile', () => {
    const closed = { ...books, lockedThrough: day('2024-03-31') };
    expect(said(decidedOn(receiptAfter(gone), arrived(1, '03-05'), closed))).toEqual([
      'ReceiptPartArrived 2024-04-01 1 a1/r1-a1',
    ]);
  });
});

describe('ReturnReceipt', () => {
  it('sends unidentified money back, all of it or a part', () => {
    const sent = [there, giveBack('30.00', '03-05')];
    expect(said(decidedOn(receiptAfter([there]), giveBack('30.00', '03-05')))).toEqual([
      'ReceiptReturned 2024-03-05 30.00',
    ]);
    expect(unidentifiedOn(sent, '2024-03-05')).toBe('70.00');
    expect(decidedOn(receiptAfter(sent), giveBack('70.01', '03-06'))).toMatchObject({
      code: 'EXCEEDS_UNIDENTIFIED',
      figures: { available: '70.00', bindingDate: '2024-03-06' },
    });
  });
});

describe('ReverseReceipt', () => {
  const parts = identify('03-05', [part('a1', '60.00'), part('a2', '10.00')]);
  const both = [there, parts, arrived(1, '03-05'), arrived(2, '03-05')];

  it('takes what is unidentified and names the parts that are on accounts', () => {
    const one = [...both, back(2, 'a2', '1000', '03-07')];
    expect(factsOf(receiptAfter(one), bounce('03-10'))).toMatchObject([
      {
        type: 'ReceiptReversed',
        effectiveDate: '2024-03-10',
        data: { amount: '4000', method: 'CHECK', parts: [{ part: 1, accountId: 'a1', paymentId: 'r1-a1' }] },
      },
    ]);
    expect(unidentifiedOn([...one, bounce('03-10')], '2024-03-10')).toBe('0.00');
  });

  it('of a receipt that is identified whole takes nothing itself', () => {
    const whole = [there, identify('03-05', [part('a1', '100.00')]), arrived(1, '03-05')];
    expect(factsOf(receiptAfter(whole), bounce('03-10'))[0]?.data).toMatchObject({ amount: '0' });
  });

  it('is not of a day before a part that is on an account was identified: that is undone too', () => {
    expect(decidedOn(receiptAfter(both), bounce('03-04'))).toMatchObject({
      code: 'EFFECTIVE_BEFORE_ORIGINAL',
      figures: { earliestDate: '2024-03-05' },
    });
    expect(unidentifiedOn([...both, bounce('03-05')], '2024-03-05')).toBe('0.00');
    const one = [...both, back(1, 'a1', '6000', '03-05'), back(2, 'a2', '1000', '03-05')];
    expect(unidentifiedOn([...one, bounce('03-04')], '2024-03-04')).toBe('0.00');
  });

  it('happens once, and nothing is identified or returned afterwards', () => {
    const bounced = receiptAfter([...both, bounce('03-10')]);
    for (const sent of [bounce('03-11'), identify('03-11', [part('a3', '1.00')]), giveBack('1.00', '03-11')]) {
      expect(decidedOn(bounced, sent)).toMatchObject({
        code: 'ALREADY_REVERSED',
        figures: { reversedOn: '2024-03-10' },
        inputPath: 'receiptId',
      });
    }
  });
});

describe('refusals on receipts are told in their order', () => {
  it.each(Object.entries(faultyReceipts))('%s', (_name, { given: sent, sound, faults }) => {
    const receipt = receiptAfter(sent);
    for (const [index, [code]] of faults.entries()) {
      const all = faults.slice(index).reduceRight((input, [, fault]) => ({ ...input, ...fault }), sound[1]);
      expect([code, decidedOn(receipt, [sound[0], all], lockedBooks)]).toMatchObject([code, { code }]);
    }
  });
});

describe('no caller sends the steps of a receipt', () => {
  it('but in the form that the ledger gives them', () => {
    expect(parseCommand('ConfirmReceiptPart', { commandId: 'x', receiptId: 'r1', part: 0 })).toMatchObject({
      code: 'INPUT_INVALID',
    });
  });
});
