import type { JournalReader } from '#journal/journal.ts';
import { accountStream } from '#journal/stream-names.ts';
import type { Entry } from '#ledger/entry.ts';
import type { EventType } from '#ledger/events.ts';
import { fromMinorText, isPositive, isZero, type Money, negate, subtract } from '#money/money.ts';
import { type ImportFigures, type LinePayment, type PaymentKind, paymentsOf, total } from './file-figures.ts';
import { sourceSystem } from './line-commands.ts';
import { fileCurrency, type TransactionFile } from './transactions.ts';

/**
 * The same figures as the ledger has them: a tally over the entries that say they came from this system. What
 * people have done on these accounts since then does not blur the comparison.
 */
export async function figuresOfLedger(journal: JournalReader, file: TransactionFile): Promise<ImportFigures> {
  const entries: Entry[] = [];
  for (const patientId of file.linesOfPatient.keys()) {
    const stream = await journal.readStream(accountStream(journal.ledgerId, patientId));
    entries.push(...stream.filter(({ source }) => source?.system === sourceSystem));
  }
  const payments = [...file.linesOfPatient.values()].flat().flatMap(paymentsOf);
  return tally(entries, new Map(payments.map((payment) => [payment.row.ID, payment])));
}

type EntryOf<Type extends EventType> = Extract<Entry, { readonly type: Type }>;

function ofType<Type extends EventType>(entries: readonly Entry[], type: Type): readonly EntryOf<Type>[] {
  return entries.filter((entry): entry is EntryOf<Type> => entry.type === type);
}

const amountIn = (text: string): Money => fromMinorText(text, fileCurrency);

function tally(entries: readonly Entry[], rows: ReadonlyMap<string, LinePayment>): ImportFigures {
  const charges = ofType(entries, 'ChargePosted').map(({ data }) => ({ ...data, money: amountIn(data.amount) }));
  const payments = ofType(entries, 'PaymentReceived').map(({ data }) => ({ ...data, money: amountIn(data.amount) }));
  const moves = ofType(entries, 'ResponsibilityTransferred').map(({ data }) => data);
  const ofKind = (kind: PaymentKind) =>
    total(payments.filter(({ paymentId }) => rows.get(paymentId)?.kind === kind).map(({ money }) => money));
  const charged = total(charges.map(({ money }) => money));
  const rests = restsOf(entries, payments);
  return {
    patients: ofType(entries, 'AccountOpened').length,
    claims: new Set(charges.map(({ claimId }) => claimId)).size,
    lines: charges.length,
    zeroLines: charges.filter(({ money }) => isZero(money)).length,
    charges: charged,
    payments: {
      patient: ofKind('patient'),
      copay: ofKind('copay'),
      primary: ofKind('primary'),
      secondary: ofKind('secondary'),
    },
    transfersOut: total(moves.flatMap((move) => move.moves.map(({ amount }) => amountIn(amount)))),
    transfersIn: total(moves.map(({ amount }) => amountIn(amount))),
    net: subtract(charged, total(payments.map(({ money }) => money))),
    creditLines: new Set([...rests.keys()].map((paymentId) => rows.get(paymentId)?.line.charge.ID)).size,
    credit: total(rests.values()),
  };
}

/** What each payment has left unapplied, where it has something left. */
function restsOf(
  entries: readonly Entry[],
  payments: readonly { readonly paymentId: string; readonly money: Money }[],
): ReadonlyMap<string, Money> {
  const applied = new Map<string, Money[]>();
  for (const { data } of ofType(entries, 'PaymentApplied')) {
    const used = data.allocations.map(({ amount }) => amountIn(amount));
    applied.set(data.paymentId, [...(applied.get(data.paymentId) ?? []), ...used]);
  }
  const rests = payments.map(({ paymentId, money }) => {
    return [paymentId, total([money, ...(applied.get(paymentId) ?? []).map(negate)])] as const;
  });
  return new Map(rests.filter(([, rest]) => isPositive(rest)));
}
