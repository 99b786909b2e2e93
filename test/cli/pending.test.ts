import { expect, test } from 'vitest';
import { parseConfig } from '#app/config.ts';
import { openLedgerBooks } from '#app/main.ts';
import { cli } from './command-line.ts';
import { makeFixedBooks } from './fixed-books.ts';

test('a balance shows what is pending below the figures it is not in, and only where there is some', async () => {
  const data = await makeFixedBooks();
  const balanceOf = async (account: string, ...args: readonly string[]): Promise<string> => {
    const { code, out } = await cli(['balance', account, '--data', data, '--as-of', '2026-04-15', ...args]);
    expect(code).toBe(0);
    return out;
  };
  expect(await balanceOf('acct-b')).not.toContain('pending');
  const books = await openLedgerBooks(parseConfig({ DATA_DIR: data }));
  const context = { actor: { kind: 'PERSON', id: 'user-1', role: 'cash_poster' }, correlationId: 'pending' } as const;
  const card = { paymentId: 'p-9', currency: 'USD', amount: '12.00', method: 'CARD', pending: true };
  const input = { commandId: 'pending-1', accountId: 'acct-b', effectiveDate: '2026-04-14', ...card };
  expect(await books.handleCommand('ReceivePayment', input, context)).toMatchObject({ outcome: 'RECORDED' });
  await books.close();
  const shown = await balanceOf('acct-b');
  expect(shown).toMatch(/^pending, in no figure above +12\.00$/m);
  expect(shown).toMatch(/^balance +-10\.00$/m);
  expect(JSON.parse(await balanceOf('acct-b', '--json'))).toMatchObject({ pending: '12.00', balance: '-10.00' });
  expect(JSON.parse(await balanceOf('acct-a', '--json'))).toMatchObject({ pending: '0.00' });
});
