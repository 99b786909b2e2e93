import { describe, expect, it } from 'vitest';
import type { Books, Ledger } from '#ledger/books.ts';
import { parseCommand } from '#ledger/commands.ts';
import { emptyLedger, evolveLedgerFact } from '#ledger/ledger.ts';
import { decidePublishReasonList } from '#ledger/reasons/publish-reason-list.ts';
import { reasonsInForce, reasonsOfVersion } from '#ledger/reasons/published-lists.ts';
import { defaultReasons } from '#ledger/reasons.ts';
import { charge, line, paid, reverse } from '../commands.ts';
import { books, day, given } from '../given-when-then.ts';

const fire = { code: 'BANK_FIRE', label: "The payer's bank burned down", commands: ['ReversePayment'] };
const haggled = {
  code: 'HAGGLED',
  label: 'Talked down (by the payer)',
  commands: ['AdjustCharge'],
  kinds: ['COURTESY'],
  contraAccount: 'CourtesyAllowances',
};

const opened: Ledger = { ...emptyLedger(), terms: books.terms };

function decided(change: Readonly<Record<string, unknown>>, ledger: Ledger = opened) {
  const sent = { commandId: 'command-1', version: 'house-1', reasons: [fire], effectiveDate: '2024-05-01', ...change };
  const command = parseCommand('PublishReasonList', sent);
  if ('outcome' in command) return command;
  if (command.name !== 'PublishReasonList') throw new Error('parsed as another command');
  return decidePublishReasonList(ledger, command.input, books);
}

/** The ledger after these lists, one after the other. */
function after(...lists: readonly Readonly<Record<string, unknown>>[]): Ledger {
  return lists.reduce<Ledger>((ledger, list) => {
    const fact = decided(list, ledger);
    if ('outcome' in fact) throw new Error(`refused: ${fact.code}`);
    return evolveLedgerFact(ledger, fact);
  }, opened);
}

function inForce({ reasonLists }: Ledger, asOf: string) {
  return reasonsInForce(defaultReasons, reasonLists, day(asOf));
}

describe('publishing reasons', () => {
  it('records the codes, valid from the effective date', () => {
    expect(decided({ reasons: [fire, haggled] })).toEqual({
      type: 'ReasonListPublished',
      effectiveDate: '2024-05-01',
      data: { version: 'house-1', reasons: [{ ...fire, kinds: [] }, haggled] },
    });
  });

  it.each([
    [{ reasons: [fire, haggled, fire] }, 'reasons.2.code'],
    [{ reasons: [{ ...haggled, contraAccount: 'BadDebtExpense' }] }, 'reasons.0.contraAccount'],
    [{ reasons: [{ ...haggled, contraAccount: undefined }] }, 'reasons.0.contraAccount'],
    [{ reasons: [{ ...fire, contraAccount: 'CourtesyAllowances' }] }, 'reasons.0.contraAccount'],
    [{ reasons: [{ ...haggled, kinds: [] }] }, 'reasons.0.kinds'],
    [{ reasons: [{ ...fire, kinds: ['COURTESY'] }] }, 'reasons.0.kinds'],
    [{ reasons: [{ ...fire, validFrom: '2024-06-02', validTo: '2024-06-01' }] }, 'reasons.0.validTo'],
    [{ reasons: [{ ...fire, commands: ['PostCharge'] }] }, 'reasons.0.commands.0'],
    [{ reasons: [{ ...fire, commands: [] }] }, 'reasons.0.commands'],
    [{ reasons: [{ ...fire, label: 'Call jane.doe@example.com' }] }, 'reasons.0.label'],
    [{ reasons: [] }, 'reasons'],
  ])('with %j is refused for its form', (change, inputPath) => {
    expect(decided(change)).toMatchObject({ code: 'INPUT_INVALID', inputPath });
  });

  it('takes a version once; the list that ships has one too', () => {
    const first = after({});
    expect(decided({}, first)).toMatchObject({
      code: 'REASON_LIST_TAKEN',
      figures: { publishedOn: '2024-05-01' },
      inputPath: 'version',
    });
    expect(decided({ version: 'default-1' })).toMatchObject({ code: 'REASON_LIST_TAKEN', figures: {} });
    expect(decided({ version: 'house-2' }, first)).toMatchObject({ type: 'ReasonListPublished' });
  });

  it('is refused in the order of the stages: form, ledger, version, period', () => {
    const early = { version: 'default-1', effectiveDate: '2023-12-31' };
    const unopened = emptyLedger();
    expect(decided({ ...early, reasons: [fire, fire] }, unopened)).toMatchObject({ code: 'INPUT_INVALID' });
    expect(decided(early, unopened)).toMatchObject({ code: 'LEDGER_NOT_OPEN' });
    expect(decided(early)).toMatchObject({ code: 'REASON_LIST_TAKEN' });
    expect(decided({ ...early, version: 'house-1' })).toMatchObject({ code: 'BEFORE_LEDGER_OPENING' });
  });
});

