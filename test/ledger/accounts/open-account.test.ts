import { describe, expect, it } from 'vitest';
import { emptyAccount } from '#ledger/account.ts';
import { evolve } from '#ledger/evolve.ts';
import { figuresOf } from '#ledger/figures.ts';
import { stored } from '../canonical.ts';
import { charge } from '../commands.ts';
import { after, books, day, decideSent, figuresLine, given } from '../given-when-then.ts';

describe('opening an account', () => {
  it('records its currency and nothing else; it owes nothing', () => {
    const { account, facts } = after([]);
    expect(facts).toEqual([{ type: 'AccountOpened', effectiveDate: '2024-01-01', data: { currency: 'USD' } }]);
    expect(figuresLine(account, day('2024-06-30'))).toBe('0.00 0.00 0.00');
  });

  it('happens once', () => {
    given().when(['OpenAccount', {}]).thenRefused('ACCOUNT_ALREADY_OPEN', { openedOn: '2024-01-01' }, 'accountId');
  });

  it('in a ledger that is not open is refused', () => {
    const decision = decideSent(emptyAccount('account-1'), ['OpenAccount', {}], { ...books, terms: undefined });
    expect(decision).toMatchObject({ code: 'LEDGER_NOT_OPEN' });
  });

  it('comes before everything else: an account that was never opened has no figures and takes no entries', () => {
    expect(() => figuresOf(emptyAccount('account-1'), day('2024-06-30'))).toThrow('lacks the account');
    const { facts } = after([charge('c1', '1.00', '03-01')]);
    expect(() => stored(facts.slice(1), 0, 'command-1').reduce(evolve, emptyAccount('account-1'))).toThrow(
      'before the opening',
    );
  });

  it('is folded from entries without a gap: a missing revision stops the fold', () => {
    const entries = stored(after([charge('c1', '1.00', '03-01')]).facts, 0, 'command-1');
    expect(() => entries.slice(1).reduce(evolve, emptyAccount('account-1'))).toThrow(
      'revision 1 cannot follow revision -1',
    );
  });

  it('remembers which command made which entries', () => {
    const { facts } = after([charge('c1', '1.00', '03-01')]);
    const entries = [...stored(facts.slice(0, 1), 0, 'opening'), ...stored(facts.slice(1), 1, 'charging')];
    const account = entries.reduce(evolve, emptyAccount('account-1'));
    expect(account.commands.get('charging')).toMatchObject({ firstRevision: 1, lastRevision: 1, hash: 'a'.repeat(64) });
    expect(account.revision).toBe(1);
  });
});
