import type { DatabaseSync } from 'node:sqlite';
import { glAccounts } from '#ledger/posting-rules.ts';
import type { AgreementForm } from '#projections/agreements.ts';
import type { MovedFigure } from '#projections/figure-movements.ts';
import type { ReceivableClass } from '#projections/receivable-classes.ts';

/** The version of these tables and of what the projections write into them. Any change of either raises it. */
export const readModelVersion = 18;

/** Ids of the accounts that have a subledger, and of the one that money passes through; the queries name them. */
export const receivable = 1;
export const unappliedCash = 2;
export const unappliedCredits = 3;
export const cashClearing = 4;
export const transferClearing = 5;
export const unidentifiedCash = 6;

/** Money and value that are not applied, in a list of SQL. */
export const unappliedAccounts = `${unappliedCash}, ${unappliedCredits}`;

const namedAccounts: Readonly<Record<string, number>> = {
  AccountsReceivable: receivable,
  UnappliedCash: unappliedCash,
  UnappliedCredits: unappliedCredits,
  CashClearing: cashClearing,
  TransferClearing: transferClearing,
  UnidentifiedCash: unidentifiedCash,
};

/** Numbers of the classes of lines on AccountsReceivable. */
export const classNumbers: { readonly [Class in ReceivableClass]: number } = {
  CHARGED: 1,
  ADJUSTED: 2,
  APPLIED: 3,
  MOVED: 4,
  WRITTEN_OFF: 5,
  RECHARGED: 6,
  TRANSFERRED: 7,
};

/** Numbers of the figures that have movements of their own. */
export const figureNumbers: { readonly [Figure in MovedFigure]: number } = {
  RECOVERED: 1,
  ADJUSTED: 2,
  REFUNDED: 3,
  CHARGED: 4,
  PENDING: 5,
};

/** Numbers of the forms of agreements. */
export const formNumbers: { readonly [Form in AgreementForm]: number } = { HOLD: 1, DISPUTE: 2, PROMISE: 3, PLAN: 4 };

/**
 * The tables of the read side (decisions/0007). Amounts are minor units, dates are days since 1970-01-01, instants are
 * milliseconds; texts that repeat are small numbers. Figures come from `posting` alone; `open`, `unapplied` and `balance`
 * are control totals over everything recorded.
 */
