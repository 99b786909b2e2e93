import { describe, expect, it } from 'vitest';
import { protectionOf } from '#ledger/protection.ts';
import { dispute, hold, releaseHold, resolveDispute } from './agreement-commands.ts';
import { charge, fee } from './commands.ts';
import { after, day, given } from './given-when-then.ts';

const charges = [charge('c1', '100.00', '03-01'), charge('c2', '50.00', '03-01')];

describe('late fees', () => {
  it('are refused from the day of a hold on, of the item or the account, until the day of its release', () => {
    const held = [...charges, hold('h1', '03-10', { holdOn: { chargeId: 'c1' } }), releaseHold('h1', '03-20')];
    const period = { period: '2024-03-31' };
    given(...held)
      .when(fee('f1', '9.00', '03-09', 'c1', period))
      .thenFigures({ '2024-03-09': '159.00 0.00 159.00' });
    for (const on of ['03-10', '03-19']) {
      given(...held)
        .when(fee('f1', '9.00', on, 'c1', period))
        .thenRefused('ITEM_PROTECTED', { protectedBy: 'HOLD', protectionId: 'h1', since: '2024-03-10' }, 'feeOn');
    }
    given(...held)
      .when(fee('f1', '9.00', '03-20', 'c1', period))
      .thenFigures({ '2024-03-20': '159.00 0.00 159.00' });
    given(...held)
      .when(fee('f1', '9.00', '03-15', 'c2', period))
      .thenFigures({ '2024-03-15': '159.00 0.00 159.00' });
    given(...charges, hold('h2', '03-12'))
      .when(fee('f1', '9.00', '03-15', 'c2', period))
      .thenRefused('ITEM_PROTECTED', { protectedBy: 'HOLD', protectionId: 'h2', since: '2024-03-12' }, 'feeOn');
  });

  it('are refused on an item of which a part is disputed, interest too', () => {
    const disputed = [...charges, dispute('d1', 'c1', '03-10', { amount: '5.00' })];
    given(...disputed)
      .when(fee('f1', '9.00', '03-15', 'c1', { category: 'INTEREST' }))
      .thenRefused('ITEM_PROTECTED', { protectedBy: 'DISPUTE', protectionId: 'd1', since: '2024-03-10' }, 'feeOn');
    given(...disputed, resolveDispute('d1', '03-15'))
      .when(fee('f1', '9.00', '03-15', 'c1'))
      .thenFigures({ '2024-03-15': '159.00 0.00 159.00' });
  });

  it('are refused in the name of what began first', () => {
    const { account } = after([
      ...charges,
      dispute('d1', 'c1', '03-12'),
      hold('h1', '03-11', { holdOn: { chargeId: 'c1' } }),
      hold('h0', '03-11'),
    ]);
    expect(protectionOf(account, 'c1#1', day('2024-03-20'))).toEqual({ by: 'HOLD', id: 'h0', since: '2024-03-11' });
    expect(protectionOf(account, 'c1#1', day('2024-03-10'))).toBeUndefined();
    expect(protectionOf(account, 'c2#1', day('2024-03-12'))?.id).toBe('h0');
  });
});
