import { over } from '../auditor/dated.ts';
import { allSources, openOf, type Papers } from '../auditor/papers.ts';
import type { Input, Told } from '../auditor/told.ts';
import { type Chooser, common, money, nobody, openItem, someCents, someOf } from './chooser.ts';
import { closePeriodOf, hasPeriods, inNextPeriod } from './periods.ts';
import { closeAccount } from './taken-back.ts';

/** Where there is another account, something goes to it. */
export function hasTransfers({ isWholeBook, auditor }: Chooser): boolean {
  return isWholeBook && auditor.accounts().filter(isOpened).length > 1;
}

function isOpened({ openedOn }: Papers): boolean {
  return openedOn !== undefined;
}

/** A debt, money or a credit; often what came from another account goes back there. */
export function transferBalance(chooser: Chooser): Told | undefined {
  const { random, auditor, number } = chooser;
  const came = auditor.accounts().filter((papers) => cameTo(papers).length > 0);
  const papers = (random.chance(40) ? random.oneOf(came) : undefined) ?? chooser.papers;
  const from = { ...chooser, papers };
  const what = (random.chance(70) ? goingBack(from) : undefined) ?? leaving(from);
  if (what === undefined) return undefined;
  const others = auditor.accounts().filter((other) => other !== papers && isOpened(other));
  const other = random.chance(94) ? random.oneOf(others)?.accountId : random.pick([papers.accountId, nobody]);
  const taken = random.chance(4) ? random.oneOf([...papers.transfersOut.keys()]) : undefined;
  const ids = { transferId: taken ?? `b${number}`, toAccountId: other, currency: 'USD' };
  const reasonCode = random.pick(['WRONG_ACCOUNT', 'ACCOUNTS_JOINED', 'TRANSFERRED_IN_ERROR']);
  const start = startOf(papers, what);
  const fields = { ...common(from, start), ...inNextPeriod(chooser, start) };
  return { name: 'TransferBalance', input: { ...fields, ...ids, ...what, reasonCode } };
}

type Thing = Pick<Input, 'chargeId' | 'item' | 'dueDate' | 'paymentId' | 'creditId' | 'amount' | 'toAccountId'>;

function startOf({ charges, sources, credits }: Papers, { chargeId, paymentId, creditId }: Thing): string | undefined {
  if (chargeId !== undefined) return charges.get(chargeId)?.from;
  return (paymentId === undefined ? credits.get(creditId ?? '') : sources.get(paymentId))?.from;
}

/** What came and is here still. */
function cameTo(papers: Papers) {
  const charges = [...papers.charges.values()].filter(({ items }) => items.some((item) => over(openOf(item)) > 0n));
  const sources = allSources(papers).filter(({ unapplied }) => over(unapplied) > 0n);
  return [...charges, ...sources].filter(({ cameFrom }) => cameFrom !== undefined);
}

function goingBack(chooser: Chooser): Thing | undefined {
  const { random, papers } = chooser;
  const thing = random.oneOf(cameTo(papers));
  if (thing?.cameFrom === undefined) return undefined;
  const { accountId: toAccountId } = thing.cameFrom;
  if ('unapplied' in thing) return { toAccountId, ...partOf(chooser, thing) };
  const items = thing.items.filter((item) => over(openOf(item)) > 0n);
  const item = random.chance(60) ? random.oneOf(items) : undefined;
  const open = (item === undefined ? items : [item]).reduce((sum, one) => sum + over(openOf(one)), 0n);
  const amount = money(random.chance(60) ? open : someOf(chooser, open));
  return { toAccountId, chargeId: thing.chargeId, ...(item === undefined ? {} : { item: item.number }), amount };
}

function partOf(chooser: Chooser, { kind, id, unapplied }: ReturnType<typeof allSources>[number]): Thing {
  const amount = money(someOf(chooser, over(unapplied)));
  return kind === 'CREDIT' ? { creditId: id, amount } : { paymentId: id, amount };
}

