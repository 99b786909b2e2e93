import { afterEach, describe, expect, test } from 'vitest';
import { type CommandOutcome, createCommandHandler } from '#app/handle-command.ts';
import type { CommandName } from '#ledger/commands.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { verifyBooks } from '#read-models/verify.ts';
import { type ClosingBooks, openClosingBooks } from '../read-models/closing-books.ts';
import { noon } from '../read-models/random-books.ts';
import { codeOf, recorded } from './desk.ts';
import { type FrozenStore, frozenStoreBefore } from './frozen-store.ts';

const context = {
  actor: { kind: 'PERSON', id: 'u-7', role: 'billing_specialist' },
  correlationId: 'request-1',
} as const;
const january = { periodEnd: '2024-01-31' };
const money = { currency: 'USD', amount: '80.00', method: 'CHECK' };

type Send = (name: CommandName, input: Readonly<Record<string, unknown>>) => Promise<CommandOutcome>;

/** Three processes over one journal: one that closes periods, one whose store gets frozen, one that begins when it is first asked. */
interface Late {
  readonly books: ClosingBooks;
  readonly send: Send;
  readonly fromFrozen: Send;
  readonly fromCold: () => Send;
  readonly store: FrozenStore;
  /** The other processes have not looked at the ledger for so long that they look again. */
  readonly later: () => void;
}

const opened: ClosingBooks[] = [];
afterEach(async () => {
  for (const books of opened.splice(0)) await books.discard();
});

async function openLate(): Promise<Late> {
  const books = await openClosingBooks(['2024-01-31', '2024-02-29']);
  opened.push(books);
  const store = frozenStoreBefore(books.journal);
  let time = 0;
  const parts = { clock: () => noon, elapsed: () => time, reasons: defaultReasons, cacheBytes: 10_000_000 };
  const handler = (): Send => {
    const handle = createCommandHandler({ ...parts, journal: store.journal, mostUnderWay: 100 });
    return (name, input) => handle(name, input, context);
  };
  const send: Send = (name, input) => books.handleCommand(name, input, context);
  const account = { accountId: 'a1', currency: 'USD', effectiveDate: '2024-01-02' };
  recorded(await send('OpenAccount', { commandId: 'open-a1', ...account }));
  return { books, store, send, fromFrozen: handler(), fromCold: handler, later: () => (time += 2_000) };
}

/** Sends a command of January by the frozen store, whose append is carried out after January was closed. */
async function slip(
  { store, send, fromFrozen }: Late,
  name: CommandName,
  input: Readonly<Record<string, unknown>>,
  asFenced: () => Promise<void> = async () => undefined,
): Promise<void> {
  store.freeze();
  const sent = fromFrozen(name, { commandId: 'late', effectiveDate: '2024-01-20', ...input });
  // Whatever is refused reaches no store.
  await Promise.race([store.reached(), sent.then(recorded)]);
  recorded(await send('ClosePeriod', { commandId: 'close', ...january }));
  await asFenced();
  store.thaw();
  recorded(await sent);
}

async function reopen({ send, later }: Late): Promise<void> {
  recorded(await send('ReopenPeriod', { commandId: 'reopen', ...january, reasonCode: 'AUDIT_FINDING' }));
  later();
}

const latePayment = { accountId: 'a1', paymentId: 'p1', ...money };
const refund = (commandId: string, effectiveDate: string) => {
  const parts = {
    fromUnapplied: '30.00',
    amount: '30.00',
    currency: 'USD',
    reasonCode: 'OVERPAYMENT',
    method: 'CHECK',
  };
  return { commandId, accountId: 'a1', refundId: commandId, paymentId: 'p1', effectiveDate, ...parts };
};
/** So that the one who closed the period meets what the frozen store let slip. */
const one = { category: 'SERVICE', currency: 'USD', amount: '1.00' };
const charge = (id: string, effectiveDate: string) => ({
  commandId: id,
  accountId: 'a1',
  effectiveDate,
  chargeId: id,
  ...one,
});
const line = (chargeId: string) => ({ currency: 'USD', lines: [{ chargeId, amount: '1.00' }] });
const sentBack = (commandId: string, effectiveDate: string) => {
  const parts = { receiptId: 'k1', currency: 'USD', amount: '30.00', reasonCode: 'NOT_FOR_US' };
  return { commandId, effectiveDate, ...parts };
};

/** What verify finds, and of how many entries it says that they came late. */
async function verified({ books: { journal, directory } }: Late): Promise<readonly [readonly unknown[], number]> {
  const { findings, warnings } = await verifyBooks({ journal, dataDirectory: directory, seed: 1 });
  return [findings, warnings.length];
}

