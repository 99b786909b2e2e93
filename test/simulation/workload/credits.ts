import { over } from '../auditor/dated.ts';
import { liveNewestFirst, type SourcePaper } from '../auditor/papers.ts';
import type { Told, ToldLine } from '../auditor/told.ts';
import { type Chooser, common, money, payers, someCents } from './chooser.ts';
import { applyPayment, unapplyPayment } from './payments.ts';

export function issueCredit(chooser: Chooser): Told {
  const { random, number } = chooser;
  return {
    name: 'IssueCredit',
    input: {
      ...common(chooser),
      creditId: `g${number}`,
      currency: 'USD',
      amount: money(someCents(chooser)),
      payer: random.pick(payers),
      reasonCode: random.pick(['GOODWILL', 'LOYALTY_CREDIT']),
    },
  };
}

export function anyCredit(
  { random, papers }: Chooser,
  isWanted: (credit: SourcePaper) => boolean,
): SourcePaper | undefined {
  const credits = [...papers.credits.values()];
  return random.oneOf(random.chance(90) ? credits.filter(isWanted) : credits);
}

/** As a payment is applied; often no credit is named and the oldest go first, the more so where there are several. */
export function applyCredit(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const unused = [...papers.credits.values()].filter(({ unapplied }) => over(unapplied) > 0n);
  const credit = anyCredit(chooser, ({ unapplied }) => over(unapplied) > 0n);
  const drawn = applyPayment(chooser, credit);
  if (drawn === undefined || (credit === undefined && random.chance(80))) return undefined;
  const { paymentId: _payment, ...rest } = drawn.input;
  const named = random.chance(unused.length > 1 ? 25 : 60) && credit !== undefined ? { creditId: credit.id } : {};
  const lines = rest.lines?.map((line) => (random.chance(3) ? line : withoutShortfall(line)));
  return { name: 'ApplyCredit', input: { ...rest, ...(lines === undefined ? {} : { lines }), ...named } };
}

/** Who grants a credit decides how much: nothing is given up beside it. */
function withoutShortfall({ shortfall: _shortfall, ...line }: ToldLine): ToldLine {
  return line;
}

export function unapplyCredit(chooser: Chooser): Told | undefined {
  const drawn = unapplyPayment(chooser, 'CREDIT');
  if (drawn === undefined) return undefined;
  const { paymentId, ...rest } = drawn.input;
  return { name: 'UnapplyCredit', input: { ...rest, creditId: paymentId } };
}

export function voidCredit(chooser: Chooser): Told | undefined {
  const { random, papers } = chooser;
  const isApplied = (credit: SourcePaper): boolean =>
    liveNewestFirst(papers, ({ source }) => source === credit).length > 0;
  const credit = anyCredit(chooser, isApplied);
  if (credit === undefined) return undefined;
  const reasonCode = random.pick(['CREDIT_EXPIRED', 'CREDIT_ISSUED_IN_ERROR']);
  return { name: 'VoidCredit', input: { ...common(chooser, credit.from), creditId: credit.id, reasonCode } };
}