const tables = `
CREATE TABLE checkpoint (
  id INTEGER PRIMARY KEY CHECK (id = 1), journal TEXT NOT NULL, ledger TEXT NOT NULL, ordinal INTEGER NOT NULL,
  entry TEXT NOT NULL, problem TEXT
) STRICT;
CREATE TABLE gl_account (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE term (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (kind, text)) STRICT;
-- Who owes an item, paid a payment or was granted a credit, in one currency. SELF has an empty payer id.
CREATE TABLE party (
  id INTEGER PRIMARY KEY, currency TEXT NOT NULL, party_class TEXT NOT NULL, payer TEXT NOT NULL,
  UNIQUE (currency, party_class, payer)
) STRICT;
-- Streams that are none have a row too: the ledger's own has no currency, receipts have one and no opening. base_currency:
-- of an account or receipt in a foreign currency, and of the ledger itself.
CREATE TABLE account (
  id INTEGER PRIMARY KEY, stream TEXT NOT NULL UNIQUE, currency TEXT, opened_on INTEGER, opened_at INTEGER,
  base_currency TEXT
) STRICT;
CREATE TABLE balance (
  account INTEGER PRIMARY KEY, revision INTEGER NOT NULL, open INTEGER NOT NULL, unapplied INTEGER NOT NULL,
  lines INTEGER NOT NULL
) STRICT;
CREATE TABLE item (
  id INTEGER PRIMARY KEY, account INTEGER NOT NULL, charge TEXT NOT NULL, item INTEGER NOT NULL, party INTEGER NOT NULL,
  category INTEGER NOT NULL, due INTEGER NOT NULL, service INTEGER, charged INTEGER NOT NULL, responsible INTEGER NOT NULL,
  provider TEXT, amount INTEGER NOT NULL, open INTEGER NOT NULL, UNIQUE (account, charge, item)
) STRICT;
CREATE TABLE payment (
  id INTEGER PRIMARY KEY, account INTEGER NOT NULL, payment TEXT NOT NULL, party INTEGER NOT NULL,
  method INTEGER NOT NULL, unapplied INTEGER NOT NULL, UNIQUE (account, payment)
) STRICT;
CREATE TABLE credit (
  id INTEGER PRIMARY KEY, account INTEGER NOT NULL, credit TEXT NOT NULL, party INTEGER NOT NULL,
  unapplied INTEGER NOT NULL, UNIQUE (account, credit)
) STRICT;
-- The audit index: what an entry can be found by. payment: what it is about, if it is about one. class: what its lines on AccountsReceivable are, if it has any.
-- amount: its main amount in the base currency, without its sign.
CREATE TABLE entry (
  ordinal INTEGER PRIMARY KEY, account INTEGER NOT NULL, revision INTEGER NOT NULL, type INTEGER NOT NULL,
  actor INTEGER NOT NULL, reason INTEGER, class INTEGER, effective INTEGER NOT NULL, recorded INTEGER NOT NULL,
  amount INTEGER, payment INTEGER
) STRICT;
-- subject: the item of a line on AccountsReceivable, the payment of one on UnappliedCash, the credit of one on
-- UnappliedCredits, the method of one on CashClearing, the key of one on TransferClearing, the receipt of one
-- on UnidentifiedCash. base: the amount in the base currency;
-- where the amount is zero, a gain or loss in base only.
CREATE TABLE posting (
  ordinal INTEGER NOT NULL, line INTEGER NOT NULL, gl INTEGER NOT NULL, currency INTEGER NOT NULL,
  amount INTEGER NOT NULL, base INTEGER NOT NULL, effective INTEGER NOT NULL, party INTEGER, subject INTEGER, due INTEGER,
  service INTEGER, charged INTEGER,
  PRIMARY KEY (ordinal, line)
) STRICT, WITHOUT ROWID;
-- What changes a figure of a party without a line that says so. Few, and only asked for account by account.
CREATE TABLE movement (
  account INTEGER NOT NULL, ordinal INTEGER NOT NULL, line INTEGER NOT NULL, figure INTEGER NOT NULL,
  party INTEGER NOT NULL, reason INTEGER, effective INTEGER NOT NULL, amount INTEGER NOT NULL,
  PRIMARY KEY (account, ordinal, line)
) STRICT, WITHOUT ROWID;
-- What is on its way between streams: where it left, and that this is over. Few, as those who move things by hand are.
CREATE TABLE transit (
  key INTEGER NOT NULL, ordinal INTEGER NOT NULL, account INTEGER NOT NULL, revision INTEGER NOT NULL,
  is_begun INTEGER NOT NULL, PRIMARY KEY (key, ordinal)
) STRICT, WITHOUT ROWID;
-- Money that arrived before anybody knew whose it is: its stream, and what of it is unidentified over everything recorded.
CREATE TABLE receipt (
  id INTEGER PRIMARY KEY, receipt TEXT NOT NULL, currency TEXT NOT NULL, method TEXT NOT NULL, ordinal INTEGER NOT NULL,
  effective INTEGER NOT NULL, amount INTEGER NOT NULL, unidentified INTEGER NOT NULL CHECK (unidentified >= 0)
) STRICT;
-- What became of a receipt and of its parts. account, payment: where the part belongs.
CREATE TABLE receipt_step (
  receipt INTEGER NOT NULL, ordinal INTEGER NOT NULL, effective INTEGER NOT NULL, step TEXT NOT NULL, amount INTEGER NOT NULL,
  part INTEGER, account TEXT, payment TEXT, PRIMARY KEY (receipt, ordinal)
) STRICT, WITHOUT ROWID;
-- The days of money that came from another system, each with the first entry of it. As few as there are days.
CREATE TABLE import_day (effective INTEGER PRIMARY KEY, ordinal INTEGER NOT NULL) STRICT;
-- The accounts that a late-fee run has charged or noted, by the text of its id.
CREATE TABLE fee_run_account (
  run TEXT NOT NULL, ordinal INTEGER NOT NULL, account INTEGER NOT NULL, revision INTEGER NOT NULL,
  PRIMARY KEY (run, ordinal)
) STRICT, WITHOUT ROWID;
-- Closings of accounts and their re-openings. Few: most accounts have none.
CREATE TABLE closing (
  account INTEGER NOT NULL, ordinal INTEGER NOT NULL, effective INTEGER NOT NULL, is_closed INTEGER NOT NULL,
  PRIMARY KEY (account, ordinal)
) STRICT, WITHOUT ROWID;
-- The time zone of the ledger: in it months begin.
CREATE TABLE zone (id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL) STRICT;
-- Behind which day the books are closed, from an entry on; NULL where behind none.
CREATE TABLE fence (ordinal INTEGER PRIMARY KEY, through INTEGER) STRICT;
-- Entries that came after the fence of their period: the day they are dated. Their rows have the day they count from.
CREATE TABLE late_entry (ordinal INTEGER PRIMARY KEY, dated INTEGER NOT NULL) STRICT;
-- Entries that correct something: the first day of that.
CREATE TABLE correction (ordinal INTEGER PRIMARY KEY, corrected INTEGER NOT NULL) STRICT;
-- Entries that were recorded in another month than they are dated in, YYYY-MM.
CREATE TABLE cut_off (ordinal INTEGER PRIMARY KEY, effective_month TEXT NOT NULL, recorded_month TEXT NOT NULL) STRICT;
-- Holds, disputes, promises and plans, by the entries that began them, and the entries that ended them. Few beside the entries. name: the caller's id.
CREATE TABLE agreement (
  id INTEGER PRIMARY KEY, account INTEGER NOT NULL, form INTEGER NOT NULL, name TEXT NOT NULL, effective INTEGER NOT NULL,
  kind TEXT, item INTEGER, amount INTEGER, due INTEGER, party INTEGER, UNIQUE (account, form, name)
) STRICT;
-- The items of an agreement about several; of a plan those that it made, of a promise also those that plans made of them.
CREATE TABLE agreement_item (
  agreement INTEGER NOT NULL, item INTEGER NOT NULL, ordinal INTEGER NOT NULL, effective INTEGER NOT NULL,
  PRIMARY KEY (agreement, item)
) STRICT, WITHOUT ROWID;
CREATE TABLE agreement_end (
  agreement INTEGER PRIMARY KEY, ordinal INTEGER NOT NULL, effective INTEGER NOT NULL, outcome TEXT
) STRICT;
`;

