import type { MovedFigure } from '#projections/figure-movements.ts';
import type { Minor } from '#projections/minor.ts';
import { disputedOf } from './agreements-query.ts';
import { type BookReader, type Condition, type Cut, cutOf, knownAccount, partyCondition } from './book-reader.ts';
import type { PartyFilter, View } from './read-models.ts';
import { bigintOf, maybeNumberOf, maybeTextOf, numberOf, type Row, textOf } from './rows.ts';
import { classNumbers, figureNumbers, receivable, unappliedAccounts, unappliedCredits } from './schema.ts';

export interface BalanceMinor {
  readonly currency: string;
  readonly openCharges: Minor;
  readonly unapplied: Minor;
  readonly unappliedCredits: Minor;
  readonly overdue: Minor;
  readonly openItemCount: number;
  readonly oldestUnpaidAgeDays: number | null;
  readonly netCharged: Minor;
  readonly writtenOff: Minor;
  readonly recovered: Minor;
  readonly refunded: Minor;
  readonly pending: Minor;
  readonly disputed: Minor;
  readonly inBase: BaseBalanceMinor | undefined;
  readonly adjustmentsByReason: readonly ReasonSum[];
}

interface BaseBalanceMinor {
  readonly currency: string;
  readonly openCharges: Minor;
  readonly unapplied: Minor;
  readonly fxRealized: Minor;
  readonly fxUnrealized: Minor;
}

interface ReasonSum {
  readonly reasonCode: string;
  readonly amount: Minor;
}

/** Which lines a balance is made of: of this account, in this view, of these parties. */
interface Scope {
  readonly account: number;
  readonly cut: Cut;
  readonly isParty: Condition;
}

/** The balance of an account with its parts. */
export function balanceOf(
  reader: BookReader,
  { view, accountId, party }: { readonly view: View; readonly accountId: string; readonly party: PartyFilter },
): BalanceMinor | undefined {
  const cut = cutOf(view);
  const account = knownAccount(reader, cut, accountId);
  if (account === undefined) return undefined;
  const scope = { account: account.id, cut, isParty: partyCondition('p.party', party) };
  const row = sumsOf(reader, scope);
  const movements = movementsOf(reader, scope);
  const oldest = maybeNumberOf(row, 'oldest');
  return {
    currency: account.currency,
    openCharges: bigintOf(row, 'open'),
    // What is unapplied stands on the credit side.
    unapplied: -bigintOf(row, 'unapplied'),
    unappliedCredits: -bigintOf(row, 'unapplied_credits'),
    overdue: bigintOf(row, 'overdue'),
    openItemCount: numberOf(row, 'items'),
    oldestUnpaidAgeDays: oldest === undefined ? null : cut.day - oldest,
    netCharged: bigintOf(row, 'charged') + movedOf(movements, 'CHARGED'),
    // A write-off credits AccountsReceivable.
    writtenOff: -bigintOf(row, 'written_off'),
    recovered: movedOf(movements, 'RECOVERED'),
    refunded: movedOf(movements, 'REFUNDED'),
    pending: movedOf(movements, 'PENDING'),
    disputed: disputedOf(reader, scope.account, cut, scope.isParty),
    inBase: account.baseCurrency === undefined ? undefined : inBaseOf(reader, scope, account.baseCurrency),
    adjustmentsByReason: adjustmentsOf(reader, scope, movements),
  };
}

const { CHARGED, ADJUSTED, WRITTEN_OFF } = classNumbers;

/** One pass: each item first, because one that is paid is neither open nor old. */
function sumsOf({ sql }: BookReader, { account, cut, isParty }: Scope): Row {
  const row = sql.row(
    `SELECT sum(amount) FILTER (WHERE gl = ${receivable}) AS open,
            sum(amount) FILTER (WHERE gl IN (${unappliedAccounts})) AS unapplied,
            sum(amount) FILTER (WHERE gl = ${unappliedCredits}) AS unapplied_credits,
            sum(amount) FILTER (WHERE gl = ${receivable} AND due < ?) AS overdue,
            count(*) FILTER (WHERE gl = ${receivable} AND amount <> 0) AS items,
            min(due) FILTER (WHERE gl = ${receivable} AND amount <> 0) AS oldest,
            sum(charged) FILTER (WHERE gl = ${receivable}) AS charged,
            sum(written_off) FILTER (WHERE gl = ${receivable}) AS written_off
       FROM (SELECT p.gl, p.due, sum(p.amount) AS amount,
                    sum(p.amount) FILTER (WHERE e.class IN (${CHARGED}, ${ADJUSTED})) AS charged,
                    sum(p.amount) FILTER (WHERE e.class = ${WRITTEN_OFF}) AS written_off
               FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
              WHERE e.account = ? AND e.ordinal <= ? AND e.effective <= ? AND p.party IS NOT NULL ${isParty.text}
              GROUP BY p.gl, p.subject)`,
    cut.day,
    account,
    cut.ordinal,
    cut.day,
    ...isParty.values,
  );
  if (row === undefined) throw new Error('a sum has no row');
  return row;
}

