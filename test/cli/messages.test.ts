import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, emptyDirectory } from './command-line.ts';
import { makeFixedBooks } from './fixed-books.ts';

let data = '';
beforeAll(async () => {
  data = await makeFixedBooks();
}, 60_000);

describe('a mistake in the call is one line, exit code 2, and does not repeat what was typed', () => {
  const canary = 'Canary-1234';
  const noOption = 'there is no such option; --help after the verb lists them, and they stand after it';
  const mistakes: readonly (readonly [readonly string[], string])[] = [
    [['aging', '--as-of', canary], '--as-of: expected a calendar date YYYY-MM-DD that exists'],
    [['aging', '--as-of', '2023-02-29'], '--as-of: expected a calendar date YYYY-MM-DD that exists'],
    [
      ['aging', '--known-at', canary],
      '--known-at: expected a position (a whole number) or an instant such as 2026-03-31T23:59:59Z',
    ],
    [['aging', '--known-at', '16'], '--known-at: The position lies beyond the last entry.'],
    [['aging', '--by', canary], '--by: expected one of book, currency, party-class, payer, account, provider'],
    [
      ['aging', '--basis', canary],
      '--basis: expected one of due-date, service-date, effective-date, responsibility-date',
    ],
    [['aging', '--edges', canary], '--edges: expected a whole number from 1 to 36500'],
    [['aging', '--edges', '30,30'], '--edges: expected up to 12 ascending numbers of days, as in 30,60,90,120'],
    ...['usd', 'XXX', canary].flatMap((currency) =>
      ['aging', 'trial-balance'].map(
        (verb) =>
          [
            [verb, '--currency', currency],
            '--currency: expected a currency code of ISO 4217 in capitals, as in USD',
          ] as const,
      ),
    ),
    ...['self', 'Medicare', canary].flatMap((partyClass) =>
      [['aging'], ['balance', 'acct-a']].map(
        (verb) =>
          [
            [...verb, '--party-class', partyClass],
            '--party-class: expected SELF, or a class of payers in capitals, as in MEDICARE',
          ] as const,
      ),
    ),
    [['aging', '--first', '0'], '--first: expected a whole number from 1 to 100000'],
    [['statement', 'acct-a', '--from', canary], '--from: expected a calendar date YYYY-MM-DD that exists'],
    [
      ['statement', 'acct-a', '--from', '2026-02-02', '--to', '2026-02-01'],
      '--from: expected a day that is not after --to',
    ],
  ];
  test.each(mistakes)('%j', async (args, message) => {
    const { code, out, err } = await cli([...args, '--data', data]);
    expect([code, out, err]).toEqual([2, '', `ar-ledger: ${message}`]);
  });

  test('a variable of the environment is named', async () => {
    const { code, err } = await cli(['aging', '--data', data], { environment: { PORT: canary } });
    expect([code, err]).toEqual([2, 'ar-ledger: PORT: expected a whole number from 0 to 65535']);
  });

  test.each([
    [[canary], 'there is no such verb; --help lists them'],
    [['agin'], 'there is no such verb; --help lists them\n(Did you mean aging?)'],
    [['aging', `--${canary}`], noOption],
    [['aging', `--as-off=${canary}`], noOption],
    [['aging', '--asof', canary], `${noOption}\n(Did you mean --as-of?)`],
    [['--data', canary, 'aging'], noOption],
    [
      ['balance', 'acct-a', canary],
      "too many arguments for 'balance'. Expected 1 argument. Quote what has spaces in it.",
    ],
    [
      ['balance', 'a but got b', `${canary}\nb`],
      "too many arguments for 'balance'. Expected 1 argument. Quote what has spaces in it.",
    ],
    [['verify', canary], "too many arguments for 'verify'. Expected 0 arguments. Quote what has spaces in it."],
  ])('what commander would repeat: %j', async (args, message) => {
    expect(await cli(args)).toEqual({ code: 2, out: '', err: `ar-ledger: ${message}` });
  });

  test('no verb at all is answered with all of them', async () => {
    const { code, out, err } = await cli([]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Usage: ar-ledger');
  });

  test('what is missing is named', async () => {
    expect(await cli(['balance'])).toMatchObject({ code: 2, err: "ar-ledger: missing required argument 'accountId'" });
    expect(await cli(['open'])).toMatchObject({
      code: 2,
      err: "ar-ledger: required option '--currency <code>' not specified",
    });
  });
});

describe('help', () => {
  test('is there for the whole and for each verb, with the exit codes, and is no mistake', async () => {
    const verbs = ['demo', 'serve', 'open', 'import', 'aging', 'balance', 'statement', 'replay', 'verify', 'rebuild'];
    const whole = await cli(['--help']);
    expect(whole.code).toBe(0);
    for (const verb of verbs) {
      expect(whole.out).toMatch(new RegExp(`^ {2}${verb} `, 'm'));
      const { code, out } = await cli([verb, '--help']);
      expect(code).toBe(0);
      expect(out).toContain('Exit codes:');
      expect(out).toContain('--data <dir>');
      expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
    }
  });
});

describe('what is not there', () => {
  test('no ledger: how to begin one', async () => {
    const directory = join(emptyDirectory(), 'books');
    for (const verb of [['aging'], ['balance', 'x'], ['statement', 'x'], ['replay', 'x'], ['verify'], ['rebuild']]) {
      const { code, out, err } = await cli([...verb, '--data', directory]);
      expect([code, out]).toEqual([4, '']);
      expect(err).toBe(
        `ar-ledger: There is no ledger in ${directory}. Begin one with \`node scripts/ar-ledger.mjs open\`, or make the demo books with \`npm run demo\`.`,
      );
    }
    expect(existsSync(directory)).toBe(false);
  });

  test('no account', async () => {
    const ofAccount = ['balance', 'statement', 'replay'].map((verb) => [verb]);
    const narrowed = [['aging'], ['receipts'], ['agreements', 'plans']].map((verb) => [...verb, '--account']);
    for (const verb of [...ofAccount, ...narrowed]) {
      const { code, out, err } = await cli([...verb, 'nobody', '--data', data]);
      const message = 'ar-ledger: There is no such account in these books, as known at that position.';
      expect([code, out, err]).toEqual([4, '', message]);
    }
  });

  test('not yet known at that position is not there', async () => {
    expect(await cli(['balance', 'acct-b', '--known-at', '11', '--data', data])).toMatchObject({ code: 4 });
    expect(await cli(['balance', 'acct-b', '--known-at', '12', '--data', data])).toMatchObject({ code: 0 });
  });

  test('a file that is no journal is said to be none', async () => {
    const directory = emptyDirectory();
    writeFileSync(
      join(directory, 'journal.db'),
      'not a database at all, and longer than a header of one would be'.repeat(9),
    );
    const { code, err } = await cli(['aging', '--data', directory]);
    expect([code, err]).toEqual([3, 'ar-ledger: a file of the books cannot be used (file is not a database).']);
  });

  test('a directory that is a file', async () => {
    const file = join(emptyDirectory(), 'books');
    writeFileSync(file, '');
    const opening = ['--currency', 'USD', '--time-zone', 'UTC', '--opening-date', '2026-01-01', '--mode', 'live'];
    const { code, err } = await cli(['open', '--data', file, ...opening]);
    expect([code, err]).toEqual([3, 'ar-ledger: the system says no to the data directory (EEXIST).']);
  });
});

describe('open', () => {
  const terms = {
    '--currency': 'USD',
    '--time-zone': 'America/New_York',
    '--opening-date': '2026-01-01',
    '--mode': 'live',
  };
  const args = (changed: Readonly<Record<string, string>> = {}) => Object.entries({ ...terms, ...changed }).flat();

  test('says what it opened, and is asked once', async () => {
    const directory = join(emptyDirectory(), 'new', 'books');
    const first = await cli(['open', '--data', directory, ...args(), '--fiscal-year-start', '7']);
    expect(first).toEqual({
      code: 0,
      out: 'The ledger is open from 2026-01-01 on, as a live ledger. Start it with `node scripts/ar-ledger.mjs serve`.',
      err: '',
    });
    const second = await cli(['open', '--data', directory, ...args({ '--currency': 'EUR' })]);
    expect(second).toMatchObject({
      code: 1,
      err: 'ar-ledger: LEDGER_ALREADY_OPEN: The ledger is already open; what it was opened with is fixed. (opened on 2026-01-01, base currency USD)',
    });
  });

  test('for machines', async () => {
    const { out } = await cli(['open', '--data', emptyDirectory(), ...args(), '--json']);
    expect(JSON.parse(out)).toEqual({ opened: true, position: 1, mode: 'LIVE', openingDate: '2026-01-01' });
  });

  test.each([
    [{ '--currency': 'usd' }, '--currency: expected a currency code of ISO 4217'],
    [{ '--time-zone': '+02:00' }, '--time-zone: expected a time zone of the IANA database, as in America/New_York'],
    [{ '--opening-date': '2026-02-30' }, '--opening-date: expected a calendar date YYYY-MM-DD that exists'],
    [{ '--mode': 'test' }, '--mode: expected one of live, sandbox'],
    [{ '--fiscal-year-start': '13' }, '--fiscal-year-start: expected a whole number from 1 to 12'],
  ])('%j is refused by name', async (changed, message) => {
    const { code, err } = await cli(['open', '--data', emptyDirectory(), ...args(changed)]);
    expect([code, err]).toEqual([2, `ar-ledger: ${message}`]);
  });
});

describe('rebuild', () => {
  test('says how much it made anew', async () => {
    expect((await cli(['rebuild', '--data', data])).out).toMatch(/^15 entries in \d+\.\d s\.$/);
    expect(JSON.parse((await cli(['rebuild', '--data', data, '--json'])).out)).toMatchObject({
      entries: 15,
      differences: [],
    });
  });

  test('makes figures where there are none', async () => {
    const copy = emptyDirectory();
    const opening = ['--currency', 'USD', '--time-zone', 'UTC', '--opening-date', '2026-01-01', '--mode', 'live'];
    expect(await cli(['open', '--data', copy, ...opening])).toMatchObject({ code: 0 });
    for (const name of readdirSync(copy)) if (name.startsWith('read.')) rmSync(join(copy, name));
    expect((await cli(['rebuild', '--data', copy])).out).toMatch(/^1 entries in /);
  });
});