describe('the list in force', () => {
  it('is the one that ships until another is published, and from its day on has its codes besides', () => {
    const ledger = after({});
    expect(inForce(ledger, '2024-04-30')).toBe(defaultReasons);
    const list = inForce(ledger, '2024-05-01');
    expect(list.version).toBe('house-1');
    expect(list.reasons).toEqual([...defaultReasons.reasons, { ...fire, kinds: [] }]);
  });

  it('never loses a code; a later list replaces it from its day on, and what was before stays as it was', () => {
    const narrower = { code: 'NSF', label: 'Returned unpaid', commands: ['ReversePayment'], validTo: '2024-12-31' };
    const ledger = after({}, { version: 'house-2', reasons: [narrower], effectiveDate: '2024-06-01' });
    const codes = (asOf: string): readonly string[] => inForce(ledger, asOf).reasons.map(({ code }) => code);
    expect(codes('2024-06-01')).toEqual(codes('2024-05-31'));
    const labelOn = (asOf: string) => inForce(ledger, asOf).reasons.find(({ code }) => code === 'NSF')?.label;
    expect([labelOn('2024-05-31'), labelOn('2024-06-01')]).toEqual([
      'Returned for insufficient funds',
      'Returned unpaid',
    ]);
  });

  it('of two lists in force takes the word of the one published last, also where that is effective earlier', () => {
    const other = { ...fire, label: 'A second look' };
    const ledger = after({}, { version: 'house-2', reasons: [other], effectiveDate: '2024-03-01' });
    expect([inForce(ledger, '2024-03-01').version, inForce(ledger, '2024-05-01').version]).toEqual([
      'house-2',
      'house-2',
    ]);
    expect(inForce(ledger, '2024-05-01').reasons.at(-1)?.label).toBe('A second look');
  });

  it('is told for ever by its version and the day, whatever is published afterwards', () => {
    const before = after({});
    const later = evolveLedgerFact(before, {
      type: 'ReasonListPublished',
      effectiveDate: day('2024-02-01'),
      data: { version: 'house-2', reasons: [{ ...fire, label: 'Something else', kinds: [] }] },
    });
    const then = reasonsOfVersion(defaultReasons, later.reasonLists, 'house-1', day('2024-05-02'));
    expect(then).toEqual(inForce(before, '2024-05-02'));
    expect(reasonsOfVersion(defaultReasons, later.reasonLists, 'house-1', day('2024-04-30'))).toBeUndefined();
    expect(reasonsOfVersion(defaultReasons, later.reasonLists, 'default-1', day('2024-04-30'))).toBe(defaultReasons);
    expect(reasonsOfVersion(defaultReasons, later.reasonLists, 'none', day('2024-05-02'))).toBeUndefined();
  });

  it('decides: a published reason is taken for its command, and posts where it says', () => {
    const ledger = after({ reasons: [fire, haggled] });
    const inBooks: Books = { ...books, reasons: inForce(ledger, '2024-05-02') };
    expect(inBooks.reasons.version).toBe('house-1');
    const standing = given(charge('c1', '80.00', '03-01'), paid('p1', '80.00', '03-02', line('c1', '80.00')));
    standing
      .when(reverse('p1', '05-02', { reasonCode: 'BANK_FIRE' }), inBooks)
      .thenFacts('AllocationReleased 2024-05-02 p1: c1#1 80.00', 'PaymentReversed 2024-05-02 p1 80.00');
    standing.when(reverse('p1', '05-02', { reasonCode: 'HAGGLED' }), inBooks).thenRefused('REASON_UNKNOWN');
  });

  it('does not take a list that names what these rules do not know', () => {
    const fact = decided({});
    if ('outcome' in fact) throw new Error('refused');
    const unknown = { ...fire, kinds: [], commands: ['BurnBank'] };
    const strange = { ...fact, data: { version: 'house-9', reasons: [unknown] } };
    expect(() => evolveLedgerFact(opened, strange)).toThrow('names a command, kind or account that is not there');
  });
});