/**
 * Made at the end of a rebuild, when all rows are there and can be sorted at once. `posting_aging` covers every book-wide
 * figure: rows of one party and due date lie together, those of one item inside.
 */
const indexes = `
CREATE INDEX entry_account ON entry (account, ordinal);
CREATE INDEX entry_reason ON entry (reason, ordinal) WHERE reason IS NOT NULL;
CREATE INDEX posting_aging ON posting (gl, party, due, subject, effective, ordinal, amount, service, charged)
  WHERE party IS NOT NULL;
`;

export function createTables(db: DatabaseSync, journalId: string, ledgerId: string): void {
  db.exec(tables);
  db.exec(`PRAGMA user_version = ${readModelVersion}`);
  db.prepare('INSERT INTO checkpoint (id, journal, ledger, ordinal, entry) VALUES (1, ?, ?, 0, ?)').run(
    journalId,
    ledgerId,
    '',
  );
  const add = db.prepare('INSERT INTO gl_account (id, name) VALUES (?, ?)');
  for (const [name, id] of Object.entries(namedAccounts)) add.run(id, name);
  const others = glAccounts.filter((name) => !(name in namedAccounts));
  for (const [index, name] of others.entries()) add.run(unidentifiedCash + 1 + index, name);
}

export function createIndexes(db: DatabaseSync): void {
  db.exec(indexes);
}
