import type { AgreementFact } from '#ledger/agreement-facts.ts';
import { found, must, type Papers, type Touched } from './audit-papers.ts';
import { sumsOf, upTo } from './dated-sums.ts';

const untouched: Touched = { items: [], sources: [] };

/** Agreements change nothing that is owed: they begin once, end once, and not before they began. */
export function agreed(papers: Papers, fact: AgreementFact): Touched {
  const { effectiveDate: date } = fact;
  switch (fact.type) {
    case 'HoldPlaced':
      holdPlaced(papers, fact.data, date);
      return untouched;
    case 'HoldReleased':
      end(papers, `HOLD ${fact.data.holdId}`, date);
      return untouched;
    case 'DisputeOpened':
      disputeOpened(papers, fact.data, date);
      return untouched;
    case 'DisputeResolved':
      end(papers, `DISPUTE ${fact.data.disputeId}`, date);
      return untouched;
    case 'PromiseRecorded':
      promised(papers, fact.data, date);
      return untouched;
    case 'PromiseCancelled':
      end(papers, `PROMISE ${fact.data.promiseId}`, date);
      return untouched;
  }
}

type Agreement = Parameters<Papers['agreements']['set']>[1];
type Opened = Extract<AgreementFact, { readonly type: 'DisputeOpened' }>['data'];
type Promised = Extract<AgreementFact, { readonly type: 'PromiseRecorded' }>['data'];
type Placed = Extract<AgreementFact, { readonly type: 'HoldPlaced' }>['data'];

function holdPlaced(papers: Papers, { holdId, holdOn, feesInside }: Placed, date: string): void {
  const itemKey = holdOn && `${holdOn.chargeId}#${holdOn.item}`;
  begin(papers, `HOLD ${holdId}`, { date, endedOn: undefined, itemKey, amount: 0n });
  listed(papers, feesInside, date, itemKey);
}

function disputeOpened(papers: Papers, { disputeId, chargeId, item, amount, feesInside }: Opened, date: string): void {
  const itemKey = `${chargeId}#${item}`;
  begin(papers, `DISPUTE ${disputeId}`, { date, endedOn: undefined, itemKey, amount: BigInt(amount) });
  noMoreThanOpen(papers, itemKey, date);
  listed(papers, feesInside, date, itemKey);
}

function promised(papers: Papers, { promiseId, items, amount, promisedDate }: Promised, date: string): void {
  must(date <= promisedDate, `a promise of a day that is gone: ${promisedDate}`);
  const keys = items.map(({ chargeId, item }) => `${chargeId}#${item}`);
  for (const itemKey of keys) begunBy(papers, `PROMISE ${promiseId}`, itemKey, date);
  must(!papers.agreements.has(`PROMISE ${promiseId}`), `INV-33 PROMISE ${promiseId} begins twice`);
  const days = [date, ...keys.flatMap((key) => [...sumsOf(papers.open, key).keys()])].filter((day) => day >= date);
  for (const day of days) {
    const open = keys.reduce((sum, key) => sum + upTo(sumsOf(papers.open, key), day), 0n);
    must(BigInt(amount) <= open, `more is promised than is open on ${day}`);
  }
  papers.agreements.set(`PROMISE ${promiseId}`, { date, endedOn: undefined, itemKey: 'none', amount: 0n });
}

function begunBy(papers: Papers, name: string, itemKey: string, date: string): void {
  const { start } = found(papers.items.get(itemKey), `INV-14 no ${itemKey}`);
  must(date >= start, `INV-17 ${name} begins before its item`);
}

function begin(papers: Papers, name: string, agreement: Agreement): void {
  must(!papers.agreements.has(name), `INV-33 ${name} begins twice`);
  const { itemKey, date } = agreement;
  if (itemKey !== undefined) begunBy(papers, name, itemKey, date);
  papers.agreements.set(name, agreement);
}

function end(papers: Papers, name: string, date: string): void {
  const agreement = found(papers.agreements.get(name), `INV-14 no ${name}`);
  must(agreement.endedOn === undefined, `INV-15 ${name} ends twice`);
  must(date >= agreement.date, `INV-14 ${name} ends before it begins`);
  papers.agreements.set(name, { ...agreement, endedOn: date });
}

/** On no day from its own on do the disputes of an item take in more than is open, as far as is known when one is opened. */
function noMoreThanOpen(papers: Papers, key: string, date: string): void {
  const open = sumsOf(papers.open, key);
  const own = [...papers.agreements.values()].filter(({ itemKey, amount }) => itemKey === key && amount > 0n);
  const days = [date, ...open.keys(), ...own.map((one) => one.date), ...own.map((one) => one.endedOn ?? date)];
  for (const day of days.filter((one) => one >= date)) {
    const disputed = own.filter((one) => isStanding(one, day)).reduce((sum, { amount }) => sum + amount, 0n);
    must(disputed <= upTo(open, day), `more of ${key} is disputed than is open on ${day}`);
  }
}

function isStanding({ date, endedOn }: Agreement, day: string): boolean {
  return date <= day && (endedOn === undefined || day < endedOn);
}

/** What is listed as assessed inside is a fee, on what is protected, and not older than what protects it. */
function listed(papers: Papers, fees: readonly string[] = [], date: string, itemKey: string | undefined): void {
  for (const chargeId of fees) {
    const fee = found(papers.fees.get(chargeId), 'INV-14 a fee inside that is none');
    must(fee.date >= date && isCovered(papers, fee.on, itemKey), `${chargeId} is not inside`);
  }
}

/** What stands on an item stands on what plans have made of it. */
function isCovered({ redatedFrom }: Papers, key: string, itemKey: string | undefined): boolean {
  if (itemKey === undefined) return true;
  let one: string | undefined = key;
  while (one !== undefined && one !== itemKey) one = redatedFrom.get(one);
  return one === itemKey;
}

/** No fee is assessed on what a hold or a dispute protects. */
export function notProtected(papers: Papers, key: string, date: string): void {
  for (const [name, agreement] of papers.agreements) {
    const isProtected = isCovered(papers, key, agreement.itemKey) && isStanding(agreement, date);
    must(!isProtected, `a fee is assessed on ${key} in spite of ${name}`);
  }
}

/** An account is closed when nothing is disputed any more. */
export function noneStandsFrom(papers: Papers, date: string): void {
  for (const [name, { endedOn, amount }] of papers.agreements) {
    must(amount === 0n || (endedOn !== undefined && endedOn <= date), `an account is closed in spite of ${name}`);
  }
}
