import { describe, expect, test } from 'vitest';
import { charge, codeOf, openDesk, recorded } from './desk.ts';

const adjustment = {
  commandId: 'a1',
  adjustmentId: 'a1',
  chargeId: 'c1',
  currency: 'USD',
  amount: '-5.00',
  kind: 'CORRECTION',
  reasonCode: 'WRONG_AMOUNT',
  corrects: 'c1',
};

async function openCharged() {
  const desk = await openDesk();
  recorded(await desk.send('PostCharge', { ...charge('c1'), effectiveDate: '2026-02-10' }));
  return desk;
}

describe('a correction', () => {
  test('names the command that it corrects and the day on which that counts, in its entry', async () => {
    const desk = await openCharged();
    recorded(await desk.send('AdjustCharge', adjustment));
    const [, posted, adjusted] = await desk.journal.readStream('main.account-a1');
    expect(adjusted?.corrects).toEqual({ commandId: 'c1', effectiveDate: '2026-02-10' });
    expect(posted !== undefined && 'corrects' in posted).toBe(false);
  });

  test('is the same from a process that has nothing in memory', async () => {
    const desk = await openCharged();
    recorded(await desk.sendCold('AdjustCharge', adjustment));
    const entries = await desk.journal.readStream('main.account-a1', 2);
    expect(entries.map(({ corrects }) => corrects?.effectiveDate)).toEqual(['2026-02-10']);
    expect(recorded(await desk.send('AdjustCharge', adjustment)).replayed).toBe(true);
  });

  test('is part of what the command says: without it, it is another command', async () => {
    const desk = await openCharged();
    recorded(await desk.send('AdjustCharge', adjustment));
    const { corrects: _, ...bare } = adjustment;
    expect(codeOf(await desk.send('AdjustCharge', bare))).toBe('IDEMPOTENCY_CONFLICT');
  });

  test('of what was never recorded on the account is refused, and of nothing else before its time', async () => {
    const desk = await openCharged();
    const unknown = { ...adjustment, corrects: 'open-ledger' };
    expect(codeOf(await desk.send('AdjustCharge', unknown))).toBe('CORRECTED_UNKNOWN');
    expect(codeOf(await desk.send('AdjustCharge', { ...unknown, chargeId: 'c9' }))).toBe('CHARGE_UNKNOWN');
    expect(codeOf(await desk.send('AdjustCharge', { ...unknown, reasonCode: 'NSF' }))).toBe('CORRECTED_UNKNOWN');
    expect(codeOf(await desk.send('AdjustCharge', { ...unknown, amount: '0.00' }))).toBe('AMOUNT_ZERO');
  });

  test('goes back to the first day of what it corrects', async () => {
    const desk = await openDesk();
    const lines = [{ chargeId: 'c1', amount: '80.00' }];
    recorded(await desk.send('PostCharge', { ...charge('c1'), effectiveDate: '2026-03-05' }));
    const payment = { paymentId: 'p1', currency: 'USD', amount: '80.00', method: 'CHECK', lines };
    recorded(await desk.send('ReceivePayment', { ...payment, commandId: 'p1', effectiveDate: '2026-02-01' }));
    const reversal = { commandId: 'r1', paymentId: 'p1', reasonCode: 'NSF', corrects: 'p1' };
    recorded(await desk.send('ReversePayment', reversal));
    const corrections = (await desk.journal.readStream('main.account-a1', 4)).map(({ corrects }) => corrects);
    expect(corrections).toEqual(Array.from(corrections, () => ({ commandId: 'p1', effectiveDate: '2026-02-01' })));
  });
});
