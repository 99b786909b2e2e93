import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cli, digestOfEntries, entriesIn, type Ran } from '../cli/command-line.ts';
import { importInChild, keptDirectory } from './import-process.ts';
import { samples, samplesAreThere, whenSamplesAreThere } from './synthea-files.ts';

/**
 * The figures were counted in the files by another program, in another language, before this importer was written.
 * They are those of issue 3.
 */
const expected = `
figure                                  file        ledger
------------------------------  ------------  ------------  --
patients (accounts)                       27            27  ok
claims                                 1,267         1,267  ok
charge lines                           1,545         1,545  ok
  of them 0.00                           127           127  ok
charges                         1,092,402.73  1,092,402.73  ok
payments                        1,103,503.95  1,103,503.95  ok
  patient                       1,059,490.37  1,059,490.37  ok
  copay                            28,540.00     28,540.00  ok
  primary payer                    14,950.30     14,950.30  ok
  secondary payer                     523.28        523.28  ok
transfers between parties, out    557,125.52    557,125.52  ok
transfers between parties, in     557,125.52    557,125.52  ok
net AR                            -11,101.22    -11,101.22  ok
lines paid beyond their price            190           190  ok
money left unapplied               11,101.22     11,101.22  ok
`;

describe.skipIf(!samplesAreThere)(`the Synthea sample${whenSamplesAreThere}`, () => {
  let data = '';
  let first: Ran;

  beforeAll(async () => {
    data = join(keptDirectory(), 'data');
    first = await cli(['import', 'synthea', samples, '--data', data]);
  }, 120_000);

  test('is in the ledger to the cent', () => {
    expect(first.code).toBe(0);
    expect(`\n${first.out.split('\n\n')[0]}\n`).toBe(expected);
    expect(first.out).toContain('\n\n4,335 commands recorded, 0 had been before, in ');
    expect(first.out).toContain('\nNothing was refused.');
    expect(first.err).toBe('');
  });

  test('has a net AR of -11,101.22 in the figures too: nothing is open, and that much is unapplied', async () => {
    const { out } = await cli(['aging', '--data', data, '--by', 'party-class', '--json']);
    expect(JSON.parse(out)).toMatchObject({
      totals: [{ openCharges: '0.00', unapplied: '11101.22', balance: '-11101.22' }],
      rows: [
        { group: 'COMMERCIAL', openCharges: '0.00', unapplied: '0.01' },
        { group: 'SELF', openCharges: '0.00', unapplied: '11101.21' },
      ],
    });
  });

  test('taken in twice changes nothing', async () => {
    const before = digestOfEntries(await entriesIn(data));
    const again = await cli(['import', 'synthea', samples, '--data', data, '--json']);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({ recorded: 0, alreadyThere: 4_335, refused: {} });
    expect(digestOfEntries(await entriesIn(data))).toBe(before);
  }, 60_000);

  test('names its source on every entry but the opening, and gives every command an id from the file', async () => {
    const [opening, ...entries] = await entriesIn(data);
    expect(opening?.type).toBe('LedgerOpened');
    for (const { source, command } of entries) {
      expect(source?.system).toBe('synthea');
      expect(command.id).toMatch(/^synthea-(account|charge|payment|transfer)-[0-9a-f-]{36}$/);
      expect(command.id.endsWith(source?.id ?? 'none')).toBe(true);
    }
  });

  test('leaves every name, number and address of its patients in patients.csv', () => {
    const written = [
      first.out,
      first.err,
      ...readdirSync(data).map((name) => readFileSync(join(data, name), 'latin1')),
    ].join('\n');
    expect(written).toContain('synthea-charge-');
    const personal = personalValues();
    expect(personal.length).toBeGreaterThan(27 * 5);
    expect(personal.filter((value) => written.includes(value))).toEqual([]);
  });

  test('killed in the middle again and again ends in the same books', async () => {
    const directory = join(keptDirectory(), 'data');
    const stopsAt = [1, 900, 2_600, 4_800].map((least) => least + Math.floor(Math.random() * 700));
    let between = 0;
    for (const entries of stopsAt) {
      const killed = await importInChild(directory, entries);
      if (killed.signal === 'SIGKILL') between += 1;
    }
    expect(between, `killed in the middle, stops were ${stopsAt.join(', ')}`).toBeGreaterThanOrEqual(3);
    const last = await importInChild(directory, undefined);
    expect(last.code).toBe(0);
    expect(last.out).toContain(expected.trim());
    expect(digestOfEntries(await entriesIn(directory))).toBe(digestOfEntries(await entriesIn(data)));
  }, 180_000);
});

/** Every value of patients.csv that says who somebody is, long enough not to be there by chance. */
function personalValues(): readonly string[] {
  const [header = '', ...rows] = readFileSync(join(samples, 'patients.csv'), 'utf8').trim().split('\n');
  const columns = header.split(',');
  const personal = ['SSN', 'DRIVERS', 'PASSPORT', 'FIRST', 'LAST', 'MAIDEN', 'ADDRESS', 'BIRTHPLACE', 'LAT', 'LON'];
  return rows.flatMap((row) => {
    const cells = row.split(',');
    return personal.map((name) => cells[columns.indexOf(name)] ?? '').filter((value) => value.length >= 5);
  });
}
