import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { openSqliteReader } from '#journal/sqlite-reader.ts';
import { calendarDate } from '#money/calendar-date.ts';
import { openReadModels } from '#read-models/open-read-models.ts';
import { currentFile } from '#read-models/read-files.ts';
import { type Verification, verifyBooks } from '#read-models/verify.ts';
import { change, type Patch, patched, run } from './patches.ts';
import { handlerFor, noon, openLedger, recorded, writeRandomBooks } from './random-books.ts';
import { wrongAgreements } from './wrong-agreements.ts';
import { wrongPending } from './wrong-pending.ts';
import { wrongTransfers } from './wrong-transfers.ts';

/** Books that are right are found right, and every wrong book is found wrong, in its place and under its code. */
let home: string;
let right: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'verify-'));
  right = join(home, 'right');
  const journal = await openSqliteJournal({ directory: right, ledgerId: 'main', onFatal: fail });
  const handle = handlerFor(journal, () => noon);
  await openLedger(handle);
  const house = { code: 'HOUSE_RULE', label: 'As the house has it', commands: ['ReversePayment'] };
  const publish = (version: string) =>
    recorded(handle, 'PublishReasonList', {
      commandId: version,
      version,
      effectiveDate: '2024-02-01',
      reasons: [house],
    });
  await publish('house-1');
  await writeRandomBooks(handle, { seed: 14, accounts: 8, commands: 2_300 });
  await publish('house-2');
  const reads = await openReadModels({
    dataDirectory: right,
    journal,
    journalFile: join(right, 'journal.db'),
    today: () => calendarDate('2024-06-30'),
  });
  await reads.close();
  await journal.close();
}, 120_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

function fail(reason: Error): never {
  throw reason;
}

async function verified(directory: string): Promise<Verification> {
  const journal = openSqliteReader(join(directory, 'journal.db'));
  try {
    return await verifyBooks({ journal, dataDirectory: directory, seed: 3 });
  } finally {
    journal.close();
  }
}

/** The right books with something changed behind the back of the ledger. */
async function wrong(
  name: string,
  patches: { readonly journal?: Patch; readonly readModel?: Patch },
): Promise<readonly string[]> {
  const directory = join(home, name);
  cpSync(right, directory, { recursive: true });
  if (patches.journal !== undefined) patched(join(directory, 'journal.db'), patches.journal);
  if (patches.readModel !== undefined) patched(currentFile(directory) ?? '', patches.readModel);
  const { findings } = await verified(directory);
  return findings.map(({ invariant, place, problem }) => `${invariant} ${place}: ${problem}`);
}

const applied = "body ->> '$.data.allocations[0].amount'";
/** The entry is of a payment that paid something. */
const isApplied = `EXISTS (SELECT 1 FROM entry a WHERE a.type = 'PaymentApplied' AND a.stream = entry.stream
  AND a.body ->> '$.data.paymentId' = entry.body ->> '$.data.paymentId')`;
const allAfter = (ordinal: string): string => `UPDATE entry SET ordinal = ordinal + 100000 WHERE ordinal > ${ordinal}`;
const some = (type: string): string => `(SELECT max(ordinal) FROM entry WHERE type = '${type}')`;

/** A payment of the same account that was reversed before and never reinstated. */
const earlierReversal = (entry: string): string => `SELECT r.body ->> '$.data.paymentId' FROM entry r
  WHERE r.type = 'PaymentReversed' AND r.stream = ${entry}.stream AND r.ordinal < ${entry}.ordinal AND NOT EXISTS
    (SELECT 1 FROM entry x WHERE x.type = 'PaymentReinstated' AND x.stream = r.stream
      AND x.body ->> '$.data.paymentId' = r.body ->> '$.data.paymentId')`;

