import { describe, expect, it } from 'vitest';
import { parseCommand } from '#ledger/commands.ts';
import { emptyLedger, evolveLedger } from '#ledger/ledger.ts';
import { decideOpenLedger, type OpenLedger } from '#ledger/opening/open-ledger.ts';
import { stored } from '../canonical.ts';
import { accountOpened, after, books } from '../given-when-then.ts';

const sent = { commandId: 'command-1', baseCurrency: 'USD', timeZone: 'America/New_York', mode: 'LIVE' };
const unopened = { ...books, terms: undefined };

function inputOf(change: Readonly<Record<string, unknown>> = {}): OpenLedger {
  const command = parseCommand('OpenLedger', { ...sent, ...change });
  if ('outcome' in command || command.name !== 'OpenLedger') throw new Error('the command is refused for its form');
  return command.input;
}

function codeOf(change: Readonly<Record<string, unknown>>): string {
  const command = parseCommand('OpenLedger', { ...sent, ...change });
  return 'outcome' in command ? `${command.code} ${command.inputPath}` : 'well formed';
}

describe('opening a ledger', () => {
  it('fixes its currency, time zone and mode; the fiscal year begins in January unless stated', () => {
    expect(decideOpenLedger(emptyLedger(), inputOf({ effectiveDate: '2024-01-01' }), unopened)).toEqual({
      type: 'LedgerOpened',
      effectiveDate: '2024-01-01',
      data: { baseCurrency: 'USD', timeZone: 'America/New_York', mode: 'LIVE', fiscalYearStartMonth: 1 },
    });
  });

  it('is effective today where no day is stated', () => {
    expect(decideOpenLedger(emptyLedger(), inputOf(), unopened)).toMatchObject({ effectiveDate: '2024-06-30' });
  });

  it('happens once, whatever the second one says', () => {
    const fact = decideOpenLedger(emptyLedger(), inputOf(), unopened);
    if ('outcome' in fact) throw new Error('refused');
    const opened = stored([fact], 0, 'command-1').reduce(evolveLedger, emptyLedger());
    expect(opened.terms).toEqual({ openedOn: '2024-06-30', ...fact.data });
    expect(opened.commands.get('command-1')).toMatchObject({ firstRevision: 0, lastRevision: 0 });
    expect(decideOpenLedger(opened, inputOf({ baseCurrency: 'EUR' }), unopened)).toMatchObject({
      code: 'LEDGER_ALREADY_OPEN',
      figures: { openedOn: '2024-06-30', baseCurrency: 'USD' },
    });
  });

  it.each([
    [{ timeZone: '+02:00' }, 'INPUT_INVALID timeZone'],
    [{ timeZone: 'Mars/Olympus' }, 'INPUT_INVALID timeZone'],
    [{ baseCurrency: 'XTS' }, 'INPUT_INVALID baseCurrency'],
    [{ mode: 'TEST' }, 'INPUT_INVALID mode'],
    [{ fiscalYearStartMonth: 13 }, 'INPUT_INVALID fiscalYearStartMonth'],
    [{ effectiveDate: '2023-02-29' }, 'INPUT_INVALID effectiveDate'],
    [{ name: 'Our Ledger' }, 'INPUT_INVALID undefined'],
  ])('with %j is refused for its form', (change, expected) => {
    expect(codeOf(change)).toBe(expected);
  });

  it('is the only entry of its stream', () => {
    const [opened] = stored(after([]).facts, 0, accountOpened[0]);
    if (opened === undefined) throw new Error('nothing was recorded');
    expect(() => evolveLedger(emptyLedger(), opened)).toThrow('does not belong to the stream of the ledger');
  });
});
