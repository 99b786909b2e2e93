import type { MinorText } from '#money/money.ts';
import type { GlAccount, PostingLine } from './posting-rules.ts';

/**
 * How the lines are written that the posting rules speak of: which side, and whose item, payment or credit. The base value
 * comes last; it is left out where it is the amount, on accounts in the base currency.
 */
type ItemReference = NonNullable<PostingLine['item']>;

type Whose = Pick<PostingLine, 'item' | 'paymentId' | 'creditId' | 'receiptId' | 'transit'>;

function line(
  [side, account]: readonly [PostingLine['side'], GlAccount],
  amount: MinorText,
  base: MinorText | undefined,
  whose: Whose = {},
): PostingLine {
  const written = { account, side, amount, ...whose };
  return base === undefined ? written : { ...written, base };
}

export function debit(account: GlAccount, amount: MinorText, base?: MinorText): PostingLine {
  return line(['DEBIT', account], amount, base);
}

export function credit(account: GlAccount, amount: MinorText, base?: MinorText): PostingLine {
  return line(['CREDIT', account], amount, base);
}

export function debitItem({ chargeId, item }: ItemReference, amount: MinorText, base?: MinorText): PostingLine {
  return line(['DEBIT', 'AccountsReceivable'], amount, base, { item: { chargeId, item } });
}

export function creditItem({ chargeId, item }: ItemReference, amount: MinorText, base?: MinorText): PostingLine {
  return line(['CREDIT', 'AccountsReceivable'], amount, base, { item: { chargeId, item } });
}

export function debitUnapplied(paymentId: string, amount: MinorText, base?: MinorText): PostingLine {
  return line(['DEBIT', 'UnappliedCash'], amount, base, { paymentId });
}

export function creditUnapplied(paymentId: string, amount: MinorText, base?: MinorText): PostingLine {
  return line(['CREDIT', 'UnappliedCash'], amount, base, { paymentId });
}

export function debitUnappliedCredit(creditId: string, amount: MinorText, base?: MinorText): PostingLine {
  return line(['DEBIT', 'UnappliedCredits'], amount, base, { creditId });
}

export function creditUnappliedCredit(creditId: string, amount: MinorText, base?: MinorText): PostingLine {
  return line(['CREDIT', 'UnappliedCredits'], amount, base, { creditId });
}

export function debitUnidentified(receiptId: string, amount: MinorText, base?: MinorText): PostingLine {
  return line(['DEBIT', 'UnidentifiedCash'], amount, base, { receiptId });
}

export function creditUnidentified(receiptId: string, amount: MinorText, base?: MinorText): PostingLine {
  return line(['CREDIT', 'UnidentifiedCash'], amount, base, { receiptId });
}

interface ItemParts {
  readonly chargeId: string;
  readonly items: readonly {
    readonly item: number;
    readonly amount: MinorText;
    readonly base?: MinorText | undefined;
  }[];
}

/** One line for each item. */
export function itemLines(receivable: typeof debitItem, { chargeId, items }: ItemParts): readonly PostingLine[] {
  return items.map(({ item, amount, base }) => receivable({ chargeId, item }, amount, base));
}

export function debitTransit(transit: string, amount: MinorText, base?: MinorText): PostingLine {
  return line(['DEBIT', 'TransferClearing'], amount, base, { transit });
}

export function creditTransit(transit: string, amount: MinorText, base?: MinorText): PostingLine {
  return line(['CREDIT', 'TransferClearing'], amount, base, { transit });
}

/** Lines of one amount; nothing is posted where it is nothing, in base too. */
export function unlessZero(...lines: readonly PostingLine[]): readonly PostingLine[] {
  return lines.filter(({ amount }) => amount !== '0');
}