/**
 * Only asked for of accounts in a foreign currency. A line on AccountsReceivable in base only is a realised gain; what a
 * revaluation finds is of the account as a whole.
 */
function inBaseOf({ sql }: BookReader, { account, cut, isParty }: Scope, currency: string): BaseBalanceMinor {
  const row = sql.row(
    `SELECT sum(p.base) FILTER (WHERE p.gl = ${receivable}) AS open,
            sum(p.base) FILTER (WHERE p.gl IN (${unappliedAccounts})) AS unapplied,
            sum(p.base) FILTER (WHERE p.gl = ${receivable} AND p.amount = 0) AS realized
       FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
      WHERE e.account = ? AND e.ordinal <= ? AND e.effective <= ? AND p.party IS NOT NULL ${isParty.text}`,
    account,
    cut.ordinal,
    cut.day,
    ...isParty.values,
  );
  const revalued = sql.row(
    `SELECT sum(p.base) AS unrealized FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
      WHERE e.account = ? AND e.ordinal <= ? AND e.effective <= ?
        AND p.gl = (SELECT id FROM gl_account WHERE name = 'FxUnrealizedAR')`,
    account,
    cut.ordinal,
    cut.day,
  );
  return {
    currency,
    openCharges: bigintOf(row ?? {}, 'open'),
    unapplied: -bigintOf(row ?? {}, 'unapplied'),
    fxRealized: bigintOf(row ?? {}, 'realized'),
    fxUnrealized: isParty.text === '' ? bigintOf(revalued ?? {}, 'unrealized') : 0n,
  };
}

/** Adjustments and waivers by the reason of their entries, and what a void took back; what cancels out is left out. */
function adjustmentsOf(
  { sql }: BookReader,
  { account, cut, isParty }: Scope,
  movements: readonly Movement[],
): readonly ReasonSum[] {
  const rows = sql.rows(
    `SELECT t.text AS reason, s.amount
       FROM (SELECT e.reason, sum(p.amount) AS amount
               FROM entry e CROSS JOIN posting p ON p.ordinal = e.ordinal
              WHERE e.account = ? AND e.class = ${classNumbers.ADJUSTED} AND e.ordinal <= ? AND e.effective <= ?
                AND p.gl = ${receivable} AND p.party IS NOT NULL ${isParty.text}
              GROUP BY e.reason) s
       LEFT JOIN term t ON t.id = s.reason`,
    account,
    cut.ordinal,
    cut.day,
    ...isParty.values,
  );
  const sums = new Map(rows.map((row) => [textOf(row, 'reason'), bigintOf(row, 'amount')]));
  for (const { figure, reasonCode, amount } of movements) {
    if (figure === figureNumbers.ADJUSTED) sums.set(reasonCode, (sums.get(reasonCode) ?? 0n) + amount);
  }
  const found = [...sums].map(([reasonCode, amount]) => ({ reasonCode, amount }));
  return found.filter(({ amount }) => amount !== 0n).toSorted((a, b) => (a.reasonCode < b.reasonCode ? -1 : 1));
}

/** The sum of a figure's movements, for each reason if it has any. */
interface Movement {
  readonly figure: number;
  /** Empty where the figure has no reasons. */
  readonly reasonCode: string;
  readonly amount: Minor;
}

/** An account has few of these rows, and they lie together. */
function movementsOf({ sql }: BookReader, { account, cut, isParty }: Scope): readonly Movement[] {
  const rows = sql.rows(
    `SELECT s.figure, t.text AS reason, s.amount
       FROM (SELECT p.figure, p.reason, sum(p.amount) AS amount FROM movement p
              WHERE p.account = ? AND p.ordinal <= ? AND p.effective <= ? ${isParty.text} GROUP BY p.figure, p.reason) s
       LEFT JOIN term t ON t.id = s.reason`,
    account,
    cut.ordinal,
    cut.day,
    ...isParty.values,
  );
  return rows.map((row) => ({
    figure: numberOf(row, 'figure'),
    reasonCode: maybeTextOf(row, 'reason') ?? '',
    amount: bigintOf(row, 'amount'),
  }));
}

function movedOf(movements: readonly Movement[], figure: MovedFigure): Minor {
  const own = movements.filter((one) => one.figure === figureNumbers[figure]);
  return own.reduce((total, { amount }) => total + amount, 0n);
}
