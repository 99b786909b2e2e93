import { describe, expect, test } from 'vitest';
import { emptyAccount } from '#ledger/account.ts';
import type { Entry } from '#ledger/entry.ts';
import { evolve } from '#ledger/evolve.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { Findings } from '#read-models/findings.ts';
import { verifyReasons } from '#read-models/verify-reasons.ts';
import { verifyAccount } from '#read-models/verify-stream.ts';
import { stored } from '../ledger/canonical.ts';
import { charge, line, paid, reinstate, reverse, short, unapply } from '../ledger/commands.ts';
import { accountOpened, decideSent, type Sent } from '../ledger/given-when-then.ts';

/** Entries of a few commands, which verify reads after one of them was changed behind the back of the ledger. */
function entriesOf(sent: readonly Sent[]): readonly Entry[] {
  const entries: Entry[] = [];
  for (const [index, one] of [accountOpened, ...sent].entries()) {
    const account = entries.reduce(evolve, emptyAccount('account-1'));
    const decision = decideSent(account, one);
    if (decision.outcome === 'REJECTED') throw new Error(`${one[0]} is refused: ${decision.code}`);
    const commandId = `command-${index}`;
    const named = stored(decision.facts, entries.length, commandId).map((entry) => ({
      ...entry,
      command: { ...entry.command, name: one[0] },
      reasonCode: entry.reasonCode ?? reasonIn(one),
    }));
    entries.push(...named);
  }
  return entries;
}

function reasonIn([, { reasonCode }]: Sent): string | undefined {
  return typeof reasonCode === 'string' ? reasonCode : undefined;
}

type Adjusted = Extract<Entry, { readonly type: 'ChargeAdjusted' }>;
type Change = (data: Adjusted['data'], entry: Adjusted) => Partial<Omit<Adjusted, 'data'>> & { readonly data?: object };

/** What is found once the adjustment that stands at this place among the adjustments is changed. */
function found(sent: readonly Sent[], which: number, change: Change): readonly string[] {
  let seen = 0;
  const entries = entriesOf(sent).map((entry) => {
    if (entry.type !== 'ChargeAdjusted') return entry;
    seen += 1;
    if (seen - 1 !== which) return entry;
    const { data, ...rest } = change(entry.data, entry);
    return { ...entry, ...rest, data: { ...entry.data, ...data } };
  });
  return findingsIn(entries);
}

function findingsIn(entries: readonly Entry[]): readonly string[] {
  const findings = new Findings();
  verifyAccount('account-1', entries, findings, () => undefined);
  verifyReasons(entries, [], findings);
  return findings.listed.map(({ invariant, problem }) => `${invariant} ${problem}`);
}

const short80 = [charge('c1', '100.00', '03-01'), paid('p1', '80.00', '03-10', short('c1', '80.00', 's1'))];
const two = [...short80, charge('c2', '50.00', '03-01'), paid('p2', '10.00', '03-12', line('c2', '10.00'))];
const back = [...short80, unapply('p1', '03-15')];
const turned = [...short80, reverse('p1', '03-15'), reinstate('p1', '03-20'), reverse('p1', '03-25')];

const of = (paymentId: string, allocation: number) => () => ({ data: { shortfallOf: { paymentId, allocation } } });

describe('verify, of what is given up with a payment,', () => {
  test.each([
    ['made', short80],
    ['taken back', back],
    ['given up again and taken back again', turned],
  ])('finds nothing wrong where it was %s by the rules', (_what, sent) =>
    expect(findingsIn(entriesOf(sent))).toEqual([]),
  );

  test.each<[string, string, readonly Sent[], number, Change]>([
    ['is of another payment', 'INV-14 the allocation that it makes up for is not there', two, 0, of('p2', 1)],
    [
      'is of another command',
      'INV-14 a shortfall is of an allocation of another command',
      [...two, paid('p3', '5.00', '03-14', short('c2', '5.00', 's2'))],
      1,
      of('p2', 2),
    ],
    [
      'is of another charge',
      'INV-14 the allocation that it makes up for is not there',
      [...two, paid('p3', '5.00', '03-14', short('c2', '5.00', 's2'))],
      1,
      of('p1', 1),
    ],
    [
      'stands before its allocation',
      'INV-17 it is effective before its cause',
      short80,
      0,
      () => ({ effectiveDate: calendarDate('2024-03-09') }),
    ],
    [
      'has the reason of another command',
      'INV-18 the reason is not valid for this shortfall',
      short80,
      0,
      () => ({ reasonCode: 'NSF' }),
    ],
    [
      'has a reason of another kind',
      'INV-18 the reason is not valid for this shortfall',
      short80,
      0,
      () => ({ reasonCode: 'CHARITY_CARE' }),
    ],
    [
      'is taken back for another reason',
      'INV-18 it undoes for another reason',
      back,
      1,
      () => ({ reasonCode: 'SEQUESTRATION' }),
    ],
    [
      'is taken back in part',
      'INV-16 it is not the opposite of what it undoes',
      back,
      1,
      () => ({ data: { amount: '1999', items: [{ item: 1, amount: '1999' }] } }),
    ],
    ['is taken back twice', 'INV-15 it undoes what is undone already', turned, 3, () => ({ data: { undoes: 's1' } })],
  ])('finds one that %s', (_what, finding, sent, which, change) => {
    expect(found(sent, which, change)).toContain(finding);
  });

  test('finds one that outlived its allocation', () => {
    const without = entriesOf(back).filter(
      (entry) => entry.type !== 'ChargeAdjusted' || entry.data.undoes === undefined,
    );
    expect(findingsIn(without)).toEqual(['INV-16 what was given up with an allocation stands without it']);
    const reversed = entriesOf([...short80, reverse('p1', '03-15')]).slice(0, -1);
    expect(findingsIn(reversed)).toEqual(['INV-16 what was given up with an allocation stands without it']);
  });
});
