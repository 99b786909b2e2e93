import { describe, expect, test } from 'vitest';
import { type DemoTerms, demoCommands, openingId, termsOfOpening } from '#cli/demo/demo-books.ts';
import { makeDemoBooks } from '#cli/demo/make-books.ts';
import { isRole, roleFor } from '#graphql/permissions.ts';
import type { Entry } from '#ledger/entry.ts';
import type { EventType } from '#ledger/events.ts';
import { eventSchemas } from '#ledger/events.ts';
import { calendarDate, parseCalendarDate } from '#money/calendar-date.ts';
import { digestOfEntries } from './command-line.ts';
import { demoBooksInMemory } from './demo-books-in-memory.ts';

const noProgress = { advance: () => undefined, stop: () => undefined };
const terms: DemoTerms = { seed: 1, today: calendarDate('2026-11-24') };

async function made(what: DemoTerms): Promise<readonly Entry[]> {
  const books = await demoBooksInMemory();
  await makeDemoBooks(books, what, noProgress);
  await books.close();
  return books.journal.readAll(0, 100_000);
}

const agreementFloors: readonly (readonly [EventType, number])[] = [
  ['PaymentPlanAgreed', 30],
  ['PaymentPlanRevised', 3],
  ['PaymentPlanBroken', 3],
  ['PaymentPlanCompleted', 5],
  ['PromiseRecorded', 15],
  ['PromiseCancelled', 1],
  ['HoldPlaced', 15],
  ['HoldReleased', 5],
  ['DisputeOpened', 15],
  ['DisputeResolved', 10],
];

