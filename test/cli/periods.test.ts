import { beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '#app/config.ts';
import { openLedgerBooks } from '#app/main.ts';
import { cli } from './command-line.ts';
import { makeFixedBooks } from './fixed-books.ts';

let data = '';
beforeAll(async () => {
  data = await makeFixedBooks();
  const books = await openLedgerBooks(parseConfig({ DATA_DIR: data }));
  const context = { actor: { kind: 'PERSON', id: 'user-1', role: 'finance' }, correlationId: 'fixed' } as const;
  const periodEnds = ['2026-01-31', '2026-02-28', '2026-03-31'];
  await books.handleCommand('ExtendCalendar', { commandId: 'calendar', periodEnds }, context);
  await books.close();
}, 60_000);

async function run(...args: readonly string[]): Promise<string> {
  const { code, out, err } = await cli([...args, '--data', data], { width: 100 });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return `\n${out}\n`;
}

describe('close', () => {
  test('tried dry says what would be frozen', async () => {
    expect(await run('close', '--period', '2026-01-31', '--dry-run')).toBe(`
The period to 2026-01-31 would be closed at position 16: 1 open items on 1 accounts.
USD: open 1,200.00, unapplied payments 0.00, unapplied credits 0.00.
`);
  });

  test('closes the period, and the same again says so again', async () => {
    const closed = `
The period to 2026-01-31 is closed at position 18: 1 open items on 1 accounts.
USD: open 1,200.00, unapplied payments 0.00, unapplied credits 0.00.
`;
    expect(await run('close', '--period', '2026-01-31', '--command-id', 'close-1')).toBe(closed);
    expect(await run('close', '--period', '2026-01-31', '--command-id', 'close-1')).toBe(closed);
    expect(JSON.parse(await run('close', '--period', '2026-02-28', '--json'))).toMatchObject({
      periodEnd: '2026-02-28',
      closed: true,
      position: 21,
    });
  });

  test('says no in one line', async () => {
    const { code, err } = await cli(['close', '--period', '2026-01-31', '--data', data]);
    expect({ code, err }).toEqual({
      code: 1,
      err: 'ar-ledger: PERIOD_ALREADY_CLOSED: The period is closed already. (closed through 2026-02-28)',
    });
  });
});

describe('periods', () => {
  test('shows how far each is', async () => {
    expect(await run('periods')).toBe(`
Fiscal calendar, known at position 22

from        to          state   position  open charges  reopened for
----------  ----------  ------  --------  ------------  ------------
2026-01-01  2026-01-31  closed        18  1,200.00 USD
2026-02-01  2026-02-28  closed        21    250.00 USD
2026-03-01  2026-03-31  open
`);
    const then: unknown = JSON.parse(await run('periods', '--known-at', '16', '--json'));
    expect(then).toMatchObject({ position: 16, periods: [{ state: 'OPEN', totals: null }, {}, {}] });
  });
});

async function extending(...args: readonly string[]) {
  const { code, out, err } = await cli(['extend-calendar', ...args, '--data', data]);
  return [code, out, err.replace('ar-ledger: ', '')];
}

describe('extend-calendar', () => {
  test('tried dry says which periods it would add', async () => {
    expect(await run('extend-calendar', '--months-to', '2026-06-30', '--dry-run')).toBe(`
3 periods would be added to the fiscal calendar: the first ends on 2026-04-30, the last on 2026-06-30.
`);
    expect(await run('periods')).not.toContain('2026-04-30');
  });

  test('adds months up to a day, and periods of any length', async () => {
    const added: unknown = JSON.parse(await run('extend-calendar', '--months-to', '2026-05-31', '--json'));
    expect(added).toEqual({ dryRun: false, periodEnds: ['2026-04-30', '2026-05-31'] });
    expect(await run('extend-calendar', '--ends', '2026-08-15')).toBe(`
1 period added to the fiscal calendar: it ends on 2026-08-15.
`);
    expect(await run('extend-calendar', '--months-to', '2026-08-31')).toContain('it ends on 2026-08-31');
    expect(await run('periods')).toMatch(
      /2026-05-01 +2026-05-31 +open\n2026-06-01 +2026-08-15 +open\n2026-08-16 +2026-08-31 +open/,
    );
  });

  test('goes on from the last period only, and says no in one line', async () => {
    const covered = 'CALENDAR_COVERS: The fiscal calendar has this day in a period already. (last end 2026-08-31)';
    expect(await extending('--months-to', '2026-04-30')).toEqual([1, '', covered]);
    expect(await extending('--months-to', '2026-12-30')).toEqual([
      2,
      '',
      '--months-to: expected the last day of a month',
    ]);
    expect(await extending('--ends', '2027-02-28,2027-01-31')).toEqual([
      2,
      '',
      '--ends: expected days in ascending order',
    ]);
    const oneOfBoth = [2, '', 'expected one of --months-to and --ends'];
    expect(await extending()).toEqual(oneOfBoth);
    expect(await extending('--months-to', '2026-12-31', '--ends', '2026-12-31')).toEqual(oneOfBoth);
  });
});

describe('roll-forward', () => {
  test('goes from the last closing to the next', async () => {
    expect(await run('roll-forward', '--period', '2026-02-28')).toContain('opening');
    expect(await run('roll-forward')).toBe(await run('roll-forward', '--period', '2026-02-28'));
    expect(JSON.parse(await run('roll-forward', '--period', '2026-02-28', '--json'))).toMatchObject({
      position: 21,
      period: { state: 'CLOSED', wasReopened: false },
      rows: [{ currency: 'USD', receivables: { opening: '1200.00', closing: '250.00' } }],
    });
  });

  test('of no period is not there', async () => {
    const { code } = await cli(['roll-forward', '--period', '2026-02-27', '--data', data]);
    expect(code).toBe(4);
  });
});
