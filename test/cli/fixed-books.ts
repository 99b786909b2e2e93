import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { parseConfig } from '#app/config.ts';
import { openLedgerBooks } from '#app/main.ts';
import type { CommandName } from '#ledger/commands.ts';
import { cli } from './command-line.ts';

const medicare = { payerId: 'payer-m1', payerClass: 'MEDICARE' };

export type Sent = readonly [CommandName, Readonly<Record<string, unknown>>];

/** Two accounts, a payer, a part payment, a bounced cheque and money left over: every verb has something to show. */
const commands: readonly Sent[] = [
  ['OpenAccount', { accountId: 'acct-a', effectiveDate: '2026-01-05', currency: 'USD' }],
  [
    'PostCharge',
    {
      accountId: 'acct-a',
      effectiveDate: '2026-01-10',
      chargeId: 'c-1',
      category: 'SERVICE',
      currency: 'USD',
      amount: '1200.00',
      items: [{ amount: '1200.00', payer: medicare, dueDate: '2026-02-24' }],
    },
  ],
  [
    'AdjustCharge',
    {
      accountId: 'acct-a',
      effectiveDate: '2026-02-01',
      adjustmentId: 'a-1',
      chargeId: 'c-1',
      kind: 'CONTRACTUAL',
      currency: 'USD',
      amount: '-300.00',
      reasonCode: 'CONTRACT_RATE',
    },
  ],
  [
    'ReceivePayment',
    {
      accountId: 'acct-a',
      effectiveDate: '2026-02-01',
      paymentId: 'p-1',
      currency: 'USD',
      amount: '700.00',
      method: 'EFT',
      payer: medicare,
      lines: [{ chargeId: 'c-1', item: 1, amount: '700.00' }],
    },
  ],
  [
    'TransferResponsibility',
    {
      accountId: 'acct-a',
      effectiveDate: '2026-02-01',
      transferId: 't-1',
      chargeId: 'c-1',
      item: 1,
      currency: 'USD',
      amount: '200.00',
      dueDate: '2026-03-03',
      reasonCode: 'PATIENT_SHARE',
    },
  ],
  [
    'ReceivePayment',
    {
      accountId: 'acct-a',
      effectiveDate: '2026-03-01',
      paymentId: 'p-2',
      currency: 'USD',
      amount: '50.00',
      method: 'CHECK',
      lines: [{ chargeId: 'c-1', item: 2, amount: '50.00' }],
    },
  ],
  ['ReversePayment', { accountId: 'acct-a', effectiveDate: '2026-03-06', paymentId: 'p-2', reasonCode: 'NSF' }],
  ['OpenAccount', { accountId: 'acct-b', effectiveDate: '2026-02-01', currency: 'USD' }],
  [
    'PostCharge',
    {
      accountId: 'acct-b',
      effectiveDate: '2026-02-10',
      chargeId: 'c-1',
      category: 'SERVICE',
      currency: 'USD',
      amount: '90.00',
      dueDate: '2026-04-30',
    },
  ],
  [
    'ReceivePayment',
    {
      accountId: 'acct-b',
      effectiveDate: '2026-02-12',
      paymentId: 'p-1',
      currency: 'USD',
      amount: '100.00',
      method: 'CARD',
      lines: [{ chargeId: 'c-1', amount: '40.00' }],
    },
  ],
];

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
});

/** A data directory for the tests of one file, gone afterwards. */
export function directoryForFile(): string {
  const directory = mkdtempSync(join(tmpdir(), 'ar-ledger-cli-'));
  directories.push(directory);
  return directory;
}

/** Makes the books in a new directory. The last entry has position 15. */
export async function makeFixedBooks(): Promise<string> {
  const directory = directoryForFile();
  const opening = [
    '--currency',
    'USD',
    '--time-zone',
    'America/New_York',
    '--opening-date',
    '2026-01-01',
    '--mode',
    'sandbox',
  ];
  expect((await cli(['open', '--data', directory, ...opening])).code).toBe(0);
  await recordAll(directory, 'fixed', commands);
  return directory;
}

/** More of the same books, under command ids `<prefix>-1` on. All of them have to be accepted. */
export async function recordAll(directory: string, prefix: string, sent: readonly Sent[]): Promise<void> {
  const books = await openLedgerBooks(parseConfig({ DATA_DIR: directory }));
  const context = { actor: { kind: 'PERSON', id: 'user-1', role: 'supervisor' }, correlationId: 'fixed' } as const;
  for (const [index, [name, input]] of sent.entries()) {
    const outcome = await books.handleCommand(name, { commandId: `${prefix}-${index + 1}`, ...input }, context);
    expect(outcome).toMatchObject({ outcome: 'RECORDED' });
  }
  await books.close();
}