describe('the demo books', () => {
  const books = made(terms);

  test('are the same for the same seed and day, entry by entry, and others for another', async () => {
    const first = digestOfEntries(await books);
    expect(digestOfEntries(await books)).toBe(first);
    expect(digestOfEntries(await made({ ...terms, seed: 2 }))).not.toBe(first);
    expect(digestOfEntries(await made({ ...terms, today: calendarDate('2026-11-25') }))).not.toBe(first);
  }, 120_000);

  test('have 500 accounts, every kind of fact, and every kind of payer', async () => {
    const entries = await books;
    const counts = countsOf(entries.map(({ type }) => type));
    expect(counts.get('AccountOpened')).toBeGreaterThanOrEqual(500);
    const floors: readonly (readonly [EventType, number])[] = [
      ...agreementFloors,
      ['ChargePosted', 1_500],
      ['ChargeAdjusted', 1_500],
      ['PaymentReceived', 2_000],
      ['PaymentApplied', 2_000],
      ['ResponsibilityTransferred', 1_000],
      ['LateFeeAssessed', 200],
      ['LateFeeWaived', 50],
      ['PaymentReversed', 50],
      ['PaymentReinstated', 20],
      ['PaymentUnapplied', 50],
      ['AllocationReleased', 50],
      ['ReasonListPublished', 2],
      ['AccountClosed', 10],
      ['AccountReopened', 2],
      ['LateFeeReinstated', 5],
      ['ChargeVoided', 20],
      ['PaymentRefunded', 40],
      ['CreditRefunded', 10],
      ['RefundReversed', 5],
      ['BalanceTransferredOut', 12],
      ['BalanceTransferCompleted', 12],
      ['ReceiptRecorded', 30],
      ['PaymentIdentified', 40],
      ['PaymentUnidentified', 2],
      ['ReceiptReturned', 1],
      ['ReceiptReversed', 3],
      ['WrittenOff', 30],
      ['WriteOffReversed', 5],
      ['BadDebtRecovered', 5],
      ['RecoveryReversed', 2],
      ['RecoveryReinstated', 1],
      ['CreditIssued', 50],
      ['CreditApplied', 50],
      ['CreditUnapplied', 5],
      ['CreditVoided', 5],
      ['CreditReleased', 5],
      ['PaymentPended', 80],
      ['PaymentSettled', 50],
      ['PaymentFailed', 10],
      ['CalendarExtended', 1],
      ['PeriodClosing', 15],
      ['PeriodFenced', 15],
      ['PeriodClosed', 15],
      ['PeriodReopened', 1],
    ];
    for (const [type, floor] of floors)
      expect({ type, count: counts.get(type) }).toSatisfy(({ count = 0 }) => count >= floor);
    // A transfer or a part that is refused on the way takes two who do not know of each other; and no period of the demo is closed.
    const absent = /^(BalanceTransferRe|ReceiptPartRefused|Calendar|Period)/;
    const shown = Object.keys(eventSchemas).filter((type) => !absent.test(type));
    expect([...counts.keys()].filter((type) => !absent.test(type)).toSorted()).toEqual(shown.toSorted());
    const classes = countsOf(items(entries).map(({ party }) => party.partyClass));
    expect([...classes.keys()].toSorted()).toEqual(['COMMERCIAL', 'MEDICAID', 'MEDICARE', 'SELF', 'WORK_COMP']);
  });

  test('reach what a visitor looks for', async () => {
    const entries = await books;
    const charges = ofType(entries, 'ChargePosted');
    const byVideo = charges.filter(({ data }) => data.modifiers?.includes('95') === true);
    expect(byVideo.length).toBeGreaterThan(100);
    expect(byVideo.every(({ data }) => /^(02|10)$/.test(data.placeOfService ?? ''))).toBe(true);
    const types = countsOf(charges.map(({ data }) => data.justification?.providerType));
    expect([...types.keys()]).toEqual(
      expect.arrayContaining(['NURSE_PRACTITIONER', 'PHYSICIAN_ASSISTANT', 'PHYSICIAN']),
    );
    expect(charges.filter(({ data }) => data.items.length >= 6).length).toBeGreaterThan(20);
    expect(items(entries).filter(({ dueDate }) => dueDate > terms.today).length).toBeGreaterThan(50);
    expect(charges.filter(({ data }) => data.taxAmount !== undefined).length).toBeGreaterThan(20);
    const adjusted = ofType(entries, 'ChargeAdjusted');
    expect(adjusted.filter(({ data }) => data.undoes !== undefined).length).toBeGreaterThan(3);
    const corrections = adjusted.filter(({ reasonCode }) => reasonCode === 'WRONG_AMOUNT');
    const isBackDated = ({ effectiveDate, ordinal }: Entry) =>
      entries.some((other) => other.ordinal < ordinal && other.effectiveDate > effectiveDate);
    expect(corrections.filter(isBackDated).length).toBeGreaterThan(10);
    const strategies = countsOf(demoCommands(terms).map(({ input }) => input['strategy']));
    for (const strategy of ['OLDEST_DUE_FIRST', 'SMALLEST_FIRST', 'PRO_RATA', 'BY_PARTY', 'BY_PRIORITY'])
      expect({ strategy, count: strategies.get(strategy) }).toSatisfy(({ count = 0 }) => count > 3);
  });

  test('undo more than one thing at once', async () => {
    const entries = await books;
    const voided = ofType(entries, 'ChargeVoided');
    expect(voided.filter(({ data }) => data.adjustments.length > 0).length).toBeGreaterThan(3);
    const feesOnVoided = ofType(entries, 'LateFeeAssessed').filter(({ data, stream }) =>
      voided.some((other) => other.stream === stream && other.data.chargeId === data.feeOn.chargeId),
    );
    expect(feesOnVoided.length).toBeGreaterThan(3);
    const refunds = ofType(entries, 'PaymentRefunded');
    expect(refunds.filter(({ data }) => data.reopened.length > 0).length).toBeGreaterThan(10);
    const recharges = ofType(entries, 'ChargePosted').filter(({ data }) => data.origin === 'RECHARGE');
    expect(recharges.length).toBeGreaterThan(2);
    expect(voided.filter(({ data }) => data.origin === 'RECHARGE').length).toBeGreaterThan(0);
  });

  test('give up with a payment what it leaves open, and take that back with it', async () => {
    const shortfalls = ofType(await books, 'ChargeAdjusted').filter(({ data }) => data.shortfallOf !== undefined);
    const made = shortfalls.filter(({ data }) => data.undoes === undefined);
    expect(made.length).toBeGreaterThan(50);
    const takenBack = shortfalls.filter(({ data }) => !data.amount.startsWith('-'));
    expect(countsOf(takenBack.map(({ command }) => command.name)).get('UnapplyPayment')).toBeGreaterThan(2);
    expect(countsOf(takenBack.map(({ command }) => command.name)).get('ReversePayment')).toBeGreaterThan(2);
    expect(shortfalls.length).toBeGreaterThan(made.length + takenBack.length);
  });

  test('show money under way: come, come in part, never come, and not there yet today', async () => {
    const entries = await books;
    const settled = ofType(entries, 'PaymentSettled');
    expect(settled.filter(({ data }) => data.lapsed !== undefined).length).toBeGreaterThan(5);
    const resolved = new Set(
      [...settled, ...ofType(entries, 'PaymentFailed')].map(({ stream, data }) => `${stream} ${data.paymentId}`),
    );
    const waiting = ofType(entries, 'PaymentPended').filter(
      ({ stream, data }) => !resolved.has(`${stream} ${data.paymentId}`),
    );
    expect(waiting.length).toBeGreaterThan(10);
    expect(ofType(entries, 'PaymentFailed').every(({ reference }) => reference !== undefined)).toBe(true);
  });

  test('hold back and dispute, with an answer or still without one, and know of fees inside', async () => {
    const entries = await books;
    expect(ofType(entries, 'HoldPlaced').filter(({ data }) => data.feesInside !== undefined).length).toBeGreaterThan(0);
    const outcomes = countsOf(ofType(entries, 'DisputeResolved').map(({ data }) => data.outcome));
    expect([...outcomes.keys()].toSorted()).toEqual(['REJECTED', 'SETTLED', 'UPHELD', 'WITHDRAWN']);
    expect(ofType(entries, 'DisputeOpened').length).toBeGreaterThan(ofType(entries, 'DisputeResolved').length);
    expect(ofType(entries, 'HoldPlaced').length).toBeGreaterThan(ofType(entries, 'HoldReleased').length);
  });

  test('go back eighteen months, are recorded day after day, and end today', async () => {
    const commands = demoCommands(terms);
    const days = commands.map(({ on }) => on);
    expect(days).toEqual(days.toSorted());
    expect(days.at(-1)).toBe('2026-11-24');
    expect((await books)[0]).toMatchObject({
      type: 'LedgerOpened',
      effectiveDate: '2025-05-24',
      data: { mode: 'SANDBOX' },
    });
  });

  test.each([
    [0, '2024-02-29'],
    [7, '2026-08-31'],
    [999_999, '2027-01-01'],
  ] as const)('can be made with seed %i on %s', async (seed, day) => {
    expect((await made({ seed, today: calendarDate(day) })).length).toBeGreaterThan(10_000);
  });

  test('that were interrupted are completed, and complete ones are left alone', async () => {
    const interrupted = await demoBooksInMemory();
    const sent: Promise<unknown>[] = [];
    const handleCommand: typeof interrupted.handleCommand = async (...command) => {
      if (sent.length === 5_000) throw new Error('the power is gone');
      const answer = interrupted.handleCommand(...command);
      sent.push(answer);
      return answer;
    };
    const making = makeDemoBooks({ ...interrupted, handleCommand }, terms, noProgress);
    await expect(making).rejects.toThrow('the power is gone');
    await Promise.all(sent);
    const missing = demoCommands(terms).length - 4_999;
    expect(await makeDemoBooks(interrupted, terms, noProgress)).toBe(missing);
    expect(await makeDemoBooks(interrupted, terms, noProgress)).toBe(0);
    await interrupted.close();
    expect(digestOfEntries(await interrupted.journal.readAll(0, 100_000))).toBe(digestOfEntries(await books));
  });

  test('are recorded by people whose role may do so', () => {
    const strangers = demoCommands(terms).filter(
      ({ name, actor: { role } }) => !isRole(role) || roleFor({ roles: [role] }, name) !== role,
    );
    expect(strangers.map(({ name, actor: { role } }) => `${name} by ${role}`)).toEqual([]);
  });

  test('are known by their opening', () => {
    expect(termsOfOpening(openingId(terms), parseCalendarDate)).toEqual(terms);
    for (const other of ['synthea-open-ledger', 'demo-1-2026-02-30-open', 'demo-x-2026-01-01-open']) {
      expect(termsOfOpening(other, parseCalendarDate)).toBeUndefined();
    }
  });

  test('hold no word that could be somebody', async () => {
    const ids = (await books).flatMap(({ actor, data }) => [actor.id, ...('chargeId' in data ? [data.chargeId] : [])]);
    const shapes = countsOf(ids.map((id) => id.replaceAll(/[0-9]+/g, '#')));
    expect([...shapes.keys()].toSorted()).toEqual([
      'c-#',
      'demo',
      'f-#',
      'late-fee-run',
      'late-fees-#-#-#-#',
      'recharge:#',
      'user-a#',
      'user-b#',
      'user-f#',
      'user-p#',
      'user-s#',
    ]);
  });
});

function ofType<Type extends EventType>(entries: readonly Entry[], type: Type) {
  return entries.filter((entry): entry is Extract<Entry, { readonly type: Type }> => entry.type === type);
}

function items(entries: readonly Entry[]) {
  return ofType(entries, 'ChargePosted').flatMap(({ data }) => data.items);
}

function countsOf<Value>(values: readonly Value[]): ReadonlyMap<Value, number> {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