const deciders: readonly (readonly [string, (late: Late) => Send])[] = [
  ['has closed it', ({ send }) => send],
  ['had the frozen store', ({ fromFrozen }) => fromFrozen],
  ['has just started', ({ fromCold }) => fromCold()],
];

describe('what came after the fence of its period counts from the first open day, also once the period is open again', () => {
  test.each(deciders)('for the process that %s', async (_who, senderOf) => {
    const late = await openLate();
    await slip(late, 'ReceivePayment', latePayment);
    const send = senderOf(late);
    recorded(await send('PostCharge', charge('c9', '2024-03-01')));
    await reopen(late);
    expect(codeOf(await send('RefundPayment', refund('r1', '2024-01-25')))).toBe('EFFECTIVE_BEFORE_ORIGINAL');
    expect(codeOf(await send('RefundPayment', refund('r2', '2024-02-01')))).toBe('RECORDED');
    expect(await verified(late)).toEqual([[], 1]);
  });

  test.each(deciders)('of a receipt too, for the process that %s', async (_who, senderOf) => {
    const late = await openLate();
    await slip(late, 'RecordReceipt', { receiptId: 'k1', ...money, receivedDate: '2024-01-20' });
    const send = senderOf(late);
    expect(codeOf(await send('ReturnReceipt', { ...sentBack('r0', '2024-03-01'), dryRun: true }))).toBe('RECORDED');
    await reopen(late);
    expect(codeOf(await send('ReturnReceipt', sentBack('r1', '2024-01-25')))).toBe('EFFECTIVE_BEFORE_ORIGINAL');
    expect(codeOf(await send('ReturnReceipt', sentBack('r2', '2024-02-01')))).toBe('RECORDED');
    expect(await verified(late)).toEqual([[], 1]);
  });

  test('of money that was only set free late: what it had paid is paid until then', async () => {
    const late = await openLate();
    for (const id of ['c1', 'c2']) recorded(await late.send('PostCharge', charge(id, '2024-01-10')));
    const paid = { ...latePayment, amount: '1.00', effectiveDate: '2024-01-10' };
    recorded(await late.send('ReceivePayment', { commandId: 'p1', ...paid, ...line('c1') }));
    const of = { accountId: 'a1', paymentId: 'p1' };
    await slip(late, 'UnapplyPayment', { ...of, ...line('c1'), reasonCode: 'MISAPPLIED' });
    await reopen(late);
    for (const send of [late.fromFrozen, late.fromCold()]) {
      const early = { commandId: 'a1', ...of, ...line('c2'), effectiveDate: '2024-01-25' };
      expect(await send('ApplyPayment', early)).toMatchObject({
        code: 'INSUFFICIENT_FUNDS',
        figures: { available: '0.00', earliestDate: '2024-02-01' },
      });
    }
    recorded(
      await late.fromFrozen('ApplyPayment', { commandId: 'a2', ...of, ...line('c2'), effectiveDate: '2024-02-01' }),
    );
    expect(await verified(late)).toEqual([[], 1]);
  });

  test('whoever corrects it says that day: what it corrects was never in the period', async () => {
    const late = await openLate();
    await slip(late, 'ReceivePayment', latePayment);
    late.later();
    const correction = { commandId: 'r1', accountId: 'a1', paymentId: 'p1', reasonCode: 'NSF', corrects: 'late' };
    const { facts } = recorded(await late.fromFrozen('ReversePayment', { ...correction, effectiveDate: '2024-02-10' }));
    expect(facts.map((fact) => 'corrects' in fact && fact.corrects)).toEqual([
      { commandId: 'late', effectiveDate: '2024-02-01' },
    ]);
  });
});

describe('what is recorded in a period that is open again counts from its own day', () => {
  test('for a process too that read it before it heard of the reopening', async () => {
    const late = await openLate();
    await slip(late, 'PostCharge', charge('c1', '2024-01-20'));
    late.later();
    recorded(await late.fromFrozen('PostCharge', charge('c2', '2024-02-02')));
    recorded(await late.send('ReopenPeriod', { commandId: 'reopen', ...january, reasonCode: 'AUDIT_FINDING' }));
    recorded(await late.send('ReceivePayment', { ...latePayment, commandId: 'p1', effectiveDate: '2024-01-22' }));
    // It reads the payment as one that came late.
    recorded(await late.fromFrozen('PostCharge', charge('c3', '2024-02-02')));
    late.later();
    recorded(await late.fromFrozen('RefundPayment', refund('r1', '2024-01-23')));
    expect(await verified(late)).toEqual([[], 1]);
  });
});