describe('verify', () => {
  test('finds nothing in books that are right', async () => {
    const { findings, findingCount, entries, streams, readModelAt } = await verified(right);
    expect(findings).toEqual([]);
    expect(findingCount).toBe(0);
    expect(streams).toBe(9);
    expect(readModelAt).toBe(entries);
  });

  const wrongJournals: readonly (readonly [what: string, code: RegExp, patch: Patch])[] = [
    [
      'an allocation is raised',
      /^INV-0[123] main\.account.*(open of an item|is unapplied|is not its amount|than was received)/,
      change('PaymentApplied', '$.data.allocations[0].amount', `cast(${applied} + 1000000 AS TEXT)`),
    ],
    [
      'a payment received is less than was applied',
      /^INV-0[23]/,
      change('PaymentReceived', '$.data.amount', "'1'", `${isApplied} AND body ->> '$.data.amount' <> '1'`),
    ],
    [
      'the items of a charge do not sum',
      /^INV-37 main\.account.*do not add up/,
      change('ChargePosted', '$.data.items[0].amount', "'999999'"),
    ],
    [
      'the tax is more than the charge',
      /^INV-37 .*tax is not inside/,
      change('ChargePosted', '$.data.taxAmount', "'99999999'", "body ->> '$.data.taxAmount' IS NOT NULL"),
    ],
    [
      'money is applied before it came',
      /^INV-17 .*before its cause/,
      change('PaymentApplied', '$.effectiveDate', "'2024-01-02'"),
    ],
    [
      'a release comes before its allocation',
      /^INV-17/,
      change('AllocationReleased', '$.effectiveDate', "'2024-01-02'"),
    ],
    [
      'a release names a cause that is not there',
      /^INV-17 .*cause of the release is not recorded/,
      change('AllocationReleased', '$.data.causeId', "'nothing'"),
    ],
    [
      'more is released than is applied',
      /^INV-15 .*more than is left/,
      change('AllocationReleased', '$.data.releases[0].amount', "'88888888'"),
    ],
    [
      'a reversal is effective before the payment',
      /^INV-14 .*before its cause/,
      change('PaymentReversed', '$.effectiveDate', "'2024-01-02'"),
    ],
    [
      'a payment is reversed twice',
      /^INV-15 .*already in this state/,
      change(
        'PaymentReversed',
        '$.data.paymentId',
        `(${earlierReversal('entry')} LIMIT 1)`,
        `EXISTS (${earlierReversal('entry')})`,
      ),
    ],
    [
      'an adjustment undoes something else',
      /^INV-1[56]|^INV-14/,
      change('ChargeAdjusted', '$.data.amount', "'77'", "body ->> '$.data.undoes' IS NOT NULL"),
    ],
    [
      'more is recovered than was written off',
      /^INV-26 .*than was written off/,
      change('BadDebtRecovered', '$.data.amount', "'88888888'"),
    ],
    [
      'a write-off takes more than is open',
      /^INV-01 .*less than nothing/,
      change('WrittenOff', '$.data.items[0].amount', "'88888888'"),
    ],
    [
      'a write-off is reversed before it was made',
      /^INV-14 .*before its cause/,
      change('WriteOffReversed', '$.effectiveDate', "'2024-01-02'"),
    ],
    [
      'a part of a recovery is reversed',
      /^INV-16 .*not the whole recovery/,
      change('RecoveryReversed', '$.data.amount', "'1'"),
    ],
    ...wrongPending,
    ...wrongTransfers,
    ...wrongAgreements,
    ['a transfer moves more than it says', /^INV-37/, change('ResponsibilityTransferred', '$.data.amount', "'1'")],
    ['an entry is in another currency', /^INV-13 .*currency/, change('ChargePosted', '$.data.currency', "'EUR'")],
    [
      'a reason is gone',
      /^INV-18 .*has none/,
      run(`UPDATE entry SET body = json_remove(body, '$.reasonCode') WHERE ordinal = ${some('PaymentReversed')}`),
    ],
    [
      'a reason is not valid for the command',
      /^INV-18 .*not valid/,
      change('PaymentReversed', '$.reasonCode', "'COURTESY'"),
    ],
    [
      'a reason is of a list that was published later',
      /^INV-18 .*list of reasons that was not in force/,
      change('PaymentReversed', '$.versions.reasonList', "'house-2'"),
    ],
    [
      'an adjustment goes to an account that is not in the chart',
      /^INV-06/,
      change('ChargeAdjusted', '$.data.contraAccount', "'Nowhere'"),
    ],
    [
      'a charge names no account holder that exists',
      /^INV-29 .*cannot be read/,
      change('ChargePosted', '$.data.items[0].party.partyClass', "'self!'"),
    ],
    [
      'an entry is of a type nobody knows',
      /^INV-29 .*cannot be read/,
      run(`UPDATE entry SET type = 'ChargeForgotten' WHERE ordinal = ${some('ChargePosted')}`),
    ],
    [
      'the end of the journal is gone',
      /^INV-32 .*beyond the end of the journal/,
      run('DELETE FROM entry WHERE ordinal > (SELECT max(ordinal) - 3 FROM entry)'),
    ],
    ['an entry is missing', /^INV-29 .*(gap|not 0, 1, 2)/, run('DELETE FROM entry WHERE ordinal = 300')],
    ['the ordinals jump', /^INV-29 .*gap/, run(allAfter(some('LateFeeAssessed')))],
    [
      'recorded time goes back',
      /^INV-29 .*backwards/,
      run(`UPDATE entry SET recorded_at = recorded_at - 1000 WHERE ordinal = ${some('PaymentReceived')}`),
    ],
    [
      'a command has lost its row',
      /^INV-33 .*does not know/,
      run("DELETE FROM command WHERE id = (SELECT min(id) FROM command WHERE id LIKE '%command%')"),
    ],
    [
      'the content of a command was another',
      /^INV-33 .*another hash/,
      run(
        "UPDATE command SET hash = replace(hash, 'a', 'b') WHERE id = (SELECT id FROM command WHERE hash LIKE '%a%' LIMIT 1)",
      ),
    ],
    [
      'a command has two effects',
      /^INV-33 .*another place/,
      change('PaymentReceived', '$.command.id', "'open-account-1'"),
    ],
  ];

  test.each(wrongJournals)('finds that %s', async (what, code, patch) => {
    const findings = await wrong(what.replaceAll(' ', '-'), { journal: patch });
    expect(findings.some((finding) => code.test(finding)) ? 'found' : findings.slice(0, 5)).toBe('found');
  });

  const last = 'SELECT max(ordinal) FROM posting WHERE gl = 1';
  const wrongReadModels: readonly (readonly [what: string, code: RegExp, sql: string])[] = [
    [
      'a posting is a cent higher',
      /^INV-(07|08|31)/,
      `UPDATE posting SET amount = amount + 1 WHERE gl = 1 AND ordinal = (${last})`,
    ],
    [
      'two postings were swapped so that all sums are right',
      /^INV-31/,
      `UPDATE posting SET subject = (SELECT id FROM item WHERE item.id <> subject AND item.party = posting.party LIMIT 1) WHERE gl = 1 AND ordinal = (${last})`,
    ],
    [
      'an item is due on another day',
      /^INV-31 posting/,
      `UPDATE posting SET due = due + 1 WHERE gl = 1 AND ordinal = (${last})`,
    ],
    [
      'an item is owed by somebody else',
      /^INV-31 item/,
      "UPDATE item SET party = (SELECT id FROM party WHERE party_class <> 'SELF' LIMIT 1) WHERE id = (SELECT min(i.id) FROM item i JOIN party p ON p.id = i.party WHERE p.party_class = 'SELF')",
    ],
    [
      'a control total of an account is wrong',
      /^INV-0[58]/,
      'UPDATE balance SET open = open + 1 WHERE account = (SELECT max(account) FROM balance)',
    ],
    ['less than nothing is open of an item', /^INV-0[58]/, 'UPDATE item SET open = -5 WHERE id = 1'],
    ['a payment has more unapplied', /^INV-08/, 'UPDATE payment SET unapplied = unapplied + 7 WHERE id = 1'],
    [
      'more is pending of a payment',
      /^INV-31/,
      'UPDATE movement SET amount = amount + 7 WHERE figure = 5 AND ordinal = (SELECT max(ordinal) FROM movement WHERE figure = 5)',
    ],
    ['an entry is not in the audit index', /^INV-32/, 'DELETE FROM entry WHERE ordinal = 20'],
    ['an entry is under another actor', /^INV-31/, "UPDATE term SET text = 'somebody-else' WHERE kind = 'actor'"],
    ['the checkpoint runs ahead of the tables', /^INV-32/, 'UPDATE checkpoint SET ordinal = ordinal + 1'],
    ['a posting is left out', /^INV-(07|08|31)/, `DELETE FROM posting WHERE gl = 1 AND ordinal = (${last})`],
    [
      'an account was opened on another day',
      /^INV-31 account/,
      'UPDATE account SET opened_on = opened_on + 1 WHERE id = 3',
    ],
  ];

  test.each(wrongReadModels)('finds in the read model that %s', async (what, code, sql) => {
    const findings = await wrong(what.replaceAll(' ', '-'), { readModel: run(sql) });
    expect(findings.some((finding) => code.test(finding)) ? 'found' : findings.slice(0, 5)).toBe('found');
  });
});
