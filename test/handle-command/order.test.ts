import { describe, expect, test } from 'vitest';
import { type CommandOutcome, createCommandHandler } from '#app/handle-command.ts';
import { InMemoryJournal } from '#journal/in-memory-journal.ts';
import type { CommandName } from '#ledger/commands.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { passedOn } from '../journal/passed-on.ts';
import { charge, codeOf, noon, payment } from './desk.ts';
import { terms } from './processes.ts';

const context = {
  actor: { kind: 'PERSON', id: 'u-7', role: 'billing_specialist' },
  correlationId: 'request-1',
} as const;

/** Each is only accepted behind the one before it. */
const commands: readonly (readonly [CommandName, Readonly<Record<string, unknown>>])[] = [
  ['OpenAccount', { commandId: 'open', currency: 'USD' }],
  ['PostCharge', charge('c1')],
  ['ReceivePayment', payment('p1', 'c1')],
  ['ReversePayment', { commandId: 'r1', paymentId: 'p1', reasonCode: 'NSF' }],
];

const lengths = Array.from({ length: 12 }, (_, length) => length);

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await Promise.resolve();
}

describe('commands that are sent without waiting for answers are decided in the order in which they were sent', () => {
  test.each(lengths)('though the ledger is read again in between, and that takes %i turns more', async (length) => {
    const books = new InMemoryJournal({ ledgerId: 'main', journalId: '0f0e0d0c', clock: () => noon });
    const readStream: typeof books.readStream = async (stream, ...which) => {
      if (stream === 'main.ledger') await turns(length);
      return books.readStream(stream, ...which);
    };
    let time = 0;
    const journal = { ...passedOn(books), readStream };
    const parts = { journal, clock: () => noon, elapsed: () => time, reasons: defaultReasons };
    const handle = createCommandHandler({ ...parts, cacheBytes: 10_000_000, mostUnderWay: 1_000 });
    await handle('OpenLedger', { commandId: 'open-ledger', ...terms }, context);
    for (const [gap, isOldFrom] of lengths.flatMap((each) =>
      [...commands.keys()].map((index) => [each, index] as const),
    )) {
      const accountId = `a${gap}-${isOldFrom}`;
      const answers: Promise<CommandOutcome>[] = [];
      for (const [index, [name, input]] of commands.entries()) {
        if (index === isOldFrom) time += 2_000;
        answers.push(handle(name, { ...input, accountId, commandId: `${accountId}-${index}` }, context));
        await turns(gap);
      }
      expect((await Promise.all(answers)).map(codeOf)).toEqual(commands.map(() => 'RECORDED'));
    }
  });
});
