import { describe, expect, it } from 'vitest';
import { charge, line, paid, payment, reverse } from './commands.ts';
import { after, books, decideSent, given, type Sent } from './given-when-then.ts';

/** Charged 100, paid 130, of which 100 applied: open 0, unapplied 30, balance -30. */
const standing = [charge('c1', '100.00', '03-01'), paid('p1', '130.00', '03-10', line('c1', '100.00'))];
const under = (condition: Readonly<Record<string, unknown>>): Sent =>
  charge('c2', '50.00', '03-20', { expect: condition });
const open = (revision: number): Sent => ['OpenAccount', { expect: { revision, balanceAtMost: '0.00' } }];

describe('a condition of the caller', () => {
  it.each([
    [{ balanceAtLeast: '20.00' }],
    [{ balanceAtMost: '20.00' }],
    [{ balanceAtLeast: '-30.00', balanceAtMost: '20.00' }],
    [{ unappliedAtLeast: '30.00' }],
    [{ openChargesAtLeast: '50.00' }],
    [{ openChargesAtLeast: '50' }],
    [{ revision: -1 }],
    [{}],
  ])('that holds, to the cent, is no obstacle: %j', (condition) => {
    expect(
      given(...standing)
        .when(under(condition))
        .facts.map(({ type }) => type),
    ).toEqual(['ChargePosted']);
  });

  it.each([
    [{ balanceAtLeast: '20.01' }, { balance: '20.00' }, 'expect.balanceAtLeast'],
    [{ balanceAtMost: '19.99' }, { balance: '20.00' }, 'expect.balanceAtMost'],
    [{ balanceAtMost: '-0.01' }, { balance: '20.00' }, 'expect.balanceAtMost'],
    [{ unappliedAtLeast: '30.01' }, { unapplied: '30.00' }, 'expect.unappliedAtLeast'],
    [{ openChargesAtLeast: '50.01' }, { openCharges: '50.00' }, 'expect.openChargesAtLeast'],
    [{ revision: 2, balanceAtMost: '0.00' }, { revision: '-1' }, 'expect.revision'],
  ])('that does not hold says what the figure is: %j', (condition, figures, inputPath) => {
    given(...standing)
      .when(under(condition))
      .thenRefused('CONDITION_FAILED', figures, inputPath);
  });

  it('looks at the account after the command, over everything recorded whatever its date', () => {
    const later = charge('c3', '7.00', '12-24');
    given(...standing, later)
      .when(under({ openChargesAtLeast: '57.01' }))
      .thenRefused('CONDITION_FAILED', { openCharges: '57.00' });
  });

  it('is looked at when everything else has said yes', () => {
    const tooMuch = payment('p2', '10.00', '03-20', {
      lines: [line('c1', '5.00')],
      expect: { balanceAtLeast: '1.00' },
    });
    given(...standing)
      .when(tooMuch)
      .thenRefused('OVER_ALLOCATION');
  });

  it('is an amount of the account: more decimals than its currency has are refused before anything else', () => {
    const path = 'expect.balanceAtLeast';
    const condition = { expect: { balanceAtLeast: '1.005' } };
    given(...standing)
      .when(under({ balanceAtLeast: '1.005' }))
      .thenRefused('AMOUNT_SCALE', { decimals: '2' }, path);
    given(...standing)
      .when(reverse('p9', '03-10', condition))
      .thenRefused('AMOUNT_SCALE', { decimals: '2' }, path);
    given(...standing)
      .when(reverse('p1', '03-10', { expect: { balanceAtMost: '1000000000000000.00' } }))
      .thenRefused('AMOUNT_TOO_LARGE', undefined, 'expect.balanceAtMost');
  });

  it('may ask that an account be new', () => {
    const unopened = { ...after([]).account, opened: undefined, totals: undefined };
    expect(decideSent(unopened, open(-1), books).outcome).toBe('ACCEPTED');
    expect(decideSent(unopened, open(0), books)).toMatchObject({
      code: 'CONDITION_FAILED',
      figures: { revision: '-1' },
    });
  });
});
