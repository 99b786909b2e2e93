import type { MinorText } from '#money/money.ts';
import type { GlAccount, PostingLine } from './posting-rules.ts';

/** How the lines are written that the posting rules speak of: which side, and whose item, payment or credit. */
type ItemReference = NonNullable<PostingLine['item']>;

export function debit(account: GlAccount, amount: MinorText): PostingLine {
  return { account, side: 'DEBIT', amount };
}

export function credit(account: GlAccount, amount: MinorText): PostingLine {
  return { account, side: 'CREDIT', amount };
}

export function debitItem({ chargeId, item }: ItemReference, amount: MinorText): PostingLine {
  return { account: 'AccountsReceivable', side: 'DEBIT', amount, item: { chargeId, item } };
}

export function creditItem({ chargeId, item }: ItemReference, amount: MinorText): PostingLine {
  return { account: 'AccountsReceivable', side: 'CREDIT', amount, item: { chargeId, item } };
}

export function debitUnapplied(paymentId: string, amount: MinorText): PostingLine {
  return { account: 'UnappliedCash', side: 'DEBIT', amount, paymentId };
}

export function creditUnapplied(paymentId: string, amount: MinorText): PostingLine {
  return { account: 'UnappliedCash', side: 'CREDIT', amount, paymentId };
}

export function debitUnappliedCredit(creditId: string, amount: MinorText): PostingLine {
  return { account: 'UnappliedCredits', side: 'DEBIT', amount, creditId };
}

export function creditUnappliedCredit(creditId: string, amount: MinorText): PostingLine {
  return { account: 'UnappliedCredits', side: 'CREDIT', amount, creditId };
}

/** Lines of one amount; nothing is posted where it is nothing. */
export function unlessZero(...lines: readonly PostingLine[]): readonly PostingLine[] {
  return lines.filter(({ amount }) => amount !== '0');
}
