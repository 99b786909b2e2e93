import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, emptyDirectory } from '../cli/command-line.ts';
import { imported, insured } from './imported.ts';
import { charge, claimRows, into, out, payment, type Row, u, writeFiles } from './synthea-files.ts';

describe('what is wrong with the files is said by code or file, never by content', () => {
  const good = [charge('p', '5.00'), payment('CASH', '5.00')];
  const broken: readonly (readonly [string, readonly Row[], Row, string])[] = [
    [
      'an id that is a name',
      [...claimRows(10, good), { ...claimRows(11, good)[0], PATIENTID: 'Canary Name' }],
      insured,
      'ROW_UNREADABLE',
    ],
    [
      'an amount with three decimals',
      [...claimRows(10, good), { ...claimRows(11, good)[0], AMOUNT: '5.001' }],
      insured,
      'ROW_UNREADABLE',
    ],
    ['a method nobody knows', claimRows(10, [...good, payment('BARTER', '1.00')]), insured, 'ROW_UNREADABLE'],
    [
      'a payment before any charge of its claim',
      claimRows(10, [payment('CASH', '1.00'), ...good]),
      insured,
      'NO_CHARGE_BEFORE',
    ],
    [
      'a claim that claims.csv does not have',
      [...claimRows(10, good), ...claimRows(11, good)],
      insured,
      'CLAIM_UNKNOWN',
    ],
    [
      'a payer that payers.csv does not have',
      claimRows(10, [charge('1', '5.00')]),
      { ...insured, PRIMARYPATIENTINSURANCEID: u(999) },
      'PAYER_UNKNOWN',
    ],
    [
      'half of a transfer',
      claimRows(10, [charge('1', '5.00'), out('5.00'), payment('CASH', '5.00')]),
      insured,
      'TRANSFER_INCOMPLETE',
    ],
    [
      'a transfer of more than there is',
      claimRows(10, [charge('1', '5.00'), out('6.00'), into('p', '6.00')]),
      insured,
      'EXCEEDS_OPEN',
    ],
    [
      'units that do not make the amount',
      claimRows(10, [{ ...charge('p', '5.00'), UNITAMOUNT: '4.00' }]),
      insured,
      'UNITS_DO_NOT_MULTIPLY',
    ],
    [
      'a payment of nothing',
      claimRows(10, [charge('p', '5.00'), payment('CASH', '0.00')]),
      insured,
      'AMOUNT_NOT_POSITIVE',
    ],
  ];
  test.each(broken)('%s', async (_, rows, claim, code) => {
    const { posted, table, entries } = await imported(rows, claim);
    expect(posted.refused.get(code)).toBe(1);
    expect(table + JSON.stringify(entries)).not.toMatch(/Canary/);
  });

  test.each(['claims_transactions.csv', 'claims.csv', 'payers.csv', 'providers.csv'])(
    '%s that is none',
    async (name) => {
      const files = emptyDirectory();
      writeFiles(files, claimRows(10, good), [insured]);
      writeFileSync(join(files, name), 'Id\n"Canary');
      const data = join(files, 'data');
      const ran = await cli(['import', 'synthea', files, '--data', data]);
      expect([ran.code, ran.err]).toEqual([2, `ar-ledger: ${name} is not a readable CSV file after line 1`]);
      expect(existsSync(data)).toBe(false);
    },
  );

  const faults: readonly (readonly [string, readonly string[], string])[] = [
    ['a directory that is not there', ['synthea', join(tmpdir(), 'Canary')], 'there is no such directory of files'],
    [
      'a directory without the files',
      ['synthea', tmpdir()],
      'there is no readable claims_transactions.csv in that directory',
    ],
    ['a format nobody knows', ['Canary', tmpdir()], 'format: expected one of synthea'],
    ['a mode nobody knows', ['synthea', tmpdir(), '--mode', 'Canary'], '--mode: expected one of live, sandbox'],
  ];
  test.each(faults)('%s', async (_, args, message) => {
    const ran = await cli(['import', ...args, '--data', join(emptyDirectory(), 'data')]);
    expect([ran.code, ran.err]).toEqual([2, `ar-ledger: ${message}`]);
  });
});