function leaving(chooser: Chooser): Thing | undefined {
  const { random, papers, today } = chooser;
  const source = random.oneOf(allSources(papers).filter(({ unapplied }) => over(unapplied) > 0n || random.chance(5)));
  if (source !== undefined && random.chance(50)) return partOf(chooser, source);
  const waiting = random.chance(3) ? random.oneOf([...papers.pending.keys()]) : undefined;
  if (waiting !== undefined) return { paymentId: waiting, amount: money(someCents(chooser)) };
  const item = openItem(chooser);
  if (item === undefined) return undefined;
  return {
    chargeId: item.charge.chargeId,
    ...(random.chance(60) ? { item: item.number } : {}),
    ...(random.chance(20) ? { dueDate: today } : {}),
    amount: money(someOf(chooser, over(openOf(item)))),
  };
}

/** What is away is taken back where it left, or what came is raised where it is: neither fits what comes back later. */
export function touchWhatMoved(chooser: Chooser): Told | undefined {
  const { random, auditor, number } = chooser;
  const papers = random.oneOf(auditor.accounts().filter(({ transfersOut }) => transfersOut.size > 0));
  if (papers === undefined) return undefined;
  const transit = random.oneOf([...papers.transfersOut.values()]);
  if (transit === undefined) return undefined;
  const { thing, to, transferId, returns } = transit;
  const came = auditor.papersOf(to).charges.get(transferId);
  if (came !== undefined && returns === undefined && random.chance(60)) {
    const fields = { ...common({ ...chooser, papers: auditor.papersOf(to) }, came.from), adjustmentId: `a${number}` };
    const [kind, reasonCode] = ['CORRECTION', 'WRONG_AMOUNT'];
    const item = random.oneOf(came.items)?.number;
    const amount = money(someCents(chooser));
    return {
      name: 'AdjustCharge',
      input: { ...fields, chargeId: transferId, item, kind, reasonCode, currency: 'USD', amount },
    };
  }
  const fields = common({ ...chooser, papers }, transit.day);
  if ('chargeId' in thing) {
    return { name: 'VoidCharge', input: { ...fields, chargeId: thing.chargeId, reasonCode: 'WRONG_ACCOUNT' } };
  }
  return thing.kind === 'CREDIT'
    ? { name: 'VoidCredit', input: { ...fields, creditId: thing.id, reasonCode: 'CREDIT_ISSUED_IN_ERROR' } }
    : { name: 'ReversePayment', input: { ...fields, paymentId: thing.id, reasonCode: 'NSF' } };
}

/** The command of a transfer that came back, sent once more. */
export function sentBack({ random, auditor }: Chooser, sentBefore: readonly Told[]): Told | undefined {
  const returned = sentBefore.filter(({ name, input: { accountId = '', transferId = '' } }) => {
    return name === 'TransferBalance' && auditor.papersOf(accountId).transfersOut.get(transferId)?.state === 'RETURNED';
  });
  return returned.length > 0 && random.chance(10) ? random.oneOf(returned) : undefined;
}

/** Where something is on its way its place is taken, or the account that it goes to is closed: it cannot arrive any more; or not on its day. */
export function takeItsPlace(chooser: Chooser): Told | undefined {
  const { random, auditor } = chooser;
  const transfers = auditor.accounts().flatMap(({ transfersOut }) => [...transfersOut.values()]);
  const left = transfers.filter(({ state }) => state === 'LEFT');
  const transit = left.length > 0 && random.chance(hasPeriods(chooser) ? 80 : 40) ? random.oneOf(left) : undefined;
  if (transit === undefined) return undefined;
  if (hasPeriods(chooser) && random.chance(70)) return closePeriodOf(chooser, transit.day);
  const there = { ...chooser, papers: auditor.papersOf(transit.to) };
  if (random.chance(30)) return closeAccount(there);
  const { transferId: id, kind } = transit;
  const fields = { ...common(there), currency: 'USD', amount: money(someCents(chooser)) };
  if (kind === 'CHARGE') return { name: 'PostCharge', input: { ...fields, chargeId: id, category: 'SERVICE' } };
  if (kind === 'PAYMENT') return { name: 'ReceivePayment', input: { ...fields, paymentId: id, method: 'CHECK' } };
  return { name: 'IssueCredit', input: { ...fields, creditId: id, reasonCode: 'GOODWILL' } };
}
