import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { contentHash } from '#handle-command/command-identity.ts';
import { entryId, nameBasedId } from '#journal/entry-id.ts';
import { type Command, parseCommand } from '#ledger/commands.ts';

describe('entry ids', () => {
  test('are the name-based ids of RFC 9562: its own example', () => {
    const dns = Buffer.from('6ba7b8109dad11d180b400c04fd430c8', 'hex');
    expect(nameBasedId(dns, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  test('are fixed for ever: a retry years later has to make the same ones', () => {
    expect(entryId('main.account-acct-1', 'p1', 1)).toBe('8a8769dc-3fba-53ac-9a26-0a2c6c40c294');
  });
});

describe('the hash of a command', () => {
  const sent = { commandId: 'c1', accountId: 'a1', chargeId: 'x', category: 'SERVICE', currency: 'USD', amount: '80' };

  test('is fixed for ever', () => {
    const text =
      '{"accountId":"a1","amount":"80.00","category":"SERVICE","chargeId":"x","currency":"USD","name":"PostCharge"}';
    expect(hashOf(sent)).toBe(hash('sha256', text, 'hex'));
  });

  test('does not depend on the order of fields, on how an amount is written, or on how it was sent', () => {
    const reordered = Object.fromEntries(Object.entries(sent).toReversed());
    expect(hashOf(reordered)).toBe(hashOf(sent));
    expect(hashOf({ ...sent, amount: '80.00' })).toBe(hashOf(sent));
    expect(hashOf({ ...sent, dryRun: true, commandId: 'c2' })).toBe(hashOf(sent));
    expect(hashOf({ ...sent, expect: { revision: 4, balanceAtMost: '1' } })).toBe(hashOf(sent));
  });

  test.each([
    ['an amount', { amount: '80.01' }],
    ['a date that was stated', { effectiveDate: '2026-03-20' }],
    ['a reference', { reference: 'ticket-1' }],
    ['the account', { accountId: 'a2' }],
  ])('depends on %s', (_, change) => {
    expect(hashOf({ ...sent, ...change })).not.toBe(hashOf(sent));
  });
});

function checked(input: Readonly<Record<string, unknown>>): Command {
  const command = parseCommand('PostCharge', input);
  if ('outcome' in command) throw new Error(command.code);
  return command;
}

function hashOf(input: Readonly<Record<string, unknown>>): string {
  return contentHash(checked(input));
}
