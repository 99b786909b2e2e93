import { expect, test } from 'vitest';
import type { HandleCommand } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { handlerFor, noon, openLedger, recorded } from './random-books.ts';
import { temporaryDirectory } from './read-files.ts';

type Step = readonly [name: Parameters<HandleCommand>[0], input: Readonly<Record<string, unknown>>];

const aetna = { payerId: 'aetna', payerClass: 'COMMERCIAL' };
const named = { chargeId: 'c1', currency: 'USD' };
const items = [{ amount: '1.25' }, { amount: '3.75', payer: aetna }];

const charged: Step = ['PostCharge', { ...named, category: 'SERVICE', amount: '5.00', items }];
const moved: Step = [
  'TransferResponsibility',
  { ...named, transferId: 't1', item: 2, amount: '3.75', reasonCode: 'COPAY' },
];
const lowered = (item: number, amount: string): Step => {
  const kind = { adjustmentId: `a${item}`, kind: 'COURTESY', reasonCode: 'COURTESY' };
  return ['AdjustCharge', { ...named, ...kind, item, amount }];
};
const voided: Step = ['VoidCharge', { chargeId: 'c1', reasonCode: 'NOT_RENDERED' }];

/** What was charged net to the account holder and to the payer, and what was adjusted, once these steps are recorded. */
async function netChargedAfter(steps: readonly Step[]): Promise<readonly unknown[]> {
  const journal = new InMemoryJournal({ ledgerId: 'main', journalId: 'void-by-party', clock: () => noon });
  const handle = handlerFor(journal);
  await openLedger(handle);
  await recorded(handle, 'OpenAccount', { commandId: 'k0', accountId: 'a1', currency: 'USD' });
  for (const [index, [name, input]] of steps.entries()) {
    await recorded(handle, name, { ...input, commandId: `k${index + 1}`, accountId: 'a1' });
  }
  const dataDirectory = temporaryDirectory();
  const reads = await openReadModels({ dataDirectory, journal, today: () => calendarDate('2024-06-30') });
  const view = await reads.view({});
  const balances = await Promise.all(
    [{ partyClass: 'SELF' }, { payerId: 'aetna' }].map((party) => reads.balance(view, 'a1', party)),
  );
  await reads.close();
  return balances.flatMap((balance) => [balance?.netCharged.minor.toFixed(), balance?.adjustmentsByReason.length]);
}

test('a transfer of responsibility does not change what was charged to whom', async () => {
  expect(await netChargedAfter([charged, moved])).toEqual(['125', 0, '375', 0]);
});

test('a voided charge was charged to nobody, whoever owed it since', async () => {
  expect(await netChargedAfter([charged, moved, voided])).toEqual(['0', 0, '0', 0]);
});

test('what was adjusted after a transfer falls with the charge, for the party that it was adjusted for', async () => {
  expect(await netChargedAfter([charged, moved, lowered(3, '-2.00')])).toEqual(['-75', 1, '375', 0]);
  expect(await netChargedAfter([charged, moved, lowered(3, '-2.00'), voided])).toEqual(['0', 0, '0', 0]);
});

test('a charge that another party owed and that was adjusted away leaves nothing of itself either', async () => {
  const whole: Step = ['PostCharge', { ...named, category: 'SERVICE', amount: '5.00' }];
  const away: Step = [
    'TransferResponsibility',
    { ...named, transferId: 't1', amount: '5.00', toPayer: aetna, reasonCode: 'COVERAGE_FOUND' },
  ];
  expect(await netChargedAfter([whole, away, lowered(2, '-5.00'), voided])).toEqual(['0', 0, '0', 0]);
});
